"""A bar of progress on a terminal; elsewhere nothing is drawn."""

from types import TracebackType
from typing import Self, TextIO

WIDTH = 30


class Bar:
    """Draws itself on one line over and over, and wipes it at the end."""

    def __init__(self, target: TextIO) -> None:
        self._target = target
        self._draws = target.isatty()
        self._last = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._last:
            self._target.write("\r\x1b[K")
            self._target.flush()

    def draw(self, word: str, done: int, total: int | None) -> None:
        """Show what is done; without ``total`` only the count, for the end is not known."""
        line = f"{word}  {bar_of(done, total)}"
        if self._draws and line != self._last:
            self._last = line
            self._target.write(f"\r\x1b[K{line}")
            self._target.flush()


def bar_of(done: int, total: int | None) -> str:
    """Return the bar as text: its filled part never passes its end."""
    if not total:
        return f"{done:,}" if done else ""
    filled = min(WIDTH, WIDTH * done // total)
    return f"[{'#' * filled}{'.' * (WIDTH - filled)}] {min(done, total):,}/{total:,}"
