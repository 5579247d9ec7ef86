"""The answers of the calculation: who answers, what is owed, on which basis, and what changes.

What one calculation makes dozens of is a struct and no dataclass: it is made five times sooner.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from services.deadlines.law.words import (
    ClockStart,
    DueClass,
    Modality,
    Post,
    ReleaseForm,
    TraceOutcome,
)


class UnitRef(msgspec.Struct, frozen=True, kw_only=True):
    """A unit by code and name; ``known`` is False where the registry does not have it."""

    code: str
    name: str
    kind: str = ""
    level: str = ""
    known: bool = True


class PersonRef(msgspec.Struct, frozen=True, kw_only=True):
    """A person in a post, as the directory had it at the moment of the calculation.

    The number is no part of it: ``phone_hint`` has its middle hidden, and ``id`` leads to the whole
    one of today, for those who may see it. ``named`` is False where no clause makes the person
    answerable and he is given only so that somebody can be called; ``note`` then says so.
    """

    name: str
    post: Post
    title: str = ""
    id: UUID | None = None
    phone_hint: str | None = None
    present: bool | None = None
    note: str | None = None
    named: bool = True


class TraceLine(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one responsibility rule, in the order in which the rules were tried."""

    pack: str
    rule: str
    clause: str
    gist: str
    outcome: TraceOutcome
    reason: str
    unit: UnitRef | None = None


class PartyRef(msgspec.Struct, frozen=True, kw_only=True):
    """A unit with its role in the incident and the first responsible person, if one is named."""

    role: str
    unit: UnitRef
    person: PersonRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Responsibility:
    """Who answers: subjects (the first is the first respondent), coordinators and the trace."""

    subjects: tuple[PartyRef, ...]
    coordinators: tuple[PartyRef, ...]
    trace: tuple[TraceLine, ...]

    @property
    def first(self) -> PartyRef:
        """The first respondent (第一回应主体)."""
        return self.subjects[0]


class BasisLine(msgspec.Struct, frozen=True, kw_only=True):
    """One clause that asks for a duty (依据): start + within = due, with every assumption.

    ``due_at`` is inclusive, but where ``before`` says that it must be done earlier than that
    moment; None for an untimed clause. ``acting`` marks the line whose due time
    the obligation bears; the others are kept beside it.
    """

    pack: str
    pack_version: str
    pack_title: str
    document: str
    duty: str
    clause: str
    gist: str
    modality: Modality
    start: ClockStart | None
    start_at: datetime | None
    within: timedelta | None
    due_at: datetime | None
    assumption: str | None
    verified: bool
    provisional: bool
    acting: bool = False
    before: bool = False


def definite_due(basis: Iterable[BasisLine]) -> datetime | None:
    """Tell the earliest limit that a clause certainly sets; None where none is certain."""
    return min((b.due_at for b in basis if b.due_at and not b.provisional), default=None)


class RequiredDuty(msgspec.Struct, frozen=True, kw_only=True):
    """One duty that the facts call for. ``key`` names it through every reassessment.

    ``start_at`` is when its clock (or, untimed, its elapsed time) began; ``owed`` is False while
    it waits for one of the kinds in ``owed_after`` to be fulfilled; ``late_at_intake`` tells that
    it was past due before the desk knew of the incident.
    """

    key: str
    kind: str
    title: str
    due_class: DueClass
    modality: Modality
    start_at: datetime
    due_at: datetime | None
    provisional: bool
    late_at_intake: bool
    owed: bool
    owed_after: tuple[str, ...]
    owner: UnitRef
    person: PersonRef | None
    recipients: tuple[str, ...]
    fulfilled_by: tuple[ReleaseForm, ...]
    conclusive: bool
    at_source: bool
    basis: tuple[BasisLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Calculation:
    """Everything that one set of facts calls for; ``duties`` timed by due time, then untimed."""

    duties: tuple[RequiredDuty, ...]
    responsibility: Responsibility
    packs: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]


class Existing(msgspec.Struct, frozen=True, kw_only=True):
    """An obligation as it stands, reduced to what reconciliation needs.

    ``state`` is OPEN, FULFILLED, WAIVED or LAPSED. ``definite_due_at`` is the earliest limit that
    a clause certainly sets, which may be later than the one that acts; None where none is certain.
    """

    key: str
    kind: str
    title: str
    state: str
    start_at: datetime
    due_at: datetime | None
    provisional: bool
    owner: str
    modality: Modality
    basis: tuple[str, ...]  # "pack/version/duty" of each line, acting first
    definite_due_at: datetime | None = None
    on: str = "INCIDENT"  # the trigger; only INCIDENT duties are opened and lapsed by facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """An obligation that stays but changes: a new due version with the reason. The old is kept."""

    before: Existing
    after: RequiredDuty
    reason: str
    reopened: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Lapse:
    """An obligation that the facts no longer call for, with the reason that is recorded."""

    before: Existing
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How to get from the obligations that stand to those required. Every one is in one list."""

    open: tuple[RequiredDuty, ...]
    move: tuple[Move, ...]
    keep: tuple[Existing, ...]
    lapse: tuple[Lapse, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """An event that opens duties beside the incident itself, such as the n-th conference.

    ``planned_at`` is when that is to happen before which something must be done (a policy's
    publication); None where it is not known yet.
    """

    at: datetime
    number: int = 1
    planned_at: datetime | None = None
