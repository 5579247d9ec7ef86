"""Intake by keys, over a real line to a canned service."""

import asyncio
import time
from datetime import timedelta
from pathlib import Path

import pytest
from textual.widgets import Input

from clients.tui.drafts import draft_path, read_draft_file
from clients.tui.screens.incident import IncidentScreen
from clients.tui.screens.intake import SAVE_AFTER, IntakeScreen
from tests.tui.canned import NOW, Answer, canned
from tests.tui.desk_forms import Desk, open_form

SIZES = [(80, 24), (120, 36)]


async def register(desk: Desk) -> None:
    """The keys of the officer at 03:02: no Chinese, no mouse."""
    await desk.type("-22")
    await desk.press("enter", "2", "1", "f4", "j", "x")
    await desk.press("enter", "enter", "enter")


@pytest.mark.parametrize("size", SIZES)
async def test_an_explosion_is_registered_without_chinese_typing(size: tuple[int, int]) -> None:
    async with open_form(IntakeScreen, size=size) as desk:
        await register(desk)
        (sent,) = desk.service.of("OpenIncident")
        assert sent["input"]["facts"] == {
            "knownAt": "2026-11-20T19:02:10+00:00",
            "occurredAt": "2026-11-21T02:40:00+08:00",
            "occurredPrecision": "ABOUT",
            "emergency": True,
            "kind": "ACCIDENT",
            "severity": "PARTICULARLY_MAJOR",
            "localities": ["130121"],
        }
        assert isinstance(desk.app.screen, IncidentScreen)
        assert "SJZ-2026-0117" in desk.words("said")
        assert "首次发布" in desk.everything()


@pytest.mark.requirement(25, 27)
async def test_the_limits_stand_beside_the_form_while_it_is_filled_in() -> None:
    async with open_form(IntakeScreen) as desk:
        assert "近 ? 00:37:50 03:40   首次发布 原则上" in desk.pane("side")
        assert "第一回应主体未定" in desk.pane("side")
        await desk.type("-22")
        await desk.press("enter", "2", "1", "j", "x", "enter")
        said = desk.pane("side")
        assert "近   00:37:50 03:40   首次发布 原则上" in said
        assert "石政办发〔2019〕5号 四第1段 1小时" in said
        assert "主体 井陉县人民政府" in said
        assert "虚构甲 县长 138 0000 2101" in said
        assert "中 二第2段 特别重大舆情，当地政府是第一回应主体：井陉县人民政府" in said


async def test_the_preview_waits_for_a_pause_in_the_typing() -> None:
    async with open_form(IntakeScreen) as desk:
        screen = desk.app.screen
        assert isinstance(screen, IntakeScreen)
        asked = len(desk.service.of("PreviewIncident"))
        for typed in ("0", "02", "024", "0240"):
            screen.text_changed("occurred", typed)
        await desk.settle()
        assert len(desk.service.of("PreviewIncident")) == asked + 1


async def test_nothing_but_the_clock_moves_while_text_is_typed() -> None:
    async with open_form(IntakeScreen) as desk:
        screen = desk.app.screen
        assert isinstance(screen, IntakeScreen)
        before = desk.pane("side")
        desk.late = timedelta(seconds=30)
        screen.tick()
        assert isinstance(screen.focused, Input)
        assert desk.pane("side") == before
        assert "03:02:40" in desk.words("title")
        await desk.press("enter")
        screen.tick()
        assert "00:37:20" in desk.pane("side")


async def test_the_casualties_suggest_a_severity_with_its_clause() -> None:
    async with open_form(IntakeScreen) as desk:
        await desk.press("enter", "2", "enter")
        assert desk.app.screen.focused is desk.app.screen.query_one("#input-deaths")
        await desk.type("30+")
        said = desk.pane("options")
        assert "按伤亡应为 特别重大 按 = 采用" in said
        assert "生产安全事故报告和调查处理条例 第三条第一项" in said.replace("\n", "")
        await desk.press("fullwidth_equals_sign")
        await desk.press("=")
        assert desk.service.of("PreviewIncident")[-1]["facts"]["severity"] == "PARTICULARLY_MAJOR"


@pytest.mark.requirement(16)
async def test_an_incident_may_lie_in_several_places() -> None:
    async with open_form(IntakeScreen) as desk:
        await desk.press("f4", "j", "enter")
        await desk.press("f4", "j")
        await desk.press("down", "enter")
        facts = desk.service.of("PreviewIncident")[-1]["facts"]
        assert facts["localities"] == ["130121", "130107"]
        await desk.press("f4", "backspace")
        assert desk.service.of("PreviewIncident")[-1]["facts"]["localities"] == ["130121"]


async def test_an_unknown_place_is_refused_at_its_row_and_nothing_is_lost() -> None:
    async with open_form(IntakeScreen) as desk:
        await desk.press("f4", "q", "q", "enter")
        assert "没有找到这个地方" in desk.pane("options")
        assert desk.app.screen.query_one("#input-place", Input).value == "qq"


async def test_a_refusal_is_shown_at_the_field_it_names() -> None:
    async with open_form(IntakeScreen) as desk:
        desk.service.refuse["OpenIncident"] = {
            "code": "OCCURRED_AFTER_KNOWN",
            "message": "发生时间晚于接报时间，请核对两个时间。",
            "field": "input.facts.occurredAt",
        }
        await desk.type("-22")
        await desk.press("f2", "enter")
        assert desk.app.screen.focused is desk.app.screen.query_one("#input-occurred")
        assert "发生时间晚于接报时间" in desk.pane("options").replace("\n", "")
        assert "!发生" in desk.everything() or ">发生" in desk.everything()


async def test_a_time_that_cannot_be_read_stops_the_commit_at_its_row() -> None:
    async with open_form(IntakeScreen) as desk:
        await desk.type("2560")
        await desk.press("f2", "enter")
        assert desk.service.of("OpenIncident") == []
        assert "没有这个时刻" in desk.pane("options")


async def test_with_the_link_down_the_form_keeps_a_draft_and_says_so(tmp_path: Path) -> None:
    async with open_form(IntakeScreen, state_home=tmp_path) as desk:
        desk.app.deadlines.broken("closed", NOW, 1)
        await desk.type("-22")
        await desk.press("enter", "2", "f2", "enter", "escape")
        assert desk.service.of("OpenIncident") == []
        assert "草稿已存本机" in desk.pane("options").replace("\n", "")
        assert "不能预览" in desk.pane("side")
        assert (tmp_path / "huiying" / "intake-draft.json").stat().st_mode & 0o077 == 0


async def test_a_kept_draft_comes_back_with_its_times_as_they_were_meant(tmp_path: Path) -> None:
    async with open_form(IntakeScreen, state_home=tmp_path) as desk:
        await desk.type("-22")
        await desk.press("enter", "2", "1", "escape")
    async with open_form(IntakeScreen, state_home=tmp_path) as desk:
        desk.late = timedelta(minutes=10)
        assert "草稿未提交" in desk.pane("options")
        await desk.press("ctrl+r", "f2", "enter")
        facts = desk.service.of("OpenIncident")[-1]["input"]["facts"]
        assert facts["occurredAt"] == "2026-11-21T02:40:00+08:00"
        assert facts["knownAt"] == "2026-11-20T19:02:10+00:00"
        assert not (tmp_path / "huiying" / "intake-draft.json").exists()


async def test_a_commit_without_an_answer_is_repeated_under_the_same_key() -> None:
    async with open_form(IntakeScreen) as desk:
        desk.service.dumb.add("OpenIncident")
        await desk.press("f2", "enter", "escape")
        assert "不会重复登记" in desk.pane("options").replace("\n", "")
        desk.service.dumb.clear()
        await desk.press("enter")
        first, second = desk.service.of("OpenIncident")
        assert first == second
        assert isinstance(desk.app.screen, IncidentScreen)


async def test_pressing_enter_twice_on_the_button_commits_once() -> None:
    async with open_form(IntakeScreen) as desk:
        await desk.press("f2", "enter", "enter")
        assert len(desk.service.of("OpenIncident")) == 1


async def test_full_width_digits_choose_as_digits_do() -> None:
    async with open_form(IntakeScreen) as desk:
        await desk.press("enter", "２", "１")
        facts = desk.service.of("PreviewIncident")[-1]["facts"]
        assert (facts["kind"], facts["severity"]) == ("ACCIDENT", "PARTICULARLY_MAJOR")


async def test_enter_takes_the_place_though_the_search_is_slow() -> None:
    service = canned()
    at_once = service.answers["Localities"]

    def slow(asked: Answer) -> Answer:
        time.sleep(0.2)  # longer than the pause after which a search starts by itself
        return at_once(asked)

    service.answers["Localities"] = slow
    async with open_form(IntakeScreen, service=service) as desk:
        await desk.press("f4", "j", "x", "enter")
        assert desk.service.of("PreviewIncident")[-1]["facts"]["localities"] == ["130121"]


async def test_a_killed_terminal_loses_no_more_than_a_second_of_typing(tmp_path: Path) -> None:
    async with open_form(IntakeScreen, state_home=tmp_path) as desk:
        await desk.type("-22")
        await desk.press("enter", "2")
        kept = draft_path(tmp_path)
        await desk.until(lambda: (found := read_draft_file(kept)) is not None and bool(found.kind))


async def test_a_draft_that_waits_to_be_written_is_not_written_after_the_commit(
    tmp_path: Path,
) -> None:
    async with open_form(IntakeScreen, state_home=tmp_path) as desk:
        await register(desk)
        await asyncio.sleep(SAVE_AFTER + 0.2)
        assert not draft_path(tmp_path).exists()


@pytest.mark.parametrize("size", SIZES)
async def test_units_fields_and_worth_of_a_response_are_stated_after_the_rest(
    size: tuple[int, int],
) -> None:
    async with open_form(IntakeScreen, size=size) as desk:
        await desk.press("shift+tab", "shift+tab", "shift+tab")
        await desk.press("y", "j", "j", "enter", "y", "j", "j")
        await desk.press("down", "enter", "tab", "1", "2", "tab", "1")
        facts = desk.service.of("PreviewIncident")[-1]["facts"]
        assert facts["units"] == ["130121-YJJ", "130107-YJJ"]
        assert facts["fields"] == ["WORK_SAFETY", "FOOD_AND_DRUGS"]
        assert facts["responseValue"] == "RESPOND"
        assert "登记" in desk.everything()


async def test_a_unit_is_stated_by_its_bare_code_while_the_registry_is_away() -> None:
    async with open_form(IntakeScreen) as desk:
        desk.service.dumb.add("Units")
        await desk.press("shift+tab", "shift+tab", "shift+tab")
        await desk.type("130121-jyj")
        await desk.press("enter")
        assert desk.service.of("PreviewIncident")[-1]["facts"]["units"] == ["130121-JYJ"]
        await desk.press("backspace")
        assert "units" not in desk.service.of("PreviewIncident")[-1]["facts"]
