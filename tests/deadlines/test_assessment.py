"""Assessing anew: nothing is overwritten, nothing is lost."""

from typing import Any

import pytest

from tests.deadlines.desk import Desk

CHANGED = """
  incident { version severity severityTitle }
  opened { kind } moved { kind versions { version dueAt reason actor } } lapsed { kind closeReason }
"""
PREVIEW = """query P($incident: ID!, $facts: IncidentFactsInput!) {
  previewAssessment(incident: $incident, facts: $facts) {
    opened { kind } moved { before { kind dueAt } after { kind dueAt } reason } kept { kind }
    lapsed { obligation { kind } reason }
  }
}"""


def an_assessment(incident: dict[str, Any], **facts: Any) -> dict[str, Any]:
    return {"incident": incident["id"], "facts": facts, "reason": "现场核实"}


@pytest.mark.requirement(32)
async def test_a_regrade_makes_a_new_version_and_keeps_the_old_one(desk: Desk) -> None:
    incident = await desk.open()
    given = an_assessment(incident, severity="GENERAL")
    given["factors"] = {"nature": "生产安全事故", "reach": "县内"}
    payload = await desk.act("assessIncident", CHANGED, given)
    assert payload["incident"]["severityTitle"] == "一般"
    assert {row["kind"] for row in payload["lapsed"]} >= {"PRESS_CONFERENCE"}
    after = await desk.file(incident["id"])
    assert [row["reason"] for row in after["assessments"]] == ["现场核实", "登记"]
    assert after["assessments"][0]["factors"] == {"nature": "生产安全事故", "reach": "县内"}
    assert after["by"]["PRESS_CONFERENCE"]["state"] == "LAPSED"
    assert after["by"]["PRESS_CONFERENCE"]["closeReason"].startswith("研判")
    assert len(after["obligations"]) >= len(incident["obligations"])


async def test_a_preview_changes_nothing_and_tells_what_the_assessment_does(desk: Desk) -> None:
    incident = await desk.open(severity="GENERAL")
    facts = {"severity": "PARTICULARLY_MAJOR"}
    preview = (await desk.ask(PREVIEW, incident=incident["id"], facts=facts))["previewAssessment"]
    assert await desk.file(incident["id"]) == incident
    payload = await desk.act("assessIncident", CHANGED, an_assessment(incident, **facts))
    assert sorted(r["kind"] for r in payload["opened"]) == sorted(
        r["kind"] for r in preview["opened"]
    )
    assert sorted(r["kind"] for r in payload["moved"]) == sorted(
        r["after"]["kind"] for r in preview["moved"]
    )


async def test_a_corrected_time_moves_the_due_and_says_who_and_why(desk: Desk) -> None:
    incident = await desk.open()
    given = an_assessment(incident, occurredAt="2026-11-21T02:30:00+08:00")
    payload = await desk.act("assessIncident", CHANGED, given)
    moved = next(row for row in payload["moved"] if row["kind"] == "FIRST_RELEASE")
    new, old = moved["versions"]
    assert (old["dueAt"], new["dueAt"]) == (
        "2026-11-20T19:40:00+00:00",
        "2026-11-20T19:30:00+00:00",
    )
    assert new["actor"] == "OFFICER@1301"
    assert "现场核实" in new["reason"]


async def test_what_is_omitted_stays_and_null_means_unknown(desk: Desk) -> None:
    incident = await desk.open(deaths=3)
    given = an_assessment(incident, severity=None)
    await desk.act("assessIncident", CHANGED, given)
    after = await desk.file(incident["id"])
    assert after["facts"]["severity"] is None
    assert after["facts"]["occurredAt"] == incident["facts"]["occurredAt"]
    assert after["by"]["PRESS_CONFERENCE"]["provisional"] is True


async def test_a_lapsed_obligation_is_reopened_when_called_for_again(desk: Desk) -> None:
    incident = await desk.open()
    for severity in ("GENERAL", "PARTICULARLY_MAJOR"):
        await desk.act("assessIncident", CHANGED, an_assessment(incident, severity=severity))
    row = (await desk.file(incident["id"]))["by"]["PRESS_CONFERENCE"]
    assert (row["state"], row["closeReason"]) == ("OPEN", None)
    assert len(row["versions"]) == 2


async def test_an_unknown_locality_is_narrowed_by_the_assessment(desk: Desk) -> None:
    incident = await desk.open(localities=None)
    assert incident["by"]["FIRST_RELEASE"]["provisional"] is True
    await desk.act("assessIncident", CHANGED, an_assessment(incident, localities=["130123"]))
    row = (await desk.file(incident["id"]))["by"]["FIRST_RELEASE"]
    assert (row["provisional"], row["owner"]["code"]) == (False, "130123")


async def test_a_reason_is_wanted(desk: Desk) -> None:
    incident = await desk.open()
    given = {**an_assessment(incident, severity="MAJOR"), "reason": "  "}
    refusal = await desk.act("assessIncident", CHANGED, given)
    assert (refusal["code"], refusal["field"]) == ("MISSING", "input.reason")
    assert (await desk.file(incident["id"]))["version"] == 1


async def test_what_was_released_before_a_regrade_meets_what_the_regrade_opens(desk: Desk) -> None:
    incident = await desk.open(severity="GENERAL", emergency=False)
    assert "PRESS_CONFERENCE" not in incident["by"]
    given = {
        "incident": incident["id"],
        "form": "PRESS_CONFERENCE",
        "conclusive": False,
        "title": "情况通报会",
    }
    await desk.act("recordRelease", "replayed", given)
    facts = {"severity": "PARTICULARLY_MAJOR", "emergency": True}
    await desk.act("assessIncident", CHANGED, an_assessment(incident, **facts))
    by = (await desk.file(incident["id"]))["by"]
    assert (by["PRESS_CONFERENCE"]["state"], by["PRESS_CONFERENCE"]["outcome"]) == (
        "FULFILLED",
        "ON_TIME",
    )
    assert by["FIRST_RELEASE"]["state"] == "FULFILLED"
