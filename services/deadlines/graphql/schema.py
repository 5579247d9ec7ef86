"""The service's schema, put together of its features."""

from typing import Annotated, Any

import strawberry

from services.deadlines.domain.access import POLICY
from services.deadlines.graphql.board import BoardQuery, BoardSubscription
from services.deadlines.graphql.incidents import (
    IncidentMutation,
    IncidentQuery,
    IncidentType,
    load_incident,
)
from services.deadlines.graphql.mirror import MirrorMutation, MirrorQuery
from services.deadlines.graphql.obligations import (
    ObligationMutation,
    ObligationQuery,
    ObligationType,
    load_obligation,
)
from services.deadlines.graphql.packs import PackQuery
from services.deadlines.graphql.previews import PreviewQuery
from services.deadlines.graphql.releases import ReleaseMutation, ReleaseType
from services.deadlines.graphql.service import Info
from services.deadlines.graphql.sweep import SweepMutation, SweepQuery
from services.deadlines.store.releases import release_by_id
from services.kit.graphql.ids import parse_global_id
from services.kit.graphql.rows import Node
from services.kit.graphql.schema import Schema, build_schema
from services.kit.refusal import Refusal

MOST_NODES = 100


async def _node(info: Info, value: str, field: str) -> Any:
    type_name, id_ = parse_global_id(value, field)
    if type_name == "Incident":
        return await load_incident(info, id_)
    if type_name == "Obligation":
        return await load_obligation(info, id_)
    if type_name == "Release":
        async with info.context.database.reading() as conn:
            return await release_by_id(conn, id_, info.context.caller.scope_code)
    raise Refusal("BAD_ID", "编号不属于本服务的对象。", field)


@strawberry.type(description="What can be asked.")
class Query(
    BoardQuery,
    ObligationQuery,
    IncidentQuery,
    PreviewQuery,
    PackQuery,
    SweepQuery,
    MirrorQuery,
):
    @strawberry.field(graphql_type=Node | None, description="Any object by its global id.")
    async def node(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="Its global id.")],  # noqa: A002 - the schema's word
    ) -> Any:
        return await _node(info, id, "id")

    @strawberry.field(
        graphql_type=list[Node | None], description="Objects by their global ids, at most 100."
    )
    async def nodes(
        self,
        info: Info,
        ids: Annotated[list[strawberry.ID], strawberry.argument(description="Their global ids.")],
    ) -> list[Any]:
        if len(ids) > MOST_NODES:
            raise Refusal("TOO_MANY", f"一次最多查询{MOST_NODES}个对象。", "ids")
        return [await _node(info, id_, f"ids.{place}") for place, id_ in enumerate(ids)]


@strawberry.type(description="What can be done.")
class Mutation(
    IncidentMutation, ObligationMutation, ReleaseMutation, SweepMutation, MirrorMutation
):
    pass


@strawberry.type(description="What can be followed.")
class Subscription(BoardSubscription):
    pass


def make_schema() -> Schema:
    """Build the schema, once per process."""
    return build_schema(
        Query,
        Mutation,
        Subscription,
        types=[IncidentType, ObligationType, ReleaseType],
        policy=POLICY,
    )
