"""The pages of an incident beside its duties: approvals, what was sent and came back, calls."""

import pytest

from clients.tui.screens.incident import IncidentScreen
from tests.tui.canned import NOW, Canned, canned, incident_file
from tests.tui.chains import CHAIN, busy_night
from tests.tui.desk_forms import SUBJECT, Desk, open_form


def make() -> IncidentScreen:
    return IncidentScreen(SUBJECT)


async def page(desk: Desk, digit: str) -> str:
    await desk.press(digit)
    return desk.pane("page")


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_what_was_sent_tells_what_has_come_back(size: tuple[int, int]) -> None:
    async with open_form(make, service=busy_night(), size=size) as desk:
        said = await page(desk, "7")
        assert "待回执 移交 井陉县公安局" in said
        assert "已签收 上报 石家庄市人民政府" in said
        assert "回执 03:10 虚构庚" in said
        assert "石家庄市人民政府 石政督〔2026〕7号 限 12:40" in said
        assert "提示：召集单位与条文所列不同" in said
        assert "明火已扑灭" in said


async def test_a_referral_shows_its_steps_in_order() -> None:
    async with open_form(make, service=busy_night()) as desk:
        said = await page(desk, "７")
        assert said.index("03:02 转办 井陉县人民政府") < said.index("03:02 签收 井陉县公安局")


async def test_unanswered_calls_stand_out_and_decisions_tell_what_must_be_put_right() -> None:
    async with open_form(make, service=busy_night()) as desk:
        said = await page(desk, "8")
        assert "未复 12345-20261121-0017 咨询" in said
        assert "回访 虚构丁 电话 正在核实（满意）" in said
        assert "约谈、通报\n   井陉县人民政府、虚构甲" in said
        assert "前整改" in said


async def test_approvals_are_listed_by_form_with_the_line_and_who_said_what() -> None:
    async with open_form(make, service=busy_night()) as desk:
        said = await page(desk, "6")
        assert "权威信息    已齐" in said
        assert "新闻发布会  还缺 同级新闻办审批（井陉县政府新闻办公室）" in said
        assert "第1版 已审定" in said
        assert "同意 领导审定口径  03:02" in said
        assert "井陉县人民政府 虚构甲 电话 第1版 须补书面" in said


async def test_each_units_part_stands_below_the_telephone_numbers() -> None:
    async with open_form(make, service=busy_night()) as desk:
        assert "井陉县人民政府  在办 3，已办 2 超期 1" in await page(desk, "2")


def released() -> Canned:
    service = busy_night()
    release = {
        "id": "release-1",
        "form": "STATEMENT",
        "formTitle": "权威信息",
        "conclusive": False,
        "title": "情况通报",
        "releasedAt": NOW.isoformat(),
        "recordedBy": "虚构丁",
        "publications": [],
    }
    how = {"id": "release-1", "statement": 1, "ungated": True, "gates": []}
    doubts = [{"message": "口径已有新版，所发不是最新一版。"}]
    none = {"another": False, "suggestedAt": None, "reason": "情况已说清"}
    told = {**none, "decider": "虚构甲", "decidedAt": NOW.isoformat()}
    more = {"releases": [{**how, "warnings": doubts}], "conferenceDecisions": [told]}
    service.answers["IncidentFile"] = lambda _: {"incident": incident_file(releases=[release])}
    service.answers["IncidentChain"] = lambda _: {"incident": CHAIN | more}
    return service


@pytest.mark.requirement(12)
async def test_a_release_that_does_not_follow_the_line_says_so() -> None:
    async with open_form(make, service=released()) as desk:
        said = await page(desk, "3")
        assert "第1版 未经审批" in said
        assert "提示：口径已有新版" in said
        assert "不再召开  虚构甲" in said


async def test_pages_that_could_not_be_read_leave_the_duties_on_the_screen() -> None:
    service = canned()
    service.dumb.add("IncidentChain")
    async with open_form(make, service=service) as desk:
        assert "办理情况没有读到" in await page(desk, "7")
        assert "首次发布" in desk.everything()
