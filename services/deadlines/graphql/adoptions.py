"""What places adopted of the rule packs: shown, decided and withdrawn."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import strawberry

from services.deadlines.domain.adoption_refusals import adoption_not_found
from services.deadlines.domain.adoptions import AdoptionRecord
from services.deadlines.domain.scopes import Scope
from services.deadlines.graphql.service import Info
from services.deadlines.store.adoptions import adoption_by_id, adoptions_page
from services.deadlines.usecases import adoptions as usecase
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
from services.kit.graphql.rows import Node, compiled_field, global_id, shows
from services.kit.graphql.schema import RefusalType


@shows(AdoptionRecord)
@strawberry.type(name="PackAdoption", description="A place adopted a rule pack (采用决定).")
class PackAdoptionType(Node):
    id: strawberry.ID = global_id("PackAdoption")
    pack: str = strawberry.field(description="The pack's id.")
    pack_version: str = strawberry.field(description="Which version of it.")
    unit: str = strawberry.field(description="The place: the unit's code, with all below it.")
    unit_name: str = strawberry.field(description="Its name when it was decided.")
    effective_from: date = compiled_field(
        lambda row: row.begins, date, description="From which day it binds, inclusive."
    )
    effective_to: date | None = compiled_field(
        lambda row: row.ends, date | None, description="Until which day, exclusive; null: no end."
    )
    document: str | None = strawberry.field(description="The number of the decision's paper.")
    reason: str | None = strawberry.field(description="Why, where it reaches back.")
    decided_at: datetime = strawberry.field(description="When it was recorded.")
    decided_by: str = strawberry.field(description="Who recorded it.")
    withdrawn_at: datetime | None = strawberry.field(description="When its end was recorded.")
    withdrawn_by: str | None = strawberry.field(description="Who recorded its end.")
    withdrawal_reason: str | None = strawberry.field(description="Why it ended.")
    told: str = compiled_field(
        lambda row: row.adoption.told, str, description="As each basis says it, in Chinese."
    )


@strawberry.input(description="Let a version of a rule pack bind a place from a day on.")
class AdoptPackInput:
    pack: str = strawberry.field(description="The pack's id.")
    version: str | None = strawberry.field(
        default=None, description="Null: the one that came into force last."
    )
    unit: str = strawberry.field(
        description="The place: a government's code stands for its territory, another unit's for"
        " the unit with all below it."
    )
    effective_from: date = strawberry.field(description="The first day on which it binds.")
    document: str | None = strawberry.field(
        default=None, description="The number of the paper that decides it."
    )
    reason: str | None = strawberry.field(
        default=None,
        description="Why; wanted where the day lies before today or before the text's own.",
    )
    idempotency_key: str = strawberry.field(description="The caller's own key for this act.")


@strawberry.type(description="What was decided.")
class AdoptPackPayload:
    adoption: AdoptionRecord = strawberry.field(
        graphql_type=PackAdoptionType, description="It as it stands."
    )
    replayed: bool = strawberry.field(description="Whether this answers a repeated call.")


@strawberry.input(description="Let an adoption bind no more from a day on.")
class WithdrawAdoptionInput:
    adoption: strawberry.ID = strawberry.field(description="Its global id.")
    effective_from: date = strawberry.field(description="The first day on which it does not bind.")
    reason: str = strawberry.field(description="Why.")
    idempotency_key: str = strawberry.field(description="The caller's own key for this act.")


@strawberry.type(description="What was ended; what was opened under it stays.")
class WithdrawAdoptionPayload:
    adoption: AdoptionRecord = strawberry.field(
        graphql_type=PackAdoptionType, description="It as it stands."
    )
    replayed: bool = strawberry.field(description="Whether this answers a repeated call.")


AdoptPackResult = Annotated[AdoptPackPayload | RefusalType, strawberry.union("AdoptPackResult")]
WithdrawAdoptionResult = Annotated[
    WithdrawAdoptionPayload | RefusalType, strawberry.union("WithdrawAdoptionResult")
]


def _key(row: AdoptionRecord) -> tuple[UUID]:
    return (row.id,)


async def _shown(info: Info, adoption: UUID) -> AdoptionRecord:
    async with info.context.database.reading() as conn:
        found = await adoption_by_id(conn, adoption, info.context.caller.scope_code)
    if found is None:
        raise adoption_not_found("input.idempotencyKey")
    return found[0]


@strawberry.type
class AdoptionQuery:
    @strawberry.field(
        graphql_type=Connection[PackAdoptionType],
        description="What was adopted in the caller's territory and above it, newest first.",
    )
    async def pack_adoptions(
        self,
        info: Info,
        pack_id: Annotated[
            str | None, strawberry.argument(description="Of one pack alone; null: of all.")
        ] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> ConnectionRow[AdoptionRecord]:
        caller = info.context.caller
        page = PageRequest.parse(first, after, last, before, connection="adoptions", key=(UUID,))
        above = Scope.of_code(caller.scope_code).named()
        async with info.context.database.reading() as conn:
            found = await adoptions_page(conn, page, caller.scope_code, above, pack=pack_id)
        return connection(page, found, _key)


@strawberry.type
class AdoptionMutation:
    @strawberry.mutation(
        description="Let a version of a rule pack bind a place from a day on (采用规则包)."
    )
    async def adopt_pack(
        self,
        info: Info,
        input: Annotated[  # noqa: A002 - the schema's word
            AdoptPackInput, strawberry.argument(description="What to do.")
        ],
    ) -> AdoptPackResult:
        context = info.context
        command = usecase.AdoptPack(
            pack=input.pack,
            version=input.version,
            unit=input.unit,
            effective_from=input.effective_from,
            document=input.document,
            reason=input.reason,
            key=input.idempotency_key,
        )
        law, now = context.service.law, context.clock.now()
        done = await usecase.adopt_pack(context.database, law, context.caller, command, now)
        return AdoptPackPayload(
            adoption=await _shown(info, done.value.adoption), replayed=done.replayed
        )

    @strawberry.mutation(description="Let an adoption bind no more from a day on (停用规则包).")
    async def withdraw_adoption(
        self,
        info: Info,
        input: Annotated[  # noqa: A002 - the schema's word
            WithdrawAdoptionInput, strawberry.argument(description="What to do.")
        ],
    ) -> WithdrawAdoptionResult:
        context = info.context
        done = await usecase.withdraw_adoption(
            context.database,
            context.service.law,
            context.caller,
            from_global_id(input.adoption, "PackAdoption", "input.adoption"),
            input.effective_from,
            input.reason,
            input.idempotency_key,
            context.clock.now(),
        )
        return WithdrawAdoptionPayload(
            adoption=await _shown(info, done.value.adoption), replayed=done.replayed
        )
