"""Expert pools: the type, with its experts and how its filing stands, and the list."""

from datetime import date
from typing import Annotated, Any

import strawberry

from services.kit.graphql.context import Info
from services.kit.graphql.pages import (
    After,
    Before,
    Connection,
    ConnectionRow,
    First,
    Last,
    PageRequest,
    connection,
)
from services.kit.graphql.rows import Node, global_id, shows
from services.registry.domain.expert_pools import ExpertPool
from services.registry.domain.experts import Expert
from services.registry.domain.filings import FilingSubject
from services.registry.domain.units import checked_code, code_range
from services.registry.graphql.experts import ExpertType
from services.registry.graphql.filings import FiledDiffType
from services.registry.graphql.loaders import experts_of_unit, filed_diff_of, unit_by_code
from services.registry.graphql.units import UnitType
from services.registry.store.expert_pools import PoolFilter
from services.registry.usecases.expert_pools import list_pools


async def _unit(root: strawberry.Parent[ExpertPool], info: Info) -> Any:
    return await unit_by_code(info, root.unit)


async def _members(info: Info, unit: str) -> list[Expert]:
    """Return who is in the pool: those one may ask first."""
    members = [one for one in await experts_of_unit(info, unit) if one.removed_on is None]
    return sorted(members, key=lambda one: not one.available)


async def _experts(root: strawberry.Parent[ExpertPool], info: Info) -> Any:
    return await _members(info, root.unit)


async def _fields(root: strawberry.Parent[ExpertPool], info: Info) -> list[str]:
    members = await _members(info, root.unit)
    return list(dict.fromkeys(field for one in members for field in one.fields))


async def _filing(root: strawberry.Parent[ExpertPool], info: Info) -> Any:
    return await filed_diff_of(info, root.unit, FilingSubject.EXPERT_POOL)


@shows(ExpertPool)
@strawberry.type(name="ExpertPool", description="A unit's pool of experts (政策解读专家库).")
class ExpertPoolType(Node):
    id: strawberry.ID = global_id("ExpertPool")
    unit: UnitType = strawberry.field(
        resolver=_unit, graphql_type=UnitType, description="Whose pool."
    )
    established_on: date = strawberry.field(description="Day the first expert entered it.")
    fields: list[str] = strawberry.field(resolver=_fields, description="Fields it covers (领域).")
    experts: list[ExpertType] = strawberry.field(
        resolver=_experts,
        graphql_type=list[ExpertType],
        description="Who is in it; those one may ask first.",
    )
    filing: FiledDiffType = strawberry.field(
        resolver=_filing,
        graphql_type=FiledDiffType,
        description="How its filed copy stands today.",
    )


@strawberry.type
class ExpertPoolQueries:
    @strawberry.field(
        graphql_type=Connection[ExpertPoolType], description="Expert pools, by unit code."
    )
    async def expert_pools(
        self,
        info: Info,
        under: Annotated[
            str | None, strawberry.argument(description="Of this unit's code and all below it.")
        ] = None,
        field: Annotated[
            str | None, strawberry.argument(description="With an expert of this field.")
        ] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> ConnectionRow[ExpertPool]:
        request = PageRequest.parse(
            first, after, last, before, connection="expertPools", key=(str,)
        )
        above, below = code_range(checked_code(under, "under")) if under else ("", None)
        chosen = PoolFilter(above=above, below=below, field=field)
        listed = await list_pools(info.context.database, chosen, request)
        return connection(request, listed.page, lambda pool: (pool.unit,), listed.count)
