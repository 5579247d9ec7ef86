"""Shifts (班次) and handover sheets (交接班单) as the service answers them."""

from datetime import datetime

from clients.tui.models import Model

BEGUN = ("ON_DUTY", "NOT_HANDED_OVER")
WAITS = "HANDING_OVER"
TO_BEGIN = ("PLANNED", "ABSENT")
GONE = ("REPLACED", "CANCELLED")


class ListedShift(Model, kw_only=True):
    id: str
    role: str
    role_title: str
    mans: bool
    person: str
    account: str | None = None
    begins_at: datetime
    ends_at: datetime
    started_at: datetime | None = None
    handed_over_at: datetime | None = None
    state: str
    unhanded: bool
    unplanned: bool
    reason: str | None = None

    def is_of(self, name: str, account: str) -> bool:
        """Tell whether this login may act for it, as the service decides it."""
        return self.account == account if self.account else self.person == name


class ShiftGap(Model, kw_only=True):
    begins_at: datetime
    ends_at: datetime


class Shifts(Model, kw_only=True):
    shifts: list[ListedShift]
    gaps: list[ShiftGap]


class OnDuty(Model, kw_only=True):
    unit: str
    text: str
    manned: bool


class DutyRoster(Model, kw_only=True):
    """A desk's shifts around now, its holes, and who is on duty."""

    shifts: Shifts
    on_duty: OnDuty


class Signed(Model, kw_only=True):
    person: str
    at: datetime
    accepted: bool
    remark: str | None = None


class SheetChange(Model, kw_only=True):
    kind: str
    kind_title: str
    what: str


class Handover(Model, kw_only=True):
    """A sheet with its signatures; without an id it is a draft. `json` is the sheet as signed."""

    id: str | None
    number: int | None
    state: str
    made_at: datetime
    sha256: str
    intact: bool
    shift: ListedShift
    incoming_shift: ListedShift | None
    outgoing: Signed | None
    incoming: Signed | None
    changes: list[SheetChange] | None
    json: str
