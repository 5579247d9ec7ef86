"""The mirror on the real registry with all its divisions, over real HTTP."""

from collections.abc import AsyncIterator
from typing import Any

import pytest_asyncio

from services.kit.auth import Role
from services.kit.clock import ManualClock
from services.kit.database import Database
from services.kit.settings import Settings
from services.registry.app import build_app
from services.registry.domain.accounts import NewAccount
from services.registry.usecases.accounts import found_account
from services.registry.usecases.demo import load_demo
from tests.deadlines.desk import JOB, Desk, make_facts, serving
from tests.support.moments import AT_THREE_IN_THE_MORNING
from tests.support.servers import serve_app

NEW = NewAccount(login="deadlines", name="时限服务", role=Role.SYSTEM, unit="0")
SYNCED = "applied cursor hasMore reachable"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def fed(registry_db: Database, deadlines_db: Database) -> AsyncIterator[Desk]:
    """The deadlines service after its first syncs from the demo registry."""
    clock = ManualClock(AT_THREE_IN_THE_MORNING)
    await load_demo(registry_db, clock.now())
    issued = await found_account(registry_db, NEW, clock.now())
    async with (
        serve_app(build_app(Settings(), clock, registry_db)) as url,
        serving(deadlines_db, clock, registry_url=url, registry_token=issued.secret) as desk,
    ):
        while (await sync(desk))["hasMore"]:
            pass
        yield desk


async def sync(desk: Desk) -> dict[str, Any]:
    payload: dict[str, Any] = await desk.act("syncRegistry", SYNCED, {"limit": 10_000}, JOB)
    assert payload["reachable"] is True
    return payload


async def test_all_divisions_are_mirrored_and_found_by_initials(fed: Desk) -> None:
    status = (await fed.ask("{ mirrorStatus { units reachable } }"))["mirrorStatus"]
    assert status["units"] > 40_000
    query = "query L($s: String!) { localities(search: $s, first: 5) { code name } }"
    for search in ("zdx", "正定县", "130123"):
        found = (await fed.ask(query, s=search))["localities"]
        assert "130123" in {row["code"] for row in found}, search


async def test_the_drill_names_its_people_from_the_mirror(fed: Desk) -> None:
    incident = await fed.open(**make_facts())
    assert incident["contactsPending"] is False
    assert incident["by"]["FIRST_RELEASE"]["owner"]["known"] is True
    assert incident["by"]["FIRST_RELEASE"]["person"]["phone"]
    roles = {party["role"] for party in incident["parties"]}
    assert roles >= {"FIRST_RESPONDENT", "COORDINATOR", "CO_COORDINATOR"}


async def test_a_committee_without_a_division_is_no_place(fed: Desk) -> None:
    query = "query L($s: String!) { localities(search: $s, first: 5) { code } }"
    assert (await fed.ask(query, s="石家庄综合保税区"))["localities"] == []
    zone = (await fed.ask(query, s="石家庄高新技术"))["localities"]
    assert [row["code"] for row in zone] == ["130171"]
