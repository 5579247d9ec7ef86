"""The walls around the mirror's numbers: one door, which says who may, and keeps a record."""

from typing import Any

import asyncpg
import pytest

from services.deadlines.store.phones import reveals_of
from services.kit.auth import Role
from services.kit.database import Database
from services.kit.graphql.ids import from_global_id
from tests.deadlines.desk import CHIEF, LEADER, OFFICER, VENDOR, Desk, Who, make_facts

NUMBER = "13900000001"
FILE = """query F($id: ID!) { incident(id: $id) {
  parties { unit { code } person { personId phone phoneHint } } } }"""
HINTS = """query H($f: IncidentFactsInput!) { previewIncident(facts: $f) {
  parties { person { name phoneHint } } } }"""
REVEALS = "query R($id: ID!) { phoneReveals(person: $id) { actor operation } }"
ADMIN = Who(role=Role.ROSTER_ADMIN)
FORBIDDEN = [
    "select phone from mirror_phone",
    "update mirror_phone set phone = '1'",
    "update change set actor = 'nobody'",
    "delete from change",
    "delete from phone_reveal",
    "update notice_item set title = ''",
    "delete from seal",
    "insert into phone_reveal (at, actor, operation, persons) values (now(), 'x', 'x', '{}')",
    "insert into schema_migration (name, sha256) values ('x', 'x')",
]


@pytest.mark.parametrize("statement", FORBIDDEN)
async def test_the_service_itself_is_refused(
    deadlines_service_db: Database, statement: str
) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with deadlines_service_db.reading() as conn:
            await conn.execute(statement)


async def first_party(desk: Desk, id_: str, who: Who) -> dict[str, Any]:
    """The person of 正定县人民政府 as that caller is shown him."""
    parties = (await desk.ask(FILE, who, id=id_))["incident"]["parties"]
    found: dict[str, Any] = next(p["person"] for p in parties if p["unit"]["code"] == "130123")
    return found


async def told(desk: Desk, person: str) -> list[tuple[str, str]]:
    async with desk.database.reading() as conn:
        found = await reveals_of(conn, from_global_id(person, "Person"), 100)
    return [(one.actor, one.operation) for one in found]


async def test_each_whole_number_shown_is_on_record_and_no_hidden_one(desk: Desk) -> None:
    id_ = (await desk.open())["id"]
    person = await first_party(desk, id_, LEADER)
    assert (person["phone"], person["phoneHint"]) == ("139****0001", "139****0001")
    before = await told(desk, person["personId"])
    assert (await first_party(desk, id_, OFFICER))["phone"] == NUMBER
    assert await told(desk, person["personId"]) == [(OFFICER.name, "incident"), *before]


async def test_a_hint_leaves_no_record(desk: Desk) -> None:
    async with desk.database.reading() as conn:
        before = await conn.fetchval("select count(*) from phone_reveal")
        found = await desk.ask(HINTS, OFFICER, f=make_facts())
        assert "139****0001" in str(found)
        assert NUMBER not in str(found)
        assert await conn.fetchval("select count(*) from phone_reveal") == before


async def test_no_row_but_the_doors_own_holds_a_number(desk: Desk) -> None:
    id_ = (await desk.open())["id"]
    await first_party(desk, id_, OFFICER)
    async with desk.database.reading() as conn:
        tables = await conn.fetch(
            "select tablename as name from pg_tables where schemaname = 'public'"
        )
        for name in {row["name"] for row in tables} - {"mirror_phone"}:
            sql = f"select count(*) from {name} t where t::text ~ '{NUMBER}'"  # noqa: S608 - a name of the catalogue
            assert await conn.fetchval(sql) == 0, name


async def test_who_was_shown_a_number_is_told_to_chiefs_and_administrators_of_the_territory(
    desk: Desk,
) -> None:
    id_ = (await desk.open())["id"]
    person = (await first_party(desk, id_, OFFICER))["personId"]
    for who in (CHIEF, ADMIN):
        found = (await desk.ask(REVEALS, who, id=person))["phoneReveals"]
        assert found[0] == {"actor": OFFICER.name, "operation": "incident"}
    for who, code in (
        (OFFICER, "FORBIDDEN"),
        (VENDOR, "FORBIDDEN"),
        (Who(role=Role.DUTY_CHIEF, unit="1404", code="1404"), "NOT_FOUND"),
    ):
        answer = await desk.send(REVEALS, who, id=person)
        assert answer["errors"][0]["extensions"]["code"] == code


async def test_whose_post_has_ended_is_no_longer_theirs_to_ring(desk: Desk) -> None:
    id_ = (await desk.open())["id"]
    person = await first_party(desk, id_, OFFICER)
    key = from_global_id(person["personId"], "Person")
    async with desk.database.transaction() as conn:
        sql = "update mirror_post set ends = $2 where person_id = $1"
        await conn.execute(sql, key, desk.clock.now())
    assert (await first_party(desk, id_, OFFICER))["phone"] == "139****0001"
    async with desk.database.transaction() as conn:
        await conn.execute("update mirror_post set ends = null where person_id = $1", key)
    assert (await first_party(desk, id_, OFFICER))["phone"] == NUMBER
