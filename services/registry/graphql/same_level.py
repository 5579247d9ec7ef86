"""The office of a unit's own level, with the steps that led to it."""

from datetime import date
from typing import Annotated, Any

import strawberry

from services.kit.graphql.context import Info
from services.registry.domain.appointments import local_day
from services.registry.domain.units import Unit, UnitKind
from services.registry.graphql.loaders import same_level_office

# units shows what is declared here, so that its type is found by name when the schema is built
_Unit = Annotated["UnitType", strawberry.lazy("services.registry.graphql.units")]  # type: ignore[name-defined] # noqa: F821 - see above


@strawberry.type(name="SameLevelStep", description="One step of finding a same-level office.")
class SameLevelStepType:
    unit: str | None = strawberry.field(description="Code of the unit looked at, null for none.")
    text: str = strawberry.field(description="What was found, in a sentence.")


@strawberry.type(name="SameLevelAnswer", description="The office of one kind at a unit's level.")
class SameLevelAnswerType:
    unit: Any = strawberry.field(
        graphql_type=_Unit | None, description="The office, null where the level has none."
    )
    steps: list[SameLevelStepType] = strawberry.field(description="How it was found.")


async def resolve_same_level(
    root: strawberry.Parent[Unit],
    info: Info,
    kind: Annotated[UnitKind, strawberry.argument(description="Which office.")],
    on: Annotated[
        date | None, strawberry.argument(description="A day in China; without it, today.")
    ] = None,
) -> Any:
    day = on or local_day(info.context.clock.now())
    return await same_level_office(info, root, kind, day)
