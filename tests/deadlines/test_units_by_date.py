"""An incident keeps the units of its day and their names, whatever became of them since."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest_asyncio

from services.kit.auth import Role, TokenIssuer
from services.kit.clock import ManualClock
from services.kit.database import Database
from services.kit.settings import Settings
from services.kit.signing import new_signing_key, write_signing_key
from services.registry.app import build_app, signing_key
from services.registry.domain.accounts import NewAccount
from services.registry.usecases.accounts import found_account
from services.registry.usecases.divisions import write_units
from tests.deadlines.desk import JOB, Desk, make_facts, serving
from tests.registry.api import Api
from tests.registry.world import make_department, world_units
from tests.support.moments import AT_THREE_IN_THE_MORNING
from tests.support.servers import serve_app

NEW = NewAccount(login="deadlines", name="时限服务", role=Role.SYSTEM, unit="0")
OLD, NEXT = "1301-YJGLJ", "1301-YJFZJ"


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """Both services on one clock."""

    registry: Api
    desk: Desk

    async def change(self, field: str, payload: str, **given: Any) -> dict[str, Any]:
        """Change something in the registry, and let the desk hear of it."""
        answer = await self.registry.act(field, f"{payload} {{ __typename }}", **given)
        assert answer["__typename"] == payload, answer
        await self.sync()
        return answer

    async def sync(self) -> None:
        """Let the desk hear of what the registry knows."""
        synced = await self.desk.act("syncRegistry", "reachable hasMore", {"limit": 10_000}, JOB)
        assert (synced["reachable"], synced["hasMore"]) == (True, False)

    async def appoint(self, unit: str, name: str, *posts: str) -> None:
        """Give one person posts of a unit from the beginning of the year."""
        payload = "PersonPayload { person { id } }"
        made = await self.registry.act("createPerson", payload, unit=unit, name=name)
        who = made["person"]["id"]
        for post in posts:
            told: dict[str, Any] = {"unit": unit, "personId": who, "post": post, "title": "局长"}
            await self.change("appoint", "AppointmentPayload", startsOn="2026-01-01", **told)


@pytest_asyncio.fixture(loop_scope="module")
async def office(
    clean_registry: None,
    clean_deadlines: None,
    registry_db: Database,
    deadlines_db: Database,
    tmp_path: Path,
) -> AsyncIterator[Office]:
    clock = ManualClock(AT_THREE_IN_THE_MORNING)
    write_signing_key(tmp_path / "key.json", new_signing_key())
    settings = Settings(signing_key=tmp_path / "key.json")
    bureaus = [make_department(), make_department(code=NEXT, name="石家庄市应急和防灾局")]
    async with registry_db.transaction() as conn:
        await write_units(conn, [*world_units(), *bureaus], clock.now())
    issued = await found_account(registry_db, NEW, clock.now())
    async with (
        serve_app(build_app(settings, clock, registry_db)) as url,
        aiohttp.ClientSession(url) as http,
        serving(deadlines_db, clock, registry_url=url, registry_token=issued.secret) as desk,
    ):
        issuer = TokenIssuer(signing_key(settings.signing_key), settings.issuer)
        yield Office(registry=Api(http=http, issuer=issuer, clock=clock), desk=desk)


def later(facts: dict[str, Any], days: int) -> dict[str, Any]:
    """Move an incident's times by days."""
    times = ("knownAt", "occurredAt")
    moved = {name: datetime.fromisoformat(facts[name]) + timedelta(days) for name in times}
    return {**facts, **{name: time.isoformat() for name, time in moved.items()}}


PARTIES = """query P($id: ID!) { incident(id: $id) {
  facts { localityNames }
  parties { unit { code name known } person { name } speaker { name note } } } }"""


async def parties(desk: Desk, incident: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await desk.ask(PARTIES, id=incident["id"]))["incident"][
        "parties"
    ]
    return found


async def test_an_old_incident_keeps_the_old_name_and_a_new_one_bears_the_new(
    office: Office,
) -> None:
    desk = office.desk
    await office.appoint("130123", "甲", "HEAD")
    before = await desk.open()
    given: dict[str, Any] = {"name": "正定市人民政府", "shortName": "正定市"}
    desk.clock.advance(days=1)
    await office.change("updateUnit", "UnitPayload", code="130123", **given)
    after = await desk.open(**later(make_facts(), 1))
    names = [one["by"]["FIRST_RELEASE"]["owner"]["name"] for one in (before, after)]
    assert names == ["正定县人民政府", "正定市人民政府"]

    again = {"incident": before["id"], "facts": {"deaths": 31}, "reason": "核实伤亡"}
    await desk.act("assessIncident", "incident { id }", again)
    kept = await desk.file(before["id"])
    assert {
        row["owner"]["name"] for row in kept["obligations"] if row["owner"]["code"] == "130123"
    } == {"正定县人民政府"}
    assert (await parties(desk, before))[0]["unit"]["name"] == "正定县人民政府"
    assert kept["facts"]["localityNames"] == ["正定县"]
    rows = await desk.ask(
        "{ obligations(first: 100) { edges { node { incident { id } owner { code name } } } } }"
    )
    shown = {
        (row["node"]["incident"]["id"], row["node"]["owner"]["name"])
        for row in rows["obligations"]["edges"]
        if row["node"]["owner"]["code"] == "130123"
    }
    assert shown == {(before["id"], "正定县人民政府"), (after["id"], "正定市人民政府")}


async def test_a_merged_unit_answers_for_its_days_through_its_successor(office: Office) -> None:
    desk = office.desk
    await office.appoint(OLD, "甲", "HEAD", "SPOKESPERSON")
    await office.appoint(NEXT, "乙", "HEAD", "SPOKESPERSON")
    facts = make_facts(severity="GENERAL", units=[OLD], localities=["1301"])
    before = await desk.open(**facts)
    assert (await parties(desk, before))[0]["person"]["name"] == "甲"

    desk.clock.advance(days=1)
    merge: dict[str, Any] = {"from": [OLD], "into": NEXT, "effectiveOn": "2026-11-22"}
    await office.change("mergeUnits", "MergeUnitsPayload", **merge)
    late = await desk.open(**facts)
    for incident in (before, late):
        first = (await parties(desk, incident))[0]
        assert first["unit"] == {"code": OLD, "name": "石家庄市应急管理局", "known": True}
        assert first["speaker"] == {"name": "乙", "note": "原单位已并入石家庄市应急和防灾局"}
    assert first["person"]["name"] == "乙"


async def test_a_unit_that_had_ended_is_no_subject_of_a_later_incident(office: Office) -> None:
    desk = office.desk
    end: dict[str, Any] = {"code": OLD, "on": "2026-11-21", "reason": "改革"}
    await office.change("retireUnit", "RetireUnitPayload", **end)
    desk.clock.advance(days=2)
    await office.sync()
    facts = make_facts(severity="GENERAL", units=[OLD], localities=["1301"])
    on_its_last_day = await desk.open(**facts)
    assert (await parties(desk, on_its_last_day))[0]["unit"]["known"] is True
    refused = await desk.act("openIncident", "replayed", {"facts": later(facts, 1)})
    assert (refused["code"], refused["field"]) == ("UNKNOWN_UNIT", "facts.units")


async def test_a_place_that_has_ended_is_found_after_those_that_stand(office: Office) -> None:
    desk = office.desk
    await office.sync()
    query = "query L($s: String!) { localities(search: $s) { code } }"
    found = (await desk.ask(query, s="1301"))["localities"]
    await office.change(
        "retireUnit", "RetireUnitPayload", code="130121", on="2026-11-20", reason="并入"
    )
    after = (await desk.ask(query, s="1301"))["localities"]
    assert [one["code"] for one in found] == ["1301", "130121", "130123"]
    assert [one["code"] for one in after] == ["1301", "130123", "130121"]
