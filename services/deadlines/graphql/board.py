"""The board: pages of obligations, the tally, the live stream, and the change feed behind it."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

import strawberry
from strawberry.scalars import JSON

from services.deadlines.domain import messages, refusals
from services.deadlines.domain.board import BoardFilter, BoardTally, ObligationOrder
from services.deadlines.domain.facts_input import LONGEST_WORD, text
from services.deadlines.domain.obligations import Obligation, ObligationState
from services.deadlines.graphql.obligations import ObligationType, dress
from services.deadlines.graphql.service import Info
from services.deadlines.store import board as store
from services.kit.auth import Principal
from services.kit.changes import Change, changes_after
from services.kit.graphql.errors import FORBIDDEN, coded
from services.kit.graphql.ids import from_global_id, to_global_id
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
from services.kit.graphql.rows import PAGE_LIMIT, compiled_field, shows
from services.kit.poller import Resync
from services.kit.refusal import Refusal

HEARTBEAT_SECONDS = 10.0
LARGEST_FEED = 1000
NAMES = {
    "incident": "Incident",
    "lead": "Lead",
    "obligation": "Obligation",
    "release": "Release",
    "notice": "Notice",
    "notice_route": "NoticeRoute",
    "notice_hold": "NoticeHold",
    "party": "Party",
    "occasion": "Occasion",
    "pack_adoption": "PackAdoption",
    "shift": "Shift",
    "handover": "Handover",
    "patrol": "Patrol",
    "duty_rules": "DutyRules",
    "holiday_notice": "HolidayNotice",
    "field_responsibility": "FieldResponsibility",
}


@strawberry.input(description="Which obligations; by default the open and owed ones.")
class ObligationFilter:
    timed: bool | None = strawberry.field(
        default=None, description="True: with a limit; false: without; null: both."
    )
    state: list[ObligationState] | None = strawberry.field(
        default=None, description="Null: OPEN only."
    )
    owed: bool | None = strawberry.field(
        default=strawberry.UNSET,
        description="False: those that wait; null: both. Omitted: true, of open ones.",
    )
    kind: list[str] | None = strawberry.field(default=None, description="Null: any.")
    owner: str | None = strawberry.field(default=None, description="The owner's unit code.")
    incident: strawberry.ID | None = strawberry.field(default=None, description="Of one incident.")
    occasion: strawberry.ID | None = strawberry.field(default=None, description="Of one occasion.")
    unacknowledged: bool | None = strawberry.field(
        default=None, description="True: not yet taken on."
    )
    due_before: datetime | None = strawberry.field(default=None, description="Exclusive.")
    drill: bool | None = strawberry.field(default=None, description="Null: both.")
    search: str | None = strawberry.field(
        default=None,
        description="In number and title of incident or occasion and in the duty's title.",
    )


def _wanted(given: ObligationFilter | None) -> BoardFilter:
    if given is None:
        return BoardFilter()
    incident = given.incident
    states = tuple(given.state) if given.state else (ObligationState.OPEN,)
    owed = given.owed
    if owed is strawberry.UNSET:
        owed = True if states == (ObligationState.OPEN,) else None
    return BoardFilter(
        timed=given.timed,
        states=states,
        owed=owed,
        kinds=given.kind,
        owner=given.owner,
        incident=from_global_id(incident, "Incident", "filter.incident")
        if incident is not None
        else None,
        occasion=from_global_id(given.occasion, "Occasion", "filter.occasion")
        if given.occasion is not None
        else None,
        unacknowledged=given.unacknowledged,
        due_before=given.due_before,
        drill=given.drill,
        search=text("filter.search", LONGEST_WORD)(given.search or "") or None,
    )


@shows(BoardTally)
@strawberry.type(
    name="BoardTally",
    description="How many are owed, by urgency; the sorts exclude one another. Drills are counted,"
    " as the board shows them: no statistics.",
)
class BoardTallyType:
    overdue: int = strawberry.field(description="The limit has passed.")
    within15m: int = strawberry.field(description="Due within a quarter of an hour.")
    untimed: int = strawberry.field(description="Without a limit.")
    within_hour: int = strawberry.field(description="Due within the hour, not the quarter.")
    today: int = strawberry.field(description="Due within 24 hours, not the hour.")
    later: int = strawberry.field(description="Due later.")
    fulfilled_today: int = strawberry.field(description="Fulfilled since midnight in China.")
    unacknowledged: int = strawberry.field(description="Not yet taken on.")
    total: int = strawberry.field(description="All that is owed, timed and untimed.")
    capped: bool = strawberry.field(description="Whether there are more than were counted.")
    as_of: datetime = strawberry.field(description="The moment of counting.")


@shows(Change)
@strawberry.type(name="Change", description="One entry of the change log.")
class ChangeType:
    cursor: str = compiled_field(lambda row: str(row.seq), str, description="Its place in the log.")
    entity: str = strawberry.field(description="incident, obligation, party, release …")
    id: strawberry.ID = compiled_field(
        lambda row: to_global_id(NAMES.get(row.entity, row.entity), row.id),
        strawberry.ID,
        description="The entity's global id.",
    )
    version: int = strawberry.field(description="Its version after the change.")
    kind: str = strawberry.field(description="What happened.")
    at: datetime = strawberry.field(description="When.")
    body: JSON = strawberry.field(description="What the change says.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePageRow:
    """What a ChangePage shows."""

    changes: Sequence[Change]
    cursor: str | None
    has_more: bool


@shows(ChangePageRow)
@strawberry.type(name="ChangePage", description="A part of the change log, oldest first.")
class ChangePageType:
    changes: list[ChangeType] = strawberry.field(description="The entries.")
    cursor: str | None = strawberry.field(description="Where to go on.")
    has_more: bool = strawberry.field(description="Whether more is there now.")


class BoardEventKind(StrEnum):
    """What an event of the live board is."""

    CHANGES = "CHANGES"
    HEARTBEAT = "HEARTBEAT"
    RESYNC = "RESYNC"


strawberry.enum(BoardEventKind, description="What an event of the live board is.")
_DESCRIBED = {
    "CHANGES": "some entities changed",
    "HEARTBEAT": "nothing happened; the line is alive",
    "RESYNC": "too much was missed: fetch everything anew",
}
for _value in BoardEventKind.__strawberry_definition__.values:  # type: ignore[attr-defined] # set above
    _value.description = _DESCRIBED[_value.name]


@strawberry.type(description="That an entity changed; fetch it where its version is newer.")
class ChangedEntity:
    entity: str = strawberry.field(description="Incident, Obligation, Party, Release …")
    id: strawberry.ID = strawberry.field(description="Its global id.")
    incident: strawberry.ID | None = strawberry.field(description="Its incident's global id.")
    occasion: strawberry.ID | None = strawberry.field(description="Its occasion's global id.")
    version: int = strawberry.field(description="Its version after the change.")
    kind: str = strawberry.field(description="What happened.")
    text: str | None = strawberry.field(description="One Chinese sentence.")


@strawberry.type(description="An event of the live board.")
class BoardEvent:
    kind: BoardEventKind = strawberry.field(description="What it is.")
    cursor: str = strawberry.field(description="Where to go on after a break.")
    at: datetime = strawberry.field(description="The service's clock.")
    changes: list[ChangedEntity] = strawberry.field(description="What changed, oldest first.")


@strawberry.type
class BoardQuery:
    @strawberry.field(
        graphql_type=Connection[ObligationType],
        description="Obligations in the caller's territory, and those its units are parties to.",
    )
    async def obligations(
        self,
        info: Info,
        filter: Annotated[  # noqa: A002 - the schema's word
            ObligationFilter | None, strawberry.argument(description="Which; null: the board.")
        ] = None,
        order_by: Annotated[
            ObligationOrder, strawberry.argument(description="In which order.")
        ] = ObligationOrder.DUE_AT,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> ConnectionRow[Obligation]:
        caller = info.context.caller
        wanted = _wanted(filter)
        if wanted.timed is False:
            order_by = ObligationOrder.STARTED_AT  # untimed ones have no other order
        name = store.connection_name(order_by)
        page = PageRequest.parse(first, after, last, before, connection=name, key=(datetime, UUID))
        async with info.context.database.reading() as conn:
            found = await store.board_page(
                conn,
                page,
                wanted,
                order_by,
                level=caller.scope_level,
                code=caller.scope_code,
            )
            found.rows[:] = await dress(found.rows, conn, info, caller)

        async def count() -> int:
            async with info.context.database.reading() as conn:
                level, code = caller.scope_level, caller.scope_code
                return await store.board_count(conn, wanted, level=level, code=code)

        return connection(page, found, store.cursor_key(order_by), count if wanted.plain else None)

    @strawberry.field(graphql_type=BoardTallyType, description="The board's figures.")
    async def board_tally(self, info: Info) -> BoardTally:
        caller = info.context.caller
        async with info.context.database.reading() as conn:
            return await store.board_tally(
                conn,
                info.context.clock.now(),
                level=caller.scope_level,
                code=caller.scope_code,
            )

    @strawberry.field(
        graphql_type=ChangePageType,
        description="The change log as far as the caller may see it, oldest first.",
        metadata={PAGE_LIMIT: LARGEST_FEED},
    )
    async def changes(
        self,
        info: Info,
        after: Annotated[
            str | None, strawberry.argument(description="Exclusive; null: from the beginning.")
        ] = None,
        first: Annotated[
            int | None, strawberry.argument(description="At most 1000; null: 100.")
        ] = None,
    ) -> ChangePageRow:
        size = 100 if first is None else first
        if not 1 <= size <= LARGEST_FEED:
            raise refusals.bad_page("first", LARGEST_FEED)
        place = read_cursor(after) or 0
        async with info.context.database.reading() as conn:
            rows = await changes_after(conn, place, size + 1, scope=info.context.caller.scope_code)
        more, rows = len(rows) > size, rows[:size]
        cursor = str(rows[-1].seq) if rows else after
        return ChangePageRow(changes=rows, cursor=cursor, has_more=more)


@strawberry.type
class BoardSubscription:
    @strawberry.subscription(
        description="What changes in the caller's territory; a heartbeat every 10 seconds while the"
        " change log can be read."
    )
    async def board(
        self,
        info: Info,
        after: Annotated[
            str | None,
            strawberry.argument(description="The last cursor seen; null: from now on."),
        ] = None,
    ) -> AsyncGenerator[BoardEvent, None]:
        context, poller = info.context, info.context.service.poller
        caller, now = context.caller, context.clock.now
        place = read_cursor(after)
        cursor = poller.cursor if place is None else place
        if poller.reads:
            yield _event(BoardEventKind.HEARTBEAT, cursor, now())
        loop = asyncio.get_running_loop()
        told = loop.time()
        async with aclosing(_follow(poller, cursor)) as stream:
            async for batch in stream:
                _still_allowed(info, caller)
                if not batch and not poller.reads:
                    continue  # nothing is known, and a heartbeat would say that nothing happened
                if isinstance(batch, Resync):
                    cursor = batch.cursor
                    event = _event(BoardEventKind.RESYNC, cursor, now())
                else:
                    cursor = batch[-1].seq if batch else cursor
                    seen = [_changed(row) for row in batch if caller.scope_code in row.scope]
                    if not seen and loop.time() - told < HEARTBEAT_SECONDS * 0.9:
                        continue
                    kind = BoardEventKind.CHANGES if seen else BoardEventKind.HEARTBEAT
                    event = _event(kind, cursor, now(), seen)
                told = loop.time()
                yield event


def _follow(poller: Any, cursor: int) -> AsyncGenerator[list[Change] | Resync, None]:
    stream: AsyncGenerator[list[Change] | Resync, None] = poller.follow(
        cursor, heartbeat=HEARTBEAT_SECONDS
    )
    return stream


def _still_allowed(info: Info, caller: Principal) -> None:
    """Ask again at every event: a long connection outlives tables and tokens."""
    context = info.context
    if not context.policy.admits(caller, "Subscription.board").ok:
        raise coded(FORBIDDEN, "您的角色不能进行这项操作。")


def _event(
    kind: BoardEventKind, cursor: int, at: datetime, changes: list[ChangedEntity] | None = None
) -> BoardEvent:
    return BoardEvent(kind=kind, cursor=str(cursor), at=at, changes=changes or [])


def _changed(row: Change) -> ChangedEntity:
    incident, occasion = row.body.get("incident"), row.body.get("occasion")
    return ChangedEntity(
        entity=NAMES.get(row.entity, row.entity),
        id=strawberry.ID(to_global_id(NAMES.get(row.entity, row.entity), row.id)),
        incident=strawberry.ID(to_global_id("Incident", UUID(incident))) if incident else None,
        occasion=strawberry.ID(to_global_id("Occasion", UUID(occasion))) if occasion else None,
        version=row.version,
        kind=row.kind,
        text=messages.text(row.entity, row.kind, row.body),
    )


def read_cursor(value: str | None) -> int | None:
    """Read a place in the change log; raises Refusal BAD_CURSOR."""
    if value is None:
        return None
    if not value.isascii() or not value.isdigit() or len(value) > 18:
        raise Refusal("BAD_CURSOR", "变更游标不正确，请从头查询。", "after")
    return int(value)
