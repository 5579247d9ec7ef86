"""Which lead each of several reports joins when they come at once: as if one after the other."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from msgspec.structs import replace

from services.deadlines.domain.leads import EVENT_WINDOW, Lead, Report, Sighting


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """An open lead that a report tells of again; ``marked`` by a mark in common, not an event."""

    lead: Lead
    marked: bool


@dataclass(slots=True)
class Batch:
    """The leads of the reports so far as they stand now; each was made, or joined and locked."""

    made: set[UUID] = field(default_factory=set)
    leads: dict[UUID, Lead] = field(default_factory=dict)
    codes: dict[UUID, list[str]] = field(default_factory=lambda: defaultdict(list))
    _bearers: dict[str, set[UUID]] = field(default_factory=lambda: defaultdict(set))

    def place(self, report: Report, stored: Match | None) -> Lead | None:
        """Return the lead that a report joins: that of the database or one of this batch.

        A mark in common comes before an event in common, and the oldest lead before others.
        """
        found = [stored] if stored else []
        bearers = {id_ for mark in report.marks for id_ in self._bearers.get(mark, ())}
        found += [
            Match(lead=lead, marked=lead.id in bearers)
            for lead in self.leads.values()
            if lead.id in bearers or _of_one_event(lead, report)
        ]
        if not found:
            return None
        first = min(found, key=lambda one: (not one.marked, one.lead.known_at, one.lead.id)).lead
        return self.leads.get(first.id, first)

    def add(self, lead: Lead, report: Report, codes: Sequence[str], *, made: bool) -> None:
        """Note a lead as its newest report left it."""
        self.leads[lead.id] = lead
        self.codes[lead.id].extend(codes)
        if made:
            self.made.add(lead.id)
        for mark in report.marks:
            self._bearers[mark].add(lead.id)


def _of_one_event(lead: Lead, report: Report) -> bool:
    if report.event is None or lead.occurred_at is None:
        return False
    place, at = report.event
    return lead.locality == place and abs(lead.occurred_at - at) <= EVENT_WINDOW


def joined(lead: Lead, seen: Sighting) -> Lead:
    """Count another sighting; what the first report left open is taken from it, the rest stays."""
    report = seen.report
    return replace(
        lead,
        sightings=lead.sightings + 1,
        version=lead.version + 1,
        last_seen_at=seen.received_at,
        first_seen_at=min(lead.first_seen_at, seen.seen_at),
        outside=lead.outside or seen.outside,
        reported_at=lead.reported_at if seen.outside else lead.reported_at or seen.received_at,
        url=lead.url if lead.url is not None else report.url,
        platform=lead.platform if lead.platform is not None else report.platform,
        locality=lead.locality if lead.locality is not None else report.locality,
        occurred_at=lead.occurred_at or report.occurred_at,
        occurred_precision=(
            lead.occurred_precision if lead.occurred_at else report.occurred_precision
        ),
        heat=report.heat if report.heat is not None else lead.heat,
    )
