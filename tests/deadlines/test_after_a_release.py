"""After a release: its copy on the website, further conferences, and progress not yet told."""

from typing import Any

import pytest

from services.kit.clock import ManualClock
from tests.deadlines.desk import Desk, serving
from tests.deadlines.test_gates import DECIDED, PROVINCE, phoned
from tests.deadlines.test_lifecycle import a_release
from tests.deadlines.test_waiting_duties import CITY

AT = "2026-11-21T03:02:00+08:00"
EARLIER = "2026-11-21T02:50:00+08:00"
PLACED = """release { id websiteLag publications { channelKind publishedAt } }
    fulfilled { kind outcome doneAt } warnings { code }"""
FURTHER = """decision { another suggestedAt reason decider }
    obligation { state closeReason } opened { id kind title dueClass dueAt basis { assumption } }"""


async def released(desk: Desk, incident: dict[str, Any], **more: Any) -> dict[str, Any]:
    given = a_release(incident, releasedAt=EARLIER, **more)
    payload: dict[str, Any] = await desk.act("recordRelease", PLACED, given)
    assert payload["__typename"] == "RecordReleasePayload", payload
    return payload


async def reviewed(desk: Desk) -> dict[str, Any]:
    """An ordinary incident under the province's rules, with one release reviewed."""
    incident = await desk.open(severity="GENERAL", emergency=False)
    review = phoned(incident, "SECRECY_REVIEW", basis="PAPER", decidedAt=EARLIER)
    await desk.act("decideGate", DECIDED, review)
    return incident


@pytest.mark.requirement(137)
async def test_what_was_told_elsewhere_owes_its_copy_on_the_website_and_the_lag_is_told(
    desk: Desk, module_clock: ManualClock
) -> None:
    async with serving(desk.database, module_clock, law=PROVINCE) as here:
        incident = await reviewed(here)
        weibo = {"channelKind": "WEIBO", "publishedAt": EARLIER}
        made = await released(here, incident, publications=[weibo])
        assert made["release"]["websiteLag"] is None
        file = await here.file(incident["id"])
        owed = file["by"]["WEBSITE_SYNC"]
        assert (owed["state"], owed["dueAt"], owed["basis"][0]["clause"]) == ("OPEN", None, "4")
        site = {"channelKind": "WEBSITE", "url": "https://example.gov.cn/1", "publishedAt": AT}
        given = {"release": made["release"]["id"], "publication": site}
        placed = await here.act("recordPublication", PLACED, given)
        assert placed["release"]["websiteLag"] == 12 * 60
        assert [row["kind"] for row in placed["fulfilled"]] == ["WEBSITE_SYNC"]
        assert [p["channelKind"] for p in placed["release"]["publications"]] == [
            "WEIBO",
            "WEBSITE",
        ]


@pytest.mark.requirement(137)
async def test_a_release_on_the_website_itself_owes_no_copy(
    desk: Desk, module_clock: ManualClock
) -> None:
    async with serving(desk.database, module_clock, law=PROVINCE) as here:
        incident = await reviewed(here)
        made = await released(here, incident, publications=[{"channelKind": "WEBSITE"}])
        assert made["release"]["websiteLag"] == 0
        file = await here.file(incident["id"])
        assert file["by"]["WEBSITE_SYNC"]["state"] == "FULFILLED"


@pytest.mark.requirement(81)
async def test_a_medium_told_later_to_have_been_first_is_pointed_out(desk: Desk) -> None:
    incident = await desk.open(approved=True)
    site = {"channelKind": "WEBSITE", "publishedAt": AT}
    made = await released(desk, incident, publications=[site])
    paper = {"channelKind": "NEWSPAPER", "publishedAt": EARLIER}
    given = {"release": made["release"]["id"], "publication": paper}
    placed = await desk.act("recordPublication", PLACED, given)
    assert "MEDIA_FIRST" in [warning["code"] for warning in placed["warnings"]]


@pytest.mark.requirement(74)
async def test_a_place_told_later_on_the_platform_of_the_rumour_is_the_clarification(
    desk: Desk, module_clock: ManualClock
) -> None:
    async with serving(desk.database, module_clock, law=CITY) as here:
        incident = await here.open(severity="GENERAL", veracity="FALSE", sourcePlatform="微博")
        made = await released(here, incident, publications=[{"channelKind": "WEBSITE"}])
        assert "CLARIFICATION" not in [row["kind"] for row in made["fulfilled"]]
        place = {"channelKind": "WEIBO", "platform": "微博"}
        given = {"release": made["release"]["id"], "publication": place}
        placed = await here.act("recordPublication", PLACED, given)
        assert [row["kind"] for row in placed["fulfilled"]] == ["CLARIFICATION"]


@pytest.mark.parametrize(
    ("place", "code"),
    [
        ({"channelKind": "MOON"}, "UNKNOWN_CHANNEL"),
        ({"channelKind": "WEIBO", "publishedAt": "2026-11-21T02:00:00+08:00"}, "BEFORE_OCCURRENCE"),
        ({"channelKind": "WEIBO", "publishedAt": "2026-11-21T04:00:00+08:00"}, "TIME_IN_FUTURE"),
        ({"channelKind": "WEIBO", "url": "ftp://x"}, "BAD_URL"),
    ],
)
async def test_a_place_that_cannot_be_is_refused(
    desk: Desk, place: dict[str, Any], code: str
) -> None:
    incident = await desk.open(approved=True)
    made = await released(desk, incident)
    given = {"release": made["release"]["id"], "publication": place}
    refusal = await desk.act("recordPublication", PLACED, given)
    assert refusal["code"] == code


async def held(desk: Desk) -> tuple[dict[str, Any], str]:
    """An incident with a conference of two hosts, and the decision that it opened."""
    incident = await desk.open(approved=True)
    given = {
        "incident": incident["id"],
        "title": "第一场发布会",
        "heldAt": EARLIER,
        "hosts": ["130123", "130123-XWB"],
        "attendees": [{"unit": "130123", "person": "虚构丁", "post": "HEAD"}],
    }
    shape = "release { form hosts { code } } fulfilled { kind } warnings { code }"
    made = await desk.act("recordConference", shape, given)
    assert made["release"]["form"] == "PRESS_CONFERENCE", made
    assert "PRESS_CONFERENCE" in [row["kind"] for row in made["fulfilled"]]
    file = await desk.file(incident["id"])
    return file, file["by"]["FURTHER_CONFERENCE_DECISION"]["id"]


@pytest.mark.requirement(29)
async def test_another_conference_is_a_target_of_the_house_at_the_time_suggested(
    desk: Desk,
) -> None:
    incident, owed = await held(desk)
    at = "2026-11-21T10:00:00+08:00"
    given = {"obligation": owed, "another": True, "suggestedAt": at, "decider": "虚构丁"}
    made = await desk.act("decideFurtherConference", FURTHER, given)
    assert made["obligation"]["state"] == "FULFILLED"
    assert (made["decision"]["another"], made["decision"]["decider"]) == (True, "虚构丁")
    assert (made["opened"]["kind"], made["opened"]["dueClass"]) == (
        "PRESS_CONFERENCE",
        "INTERNAL_TARGET",
    )
    assert "条文未写" in made["opened"]["basis"][0]["assumption"]
    again = a_release(incident, form="PRESS_CONFERENCE")
    met = await desk.act("recordRelease", "fulfilled { id }", again)
    assert made["opened"]["id"] in [row["id"] for row in met["fulfilled"]]
    twice = await desk.act("decideFurtherConference", FURTHER, given)
    assert twice["code"] == "OBLIGATION_NOT_OPEN"


@pytest.mark.requirement(29)
async def test_none_wants_its_reason_and_another_its_time(desk: Desk) -> None:
    incident, owed = await held(desk)
    for given, field in (
        ({"another": False}, "input.reason"),
        ({"another": True}, "input.suggestedAt"),
    ):
        refusal = await desk.act("decideFurtherConference", FURTHER, {"obligation": owed, **given})
        assert (refusal["code"], refusal["field"]) == ("MISSING", field)
    early = {"obligation": owed, "another": True, "suggestedAt": "2026-11-21T02:00:00+08:00"}
    refusal = await desk.act("decideFurtherConference", FURTHER, early)
    assert refusal["code"] == "SUGGESTED_TOO_EARLY"
    other = {"obligation": incident["by"]["UPWARD_REPORT"]["id"], "another": False, "reason": "不"}
    refusal = await desk.act("decideFurtherConference", FURTHER, other)
    assert refusal["code"] == "NOT_A_CONFERENCE_DECISION"
    none = {"obligation": owed, "another": False, "reason": "已无新情况"}
    made = await desk.act("decideFurtherConference", FURTHER, none)
    assert (made["opened"], made["decision"]["reason"]) == (None, "已无新情况")
    query = "query ($id: ID!) { incident(id: $id) { conferenceDecisions { another reason } } }"
    found = (await desk.ask(query, id=incident["id"]))["incident"]["conferenceDecisions"]
    assert found == [{"another": False, "reason": "已无新情况"}]


OWED = """query O($id: ID!) { incident(id: $id) { progress { text at }
    obligations { kind updateOwedSince } timeline { kindTitle text } } }"""


@pytest.mark.requirement(31)
async def test_progress_after_the_last_release_marks_an_update_as_owed_until_it_is_told(
    desk: Desk,
) -> None:
    incident = await desk.open(
        approved=True, severity="MAJOR", majorCasualties=False, largeSocialImpact=False
    )

    async def since() -> str | None:
        found = (await desk.ask(OWED, id=incident["id"]))["incident"]
        by = {row["kind"]: row["updateOwedSince"] for row in found["obligations"]}
        marked = {kind for kind, at in by.items() if at is not None}
        assert marked <= {"ROLLING_UPDATE"}
        at: str | None = by["ROLLING_UPDATE"]
        return at

    await released(desk, incident)
    assert await since() is None
    for words, at in (("转移群众二百人", "2026-11-21T02:55:00+08:00"), ("明火扑灭", AT)):
        given = {"incident": incident["id"], "text": words, "at": at}
        await desk.act("recordProgress", "progress { text recordedBy }", given)
    assert await since() == "2026-11-20T18:55:00+00:00"
    found = (await desk.ask(OWED, id=incident["id"]))["incident"]
    assert [row["text"] for row in found["progress"]] == ["明火扑灭", "转移群众二百人"]
    assert {"kindTitle": "进展", "text": "明火扑灭"} in found["timeline"]
    await desk.act("recordRelease", "replayed", a_release(incident))
    assert await since() is None


async def test_progress_without_words_or_before_the_event_is_refused(desk: Desk) -> None:
    incident = await desk.open()
    for change, code in (
        ({"text": " "}, "MISSING"),
        ({"text": "早", "at": "2026-11-21T02:00:00+08:00"}, "BEFORE_OCCURRENCE"),
        ({"text": "晚", "at": "2026-11-21T05:00:00+08:00"}, "TIME_IN_FUTURE"),
    ):
        given = {"incident": incident["id"], **change}
        assert (await desk.act("recordProgress", "replayed", given))["code"] == code
