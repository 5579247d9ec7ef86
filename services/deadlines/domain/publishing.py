"""Where a release stands: its copy on the government's website, and what a later place meets."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from services.deadlines.domain.obligations import Closing, Obligation, ObligationState
from services.deadlines.domain.releases import Publication
from services.deadlines.law.fulfilment import Outcome

WEBSITE: Final = "WEBSITE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """One step of the work (进展): what happened, and when; never changed."""

    id: UUID
    incident_id: UUID
    at: datetime
    text: str
    recorded_at: datetime
    recorded_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConferenceDecision:
    """What was decided after a press conference (续会决定): another one, or none and why."""

    id: UUID
    obligation_id: UUID
    incident_id: UUID
    another: bool
    suggested_at: datetime | None
    reason: str | None
    decider: str
    decided_at: datetime
    recorded_at: datetime
    recorded_by: str


def website_lag(publications: Iterable[Publication]) -> timedelta | None:
    """Tell how long after its first other place a release stood on the government's website.

    Zero where it stood there first or nowhere else; None while it does not stand there.
    """
    rows = list(publications)
    own = [row.published_at for row in rows if row.channel_kind == WEBSITE]
    others = [row.published_at for row in rows if row.channel_kind != WEBSITE]
    if not own:
        return None
    return max(min(own) - min(others), timedelta(0)) if others else timedelta(0)


def synced(
    obligations: Iterable[Obligation],
    number: int,
    publications: Iterable[Publication],
    *,
    at: datetime,
    by: str,
) -> list[Closing]:
    """List the duties to copy the ``number``-th release to the website that it now meets.

    They are untimed (同步, without a figure): the lag is told and never overdue.
    """
    own = [row.published_at for row in publications if row.channel_kind == WEBSITE]
    if not own:
        return []
    return [
        Closing(
            id=row.id,
            state=ObligationState.FULFILLED,
            at=at,
            done_at=min(own),
            by=by,
            outcome=Outcome.ON_TIME,
        )
        for row in obligations
        if row.kind == "WEBSITE_SYNC"
        and row.state is ObligationState.OPEN
        and row.key.partition("#")[2].partition("@")[0] == str(number)
    ]
