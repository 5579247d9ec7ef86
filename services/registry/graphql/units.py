"""Units: the type, finding them, creating and changing them."""

from datetime import date
from typing import Annotated, Any

import strawberry

from services.kit.graphql.context import Info
from services.kit.graphql.ids import from_global_id
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
from services.kit.graphql.schema import RefusalType
from services.kit.refusal import Refusal
from services.registry.domain.units import (
    Management,
    NewUnit,
    Unit,
    UnitKind,
    UnitLevel,
    UnitPatch,
)
from services.registry.graphql.acting import GIVEN, KEY, REPLAYED, act_of
from services.registry.graphql.loaders import unit_by_code, units_by_code
from services.registry.graphql.same_level import SameLevelAnswerType, resolve_same_level
from services.registry.graphql.succession_rows import (
    SuccessionType,
    resolve_predecessors,
    resolve_successors,
)
from services.registry.graphql.unit_names import UnitNameType, resolve_name_on, resolve_names
from services.registry.store import units as store
from services.registry.usecases import finding
from services.registry.usecases import units as usecases
from services.registry.usecases.finding import UnitQuery

_Unit = Annotated["UnitType", strawberry.lazy("services.registry.graphql.units")]


async def _parent(root: strawberry.Parent[Unit], info: Info) -> Any:
    return await unit_by_code(info, root.parent) if root.parent else None


async def _supervising(root: strawberry.Parent[Unit], info: Info) -> Any:
    return await unit_by_code(info, root.supervising) if root.supervising else None


async def _ancestors(root: strawberry.Parent[Unit], info: Info) -> Any:
    codes = [code for code in root.scope[1:] if code is not None and code != root.code]
    return await units_by_code(info, codes)


@shows(Unit)
@strawberry.type(name="Unit", description="A unit 单位: a government, a department, a section.")
class UnitType(Node):
    id: strawberry.ID = global_id("Unit")
    code: str = strawberry.field(description="Division code, or the parent's code and letters.")
    name: str = strawberry.field(description="Full name.")
    short_name: str = strawberry.field(description="Name as people say it.")
    initials: str = strawberry.field(description="Pinyin initials of the short name.")
    kind: UnitKind = strawberry.field(description="What it is.")
    level: UnitLevel = strawberry.field(description="Its tier.")
    division: str = strawberry.field(description="Code of the division it serves (GB/T 2260).")
    management: Management = strawberry.field(description="Who commands it.")
    tags: list[str] = strawberry.field(description="Marks such as 民生密切.")
    active_from: date | None = strawberry.field(description="First day, null if unknown.")
    active_to: date | None = strawberry.field(description="Last day, null while active.")
    scope: list[str | None] = strawberry.field(
        description="Codes of nation, province, prefecture, county, township and department."
    )
    version: int = strawberry.field(description="Counts its changes, from 1.")
    parent: "UnitType | None" = strawberry.field(
        resolver=_parent, description="Where it belongs (隶属).", graphql_type=_Unit | None
    )
    supervising: "UnitType | None" = strawberry.field(
        resolver=_supervising,
        description="Who leads it professionally (业务主管).",
        graphql_type=_Unit | None,
    )
    ancestors: "list[UnitType]" = strawberry.field(
        resolver=_ancestors,
        description="Those it stands under, highest first.",
        graphql_type=list[_Unit],
    )
    names: list[UnitNameType] = strawberry.field(
        resolver=resolve_names,
        graphql_type=list[UnitNameType],
        description="All names it bore and will bear, the oldest first.",
    )
    name_on: str | None = strawberry.field(
        resolver=resolve_name_on, description="Its full name on a day, null before it began."
    )
    successors: list[SuccessionType] = strawberry.field(
        resolver=resolve_successors,
        graphql_type=list[SuccessionType],
        description="The units that came after it (承继单位).",
    )
    predecessors: list[SuccessionType] = strawberry.field(
        resolver=resolve_predecessors,
        graphql_type=list[SuccessionType],
        description="The units it came after.",
    )
    work_body: str | None = strawberry.field(
        description="The office inside that does the work of public response (工作机构)."
    )
    credit_code: str | None = strawberry.field(
        description="统一社会信用代码 of 18 signs (GB 32100); no two units bear one."
    )
    same_level_office: SameLevelAnswerType = strawberry.field(
        resolver=resolve_same_level,
        graphql_type=SameLevelAnswerType,
        description="The office of one kind at the unit's own level (同级), never of another.",
    )


@strawberry.input(description="A unit to create.")
class CreateUnitInput:
    idempotency_key: str = strawberry.field(description=KEY)
    code: str = strawberry.field(description="The new code; begins with the parent's.")
    name: str = strawberry.field(description="Full name, at most 100 characters.")
    short_name: str | None = strawberry.field(default=None, description="Else the full name.")
    kind: UnitKind = strawberry.field(description="What it is.")
    parent: str = strawberry.field(description="Code of the unit it belongs to.")
    supervising: str | None = strawberry.field(
        default=None, description="Code of who leads it; needed where management is VERTICAL."
    )
    management: Management = strawberry.field(
        default=Management.TERRITORIAL, description="Who commands it."
    )
    tags: list[str] = strawberry.field(default_factory=list, description="At most 20 marks.")
    active_from: date | None = strawberry.field(default=None, description="First day.")
    work_body: str | None = strawberry.field(default=None, description="Its 工作机构.")
    credit_code: str | None = strawberry.field(
        default=None, description="Its 统一社会信用代码, checked by its last sign."
    )


@strawberry.input(description="What changes in a unit; what is null or absent stays.")
class UpdateUnitInput:
    idempotency_key: str = strawberry.field(description=KEY)
    code: str = strawberry.field(description="Which unit.")
    name: str | None = strawberry.field(default=None, description="New full name.")
    short_name: str | None = strawberry.field(
        default=None, description="New short name; else it follows a full name it was equal to."
    )
    supervising: str | None = strawberry.field(
        default=None, description="Code of who leads it; an empty text removes it."
    )
    management: Management | None = strawberry.field(default=None, description="Who commands it.")
    tags: list[str] | None = strawberry.field(default=None, description="All marks anew.")
    active_to: date | None = strawberry.field(
        default=None, description="Last day, with which its appointments end."
    )
    work_body: str | None = strawberry.field(
        default=None, description="New 工作机构; an empty text removes it."
    )
    credit_code: str | None = strawberry.field(
        default=None, description="New 统一社会信用代码; an empty text removes it."
    )
    effective_on: date | None = strawberry.field(
        default=None, description="First day of the new name, in China; without it, today."
    )


@strawberry.type(description="A unit created or changed.")
class UnitPayload:
    unit: Unit = strawberry.field(graphql_type=UnitType, description="The unit as it is now.")
    replayed: bool = strawberry.field(description=REPLAYED)


Code = Annotated[str | None, strawberry.argument(description="Unit code.")]
Search = Annotated[
    str | None,
    strawberry.argument(
        description="Part of the name, first digits of the code, initials, or a whole 信用代码."
    ),
]


@strawberry.type
class UnitQueries:
    @strawberry.field(graphql_type=UnitType | None, description="One unit, by id or by code.")
    async def unit(
        self,
        info: Info,
        id: Annotated[  # noqa: A002 - the schema's word
            strawberry.ID | None, strawberry.argument(description="Global id.")
        ] = None,
        code: Code = None,
    ) -> Unit | None:
        if (id is None) == (code is None):
            raise Refusal("ONE_OF_ID_AND_CODE", "请在 id 和 code 中给出一个。", "id")
        if code is not None:
            return await unit_by_code(info, code)
        async with info.context.database.reading() as conn:
            return await store.unit_by_id(conn, from_global_id(str(id), "Unit"))

    @strawberry.field(
        graphql_type=Connection[UnitType],
        description="Units by code; those searched by name or initials, higher tiers first.",
    )
    async def units(
        self,
        info: Info,
        search: Search = None,
        kind: Annotated[UnitKind | None, strawberry.argument(description="Of this kind.")] = None,
        level: Annotated[UnitLevel | None, strawberry.argument(description="Of this tier.")] = None,
        division: Annotated[
            str | None, strawberry.argument(description="Serving exactly this division.")
        ] = None,
        tag: Annotated[str | None, strawberry.argument(description="Bearing this mark.")] = None,
        under: Annotated[
            str | None, strawberry.argument(description="This unit's code and all below it.")
        ] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> ConnectionRow[Unit]:
        query = UnitQuery(
            search=search, kind=kind, level=level, division=division, tag=tag, under=under
        )
        order = finding.order_of(query)
        request = PageRequest.parse(
            first, after, last, before, connection=order.connection, key=order.key_types
        )
        found = await finding.find_units(info.context.database, query, request)
        return connection(request, found.page, order.key, found.count)


@strawberry.type
class UnitMutations:
    @strawberry.mutation(description="Create a unit under one of the caller's scope.")
    async def create_unit(
        self,
        info: Info,
        input: Annotated[CreateUnitInput, GIVEN],  # noqa: A002 - the schema's word
    ) -> Annotated[UnitPayload | RefusalType, strawberry.union("CreateUnitResult")]:
        command = NewUnit(
            code=input.code,
            name=input.name,
            short_name=input.short_name,
            kind=input.kind,
            parent=input.parent,
            supervising=input.supervising or None,
            management=input.management,
            tags=tuple(input.tags),
            active_from=input.active_from,
            work_body=input.work_body,
            credit_code=input.credit_code,
        )
        act = act_of(info, input.idempotency_key)
        done = await usecases.create_unit(info.context.database, act, command)
        return UnitPayload(unit=done.value, replayed=done.replayed)

    @strawberry.mutation(description="Change a unit of the caller's scope.")
    async def update_unit(
        self,
        info: Info,
        input: Annotated[UpdateUnitInput, GIVEN],  # noqa: A002 - the schema's word
    ) -> Annotated[UnitPayload | RefusalType, strawberry.union("UpdateUnitResult")]:
        patch = UnitPatch(
            code=input.code,
            name=input.name,
            short_name=input.short_name,
            supervising=input.supervising,
            management=input.management,
            tags=None if input.tags is None else tuple(input.tags),
            active_to=input.active_to,
            work_body=input.work_body,
            credit_code=input.credit_code,
            effective_on=input.effective_on,
        )
        act = act_of(info, input.idempotency_key)
        done = await usecases.update_unit(info.context.database, act, patch)
        return UnitPayload(unit=done.value, replayed=done.replayed)
