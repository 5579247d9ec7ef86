"""The names a unit bore, by date."""

from datetime import date
from typing import Annotated, Any

import strawberry

from services.kit.graphql.context import Info
from services.kit.graphql.rows import shows
from services.registry.domain import unit_names
from services.registry.domain.unit_names import UnitName
from services.registry.domain.units import Unit
from services.registry.graphql.loaders import names_of_unit


@shows(UnitName)
@strawberry.type(name="UnitName", description="A name of a unit from a day on (曾用名).")
class UnitNameType:
    from_day: date | None = strawberry.field(
        description="Its first day in China, null from the unit's beginning."
    )
    name: str = strawberry.field(description="Full name.")
    short_name: str = strawberry.field(description="Name as people say it.")


async def resolve_names(root: strawberry.Parent[Unit], info: Info) -> Any:
    return unit_names.names_of(root, await names_of_unit(info, root.code))


async def resolve_name_on(
    root: strawberry.Parent[Unit],
    info: Info,
    date: Annotated[date, strawberry.argument(description="A day in China.")],
) -> str | None:
    return unit_names.name_on(root, await names_of_unit(info, root.code), date)
