"""The walls behind the policy table: what the service's own role cannot do, whatever it asks."""

from typing import Any
from uuid import UUID

import asyncpg
import pytest
import pytest_asyncio

from services.kit.auth import Principal, Role
from services.kit.clock import ManualClock
from services.kit.database import Database
from services.kit.graphql.ids import to_global_id
from services.registry.store.phones import reveals_of, save_phones
from services.registry.usecases.phones import shown_phones
from tests.registry.api import Api
from tests.registry.world import NOW, make_principal, save_person

NUMBER = "13900000001"
ZHENGDING: dict[str, Any] = {"unit": "130123", "scope_level": 4, "scope_code": "130123"}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def people(world: Database) -> dict[str, UUID]:
    """One person with a number in each of four units."""
    async with world.transaction() as conn:
        found = {}
        for unit in ("13", "1301", "130121", "130123"):
            found[unit] = (await save_person(conn, unit, f"某{unit}", NUMBER)).id
        return found


FORBIDDEN = [
    "select phone from person_phone",
    "update person_phone set phone = '1'",
    "update change set actor = 'nobody'",
    "delete from change",
    "truncate change",
    "delete from phone_reveal",
    "update account_event set actor = 'nobody'",
    "delete from seal",
    "insert into phone_reveal (at, actor, operation, persons) values (now(), 'x', 'x', '{}')",
    "insert into schema_migration (name, sha256) values ('x', 'x')",
    "alter table person_phone disable row level security",
]


@pytest.mark.parametrize("statement", FORBIDDEN)
async def test_the_service_itself_is_refused(registry_service_db: Database, statement: str) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with registry_service_db.reading() as conn:
            await conn.execute(statement)


@pytest.mark.parametrize("named", [None, "", "999999"])
async def test_a_transaction_that_named_no_subtree_touches_no_number(
    registry_service_db: Database, people: dict[str, UUID], named: str | None
) -> None:
    async with registry_service_db.transaction() as conn:
        if named is not None:
            await conn.execute("select set_config('huiying.scope', $1, true)", named)
        assert await conn.fetchval("select count(person_id) from person_phone") == 0
        assert await conn.execute("delete from person_phone") == "DELETE 0"


async def test_a_subtree_named_by_one_transaction_is_not_the_next_ones(
    registry_service_db: Database, people: dict[str, UUID]
) -> None:
    async with registry_service_db.reading() as conn:
        async with conn.transaction():
            await conn.execute("select set_config('huiying.scope', '130123', true)")
            assert await conn.fetchval("select count(person_id) from person_phone") == 1
        assert await conn.fetchval("select count(person_id) from person_phone") == 0


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("unit", ["13", "1301", "130121", "130123", "130123-YJGLJ"])
async def test_the_door_shows_what_the_table_says(
    registry_service_db: Database, people: dict[str, UUID], role: Role, unit: str
) -> None:
    level = 6 if "-" in unit else {2: 2, 4: 3, 6: 4}[len(unit)]
    caller = make_principal(role, unit=unit, scope_level=level, scope_code=unit)
    async with registry_service_db.reading() as conn:
        shown = await shown_phones(conn, caller, list(people.values()), "test", NOW)
    whole = {place for place, id_ in people.items() if shown[id_].whole}
    assert whole == {place for place in people if seen(caller, place)}
    assert {one.text for one in shown.values() if not one.whole} <= {"139****0001"}


def seen(caller: Principal, place: str) -> bool:
    """Say it again in other words: by the text of the codes alone."""
    if caller.role in (Role.APPROVER, Role.VENDOR, Role.JOB):
        return False
    if caller.role is Role.LEADER:
        return place == caller.unit
    return place.startswith(caller.unit)


async def test_each_reveal_is_on_record_with_who_and_what(
    api: Api, world: Database, people: dict[str, UUID], module_clock: ManualClock
) -> None:
    given = {"id": to_global_id("Person", people["130123"])}
    query = "query ($id: ID!) { person(id: $id) { name phone } }"
    near = make_principal(Role.OFFICER, **ZHENGDING)
    far = make_principal(Role.OFFICER, unit="130121", scope_level=4, scope_code="130121")
    async with world.reading() as conn:
        before = await reveals_of(conn, people["130123"], None, 100)
        await api.ask(query, given, caller=far)
        assert await reveals_of(conn, people["130123"], None, 100) == before
        await api.ask(query, given, caller=near)
        (entry, *rest) = await reveals_of(conn, people["130123"], None, 100)
    assert rest == before
    assert (entry.actor, entry.operation, entry.at) == (near.subject, "person", module_clock.now())


async def test_a_name_without_its_number_leaves_no_record(
    api: Api, world: Database, people: dict[str, UUID]
) -> None:
    async with world.reading() as conn:
        before = await reveals_of(conn, people["1301"], None, 100)
        given = {"id": to_global_id("Person", people["1301"])}
        await api.ask("query ($id: ID!) { person(id: $id) { name } }", given)
        assert await reveals_of(conn, people["1301"], None, 100) == before


async def test_a_number_cannot_be_written_into_another_subtree(
    registry_service_db: Database, people: dict[str, UUID]
) -> None:
    other = {people["130121"]: "13900000002"}
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with registry_service_db.transaction() as conn:
            await save_phones(conn, other, seen_from="130123")


async def test_who_was_shown_a_number_is_told_to_the_roster_administrator(
    api: Api, people: dict[str, UUID]
) -> None:
    given = {"id": to_global_id("Person", people["130123"])}
    seen_by = make_principal(Role.DUTY_CHIEF, **ZHENGDING)
    await api.ask("query ($id: ID!) { person(id: $id) { phone } }", given, caller=seen_by)
    query = "query ($id: ID!) { phoneReveals(person: $id, first: 1) { actor operation } }"
    admin = make_principal(Role.ROSTER_ADMIN)
    found = await api.ask(query, given, caller=admin)
    assert found["phoneReveals"] == [{"actor": seen_by.subject, "operation": "person"}]
    stranger = make_principal(Role.ROSTER_ADMIN, unit="130121", scope_level=4, scope_code="130121")
    answer = await api.send(query, given, caller=stranger)
    assert answer["errors"][0]["extensions"]["code"] == "OUT_OF_SCOPE"
