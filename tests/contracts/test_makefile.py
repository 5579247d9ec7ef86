"""Every command that the README names exists, and each tells what it does."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]


def targets() -> dict[str, str]:
    """Return the targets of the Makefile that a person calls, with their sentence."""
    return dict(re.findall(r"(?m)^([a-z-]+):.*?## (.+)$", (ROOT / "Makefile").read_text()))


def test_make_alone_lists_every_command() -> None:
    told = subprocess.run(["/usr/bin/make"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert [name for name in targets() if f"make {name} " not in told.stdout] == []


def test_every_command_is_told_in_a_sentence() -> None:
    phony = re.findall(r"(?m)^\.PHONY: (.+)$", (ROOT / "Makefile").read_text())
    named = {name for line in phony for name in line.split()}
    assert named == targets().keys()


def test_the_readme_names_no_command_that_does_not_exist() -> None:
    named = set(re.findall(r"\bmake ([a-z-]+)\b", (ROOT / "README.md").read_text()))
    assert named - targets().keys() <= {"a"}  # "makes a …" in a sentence


def test_the_checks_are_the_two_commands_of_the_readme() -> None:
    """Each as a command of its own, whose failure the script ends with."""
    script = (ROOT / ".ci" / "run").read_text()
    assert re.findall(r"(?m)^(?:nice -n \d+ )?make (\w+)\b", script) == ["check", "test"]
    assert script.rstrip().endswith('[ "$tests" -eq 0 ] && [ "$checks" -eq 0 ]')
