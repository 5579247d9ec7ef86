"""At 180,000 units no search and no page of a subtree reads the table or sorts what it lists.

HUIYING_PLAN_UNITS=5 makes five departments a government instead of three: 270,000 units.
"""

import os
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from functools import partial
from importlib.resources import files
from typing import Any, TypeAlias

import asyncpg
import pytest
import pytest_asyncio

from services.kit.database import Database
from services.registry.domain.searching import unit_terms
from services.registry.domain.units import Unit
from services.registry.store import search as store
from services.registry.store.search import UnitFilter, Wanted
from services.registry.store.units import copy_units, unit_of
from services.registry.usecases.divisions import load_divisions
from services.registry.usecases.finding import UnitQuery, plan
from tests.registry.world import NOW, make_department

EACH = int(os.environ.get("HUIYING_PLAN_UNITS", "3"))
WORDS = ["公安局", "民政局", "司法局", "水利局", "统计局"][:EACH]
MIGRATION = (files("services.registry") / "migrations" / "0012_search.sql").read_text()
(TERMS,) = re.findall(r"^update unit\n.*?;$", MIGRATION, re.S | re.M)
FILL = """
set session_replication_role = replica;
drop index unit_grams;
drop index unit_search_order;
drop index unit_tags;
insert into unit (
    id, code, name, short_name, initials, kind, level, rank, division, parent, management, tags,
    scope1, scope2, grams, version
)
select gen_random_uuid(), code || '-Z' || place, short_name || word, word, initials || 'zz',
    'DEPARTMENT', level, rank + 1, division, code, 'TERRITORIAL', '{}', scope1, scope2,
    array(
        select to_hex(rank + 1) || substr(short_name || word, at, 2)
        from generate_series(1, length(short_name || word) - 1) as at
    ) || array[to_hex(rank + 1) || 'zz'], 1
from unit, unnest($1::text[]) with ordinality as given (word, place)
where code !~ '-'
"""
INDEXES = """
create index unit_grams on unit using gin (grams);
create index unit_search_order on unit (rank, code);
create index unit_tags on unit using gin (tags);
analyze unit;
set session_replication_role = origin;
set jit = off;
load 'auto_explain';
set auto_explain.log_analyze = on;
set auto_explain.log_timing = off;
set auto_explain.log_min_duration = 0;
set client_min_messages = log
"""


Server: TypeAlias = "asyncpg.Connection[asyncpg.Record]"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def full(registry_db: Database, registry_dsn: str) -> AsyncIterator[Server]:
    await load_divisions(registry_db, NOW)
    conn = await asyncpg.connect(registry_dsn)
    await conn.execute("set maintenance_work_mem = '256MB'")
    drops, _, insert = FILL.rpartition(";")
    await conn.execute(drops)
    await conn.execute(insert, WORDS)
    await conn.execute(INDEXES)
    yield conn
    await conn.close()


async def told(conn: Server, read: store.Read, *, search: bool) -> str:
    """Return what the server says about how it ran a read.

    Bitmaps of an index are left out: they count places, of which a hundred cost less than a row.
    """
    lines: list[str] = []

    def listen(_: object, message: object) -> None:
        lines.extend(str(message).partition("Query Text")[2].splitlines())

    async with conn.transaction():
        await (store.plan_once(conn) if search else store.plan_for_values(conn))
        conn.add_log_listener(listen)
        await read(conn)
    conn.remove_log_listener(listen)
    told_of = [line for line in lines if "(actual" in line or "Removed" in line]
    return "\n".join(line for line in told_of if "Bitmap Index" not in line)


def most_rows(plan_told: str) -> int:
    """Return the most rows that a node met in one turn, those it passed over included."""
    met = re.findall(r"actual rows=([\d.]+)|Rows Removed by Filter: (\d+)", plan_told)
    return max(int(float(one or other)) for one, other in met)


SEARCHES = [
    "正定",
    "应急",
    "公安局",
    "镇水",
    "镇",
    "县公安",
    "零零",
    "v",
    "z",
    "zz",
    "czszz",
    "zzq",
]
PLACES: list[tuple[int, str] | None] = [None, (7, "130123-Z2"), (9, "340000000-Z1")]


@pytest.mark.parametrize("place", PLACES, ids=str)
@pytest.mark.parametrize("search", SEARCHES)
async def test_a_search_reads_few_units_whatever_is_looked_for(
    full: Server, search: str, place: tuple[int, str] | None
) -> None:
    chosen, wanted = plan(UnitQuery(search=search))
    assert wanted is not None
    for read in (store.found_after, store.found_before):
        found = await told(full, partial(_find, read, chosen, wanted, place), search=True)
        assert "Seq Scan" not in found
        assert "unit_search_order" in found
        assert most_rows(found) < 8_000, found


async def _find(
    read: Any, chosen: UnitFilter, wanted: Wanted, place: tuple[int, str] | None, conn: Any
) -> list[Unit]:
    found: list[Unit] = await read(conn, chosen, wanted, place, 21)
    return found


@pytest.mark.parametrize("under", ["0", "13", "1301", "130123"])
@pytest.mark.parametrize("place", [None, "130121"])
async def test_a_page_of_a_subtree_is_one_range_of_the_codes(
    full: Server, under: str, place: str | None
) -> None:
    chosen, _ = plan(UnitQuery(under=under))
    for read in (store.units_after, store.units_before):
        found = await told(full, partial(_list, read, chosen, place), search=False)
        assert re.search("Index Scan (Backward )?using unit_code_key", found)
        assert not re.search("Seq Scan|Sort|Removed", found), found
        assert most_rows(found) <= 21


async def _list(read: Any, chosen: UnitFilter, place: str | None, conn: Any) -> list[Unit]:
    found: list[Unit] = await read(conn, chosen, place, 21)
    return found


async def test_the_migration_writes_the_terms_that_the_service_writes(
    registry_db: Database,
) -> None:
    department = make_department(short_name=None, tags=("民生密切",))
    async with registry_db.transaction() as conn:
        await copy_units(conn, [replace(department, code="1301-YJGLJX")])
        await conn.execute("update unit set grams = '{}' where code like '1301%'")
        here = "spoken.of = unit.code and unit.code like '1301%'"
        await conn.execute(TERMS.replace("spoken.of = unit.code", here))
        rows = await conn.fetch("select * from unit where code ~ '^1301($|-YJ|0)'")
    assert len(rows) > 200
    for row in rows:
        assert set(row["grams"]) == set(unit_terms(unit_of(row))), row["code"]
