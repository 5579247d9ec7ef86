"""The handover sheet (交接班单) as it is signed and kept."""

import hashlib
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

import msgspec

from services.deadlines.domain.silences import Source

FORMAT: Final = 1


class IncidentLine(msgspec.Struct, frozen=True, kw_only=True):
    """An incident that was opened or closed (新增、办结事件)."""

    id: UUID
    number: str
    title: str
    severity: str | None
    drill: bool
    at: datetime
    by: str


class OverrideLine(msgspec.Struct, frozen=True, kw_only=True):
    """A gate that a release went past (越过审批); ``made_good_at`` None: 待补审批."""

    id: UUID
    number: str
    matter: str
    gate: str
    approver: str
    person: str
    reason: str
    at: datetime
    drill: bool
    made_good_at: datetime | None


class ShiftLine(msgspec.Struct, frozen=True, kw_only=True):
    """A shift as a sheet names it (班次)."""

    id: UUID
    role: str
    person: str
    begins_at: datetime
    ends_at: datetime
    started_at: datetime | None


class DutyLine(msgspec.Struct, frozen=True, kw_only=True):
    """An open duty (在办事项).

    ``remaining`` are seconds, negative past the limit; None: untimed.
    """

    id: UUID
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


class DoneLine(msgspec.Struct, frozen=True, kw_only=True):
    """A duty that was met or waived (履行、免办)."""

    id: UUID
    number: str
    matter: str
    title: str
    unit: str
    drill: bool
    at: datetime
    by: str
    outcome: str
    reason: str | None


class NoticeLine(msgspec.Struct, frozen=True, kw_only=True):
    """A notice that nobody acknowledged (未确认告知); ``unrouted``: without a way out."""

    id: UUID
    colour: str
    unit: str
    person: str | None
    told: str
    subject: str
    at: datetime
    climb_at: datetime | None
    drill: bool
    unrouted: bool


class PatrolLine(msgspec.Struct, frozen=True, kw_only=True):
    """A planned patrol that was missed, whole or in part (漏巡)."""

    at: datetime
    channels: tuple[str, ...]
    lacking: tuple[str, ...]
    partly: bool


class LeadLine(msgspec.Struct, frozen=True, kw_only=True):
    """A lead that nobody has decided (待处理线索)."""

    id: UUID
    title: str
    platform: str | None
    known_at: datetime
    sightings: int


class AheadKind(StrEnum):
    """What comes in the next hours (未来六小时)."""

    DUE = "DUE"
    PATROL = "PATROL"
    SHIFT_ENDS = "SHIFT_ENDS"
    SHIFT_BEGINS = "SHIFT_BEGINS"
    UNMANNED = "UNMANNED"
    SILENCE_ENDS = "SILENCE_ENDS"


class AheadLine(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that comes, with its time."""

    at: datetime
    kind: AheadKind
    what: str
    until: datetime | None = None
    drill: bool = False


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """How many open duties there are by urgency; exercises are counted apart from the others.

    ``more`` are open duties that the sheet does not list; a thousand stands for a thousand or more.
    """

    overdue: int
    within_hour: int
    later: int
    untimed: int
    drills: int
    more: int


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """A handover sheet (交接班单) at ``made_at``, all times UTC; once signed it is never edited."""

    format: int
    unit: str
    unit_name: str
    shift: ShiftLine
    incoming: ShiftLine | None
    made_at: datetime
    since: datetime
    after_handover: bool
    note: str | None
    tally: Tally
    duties: tuple[DutyLine, ...]
    untimed: tuple[DutyLine, ...]
    notices: tuple[NoticeLine, ...]
    waived: tuple[DoneLine, ...]
    overrides: tuple[OverrideLine, ...]
    sources: tuple[Source, ...]
    missed_patrols: tuple[PatrolLine, ...]
    leads: tuple[LeadLine, ...]
    unhanded: tuple[ShiftLine, ...]
    ahead: tuple[AheadLine, ...]
    opened: tuple[IncidentLine, ...]
    fulfilled: tuple[DoneLine, ...]
    closed: tuple[IncidentLine, ...]


def digest(value: object) -> str:
    """Give the SHA-256 in hex of what is signed: its JSON with the keys in order."""
    return hashlib.sha256(msgspec.json.encode(value, order="sorted")).hexdigest()
