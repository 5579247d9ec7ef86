"""What is shown of a lead, and what a report of one is made of."""

from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Annotated, Any
from uuid import UUID

import strawberry

from services.deadlines.domain.lead_input import Claimed
from services.deadlines.domain.leads import (
    Lead,
    LeadState,
    LeadWarning,
    Sighting,
    Timeliness,
    Untimely,
)
from services.deadlines.graphql.previews import PlannedObligationType
from services.deadlines.law.results import RequiredDuty
from services.deadlines.law.words import Precision
from services.kit.graphql.ids import to_global_id
from services.kit.graphql.rows import Node, compiled_field, global_id, shows
from services.kit.graphql.schema import RefusalType


@dataclass(frozen=True, slots=True)
class IncidentName:
    """An incident by id and number, for those who may not read more of it."""

    id: UUID
    number: str


@shows(IncidentName)
@strawberry.type(name="LeadIncident", description="The incident that a lead became part of.")
class LeadIncidentType:
    id: strawberry.ID = global_id("Incident")
    number: str = strawberry.field(description="YYYY-NNNN.")


def incident_name(row: Lead) -> IncidentName | None:
    """Name the incident that a lead became part of."""
    if row.incident_id is None or row.number is None:
        return None
    return IncidentName(row.incident_id, row.number)


@shows(LeadWarning)
@strawberry.type(name="LeadWarning", description="A doubt about what was claimed; stops nothing.")
class LeadWarningType:
    code: str = strawberry.field(description="FIRST_SEEN_IN_FUTURE, …")
    message: str = strawberry.field(description="One Chinese sentence.")
    field: str = strawberry.field(description="What was claimed.")


def _claim(name: str, graphql_type: Any, description: str) -> Any:
    return compiled_field(attrgetter(f"report.{name}"), graphql_type, description=description)


@shows(Sighting)
@strawberry.type(name="LeadSighting", description="One report of a lead, as claimed (线索来源).")
class LeadSightingType:
    id: strawberry.ID = global_id("LeadSighting")
    received_at: datetime = strawberry.field(description="The server's receipt.")
    reporter_name: str = strawberry.field(description="Who reported.")
    unit_code: str = strawberry.field(description="The reporter's unit.")
    outside: bool = strawberry.field(description="Whether a vendor, not a unit's own people.")
    vendor: str | None = _claim("vendor", str | None, "The vendor, as claimed.")
    alert_id: str | None = _claim("alert_id", str | None, "The sender's own id.")
    platform: str | None = _claim("platform", str | None, "Where it was said.")
    url: str | None = _claim("url", str | None, "The address there; never fetched.")
    content_hash: str | None = _claim("content_hash", str | None, "A digest of what was said.")
    first_seen_at: datetime | None = _claim("first_seen_at", datetime | None, "As claimed.")
    captured_at: datetime | None = _claim("captured_at", datetime | None, "As claimed.")
    locality: str | None = _claim("locality", str | None, "Division code of the place.")
    suggested_severity: str | None = _claim(
        "suggested_severity", str | None, "In the sender's words; decides nothing."
    )
    occurred_at: datetime | None = _claim("occurred_at", datetime | None, "As claimed.")
    occurred_precision: Precision | None = _claim(
        "occurred_precision", Precision | None, "How exactly, as claimed."
    )
    heat: float | None = _claim("heat", float | None, "In the sender's own unit.")
    title: str = _claim("title", str, "What it is called.")
    summary: str | None = _claim("summary", str | None, "What was said.")
    warnings: list[LeadWarningType] = strawberry.field(description="Doubts about the claims.")


@shows(Lead)
@strawberry.type(name="Lead", description="A lead (线索): what was seen, before it is an incident.")
class LeadType(Node):
    id: strawberry.ID = global_id("Lead")
    state: LeadState = strawberry.field(description="What became of it.")
    title: str = strawberry.field(description="As first reported.")
    summary: str | None = strawberry.field(description="As first reported.")
    platform: str | None = strawberry.field(description="Where it was said.")
    url: str | None = strawberry.field(description="The address there; never fetched.")
    locality: str | None = strawberry.field(description="Division code, as claimed.")
    suggested_severity: str | None = strawberry.field(
        description="In the first sender's words; decides nothing."
    )
    occurred_at: datetime | None = strawberry.field(description="As claimed.")
    occurred_precision: Precision | None = strawberry.field(description="How exactly, as claimed.")
    heat: float | None = strawberry.field(description="The newest figure claimed.")
    known_at: datetime = strawberry.field(description="The server's receipt of the first report.")
    last_seen_at: datetime = strawberry.field(description="The receipt of the newest report.")
    first_seen_at: datetime = strawberry.field(
        description="The earliest sight claimed, or the receipt where none can be so."
    )
    outside: bool = strawberry.field(description="Whether a vendor reported it.")
    reported_at: datetime | None = strawberry.field(
        description="When a unit's own people first reported it."
    )
    sighting_count: int = compiled_field(
        lambda row: row.sightings, int, description="How often it was reported."
    )
    sightings: list[LeadSightingType] = compiled_field(
        lambda row: row.sources, list[LeadSightingType], description="The newest twenty reports."
    )
    merged_into: LeadIncidentType | None = compiled_field(
        incident_name, LeadIncidentType | None, description="The incident it became part of."
    )
    merged_into_lead: strawberry.ID | None = compiled_field(
        lambda row: to_global_id("Lead", row.merged_into) if row.merged_into else None,
        strawberry.ID | None,
        description="The lead that took its reports.",
    )
    decided_at: datetime | None = strawberry.field(description="When that was decided.")
    decided_by: str | None = strawberry.field(description="Who decided.")
    reason: str | None = strawberry.field(description="Why.")
    version: int = strawberry.field(description="Grows with every report and decision.")


@shows(Untimely)
@strawberry.type(
    name="UntimelyLead",
    description="A lead that a unit missed or told late; measured, for 第一时间 has no number.",
)
class UntimelyLeadType:
    id: strawberry.ID = global_id("Lead", lambda row: row.lead.id)
    kind: Timeliness = strawberry.field(description="Missed or late.")
    lead: LeadType = strawberry.field(description="The lead.")
    first_seen_at: datetime = compiled_field(
        attrgetter("lead.first_seen_at"), datetime, description="The earliest sight of it."
    )
    reported_at: datetime | None = strawberry.field(
        description="The first report by a unit's own people, or of its incident upward."
    )
    lag_minutes: int | None = compiled_field(
        lambda row: row.lag and int(row.lag.total_seconds() // 60),
        int | None,
        description="Whole minutes from the first sight to that report.",
    )


@dataclass(frozen=True, slots=True)
class StatusRow:
    """A lead as its reporter sees it."""

    lead: Lead


def _status(name: str, graphql_type: Any, description: str) -> Any:
    return compiled_field(attrgetter(f"lead.{name}"), graphql_type, description=description)


@shows(StatusRow)
@strawberry.type(name="ReportedLead", description="What became of a lead, for who reported it.")
class ReportedLeadType:
    id: strawberry.ID = global_id("Lead", lambda row: row.lead.id)
    state: LeadState = _status("state", LeadState, "What became of it.")
    known_at: datetime = _status("known_at", datetime, "The server's receipt of the first report.")
    sighting_count: int = _status("sightings", int, "How often it was reported, by anybody.")
    merged_into: LeadIncidentType | None = compiled_field(
        lambda row: incident_name(row.lead),
        LeadIncidentType | None,
        description="The incident it became part of.",
    )


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A reporter's own report with what became of its lead."""

    sighting: Sighting
    lead: StatusRow


def _own(name: str, graphql_type: Any, description: str) -> Any:
    return compiled_field(attrgetter(f"sighting.{name}"), graphql_type, description=description)


@shows(ReportRow)
@strawberry.type(name="LeadReport", description="One of the caller's own reports.")
class LeadReportType:
    id: strawberry.ID = global_id("LeadSighting", lambda row: row.sighting.id)
    received_at: datetime = _own("received_at", datetime, "The server's receipt.")
    alert_id: str | None = _own("report.alert_id", str | None, "The sender's own id.")
    url: str | None = _own("report.url", str | None, "The address told.")
    title: str = _own("report.title", str, "The title told.")
    warnings: list[LeadWarningType] = _own("warnings", list[LeadWarningType], "Doubts.")
    lead: ReportedLeadType = strawberry.field(description="The lead it is part of now.")


@strawberry.input(description="Where a lead comes from, as the sender claims.")
class LeadSourceInput:
    vendor: str | None = strawberry.field(default=None, description="The monitoring vendor.")
    alert_id: str | None = strawberry.field(default=None, description="The sender's own id.")
    platform: str | None = strawberry.field(default=None, description="Where it was said.")
    url: str | None = strawberry.field(default=None, description="The address, http or https.")
    first_seen_at: datetime | None = strawberry.field(
        default=None, description="When it was first seen; a time ahead is kept, with a warning."
    )
    captured_at: datetime | None = strawberry.field(default=None, description="When it was saved.")
    content_hash: str | None = strawberry.field(
        default=None, description="A digest of what was said, 16 to 128 characters."
    )


@strawberry.input(description="Report a lead.")
class ReportLeadInput:
    source: LeadSourceInput = strawberry.field(description="Where it comes from.")
    title: str | None = strawberry.field(default=None, description="At most 200 characters.")
    summary: str | None = strawberry.field(default=None, description="At most 4000 characters.")
    locality_code: str | None = strawberry.field(
        default=None, description="Division code (GB/T 2260); null: the sender's own territory."
    )
    suggested_severity: str | None = strawberry.field(
        default=None, description="Kept as claimed, at most 40 characters; decides nothing."
    )
    occurred_at: datetime | None = strawberry.field(default=None, description="When it happened.")
    occurred_precision: Precision | None = strawberry.field(
        default=None, description="How exactly that is known."
    )
    heat: float | None = strawberry.field(default=None, description="In the sender's own unit.")
    idempotency_key: str = strawberry.field(description="The caller's own key for this report.")

    def claimed(self) -> Claimed:
        """Return the claim as the domain takes it."""
        source = self.source
        return Claimed(
            vendor=source.vendor,
            alert_id=source.alert_id,
            platform=source.platform,
            url=source.url,
            content_hash=source.content_hash,
            first_seen_at=source.first_seen_at,
            captured_at=source.captured_at,
            locality=self.locality_code,
            suggested_severity=self.suggested_severity,
            occurred_at=self.occurred_at,
            occurred_precision=self.occurred_precision,
            heat=self.heat,
            title=self.title,
            summary=self.summary,
        )


@strawberry.type(description="The lead that a report made or joined.")
class ReportLeadPayload:
    lead: StatusRow = strawberry.field(graphql_type=ReportedLeadType, description="The lead.")
    joined: bool = strawberry.field(
        description="Whether it is another report of a lead that was there."
    )
    warnings: list[LeadWarning] = strawberry.field(
        graphql_type=list[LeadWarningType], description="Doubts about what was claimed."
    )
    provisional: list[RequiredDuty] = strawberry.field(
        graphql_type=list[PlannedObligationType],
        description="What an incident of it would call for at the strictest (暂定); nothing of it"
        " is written, and nobody owes it yet.",
    )
    replayed: bool = strawberry.field(description="Whether this answers a repeated call.")


ReportLeadResult = Annotated[ReportLeadPayload | RefusalType, strawberry.union("ReportLeadResult")]


@strawberry.input(description="Which leads.")
class LeadFilter:
    state: LeadState | None = strawberry.field(default=None, description="Null: any.")
    locality: str | None = strawberry.field(
        default=None, description="Division code; all below it too. Null: any."
    )
    since: datetime | None = strawberry.field(
        default=None, description="Received from this moment on. Null: ever."
    )
