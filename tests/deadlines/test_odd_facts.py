"""Facts at the edges: a duty is never lost by them, and no due time is invented."""

from typing import Any

import pytest

from tests.deadlines.desk import Desk, make_facts


async def test_no_place_at_all_is_a_place_unknown(desk: Desk) -> None:
    unknown = await desk.open(localities=None)
    empty = await desk.open(localities=[])
    assert empty["facts"]["localities"] is None
    assert set(empty["by"]) == set(unknown["by"])


async def test_a_later_report_of_it_moves_the_start_of_untimed_duties(desk: Desk) -> None:
    incident = await desk.open(emergency=False, severity="GENERAL", occurredAt=None)
    facts = {"knownAt": "2026-11-21T01:00:00+08:00"}
    given = {"incident": incident["id"], "facts": facts, "reason": "接报时间更正"}
    await desk.act("assessIncident", "replayed", given)
    after = await desk.file(incident["id"])
    assert after["by"]["FINAL_OUTCOME"]["startAt"] == "2026-11-20T17:00:00+00:00"


@pytest.mark.parametrize(
    ("facts", "code", "field"),
    [
        (
            {
                "directedBy": "省政府",
                "directedAt": "2026-11-21T03:00:00+08:00",
                "directedDueAt": "2026-11-21T02:00:00+08:00",
            },
            "DUE_BEFORE_ORDER",
            "facts.directedDueAt",
        ),
        ({"directedDueAt": "2026-11-21T09:00:00+08:00"}, "MISSING", "facts.directedBy"),
    ],
)
async def test_an_order_that_cannot_be_is_refused(
    desk: Desk, facts: dict[str, Any], code: str, field: str
) -> None:
    given = {"facts": make_facts(**facts)}
    refusal = await desk.act("openIncident", "replayed", given)
    assert (refusal.get("code"), refusal.get("field")) == (code, field)


async def test_an_order_that_came_late_keeps_its_due_time_in_the_past(desk: Desk) -> None:
    due = "2026-11-21T01:00:00+08:00"
    incident = await desk.open(directedBy="省政府", directedDueAt=due)
    row = incident["by"]["DIRECTED_RESPONSE"]
    assert (row["dueAt"], row["lateAtIntake"]) == ("2026-11-20T17:00:00+00:00", True)


async def test_two_provinces_lie_in_the_nation_and_lose_no_duty(desk: Desk) -> None:
    incident = await desk.open(localities=["130123", "140403"])
    owners = {r["owner"]["code"] for r in incident["obligations"] if r["kind"] == "FIRST_RELEASE"}
    assert owners == {"130123", "140403"}


async def test_a_unit_dissolved_since_keeps_nobody_from_assessing(desk: Desk) -> None:
    incident = await desk.open(units=["130123-JYJ"])
    async with desk.database.transaction() as conn:
        await conn.execute(
            "update mirror_unit set active_to = '2026-11-20' where code = '130123-JYJ'"
        )
    given = {"incident": incident["id"], "facts": {"deaths": 3}, "reason": "核实伤亡"}
    payload = await desk.act("assessIncident", "replayed", given)
    async with desk.database.transaction() as conn:
        await conn.execute("update mirror_unit set active_to = null where code = '130123-JYJ'")
    assert payload["__typename"] == "AssessIncidentPayload", payload


async def test_who_took_a_duty_on_is_asked_anew_when_it_passes_to_another(desk: Desk) -> None:
    incident = await desk.open()
    given = {"obligation": incident["by"]["FIRST_RELEASE"]["id"], "by": "王某"}
    await desk.act("acknowledge", "replayed", given)
    given = {"incident": incident["id"], "facts": {"localities": ["130121"]}, "reason": "更正"}
    await desk.act("assessIncident", "replayed", given)
    row = (await desk.file(incident["id"]))["by"]["FIRST_RELEASE"]
    assert (row["owner"]["code"], row["acknowledgedBy"]) == ("130121", None)


async def test_a_duty_that_comes_back_is_to_be_taken_on_anew(desk: Desk) -> None:
    incident = await desk.open()
    given = {"obligation": incident["by"]["PRESS_CONFERENCE"]["id"], "by": "王某"}
    await desk.act("acknowledge", "replayed", given)
    for severity in ("LARGER", "PARTICULARLY_MAJOR"):
        given = {"incident": incident["id"], "facts": {"severity": severity}, "reason": "复核"}
        await desk.act("assessIncident", "replayed", given)
    row = (await desk.file(incident["id"]))["by"]["PRESS_CONFERENCE"]
    assert (row["state"], row["acknowledgedBy"]) == ("OPEN", None)
