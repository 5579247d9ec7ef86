"""Recording a release: what it would end is said before it is recorded."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from clients.tui.models import decode
from clients.tui.models_incident import IncidentFile
from clients.tui.screens.release import ReleaseScreen
from clients.tui.views.menus import menu
from clients.tui.views.release import Intended, effects
from tests.tui.canned import NOW, OCCURRED, Answer, Canned, canned, incident_file, unit
from tests.tui.desk_forms import SUBJECT, open_form

CHECKS = [{"id": "sjz/a", "clause": "六", "gist": "言之有据、言之有理", "lookedAt": False}]
FORMS = [choice.code for choice in menu("form").choices]


def make_file(**changes: Any) -> IncidentFile:
    return decode(incident_file(**changes), IncidentFile)


def intended(**changes: Any) -> Intended:
    return Intended(**{"form": "STATEMENT", "conclusive": False, "at": NOW, **changes})


def ended(file: IncidentFile, what: Intended) -> set[str]:
    return {row.duty.kind for row in effects(file, what) if row.fulfilled}


@pytest.mark.requirement(22)
def test_an_interim_statement_meets_the_first_release_but_not_the_final_result() -> None:
    assert ended(make_file(), intended()) == {"FIRST_RELEASE"}
    assert ended(make_file(), intended(conclusive=True)) == {"FIRST_RELEASE", "FINAL_OUTCOME"}


@pytest.mark.requirement(34)
def test_only_a_press_conference_meets_the_duty_to_hold_one() -> None:
    for form in FORMS:
        met = "PRESS_CONFERENCE" in ended(make_file(), intended(form=form))
        assert met is (form == "PRESS_CONFERENCE")


def test_the_limit_itself_is_still_in_time() -> None:
    on_it = intended(at=OCCURRED + timedelta(hours=1))
    after = intended(at=OCCURRED + timedelta(hours=1, seconds=1))
    assert [row.late for row in effects(make_file(), on_it) if row.fulfilled] == [False]
    assert [row.wants_reason for row in effects(make_file(), after) if row.fulfilled] == [True]


def test_a_missed_last_limit_asks_no_reason_because_none_helps() -> None:
    late = intended(form="PRESS_CONFERENCE", at=OCCURRED + timedelta(hours=30))
    by_kind = {row.duty.kind: row for row in effects(make_file(), late)}
    assert by_kind["PRESS_CONFERENCE"].late
    assert not by_kind["PRESS_CONFERENCE"].wants_reason


@pytest.mark.requirement(74)
def test_a_clarification_is_met_only_on_the_platform_that_carried_the_rumour() -> None:
    rows = incident_file()["obligations"]
    rows[0] |= {"kind": "CLARIFICATION", "fulfilledBy": ["STATEMENT"]}
    facts = incident_file()["facts"] | {"sourcePlatform": "新浪微博"}
    file = make_file(obligations=rows, facts=facts)
    assert ended(file, intended(platform="新浪微博")) == {"CLARIFICATION"}
    assert ended(file, intended(platform="官网")) == set()


@given(st.sampled_from(FORMS), st.booleans(), st.integers(-100, 100))
def test_every_open_duty_a_release_can_meet_is_spoken_of_once(
    form: str, conclusive: bool, hours: int
) -> None:
    what = intended(form=form, conclusive=conclusive, at=NOW + timedelta(hours=hours))
    kinds = [row.duty.kind for row in effects(make_file(), what)]
    assert sorted(kinds) == ["FINAL_OUTCOME", "FIRST_RELEASE", "PRESS_CONFERENCE"]


def recording() -> Canned:
    service = canned()
    fulfilled = [{"id": "duty-1", "title": "首次发布", "outcome": "ON_TIME", "dueAt": None}]

    def answer(_: Answer) -> Answer:
        payload = {
            "__typename": "RecordReleasePayload",
            "release": {"id": "release-1", "formTitle": "权威信息"},
            "fulfilled": fulfilled,
            "warnings": [],
            "replayed": False,
        }
        return {"recordRelease": payload}

    service.answers["RecordRelease"] = answer
    return service


def make() -> ReleaseScreen:
    return ReleaseScreen(SUBJECT)


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_what_will_end_stands_beside_the_form(size: tuple[int, int]) -> None:
    async with open_form(make, size=size) as desk:
        said = desk.pane("side")
        assert "将办结 1 项" in said
        assert "毕 首次发布 原则上  提前37分（限03:40）" in said
        assert "只认：新闻发布会" in said
        await desk.press("up", "3", "1")
        assert "将办结 3 项" in desk.pane("side")


@pytest.mark.requirement(33, 37)
async def test_a_release_is_recorded_by_digits_and_a_pasted_address() -> None:
    async with open_form(make, service=recording()) as desk:
        await desk.press("n", "2")
        await desk.type("https://weibo.com/1")
        await desk.press("ctrl+s")
        (sent,) = desk.service.of("RecordRelease")
        input_ = sent["input"]
        assert (input_["form"], input_["conclusive"]) == ("STATEMENT", False)
        assert input_["title"] == "井陉县化工厂爆炸"
        (place,) = input_["publications"]
        assert (place["channelKind"], place["url"]) == ("WEIBO", "https://weibo.com/1")
        assert "首次发布（按时）" in desk.told()


@pytest.mark.requirement(25)
async def test_a_late_release_in_principle_asks_for_its_reason_first() -> None:
    async with open_form(make, service=recording()) as desk:
        desk.late = timedelta(hours=2)
        await desk.press("1", "2", "f2", "enter")
        assert desk.service.of("RecordRelease") == []
        assert "首次发布已超期" in desk.pane("options")
        await desk.type("xian chang qiang xian")
        await desk.press("f2", "enter")
        (sent,) = desk.service.of("RecordRelease")
        assert sent["input"]["lateReason"] == "xian chang qiang xian"


async def test_escape_records_nothing() -> None:
    async with open_form(make, service=recording()) as desk:
        await desk.press("1", "1", "1", "escape")
        assert desk.service.of("RecordRelease") == []


async def test_a_repeat_after_silence_tells_the_moment_of_the_first_try() -> None:
    service = recording()
    service.dumb.add("RecordRelease")
    async with open_form(make, service=service) as desk:
        await desk.press("f2", "enter", "escape")
        assert "不会重复记" in desk.pane("options").replace("\n", "")
        desk.late = timedelta(minutes=9)
        service.dumb.clear()
        await desk.press("enter")
        first, second = service.of("RecordRelease")
        assert first == second


@pytest.mark.requirement(35)
async def test_who_attended_a_press_conference_is_recorded_by_digits() -> None:
    async with open_form(make, service=recording()) as desk:
        await desk.press("up", "3", "2", "1", "down", "down")
        assert "1 虚构甲 井陉县人民政府 县长" in desk.pane("options")
        await desk.press("1", "2", "1", "f2", "enter")
        (sent,) = desk.service.of("RecordRelease")
        assert sent["input"]["attendees"] == [{"unit": "130121", "person": "虚构乙"}]


OTHER = unit("130121-YJJ", "井陉县应急管理局")


def of_two_subjects() -> list[Answer]:
    """Both subjects owe the first release; only the county owes the rest."""
    rows = incident_file()["obligations"]
    return [*rows, {**rows[0], "id": "duty-9", "owner": OTHER}]


def test_a_subjects_release_meets_its_own_duty_and_one_of_neither_speaks_for_both() -> None:
    file = make_file(obligations=of_two_subjects())

    def met(code: str) -> set[str]:
        return {row.duty.id for row in effects(file, intended(unit=code)) if row.fulfilled}

    assert met("130121") == {"duty-1"}
    assert met("130121-YJJ") == {"duty-9"}
    assert met("130121-XWB") == {"duty-1", "duty-9"}


def test_what_is_not_owed_yet_is_met_by_a_conclusive_release_alone() -> None:
    rows = incident_file()["obligations"]
    rows[0] |= {"kind": "PROGRESS", "owed": False}
    file = make_file(obligations=rows)
    assert ended(file, intended()) == set()
    assert ended(file, intended(conclusive=True)) == {"PROGRESS", "FINAL_OUTCOME"}


async def test_the_release_is_that_of_the_unit_whose_duty_is_under_the_cursor() -> None:
    service = recording()
    rows = of_two_subjects()
    service.answers["IncidentFile"] = lambda _: {"incident": incident_file(obligations=rows)}
    subject = structs.replace(SUBJECT, duty="duty-9")
    async with open_form(lambda: ReleaseScreen(subject), service=service) as desk:
        assert "由井陉县人民政府自己的发布办结" in desk.pane("side").replace("\n", "")
        await desk.press("f2", "enter")
        assert service.of("RecordRelease")[0]["input"]["unit"] == "130121-YJJ"


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_another_unit_of_the_incident_is_chosen_by_a_digit(size: tuple[int, int]) -> None:
    async with open_form(make, service=recording(), size=size) as desk:
        await desk.press("f2", "up")
        assert "2 井陉县政府办公室" in desk.pane("options")
        await desk.press("2", "f2", "enter")
        (sent,) = desk.service.of("RecordRelease")
        assert sent["input"]["unit"] == "130121-ZFB"


async def test_a_conference_is_recorded_with_its_hosts_topic_and_all_who_sat_there() -> None:
    async with open_form(make, service=recording(), size=(80, 24)) as desk:
        screen = desk.app.screen
        assert isinstance(screen, ReleaseScreen)
        await desk.press("up", "3", "1")
        screen.focus_row("hosts")
        await desk.type("130123-XCB")
        await desk.press("enter", "enter", "3")
        await desk.press("down")
        await desk.type("130123:wang:HEAD,li")
        await desk.press("f2", "enter")
        (sent,) = desk.service.of("RecordRelease")
        given = sent["input"]
        assert (given["hosts"], given["topicSource"]) == (["130123-XCB"], "PUBLIC_CONCERN")
        assert given["attendees"] == [
            {"unit": "130123", "person": "wang", "post": "HEAD"},
            {"unit": screen.unit, "person": "li"},
        ]


async def test_a_release_tells_its_aim_its_checks_its_plan_and_the_organs_it_speaks_of() -> None:
    service = recording()
    found = {"form": "STATEMENT", "ready": True, "gates": [], "checks": CHECKS}
    service.answers["ReleaseGates"] = lambda _: {"gates": found, "incident": None}
    async with open_form(make, service=service, size=(80, 24)) as desk:
        screen = desk.app.screen
        assert isinstance(screen, ReleaseScreen)
        screen.focus_row("purpose")
        await desk.press("3", "down", "1", "down")
        await desk.type("130123-GAJ")
        await desk.press("enter")
        assert desk.service.of("ReleaseGates")[-1]["with"] == ["130123-GAJ"]
        await desk.press("enter")
        await desk.type("fangan https://a.cn/1")
        await desk.press("f2", "enter")
        given = desk.service.of("RecordRelease")[0]["input"]
        assert given["purpose"] == "CLARIFICATION"
        assert given["checks"] == ["sjz/a"]
        assert given["mentionedUnits"] == ["130123-GAJ"]
        assert given["plan"] == {"title": "fangan", "url": "https://a.cn/1"}
