"""The scheduled jobs' day (REQUIREMENTS 6.3): sweep, periods, a standstill, a weekly audit."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

from services.deadlines.law.periods import CHINA
from services.kit.auth import Role
from services.kit.database import Database
from tests.stories.town import Town

SWEPT = "selected alerts notices backlog nextWakeAt asOf replayed catchUp { begins ends }"
OPENED = "opened fulfilled standing hasMore since asOf replayed"
STATUS = """{ sweepStatus { healthy backlog lateBySeconds lastRunAt nextWakeAt
  catchUp { begins ends } } boardTally { overdue } }"""
NOTICES = """{ notices(first: 100) { edges { node { id kind told unit person items
  tells { rungTitle rungAt lateBySeconds } } } } }"""
PERIODS = """query P($period: String!) { periods(first: 100, filter: {period: $period}) {
  edges { node { kind period state dueAt unit { code } } } } }"""


QUARTERS = """query Q($filter: PeriodFilter) { periods(first: 100, filter: $filter) {
  edges { node { period state dueAt } } } }"""
MARK = """mutation M($input: UpdateUnitInput!) { updateUnit(input: $input) {
  ... on UnitPayload { unit { code tags } } ... on Refusal { code message field } } }"""
MARKED, MARKED_LATER = "13-CZT", "13-SFT"
"""省财政厅, which the roster marks 重点发布部门, and 省司法厅, which it does not mark yet."""


async def whole_day(town: Town, province: Town, deadlines_db: Database) -> None:
    await with_nothing_to_do_it_answers_zeros(town)
    await what_has_come_due_is_found_though_no_run_meets_its_very_second(town)
    await a_second_run_sends_nothing_and_two_runners_are_safe(town, deadlines_db)
    await while_the_job_stands_still_no_overdue_looks_on_time(town)
    await the_first_run_after_it_tells_the_true_times_in_one_digest_each(town, deadlines_db)
    await it_refuses_to_run_backwards(town)
    await a_province_takes_quarterly_duties_on(town, province)
    await each_period_is_opened_once_and_a_missed_one_late(town, province)
    await late_periods_are_swept_at_their_true_times(town, deadlines_db)
    await the_weekly_audit_counts(town)


async def sweep(town: Town, **given: Any) -> dict[str, Any]:
    return await town.act("sweepObligations", SWEPT, given, Role.JOB)


async def status(town: Town) -> dict[str, Any]:
    answer: dict[str, dict[str, Any]] = await town.ask(STATUS)
    return {**answer["sweepStatus"], **answer["boardTally"]}


async def opened(town: Town, **facts: Any) -> str:
    now = town.clock.now()
    given = {
        "knownAt": now.isoformat(),
        "occurredAt": (now - timedelta(minutes=22)).isoformat(),
        "emergency": True,
        "severity": "PARTICULARLY_MAJOR",
        "localities": ["130123"],
        **facts,
    }
    made = await town.act("openIncident", "incident { id }", {"facts": given})
    id_: str = made["incident"]["id"]
    return id_


async def with_nothing_to_do_it_answers_zeros(town: Town) -> None:
    """Returns counts including zero, and writes the heartbeat all the same."""
    town.clock.advance(days=2)  # the day before is over; whoever was to be told was told
    for _ in range(20):
        await sweep(town)
        town.clock.advance(minutes=2)
    ran = await sweep(town)
    assert (ran["selected"], ran["alerts"], ran["notices"], ran["backlog"]) == (0, 0, 0, 0)
    assert ran["nextWakeAt"] is None
    assert (await status(town))["healthy"] is True


async def what_has_come_due_is_found_though_no_run_meets_its_very_second(town: Town) -> None:
    """It selects what is due by then (`<=`), never what is due just then."""
    await opened(town)
    first = await sweep(town)
    assert first["alerts"] > 0
    wake = moment(first["nextWakeAt"])
    town.clock.advance(seconds=(wake - town.clock.now()).total_seconds() + 0.7)
    ran = await sweep(town, asOf=town.clock.now().isoformat())
    assert ran["alerts"] > 0
    assert moment(ran["nextWakeAt"]) > town.clock.now()


async def a_second_run_sends_nothing_and_two_runners_are_safe(
    town: Town, deadlines_db: Database
) -> None:
    """One row a duty, due version and rung; two runners share the work and double nothing."""
    again = await sweep(town)
    assert (again["selected"], again["alerts"], again["notices"]) == (0, 0, 0)
    for _ in range(4):
        await opened(town)
    ran = await asyncio.gather(*(sweep(town, limit=2) for _ in range(6)))
    ran.append(await sweep(town))
    async with deadlines_db.reading() as conn:
        last = await conn.fetchval(
            "select count(*) from obligation_alert where recorded_at = $1", town.clock.now()
        )
    rungs = await ledger(deadlines_db)
    assert len(rungs) == len(set(rungs))
    assert last >= sum(each["alerts"] for each in ran) > 0


async def ledger(database: Database) -> list[tuple[Any, ...]]:
    async with database.reading() as conn:
        rows = await conn.fetch(
            "select body ->> 'number', id, version, body ->> 'rung' from change"
            " where kind = 'ALERTED'"
        )
    return [tuple(row) for row in rows]


async def while_the_job_stands_still_no_overdue_looks_on_time(town: Town) -> None:
    """A stopped job delays reminders; who reads the board reads the clock, not the job."""
    before = await status(town)
    of_yesterday = before["overdue"]
    town.clock.advance(minutes=7)
    stopped = await status(town)
    assert (before["healthy"], stopped["healthy"]) == (True, False)
    town.clock.advance(hours=26, minutes=-7)
    stopped = await status(town)
    # five incidents: the first release and the conference each
    assert stopped["overdue"] == of_yesterday + 10
    assert stopped["backlog"] > 0
    assert stopped["lateBySeconds"] > 25 * 3600
    async with town.http.get(f"{town.deadlines_url}/health/sweep") as answer:
        assert answer.status == 503


async def the_first_run_after_it_tells_the_true_times_in_one_digest_each(
    town: Town, deadlines_db: Database
) -> None:
    """Breached when it was due, detected now; the run says from when to when it caught up."""
    stood = moment((await status(town))["lastRunAt"])
    before = {notice["id"] for notice in await notices(town)}
    ran = await sweep(town)
    assert ran["backlog"] == 0
    assert moment(ran["catchUp"]["begins"]) == stood
    assert moment(ran["catchUp"]["ends"]) == town.clock.now()
    async with deadlines_db.reading() as conn:
        overdue = await conn.fetch(
            "select o.due_at, a.rung_at, a.recorded_at from obligation_alert a"
            " join obligation o on o.id = a.obligation where a.rung = 'OVERDUE'"
            " and a.recorded_at = $1",
            town.clock.now(),
        )
    assert len(overdue) == 10
    tick = timedelta(microseconds=1)
    assert {row["rung_at"] - row["due_at"] for row in overdue} == {tick}
    told = [n for n in await notices(town) if n["id"] not in before]
    assert {n["kind"] for n in told} == {"DIGEST"}
    receivers = [(n["told"], n["unit"], n["person"]) for n in told]
    assert len(receivers) == len(set(receivers)) > 1
    assert max(t["lateBySeconds"] for n in told for t in n["tells"]) > 24 * 3600
    assert (await status(town))["healthy"] is True


async def notices(town: Town) -> list[dict[str, Any]]:
    return [edge["node"] for edge in (await town.ask(NOTICES))["notices"]["edges"]]


async def it_refuses_to_run_backwards(town: Town) -> None:
    earlier = (town.clock.now() - timedelta(hours=1)).isoformat()
    for job in ("sweepObligations", "openPeriods"):
        if job == "openPeriods":
            await town.act(job, OPENED, {}, Role.JOB)
        refused = await town.act(job, "asOf", {"asOf": earlier}, Role.JOB)
        assert (refused["code"], refused["field"]) == ("CLOCK_BACKWARDS", "input.asOf")
    given = {"idempotencyKey": "03:02"}
    assert [(await sweep(town, **given))["replayed"] for _ in range(2)] == [False, True]


async def a_province_takes_quarterly_duties_on(town: Town, province: Town) -> None:
    """Two departments adopt the text; one of them is marked for it in the midst of a quarter."""
    day = town.clock.now().astimezone(CHINA).date().isoformat()
    for unit in (MARKED, MARKED_LATER):
        given = {"pack": "province-2013", "unit": unit, "effectiveFrom": day, "document": "1号"}
        made = await province.act("adoptPack", "replayed", given, Role.LEADER)
        assert made["__typename"] == "AdoptPackPayload", made
    run = await town.act("openPeriods", OPENED, {}, Role.JOB)
    assert run["hasMore"] is False
    assert await quarters(province, MARKED) == {}, "the quarter of the adoption is not owed"
    town.clock.advance(days=80)
    mark: dict[str, Any] = {
        "code": MARKED_LATER,
        "tags": ["重点发布部门"],
        "idempotencyKey": "mark",
    }
    marked = await province.ask_registry(MARK, Role.ROSTER_ADMIN, input=mark)
    assert marked["updateUnit"]["unit"]["tags"] == ["重点发布部门"]
    town.clock.advance(minutes=1)
    await town.job("syncRegistry")
    await town.act("openPeriods", OPENED, {}, Role.JOB)
    assert quarter_ends(await quarters(province, MARKED)) == ["2027-03-31"]
    # the text as it is shipped: from the next period on; a pack may say otherwise (``midway``)
    assert await quarters(province, MARKED_LATER) == {}


async def quarters(province: Town, unit: str) -> dict[str, dict[str, Any]]:
    given = {"unit": unit, "rule": "province-2013/department-conference"}
    found = (await province.ask(QUARTERS, Role.LEADER, filter=given))["periods"]["edges"]
    return {edge["node"]["period"]: edge["node"] for edge in found}


def quarter_ends(rows: dict[str, dict[str, Any]]) -> list[str]:
    ends = [moment(rows[key]["dueAt"]).astimezone(CHINA) for key in sorted(rows)]
    assert {f"{end:%H:%M:%S.%f}" for end in ends} == {"23:59:59.999999"}
    return [f"{end:%Y-%m-%d}" for end in ends]


async def each_period_is_opened_once_and_a_missed_one_late(town: Town, province: Town) -> None:
    """Daily; unique by unit, rule and period, and however late, with its true limit."""
    run = await town.act("openPeriods", OPENED, {}, Role.JOB)
    assert (run["opened"], run["fulfilled"], run["standing"] > 0) == (0, 0, True)
    town.clock.advance(days=160)  # the second quarter begins and ends, and nobody looks
    late = await town.act("openPeriods", OPENED, {}, Role.JOB)
    assert late["opened"] > 0
    assert moment(late["since"]) == moment(run["asOf"])
    since_then = ["2027-06-30", "2027-09-30"]
    assert quarter_ends(await quarters(province, MARKED)) == ["2027-03-31", *since_then]
    missed = await quarters(province, MARKED_LATER)
    assert quarter_ends(missed) == since_then
    assert moment(missed["2027Q2"]["dueAt"]) < town.clock.now()
    assert (await town.act("openPeriods", OPENED, {}, Role.JOB))["opened"] == 0
    half = await town.ask(PERIODS, period="2027H1")
    rows = [e["node"] for e in half["periods"]["edges"] if e["node"]["kind"] == "BULLETIN"]
    assert rows
    assert {moment(row["dueAt"]) for row in rows} == {moment("2027-06-30T23:59:59.999999+08:00")}
    keys = [row["unit"]["code"] for row in rows]
    assert len(keys) == len(set(keys))


async def late_periods_are_swept_at_their_true_times(town: Town, database: Database) -> None:
    """How much waits and since when is told before; run by run what is left, and when to wake."""
    waiting = await status(town)
    assert (waiting["backlog"] > 0, waiting["lateBySeconds"] > 0) == (True, True), waiting
    assert moment(waiting["nextWakeAt"]) < town.clock.now()
    runs = [await sweep(town)]
    while runs[-1]["backlog"]:
        runs.append(await sweep(town))
    assert sum(run["selected"] for run in runs) == waiting["backlog"]
    assert moment(runs[-1]["nextWakeAt"]) > town.clock.now()
    async with database.reading() as conn:
        told = await conn.fetch(
            "select a.rung_at - o.due_at as after from obligation_alert a"
            " join obligation o on o.id = a.obligation join occasion c on c.id = o.occasion"
            " where a.rung = 'OVERDUE' and c.period = '2027Q2'"
        )
    assert {row["after"] for row in told} == {timedelta(microseconds=1)}
    again = await sweep(town)
    assert (again["selected"], again["alerts"], again["backlog"]) == (0, 0, 0)
    assert again["nextWakeAt"] == runs[-1]["nextWakeAt"]


async def the_weekly_audit_counts(town: Town) -> None:
    """It says how many there are, zero too; the second looks and finds nothing new."""
    query = """mutation A($key: String!) { auditRosters(input: {idempotencyKey: $key}) {
        ... on AuditRostersPayload { audit { opened resolved standing } } } }"""
    first = (await town.ask_registry(query, Role.JOB, key="week 1"))["auditRosters"]["audit"]
    again = (await town.ask_registry(query, Role.JOB, key="week 2"))["auditRosters"]["audit"]
    assert first["opened"] > 0
    assert (again["opened"], again["resolved"]) == (0, 0)
    assert again["standing"] == first["standing"]


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
