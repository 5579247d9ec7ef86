"""The order of the board as the officer sees it: nothing moves under the cursor.

The selection is an id. When the true order changes, the list is scrolled so that the selected
row stays on its screen line; `top` may then point before the first row (blank lines above) or
leave blank lines below, until the officer moves the cursor.
"""

from collections.abc import Iterator, Sequence


class Listing:
    """`top` is the index in `order` of the first screen line; `height` the number of lines."""

    def __init__(self, height: int = 1) -> None:
        self.order: list[str] = []
        self.selected: str | None = None
        self.top = 0
        self.height = height

    @property
    def index(self) -> int | None:
        return None if self.selected is None else self.order.index(self.selected)

    @property
    def line(self) -> int | None:
        """The screen line of the selected row."""
        return None if self.index is None else self.index - self.top

    @property
    def above(self) -> int:
        """How many rows are hidden above the first line."""
        return max(0, min(self.top, len(self.order)))

    def missing(self, target: Sequence[str]) -> int:
        """Return how many ids of the true order are not shown yet."""
        return len(set(target).difference(self.order))

    def settle(self, target: Sequence[str]) -> None:
        """Take over the true order; the selected row keeps its line, a lost one leaves it to the
        next that is still there, else to the one before."""
        line = self.line
        if line is None:
            self.order, self.top = list(target), 0
            self.selected = self.order[0] if self.order else None
            return
        self.selected = self._heir(set(target)) or (target[0] if target else None)
        self.order = list(target)
        self.top = 0 if self.index is None else self.index - line

    def _heir(self, alive: set[str]) -> str | None:
        at = self.index or 0
        after = (id_ for id_ in self.order[at:] if id_ in alive)
        before = (id_ for id_ in reversed(self.order[:at]) if id_ in alive)
        return next(after, None) or next(before, None)

    def move(self, step: int) -> None:
        """Move the cursor by so many rows, stopping at the ends, and bring it into view."""
        if self.index is not None:
            self.select_index(self.index + step)

    def select_index(self, index: int) -> None:
        if self.order:
            index = max(0, min(index, len(self.order) - 1))
            self.selected = self.order[index]
            self.reveal()

    def select_line(self, line: int) -> bool:
        """Select the row on a screen line; False when there is none."""
        index = self.top + line
        if not 0 <= index < len(self.order):
            return False
        self.selected = self.order[index]
        return True

    def reveal(self) -> None:
        """Scroll as little as needed to fill the screen and show the cursor."""
        self.top = max(0, min(self.top, len(self.order) - self.height))
        if self.index is not None:
            self.top = min(self.top, self.index)
            self.top = max(self.top, self.index - self.height + 1)

    def to_top(self) -> None:
        """Show the most urgent rows again, if the cursor stays on the screen that way."""
        if self.index is None or self.index < self.height:
            self.top = 0

    def visible(self) -> Iterator[str | None]:
        """Yield the id on each screen line, None for a blank one."""
        for index in range(self.top, self.top + self.height):
            yield self.order[index] if 0 <= index < len(self.order) else None
