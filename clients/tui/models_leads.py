"""Leads (线索) as the service answers them: what is claimed, and what became of it."""

from datetime import datetime
from typing import Any

from clients.tui.models import Model, PageInfo


class LeadIncident(Model, kw_only=True):
    id: str
    number: str


class Lead(Model, kw_only=True):
    """One lead; all but `known_at`, `last_seen_at` and the decision is the sender's word."""

    id: str
    state: str
    title: str
    summary: str | None
    platform: str | None
    url: str | None
    locality: str | None
    suggested_severity: str | None
    occurred_at: datetime | None
    occurred_precision: str | None
    heat: float | None
    known_at: datetime
    last_seen_at: datetime
    first_seen_at: datetime
    outside: bool
    reported_at: datetime | None
    sighting_count: int
    merged_into: LeadIncident | None
    merged_into_lead: str | None
    decided_at: datetime | None
    decided_by: str | None
    reason: str | None
    version: int

    @property
    def undecided(self) -> bool:
        return self.state == "NEW"

    @property
    def facts(self) -> dict[str, Any]:
        """What an incident of it would state: never a severity, nor a time that cannot be."""
        told: dict[str, Any] = {"knownAt": self.known_at.isoformat()}
        if self.occurred_at is not None and self.occurred_at <= self.known_at:
            told["occurredAt"] = self.occurred_at.isoformat()
            told["occurredPrecision"] = self.occurred_precision
        if self.locality:
            told["localities"] = [self.locality]
        return told


class LeadEdge(Model, kw_only=True):
    node: Lead


class LeadPage(Model, kw_only=True):
    edges: list[LeadEdge]
    page_info: PageInfo


class LeadDoubt(Model, kw_only=True):
    """Why a claim cannot be so."""

    message: str


class Sighting(Model, kw_only=True):
    """One report of a lead (线索来源), as claimed; the receipt is the server's."""

    id: str
    received_at: datetime
    reporter_name: str
    outside: bool
    vendor: str | None
    alert_id: str | None
    platform: str | None
    url: str | None
    first_seen_at: datetime | None
    captured_at: datetime | None
    suggested_severity: str | None
    occurred_at: datetime | None
    occurred_precision: str | None
    heat: float | None
    title: str
    summary: str | None
    warnings: list[LeadDoubt]


class UntimelyLead(Model, kw_only=True):
    """A lead that the unit's own people missed (漏报) or told late (迟报)."""

    id: str
    kind: str
    lag_minutes: int | None
    first_seen_at: datetime
    reported_at: datetime | None
    lead: Lead


class UntimelyEdge(Model, kw_only=True):
    node: UntimelyLead


class UntimelyPage(Model, kw_only=True):
    edges: list[UntimelyEdge]
    page_info: PageInfo
