"""Incidents as they stand in the record: the row, its assessments, its parties."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

import msgspec

from services.deadlines.domain.scopes import Scope
from services.deadlines.law.facts import Facts
from services.deadlines.law.results import (
    Calculation,
    PartyRef,
    PersonRef,
    Responsibility,
    TraceLine,
    UnitRef,
)
from services.deadlines.law.words import PARTY_TITLES

CHINA = ZoneInfo("Asia/Shanghai")


class IncidentState(StrEnum):
    """Whether an incident is still worked on (事件状态)."""

    OPEN = "OPEN"
    CLOSED = "CLOSED"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedFacts:
    """The facts of one assessment with their Chinese names, as they were called at that time."""

    facts: Facts
    severity_title: str | None = None
    kind_title: str | None = None
    category_titles: tuple[str, ...] = ()
    locality_names: tuple[str, ...] = ()


class Incident(msgspec.Struct, frozen=True, kw_only=True):
    """An incident (舆情事件) without its long parts, which are read when somebody asks.

    A struct for the sake of the board, as Obligation.

    ``number`` is "YYYY-NNNN" by the year in China; ``contacts_pending`` (联系方式待补) tells that
    a party or its responsible person was not in the registry's mirror; ``packs`` are "id@version";
    ``rebased_at`` is when the law of that day was made to govern it, None: its own day's does.
    """

    id: UUID
    number: str
    title: str
    state: IncidentState
    drill: bool
    contacts_pending: bool
    severity: str | None
    severity_title: str | None
    kind: str | None
    kind_title: str | None
    packs: list[str]
    opened_at: datetime
    opened_by: str
    closed_at: datetime | None
    closed_by: str | None
    version: int
    rebased_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentFile:
    """An incident with what a decision about it needs; read under the incident's lock.

    ``assessment`` is the number of the newest one; ``scope`` is the first respondent's place and
    ``seen_by`` every code under which the incident may be seen.
    """

    incident: Incident
    stated: StatedFacts
    desk: str
    assessment: int
    scope: Scope
    seen_by: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Factors:
    """What an assessment weighed (研判因素, CITY 六): nature, reach, media, consequences."""

    nature: str | None = None
    reach: str | None = None
    media_involvement: str | None = None
    consequences: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """One assessment (研判): the facts as they were then held, by whom and why they changed.

    ``actor`` wrote it down, ``decided_by`` decided: the worth of a response, or none (回应价值).
    """

    version: int
    at: datetime
    actor: str
    reason: str
    stated: StatedFacts
    factors: Factors | None
    decided_by: str


class Party(msgspec.Struct, frozen=True, kw_only=True):
    """A unit with its role in an incident (参与单位), the person who answers and who speaks."""

    id: UUID
    incident_id: UUID | None
    role: str
    unit: UnitRef
    person: PersonRef | None
    speaker: PersonRef | None = None
    acknowledged_at: datetime | None = None
    acknowledged_by: str | None = None

    @property
    def role_title(self) -> str:
        """The role in Chinese."""
        return PARTY_TITLES.get(self.role, self.role)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewIncident:
    """Everything that is written when an incident is opened, but for its obligations.

    ``number`` is its id until the real one is taken, as the transaction's last step.
    """

    id: UUID
    number: str
    title: str
    note: str | None
    stated: StatedFacts
    desk: str
    calculation: Calculation
    contacts_pending: bool
    opened_at: datetime
    opened_by: str
    scope: Scope
    seen_by: tuple[str, ...]


def year_of(now: datetime) -> int:
    """Tell the year in China in which ``now`` lies."""
    return now.astimezone(CHINA).year


def contacts_missing(responsibility: Responsibility) -> bool:
    """Tell whether somebody who must be called is not in the registry's mirror (联系方式待补)."""
    first = responsibility.first
    if first.person is None:
        return True
    parties = (*responsibility.subjects, *responsibility.coordinators)
    return any(not party.unit.known for party in parties)


def parties_of(responsibility: Responsibility) -> tuple[PartyRef, ...]:
    """List subjects, then coordinators, each role and unit once."""
    seen: dict[tuple[str, str], PartyRef] = {}
    for party in (*responsibility.subjects, *responsibility.coordinators):
        seen.setdefault((party.role, party.unit.code), party)
    return tuple(seen.values())


def party_id(incident: UUID, role: str, unit: str) -> UUID:
    """Make the id of a party; the same role of the same unit keeps it through reassessments."""
    return uuid5(incident, f"{role} {unit}")


def trace_of(raw: Sequence[Any]) -> tuple[TraceLine, ...]:
    """Read a stored responsibility trace."""
    return msgspec.convert(raw, tuple[TraceLine, ...])
