"""Who came after whom, as units show it."""

from datetime import date
from typing import Annotated, Any

import strawberry

from services.kit.graphql.context import Info
from services.kit.graphql.rows import shows
from services.registry.domain.succession import Succession, SuccessionKind
from services.registry.domain.units import Unit
from services.registry.graphql.loaders import predecessors_of, successors_of, unit_by_code

# units shows what is declared here, so that its type is found by name when the schema is built
_Unit = Annotated["UnitType", strawberry.lazy("services.registry.graphql.units")]  # type: ignore[name-defined] # noqa: F821 - see above


async def _predecessor(root: strawberry.Parent[Succession], info: Info) -> Any:
    return await unit_by_code(info, root.predecessor)


async def _successor(root: strawberry.Parent[Succession], info: Info) -> Any:
    return await unit_by_code(info, root.successor)


@shows(Succession)
@strawberry.type(name="UnitSuccession", description="One unit came after another (承继).")
class SuccessionType:
    predecessor: Any = strawberry.field(
        resolver=_predecessor, graphql_type=_Unit, description="Who was there before."
    )
    successor: Any = strawberry.field(
        resolver=_successor, graphql_type=_Unit, description="Who came after."
    )
    kind: SuccessionKind = strawberry.field(description="By a merger or a division.")
    effective_on: date = strawberry.field(description="First day of the successor, in China.")
    moved_on: date | None = strawberry.field(
        description="Day on which its people and channels went over, null while that waits."
    )


async def resolve_successors(root: strawberry.Parent[Unit], info: Info) -> Any:
    return await successors_of(info, root.code)


async def resolve_predecessors(root: strawberry.Parent[Unit], info: Info) -> Any:
    return await predecessors_of(info, root.code)
