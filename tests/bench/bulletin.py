"""A bulletin of a province, of a prefecture and of a county in it: seconds until it is whole."""

import asyncio
import time
from datetime import UTC, datetime

import asyncpg

from services.deadlines.usecases.reports import Ask, make_bulletin
from services.kit.auth import Principal, Role
from services.kit.database import Database, use_plain_json
from tests.bench.processes import cpu_seconds
from tests.bench.rounds import span, table
from tests.bench.rows import LINE, PER_INCIDENT, PERSON, without_indexes

UNITS = {"province": "13", "prefecture": "1301", "county": "130102"}
NOW = datetime(2026, 6, 20, tzinfo=UTC)
LEADER = Principal(
    subject="leader",
    name="领导",
    role=Role.LEADER,
    unit="13",
    scope_level=2,
    scope_code="13",
    expires_at=datetime(2099, 1, 1, tzinfo=UTC),
)
_INCIDENTS = """
insert into incident (
    id, number, title, state, drill, contacts_pending, desk, severity, severity_title, kind,
    kind_title, facts, packs, responsibility, notes, opened_at, opened_by, version, assessment,
    scope1, scope2
)
select ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, '2026-' || n,
    '某县某化工厂爆炸 ' || n, 'OPEN', n % 500 = 0, false, '13', 'MAJOR', '重大', 'ACCIDENT',
    '事故灾难',
    jsonb_build_object(
        'facts', jsonb_build_object(
            'known_at', timestamptz '2026-01-02' + (n::bigint * 6007 % 14000000) * interval '1 s',
            'severity', 'MAJOR', 'categories', '["SOCIAL_HOTSPOT"]'::jsonb
        ),
        'severity_title', '重大', 'locality_names', '["某县"]'::jsonb
    ),
    '["shijiazhuang-2019@1"]', '[]', '[]', timestamptz '2026-01-02', '值班员', 1, 1, '0', '13'
from generate_series(1, $1::integer) as n
"""
# Eleven prefectures of twenty counties with ten departments each. Seven in ten are done, a fifth of
# these late; one in twenty is waived, one in four open, most of these past the limit.
_OBLIGATIONS = """
insert into obligation (
    id, incident, key, kind, title, opened_on, due_class, modality, state, owed, owed_after,
    start_at, due_at, provisional, late_at_intake, owner_code, owner, person, recipients,
    fulfilled_by, conclusive, at_source, basis, version, due_version, done_at, closed_at, closed_by,
    outcome, scope1, scope2, scope3, scope4
)
select ('00000000-0000-7001-8000-' || lpad(n::text, 12, '0'))::uuid,
    ('00000000-0000-7000-8000-' || lpad(place.incident::text, 12, '0'))::uuid,
    'K' || n, (array['FIRST_RELEASE', 'PRESS_CONFERENCE', 'RESPONSE', 'UPWARD_REPORT'])[1 + n % 4],
    '首次发布', 'INCIDENT', case when n % 17 = 0 then 'INTERNAL_TARGET' else 'STATUTORY_TIMED' end,
    (array['IN_PRINCIPLE', 'AT_LATEST', 'SHALL'])[1 + n % 3],
    case when n % 20 < 14 then 'FULFILLED' when n % 20 = 14 then 'WAIVED' else 'OPEN' end,
    n % 7 <> 0, '[]', place.begun,
    case when n % 6 <> 0 then place.begun + interval '1 hour' end, n % 11 = 0, false,
    place.owner, jsonb_build_object('code', place.owner, 'name', '某局'),
    $3::jsonb, '[]', case when n % 4 < 3 then '["STATEMENT"]'::jsonb else '[]'::jsonb end, false,
    false, $4::jsonb, 1, 1,
    case when n % 20 < 14 then place.begun + (10 + n % 61) * interval '1 minute' end,
    case when n % 20 < 14 then place.begun + (10 + n % 61) * interval '1 minute' end, '值班员',
    case
        when n % 20 >= 14 then null
        when n % 6 = 0 or 10 + n % 61 <= 60 then 'ON_TIME'
        else (array['LATE', 'LATE_WITH_REASON', 'LATE_AT_INTAKE'])[1 + n % 3]
    end,
    '0', '13', left(place.owner, 4), left(place.owner, 6)
from generate_series(1, $1::integer) as n
cross join lateral (
    select 1 + n % $2::integer as incident,
        timestamptz '2026-01-02' + (n::bigint * 7919 % 14300003) * interval '1 s' as begun,
        '13' || lpad((1 + n % 11)::text, 2, '0') || lpad((1 + n / 11 % 20)::text, 2, '0') || '-J'
            || n / 220 % 10 as owner
) as place
"""
_STATEMENTS = """
insert into statement (id, incident, version, text, author, at)
select gen_random_uuid(), id, 1, 'x', 'x',
    (facts #>> '{facts,known_at}')::timestamptz + interval '10 minutes'
from incident
"""
_DECISIONS = """
insert into gate_decision (
    id, incident, gate, approver, verdict, person, decided_at, recorded_at, recorded_by, on_behalf,
    warnings
)
select gen_random_uuid(), incident, 'LEADER_APPROVAL', '{}', 'APPROVED', 'x',
    at + interval '20 minutes', at + interval '20 minutes', 'x', false, '[]'
from statement
"""


async def fill(dsn: str, obligations: int) -> None:
    """Write a province's half-year of so many obligations."""
    conn = await asyncpg.connect(dsn)
    await use_plain_json(conn)
    incidents = max(1, obligations // PER_INCIDENT)
    async with without_indexes(conn):
        await conn.execute(_INCIDENTS, incidents)
        await conn.execute(_OBLIGATIONS, obligations, incidents, PERSON, [LINE])
        await conn.execute(_STATEMENTS)
        await conn.execute(_DECISIONS)
    await conn.execute("vacuum analyze")
    await conn.close()


def measure(dsn: str, rows: int, rounds: int) -> None:
    """Print how long each bulletin takes."""
    begun = time.monotonic()
    asyncio.run(fill(dsn, rows))
    print(f"{rows:,} obligations of a province made in {time.monotonic() - begun:.0f} s")
    found = asyncio.run(_measured(dsn, rounds))
    table(
        f"bulletin: half a year of a province, {rows:,} obligations, {rounds} rounds; goal: < 10 s",
        ["of the", "obligations", "seconds", "of them the server's CPU"],
        [
            [name, f"{count:,}", span(seconds), span(cpu)]
            for name, (count, seconds, cpu) in found.items()
        ],
    )


async def _measured(dsn: str, rounds: int) -> dict[str, tuple[int, list[float], list[float]]]:
    database = await Database.connect(dsn, size=1)
    async with database.reading() as conn:
        pid = await conn.fetchval("select pg_backend_pid()")
    found = {}
    for name, unit in UNITS.items():
        seconds, cpu, count = [], [], 0
        for _ in range(rounds):
            begun, used = time.perf_counter(), cpu_seconds(pid)
            report = await make_bulletin(database, LEADER, Ask(unit=unit, period="2026H1"), NOW)
            seconds.append(time.perf_counter() - begun)
            cpu.append(cpu_seconds(pid) - used)
            totals = [row.figures[0].value for row in report.section("SUMMARY").rows]
            count = int(sum(total or 0 for total in totals))
        found[name] = (count, seconds, cpu)
    await database.close()
    return found
