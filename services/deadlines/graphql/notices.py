"""Notices: who was told, who took note, by which routes, and the planned silences."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import strawberry

from services.deadlines.domain.notice_records import StoredNotice
from services.deadlines.domain.notice_refusals import bad_cursor, unit_elsewhere
from services.deadlines.domain.refusals import obligation_not_found
from services.deadlines.domain.routes import Route, RouteKind
from services.deadlines.domain.scopes import within
from services.deadlines.graphql.notice_types import NoticeRouteType, NoticeType
from services.deadlines.graphql.service import Info
from services.deadlines.store import notice_reading as reading
from services.deadlines.store.obligations import obligations_by_id
from services.deadlines.store.routes import route_by_id, routes_of
from services.deadlines.usecases import notice_acts as acts
from services.deadlines.usecases import notice_holds as holds
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
from services.kit.graphql.schema import RefusalType

NOTICES = "notices"
MOST_ABOUT = 100


@strawberry.input(description="Take note of a notice.")
class AcknowledgeNoticeInput:
    notice: strawberry.ID = strawberry.field(description="Its global id.")
    means: str | None = strawberry.field(
        default=None, description="How the person was told, where somebody else records it."
    )
    idempotency_key: str = strawberry.field(description="The caller's own key for this act.")


@strawberry.type(description="What was acknowledged.")
class AcknowledgeNoticePayload:
    notice: NoticeType | None = strawberry.field(description="The notice as it stands.")
    replayed: bool = strawberry.field(description="Whether this answers a repeated call.")


@strawberry.input(description="Set where a unit's notices go, or stop it.")
class SetNoticeRouteInput:
    unit: str = strawberry.field(description="The unit's code.")
    kind: RouteKind = strawberry.field(description="By what means.")
    target: str = strawberry.field(description="The address, or the mailbox; it names the route.")
    secret: str | None = strawberry.field(
        default=None, description="What signs; null: none, or the one that is there."
    )
    active: bool = strawberry.field(default=True, description="False: stop it.")
    accepts_drills: bool = strawberry.field(default=False, description="Whether drills go there.")
    idempotency_key: str = strawberry.field(description="The caller's own key for this act.")


@strawberry.type(description="The route that was set.")
class SetNoticeRoutePayload:
    route: NoticeRouteType | None = strawberry.field(description="It as it stands.")
    caught_up: int = strawberry.field(
        description="How many notices that had no way out it was given."
    )
    replayed: bool = strawberry.field(description="Whether this answers a repeated call.")


@strawberry.input(description="Plan a silence of the caller's territory.")
class HoldNoticesInput:
    until: datetime = strawberry.field(description="Until when, at most 24 hours ahead.")
    reason: str = strawberry.field(description="Why.")
    idempotency_key: str = strawberry.field(description="The caller's own key for this act.")


@strawberry.input(description="End the planned silence of the caller's territory.")
class ReleaseNoticesInput:
    idempotency_key: str = strawberry.field(description="The caller's own key for this act.")


@strawberry.type(description="A silence planned: nothing is lost, it is told after in one.")
class HoldNoticesPayload:
    scope: str = strawberry.field(description="The territory's code.")
    until: datetime = strawberry.field(description="Until when.")
    replayed: bool = strawberry.field(description="Whether this answers a repeated call.")


@strawberry.type(description="A silence ended; the next sweep tells what was held.")
class ReleaseNoticesPayload:
    scope: str = strawberry.field(description="The territory's code.")
    replayed: bool = strawberry.field(description="Whether this answers a repeated call.")


AcknowledgeNoticeResult = Annotated[
    AcknowledgeNoticePayload | RefusalType, strawberry.union("AcknowledgeNoticeResult")
]
SetNoticeRouteResult = Annotated[
    SetNoticeRoutePayload | RefusalType, strawberry.union("SetNoticeRouteResult")
]
HoldNoticesResult = Annotated[
    HoldNoticesPayload | RefusalType, strawberry.union("HoldNoticesResult")
]
ReleaseNoticesResult = Annotated[
    ReleaseNoticesPayload | RefusalType, strawberry.union("ReleaseNoticesResult")
]


def _key(row: StoredNotice) -> tuple[int, datetime, UUID]:
    return (row.rank, row.due_at, row.id)


async def load_notices(info: Info, ids: list[UUID]) -> dict[UUID, StoredNotice]:
    """Find notices to units of the caller's territory."""
    async with info.context.database.reading() as conn:
        rows = await reading.notices_by_id(conn, ids, info.context.caller.scope_code)
        return {row.id: row for row in await reading.dressed(conn, rows)}


@strawberry.type
class NoticeQuery:
    @strawberry.field(
        graphql_type=Connection[NoticeType],
        description="Notices to units of the caller's territory that nobody acknowledged, the"
        " gravest first.",
    )
    async def notices(
        self,
        info: Info,
        unit: Annotated[
            str | None, strawberry.argument(description="Of one unit alone; null: of all.")
        ] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> ConnectionRow[StoredNotice]:
        caller = info.context.caller
        level, code = caller.scope_level, caller.scope_code
        page = PageRequest.parse(
            first, after, last, before, connection=NOTICES, key=(int, datetime, UUID)
        )
        if page.cursor is not None and None in page.cursor:
            side = "before" if page.backward else "after"
            raise bad_cursor(side)
        async with info.context.database.reading() as conn:
            found = await reading.notices_page(conn, page, unit, level=level, code=code)
            found.rows[:] = await reading.dressed(conn, found.rows)

        async def count() -> int:
            async with info.context.database.reading() as conn:
                return await reading.notices_count(conn, unit, level=level, code=code)

        return connection(page, found, _key, count)

    @strawberry.field(
        graphql_type=list[NoticeType],
        description="Who was told of an obligation, the oldest first, at most 100.",
    )
    async def notices_about(
        self,
        info: Info,
        obligation: Annotated[
            strawberry.ID, strawberry.argument(description="The obligation's global id.")
        ],
    ) -> list[StoredNotice]:
        caller = info.context.caller
        id_ = from_global_id(obligation, "Obligation", "obligation")
        async with info.context.database.reading() as conn:
            if not await obligations_by_id(conn, [id_], caller.scope_code):
                raise obligation_not_found("obligation")
            rows = await reading.notices_about(conn, id_, MOST_ABOUT)
            return await reading.dressed(conn, rows)

    @strawberry.field(graphql_type=list[NoticeRouteType], description="Where a unit's notices go.")
    async def notice_routes(
        self,
        info: Info,
        unit: Annotated[str, strawberry.argument(description="The unit's code.")],
    ) -> list[Route]:
        caller = info.context.caller
        if not within(unit, caller.scope_level, caller.scope_code):
            raise unit_elsewhere("unit")
        async with info.context.database.reading() as conn:
            return await routes_of(conn, [unit])


@strawberry.type
class NoticeMutation:
    @strawberry.mutation(
        description="Take note of a notice; nobody else's is silenced, and it climbs no more."
    )
    async def acknowledge_notice(
        self,
        info: Info,
        input: Annotated[  # noqa: A002 - the schema's word
            AcknowledgeNoticeInput, strawberry.argument(description="What to do.")
        ],
    ) -> AcknowledgeNoticeResult:
        context = info.context
        notice = from_global_id(input.notice, "Notice", "input.notice")
        done = await acts.acknowledge_notice(
            context.database,
            context.caller,
            notice,
            input.means,
            input.idempotency_key,
            context.clock.now(),
        )
        found = await load_notices(info, [notice])
        return AcknowledgeNoticePayload(
            notice=found.get(notice),  # type: ignore[arg-type] # the type shows this row
            replayed=done.replayed,
        )

    @strawberry.mutation(description="Set where a unit's notices go, or stop it.")
    async def set_notice_route(
        self,
        info: Info,
        input: Annotated[  # noqa: A002 - the schema's word
            SetNoticeRouteInput, strawberry.argument(description="What to do.")
        ],
    ) -> SetNoticeRouteResult:
        context = info.context
        done = await acts.set_notice_route(
            context.database,
            context.service.carriers,
            context.caller,
            acts.SetRoute(
                unit=input.unit,
                kind=input.kind,
                target=input.target,
                secret=input.secret,
                active=input.active,
                accepts_drills=input.accepts_drills,
                key=input.idempotency_key,
            ),
            context.clock.now(),
        )
        async with context.database.reading() as conn:
            route = await route_by_id(conn, done.value.route)
        return SetNoticeRoutePayload(
            route=route,  # type: ignore[arg-type] # the type shows this row
            caught_up=done.value.caught_up,
            replayed=done.replayed,
        )

    @strawberry.mutation(
        description="Plan a silence of the caller's territory: reminders are held, and told after."
    )
    async def hold_notices(
        self,
        info: Info,
        input: Annotated[  # noqa: A002 - the schema's word
            HoldNoticesInput, strawberry.argument(description="What to do.")
        ],
    ) -> HoldNoticesResult:
        context = info.context
        done = await holds.hold_notices(
            context.database,
            context.caller,
            input.until,
            input.reason,
            input.idempotency_key,
            context.clock.now(),
        )
        return HoldNoticesPayload(
            scope=done.value.scope, until=done.value.until or input.until, replayed=done.replayed
        )

    @strawberry.mutation(description="End the planned silence of the caller's territory.")
    async def release_notices(
        self,
        info: Info,
        input: Annotated[  # noqa: A002 - the schema's word
            ReleaseNoticesInput, strawberry.argument(description="What to do.")
        ],
    ) -> ReleaseNoticesResult:
        context = info.context
        done = await holds.release_notices(
            context.database, context.caller, input.idempotency_key, context.clock.now()
        )
        return ReleaseNoticesPayload(scope=done.value.scope, replayed=done.replayed)
