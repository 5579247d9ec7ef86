"""Which other leads and open incidents may tell of the same event, and why one may think so."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from clients.tui.locale import t
from clients.tui.models_incidents import ListedIncident
from clients.tui.models_leads import Lead
from clients.tui.views.moments import say_span
from clients.tui.views.texts import place_name

NEAR = timedelta(hours=24)  # how far apart two tellings of one event of one place may come
ALIKE = 0.4  # from this share of common pairs of characters on two titles are alike


@dataclass(frozen=True, slots=True, kw_only=True)
class Twin:
    """What a lead may be merged into: `incident` or `lead` by id, why (empty: no reason found)."""

    title: str
    number: str = ""
    lead: str = ""
    incident: str = ""
    why: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        return f"{'lead' if self.lead else 'incident'}:{self.lead or self.incident}"


def candidates(
    lead: Lead, leads: Iterable[Lead], incidents: Iterable[ListedIncident], place: str
) -> list[Twin]:
    """Return every undecided lead and open incident, those with most reasons first."""
    found = [_of_incident(lead, one, place) for one in incidents if not one.closed]
    found += [_of_lead(lead, one) for one in leads if one.undecided and one.id != lead.id]
    return sorted(found, key=lambda twin: -len(twin.why))


def likely(found: Sequence[Twin]) -> list[Twin]:
    return [twin for twin in found if twin.why]


def _of_incident(lead: Lead, incident: ListedIncident, place: str) -> Twin:
    places = {place_name(name) for name in incident.facts.locality_names}
    apart = abs(incident.opened_at - lead.known_at)
    why = (
        *_near(place_name(place) in places if place else False, apart),
        *_alike(lead.title, incident.title),
    )
    return Twin(title=incident.title, number=incident.number, incident=incident.id, why=why)


def _of_lead(lead: Lead, other: Lead) -> Twin:
    apart = abs(_time(other) - _time(lead))
    same = lead.locality is not None and lead.locality == other.locality
    linked = lead.url is not None and lead.url == other.url
    why = (
        *((t("leads.why.url"),) if linked else ()),
        *_near(same, apart),
        *_alike(lead.title, other.title),
    )
    return Twin(title=other.title, lead=other.id, why=why)


def _time(lead: Lead) -> datetime:
    return lead.occurred_at or lead.first_seen_at


def _near(same_place: bool, apart: timedelta) -> tuple[str, ...]:
    near = same_place and apart <= NEAR
    return (t("leads.why.place", span=say_span(apart)),) if near else ()


def _alike(one: str, other: str) -> tuple[str, ...]:
    return (t("leads.why.title"),) if likeness(one, other) >= ALIKE else ()


def likeness(one: str, other: str) -> float:
    """Return the share of the shorter text's pairs of characters that the other has too."""
    pairs = [{text[at : at + 2] for at in range(len(text) - 1)} for text in (one, other)]
    least = min(len(each) for each in pairs)
    return len(pairs[0] & pairs[1]) / least if least else 0.0
