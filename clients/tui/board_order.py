"""Which rows are listed and when: true order, what is held back, what is about to leave."""

import time
from datetime import datetime

from clients.tui.listing import Listing
from clients.tui.models import Obligation
from clients.tui.state import DeskState
from clients.tui.views.bands import board_key, next_turn
from clients.tui.views.search import matches

LINGER = 3.0  # seconds a closed row still stands in its place, marked 毕
UNATTENDED = 60.0  # seconds without a key after which the most urgent rows are shown again


class BoardOrder:
    """`held`: new rows that are known but not listed yet."""

    def __init__(self, listing: Listing) -> None:
        self.listing = listing
        self.held = 0
        self._behind = False
        self._left_at: dict[str, float] = {}
        self._turn: datetime | None = None

    def open_rows(self, state: DeskState) -> list[Obligation]:
        return [row for row in state.rows.values() if row.open]

    def refresh(self, state: DeskState, now: datetime, *, held: bool) -> None:
        """Work out the true order; show it unless `held`."""
        rows = [row for row in self._candidates(state) if _passes(row, state.query)]
        rows.sort(key=lambda row: board_key(row, now))
        target = [row.id for row in rows]
        turns = (turn for row in rows if row.open and (turn := next_turn(row, now)))
        self._turn = min(turns, default=None)
        # an empty board has nothing that could move
        if held and self.listing.order:
            self.held = self.listing.missing(target)
            self._behind = target != self.listing.order
        else:
            self.listing.settle(target)
            self.held, self._behind = 0, bool(self._left_at)

    def _candidates(self, state: DeskState) -> list[Obligation]:
        """Open rows, and closed ones that stand on the board and closed a moment ago."""
        moment, listed = time.monotonic(), set(self.listing.order)
        kept = []
        for row in state.rows.values():
            if row.open:
                kept.append(row)
            elif row.id in listed:
                since = self._left_at.setdefault(row.id, moment)
                if moment - since < LINGER:
                    kept.append(row)
        stay = {row.id for row in kept if not row.open}
        self._left_at = {id_: at for id_, at in self._left_at.items() if id_ in stay}
        return kept

    def due(self, now: datetime, *, held: bool) -> bool:
        """Tell whether the order may have to change: a band's limit passed, or rows wait."""
        passed = self._turn is not None and now >= self._turn
        return passed or (self._behind and not held)

    def unattended(self, idle: float) -> None:
        """Show the most urgent rows again when nobody has pressed a key for a minute."""
        if idle >= UNATTENDED:
            self.listing.to_top()


def _passes(row: Obligation, query: str) -> bool:
    return not query or matches(row, query)
