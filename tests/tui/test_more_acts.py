"""F4 on an incident: everything else that can be done about it, each as a small form."""

from typing import Any

import pytest

from clients.tui.incident_acts import INCIDENT_ACTS, screen_class
from clients.tui.locale import speak, t
from clients.tui.screens.confirm import ConfirmScreen
from clients.tui.screens.incident import IncidentScreen
from clients.tui.screens.incident_act import IncidentActForm
from clients.tui.screens.incident_sent import ReportForm
from clients.tui.screens.more import MoreScreen
from clients.tui.screens.outbox import OutboxScreen
from tests.tui.canned import NOW, Answer, Canned, incident_file, planned, stored
from tests.tui.chains import CHAIN, busy_night
from tests.tui.desk_forms import SUBJECT, Desk, open_form

RELEASE = {
    "id": "release-1",
    "form": "STATEMENT",
    "formTitle": "权威信息",
    "conclusive": False,
    "title": "情况通报",
    "releasedAt": NOW.isoformat(),
    "recordedBy": "虚构丁",
    "publications": [],
}


def make() -> IncidentScreen:
    return IncidentScreen(SUBJECT)


def full(**changes: Any) -> Canned:
    """An incident to which everything can be done."""
    service = busy_night()
    further = stored(planned("FURTHER_CONFERENCE_DECISION", "续会决定"), 9)
    file = incident_file(releases=[RELEASE], **changes)
    file["obligations"] = [*file["obligations"], further]
    service.answers["IncidentFile"] = lambda _: {"incident": file}
    return service


def answered(operation: str, service: Canned | None = None, **payload: Any) -> Canned:
    service = service or full()
    field = operation[0].lower() + operation[1:]
    body = {"__typename": f"{operation}Payload", "replayed": False, **payload}
    service.answers[operation] = lambda _: {field: body}
    return service


def sent(desk: Desk, operation: str) -> Answer:
    (variables,) = desk.service.of(operation)
    given: Answer = variables["input"]
    assert len(given.pop("idempotencyKey")) == 32
    return given


async def test_every_act_opens_by_its_letter_with_each_row_told() -> None:
    async with open_form(make, service=full(), size=(80, 24)) as desk:
        for act in INCIDENT_ACTS:
            await desk.press("f4", act.letter)
            screen = desk.app.screen
            assert isinstance(screen, IncidentActForm)
            assert isinstance(screen, screen_class(act.screen))  # type: ignore[arg-type] # a class
            said = desk.everything()
            assert t(act.title_key) in said
            assert all(screen.label(row) in said for row in screen.fields), act.id
            await desk.press("escape")


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_menu_shows_whole_in_both_languages(language: str) -> None:
    speak(language)
    try:
        async with open_form(make, service=full(), size=(80, 24)) as desk:
            await desk.press("f4")
            said = desk.everything()
            assert all(t(act.title_key) in said for act in INCIDENT_ACTS)
    finally:
        speak("zh")


async def test_an_act_is_chosen_by_digit_letter_or_arrows() -> None:
    async with open_form(make, service=full()) as desk:
        for keys in (("4",), ("４",), ("s",), ("ｓ",), (*("down",) * 3, "enter")):
            await desk.press("m", *keys)
            assert "上报多家" in desk.words("title"), keys
            await desk.press("escape")


async def test_what_there_is_nothing_to_do_to_says_so_and_opens_nothing() -> None:
    async with open_form(make) as desk:
        await desk.press("f4", "q")
        assert type(desk.app.screen) is MoreScreen
        assert "没有待回执的" in desk.everything()
        await desk.press("escape")
        assert len(desk.app.screen_stack) == 2


async def test_a_closed_incident_can_still_be_reviewed_and_called_to_account() -> None:
    async with open_form(make, service=full(state="CLOSED")) as desk:
        await desk.press("f4", "j")
        assert "本事件已办结" in desk.everything()
        await desk.press("p")
        assert "评议" in desk.words("title")


@pytest.mark.requirement(31)
async def test_progress_is_one_sentence_and_now() -> None:
    service = answered("RecordProgress", progress={"id": "p"})
    async with open_form(make, service=service) as desk:
        await desk.press("f4", "1")
        await desk.type("ming huo")
        await desk.press("f2", "enter")
        at = NOW.isoformat()
        assert sent(desk, "RecordProgress") == {
            "incident": "incident-1",
            "text": "ming huo",
            "at": at,
        }
        assert "已记进展" in desk.everything()


async def test_another_place_of_a_release_is_sent_with_its_address_and_checksum() -> None:
    service = answered("RecordPublication", fulfilled=[{"title": "网站同步"}], warnings=[])
    async with open_form(make, service=service) as desk:
        await desk.press("f4", "2", "1", "1")
        await desk.press("down")
        await desk.type("https://a.cn/1")
        await desk.press("down", "down", *"ab", "f2", "enter")
        given = sent(desk, "RecordPublication")
        place = given["publication"]
        assert (given["release"], place["channelKind"]) == ("release-1", "WEBSITE")
        assert (place["url"], place["checksum"]) == ("https://a.cn/1", "ab")
        assert "办结：网站同步" in desk.everything()


async def test_no_further_conference_is_sent_with_its_reason() -> None:
    service = answered("DecideFurtherConference", opened=None)
    async with open_form(make, service=service) as desk:
        await desk.press("f4", "3", "1", "2", "down")
        await desk.type("qing")
        await desk.press("f2", "enter")
        given = sent(desk, "DecideFurtherConference")
        assert (given["obligation"], given["another"]) == ("duty-9", False)
        assert (given["reason"], given["suggestedAt"]) == ("qing", None)


async def test_a_report_goes_to_all_its_recipients_at_once() -> None:
    service = answered("RecordUpwardReport", fulfilled=[], warnings=[{"message": "请核对。"}])
    async with open_form(make, service=service) as desk:
        await desk.press("f4", "4")
        assert "石家庄市人民政府" in desk.everything()
        await desk.press("end", ",", *"ab", "f2", "enter")
        given = sent(desk, "RecordUpwardReport")
        assert [row["recipient"] for row in given["recipients"]] == ["石家庄市人民政府", "ab"]
        assert given["internal"] is False
        assert "请核对。" in desk.everything()


async def test_only_the_steps_that_may_follow_are_offered_for_a_referral() -> None:
    service = answered("AnswerReferral", fulfilled=[])
    async with open_form(make, service=service) as desk:
        await desk.press("f4", "9", "1")
        said = desk.pane("options")
        assert "2 退回" in said
        assert "3 反馈" in said
        assert "签收" not in said
        await desk.press("3", "f2", "enter")
        given = sent(desk, "AnswerReferral")
        assert (given["referral"], given["step"]) == ("referral-1", "FEEDBACK")


async def test_calling_to_account_takes_a_second_key() -> None:
    service = answered("RecordAccountability", fulfilled=[], opened=[], warnings=[])
    async with open_form(make, service=service) as desk:
        await desk.press("f4", "g", "1", "2", "down", "down")
        await desk.type("130121-YJJ")
        await desk.press("enter", "down")
        await desk.type("chi")
        await desk.press("down")
        await desk.type("wang")
        await desk.press("f2", "enter")
        assert isinstance(desk.app.screen, ConfirmScreen)
        await desk.press("y")
        given = sent(desk, "RecordAccountability")
        assert given["measures"] == ["SUMMONS", "NOTICE"]
        assert (given["unit"], given["reason"]) == ("130121-YJJ", "chi")
        assert (given["decidedBy"], given["persons"]) == ("wang", [])


async def test_a_refusal_stands_at_its_row_also_deep_in_the_input() -> None:
    service = full()
    refusal = {
        "code": "BAD_URL",
        "message": "网址须以 http 开头。",
        "field": "input.publication.url",
    }
    service.refuse["RecordPublication"] = refusal
    async with open_form(make, service=service) as desk:
        await desk.press("f4", "2", "1", "1", "down", *"x", "f2", "enter")
        assert desk.app.screen.row == "url"  # type: ignore[attr-defined] # a form
        assert "网址须以 http 开头" in desk.pane("options")


async def test_a_referral_that_came_back_goes_to_another_unit() -> None:
    back = {**CHAIN["referrals"][0], "stateTitle": "已退回", "nextSteps": ["REFER"]}
    service = answered("Refer", fulfilled=[])
    service.answers["IncidentChain"] = lambda _: {"incident": CHAIN | {"referrals": [back]}}
    async with open_form(make, service=service) as desk:
        await desk.press("f4", "8")
        await desk.type("130121-YJJ")
        await desk.press("enter")
        await desk.type("he shi")
        await desk.press("down", "1", "f2", "enter")
        given = sent(desk, "Refer")
        assert (given["unit"], given["referral"]) == ("130121-YJJ", "referral-1")


async def test_a_consultation_tells_all_who_convened_it_and_who_took_part() -> None:
    service = answered("RecordConsultation", fulfilled=[], warnings=[])
    async with open_form(make, service=service) as desk:
        await desk.press("f4", "c")
        for code in ("130123-WXB", "130123-ZFB"):
            await desk.type(code)
            await desk.press("enter")
        await desk.press("down", "down")
        await desk.type("xian he shi")
        await desk.press("down", "down", "1", "down")
        await desk.type("chen,130123:wu:HEAD")
        await desk.press("f2", "enter")
        given = sent(desk, "RecordConsultation")
        assert given["convenors"] == ["130123-WXB", "130123-ZFB"]
        known, own, other = given["attendees"]
        assert {*known} == {"unit", "person"}
        assert own == {"unit": "130123-WXB", "person": "chen"}
        assert other == {"unit": "130123", "person": "wu", "post": "HEAD"}


async def test_what_waits_in_the_outbox_opens_its_form_as_it_was_filled() -> None:
    async with open_form(make, service=full()) as desk:
        desk.app.deadlines.broken("closed", NOW, 1)
        await desk.press("f4", "4", "end", ",", *"ab", "f2", "enter", "y")
        (kept,) = desk.app.outbox.acts()
        desk.app.push_screen(OutboxScreen())
        await desk.settle()
        await desk.press("ctrl+e")
        screen = desk.app.screen
        assert isinstance(screen, ReportForm)
        assert screen.text("to").endswith(",ab")
        assert desk.app.outbox.acts() == ()
        assert screen.key == kept.key
