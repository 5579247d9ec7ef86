"""Duties that several subjects owe each: one subject's act never stands for another's."""

from typing import Any

import pytest

from tests.deadlines.desk import Desk, Who

TWO = ["130123", "130121"]
RELEASED = "fulfilled { kind owner { code } outcome } warnings { code }"


def first_releases(incident: dict[str, Any]) -> dict[str, str]:
    """The state of each owner's first release."""
    return {
        row["owner"]["code"]: row["state"]
        for row in incident["obligations"]
        if row["kind"] == "FIRST_RELEASE"
    }


def a_statement(incident: dict[str, Any], unit: str | None) -> dict[str, Any]:
    return {
        "incident": incident["id"],
        "form": "STATEMENT",
        "conclusive": False,
        "title": "情况通报",
        "unit": unit,
        "releasedAt": "2026-11-21T03:02:00+08:00",
    }


async def assess(desk: Desk, incident: dict[str, Any], **facts: Any) -> dict[str, Any]:
    given = {"incident": incident["id"], "facts": facts, "reason": "更正"}
    payload = await desk.act("assessIncident", "incident { id }", given)
    assert payload["__typename"] == "AssessIncidentPayload", payload
    return await desk.file(incident["id"])


@pytest.mark.requirement(71)
async def test_a_second_statement_of_one_subject_leaves_the_other_its_duty(desk: Desk) -> None:
    incident = await desk.open(approved=True, localities=TWO)
    for _ in range(2):
        await desk.act("recordRelease", RELEASED, a_statement(incident, "130123"))
    after = await desk.file(incident["id"])
    assert first_releases(after) == {"130123": "FULFILLED", "130121": "OPEN"}


async def test_a_subject_that_joins_owes_what_the_others_have_said_already(desk: Desk) -> None:
    incident = await desk.open(approved=True, localities=["130123"])
    await desk.act("recordRelease", RELEASED, a_statement(incident, "130123"))
    after = await assess(desk, incident, localities=TWO)
    assert first_releases(after) == {"130123": "FULFILLED", "130121": "OPEN"}


async def test_naming_the_places_in_another_order_changes_nobodys_duty(desk: Desk) -> None:
    incident = await desk.open(approved=True, localities=TWO)
    await desk.act("recordRelease", RELEASED, a_statement(incident, "130123"))
    after = await assess(desk, incident, localities=TWO[::-1])
    assert first_releases(after) == {"130123": "FULFILLED", "130121": "OPEN"}


async def test_a_subject_put_before_the_one_that_answered_still_owes(desk: Desk) -> None:
    incident = await desk.open(approved=True, localities=["130123"])
    await desk.act("recordRelease", RELEASED, a_statement(incident, "130123"))
    after = await assess(desk, incident, localities=TWO[::-1])
    assert first_releases(after) == {"130123": "FULFILLED", "130121": "OPEN"}


async def test_a_subject_that_leaves_takes_its_own_duty_and_no_other(desk: Desk) -> None:
    incident = await desk.open(approved=True, localities=TWO)
    await desk.act("recordRelease", RELEASED, a_statement(incident, "130123"))
    after = await assess(desk, incident, localities=["130121"])
    assert first_releases(after) == {"130123": "FULFILLED", "130121": "OPEN"}


async def test_a_release_of_a_unit_that_has_no_part_meets_nothing_and_says_so(desk: Desk) -> None:
    incident = await desk.open()
    await desk.approve(incident["id"], unit="1404")
    payload = await desk.act("recordRelease", RELEASED, a_statement(incident, "1404"))
    assert payload["fulfilled"] == []
    assert {"code": "UNIT_NOT_CONCERNED"} in payload["warnings"]


async def test_a_release_before_the_report_of_an_undated_incident_is_doubtful(desk: Desk) -> None:
    incident = await desk.open(occurredAt=None)
    before = "2025-11-21T03:02:00+08:00"
    await desk.approve(incident["id"], decidedAt=before)
    given = {**a_statement(incident, None), "releasedAt": before}
    payload = await desk.act("recordRelease", RELEASED, given)
    assert {"code": "RELEASED_BEFORE_KNOWN"} in payload["warnings"]


async def test_a_repeated_call_from_another_territory_is_told_nothing(desk: Desk) -> None:
    incident = await desk.open(approved=True)
    given = {**a_statement(incident, None), "idempotencyKey": "moved on"}
    await desk.act("recordRelease", RELEASED, given)
    elsewhere = Who(code="1404")
    assert elsewhere.name == Who().name
    refusal = await desk.act("recordRelease", RELEASED, given, elsewhere)
    assert (refusal["code"], refusal["field"]) == ("NOT_FOUND", "input.idempotencyKey")
