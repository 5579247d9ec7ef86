"""Reports, waivers, closing, contacts, who speaks: each by keys, each refusal where it belongs."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from textual.screen import Screen

from clients.tui.screens.confirm import ConfirmScreen
from clients.tui.screens.contact import ContactScreen
from clients.tui.screens.fulfil import FulfilScreen
from clients.tui.screens.speaks import SpeaksScreen
from clients.tui.screens.waive import CloseScreen, WaiveScreen
from tests.tui.canned import Answer, Canned, canned, incident_file
from tests.tui.desk_forms import SUBJECT, Desk, open_form
from tests.tui.test_gates_form import owing


def on_duty(make: Callable[[Any], Screen[None]]) -> Callable[[], Screen[None]]:
    return lambda: make(SUBJECT)


def answering(operation: str, field: str, payload: Answer) -> Canned:
    service = canned()
    body = {"__typename": f"{operation}Payload", "replayed": False, **payload}
    service.answers[operation] = lambda _: {field: body}
    return service


def fulfilling() -> Canned:
    done = {"obligation": {"id": "duty-2", "title": "上级报告", "outcome": None}}
    return answering("RecordFulfilment", "recordFulfilment", done)


@pytest.mark.requirement(24)
async def test_an_upward_report_is_recorded_with_a_text_ready_to_send() -> None:
    async with open_form(on_duty(FulfilScreen), service=fulfilling()) as desk:
        said = desk.pane("side")
        assert "11月21日02:40许，井陉县发生化工厂爆炸" in said.replace("\n", "")
        assert "人员伤亡情况正在核实" in said.replace("\n", "")
        desk.late = timedelta(minutes=3)
        await desk.press("1", "f2", "enter")
        (sent,) = desk.service.of("RecordFulfilment")
        assert sent["input"]["obligation"] == "duty-2"
        assert sent["input"]["doneAt"] == "2026-11-20T19:05:10+00:00"
        assert sent["input"]["note"] == "上级报告 石家庄市人民政府"
        assert "已记上级报告" in desk.told()


async def test_the_text_of_the_report_goes_to_the_clipboard() -> None:
    async with open_form(on_duty(FulfilScreen)) as desk:
        await desk.press("ctrl+y")
        assert desk.app.clipboard.startswith("石家庄市人民政府：\n11月21日02:40许")


async def test_duties_that_a_release_ends_are_not_offered_for_recording_by_hand() -> None:
    async with open_form(on_duty(FulfilScreen)) as desk:
        screen = desk.app.screen
        assert isinstance(screen, FulfilScreen)
        assert [duty.title for duty in screen.candidates()] == ["上级报告"]


async def test_what_an_office_must_decide_is_not_offered_for_recording_by_hand() -> None:
    async with open_form(on_duty(FulfilScreen), service=owing()) as desk:
        screen = desk.app.screen
        assert isinstance(screen, FulfilScreen)
        assert [duty.title for duty in screen.candidates()] == ["上级报告"]


def waiving() -> Canned:
    done = {"obligation": {"id": "duty-1", "title": "首次发布", "state": "WAIVED"}}
    return answering("WaiveObligation", "waiveObligation", done)


async def test_a_waiver_needs_its_reason() -> None:
    async with open_form(on_duty(WaiveScreen), service=waiving()) as desk:
        await desk.press("enter", "enter")
        assert "免办须写明理由" in desk.pane("options")
        assert not isinstance(desk.app.screen, ConfirmScreen)


@pytest.mark.parametrize("second", ["y", "ｙ", "ctrl+y"])
async def test_a_waiver_takes_two_different_keys(second: str) -> None:
    async with open_form(on_duty(WaiveScreen), service=waiving()) as desk:
        await desk.type("li you")
        await desk.press("enter", "enter", "enter", "enter")
        assert isinstance(desk.app.screen, ConfirmScreen)
        assert desk.service.of("WaiveObligation") == []
        await desk.press(second)
        (sent,) = desk.service.of("WaiveObligation")
        assert (sent["input"]["obligation"], sent["input"]["reason"]) == ("duty-1", "li you")
        assert "已免办首次发布" in desk.told()


async def test_escape_at_the_second_key_waives_nothing() -> None:
    async with open_form(on_duty(WaiveScreen), service=waiving()) as desk:
        await desk.type("li you")
        await desk.press("enter", "enter", "escape")
        assert isinstance(desk.app.screen, WaiveScreen)
        assert desk.service.of("WaiveObligation") == []


@pytest.mark.requirement(23)
async def test_a_refused_closing_says_what_to_do() -> None:
    service = canned()
    service.refuse["CloseIncident"] = {
        "code": "FINAL_OUTCOME_OPEN",
        "message": "最终结果尚未发布，请先发布结论性信息或按程序免办后再办结。",
        "field": "input.incident",
    }
    async with open_form(on_duty(CloseScreen), service=service) as desk:
        assert "还有 4 项没有了结" in desk.pane("side")
        assert "F9 记结论性回应，或 Del 免办" in desk.pane("side")
        await desk.press("f2", "enter", "y")
        said = desk.pane("options").replace("\n", "")
        assert "最终结果尚未发布" in said
        assert "F9 记一次结论性回应" in said


async def test_an_incident_with_nothing_open_closes_by_two_keys() -> None:
    done = {"incident": {"id": "incident-1", "number": "SJZ-2026-0117", "state": "CLOSED"}}
    service = answering("CloseIncident", "closeIncident", done)
    service.answers["IncidentFile"] = lambda _: {"incident": incident_file(obligations=[])}
    async with open_form(on_duty(CloseScreen), service=service) as desk:
        assert "应办事项都已了结" in desk.pane("side")
        await desk.press("f2", "enter", "y")
        assert len(desk.service.of("CloseIncident")) == 1
        assert "已办结 SJZ-2026-0117" in desk.told()


def reaching() -> Canned:
    party = {"id": "UGFydHk6MQ==", "acknowledgedAt": None, "acknowledgedBy": None}
    return answering("AcknowledgeParty", "acknowledge", {"party": party})


@pytest.mark.requirement(8)
async def test_the_head_is_noted_as_reached_by_telephone() -> None:
    async with open_form(on_duty(ContactScreen), service=reaching()) as desk:
        assert "虚构甲 县长 138 0000 2101" in desk.pane("side")
        await desk.press("1", "enter")
        (sent,) = desk.service.of("AcknowledgeParty")
        key = sent["input"].pop("idempotencyKey")
        assert len(key) >= 16
        assert sent["input"] == {"party": "UGFydHk6MQ==", "by": "虚构甲", "means": "电话"}
        assert "虚构甲" in desk.told()


async def test_someone_reached_already_is_not_noted_twice() -> None:
    service = reaching()
    parties = [incident_file()["parties"][0] | {"acknowledgedAt": incident_file()["openedAt"]}]
    service.answers["IncidentFile"] = lambda _: {"incident": incident_file(parties=parties)}
    async with open_form(on_duty(ContactScreen), service=service) as desk:
        await desk.press("1", "enter")
        assert "已记为已联系" in desk.pane("options")
        assert desk.service.of("AcknowledgeParty") == []


SPEAKER = {
    "unit": {"code": "130121", "name": "井陉县人民政府"},
    "speaker": {"name": "虚构乙", "phone": "139 0000 2102"},
    "standIn": True,
    "filed": True,
    "reason": "代虚构丙发言：虚构丙请假，其代班人在岗。",
    "candidates": [
        {
            "person": {"name": "虚构丙", "phone": None},
            "post": "SPOKESPERSON",
            "chosen": False,
            "reason": "请假，由代班人顶替。",
        },
    ],
    "head": {"name": "虚构甲", "phone": "138 0000 2101"},
    "deputy": None,
}


def speaking() -> Canned:
    service = canned()
    service.answers["WhoSpeaks"] = lambda _: {"whoSpeaks": SPEAKER}
    return service


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_who_speaks_is_told_with_the_reason_for_each(size: tuple[int, int]) -> None:
    async with open_form(on_duty(SpeaksScreen), service=speaking(), size=size) as desk:
        said = desk.pane("side")
        assert "虚构乙 139 0000 2102" in said
        assert "代班" in said
        assert "虚构丙 新闻发言人" in said
        assert "请假，由代班人顶替。" in said
        await desk.press("y")
        assert desk.app.clipboard == "139 0000 2102"


async def asked_units(desk: Desk) -> list[str]:
    await desk.press("2")
    await desk.press("down")
    return [asked["unit"] for asked in desk.service.of("WhoSpeaks")]


async def test_a_digit_or_an_arrow_asks_for_another_party() -> None:
    async with open_form(on_duty(SpeaksScreen), service=speaking()) as desk:
        assert await asked_units(desk) == ["130121", "130121-ZFB", "130121-XCB"]


async def test_with_the_registry_down_the_mirror_answers_and_says_so() -> None:
    service = canned()
    service.dumb.add("WhoSpeaks")
    async with open_form(on_duty(SpeaksScreen), service=service) as desk:
        said = desk.pane("side")
        assert "登记服务中断。以下是时限服务所存的名单" in said
        assert "虚构乙 新闻发言人 139 0000 2102" in said


async def test_f2_again_takes_up_the_row_that_is_lacking() -> None:
    async with open_form(on_duty(WaiveScreen)) as desk:
        await desk.press("f2", "f2")
        assert "免办须写明理由" in desk.pane("options")
        await desk.press("x")
        await desk.press("f2", "f2")
        assert isinstance(desk.app.screen, ConfirmScreen)


async def test_the_report_of_a_drill_says_so_first() -> None:
    service = fulfilling()
    service.answers["IncidentFile"] = lambda _: {"incident": incident_file(drill=True)}
    async with open_form(on_duty(FulfilScreen), service=service) as desk:
        await desk.press("1", "ctrl+y")
        assert desk.app.clipboard.startswith("〔演练〕")
