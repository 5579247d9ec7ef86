"""Anything by its global id."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Annotated, Any
from uuid import UUID

import strawberry

from services.kit.database import Connection
from services.kit.graphql.context import Info
from services.kit.graphql.ids import parse_global_id
from services.kit.graphql.rows import Node
from services.kit.refusal import Refusal
from services.registry.store import (
    appointments,
    availability,
    channels,
    expert_pools,
    experts,
    filings,
    findings,
    persons,
    standing_documents,
    trainings,
    units,
)

MOST_NODES = 100
Read = Callable[[Connection, Sequence[UUID]], Awaitable[dict[UUID, Any]]]

_READERS: dict[str, Read] = {
    "Unit": units.units_by_id,
    "Person": persons.persons_by_id,
    "Appointment": appointments.appointments_by_id,
    "Channel": channels.channels_by_id,
    "Expert": experts.experts_by_id,
    "ExpertPool": expert_pools.pools_by_id,
    "Availability": availability.availability_by_id,
    "Filing": filings.filings_by_id,
    "StandingDocument": standing_documents.documents_by_id,
    "Training": trainings.trainings_by_id,
    "Finding": findings.findings_by_id,
}


@strawberry.type
class NodeQueries:
    @strawberry.field(graphql_type=Node | None, description="One object by its global id.")
    async def node(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="Global id.")],  # noqa: A002 - the schema's word
    ) -> Any:
        return (await _found(info, [parse_global_id(id, "id")], "id"))[0]

    @strawberry.field(
        graphql_type=list[Node | None],
        description="Up to 100 objects by their global ids, in that order; null where none is.",
    )
    async def nodes(
        self,
        info: Info,
        ids: Annotated[list[strawberry.ID], strawberry.argument(description="Global ids.")],
    ) -> Any:
        if len(ids) > MOST_NODES:
            raise Refusal("TOO_MANY", f"一次最多查询 {MOST_NODES} 个编号。", "ids")
        return await _found(info, [parse_global_id(one, "ids") for one in ids], "ids")


async def _found(info: Info, wanted: list[tuple[str, UUID]], field: str) -> list[Any]:
    """Read each kind with one statement."""
    found: dict[tuple[str, UUID], Any] = {}
    async with info.context.database.reading() as conn:
        for kind in sorted({kind for kind, _ in wanted}):
            if kind not in _READERS:
                raise Refusal("BAD_ID", "编号格式不正确。", field)
            rows = await _READERS[kind](conn, [id_ for other, id_ in wanted if other == kind])
            found |= {(kind, id_): row for id_, row in rows.items()}
    return [found.get(one) for one in wanted]
