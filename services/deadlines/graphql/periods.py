"""Periods: the job that opens them, their progress, and recording what counts."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

import strawberry

from services.deadlines.domain.obligations import ObligationState
from services.deadlines.domain.occasions import Occasion, OccasionState
from services.deadlines.domain.periods import PeriodRow
from services.deadlines.graphql.parts import BasisType, UnitRefType
from services.deadlines.graphql.service import Info
from services.deadlines.law.fulfilment import Outcome
from services.deadlines.law.tallies import Weighed
from services.deadlines.law.words import ACT_TITLES, ActKind
from services.deadlines.store.occasions import occasions_by_id
from services.deadlines.store.periods import periods_page
from services.deadlines.usecases import periodic_acts, periods
from services.deadlines.usecases.counting import period_rows
from services.kit.database import Connection as DatabaseConnection
from services.kit.graphql.ids import from_global_id, to_global_id
from services.kit.graphql.pages import (
    After,
    Before,
    Connection,
    ConnectionRow,
    First,
    Last,
    Page,
    PageRequest,
    connection,
)
from services.kit.graphql.rows import compiled_field, shows
from services.kit.graphql.schema import RefusalType


@shows(Weighed)
@strawberry.type(name="CountedAct", description="Something done, and whether it counts (计入).")
class CountedActType:
    kind: ActKind = compiled_field(lambda row: row.act.kind, ActKind, description="What it was.")
    kind_title: str = compiled_field(
        lambda row: ACT_TITLES[row.act.kind], str, description="What it was, in Chinese."
    )
    title: str = compiled_field(lambda row: row.act.title, str, description="Its title.")
    held_at: datetime = compiled_field(
        lambda row: row.act.held_at, datetime, description="When it was held or issued."
    )
    unit: str = compiled_field(lambda row: row.act.unit, str, description="Whose, by unit code.")
    host: str = compiled_field(lambda row: row.act.host, str, description="Who held it, by code.")
    number: str | None = compiled_field(
        lambda row: row.act.number, str | None, description="The paper's number."
    )
    url: str | None = compiled_field(
        lambda row: row.act.url, str | None, description="Where it can be read."
    )
    counts: bool = strawberry.field(description="Whether it counts toward this period.")
    reason: str = strawberry.field(description="Why, or why not.")


def _progress(row: PeriodRow) -> str:
    return f"{row.tally.counted}/{row.tally.target}" if row.tally else ""


@shows(PeriodRow)
@strawberry.type(name="Period", description="What a unit owes for a period (周期应办).")
class PeriodType:
    id: strawberry.ID = compiled_field(
        lambda row: to_global_id("Occasion", row.occasion.id),
        strawberry.ID,
        description="The global id of its occasion.",
    )
    obligation: strawberry.ID = compiled_field(
        lambda row: to_global_id("Obligation", row.obligation.id),
        strawberry.ID,
        description="The global id of its duty.",
    )
    unit: UnitRefType = compiled_field(
        lambda row: row.occasion.unit, UnitRefType, description="Who owes it."
    )
    kind: str = compiled_field(
        lambda row: row.obligation.kind, str, description="The duty's kind: BULLETIN, …"
    )
    title: str = compiled_field(
        lambda row: row.obligation.title, str, description="The duty, in Chinese."
    )
    due_at: datetime | None = compiled_field(
        lambda row: row.obligation.due_at,
        datetime | None,
        description="The limit, inclusive; null: untimed.",
    )
    state: ObligationState = compiled_field(
        lambda row: row.obligation.state, ObligationState, description="Where the duty stands."
    )
    outcome: Outcome | None = compiled_field(
        lambda row: row.obligation.outcome,
        Outcome | None,
        description="How it counts once fulfilled.",
    )
    basis: list[BasisType] = compiled_field(
        lambda row: row.obligation.basis, list[BasisType], description="The clause it rests on."
    )
    number: str = compiled_field(
        lambda row: row.occasion.number, str, description="The period in Chinese: 2026年第4季度."
    )
    period: str = compiled_field(
        lambda row: row.occasion.period or "", str, description="2026Q4, 2026H2, 2026, 2013-11-30."
    )
    rule: str = compiled_field(
        lambda row: row.occasion.rule or "", str, description="The pack and the duty in it."
    )
    counted: int = compiled_field(
        lambda row: row.tally.counted if row.tally else 0, int, description="How many count."
    )
    target: int = compiled_field(
        lambda row: row.tally.target if row.tally else 1, int, description="How many are owed."
    )
    progress: str = compiled_field(_progress, str, description="1/2; empty: nothing is counted.")
    acts: list[CountedActType] = compiled_field(
        lambda row: row.tally.lines if row.tally else (),
        list[CountedActType],
        description="What was done, oldest first, with why it counts or not.",
    )


@strawberry.input(description="Open what is owed for periods.")
class OpenPeriodsInput:
    as_of: datetime | None = strawberry.field(
        default=None, description="For which moment; null: now. Not before the last one."
    )
    limit: int = strawberry.field(default=500, description="How many at most, 1 to 1000.")
    idempotency_key: str = strawberry.field(description="The caller's own key for this run.")


@strawberry.type(description="What one run opened; zeros are said too.")
class OpenPeriodsPayload:
    opened: int = strawberry.field(description="Periods opened now.")
    fulfilled: int = strawberry.field(description="Of them met already by what was on record.")
    standing: int = strawberry.field(description="Periods that were there before.")
    has_more: bool = strawberry.field(description="Whether another run has work to do.")
    busy: bool = strawberry.field(description="Another runner is at it; nothing was done here.")
    since: datetime = strawberry.field(description="Up to when all was opened before.")
    as_of: datetime = strawberry.field(description="For which moment it ran.")
    replayed: bool = strawberry.field(description="Whether this answers a repeated call.")


@strawberry.input(description="Who was there.")
class ActAttendeeInput:
    unit: str = strawberry.field(description="The unit's code.")
    person: str = strawberry.field(description="The name.")


@strawberry.input(description="Record what may count toward a period.")
class RecordPeriodicActInput:
    kind: ActKind = strawberry.field(description="What it was.")
    title: str = strawberry.field(description="Its title.")
    held_at: datetime = strawberry.field(description="When it was held or issued.")
    unit: str | None = strawberry.field(
        default=None, description="Whose, by unit code; null: that of the occasion."
    )
    host: str | None = strawberry.field(
        default=None, description="Who held it, by unit code; null: the unit itself."
    )
    joint_units: list[str] = strawberry.field(
        default_factory=list, description="Units that held it together with it, by code."
    )
    attendees: list[ActAttendeeInput] = strawberry.field(
        default_factory=list, description="Who was there, at most 50."
    )
    emergency: bool = strawberry.field(default=False, description="Held for an emergency.")
    url: str | None = strawberry.field(default=None, description="Where it can be read.")
    number: str | None = strawberry.field(
        default=None, description="The paper's number; a bulletin needs it."
    )
    occasion: strawberry.ID | None = strawberry.field(
        default=None, description="The period it is for; null: the one in which it lies."
    )
    idempotency_key: str = strawberry.field(description="The caller's own key for this act.")


@strawberry.type(description="The periods that were looked at, as they now stand.")
class RecordPeriodicActPayload:
    periods: list[PeriodRow] = strawberry.field(
        graphql_type=list[PeriodType], description="Each with its progress."
    )
    replayed: bool = strawberry.field(description="Whether this answers a repeated call.")


OpenPeriodsResult = Annotated[
    OpenPeriodsPayload | RefusalType, strawberry.union("OpenPeriodsResult")
]
RecordPeriodicActResult = Annotated[
    RecordPeriodicActPayload | RefusalType, strawberry.union("RecordPeriodicActResult")
]


async def _rows(
    info: Info, conn: DatabaseConnection, occasions: Sequence[Occasion]
) -> list[PeriodRow]:
    return await period_rows(conn, info.context.service.law, occasions)


def _key(row: PeriodRow) -> tuple[UUID]:
    return (row.occasion.id,)


@strawberry.input(description="Which periods.")
class PeriodFilter:
    unit: str | None = strawberry.field(
        default=None, description="A unit's code: its own and those of the units below it."
    )
    period: str | None = strawberry.field(default=None, description="2026Q4, 2026H2, 2026.")
    state: OccasionState | None = strawberry.field(default=None, description="Null: any.")
    rule: str | None = strawberry.field(default=None, description="The pack and the duty in it.")


@strawberry.type
class PeriodQuery:
    @strawberry.field(
        graphql_type=Connection[PeriodType],
        description="What units owe for periods and how far it is done, newest first.",
    )
    async def periods(
        self,
        info: Info,
        filter: Annotated[  # noqa: A002 - the schema's word
            PeriodFilter | None, strawberry.argument(description="Which; null: all.")
        ] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> ConnectionRow[PeriodRow]:
        page = PageRequest.parse(first, after, last, before, connection="periods", key=(UUID,))
        wanted = filter or PeriodFilter()
        async with info.context.database.reading() as conn:
            found = await periods_page(
                conn,
                page,
                info.context.caller.scope_code,
                unit=wanted.unit,
                period=wanted.period,
                state=wanted.state.value if wanted.state else None,
                rule=wanted.rule,
            )
            rows = await _rows(info, conn, found.rows)
        shown = Page(rows=rows, has_next=found.has_next, has_previous=found.has_previous)
        return connection(page, shown, _key)


@strawberry.type
class PeriodMutation:
    @strawberry.mutation(description="Open what is owed for periods, each once; for the job.")
    async def open_periods(
        self,
        info: Info,
        input: Annotated[  # noqa: A002 - the schema's word
            OpenPeriodsInput, strawberry.argument(description="What to do.")
        ],
    ) -> OpenPeriodsResult:
        context = info.context
        done = await periods.open_periods(
            context.database,
            context.service.law,
            context.caller,
            input.as_of,
            input.limit,
            input.idempotency_key,
            context.clock.now(),
        )
        answer = done.value
        return OpenPeriodsPayload(
            opened=answer.opened,
            fulfilled=answer.fulfilled,
            standing=answer.standing,
            has_more=answer.has_more,
            busy=answer.busy,
            since=answer.since,
            as_of=answer.as_of,
            replayed=done.replayed,
        )

    @strawberry.mutation(
        description="Record a conference, an interview, a bulletin, an inspection (记周期事项)."
    )
    async def record_periodic_act(
        self,
        info: Info,
        input: Annotated[  # noqa: A002 - the schema's word
            RecordPeriodicActInput, strawberry.argument(description="What to do.")
        ],
    ) -> RecordPeriodicActResult:
        context = info.context
        done = await periodic_acts.record_periodic_act(
            context.database,
            context.service.law,
            context.caller,
            _command(input),
            context.clock.now(),
        )
        async with context.database.reading() as conn:
            code = context.caller.scope_code
            found = await occasions_by_id(conn, done.value.periods, code)
            rows = await _rows(info, conn, found)
        return RecordPeriodicActPayload(periods=rows, replayed=done.replayed)


def _command(given: RecordPeriodicActInput) -> periodic_acts.RecordPeriodicAct:
    occasion = given.occasion
    return periodic_acts.RecordPeriodicAct(
        kind=given.kind,
        title=given.title,
        held_at=given.held_at,
        unit=given.unit,
        host=given.host,
        joint=given.joint_units,
        present=[(one.unit, one.person) for one in given.attendees],
        emergency=given.emergency,
        url=given.url,
        number=given.number,
        occasion=(
            from_global_id(occasion, "Occasion", "input.occasion") if occasion is not None else None
        ),
        key=given.idempotency_key,
    )
