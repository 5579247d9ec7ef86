"""Obligations as they stand in the record, and the decisions a person takes about one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

import msgspec

from services.deadlines.domain import refusals
from services.deadlines.domain.incidents import Incident
from services.deadlines.domain.occasions import Occasion
from services.deadlines.domain.scopes import Scope
from services.deadlines.law.fulfilment import Outcome, owed_now
from services.deadlines.law.results import (
    BasisLine,
    Existing,
    PersonRef,
    UnitRef,
    definite_due,
)
from services.deadlines.law.words import DueClass, Modality, ReleaseForm

TOLERANCE = timedelta(minutes=5)
"""How far a stated time may lie ahead of the server's clock; desks' clocks differ."""


_OWNER: Final = msgspec.json.Decoder(UnitRef)
_PERSON: Final = msgspec.json.Decoder(PersonRef)
_BASIS: Final = msgspec.json.Decoder(tuple[BasisLine, ...])


class ObligationState(StrEnum):
    """Where an obligation stands (办理状态)."""

    OPEN = "OPEN"
    FULFILLED = "FULFILLED"
    WAIVED = "WAIVED"
    LAPSED = "LAPSED"


@dataclass(frozen=True, slots=True, kw_only=True)
class DueVersion:
    """One due time that an obligation has borne (期限版本), with who set it and why."""

    obligation: UUID
    version: int
    due_at: datetime | None
    at: datetime
    actor: str
    reason: str


class Obligation(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is owed (应办事项), of an incident or of an occasion: exactly one is there.

    A struct and no dataclass, because a board makes a hundred: it is made six times sooner.

    ``due_at`` is inclusive; None is a statutory duty without a number, never overdue, whose time
    merely elapses since ``start_at``. ``*_json`` are stored texts, read on demand: a board that
    does not show the bases does not pay for them.
    """

    id: UUID
    incident_id: UUID | None
    occasion_id: UUID | None
    key: str
    kind: str
    title: str
    opened_on: str
    due_class: DueClass
    modality: Modality
    state: ObligationState
    owed: bool
    owed_after: list[str]
    start_at: datetime
    due_at: datetime | None
    provisional: bool
    late_at_intake: bool
    owner_json: str
    person_json: str | None
    recipients: list[str]
    fulfilled_by: list[ReleaseForm]
    conclusive: bool
    at_source: bool
    basis_json: str
    acknowledged_at: datetime | None
    acknowledged_by: str | None
    closed_at: datetime | None
    done_at: datetime | None
    closed_by: str | None
    outcome: Outcome | None
    close_reason: str | None
    version: int
    due_version: int
    scope: Scope
    incident: Incident | None
    occasion: Occasion | None
    versions: tuple[DueVersion, ...] = ()
    speaker: PersonRef | None = None
    update_owed_since: datetime | None = None

    @property
    def owner(self) -> UnitRef:
        """The unit that owes it."""
        return _OWNER.decode(self.owner_json)

    @property
    def person(self) -> PersonRef | None:
        """The first responsible person, as known when the duty was last computed."""
        return None if self.person_json is None else _PERSON.decode(self.person_json)

    @property
    def basis(self) -> tuple[BasisLine, ...]:
        """The clauses that ask for it, the acting one first."""
        return _BASIS.decode(self.basis_json)


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """The end of one obligation: fulfilled or waived, when, by whom and how it counts.

    ``done_at`` is when the act was done, ``at`` when it was recorded.
    """

    id: UUID
    state: ObligationState
    at: datetime
    done_at: datetime | None
    by: str
    outcome: Outcome | None = None
    reason: str | None = None
    receipt: str | None = None


def existing(obligation: Obligation) -> Existing:
    """Reduce an obligation to what reconciliation needs."""
    basis = obligation.basis
    return Existing(
        key=obligation.key,
        kind=obligation.kind,
        title=obligation.title,
        state=obligation.state.value,
        start_at=obligation.start_at,
        due_at=obligation.due_at,
        provisional=obligation.provisional,
        owner=obligation.owner.code,
        modality=obligation.modality,
        basis=tuple(f"{line.pack}/{line.pack_version}/{line.duty}" for line in basis),
        definite_due_at=definite_due(basis),
        on=obligation.opened_on,
    )


def newly_owed(obligations: Iterable[Obligation], closed: Iterable[Closing] = ()) -> list[UUID]:
    """Name the open obligations that are owed from now on and were not, in the given order.

    ``closed`` are those that the same act closes.
    """
    ending: Mapping[UUID, Closing] = {closing.id: closing for closing in closed}
    rows = list(obligations)
    open_rows = [r for r in rows if r.state is ObligationState.OPEN and r.id not in ending]
    fulfilled = {
        r.kind
        for r in rows
        if r.state is ObligationState.FULFILLED
        or (r.id in ending and ending[r.id].state is ObligationState.FULFILLED)
    }
    waiting = {r.key: r.owed_after for r in open_rows if not r.owed}
    owed = owed_now(waiting, {r.key: r.kind for r in open_rows}, fulfilled)
    return [r.id for r in open_rows if r.key in owed]


def check_open(obligation: Obligation, field_name: str = "input.obligation") -> None:
    """Refuse what is already closed: OBLIGATION_NOT_OPEN."""
    if obligation.state is not ObligationState.OPEN:
        raise refusals.obligation_not_open(obligation.title, field_name)


def check_done_at(
    done_at: datetime, now: datetime, earliest: datetime | None, field_name: str
) -> None:
    """Refuse a time ahead of the clock by more than five minutes, or before the occurrence."""
    if done_at > now + TOLERANCE:
        raise refusals.time_in_future(field_name)
    if earliest is not None and done_at < earliest:
        raise refusals.before_occurrence(field_name)
