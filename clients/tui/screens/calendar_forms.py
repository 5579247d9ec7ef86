"""What is done toward a period, and how a duty of an occasion is met by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from clients.tui.locale import t
from clients.tui.models import Obligation
from clients.tui.models_calendar import Period, PolicyFile
from clients.tui.models_preview import Code
from clients.tui.operations import OPERATIONS, Operation
from clients.tui.screens.act_form import ActForm
from clients.tui.views.attendees import typed_people
from clients.tui.views.calendar import due_words, period_detail
from clients.tui.views.fields import Field, Kind, numbered
from clients.tui.views.pieces import BLANK, Line, Piece, labelled, line, muted
from clients.tui.views.wrap import fit

_KINDS = (
    "CONFERENCE",
    "ONLINE_INTERVIEW",
    "BULLETIN",
    "INSPECTION",
    "ASSESSMENT",
    "WORK_REPORT",
    "SET_UP",
    "DOCUMENT",
)
_FLAGS = ("emergency", "late")


class RecordForm(ActForm):
    """Record what may count toward a period (记一次): the service weighs it and says why."""

    NAME = "periodic"
    FIELDS = (
        Field(row="kind", kind=Kind.CHOICE, required=True),
        Field(row="title", required=True),
        Field(row="held", kind=Kind.MOMENT, sent="heldAt", required=True),
        Field(row="number"),
        Field(row="host", kind=Kind.UNIT),
        Field(row="joint", kind=Kind.UNITS, sent="jointUnits"),
        Field(row="attendees"),
        Field(row="url"),
        Field(row="flags", kind=Kind.MANY),
    )

    def __init__(self, period: Period) -> None:
        super().__init__()
        self.period = period
        if period.kind in _KINDS:
            self.taken["kind"] = (period.kind,)
            self.row = "title"

    @property
    def operation(self) -> Operation:
        return OPERATIONS.record_periodic_act

    def subject(self) -> Sequence[Piece]:
        return (muted(f"{self.period.unit.name} {self.period.number} {self.period.title}"),)

    def fixed(self) -> dict[str, Any]:
        return {"unit": self.period.unit.code}

    def draft_subject(self) -> str:
        return self.period.id

    def choices(self, row: str) -> tuple[Code, ...]:
        names, stem = (_KINDS, "kind") if row == "kind" else (_FLAGS, "flag")
        return numbered([(name, t(f"periodic.{stem}.{name}")) for name in names])

    def sendable(self) -> dict[str, Any] | None:
        sent = super().sendable()
        if sent is None:
            return None
        flags = sent.pop("flags")
        return sent | {
            "attendees": typed_people(self.text("attendees"), self.period.unit.code),
            "emergency": "emergency" in flags,
            "occasion": self.period.id if "late" in flags else None,
        }

    def beside(self, width: int) -> list[Line]:
        return [*super().beside(width), BLANK, *period_detail(self.period, self.now, width)]

    def done(self, answer: dict[str, Any]) -> str:
        periods = answer["periods"]
        own = next((one for one in periods if one["id"] == self.period.id), None)
        if own is None:
            return t("periodic.done_elsewhere")
        return t("periodic.done", number=own["number"], title=own["title"], done=own["progress"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """A duty that is met by hand."""

    id: str
    title: str
    due_at: datetime | None
    of: str


def owed_of(item: Period | Obligation | PolicyFile) -> list[Owed]:
    """Return the open duties behind an entry of the calendar."""
    if isinstance(item, Period):
        of = f"{item.unit.name} {item.number}"
        return [Owed(id=item.obligation, title=item.title, due_at=item.due_at, of=of)]
    if isinstance(item, Obligation):
        return [Owed(id=item.id, title=item.title, due_at=item.due_at, of=item.matter.title)]
    of = item.policy.title if item.policy else item.number
    return [Owed(id=d.id, title=d.title, due_at=d.due_at, of=of) for d in item.open_duties]


class FulfilForm(ActForm):
    """Record that a duty of an occasion was met: what was done, when, by which receipt."""

    NAME = "occasion_fulfil"
    FIELDS = (
        Field(row="duty", kind=Kind.CHOICE, sent="obligation", required=True),
        Field(row="at", kind=Kind.MOMENT, sent="doneAt", required=True),
        Field(row="note", required=True),
        Field(row="receipt"),
        Field(row="reason", sent="lateReason"),
    )

    def __init__(self, owed: Sequence[Owed]) -> None:
        super().__init__()
        self.owed = owed
        self.taken["duty"] = (owed[0].id,)
        self.row = "note" if len(owed) == 1 else "duty"

    @property
    def operation(self) -> Operation:
        return OPERATIONS.record_fulfilment

    def subject(self) -> Sequence[Piece]:
        return (muted(fit(self.owed[0].of, 44).rstrip()),)

    def draft_subject(self) -> str:
        return self.owed[0].id

    def choices(self, row: str) -> tuple[Code, ...]:
        return numbered([(one.id, one.title) for one in self.owed[:9]])

    def beside(self, width: int) -> list[Line]:
        chosen = next((one for one in self.owed if one.id in self.taken.get("duty", ())), None)
        if chosen is None:
            return super().beside(width)
        return [
            line(Piece(chosen.title, "fg", bold=True)),
            *labelled(t("calendar.matter"), [Piece(chosen.of)], width),
            *labelled(t("calendar.due"), [Piece(due_words(chosen.due_at, self.now))], width),
            BLANK,
            *super().beside(width),
        ]

    def done(self, answer: dict[str, Any]) -> str:
        of = answer["obligation"]
        how = t(f"outcome.{of['outcome']}") if of.get("outcome") else ""
        return t("occasion_fulfil.done", title=of["title"], how=how).rstrip()
