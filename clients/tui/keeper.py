"""Takes what the feeds bring into the state, writes 动态 and the snapshot, tells the desk."""

from collections.abc import Callable
from datetime import datetime

from clients.tui.cache import Snapshot
from clients.tui.clock import Clock
from clients.tui.models import (
    BoardAnswer,
    BoardEvent,
    BoardTally,
    ChangedEntity,
    Obligation,
    ObligationEdge,
    ObligationPage,
    PageInfo,
)
from clients.tui.state import DeskState, LogLine

# a change's kind, by a part of its name, and its line in 动态; what is not here is not listed
LOGGED = (
    ("ACKNOWLEDG", "accepted"),
    ("REOPEN", "reopened"),
    ("OPENED", "opened"),
    ("FULFIL", "fulfilled"),
    ("RECORD", "released"),
    ("WAIVE", "waived"),
    ("LAPSE", "lapsed"),
    ("MOVED", "moved"),
    ("ASSESS", "assessed"),
    ("CLOSED", "closed"),
)


def logged_kind(kind: str) -> str | None:
    upper = kind.upper()
    return next((word for part, word in LOGGED if part in upper), None)


class StateKeeper:
    """`changed()` is called after every change of rows, links or freshness."""

    def __init__(self, state: DeskState, clock: Clock, changed: Callable[[], None]) -> None:
        self.state = state
        self._clock = clock
        self._changed = changed
        self.unsaved = False

    def board_read(self, answer: BoardAnswer) -> None:
        self.state.replace_all(answer)
        self.unsaved = True
        self._changed()

    def rows_changed(
        self, rows: list[Obligation], tally: BoardTally, changes: list[ChangedEntity]
    ) -> None:
        self.state.take_rows(rows)
        self.state.take_tally(tally)
        for change in changes:
            self._log(change, tally.as_of)
        self.unsaved = True
        self._changed()

    def _log(self, change: ChangedEntity, at: datetime) -> None:
        kind = logged_kind(change.kind)
        incident = change.id if change.entity.lower() == "incident" else change.incident
        if incident:
            self.state.touch(incident)
        else:
            self.state.turns[change.entity] += 1
        if kind is None:
            return
        row = self.state.rows.get(change.id)
        titles = self.state.incident_titles()
        title = titles.get(change.incident or change.id, "")
        if row is not None:
            title = row.matter.title
        self.state.note(LogLine(at=at, kind=kind, incident=title, text=change.text or ""))

    def heartbeat(self, event: BoardEvent) -> None:
        self.state.as_of, self.state.fresh = event.at, True

    def link_changed(self) -> None:
        self._changed()

    def rows_of(self, incident: str) -> list[str]:
        return self.state.rows_of(incident)

    def snapshot(self) -> Snapshot | None:
        """Return what is worth keeping, None before the first answer."""
        state = self.state
        if state.tally is None or state.as_of is None:
            return None
        rows = [row for row in state.rows.values() if row.open]
        board = BoardAnswer(
            timed=_page([row for row in rows if row.due_at is not None]),
            untimed=_page([row for row in rows if row.due_at is None]),
            board_tally=state.tally,
        )
        return Snapshot(
            as_of=state.as_of, board=board, unit_name=state.unit_name, officer=state.officer
        )

    def load(self, snapshot: Snapshot | None) -> None:
        """Show a snapshot; it stays marked 缓存 until the service speaks."""
        if snapshot is not None:
            self.state.replace_all(snapshot.board)
            self.state.as_of, self.state.fresh = snapshot.as_of, False
            self.state.unit_name, self.state.officer = snapshot.unit_name, snapshot.officer


def _page(rows: list[Obligation]) -> ObligationPage:
    edges = [ObligationEdge(node=row) for row in rows]
    return ObligationPage(edges=edges, page_info=PageInfo(has_next_page=False))
