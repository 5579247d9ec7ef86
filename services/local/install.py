"""Install a lock file into the environment that runs this, with a bar while pip works.

Run as a file before anything is installed: the standard library only.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

_PIP = [sys.executable, "-m", "pip", "install", "--require-hashes", "--only-binary", ":all:"]
_OPTIONS = ["--no-deps", "--no-input", "--progress-bar", "off", "--disable-pip-version-check"]
_WIDTH = 30


def main(lock: Path) -> int:
    """Install ``lock``; return pip's exit code. What pip said is printed when it failed."""
    wanted = len(re.findall(r"(?m)^[A-Za-z0-9._-]+==", lock.read_text()))
    process = subprocess.Popen(
        [*_PIP, *_OPTIONS, "--requirement", str(lock)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    said: list[str] = []
    bar = _Bar(f"install {wanted} packages")
    for share in _shares(process, wanted, said):
        bar.show(share)
    code = process.wait()
    bar.finish(ok=code == 0)
    if code:
        sys.stderr.writelines(said[-40:])
    return code


def _shares(process: subprocess.Popen[str], wanted: int, said: list[str]) -> Iterator[float]:
    """Yield how much is done, 0 to 1: fetching counts for two thirds, unpacking for the rest."""
    seen = 0
    assert process.stdout is not None  # noqa: S101 - asked for above
    for line in process.stdout:
        said.append(line)
        if line.startswith(("Collecting", "Requirement already", "Ignoring")):
            seen += 1
            yield min(seen / wanted, 1) * 0.67
        elif line.startswith("Installing collected"):
            yield 0.7


class _Bar:
    """A bar on a terminal, one line at the start and one at the end elsewhere."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._terminal = sys.stderr.isatty()
        if not self._terminal:
            self._write(f"{title} …\n")

    def show(self, share: float) -> None:
        if self._terminal:
            filled = round(share * _WIDTH)
            self._write(f"\r{self._title} [{'#' * filled}{'.' * (_WIDTH - filled)}] {share:4.0%}")

    def finish(self, *, ok: bool) -> None:
        if self._terminal:
            self.show(1.0 if ok else 0.0)
            self._write("\n")
        elif ok:
            self._write(f"{self._title}: done\n")

    def _write(self, text: str) -> None:
        sys.stderr.write(text)
        sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
