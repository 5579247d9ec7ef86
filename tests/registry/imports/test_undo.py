"""An import is undone as a whole or not at all, and the record tells both."""

from pathlib import Path
from typing import Any

from services.kit.database import Database
from services.kit.graphql.ids import to_global_id
from tests.registry.imports.clerk import Clerk, outcomes
from tests.registry.imports.test_import_api import counts
from tests.registry.samples import make
from tests.registry.samples.make import POSTS, spokesperson, text

ROSTER = Path(make.__file__).parent / "good/全套名录.xlsx"


def rows(*told: tuple[str, ...]) -> bytes:
    return text(POSTS, *told).encode()


async def rows_of(database: Database) -> list[str]:
    """Return all that the registry holds, without versions."""
    async with database.reading() as conn:
        found = await conn.fetch(
            """
            select (to_jsonb(t) - 'version')::text as row from unit t
            union all select (to_jsonb(t) - 'version')::text from person t
            union all select to_jsonb(t)::text from person_phone t
            union all select (to_jsonb(t) - 'version')::text from appointment t
            union all select (to_jsonb(t) - 'version')::text from expert t
            union all select (to_jsonb(t) - 'version')::text from channel t
            union all select (to_jsonb(t) - 'version')::text from filing t
            order by 1
            """
        )
    return [row["row"] for row in found]


async def test_undoing_leaves_the_registry_as_it_was(clerk: Clerk, registry_db: Database) -> None:
    before = await rows_of(registry_db)
    done = await clerk.start(ROSTER.read_bytes())
    assert (await clerk.undo(done["id"]))["import"]["state"] == "UNDONE"
    assert await rows_of(registry_db) == before
    async with registry_db.reading() as conn:
        kinds = await conn.fetch("select entity, kind from change order by seq")
    log = [(row["entity"], row["kind"]) for row in kinds]
    created = [entity for entity, kind in log if kind in ("created", "opened")]
    removed = [entity for entity, kind in log if kind == "removed"]
    assert sorted(created) == sorted(removed)


async def test_what_an_import_changed_goes_back_numbers_too(
    clerk: Clerk, registry_db: Database
) -> None:
    await clerk.start(rows(spokesperson("虚构甲")))
    before = await rows_of(registry_db)
    row = spokesperson("虚构甲", 手机="13900000009", 离任日期="2026-10-01")
    changed = await clerk.start(rows(row))
    assert outcomes(changed) == [(2, "CHANGED", None)]
    await clerk.undo(changed["id"])
    after = await rows_of(registry_db)
    assert [row for row in after if "changes" not in row] == [
        row for row in before if "changes" not in row
    ]


async def test_an_undo_is_blocked_by_a_later_change_and_names_it(
    clerk: Clerk, registry_db: Database
) -> None:
    first = await clerk.start(rows(spokesperson("虚构甲"), spokesperson("虚构乙", 手机="")))
    await clerk.start(rows(spokesperson("虚构甲", 离任日期="2026-10-01")))
    before = await counts(registry_db)
    refused = await clerk.undo(first["id"])
    assert refused["code"] == "UNDO_BLOCKED"
    assert "虚构甲" in refused["message"]
    assert await counts(registry_db) == before


async def test_an_undo_is_blocked_by_what_refers_to_it(clerk: Clerk, registry_db: Database) -> None:
    done = await clerk.start(rows(spokesperson("虚构甲")))
    async with registry_db.reading() as conn:
        person = await conn.fetchval("select id from person")
    leave: dict[str, Any] = {
        "personId": to_global_id("Person", person),
        "startsAt": "2026-11-21T00:00:00+08:00",
        "present": False,
    }
    told = await clerk.api.act("setAvailability", "AvailabilityPayload { replayed }", **leave)
    assert told["__typename"] == "AvailabilityPayload", told
    refused = await clerk.undo(done["id"])
    assert (refused["code"], "请假" in refused["message"]) == ("UNDO_BLOCKED", True)


async def test_a_dry_run_and_an_undone_import_cannot_be_undone(clerk: Clerk) -> None:
    dry = await clerk.start(rows(spokesperson("虚构甲")), dry_run=True)
    assert (await clerk.undo(dry["id"]))["code"] == "NOTHING_TO_UNDO"
    done = await clerk.start(rows(spokesperson("虚构甲")))
    await clerk.undo(done["id"])
    assert (await clerk.undo(done["id"]))["code"] == "ALREADY_UNDONE"


async def test_the_same_key_undoes_and_imports_once(clerk: Clerk, registry_db: Database) -> None:
    file = (await (await clerk.upload(rows(spokesperson("虚构甲")))).json())["id"]
    one = await clerk.run(file, key="import-1")
    two = await clerk.run(file, key="import-1")
    assert one["id"] == two["id"]
    assert (await counts(registry_db))["appointment"] == 1
    assert (await clerk.undo(one["id"], key="undo-1"))["import"]["state"] == "UNDONE"
    assert (await clerk.undo(one["id"], key="undo-1"))["import"]["state"] == "UNDONE"
