"""Putting an open incident under the law of today: shown first, an act of its own, nothing lost."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
import pytest_asyncio

from services.deadlines.app import shipped_law
from services.deadlines.law.pack import Duty
from services.deadlines.law.selection import PackSet
from services.deadlines.usecases.previews import Law
from services.kit.clock import ManualClock
from services.kit.database import Database
from tests.deadlines.desk import CHIEF, ELSEWHERE, OFFICER, Desk, mirror_world, serving
from tests.support.moments import AT_THREE_IN_THE_MORNING

CITY = "shijiazhuang-2019"
TOMORROW = date(2026, 11, 22)
SEEN = """query R($id: ID!) { previewRebase(incident: $id) { before after
    opened { kind } moved { before { kind dueAt } after { dueAt } reason } kept { kind }
    lapsed { obligation { kind } reason } late { kind dueAt } } }"""
DONE = (
    "opened { kind } moved { kind dueAt } lapsed { kind closeReason } incident { packs } replayed"
)


def changed(duty: Duty) -> Duty:
    """Halve the hour of the first release, and ask for no conference."""
    if duty.kind == "PRESS_CONFERENCE":
        return replace(duty, applies=lambda facts, directory: False)
    if duty.id != "first-release" or duty.limit is None:
        return duty
    return replace(duty, limit=replace(duty.limit, within=timedelta(minutes=30)))


def law_of_tomorrow() -> Law:
    """A city pack that gives half an hour, asks for no conference, and begins tomorrow."""
    packs = shipped_law().packs.packs
    (old,) = (pack for pack in packs if pack.id == CITY)
    others = [pack for pack in packs if pack.id != CITY and not pack.id.startswith("guoban-2016")]
    duties = tuple(changed(duty) for duty in old.duties)
    newer = replace(old, version="2", effective_from=TOMORROW, duties=duties)
    return Law(PackSet.of([*others, replace(old, effective_to=TOMORROW), newer]))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def desk(deadlines_db: Database) -> AsyncIterator[Desk]:
    clock = ManualClock(AT_THREE_IN_THE_MORNING)
    await mirror_world(deadlines_db, clock)
    async with serving(deadlines_db, clock, law=law_of_tomorrow()) as desk:
        yield desk


async def test_the_law_of_a_day_governs_what_began_on_it_until_somebody_rebases_it(
    desk: Desk,
) -> None:
    incident = await desk.open()
    given = {"incident": incident["id"], "reason": "市政府要求按新规定办理"}
    assert (await desk.act("rebaseIncident", DONE, given, CHIEF))["code"] == "NOTHING_TO_REBASE"
    desk.clock.advance(hours=22)  # 01:02 on the 22nd
    adopted = {"pack": "province-2013", "unit": "1301", "effectiveFrom": TOMORROW.isoformat()}
    await desk.act("adoptPack", "replayed", adopted, CHIEF)
    seen = (await desk.ask(SEEN, id=incident["id"]))["previewRebase"]
    assert f"{CITY}@1" in seen["before"]
    assert {f"{CITY}@2", "province-2013@1"} < set(seen["after"])
    assert [row["kind"] for row in seen["opened"]] == ["RESPONSE"]
    (moved,) = (row for row in seen["moved"] if row["before"]["kind"] == "FIRST_RELEASE")
    assert moved["before"]["dueAt"] == "2026-11-20T19:40:00+00:00"
    assert moved["after"]["dueAt"] == "2026-11-20T19:10:00+00:00"
    assert [row["kind"] for row in seen["late"]] == ["FIRST_RELEASE"]
    assert "PRESS_CONFERENCE" in {row["obligation"]["kind"] for row in seen["lapsed"]}
    assert (await desk.file(incident["id"]))["packs"] == incident["packs"]  # a look writes nothing

    done = await desk.act("rebaseIncident", DONE, {**given, "idempotencyKey": "once"}, CHIEF)
    again = await desk.act("rebaseIncident", DONE, {**given, "idempotencyKey": "once"}, CHIEF)
    assert (done["replayed"], again["replayed"]) == (False, True)
    assert done["incident"]["packs"] == seen["after"]
    after = await desk.file(incident["id"])
    assert {row["id"] for row in incident["obligations"]} <= {
        row["id"] for row in after["obligations"]
    }
    versions = after["by"]["FIRST_RELEASE"]["versions"]
    assert [row["dueAt"][11:16] for row in versions] == ["19:10", "19:40"]  # none is lost
    assert "市政府要求按新规定办理" in versions[0]["reason"]
    assert "改按现行规则" in after["by"]["PRESS_CONFERENCE"]["closeReason"]
    assert "决定采用" in after["by"]["RESPONSE"]["basis"][0]["assumption"]
    told = next(row for row in after["timeline"] if row["kindTitle"] == "改则")
    assert "《石家庄2019第2版》" in told["text"]

    # the day of the re-basing governs what is assessed later
    worse = {"incident": incident["id"], "facts": {"deaths": 31}, "reason": "核实"}
    assessed = await desk.act("assessIncident", "opened { kind } lapsed { kind }", worse)
    assert assessed["lapsed"] == []
    assert (await desk.file(incident["id"]))["packs"] == seen["after"]
    assert (await desk.act("rebaseIncident", DONE, given, CHIEF))["code"] == "NOTHING_TO_REBASE"


@pytest.mark.parametrize("reason", ["", "   "])
async def test_rebasing_wants_its_reason_a_chief_and_an_own_incident(
    desk: Desk, reason: str
) -> None:
    incident = await desk.open()
    given = {"incident": incident["id"], "reason": reason}
    refused = await desk.act("rebaseIncident", DONE, given, CHIEF)
    assert (refused["code"], refused["field"]) == ("MISSING", "input.reason")
    query = "mutation M($i: RebaseIncidentInput!) { rebaseIncident(input: $i) { __typename } }"
    answer = await desk.send(query, OFFICER, i={**given, "idempotencyKey": "officer"})
    assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    answer = await desk.send(SEEN, ELSEWHERE, id=incident["id"])
    assert answer["errors"][0]["extensions"]["code"] == "NOT_FOUND"
