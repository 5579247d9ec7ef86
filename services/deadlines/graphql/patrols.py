"""Patrols planned, done and missed, and the rules of a desk that plan them."""

from datetime import datetime
from typing import Annotated

import strawberry

from services.deadlines.domain import shift_refusals as refusals
from services.deadlines.domain.duty_rules import (
    SOURCE_TITLES,
    DutyRules,
    Expectation,
    PatrolTime,
    ShiftRole,
    SourceKind,
)
from services.deadlines.domain.patrols import (
    Patrol,
    PatrolBook,
    PatrolResult,
    PatrolSlot,
    PatrolState,
)
from services.deadlines.domain.scopes import within
from services.deadlines.graphql.service import Info
from services.deadlines.graphql.shifts import Since, UnitCode, Until
from services.deadlines.store.duty_rules import rules_of
from services.deadlines.store.patrols import patrol_by_id
from services.deadlines.usecases import duty_rules, patrols
from services.kit.graphql.ids import from_global_id, to_global_id
from services.kit.graphql.rows import Node, compiled_field, global_id, shows
from services.kit.graphql.schema import RefusalType


@shows(ShiftRole)
@strawberry.type(name="ShiftRole", description="What somebody on duty is there for.")
class ShiftRoleType:
    code: str = strawberry.field(description="Its code.")
    title: str = strawberry.field(description="In Chinese, e.g. 主班.")
    mans: bool = strawberry.field(description="Whether without it nobody keeps the desk.")


@shows(PatrolTime)
@strawberry.type(name="PatrolTime", description="A patrol of each day (定时巡查).")
class PatrolTimeType:
    at: str = strawberry.field(description="The time of China's day, HH:MM.")
    tolerance: int = strawberry.field(description="So many minutes sooner or later count too.")
    channels: list[str] = strawberry.field(description="What is looked at.")


@shows(Expectation)
@strawberry.type(name="SourceExpectation", description="How long a source may be silent.")
class SourceExpectationType:
    kind: SourceKind = strawberry.field(description="Which sort of source.")
    kind_title: str = compiled_field(
        lambda row: SOURCE_TITLES[row.kind], str, description="The sort in Chinese."
    )
    subject: str | None = strawberry.field(description="A vendor's login.")
    within: int | None = strawberry.field(
        description="Minutes, inclusive; null: no silence is too long."
    )
    ours: bool = strawberry.field(description="Whether it is the house's own and no unit's.")


@shows(DutyRules)
@strawberry.type(name="DutyRules", description="What a unit lays down for its desk (值班规则).")
class DutyRulesType:
    unit: str = strawberry.field(description="The unit's code.")
    version: int = strawberry.field(description="0: nothing was laid down.")
    roles: list[ShiftRoleType] = strawberry.field(description="The roles on duty.")
    patrols: list[PatrolTimeType] = strawberry.field(description="The patrols of each day.")
    expectations: list[SourceExpectationType] = compiled_field(
        lambda row: list(row.expected),
        list[SourceExpectationType],
        description="What holds: the unit's own, and the house's where it has none.",
    )
    reason: str = strawberry.field(description="Why it was laid down.")
    set_at: datetime | None = strawberry.field(description="From when it is in force.")
    set_by: str | None = strawberry.field(description="Who laid it down.")


@shows(Patrol)
@strawberry.type(name="Patrol", description="One entry of the patrol log (巡查记录).")
class PatrolType(Node):
    id: strawberry.ID = global_id("Patrol")
    unit: str = strawberry.field(description="The unit's code.")
    at: datetime = strawberry.field(description="When.")
    person: str = strawberry.field(description="Who.")
    channels: list[str] = strawberry.field(description="What was looked at.")
    result: PatrolResult = strawberry.field(description="What was found.")
    result_title: str = strawberry.field(description="未发现 or 有发现.")
    note: str | None = strawberry.field(description="In words.")
    leads: list[strawberry.ID] = compiled_field(
        lambda row: [to_global_id("Lead", lead) for lead in row.leads],
        list[strawberry.ID],
        description="The leads that it led to.",
    )
    recorded_at: datetime = strawberry.field(description="When it was written down.")
    recorded_by: str = strawberry.field(description="Who wrote it down.")


@shows(PatrolSlot)
@strawberry.type(name="PatrolSlot", description="One planned patrol of one day.")
class PatrolSlotType:
    at: datetime = strawberry.field(description="When it is planned.")
    opens_at: datetime = strawberry.field(description="From when it counts, inclusive.")
    closes_at: datetime = strawberry.field(description="Until when it counts, inclusive.")
    channels: list[str] = strawberry.field(description="What is to be looked at.")
    state: PatrolState = strawberry.field(description="What became of it.")
    state_title: str = strawberry.field(description="In Chinese, e.g. 漏巡.")
    patrols: list[strawberry.ID] = compiled_field(
        lambda row: [to_global_id("Patrol", patrol) for patrol in row.patrols],
        list[strawberry.ID],
        description="What was done of it.",
    )
    lacking: list[str] = strawberry.field(description="What nobody looked at.")


@shows(PatrolBook)
@strawberry.type(name="PatrolBook", description="A unit's patrols in a time (巡查情况).")
class PatrolBookType:
    unit: str = strawberry.field(description="The unit's code.")
    slots: list[PatrolSlotType] = strawberry.field(description="Those planned, the earliest first.")
    missed: list[PatrolSlotType] = strawberry.field(
        description="Those whose time is over and of which something was not looked at (漏巡)."
    )
    log: list[PatrolType] = strawberry.field(description="Those done, the earliest first.")


@strawberry.input(description="A role on duty.")
class ShiftRoleInput:
    code: str = strawberry.field(description="Its code, capital letters.")
    title: str = strawberry.field(description="In Chinese.")
    mans: bool = strawberry.field(description="Whether without it nobody keeps the desk.")


@strawberry.input(description="A patrol of each day.")
class PatrolTimeInput:
    at: str = strawberry.field(description="The time of China's day, HH:MM.")
    tolerance: int = strawberry.field(description="Minutes sooner or later that count too.")
    channels: list[str] = strawberry.field(description="What is looked at, at most 30.")


@strawberry.input(description="How long a source may be silent.")
class SourceExpectationInput:
    kind: SourceKind = strawberry.field(description="Which sort of source.")
    subject: str | None = strawberry.field(default=None, description="A vendor's login.")
    within: int | None = strawberry.field(
        default=None, description="Minutes; null: no silence is too long."
    )


@strawberry.input(description="Lay down the rules of a desk; what is null stays.")
class SetDutyRulesInput:
    unit: str = strawberry.field(description="The unit's code.")
    roles: list[ShiftRoleInput] | None = strawberry.field(
        default=None, description="All roles, at most 20; one of them keeps the desk."
    )
    patrols: list[PatrolTimeInput] | None = strawberry.field(
        default=None, description="All patrols of a day, at most 96."
    )
    expectations: list[SourceExpectationInput] | None = strawberry.field(
        default=None, description="All of the unit's own expectations, at most 50."
    )
    reason: str = strawberry.field(description="Why; kept with it.")
    idempotency_key: str = strawberry.field(description="The caller's own key for this act.")


@strawberry.type(description="The rules now in force.")
class SetDutyRulesPayload:
    rules: DutyRules = strawberry.field(graphql_type=DutyRulesType, description="The rules.")
    replayed: bool = strawberry.field(description="Whether this answers a repeated call.")


@strawberry.input(description="Write down a patrol.")
class RecordPatrolInput:
    unit: str = strawberry.field(description="The unit's code.")
    at: datetime | None = strawberry.field(
        default=None, description="When; null: now. At most a day ago."
    )
    person: str | None = strawberry.field(default=None, description="Who; null: the caller.")
    channels: list[str] = strawberry.field(description="What was looked at, 1 to 30.")
    result: PatrolResult = strawberry.field(description="What was found; nothing is said too.")
    note: str | None = strawberry.field(default=None, description="In words.")
    leads: list[strawberry.ID] = strawberry.field(
        default_factory=list, description="The leads that it led to, at most 50."
    )
    idempotency_key: str = strawberry.field(description="The caller's own key for this act.")


@strawberry.type(description="What was written down.")
class RecordPatrolPayload:
    patrol: Patrol = strawberry.field(graphql_type=PatrolType, description="The entry.")
    replayed: bool = strawberry.field(description="Whether this answers a repeated call.")


SetDutyRulesResult = Annotated[
    SetDutyRulesPayload | RefusalType, strawberry.union("SetDutyRulesResult")
]
RecordPatrolResult = Annotated[
    RecordPatrolPayload | RefusalType, strawberry.union("RecordPatrolResult")
]


@strawberry.type
class PatrolQuery:
    @strawberry.field(
        graphql_type=PatrolBookType,
        description="A unit's planned patrols and its log, 62 days at most (定时巡查).",
    )
    async def patrols(self, info: Info, unit: UnitCode, since: Since, until: Until) -> PatrolBook:
        context, now = info.context, info.context.clock.now()
        return await patrols.patrols_between(
            context.database, context.caller, unit, since, until, now
        )

    @strawberry.field(graphql_type=DutyRulesType, description="The rules of a desk (值班规则).")
    async def duty_rules(self, info: Info, unit: UnitCode) -> DutyRules:
        context = info.context
        if not within(unit, context.caller.scope_level, context.caller.scope_code):
            raise refusals.unit_elsewhere("unit")
        async with context.database.reading() as conn:
            return await rules_of(conn, unit, context.clock.now())


@strawberry.type
class PatrolMutation:
    @strawberry.mutation(description="Lay down the rules of a desk, from now on (值班规则).")
    async def set_duty_rules(
        self,
        info: Info,
        input: Annotated[  # noqa: A002 - the schema's word
            SetDutyRulesInput, strawberry.argument(description="What to do.")
        ],
    ) -> SetDutyRulesResult:
        context, now = info.context, info.context.clock.now()
        done = await duty_rules.set_duty_rules(context.database, context.caller, _rules(input), now)
        async with context.database.reading() as conn:
            rules = await rules_of(conn, done.value.unit, now)
        return SetDutyRulesPayload(rules=rules, replayed=done.replayed)

    @strawberry.mutation(description="Write down a patrol, also one that found nothing (巡查).")
    async def record_patrol(
        self,
        info: Info,
        input: Annotated[  # noqa: A002 - the schema's word
            RecordPatrolInput, strawberry.argument(description="What to do.")
        ],
    ) -> RecordPatrolResult:
        command = patrols.RecordPatrol(
            unit=input.unit,
            at=input.at,
            person=input.person,
            channels=input.channels,
            result=input.result,
            note=input.note,
            leads=[
                from_global_id(lead, "Lead", f"input.leads.{place}")
                for place, lead in enumerate(input.leads)
            ],
            key=input.idempotency_key,
        )
        context = info.context
        done = await patrols.record_patrol(
            context.database, context.caller, command, context.clock.now()
        )
        async with context.database.reading() as conn:
            patrol = await patrol_by_id(conn, done.value.patrol)
        if patrol is None:
            raise refusals.unit_elsewhere()
        return RecordPatrolPayload(patrol=patrol, replayed=done.replayed)


def _rules(given: SetDutyRulesInput) -> duty_rules.SetDutyRules:
    roles, times, expected = given.roles, given.patrols, given.expectations
    return duty_rules.SetDutyRules(
        unit=given.unit,
        roles=None
        if roles is None
        else [ShiftRole(code=r.code, title=r.title, mans=r.mans) for r in roles],
        patrols=None
        if times is None
        else [
            PatrolTime(at=t.at, tolerance=t.tolerance, channels=tuple(t.channels)) for t in times
        ],
        expectations=None
        if expected is None
        else [Expectation(kind=e.kind, subject=e.subject, within=e.within) for e in expected],
        reason=given.reason,
        key=given.idempotency_key,
    )
