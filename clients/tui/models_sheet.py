"""What stands in a handover sheet: its JSON, the very text that is signed."""

from datetime import datetime

import msgspec

from clients.tui.models import decode_kept


class _Line(msgspec.Struct, frozen=True, kw_only=True):
    """Base; what a later sheet says beyond it is passed over."""


class DutyLine(_Line, frozen=True, kw_only=True):
    """An open duty; `remaining` in seconds at the sheet's moment, None without a limit."""

    id: str
    number: str
    matter: str
    title: str
    unit: str
    modality: str
    due_at: datetime | None
    start_at: datetime
    remaining: int | None
    elapsed: int
    provisional: bool
    internal: bool
    drill: bool
    acknowledged: bool
    document: str
    clause: str
    assumption: str | None


class DoneLine(_Line, frozen=True, kw_only=True):
    id: str
    number: str
    matter: str
    title: str
    unit: str
    drill: bool
    at: datetime
    by: str
    reason: str | None


class IncidentLine(_Line, frozen=True, kw_only=True):
    id: str
    number: str
    title: str
    severity: str | None
    drill: bool
    at: datetime
    by: str


class NoticeLine(_Line, frozen=True, kw_only=True):
    id: str
    unit: str
    person: str | None
    told: str
    subject: str
    at: datetime
    climb_at: datetime | None
    drill: bool
    unrouted: bool


class OverrideLine(_Line, frozen=True, kw_only=True):
    id: str
    number: str
    matter: str
    gate: str
    approver: str
    person: str
    reason: str
    at: datetime
    drill: bool
    made_good_at: datetime | None


class SourceLine(_Line, frozen=True, kw_only=True):
    """A source; `silent` None: nothing is expected of it."""

    title: str
    last_at: datetime | None
    within: int | None
    silent: bool | None


class PatrolLine(_Line, frozen=True, kw_only=True):
    at: datetime
    channels: tuple[str, ...]
    lacking: tuple[str, ...]
    partly: bool


class LeadLine(_Line, frozen=True, kw_only=True):
    id: str
    title: str
    platform: str | None
    known_at: datetime
    sightings: int


class AheadLine(_Line, frozen=True, kw_only=True):
    at: datetime
    kind: str
    what: str
    until: datetime | None = None
    drill: bool = False


class ShiftLine(_Line, frozen=True, kw_only=True):
    id: str
    role: str
    person: str
    begins_at: datetime
    ends_at: datetime
    started_at: datetime | None


class Tally(_Line, frozen=True, kw_only=True):
    overdue: int
    within_hour: int
    later: int
    untimed: int
    drills: int
    more: int


class Sheet(_Line, frozen=True, kw_only=True):
    """The sheet (交接班单) at `made_at`; `since`: from when what was done is counted."""

    unit_name: str
    made_at: datetime
    since: datetime
    note: str | None
    tally: Tally
    duties: tuple[DutyLine, ...]
    untimed: tuple[DutyLine, ...]
    notices: tuple[NoticeLine, ...]
    waived: tuple[DoneLine, ...]
    overrides: tuple[OverrideLine, ...]
    sources: tuple[SourceLine, ...]
    missed_patrols: tuple[PatrolLine, ...]
    leads: tuple[LeadLine, ...]
    unhanded: tuple[ShiftLine, ...]
    ahead: tuple[AheadLine, ...]
    opened: tuple[IncidentLine, ...]
    fulfilled: tuple[DoneLine, ...]
    closed: tuple[IncidentLine, ...]


def read_sheet(text: str) -> Sheet:
    """Return the sheet, its duties in the desk's language.

    Raises msgspec.ValidationError for a sheet of another form.
    """
    return decode_kept(text.encode(), Sheet)
