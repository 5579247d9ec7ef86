"""What-if: other facts are weighed before anything is kept."""

from typing import Any

import pytest
from msgspec import structs

from clients.tui.models import ObligationState, decode
from clients.tui.models_incident import Duty, Facts
from clients.tui.models_preview import AssessmentPreview
from clients.tui.screens.incident import IncidentScreen
from clients.tui.screens.whatif import WhatIfScreen
from clients.tui.views.pieces import plain
from clients.tui.views.whatif import changed, diff_lines, turned
from tests.tui.canned import NOW, TRACE, Answer, Canned, canned, duties, hours, incident_file
from tests.tui.desk_forms import SUBJECT, open_form


def difference(**changes: Any) -> Answer:
    rows = incident_file()["obligations"]
    later = duties("LARGER")[0] | {"dueAt": hours(5)}
    return {
        "opened": [duties("LARGER")[2]],
        "moved": [{"before": rows[0], "after": later}],
        "kept": [duties("LARGER")[1]],
        "lapsed": [{"obligation": rows[2], "reason": "级别改为较大，不再要求新闻发布会"}],
        "responsibility": TRACE,
        "notes": [],
        "asOf": NOW.isoformat(),
    } | changes


def weighing() -> Canned:
    service = canned()
    service.answers["PreviewAssessment"] = lambda _: {"previewAssessment": difference()}
    kept = {
        "__typename": "AssessIncidentPayload",
        "incident": {"id": "incident-1", "number": "SJZ-2026-0117"},
        "replayed": False,
    }
    service.answers["AssessIncident"] = lambda _: {"assessIncident": kept}
    return service


def make() -> WhatIfScreen:
    return WhatIfScreen(SUBJECT)


def test_only_what_differs_is_sent() -> None:
    facts = Facts(known_at=NOW, locality_names=[], severity="MAJOR", emergency=True)
    wanted = {"severity": "MAJOR", "emergency": None, "deaths": 3}
    assert changed(facts, wanted) == {"emergency": None, "deaths": 3}


def test_a_flag_turns_through_unknown() -> None:
    assert [turned(None), turned(True), turned(False)] == [True, False, None]


def test_the_difference_tells_what_comes_moves_goes_and_stays() -> None:
    said = plain(diff_lines(decode(difference(), AssessmentPreview), [], NOW, 60))
    assert said.startswith("新增1 变更1 失效1 不变1")
    assert "由 03:40 改为 07:40" in said
    assert "级别改为较大，不再要求新闻发布会" in said


def test_what_would_be_late_at_once_is_counted_in_the_first_line() -> None:
    late = duties("LARGER")[2] | {"dueAt": hours(-1), "lateAtIntake": True}
    said = plain(diff_lines(decode(difference(opened=[late]), AssessmentPreview), [], NOW, 60))
    assert "其中1项已超期" in said.splitlines()[0]


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_a_digit_shows_what_would_change(size: tuple[int, int]) -> None:
    async with open_form(make, service=weighing(), size=size) as desk:
        assert "还没有改动" in desk.pane("side").replace("\n", "")
        await desk.press("3")
        (asked,) = desk.service.of("PreviewAssessment")
        assert asked["facts"] == {"severity": "LARGER"}
        assert "较大 原特别重大" in desk.everything()
        assert "新增1 变更1 失效1 不变1" in desk.pane("side")


async def test_back_to_what_stands_asks_nothing_and_shows_nothing() -> None:
    async with open_form(make, service=weighing()) as desk:
        await desk.press("3", "1")
        assert "还没有改动" in desk.pane("side").replace("\n", "")


async def test_escape_leaves_all_unchanged() -> None:
    def file() -> IncidentScreen:
        return IncidentScreen(SUBJECT)

    async with open_form(file, service=weighing()) as desk:
        await desk.press("f3", "3")
        await desk.press("escape")
        assert isinstance(desk.app.screen, IncidentScreen)
        assert desk.service.of("AssessIncident") == []


@pytest.mark.requirement(32)
async def test_it_is_kept_as_an_assessment_with_a_reason_and_a_different_key() -> None:
    async with open_form(make, service=weighing()) as desk:
        await desk.press("3", "f2", "enter")
        assert "存为研判须写明理由" in desk.pane("options")
        await desk.type("ren shu he shi")
        await desk.press("enter", "enter", "enter")
        assert desk.service.of("AssessIncident") == []
        await desk.press("y")
        (sent,) = desk.service.of("AssessIncident")
        assert sent["input"]["facts"] == {"severity": "LARGER"}
        assert sent["input"]["reason"] == "ren shu he shi"


async def test_a_factor_that_a_pack_wants_is_asked_for_at_its_row_and_sent() -> None:
    service = weighing()
    kept = service.answers["AssessIncident"]
    wanted = "按某市监测制度(六)，确定或调整级别须填写媒体介入程度。"
    refusal = {"__typename": "Refusal", "code": "FACTORS_MISSING", "message": wanted}
    refusal["field"] = "input.factors.mediaInvolvement"
    service.answers["AssessIncident"] = lambda _: {"assessIncident": refusal}
    async with open_form(make, service=service) as desk:
        await desk.press("3", "f2", "enter")
        await desk.type("he shi")
        await desk.press("f2", "enter", "y")
        assert wanted[:12] in desk.pane("options").replace("\n", "")
        assert desk.app.screen.focused is desk.app.screen.query_one("#input-media")
        await desk.type("sheng ji")
        service.answers["AssessIncident"] = kept
        await desk.press("f2", "enter", "y")
        first, second = desk.service.of("AssessIncident")
        assert first["input"]["factors"] is None
        assert second["input"]["factors"] == {"mediaInvolvement": "sheng ji"}


async def test_an_unknown_severity_is_sent_as_an_explicit_null() -> None:
    async with open_form(make, service=weighing()) as desk:
        await desk.press("0")
        assert desk.service.of("PreviewAssessment")[-1]["facts"] == {"severity": None}


async def test_a_place_is_added_and_taken_back() -> None:
    async with open_form(make, service=weighing()) as desk:
        await desk.press("f4", "1", "3", "0", "1")
        await desk.press("down", "enter")
        asked = desk.service.of("PreviewAssessment")[-1]
        assert asked["facts"] == {"localities": ["130121", "130107"]}


def test_what_is_closed_already_keeps_its_end() -> None:
    rows = [decode(row, Duty) for row in incident_file()["obligations"]]
    done = structs.replace(rows[1], state=ObligationState.WAIVED, closed_at=NOW)
    preview = decode(difference(), AssessmentPreview)
    said = plain(diff_lines(preview, [rows[0], done, *rows[2:]], NOW, 60))
    assert "毕     03:02  免办     上级报告" in said


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_when_it_happened_where_and_who_ordered_a_response_are_weighed(
    size: tuple[int, int],
) -> None:
    async with open_form(make, service=weighing(), size=size) as desk:
        await desk.press("f2", "tab", *"0230", "enter", *"weibo", "enter", *"0900", "enter")
        facts = desk.service.of("PreviewAssessment")[-1]["facts"]
        assert facts == {
            "occurredAt": "2026-11-21T02:30:00+08:00",
            "occurredPrecision": "MINUTE",
            "sourcePlatform": "weibo",
            "directedBy": "上级政府",
            "directedDueAt": "2026-11-21T09:00:00+08:00",
        }


async def test_units_fields_and_worth_are_weighed_and_taken_back() -> None:
    async with open_form(make, service=weighing()) as desk:
        await desk.press("f2", "tab", "tab", "tab", "tab", "y", "j", "j", "enter")
        await desk.press("tab", "1", "tab", "1")
        facts = desk.service.of("PreviewAssessment")[-1]["facts"]
        assert facts == {
            "units": ["130121-YJJ"],
            "fields": ["WORK_SAFETY"],
            "responseValue": "RESPOND",
        }
        await desk.press("0", "shift+tab", "1", "shift+tab", "backspace")
        assert isinstance(desk.app.screen, WhatIfScreen)
        assert desk.app.screen.changes() == {}


async def test_a_time_that_cannot_be_read_is_not_kept() -> None:
    async with open_form(make, service=weighing()) as desk:
        await desk.press("3", "f2", "tab", *"2560", "f2", "enter")
        assert "没有这个时刻" in desk.pane("options")
