"""Leads: what somebody saw and told, before anybody made an incident of it."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

import msgspec

from services.deadlines.domain import lead_refusals as refusals
from services.deadlines.domain.scopes import Scope
from services.deadlines.law.facts import Facts
from services.deadlines.law.words import Precision

EVENT_WINDOW: Final = timedelta(minutes=30)
"""Two reports of one locality whose claimed occurrences lie no farther apart tell of one event.

A rule of the house, not of any text; a person may split what it joined wrongly."""

COUNTY_DIGITS: Final = 6
"""From this many digits a division code names a county or less: wider places have many events."""


class LeadState(StrEnum):
    """What became of a lead (线索状态)."""

    NEW = "NEW"
    PROMOTED = "PROMOTED"
    MERGED = "MERGED"
    DISMISSED = "DISMISSED"


class LeadOrder(StrEnum):
    """How a list of leads is sorted (排序)."""

    NEWEST = "NEWEST"
    WAITING = "WAITING"


class Timeliness(StrEnum):
    """How the unit's own report of a lead failed to be the first (漏报、迟报)."""

    MISSED = "MISSED"
    LATE = "LATE"


class LeadWarning(msgspec.Struct, frozen=True, kw_only=True):
    """A doubt about what was claimed (线索疑点); it stops nothing."""

    code: str
    message: str
    field: str


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """A report as claimed (线索上报), checked for bounds and nothing else.

    Times are the sender's word; the server's own is the receipt. ``heat`` is in the sender's unit.
    """

    vendor: str | None
    alert_id: str | None
    platform: str | None
    url: str | None
    content_hash: str | None
    first_seen_at: datetime | None
    captured_at: datetime | None
    locality: str | None
    suggested_severity: str | None
    occurred_at: datetime | None
    occurred_precision: Precision | None
    heat: float | None
    title: str
    summary: str | None
    marks: tuple[str, ...]

    @property
    def event(self) -> tuple[str, datetime] | None:
        """The place and time by which it may tell of the same event as another; None: too vague."""
        if self.locality is None or self.occurred_at is None:
            return None
        vague = self.occurred_precision is Precision.DAY
        return None if vague or not _is_county(self.locality) else (self.locality, self.occurred_at)

    def warnings(self, now: datetime) -> tuple[LeadWarning, ...]:
        """List the claimed times that cannot be so by the server's clock."""
        claimed = {
            "source.firstSeenAt": ("FIRST_SEEN_IN_FUTURE", self.first_seen_at),
            "source.capturedAt": ("CAPTURED_IN_FUTURE", self.captured_at),
            "occurredAt": ("OCCURRED_IN_FUTURE", self.occurred_at),
        }
        return tuple(
            LeadWarning(code=code, message=refusals.CLAIMED_AHEAD, field=f"input.{field}")
            for field, (code, at) in claimed.items()
            if at is not None and at > now
        )

    def seen_at(self, now: datetime) -> datetime:
        """Tell when it was first seen: as claimed where that can be so, else the receipt."""
        return min(now, self.first_seen_at or now)


def _is_county(locality: str) -> bool:
    return len(locality) >= COUNTY_DIGITS


class Sighting(msgspec.Struct, frozen=True, kw_only=True):
    """One report of a lead as it was received (线索来源)."""

    id: UUID
    lead_id: UUID
    received_at: datetime
    reporter: str
    reporter_name: str
    unit_code: str
    outside: bool
    seen_at: datetime
    report: Report
    warnings: tuple[LeadWarning, ...]


class Lead(msgspec.Struct, frozen=True, kw_only=True):
    """A lead (线索): what its first report said, and what became of it.

    ``known_at`` is the server's receipt of the first report, ``reported_at`` that of the first by a
    unit's own people; ``outside`` tells that a vendor reported it. ``number`` is the incident's.
    """

    id: UUID
    state: LeadState
    title: str
    summary: str | None
    platform: str | None
    url: str | None
    locality: str | None
    suggested_severity: str | None
    occurred_at: datetime | None
    occurred_precision: Precision | None
    heat: float | None
    known_at: datetime
    last_seen_at: datetime
    first_seen_at: datetime
    outside: bool
    reported_at: datetime | None
    sightings: int
    incident_id: UUID | None
    number: str | None
    merged_into: UUID | None
    decided_at: datetime | None
    decided_by: str | None
    reason: str | None
    version: int
    sources: tuple[Sighting, ...] = ()

    def facts(self, desk: str) -> Facts:
        """State what a lead tells of an incident: never a severity, and no time that cannot be."""
        occurred = self.occurred_at
        if occurred is not None and occurred > self.known_at:
            occurred = None
        return Facts(
            known_at=self.known_at,
            occurred_at=occurred,
            occurred_precision=self.occurred_precision if occurred else None,
            localities=(self.locality,) if self.locality else None,
            source_platform=self.platform,
            source_url=self.url,
            desk=desk,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadFile:
    """A locked lead with the codes under which it may be seen."""

    lead: Lead
    seen_by: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Untimely:
    """A lead that the unit missed or told late (漏报、迟报), measured and never overdue.

    ``reported_at`` is the first report by the unit's own people or of the incident upward.
    """

    lead: Lead
    reported_at: datetime | None

    @property
    def kind(self) -> Timeliness:
        """Whether it was missed or told late."""
        return Timeliness.MISSED if self.reported_at is None else Timeliness.LATE

    @property
    def lag(self) -> timedelta | None:
        """How long after the first sight it was reported; None while it is not."""
        return self.reported_at - self.lead.first_seen_at if self.reported_at else None


def codes_of(report: Report, unit: str) -> tuple[str, ...]:
    """List the territories that a report concerns: its locality's, else the reporting unit's."""
    return Scope.of_code(report.locality or unit).named()


def lock_keys(report: Report) -> tuple[int, ...]:
    """Name what two reports of the same thing share, as sorted 64-bit numbers to lock by."""
    names = [*report.marks]
    if report.event is not None:
        names.append(f"e:{report.event[0]}")
    digests = (hashlib.sha256(name.encode()).digest() for name in names)
    return tuple(sorted(int.from_bytes(digest[:8], "big", signed=True) for digest in digests))


def new_lead(id_: UUID, report: Report, now: datetime, *, outside: bool) -> Lead:
    """Make the lead of a report that joins no other."""
    return Lead(
        id=id_,
        state=LeadState.NEW,
        title=report.title,
        summary=report.summary,
        platform=report.platform,
        url=report.url,
        locality=report.locality,
        suggested_severity=report.suggested_severity,
        occurred_at=report.occurred_at,
        occurred_precision=report.occurred_precision,
        heat=report.heat,
        known_at=now,
        last_seen_at=now,
        first_seen_at=report.seen_at(now),
        outside=outside,
        reported_at=None if outside else now,
        sightings=1,
        incident_id=None,
        number=None,
        merged_into=None,
        decided_at=None,
        decided_by=None,
        reason=None,
        version=1,
    )


def check_undecided(lead: Lead, field: str) -> None:
    """Refuse LEAD_DECIDED where somebody has promoted, merged or dismissed the lead."""
    if lead.state is not LeadState.NEW:
        raise refusals.lead_decided(lead.state, field)


def check_splits(lead: Lead) -> None:
    """Refuse LAST_SIGHTING where a lead has nothing to split off."""
    if lead.sightings < 2:
        raise refusals.last_sighting()


def known_earlier(lead: Lead, known_at: datetime) -> tuple[LeadWarning, ...]:
    """Doubt an incident that says it was known later than a lead that is part of it."""
    if lead.known_at >= known_at:
        return ()
    return (
        LeadWarning(
            code="KNOWN_EARLIER", message=refusals.KNOWN_EARLIER, field="input.intoIncident"
        ),
    )


def oldest_first(leads: Iterable[UUID]) -> tuple[UUID, ...]:
    """Put leads in the order in which whoever needs several locks them."""
    return tuple(sorted(leads))
