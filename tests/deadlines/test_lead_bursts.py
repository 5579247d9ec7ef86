"""Reports that come at once share a transaction, and end as if they had come one by one."""

import asyncio
import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.deadlines.domain.lead_input import Claimed
from services.deadlines.store.lead_reports import leads_to_join, lock_keys
from services.deadlines.usecases.leads import LeadReports, Taken
from services.kit.auth import Principal, Role
from services.kit.clock import ManualClock
from services.kit.database import Database
from services.kit.refusal import Refusal
from tests.support.cluster import empty_tables
from tests.support.moments import AT_THREE_IN_THE_MORNING

VENDOR = Principal(
    subject="vendor",
    name="某某舆情",
    role=Role.VENDOR,
    unit="1301",
    scope_level=3,
    scope_code="1301",
    operations=None,
    introspect=False,
    expires_at=AT_THREE_IN_THE_MORNING + timedelta(days=1),
)
OFFICER = replace(VENDOR, subject="officer", role=Role.OFFICER)
Told = tuple[Principal, Claimed, str]
pytestmark = pytest.mark.usefixtures("clean_deadlines")


def of(address: str, **given: Any) -> Claimed:
    return Claimed(url=f"https://w.example/{address}", **given)


async def at_once(database: Database, told: Sequence[Told]) -> list[Taken | BaseException]:
    reports, now = LeadReports(), AT_THREE_IN_THE_MORNING
    return await asyncio.gather(
        *(reports.report(database, who, what, key, now) for who, what, key in told),
        return_exceptions=True,
    )


async def one_by_one(database: Database, told: Sequence[Told]) -> list[Taken | BaseException]:
    return [(await at_once(database, [one]))[0] for one in told]


def any_told(dice: random.Random, number: int) -> Told:
    """Few addresses, hashes, places and times, so that much joins in many ways."""
    minutes = dice.randrange(0, 180, 7)
    claimed = Claimed(
        title=f"第 {number} 条",
        url=dice.choice([None, *(f"https://w.example/{n}" for n in range(6))]),
        content_hash=dice.choice([None, *(f"{n}" * 32 for n in range(4))]),
        platform=dice.choice([None, "微博", "抖音"]),
        locality=dice.choice([None, "130102", "130104"]),
        heat=dice.choice([None, 1.0, float(number)]),
        occurred_at=dice.choice([None, AT_THREE_IN_THE_MORNING - timedelta(minutes=minutes)]),
    )
    return dice.choice([VENDOR, OFFICER]), claimed, f"key-{number}"


LEADS = """
select array_agg(s.title order by s.title) as told, l.title, l.url, l.platform, l.locality, l.heat,
    l.occurred_at, l.outside, l.reported_at, l.sightings, l.version,
    (select array_agg(c.kind || c.version order by c.seq) from change c where c.id = l.id) as log,
    (select array_agg(m.mark order by m.mark) from lead_mark m where m.lead = l.id) as marks,
    (select array_agg(v.scope order by v.scope) from lead_scope v where v.lead = l.id) as scopes
from lead l
join sighting s on s.lead = l.id
group by l.id
order by told
"""


@pytest.mark.parametrize("seed", range(6))
async def test_a_burst_ends_as_one_by_one(
    deadlines_db: Database, deadlines_dsn: str, seed: int
) -> None:
    dice = random.Random(seed)
    told = [any_told(dice, number) for number in range(40)]
    found = []
    for way in (one_by_one, at_once):
        await empty_tables(deadlines_dsn)
        answers = await way(deadlines_db, told)
        async with deadlines_db.reading() as conn:
            rows = [tuple(row) for row in await conn.fetch(LEADS)]
        found.append((rows, [one.once.value.joined for one in answers if isinstance(one, Taken)]))
    assert found[0] == found[1]
    assert sum(len(row[0]) for row in found[1][0]) == 40


async def test_a_key_told_twice_at_once_is_taken_once_and_another_payload_conflicts(
    deadlines_db: Database,
) -> None:
    first, again, other, beside = await at_once(
        deadlines_db,
        [
            (VENDOR, of("1"), "a"),
            (VENDOR, of("1"), "a"),
            (VENDOR, of("2"), "a"),
            (OFFICER, of("3"), "a"),
        ],
    )
    assert isinstance(first, Taken)
    assert isinstance(again, Taken)
    assert (first.once.replayed, again.once.replayed) == (False, True)
    assert first.once.value == again.once.value
    assert isinstance(other, Refusal)
    assert other.code == "IDEMPOTENCY_CONFLICT"
    assert isinstance(beside, Taken)
    assert not beside.once.replayed
    async with deadlines_db.reading() as conn:
        assert await conn.fetchval("select count(*) from sighting") == 2


async def test_one_that_cannot_be_taken_stops_no_other(deadlines_db: Database) -> None:
    told = [(VENDOR, of(str(number)), f"k{number}") for number in range(12)]
    told[3] = (VENDOR, of("x", heat=-1.0), "bad")
    async with deadlines_db.transaction() as conn:
        await conn.execute(
            "insert into idempotency values ('vendor', 'k7', 'reportLead', '', null, $1)",
            AT_THREE_IN_THE_MORNING,
        )
        answers = await at_once(deadlines_db, told)
        await conn.execute("delete from idempotency where key = 'k7'")
    codes = {n: one.code for n, one in enumerate(answers) if isinstance(one, Refusal)}
    assert codes == {3: "NEGATIVE", 7: "IDEMPOTENCY_IN_PROGRESS"}
    assert sum(isinstance(one, Taken) for one in answers) == 10
    async with deadlines_db.reading() as conn:
        assert await conn.fetchval("select count(*) from sighting") == 10


async def test_whoever_left_while_waiting_takes_no_part(
    deadlines_db: Database, clock: ManualClock
) -> None:
    reports = LeadReports()
    tasks = [
        asyncio.create_task(reports.report(deadlines_db, VENDOR, of(n), n, clock.now()))
        for n in ("first", "left", "stays")
    ]
    await asyncio.sleep(0)
    tasks[1].cancel()
    done = await asyncio.gather(*tasks, return_exceptions=True)
    assert isinstance(done[1], asyncio.CancelledError)
    async with deadlines_db.reading() as conn:
        seen = await conn.fetch("select url from sighting order by url")
    assert [row["url"][-5:] for row in seen] == ["first", "stays"]


async def test_what_a_report_joins_is_looked_up_by_index_however_small_the_tables_were(
    deadlines_db: Database,
) -> None:
    """A plan stays with its connection: one that reads tables whole slows with each lead."""
    sql = ""

    class Asked:
        async def fetch(self, text: str, *_: object) -> list[object]:
            nonlocal sql
            sql = text
            return []

    await leads_to_join(Asked(), [])  # type: ignore[arg-type] # takes the text alone
    async with deadlines_db.transaction() as conn:
        await lock_keys(conn, [])
        await conn.execute("set local plan_cache_mode = force_generic_plan")
        await conn.execute(f"prepare asked as {sql}")
        rows = await conn.fetch("explain execute asked('[]')")
    plan = "\n".join(row[0] for row in rows)
    assert "Seq Scan" not in plan
    assert "Hash" not in plan
    for line in (line for line in plan.splitlines() if "Scan using lead_pkey" in line):
        assert "Index Cond: (id = " in plan.split(line)[1].splitlines()[1]
