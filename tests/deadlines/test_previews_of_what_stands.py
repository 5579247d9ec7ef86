"""What a preview says of what stands, and how many packs one may name."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from services.deadlines.app import shipped_law
from services.kit.clock import ManualClock
from services.kit.database import Database
from tests.deadlines.desk import Desk, make_facts, mirror_world, serving
from tests.support.moments import AT_THREE_IN_THE_MORNING

KEPT = """query P($incident: ID!, $facts: IncidentFactsInput!) {
  previewAssessment(incident: $incident, facts: $facts) {
    kept { kind dueAt provisional owner { code } } lapsed { obligation { kind } }
  }
}"""
UNDER = """query P($f: IncidentFactsInput!, $packs: [String!]) {
  previewIncident(facts: $f, packs: $packs) { packs { id } }
}"""


@pytest_asyncio.fixture(loop_scope="module")
async def late(deadlines_db: Database) -> AsyncIterator[Desk]:
    clock = ManualClock(AT_THREE_IN_THE_MORNING)
    await mirror_world(deadlines_db, clock)
    async with serving(deadlines_db, clock, law=shipped_law()) as desk:
        yield desk


async def test_a_kept_breach_that_is_no_longer_required_is_shown_as_it_stands(late: Desk) -> None:
    incident = await late.open()
    late.clock.advance(hours=30)
    facts = {"severity": "GENERAL"}

    found = (await late.ask(KEPT, incident=incident["id"], facts=facts))["previewAssessment"]

    kept = {row["kind"]: row for row in found["kept"]}
    assert kept["PRESS_CONFERENCE"] == {
        "kind": "PRESS_CONFERENCE",
        "dueAt": "2026-11-21T18:40:00+00:00",
        "provisional": False,
        "owner": {"code": "130123"},
    }
    assert "PRESS_CONFERENCE" not in {row["obligation"]["kind"] for row in found["lapsed"]}


async def test_a_kept_breach_keeps_the_limit_it_missed_in_the_preview(late: Desk) -> None:
    incident = await late.open()
    late.clock.advance(hours=2)
    facts = {"occurredAt": None}

    found = (await late.ask(KEPT, incident=incident["id"], facts=facts))["previewAssessment"]

    first = next(row for row in found["kept"] if row["kind"] == "FIRST_RELEASE")
    assert (first["dueAt"], first["provisional"]) == ("2026-11-20T19:40:00+00:00", False)


async def test_a_pack_named_twice_counts_once_and_too_many_are_refused(late: Desk) -> None:
    twice = ["shijiazhuang-2019"] * 2
    one = await late.ask(UNDER, f=make_facts(), packs=twice)
    many = await late.send(UNDER, f=make_facts(), packs=["shijiazhuang-2019"] * 21)

    assert one["previewIncident"]["packs"] == [{"id": "shijiazhuang-2019"}]
    assert many["errors"][0]["extensions"] == {"code": "TOO_MANY", "field": "packs"}


@pytest.mark.parametrize("unit", ["", " ", "x" * 65, "正定", "a b"])
async def test_a_release_by_what_is_no_unit_code_is_refused_even_with_a_stale_mirror(
    late: Desk, unit: str
) -> None:
    incident = await late.open()
    late.clock.advance(hours=1)
    given = {"incident": incident["id"], "form": "STATEMENT", "conclusive": False, "title": "通报"}

    refusal = await late.act("recordRelease", "replayed", {**given, "unit": unit})

    assert (refusal.get("code"), refusal.get("field")) == ("UNKNOWN_UNIT", "input.unit")
