"""A form whose service is away: what may wait is offered to the outbox, the rest says why not."""

from pathlib import Path

import pytest

from clients.tui.screens.contact import ContactScreen
from clients.tui.screens.fulfil import FulfilScreen
from clients.tui.screens.outbox_offer import OfferScreen
from clients.tui.screens.waive import WaiveScreen
from tests.tui.canned import NOW
from tests.tui.desk_forms import Desk, open_form
from tests.tui.test_acts import fulfilling, on_duty, reaching, waiving


def cut(desk: Desk) -> None:
    """Let the line be known for broken."""
    desk.app.deadlines.broken("closed", NOW, 1)


async def test_a_report_made_while_the_service_is_away_is_kept_by_y(tmp_path: Path) -> None:
    async with open_form(on_duty(FulfilScreen), service=fulfilling(), state_home=tmp_path) as desk:
        cut(desk)
        await desk.press("1", "f2", "enter")
        assert isinstance(desk.app.screen, OfferScreen)
        assert "上级报告 石家庄市人民政府" in desk.pane("question").replace("\n", "")
        await desk.press("y")
        assert desk.service.of("RecordFulfilment") == []
        (kept,) = desk.app.outbox.acts()
        assert kept.incident == "SJZ-2026-0117 井陉县化工厂爆炸"
        assert kept.variables["input"]["doneAt"] == "2026-11-20T19:02:10+00:00"
        assert (kept.sentence, kept.tried_at) == ("上级报告 石家庄市人民政府", None)
        assert "已存待发" in desk.told()


async def test_the_form_says_before_anything_is_typed_what_will_become_of_it() -> None:
    async with open_form(on_duty(FulfilScreen)) as desk:
        cut(desk)
        await desk.press("down")
        assert "提交后存入待发" in desk.pane("options").replace("\n", "")
    async with open_form(on_duty(WaiveScreen)) as desk:
        cut(desk)
        await desk.press("down")
        assert "不能存待发" in desk.pane("options").replace("\n", "")


async def test_a_lost_answer_is_offered_too_and_enter_tries_again() -> None:
    service = fulfilling()
    service.dumb.add("RecordFulfilment")
    async with open_form(on_duty(FulfilScreen), service=service) as desk:
        await desk.press("1", "f2", "enter")
        assert "可能已写入" in desk.pane("question").replace("\n", "")
        service.dumb.clear()
        await desk.press("enter")
        first, second = service.of("RecordFulfilment")
        assert first == second
        assert desk.app.outbox.acts() == ()


async def test_an_act_that_may_have_been_written_is_kept_as_such() -> None:
    service = reaching()
    service.dumb.add("AcknowledgeParty")
    async with open_form(on_duty(ContactScreen), service=service) as desk:
        await desk.press("1", "enter", "ctrl+y")
        (kept,) = desk.app.outbox.acts()
        assert kept.tried_at is not None
        assert kept.key == service.of("AcknowledgeParty")[0]["input"]["idempotencyKey"]


async def test_the_same_duty_is_not_kept_twice() -> None:
    async with open_form(on_duty(FulfilScreen)) as desk:
        cut(desk)
        await desk.press("1", "f2", "enter", "y")
        desk.app.push_screen(on_duty(FulfilScreen)())
        await desk.settle()
        await desk.press("1", "f2", "enter")
        assert "已有一条在待发里" in desk.pane("options")
        assert len(desk.app.outbox.acts()) == 1


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
async def test_the_state_row_tells_how_many_wait(size: tuple[int, int]) -> None:
    async with open_form(on_duty(FulfilScreen), size=size) as desk:
        cut(desk)
        await desk.press("1", "f2", "enter", "y")
        desk.app.duty._notice = ("", False, 0.0)
        desk.app.duty.paint()
        assert "待发 1" in desk.told()


async def test_a_waiver_is_never_kept() -> None:
    service = waiving()
    service.dumb.add("WaiveObligation")
    async with open_form(on_duty(WaiveScreen), service=service) as desk:
        await desk.type("li you")
        await desk.press("enter", "enter", "y")
        assert "可能已写入" in desk.pane("options").replace("\n", "")
        assert desk.app.outbox.acts() == ()


async def test_a_disk_that_refuses_leaves_the_form_as_it_is(tmp_path: Path) -> None:
    async with open_form(on_duty(FulfilScreen), state_home=tmp_path) as desk:
        (tmp_path / "huiying").mkdir(exist_ok=True)
        (tmp_path / "huiying" / "outbox").write_text("")
        cut(desk)
        await desk.press("1", "f2", "enter", "y")
        assert isinstance(desk.app.screen, FulfilScreen)
        assert "请先抄下来" in desk.pane("options").replace("\n", "")
