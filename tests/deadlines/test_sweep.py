"""The sweep: each rung once, whoever runs it how often; the heartbeat; the clock."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
import pytest_asyncio

from services.kit.clock import ManualClock
from services.kit.database import Database
from tests.deadlines.desk import JOB, OFFICER, Desk, mirror_world, serving
from tests.support.moments import AT_THREE_IN_THE_MORNING

SWEPT = "selected alerts backlog nextWakeAt asOf replayed"
STATUS = "{ sweepStatus { lastRunAt healthy backlog nextWakeAt lateBySeconds } }"


@pytest_asyncio.fixture(loop_scope="module")
async def night(clean_deadlines: None, deadlines_db: Database) -> Any:
    """An empty board at 03:02, with a clock of its own."""
    clock = ManualClock(AT_THREE_IN_THE_MORNING)
    await mirror_world(deadlines_db, clock)
    async with serving(deadlines_db, clock) as desk:
        yield desk


async def sweep(desk: Desk, **given: Any) -> dict[str, Any]:
    payload: dict[str, Any] = await desk.act("sweepObligations", SWEPT, given, JOB)
    return payload


async def rungs(desk: Desk) -> list[tuple[str, str]]:
    async with desk.database.reading() as conn:
        rows = await conn.fetch(
            """
            select o.kind, a.rung
            from obligation_alert a
            join obligation o on o.id = a.obligation
            order by a.rung_at, o.kind
            """
        )
    return [(row["kind"], row["rung"]) for row in rows]


async def test_an_empty_board_answers_zeros(night: Desk) -> None:
    payload = await sweep(night)
    assert (payload["selected"], payload["alerts"], payload["backlog"]) == (0, 0, 0)
    assert payload["nextWakeAt"] is None
    status = (await night.ask(STATUS))["sweepStatus"]
    assert status["healthy"] is True


async def test_each_rung_is_recorded_once_at_its_true_time(night: Desk) -> None:
    await night.open()
    await sweep(night)
    first = await rungs(night)
    assert ("FIRST_RELEASE", "OPENED") in first
    assert "OVERDUE" not in {rung for _, rung in first}
    assert (await sweep(night))["alerts"] == 0
    night.clock.advance(hours=1)
    assert (await sweep(night))["alerts"] > 0
    assert len(await rungs(night)) == len(set(await rungs(night)))


async def test_after_a_standstill_every_missed_rung_comes_in_one_step(night: Desk) -> None:
    await night.open()
    night.clock.advance(days=3)
    payload = await sweep(night)
    assert payload["selected"] == 2
    assert payload["backlog"] == 0
    assert (await sweep(night))["selected"] == 0
    async with night.database.reading() as conn:
        late = await conn.fetchval("select bool_and(rung_at < recorded_at) from obligation_alert")
    assert late is True


async def test_the_answer_tells_when_to_wake(night: Desk) -> None:
    await night.open()
    woken = datetime.fromisoformat((await sweep(night))["nextWakeAt"])
    assert datetime(2026, 11, 20, 19, 2, tzinfo=UTC) < woken
    assert woken <= datetime(2026, 11, 20, 19, 40, 1, tzinfo=UTC)


async def test_four_runners_record_what_one_would(night: Desk) -> None:
    for _ in range(12):
        await night.open()
    night.clock.advance(days=2)
    answers = await asyncio.gather(*(sweep(night, limit=7) for _ in range(16)))
    found = await rungs(night)
    assert sum(answer["alerts"] for answer in answers) == len(found)
    assert sum(answer["selected"] for answer in answers) == 24
    async with night.database.reading() as conn:
        doubled = await conn.fetchval(
            "select count(*) from change where kind = 'ALERTED' group by id, body ->> 'rung'"
            " having count(*) > 1"
        )
    assert doubled is None


async def test_a_met_or_waived_obligation_is_not_reminded_of(night: Desk) -> None:
    incident = await night.open()
    for row in incident["obligations"]:
        if row["dueAt"]:
            given = {"obligation": row["id"], "reason": "演练结束"}
            await night.act("waiveObligation", "replayed", given)
    night.clock.advance(days=2)
    assert (await sweep(night))["selected"] == 0


async def test_a_moved_due_is_reminded_of_anew(night: Desk) -> None:
    incident = await night.open()
    night.clock.advance(minutes=30)
    await sweep(night)
    before = len(await rungs(night))
    given = {
        "incident": incident["id"],
        "facts": {"occurredAt": "2026-11-21T02:50:00+08:00"},
        "reason": "时间更正",
    }
    await night.act("assessIncident", "replayed", given)
    night.clock.advance(minutes=30)
    await sweep(night)
    assert len(await rungs(night)) > before


@pytest.mark.parametrize(
    ("as_of", "code"),
    [
        ("2026-11-21T02:56:00+08:00", "CLOCK_BACKWARDS"),
        ("2026-11-21T03:08:00+08:00", "TIME_IN_FUTURE"),
    ],
)
async def test_a_sweep_runs_neither_backwards_nor_ahead(night: Desk, as_of: str, code: str) -> None:
    await sweep(night)
    refusal = await sweep(night, asOf=as_of)
    assert (refusal["code"], refusal["field"]) == (code, "input.asOf")


@asynccontextmanager
async def ahead(night: Desk, **by: float) -> AsyncIterator[Desk]:
    """Another runner on the same database, whose clock is fast."""
    clock = ManualClock(night.clock.now())
    clock.advance(**by)
    async with serving(night.database, clock) as desk:
        yield desk


async def test_a_runner_with_a_fast_clock_stops_no_other(night: Desk) -> None:
    async with ahead(night, minutes=4) as fast:
        await sweep(fast)
    await night.open()
    for given in ({}, {"asOf": night.clock.now().isoformat()}):
        payload = await sweep(night, **given)
        assert payload["__typename"] == "SweepObligationsPayload"
    assert (await night.ask(STATUS))["sweepStatus"]["healthy"] is True


async def test_after_the_clock_stepped_back_the_sweep_is_silent_until_it_runs(night: Desk) -> None:
    async with ahead(night, hours=1) as fast:
        await sweep(fast)
    assert (await night.ask(STATUS))["sweepStatus"]["healthy"] is False
    payload = await sweep(night)
    assert datetime.fromisoformat(payload["asOf"]) == night.clock.now()
    assert (await night.ask(STATUS))["sweepStatus"]["healthy"] is True


async def test_old_keys_and_heartbeats_are_deleted_and_young_ones_stay(night: Desk) -> None:
    async def kept() -> tuple[int, int]:
        async with night.database.reading() as conn:
            keys = await conn.fetchval("select count(*) from idempotency")
            return keys, await conn.fetchval("select count(*) from sweep_run")

    await night.open()
    await sweep(night)
    night.clock.advance(hours=47)
    await sweep(night)
    assert await kept() == (3, 2)
    night.clock.advance(hours=2)
    await sweep(night)
    assert await kept() == (2, 3)
    night.clock.advance(days=31)
    await sweep(night)
    assert await kept() == (1, 1)


async def test_a_run_called_twice_with_one_key_ran_once(night: Desk) -> None:
    await night.open()
    given = {"idempotencyKey": "sweep 03:02"}
    once, again = await sweep(night, **given), await sweep(night, **given)
    assert (once["replayed"], again["replayed"]) == (False, True)
    assert once["alerts"] == again["alerts"]


async def test_a_stopped_sweep_is_seen_and_hides_no_lateness(night: Desk) -> None:
    incident = await night.open()
    await sweep(night)
    night.clock.advance(hours=2)
    status = (await night.ask(STATUS))["sweepStatus"]
    assert status["healthy"] is False
    assert status["backlog"] > 0
    assert status["lateBySeconds"] > 3600
    tally = (await night.ask("{ boardTally { overdue } }"))["boardTally"]
    assert tally["overdue"] == 1
    assert incident["by"]["FIRST_RELEASE"]["state"] == "OPEN"


async def test_only_the_job_sweeps(night: Desk) -> None:
    query = """mutation { sweepObligations(input: {idempotencyKey: "x"}) { __typename } }"""
    answer = await night.send(query, OFFICER)
    assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN"


async def test_a_wake_of_a_duty_that_is_closed_leaves_the_queue(night: Desk) -> None:
    await night.open()
    async with night.database.transaction() as conn:
        await conn.execute("update obligation set state = 'WAIVED', closed_at = now()")
    night.clock.advance(days=2)
    first = await sweep(night, limit=1)
    assert (first["selected"], first["alerts"], first["backlog"]) == (0, 0, 1)
    assert (await sweep(night))["backlog"] == 0


MISPLACED = """
select count(*)
from obligation_alert a
join due_version d on d.obligation = a.obligation and d.version = a.due_version
where a.rung_at > d.due_at + interval '1 microsecond' or a.rung_at < d.due_at - interval '1 day'
"""
UNREMINDED = """
select count(*)
from obligation o
where o.state = 'OPEN'
and o.due_at < $1
and not exists (
    select from obligation_alert a
    where a.obligation = o.id and a.due_version = o.due_version and a.rung = 'OVERDUE'
)
"""


async def test_regrades_during_sweeps_lose_no_reminder_and_misplace_none(night: Desk) -> None:
    incidents = [await night.open() for _ in range(4)]
    night.clock.advance(minutes=50)

    async def regrade(incident: dict[str, Any]) -> None:
        for minute in (30, 10, 35):
            given = {
                "incident": incident["id"],
                "facts": {"occurredAt": f"2026-11-21T02:{minute}:00+08:00"},
                "reason": "时间更正",
            }
            await night.act("assessIncident", "replayed", given)

    async def sweeps() -> None:
        for _ in range(10):
            await sweep(night, limit=3)

    await asyncio.gather(*(regrade(each) for each in incidents), sweeps(), sweeps())
    await sweep(night)
    async with night.database.reading() as conn:
        assert await conn.fetchval(MISPLACED) == 0
        assert await conn.fetchval(UNREMINDED, night.clock.now()) == 0
