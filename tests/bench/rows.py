"""A deadlines database full of generated rows, made by the server itself."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg

from services.kit.database import use_plain_json

PER_INCIDENT = 4

_OWNER = {
    "code": "1301-YJJ",
    "name": "石家庄市应急管理局",
    "kind": "DEPARTMENT",
    "level": "PREFECTURE",
    "known": True,
}
PERSON = {
    "name": "王小明",
    "post": "HEAD",
    "title": "局长",
    "phone_hint": "139****0001",
    "present": True,
    "note": None,
}
LINE = {
    "pack": "shijiazhuang-2019",
    "pack_version": "1",
    "pack_title": "石家庄市政务舆情回应工作实施办法",
    "document": "石政办发〔2019〕5号",
    "duty": "first-release",
    "clause": "四¶1",
    "gist": "突发事件,自发生起一小时内首次发布",
    "modality": "IN_PRINCIPLE",
    "start": "OCCURRED",
    "start_at": "2026-11-20T18:40:00Z",
    "within": "PT1H",
    "due_at": "2026-11-20T19:40:00Z",
    "assumption": None,
    "verified": True,
    "provisional": False,
    "acting": True,
}
_INCIDENTS = """
insert into incident (
    id, number, title, state, drill, contacts_pending, desk, severity, severity_title, kind,
    kind_title, facts, packs, responsibility, notes, opened_at, opened_by, version, assessment,
    scope1
)
select ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, '2026-' || n,
    '某县某化工厂爆炸 ' || n, 'OPEN', false, false, '1301', 'MAJOR', '重大', 'ACCIDENT',
    '事故灾难', '{}', '["shijiazhuang-2019@1"]', '[]', '[]', timestamptz '2026-11-20', '值班员',
    1, 1, '0'
from generate_series(1, $1::integer) as n
"""
# Four in five are open; of the open ones six in seven are owed and three in four have a limit. The
# limits are scattered, so that neighbours on the board are no neighbours in the table.
_OBLIGATIONS = """
insert into obligation (
    id, incident, key, kind, title, opened_on, due_class, modality, state, owed, owed_after,
    start_at, due_at, provisional, late_at_intake, owner_code, owner, person, recipients,
    fulfilled_by, conclusive, at_source, basis, version, due_version,
    scope1, scope2, scope3, scope4
)
select ('00000000-0000-7001-8000-' || lpad(n::text, 12, '0'))::uuid,
    ('00000000-0000-7000-8000-' || lpad((1 + n % $2::integer)::text, 12, '0'))::uuid,
    'K' || n, 'FIRST_RELEASE', '首次发布', 'INCIDENT',
    case when n % 4 <> 0 then 'STATUTORY_TIMED' else 'STATUTORY_UNTIMED' end, 'IN_PRINCIPLE',
    case when n % 5 = 0 then 'FULFILLED' else 'OPEN' end, n % 7 <> 0, '[]',
    timestamptz '2026-11-20' + n * interval '1 second',
    case when n % 4 <> 0 then timestamptz '2026-11-21' + (n::bigint * 7919 % 1000003)
        * interval '1 second' end,
    n % 9 = 0, false, '1301-YJJ', $3::jsonb, $4::jsonb, '["上级政府办公室"]',
    '["STATEMENT", "BRIEFING", "PRESS_CONFERENCE"]', false, false, $5::jsonb, 1, 1,
    '0', (10 + n % 31)::text, (1000 + n % 340)::text, (100000 + n % 3000)::text
from generate_series(1, $1::integer) as n
"""
_WAKES = """
insert into obligation_wake (obligation, wake_at)
select id, timestamptz '2099-01-01' + (random() * 1000000) * interval '1 second'
from obligation
where state = 'OPEN'
and owed
and due_at is not null
"""
_INDEXES = """
select indexname as name, indexdef as definition
from pg_indexes
where tablename in ('obligation', 'obligation_wake')
and indexdef not like 'CREATE UNIQUE%'
"""


async def fill(dsn: str, obligations: int) -> None:
    """Write so many obligations, a quarter as many incidents, and a wake for each timed one."""
    conn = await asyncpg.connect(dsn)
    await use_plain_json(conn)
    incidents = max(1, obligations // PER_INCIDENT)
    async with without_indexes(conn):
        await conn.execute(_INCIDENTS, incidents)
        basis = [LINE, {**LINE, "acting": False, "pack": "guoban-2016-61"}]
        await conn.execute(_OBLIGATIONS, obligations, incidents, _OWNER, PERSON, basis)
        await conn.execute(_WAKES)
    await conn.execute("vacuum analyze")
    await conn.close()


@asynccontextmanager
async def without_indexes(
    conn: "asyncpg.Connection[asyncpg.Record]",
) -> AsyncIterator[None]:
    """Take the obligations' indexes away, and make them again of what was written meanwhile."""
    await conn.execute("set session_replication_role = replica; set maintenance_work_mem = '256MB'")
    indexes = await conn.fetch(_INDEXES)
    for index in indexes:
        await conn.execute(f"drop index {index['name']}")
    yield
    for index in indexes:
        await conn.execute(index["definition"])
