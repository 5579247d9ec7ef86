"""Every government crossed with the departments of its tier: 300,000 units, here one province."""

from collections import Counter

import pytest
import pytest_asyncio

from services.kit.database import Database
from services.kit.ids import new_id
from services.registry.domain.departments import departments
from services.registry.domain.divisions import governments, nation
from services.registry.domain.initials import initials
from services.registry.domain.units import Management, Unit, UnitKind, UnitLevel
from services.registry.store import units as store
from services.registry.usecases.divisions import (
    load_departments,
    read_divisions,
    read_words,
    write_units,
)
from services.registry.usecases.made_up import load_people
from tests.registry.world import NOW
from tests.support.names import chinese_names


def province(code: str = "46") -> list[Unit]:
    rows = [row for row in read_divisions() if row.code.startswith(code)]
    return [nation(new_id()), *governments(rows, new_id)]


@pytest.fixture(scope="module")
def made() -> dict[str, Unit]:
    words, towns = read_words("demo.toml"), read_words("towns.toml")
    batches = departments(words, towns, province(), new_id)
    return {unit.code: unit for batch in batches for unit in batch}


def test_a_province_a_city_and_a_county_have_offices_and_departments(made: dict[str, Unit]) -> None:
    held = Counter(unit.parent for unit in made.values())
    # 海南, 海口市, 秀英区; 西秀镇 has four offices, 罗牛山农场 none
    assert [held[code] for code in ("46", "4601", "460105", "460105101")] == [32, 35, 33, 4]
    assert held["460108500"] == 0


def test_superiors_stand_before_inferiors_and_exist(made: dict[str, Unit]) -> None:
    seen: set[str] = set()
    for unit in made.values():
        assert unit.supervising is None or unit.supervising in seen, unit.code
        assert unit.management is not Management.VERTICAL or unit.supervising
        seen.add(unit.code)


@pytest.mark.parametrize(
    ("code", "name", "kind", "supervising"),
    [
        ("46-STHJT", "海南省生态环境厅", UnitKind.DEPARTMENT, None),
        ("460105-STHJJ", "海口市生态环境局秀英区分局", UnitKind.DEPARTMENT, "4601-STHJJ"),
        ("460105-SWJ", "国家税务总局秀英区税务局", UnitKind.DEPARTMENT, "4601-SWJ"),
        ("460105101-PCS", "西秀镇派出所", UnitKind.PUBLIC_SECURITY, "460105-GAJ"),
        ("460105101-DZB", "西秀镇党政综合办公室", UnitKind.GOVERNMENT_OFFICE, None),
    ],
)
def test_names_and_lines_of_authority_are_those_of_the_tier(
    made: dict[str, Unit], code: str, name: str, kind: UnitKind, supervising: str | None
) -> None:
    unit = made[code]
    assert (unit.name, unit.kind, unit.supervising) == (name, kind, supervising)


def test_a_made_unit_is_as_if_it_had_been_created(made: dict[str, Unit]) -> None:
    unit = made["460105101-SFS"]
    assert (unit.short_name, unit.level, unit.version) == ("司法所", UnitLevel.TOWNSHIP, 1)
    assert unit.scope == ("0", "46", "4601", "460105", "460105101", "460105101-SFS")
    assert (unit.parent, unit.division) == ("460105101", "460105101")


def test_initials_put_together_are_those_of_the_whole_name(made: dict[str, Unit]) -> None:
    sample = list(made.values())[::23]
    other = [unit.name for unit in sample if unit.initials != initials(unit.name)]
    assert len(other) <= len(sample) // 100, other  # a reading that depends on the next word


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def island(registry_db: Database) -> Database:
    """Lend the registry with 海南省 and made-up people, each loaded twice."""
    async with registry_db.transaction() as conn:
        await write_units(conn, province(), NOW)
    first = await load_departments(registry_db, NOW)
    second = await load_departments(registry_db, NOW)
    assert (first > 1500, second) == (True, 0)
    assert await load_people(registry_db, NOW, chinese_names()) > first
    assert await load_people(registry_db, NOW, chinese_names()) == 0
    return registry_db


async def test_every_loaded_unit_has_its_entry_in_the_change_log(island: Database) -> None:
    async with island.reading() as conn:
        units = await store.existing_codes(conn)
        rows = await conn.fetch("select body ->> 'code' as code from change where entity = 'unit'")
    assert sorted(row["code"] for row in rows) == sorted(units)


async def test_the_log_tells_parents_before_children(island: Database) -> None:
    async with island.reading() as conn:
        rows = await conn.fetch("select body from change where entity = 'unit' order by xid, seq")
    seen: set[str | None] = {None}
    for row in rows:
        assert {row["body"]["parent"], row["body"]["supervising"]} <= seen
        seen.add(row["body"]["code"])


async def test_every_unit_has_one_head_who_is_marked_as_made_up(island: Database) -> None:
    async with island.reading() as conn:
        heads = await conn.fetch(
            """
            select unit.code
            from unit
            left join appointment on appointment.unit = unit.code and post = 'HEAD'
            left join person on person.id = person_id and fictitious
            group by unit.code
            having count(person.id) <> 1
            """
        )
        spoken = await conn.fetch("select unit from appointment where post = 'SPOKESPERSON'")
    assert heads == []
    assert {"46", "4601", "460105"} <= {row["unit"] for row in spoken}
    assert all("-" not in row["unit"] and len(row["unit"]) < 9 for row in spoken)


async def test_people_follow_their_units_in_the_log_and_posts_their_people(
    island: Database,
) -> None:
    async with island.reading() as conn:
        rows = await conn.fetch("select entity, id, body from change order by xid, seq")
        people = await conn.fetch("select id from person union all select id from appointment")
    told: set[object] = set()
    for row in rows:
        if row["entity"] != "unit":
            assert row["body"]["unit"] in told
            assert row["body"].get("person_id", row["body"]["unit"]) in told
        told |= {str(row["id"]), row["body"].get("code")}
    assert {str(row["id"]) for row in people} <= told
