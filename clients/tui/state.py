"""What the desk knows now, apart from any widget: rows, tally, freshness, log, glances."""

from collections import Counter, deque
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from clients.tui.models import BoardAnswer, BoardTally, IncidentGlance, Obligation, ServiceStatus
from clients.tui.models_on_duty import OnDutyNow
from clients.tui.models_speaks import SpeakerAnswer

LOG_LINES = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """One line of 动态; `kind` is a key of `log.<kind>` in the catalogue."""

    at: datetime
    kind: str
    incident: str
    text: str


@dataclass(slots=True)
class DeskState:
    """`rows` holds every duty known by id, closed ones too until the list has let them go; of those
    `left` keeps the version, the incident and its title until all is read again.

    `as_of` is the service's moment of the data; `fresh` is False while it comes from the cache.
    `glances` are kept by incident, those in `outdated` shown until read again; `speakers` by unit.
    `policies` were announced at this desk: the service lists none that owes nothing.
    `turns` counts what was heard of each incident, `snapshots` how often all was read, `revision`
    every change of rows or tally.
    """

    rows: dict[str, Obligation] = field(default_factory=dict)
    left: dict[str, tuple[int, str, str]] = field(default_factory=dict)
    tally: BoardTally | None = None
    as_of: datetime | None = None
    fresh: bool = False
    more_rows: bool = False
    unit_name: str = ""
    officer: str = ""
    query: str = ""
    log: deque[LogLine] = field(default_factory=lambda: deque(maxlen=LOG_LINES))
    glances: dict[str, IncidentGlance] = field(default_factory=dict)
    outdated: set[str] = field(default_factory=set)
    speakers: dict[str, SpeakerAnswer] = field(default_factory=dict)
    service: ServiceStatus | None = None
    on_duty: OnDutyNow | None = None
    snapshots: int = 0
    revision: int = 0
    turns: Counter[str] = field(default_factory=Counter)

    def replace_all(self, answer: BoardAnswer) -> None:
        """Take a whole snapshot; closed rows still on the screen leave with it."""
        self.rows = {row.id: row for page in (answer.timed, answer.untimed) for row in page.rows}
        self.left.clear()
        self._forget_incidents()
        self.outdated.update(self.glances)
        self.speakers.clear()
        self.snapshots += 1
        self.more_rows = answer.timed.page_info.has_next_page
        self.take_tally(answer.board_tally)

    def take_tally(self, tally: BoardTally) -> None:
        self.tally, self.as_of, self.fresh = tally, tally.as_of, True
        self.revision += 1

    def take_rows(self, rows: Iterable[Obligation]) -> None:
        """Put changed rows in the place of older versions; what they say of incidents goes too."""
        self.revision += 1
        for row in rows:
            if self._version_of(row.id) <= row.version:
                self.rows[row.id] = row
                self.left.pop(row.id, None)
            self.touch(row.matter.id)

    def _version_of(self, id_: str) -> int:
        known = self.rows.get(id_)
        return self.left.get(id_, (0,))[0] if known is None else known.version

    def let_go(self, listed: Collection[str] = ()) -> None:
        """Forget closed duties that are not `listed` any more, and incidents that went with them.

        A desk runs for weeks; an older version of such a duty is not taken again.
        """
        kept = set(listed)
        closed = [row for row in self.rows.values() if not row.open and row.id not in kept]
        for row in closed:
            del self.rows[row.id]
            self.left[row.id] = (row.version, row.matter.id, row.matter.title)
        if closed:
            self._forget_incidents()

    def _forget_incidents(self) -> None:
        """Keep of incidents only what a listed duty's pane may show."""
        standing = {row.matter.id for row in self.rows.values()}
        self.glances = {id_: seen for id_, seen in self.glances.items() if id_ in standing}
        self.outdated &= standing

    def rows_of(self, incident: str) -> list[str]:
        """Return the ids of an incident's duties, those that left the board among them."""
        known = [id_ for id_, row in self.rows.items() if row.matter.id == incident]
        return known + [id_ for id_, (_, of, _) in self.left.items() if of == incident]

    def touch(self, incident: str) -> None:
        """Note that something about an incident changed, whether or not a duty of it did."""
        self.outdated.add(incident)
        self.turns[incident] += 1

    def heard_of(self, incident: str) -> tuple[int, int]:
        """Return what differs from an earlier answer once the incident may have changed."""
        return self.snapshots, self.turns[incident]

    def note(self, line: LogLine) -> None:
        self.log.appendleft(line)

    def incident_titles(self) -> dict[str, str]:
        left = {incident: title for _, incident, title in self.left.values()}
        return left | {row.matter.id: row.matter.title for row in self.rows.values()}
