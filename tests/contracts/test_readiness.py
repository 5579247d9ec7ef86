"""A service takes traffic only on the tables of its own program, and tells how its seals stand."""

from typing import Any

from services.deadlines import app as deadlines
from services.kit.audit.verifying import verify
from services.registry import app as registry
from tests.contracts.services import Served

UNAPPLIED = """
    delete from schema_migration
    where name = (select max(name) from schema_migration where name not like 'kit/%')
    returning name, sha256
"""
APPLIED = "insert into schema_migration (name, sha256) values ($1, $2)"


async def ready(service: Served) -> tuple[int, list[dict[str, Any]]]:
    async with service.session.get(f"{service.url}/health/ready") as response:
        problems: list[dict[str, Any]] = (await response.json())["problems"]
        return response.status, problems


async def test_a_migration_that_waits_keeps_the_service_from_traffic(service: Served) -> None:
    async with service.database.reading() as conn:
        ((name, digest),) = await conn.fetch(UNAPPLIED)
        status, problems = await ready(service)
        await conn.execute(APPLIED, name, digest)
    assert (status, problems) == (503, [{"code": "MIGRATIONS_PENDING", "message": name}])
    assert (await ready(service))[0] == 200


async def test_the_tables_of_a_newer_program_keep_the_service_from_traffic(
    service: Served,
) -> None:
    async with service.database.reading() as conn:
        await conn.execute(APPLIED, "9999_newer.sql", "x")
        status, problems = await ready(service)
        await conn.execute("delete from schema_migration where name = '9999_newer.sql'")
    assert (status, [problem["code"] for problem in problems]) == (503, ["SCHEMA_MISMATCH"])


async def test_the_seals_are_asked_at_an_address_and_among_the_metrics(service: Served) -> None:
    async with service.session.get(f"{service.url}/health/audit") as response:
        # what the tests filled in bears the time of their clock
        assert (await response.json())["status"] in ("unsigned", "behind")
    async with service.session.get(f"{service.url}/metrics") as response:
        assert "huiying_audit_unsealed_seconds" in await response.text()
    lanes = {"registry": registry, "deadlines": deadlines}[service.name].SEALED
    async with service.database.reading() as conn:
        assert (await verify(conn, lanes)).findings == []
