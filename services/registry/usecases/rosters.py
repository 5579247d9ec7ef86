"""Lists of rosters and filings, page by page, planned for the filters given."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Generic, TypeVar
from uuid import UUID

from services.kit.database import Connection, Database
from services.kit.graphql.pages import Page, PageRequest
from services.registry.domain.appointments import Appointment
from services.registry.domain.channels import Channel
from services.registry.domain.experts import Expert
from services.registry.domain.filings import Filing
from services.registry.domain.standing_documents import StandingDocument
from services.registry.domain.trainings import Training
from services.registry.store import (
    appointments,
    channels,
    experts,
    filings,
    standing_documents,
    trainings,
)
from services.registry.store.search import plan_for_values

T = TypeVar("T")
Read = Callable[[Connection, UUID | None, int], Awaitable[list[T]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed(Generic[T]):
    """A page, and how to count the whole list up to 1001 when asked."""

    page: Page[T]
    count: Callable[[], Awaitable[int]]


async def list_appointments(
    database: Database, chosen: appointments.AppointmentFilter, request: PageRequest
) -> Listed[Appointment]:
    """Return appointments in the order they were entered."""
    read = appointments.appointments_before if request.backward else appointments.appointments_after
    return await _list(
        database,
        request,
        lambda conn, place, limit: read(conn, chosen, place, limit),
        lambda conn: appointments.count_appointments(conn, chosen),
    )


async def list_channels(
    database: Database, chosen: channels.ChannelFilter, request: PageRequest
) -> Listed[Channel]:
    """Return channels in the order they were entered."""
    read = channels.channels_before if request.backward else channels.channels_after
    return await _list(
        database,
        request,
        lambda conn, place, limit: read(conn, chosen, place, limit),
        lambda conn: channels.count_channels(conn, chosen),
    )


async def list_experts(
    database: Database, chosen: experts.ExpertFilter, request: PageRequest
) -> Listed[Expert]:
    """Return the experts of pools in the order they were entered."""
    read = experts.experts_before if request.backward else experts.experts_after
    return await _list(
        database,
        request,
        lambda conn, place, limit: read(conn, chosen, place, limit),
        lambda conn: experts.count_experts(conn, chosen),
    )


async def list_filings(
    database: Database, chosen: filings.FilingFilter, request: PageRequest
) -> Listed[Filing]:
    """Return filings in the order they were opened."""
    read = filings.filings_before if request.backward else filings.filings_after
    return await _list(
        database,
        request,
        lambda conn, place, limit: read(conn, chosen, place, limit),
        lambda conn: filings.count_filings(conn, chosen),
    )


async def list_trainings(
    database: Database, chosen: trainings.TrainingFilter, request: PageRequest
) -> Listed[Training]:
    """Return trainings in the order they were recorded."""
    read = trainings.trainings_before if request.backward else trainings.trainings_after
    return await _list(
        database,
        request,
        lambda conn, place, limit: read(conn, chosen, place, limit),
        lambda conn: trainings.count_trainings(conn, chosen),
    )


async def list_documents(
    database: Database, chosen: standing_documents.DocumentFilter, request: PageRequest
) -> Listed[StandingDocument]:
    """Return standing documents in the order they were recorded."""
    store = standing_documents
    read = store.documents_before if request.backward else store.documents_after
    return await _list(
        database,
        request,
        lambda conn, place, limit: read(conn, chosen, place, limit),
        lambda conn: store.count_documents(conn, chosen),
    )


async def _list(
    database: Database,
    request: PageRequest,
    read: Read[T],
    counted: Callable[[Connection], Awaitable[int]],
) -> Listed[T]:
    async def count() -> int:
        async with database.transaction() as conn:
            await plan_for_values(conn)
            return await counted(conn)

    place = request.cursor[0] if request.cursor else None
    async with database.transaction() as conn:
        await plan_for_values(conn)
        rows = await read(conn, place if isinstance(place, UUID) else None, request.limit)
    return Listed(page=request.cut(rows), count=count)
