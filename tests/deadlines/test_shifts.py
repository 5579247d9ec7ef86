"""The roster over the API: planned at once, holes told, persons replaced, nobody made up."""

from asyncio import gather
from typing import Any

import pytest_asyncio

from services.kit.auth import Role
from services.kit.graphql.ids import to_global_id
from services.kit.ids import new_id
from tests.deadlines.desk import ELSEWHERE, OFFICER, Desk
from tests.deadlines.duty import CHIEF, LI, SHIFT, WANG, ZHANG, Named, at, line, plan, start

ROSTER = f"""query R($unit: String!, $from: DateTime!, $to: DateTime!) {{
    shifts(unit: $unit, from: $from, to: $to) {{
        shifts {{ {SHIFT} roleTitle unplanned }} gaps {{ beginsAt endsAt }} }} }}"""
ON_DUTY = """query D($unit: String!, $at: DateTime) {
    onDuty(unit: $unit, at: $at) { manned text shifts { person } unhanded { person } } }"""


@pytest_asyncio.fixture(autouse=True, loop_scope="module")
async def empty(desk: Desk) -> None:
    async with desk.database.transaction() as conn:
        await conn.execute("delete from shift")


async def roster(desk: Desk, begins: float, ends: float) -> Any:
    span = {"from": at(begins).isoformat(), "to": at(ends).isoformat()}
    return (await desk.ask(ROSTER, OFFICER, unit="1301", **span))["shifts"]


async def on_duty(desk: Desk, hours: float | None = None) -> Any:
    moment = None if hours is None else at(hours).isoformat()
    return (await desk.ask(ON_DUTY, OFFICER, unit="1301", at=moment))["onDuty"]


async def test_many_are_planned_at_once_and_the_holes_are_told(desk: Desk) -> None:
    made = await plan(desk, line("虚构张", 0, 8), line("虚构李", 8, 16), line("虚构王", 17, 24))
    assert [row["stateTitle"] for row in made["shifts"]] == ["待班"] * 3
    (gap,) = made["gaps"]
    assert (gap["beginsAt"], gap["endsAt"]) == (at(16).isoformat(), at(17).isoformat())
    assert (await on_duty(desk, 16.5))["text"].startswith("无人值班；上一班虚构李")
    assert [row["person"] for row in (await on_duty(desk, 1))["shifts"]] == ["虚构张"]
    # nothing is written of a list with a fault
    twice = await plan(desk, line("虚构赵", 30, 38), line("虚构张", 7, 9))
    assert (twice["code"], twice["field"]) == ("OVERLAPS", "input.shifts.1.person")
    assert (await roster(desk, 24, 48))["shifts"] == []
    assert len((await roster(desk, 0, 24))["shifts"]) == 3


async def test_a_roster_is_refused_by_the_line_at_fault(desk: Desk) -> None:
    async def refused(**more: Any) -> tuple[str, str]:
        answer = await plan(desk, line("虚构甲", 100, 108) | more)
        return answer["code"], answer["field"]

    long_ago = at(-48).isoformat()
    assert await refused(endsAt=at(99).isoformat()) == ("BAD_SPAN", "input.shifts.0.endsAt")
    week = at(400).isoformat()
    assert await refused(endsAt=week) == ("SHIFT_TOO_LONG", "input.shifts.0.endsAt")
    past = {"beginsAt": long_ago, "endsAt": at(-40).isoformat()}
    assert await refused(**past) == ("PAST_CORRECTION", "input.shifts.0.beginsAt")
    assert await refused(role="厨师") == ("UNKNOWN_ROLE", "input.shifts.0.role")
    assert await refused(person=" ") == ("MISSING", "input.shifts.0.person")
    shape = {"unit": "1404", "shifts": [line("虚构甲", 100, 108)]}
    answer = await desk.act("planShifts", "replayed", shape, CHIEF)
    assert (answer["code"], answer["field"]) == ("NOT_FOUND", "input.unit")


async def test_somebody_is_put_in_and_what_was_planned_stays_on_record(desk: Desk) -> None:
    made = await plan(desk, line("虚构张", 0, 8), line("虚构李", 8, 16))
    first, second = (row["id"] for row in made["shifts"])
    given = {"shift": first, "person": "虚构王", "reason": "张突发疾病"}
    put_in = await desk.act("replaceOnShift", f"shifts {{ {SHIFT} }}", given, LI)
    (row,) = put_in["shifts"]
    assert (row["person"], row["replaces"], row["reason"]) == ("虚构王", first, "张突发疾病")
    swap = {"shift": row["id"], "swapWith": second, "reason": "调班"}
    swapped = await desk.act("replaceOnShift", f"shifts {{ {SHIFT} }}", swap, CHIEF)
    assert [r["person"] for r in swapped["shifts"]] == ["虚构李", "虚构王"]
    found = await roster(desk, 0, 16)
    assert found["gaps"] == []
    states = sorted(f"{r['person']} {r['stateTitle']}" for r in found["shifts"])
    gone = ["虚构张 已换班", "虚构李 已换班", "虚构王 已换班"]
    assert states == sorted([*gone, "虚构李 待班", "虚构王 待班"])
    again = await desk.act("replaceOnShift", "replayed", given, CHIEF)
    assert (again["code"], again["field"]) == ("SHIFT_GONE", "input.shift")
    neither = await desk.act("replaceOnShift", "replayed", {"shift": first, "reason": "x"}, CHIEF)
    assert neither["code"] == "ONE_OF"


async def test_only_the_person_planned_begins_a_shift_and_another_is_put_in_first(
    desk: Desk,
) -> None:
    made = await plan(desk, line("虚构张", -6, 2))
    (shift,) = (row["id"] for row in made["shifts"])
    assert (await on_duty(desk))["text"] == "主班 虚构张（至11-21 10:00，未到岗）"
    stranger = await start(desk, shift, LI)
    assert (stranger["code"], stranger["field"]) == ("NOT_YOUR_SHIFT", "input.shift")
    begun = await start(desk, shift, ZHANG)
    assert begun["shifts"][0]["stateTitle"] == "在班"
    assert (await start(desk, shift, ZHANG))["code"] == "ALREADY_STARTED"
    # half way through somebody else takes the rest
    given = {"shift": shift, "person": "虚构李", "reason": "身体不适"}
    rest = (await desk.act("replaceOnShift", f"shifts {{ {SHIFT} }}", given, ZHANG))["shifts"][0]
    assert (rest["beginsAt"], rest["endsAt"]) == (
        desk.clock.now().isoformat(),
        at(2).isoformat(),
    )
    assert (await on_duty(desk))["unhanded"] == {"person": "虚构张"}


async def test_two_who_plan_the_same_person_at_once_do_not_both_succeed(desk: Desk) -> None:
    lines = [line("虚构张", 0, 8), line("虚构张", 4, 12)]
    answers = await gather(*(plan(desk, one) for one in lines))
    assert sorted(one["__typename"] for one in answers) == ["PlanShiftsPayload", "Refusal"]


async def test_whoever_is_there_unplanned_says_so(desk: Desk) -> None:
    assert await on_duty(desk) == {
        "manned": False,
        "text": "无人值班",
        "shifts": [],
        "unhanded": None,
    }
    alone = {"unit": "1301", "endsAt": at(0).isoformat()}
    made = await desk.act("startShift", f"shifts {{ {SHIFT} unplanned }}", alone, WANG)
    assert (made["shifts"][0]["person"], made["shifts"][0]["unplanned"]) == ("虚构王", True)
    assert (await on_duty(desk))["manned"] is True
    again = await desk.act("startShift", "replayed", alone, WANG)
    assert again["code"] == "OVERLAPS"


async def test_a_person_of_the_registry_is_named_by_it_and_doubted_when_on_leave(
    desk: Desk,
) -> None:
    async with desk.database.transaction() as conn:
        person = await conn.fetchval(
            "select person_id from mirror_post where unit = '1301' order by id limit 1"
        )
        await conn.execute(
            """
            insert into mirror_availability (id, version, person_id, begins, ends, present)
            values ($1, 1, $1, $2, $3, false)
            """,
            person,
            at(30),
            at(40),
        )
    known = to_global_id("Person", person)
    made = await plan(
        desk,
        line("x", 0, 8, personId=known),
        line("x", 32, 36, personId=known),
    )
    assert [warning["code"] for warning in made["warnings"]] == ["ON_LEAVE"]
    query = ON_DUTY.replace("{ person }", "{ person phone }", 1)
    found = await desk.ask(query, OFFICER, unit="1301", at=at(1).isoformat())
    (shift,) = found["onDuty"]["shifts"]
    assert (shift["person"], shift["phone"]) == (made["shifts"][0]["person"], "13900000001")
    stranger = to_global_id("Person", new_id())
    answer = await plan(desk, line("x", 50, 58, personId=stranger))
    assert (answer["code"], answer["field"]) == ("NOT_FOUND", "input.shifts.0.personId")


async def test_a_shift_with_a_login_is_begun_by_no_namesake(desk: Desk) -> None:
    made = await plan(desk, line("虚构张", -5, 2, account="zhang1"))
    (shift,) = (row["id"] for row in made["shifts"])
    assert (await start(desk, shift, ZHANG))["code"] == "NOT_YOUR_SHIFT"


async def test_a_roster_is_of_the_own_territory_and_an_officer_plans_none(desk: Desk) -> None:
    made = await plan(desk, line("虚构张", 0, 8))
    (shift,) = (row["id"] for row in made["shifts"])
    there = Named(called="虚构张", unit="1404", code="1404")
    assert (await start(desk, shift, there))["code"] == "NOT_FOUND"
    span = {"from": at(0).isoformat(), "to": at(8).isoformat()}
    answer = await desk.send(ROSTER, ELSEWHERE, unit="1301", **span)
    assert answer["errors"][0]["extensions"]["code"] == "NOT_FOUND"
    query = "mutation M($i: PlanShiftsInput!) { planShifts(input: $i) { __typename } }"
    given = {"unit": "1301", "shifts": [line("虚构张", 8, 9)], "idempotencyKey": "k"}
    answer = await desk.send(query, OFFICER, i=given)
    assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    admin = Named(called="虚构管", role=Role.ROSTER_ADMIN)
    assert "shifts" in await plan(desk, line("虚构周", 8, 16), who=admin)
