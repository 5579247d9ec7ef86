"""What becomes of an incident's obligations: released, fulfilled, waived, closed, acknowledged."""

from typing import Any

import pytest

from services.deadlines.law.loading import parse_pack
from services.deadlines.law.selection import PackSet
from services.deadlines.packs import pack_texts
from services.deadlines.usecases.previews import Law
from services.kit.clock import ManualClock
from tests.deadlines.desk import COUNTY, ELSEWHERE, Desk, serving

RELEASED = """
  release { id form conclusive publications { channelKind url } }
  fulfilled { kind outcome } warnings { code } replayed
"""


def a_release(incident: dict[str, Any], **overrides: Any) -> dict[str, Any]:
    return {
        "incident": incident["id"],
        "form": "STATEMENT",
        "conclusive": False,
        "title": "情况通报",
        "releasedAt": "2026-11-21T03:02:00+08:00",
        **overrides,
    }


def kinds(payload: dict[str, Any]) -> list[str]:
    return sorted(row["kind"] for row in payload["fulfilled"])


def doubts(payload: dict[str, Any]) -> list[str]:
    """What is doubtful beside that no version of the line was named."""
    codes = [warning["code"] for warning in payload["warnings"]]
    return [code for code in codes if code != "NO_STATEMENT"]


@pytest.mark.requirement(22, 26, 33)
async def test_a_first_statement_meets_the_first_release_and_makes_updates_owed(
    desk: Desk,
) -> None:
    incident = await desk.open(approved=True)
    assert incident["by"]["ROLLING_UPDATE"]["owed"] is False
    payload = await desk.act("recordRelease", RELEASED, a_release(incident))
    assert payload["fulfilled"] == [{"kind": "FIRST_RELEASE", "outcome": "ON_TIME"}]
    after = await desk.file(incident["id"])
    assert after["by"]["FIRST_RELEASE"]["state"] == "FULFILLED"
    assert after["by"]["ROLLING_UPDATE"]["owed"] is True
    assert after["by"]["ROLLING_UPDATE"]["dueAt"] is None
    assert after["by"]["FINAL_OUTCOME"]["state"] == "OPEN"


@pytest.mark.requirement(34)
async def test_a_briefing_does_not_meet_the_conference(desk: Desk) -> None:
    incident = await desk.open(approved=True)
    payload = await desk.act("recordRelease", RELEASED, a_release(incident, form="BRIEFING"))
    assert kinds(payload) == ["FIRST_RELEASE"]


@pytest.mark.requirement(29, 35)
async def test_a_conference_opens_the_decision_on_another_and_is_warned_of_without_a_head(
    desk: Desk,
) -> None:
    incident = await desk.open(approved=True)
    given = a_release(
        incident,
        form="PRESS_CONFERENCE",
        attendees=[{"unit": "130123", "person": "过路人"}],
    )
    payload = await desk.act("recordRelease", RELEASED, given)
    assert kinds(payload) == ["FIRST_RELEASE", "PRESS_CONFERENCE"]
    assert doubts(payload) == ["NO_ENTITLED_ATTENDEE"]
    after = await desk.file(incident["id"])
    assert after["by"]["FURTHER_CONFERENCE_DECISION"]["state"] == "OPEN"


@pytest.mark.requirement(35)
async def test_a_conference_with_the_serving_head_is_not_warned_of(desk: Desk) -> None:
    incident = await desk.open(approved=True)
    head = incident["parties"][0]["person"]["name"]
    given = a_release(
        incident, form="PRESS_CONFERENCE", attendees=[{"unit": "130123", "person": head}]
    )
    payload = await desk.act("recordRelease", RELEASED, given)
    assert doubts(payload) == []


@pytest.mark.requirement(23)
async def test_an_incident_is_not_closed_before_its_final_result_is_told(desk: Desk) -> None:
    incident = await desk.open(severity="GENERAL")
    close = {"incident": incident["id"]}
    refusal = await desk.act("closeIncident", "replayed", close)
    assert (refusal["code"], refusal["field"]) == ("FINAL_OUTCOME_OPEN", "input.incident")
    await desk.act("recordRelease", RELEASED, a_release(incident, conclusive=True))
    report = {"obligation": incident["by"]["UPWARD_REPORT"]["id"], "note": "已电话报告"}
    await desk.act("recordFulfilment", "replayed", report)
    payload = await desk.act("closeIncident", "incident { state closedBy }", close)
    assert payload["incident"] == {"state": "CLOSED", "closedBy": "OFFICER@1301"}
    after = await desk.file(incident["id"])
    assert {row["state"] for row in after["obligations"]} <= {"FULFILLED", "LAPSED"}
    again = await desk.act("recordRelease", RELEASED, a_release(incident))
    assert again["code"] == "INCIDENT_CLOSED"


async def test_what_is_owed_with_or_without_a_limit_keeps_an_incident_open(desk: Desk) -> None:
    incident = await desk.open(approved=True)
    await desk.act("recordRelease", RELEASED, a_release(incident, conclusive=True))
    refusal = await desk.act("closeIncident", "replayed", {"incident": incident["id"]})
    assert refusal["code"] == "OBLIGATIONS_OPEN"
    assert "新闻发布会" in refusal["message"]
    assert "上级报告" in refusal["message"]


@pytest.mark.requirement(24)
async def test_an_upward_report_is_recorded_with_its_own_time(desk: Desk) -> None:
    incident = await desk.open()
    report = incident["by"]["UPWARD_REPORT"]
    given = {
        "obligation": report["id"],
        "doneAt": "2026-11-21T02:55:00+08:00",
        "note": "电话报市政府总值班室",
        "receipt": "值〔2026〕12",
    }
    payload = await desk.act("recordFulfilment", "obligation { state outcome doneAt }", given)
    assert payload["obligation"] == {
        "state": "FULFILLED",
        "outcome": "ON_TIME",
        "doneAt": "2026-11-20T18:55:00+00:00",
    }


async def test_a_duty_of_releases_is_not_met_by_hand(desk: Desk) -> None:
    incident = await desk.open()
    given = {"obligation": incident["by"]["FIRST_RELEASE"]["id"], "note": "已发"}
    refusal = await desk.act("recordFulfilment", "replayed", given)
    assert refusal["code"] == "MET_BY_RELEASE"


@pytest.mark.requirement(52)
async def test_a_waived_obligation_keeps_its_reason_and_stays_waived(desk: Desk) -> None:
    incident = await desk.open()
    id_ = incident["by"]["CONSULTATION"]["id"]
    empty = await desk.act("waiveObligation", "replayed", {"obligation": id_, "reason": " "})
    assert (empty["code"], empty["field"]) == ("MISSING", "input.reason")
    await desk.act("waiveObligation", "replayed", {"obligation": id_, "reason": "书记已定口径"})
    given = {"incident": incident["id"], "facts": {"severity": "MAJOR"}, "reason": "核实伤亡"}
    await desk.act("assessIncident", "replayed", given)
    row = (await desk.file(incident["id"]))["by"]["CONSULTATION"]
    assert (row["state"], row["closeReason"]) == ("WAIVED", "书记已定口径")


async def test_an_obligation_is_taken_on_once_and_a_party_besides(desk: Desk) -> None:
    incident = await desk.open()
    given = {"obligation": incident["by"]["FIRST_RELEASE"]["id"], "by": "王某", "means": "电话"}
    fields = "obligation { acknowledgedBy } party { acknowledgedBy }"
    payload = await desk.act("acknowledge", fields, given)
    assert payload["obligation"] == {"acknowledgedBy": "王某"}
    assert (await desk.act("acknowledge", fields, given))["code"] == "ALREADY_ACKNOWLEDGED"
    party = {"party": incident["parties"][0]["id"]}
    payload = await desk.act("acknowledge", fields, party)
    assert payload["party"] == {"acknowledgedBy": "OFFICER@1301"}
    assert (await desk.act("acknowledge", fields, {}))["code"] == "ONE_OF"


@pytest.mark.parametrize(
    ("released_at", "code"),
    [
        ("2026-11-21T03:08:00+08:00", "TIME_IN_FUTURE"),
        ("2026-11-21T02:39:00+08:00", "BEFORE_OCCURRENCE"),
    ],
)
async def test_a_release_at_an_impossible_time_is_refused(
    desk: Desk, released_at: str, code: str
) -> None:
    incident = await desk.open()
    given = a_release(incident, releasedAt=released_at)
    refusal = await desk.act("recordRelease", RELEASED, given)
    assert (refusal["code"], refusal["field"]) == (code, "input.releasedAt")


def adopted(pack: str, division: str) -> Law:
    """The shipped law, with a pack that names no place adopted by one."""
    texts = dict(pack_texts())
    texts[pack] = texts[pack].replace(
        "applies_to = {", f'applies_to = {{ divisions = ["{division}"],'
    )
    return Law(PackSet.of(parse_pack(text, name) for name, text in texts.items()))


@pytest.mark.requirement(74)
async def test_a_false_rumour_is_clarified_only_on_the_platform_that_carried_it(
    desk: Desk, module_clock: ManualClock
) -> None:
    law = adopted("city-monitoring.toml", "1301")
    async with serving(desk.database, module_clock, law=law) as here:
        incident = await here.open(approved=True, veracity="FALSE", sourcePlatform="微博")
        assert incident["by"]["CLARIFICATION"]["dueAt"] is None
        elsewhere = {"channelKind": "WECHAT", "platform": "微信"}
        given = a_release(incident, publications=[elsewhere])
        assert "CLARIFICATION" not in kinds(await here.act("recordRelease", RELEASED, given))
        there = {"channelKind": "WEIBO", "platform": "微博", "url": "https://example.cn/1"}
        given = a_release(incident, publications=[there])
        assert "CLARIFICATION" in kinds(await here.act("recordRelease", RELEASED, given))


async def test_a_bad_address_of_a_publication_is_named(desk: Desk) -> None:
    incident = await desk.open()
    given = a_release(incident, publications=[{"channelKind": "WEIBO", "url": "weibo"}])
    refusal = await desk.act("recordRelease", RELEASED, given)
    assert (refusal["code"], refusal["field"]) == ("BAD_URL", "input.publications.0.url")


async def test_who_is_not_concerned_neither_sees_nor_touches_an_incident(desk: Desk) -> None:
    incident = await desk.open()
    query = "query I($id: ID!) { incident(id: $id) { id } }"
    assert (await desk.ask(query, ELSEWHERE, id=incident["id"]))["incident"] is None
    assert (await desk.ask(query, COUNTY, id=incident["id"]))["incident"] is not None
    refusal = await desk.act("recordRelease", RELEASED, a_release(incident), ELSEWHERE)
    assert (refusal["code"], refusal["field"]) == ("NOT_FOUND", "input.incident")


async def test_a_conference_late_without_a_reason_counts_as_late(desk: Desk) -> None:
    incident = await desk.open(
        approved=True, knownAt="2026-11-20T02:00:00+08:00", occurredAt="2026-11-20T01:30:00+08:00"
    )
    payload = await desk.act("recordRelease", RELEASED, a_release(incident))
    assert payload["fulfilled"] == [{"kind": "FIRST_RELEASE", "outcome": "LATE"}]
    assert doubts(payload) == ["LATE_REASON_WANTED"]


@pytest.mark.requirement(25)
async def test_a_limit_past_at_intake_is_stored_as_such(desk: Desk) -> None:
    incident = await desk.open(approved=True, occurredAt="2026-11-20T22:00:00+08:00")
    first = incident["by"]["FIRST_RELEASE"]
    assert first["lateAtIntake"] is True
    payload = await desk.act("recordRelease", RELEASED, a_release(incident))
    assert payload["fulfilled"][0]["outcome"] == "LATE_AT_INTAKE"
