"""The board's page is one range, or two merged: also at size and under a generic plan.

HUIYING_PLAN_ROWS=200000 asks the same of fewer rows than a million, in less time.
"""

import os
import re
from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import pytest
import pytest_asyncio

from services.deadlines.domain.board import ObligationOrder
from services.deadlines.store.board import board_statement, tally_statement
from services.kit.database import Connection

DUE, STARTED = ObligationOrder.DUE_AT, ObligationOrder.STARTED_AT

ROWS = int(os.environ.get("HUIYING_PLAN_ROWS", "1000000"))
INDEXES = """
select indexdef, format('drop index %I', indexname) as dropped
from pg_indexes
where tablename = 'obligation'
and indexdef not like 'CREATE UNIQUE%'
"""
FILL = f"""
set session_replication_role = replica;
insert into incident (
    id, number, title, state, drill, contacts_pending, desk, facts, packs, responsibility, notes,
    opened_at, opened_by, version, assessment, scope1
)
select ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, '2026-' || n, 'x', 'OPEN',
    false, false, '1301', '{{}}', '[]', '[]', '[]', now(), 'x', 1, 1, '0'
from generate_series(1, 40000) as n;
insert into occasion (
    id, number, kind, title, state, unit_code, unit, begins_at, packs, body, opened_at, opened_by,
    version, scope1
)
select ('00000000-0000-7002-8000-' || lpad(n::text, 12, '0'))::uuid, '2026', 'PERIOD', 'x', 'OPEN',
    '13', '{{"code": "13", "name": "x"}}', now(), '[]', '{{}}', now(), 'x', 1, '0'
from generate_series(1, 40000) as n;
insert into obligation (
    id, incident, occasion, key, kind, title, opened_on, due_class, modality, state, owed,
    owed_after, start_at, due_at, provisional, late_at_intake, owner_code, owner, recipients,
    fulfilled_by, conclusive, at_source, basis, version, due_version, closed_at, scope1, scope2,
    scope3, scope4
)
select ('00000000-0000-7001-8000-' || lpad(n::text, 12, '0'))::uuid,
    case when n % 11 > 0
        then ('00000000-0000-7000-8000-' || lpad((1 + n % 40000)::text, 12, '0'))::uuid end,
    case when n % 11 = 0
        then ('00000000-0000-7002-8000-' || lpad((1 + n % 40000)::text, 12, '0'))::uuid end,
    'K' || n, 'RESPONSE', 'x', 'INCIDENT', 'STATUTORY_TIMED', 'SHALL',
    case when n % 5 = 0 then 'FULFILLED' else 'OPEN' end, n % 7 <> 0, '[]',
    timestamptz '2026-11-20' + n * interval '1 second',
    case when n % 4 <> 0
        then timestamptz '2026-11-21' + (n::bigint * 7919 % 1000000) * interval '1 s' end,
    false, false, '13', '{{"code": "13", "name": "x"}}', '[]', '[]', false, false, '[]', 1, 1,
    case when n % 5 = 0 then timestamptz '2026-11-01' + n * interval '10 seconds' end,
    '0', (10 + n % 31)::text, (1000 + n % 340)::text, (100000 + n % 3000)::text
from generate_series(1, {ROWS}) as n;
insert into obligation_watch (scope, obligation, incident, occasion, board_at, start_at, timed)
select '1301', id, incident, occasion, board_at, start_at, due_at is not null
from obligation
where state = 'OPEN' and owed and scope3 <> '1301' and id::text like '%7'
limit 5000;
"""  # noqa: S608 - the only part is our number


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def full(deadlines_dsn: str) -> AsyncIterator[Connection]:
    conn = await asyncpg.connect(deadlines_dsn)
    indexes = await conn.fetch(INDEXES)
    await conn.execute(";".join(row["dropped"] for row in indexes))
    await conn.execute(FILL)
    await conn.execute("set maintenance_work_mem = '256MB'")
    await conn.execute(";".join(row["indexdef"] for row in indexes))
    await conn.execute("vacuum analyze obligation, obligation_watch, incident, occasion")
    await conn.execute("set session_replication_role = origin; set jit = off")
    yield conn
    await conn.close()


async def plan_of(conn: Any, sql: str, *values: str) -> str:
    """Explain a prepared statement under a generic plan, as the server would run it."""
    await conn.execute("set plan_cache_mode = force_generic_plan")
    await conn.execute(f"prepare page(text, timestamptz, uuid, bigint) as {sql}")
    given = ", ".join(f"'{value}'" for value in values)
    rows = await conn.fetch(f"explain (analyze, timing off) execute page({given})")
    await conn.execute("deallocate page")
    return "\n".join(row[0] for row in rows)


CASES = [
    (timed, order, level, backward)
    for timed, order in ((True, DUE), (None, DUE), (False, STARTED))
    for level, backward in ((1, False), (3, False), (3, True), (4, False))
]
CODES = {1: "0", 3: "1301", 4: "100007"}
BEGINNING = ("1900-01-01", "00000000-0000-0000-0000-000000000000")
END = ("9999-12-31", "ffffffff-ffff-ffff-ffff-ffffffffffff")


@pytest.mark.parametrize(("timed", "order", "level", "backward"), CASES)
async def test_a_page_is_merged_ranges_without_sort_scan_or_waste(
    full: Connection,
    timed: bool | None,
    order: ObligationOrder,
    level: int,
    backward: bool,
) -> None:
    sql = board_statement(timed, order, level, backward=backward)
    assert sql is not None
    at, id_ = END if backward else BEGINNING
    plan = await plan_of(full, sql, CODES[level], at, id_, "51")
    nodes = "\n".join(line for line in plan.splitlines() if "(cost=" in line)
    assert "Sort" not in nodes, plan
    assert "Seq Scan" not in nodes, plan
    assert "Hash" not in nodes, plan
    assert "Rows Removed" not in plan, plan
    assert "Merge Append" in nodes, plan


@pytest.mark.parametrize("level", [1, 3, 4])
async def test_the_tally_scans_no_table(full: Connection, level: int) -> None:
    await full.execute("set plan_cache_mode = force_generic_plan")
    sql = tally_statement(level)
    await full.execute(f"prepare tally(text, timestamptz, timestamptz) as {sql}")
    given = f"'{CODES[level]}', '2026-11-22', '2026-11-22'"
    rows = await full.fetch(f"explain (analyze, timing off) execute tally({given})")
    await full.execute("deallocate tally")
    plan = "\n".join(row[0] for row in rows)
    assert "Seq Scan on obligation" not in plan, plan
    assert "Merge Join" not in plan, plan
    assert "Hash Join" not in plan, plan


async def test_a_deep_page_reads_no_more_rows_than_the_first(
    full: Connection,
) -> None:
    sql = board_statement(True, DUE, 1)
    assert sql is not None
    plan = await plan_of(full, sql, "0", "2026-11-28", BEGINNING[1], "51")
    read = [int(n) for n in re.findall(r"actual rows=(\d+)", plan)]
    assert max(read) <= 52, plan
