"""Every text of the command comes from its catalogue, in both languages."""

import ast
import re
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

import clients.cli
from clients.cli.frame import COMMANDS
from clients.cli.locale import texts
from tests.cli.tree import commands
from tests.tui.test_catalogue import HAN, strings

ROOT = Path(clients.cli.__file__ or "").parent
SOURCES = sorted(ROOT.glob("*.py"))
SUBJECTS = sorted(path.stem for path in (ROOT / "locale" / "zh").glob("[!_]*.py"))
FULL_WIDTH = re.compile(r"[，。；：？！（）]")


def words(language: str) -> dict[str, str]:
    return {key: text for one in SUBJECTS for key, text in texts(language, one).items()}


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_no_chinese_stands_outside_the_catalogue(path: Path) -> None:
    found = [text for text in strings(ast.parse(path.read_text())) if HAN.search(text)]
    assert found == []


@pytest.mark.parametrize("subject", SUBJECTS)
def test_both_languages_have_the_same_keys_and_places(subject: str) -> None:
    zh, en = texts("zh", subject), texts("en", subject)
    assert list(zh) == list(en)
    for key in zh:
        assert key.startswith(f"{subject}.")
        assert places(zh[key]) == places(en[key]), key


def test_english_has_no_chinese_marks() -> None:
    # headings that are typed in Chinese are named in Chinese; marks of Chinese are no English
    assert [key for key, text in words("en").items() if FULL_WIDTH.search(text)] == []


def test_every_key_that_is_asked_for_is_there_and_no_other() -> None:
    asked = re.compile(r"""\bt\(\s*(f?)["']([\w.{}\[\]'_()]+)["']""")
    known = set(words("zh"))
    whole, begun = {entry.help for entry in COMMANDS.values()}, set[str]()
    for path in SOURCES:
        for formed, key in asked.findall(path.read_text()):
            (begun.add(key.partition("{")[0]) if formed else whole.add(key))
        whole |= {text for text in strings(ast.parse(path.read_text())) if text in known}
    own = {key for key in whole if key.partition(".")[0] in SUBJECTS}
    assert own - known == desk_keys(own - known)
    assert {k for k in known - whole if not k.startswith(tuple(begun))} == set()


def desk_keys(keys: set[str]) -> set[str]:
    """Return those that are the desk's own texts, which commands print too."""
    from clients.tui.locale import catalogue

    return keys & set(catalogue("zh"))


@pytest.mark.parametrize("name", sorted(commands()))
def test_a_command_says_what_it_is_for(name: str) -> None:
    command: Any = commands()[name]
    assert command.help or name == "token", name
    for option in command.params:
        if option.name not in ("help", "install_completion", "show_completion"):
            assert getattr(option, "help", None), f"{name} {option.name}"
