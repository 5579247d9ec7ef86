"""The list of 待发: what became of each act, and the keys that send or let it go."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest

from clients.tui.link import LinkState
from clients.tui.outbox import ActState, KeptAct
from clients.tui.screens.confirm import ConfirmScreen
from clients.tui.screens.outbox import OutboxScreen
from clients.tui.views.outbox import Listed, act_lines, list_lines
from clients.tui.views.pieces import plain, width_of
from clients.tui.widgets.chosen_list import ChosenList
from tests.tui.canned import NOW, Canned
from tests.tui.desk_forms import Desk, open_form
from tests.tui.test_acts import fulfilling
from tests.tui.test_outbox import act


def report(key: str = "k1", **more: Any) -> KeptAct:
    given: dict[str, Any] = {
        "owner": "",
        "owner_name": "虚构丁",
        "incident": "SJZ-2026-0117 井陉县化工厂爆炸",
        "sentence": "上级报告：已报石家庄市人民政府",
        "acted_at": NOW,
        "kept_at": NOW,
    }
    return act(key, **(given | more))


@asynccontextmanager
async def listing(*acts: KeptAct, service: Canned | None = None) -> AsyncIterator[Desk]:
    async with open_form(OutboxScreen, service=service or fulfilling()) as desk:
        for one in acts:
            desk.app.outbox.add(one)
        desk.app.screen.query_one(ChosenList).screen.show_all()  # type: ignore[attr-defined] # it is an OutboxScreen
        await desk.settle()
        yield desk


REFUSAL = {"code": "OBLIGATION_CLOSED", "message": "此项已办结，不能再记。", "field": "obligation"}


async def test_nothing_waiting_is_said_with_what_the_list_is_for() -> None:
    async with listing() as desk:
        assert "没有待发的办理" in desk.pane("act")


async def test_enter_sends_the_chosen_act_now() -> None:
    async with listing(report()) as desk:
        await desk.press("enter")
        assert len(desk.service.of("RecordFulfilment")) == 1
        assert "已送出。" in desk.words("said")
        await desk.press("enter")
        assert len(desk.service.of("RecordFulfilment")) == 1


async def test_with_the_service_away_enter_says_that_it_goes_by_itself() -> None:
    async with listing(report()) as desk:
        desk.app.deadlines.status.state = LinkState.DOWN
        await desk.press("enter")
        assert "恢复后自动送出" in desk.words("said")
        assert desk.service.of("RecordFulfilment") == []


async def test_a_refused_act_shows_the_services_sentence_and_can_be_sent_again() -> None:
    service = fulfilling()
    service.refuse["RecordFulfilment"] = REFUSAL
    async with listing(report(), service=service) as desk:
        await desk.press("enter")
        assert "被服务退回：此项已办结，不能再记。" in desk.pane("act").replace("\n", "")
        service.refuse.clear()
        await desk.press("r")
        assert desk.app.outbox.acts()[0].state is ActState.SENT


@pytest.mark.parametrize("key", ["delete", "d", "ｄ"])
async def test_letting_an_act_go_takes_two_different_keys(key: str) -> None:
    async with listing(report()) as desk:
        await desk.press(key)
        assert isinstance(desk.app.screen, ConfirmScreen)
        await desk.press(key, "enter")
        assert len(desk.app.outbox.acts()) == 1
        await desk.press("y")
        assert desk.app.outbox.acts() == ()


async def test_what_somebody_else_did_is_shown_and_left_alone() -> None:
    async with listing(report(owner="chief", owner_name="虚构甲")) as desk:
        assert "这是虚构甲存的" in desk.pane("act")
        await desk.press("enter")
        assert "只能由存它的人" in desk.words("said")
        await desk.press("delete")
        assert len(desk.app.outbox.acts()) == 1
        assert desk.service.of("RecordFulfilment") == []


async def test_what_may_have_been_written_long_ago_asks_first() -> None:
    async with listing(report(tried_at=NOW - timedelta(days=2))) as desk:
        await desk.press("enter")
        assert desk.service.of("RecordFulfilment") == []
        await desk.press("y")
        assert len(desk.service.of("RecordFulfilment")) == 1


async def test_the_newest_act_stands_first_and_the_arrows_walk() -> None:
    async with listing(report("k1", sentence="先"), report("k2", sentence="后")) as desk:
        assert "后" in desk.pane("act")
        await desk.press("down")
        assert "先" in desk.pane("act")


@pytest.mark.parametrize(
    ("more", "word"),
    [
        ({}, "待发"),
        ({"tried_at": NOW}, "待复"),
        ({"state": ActState.SENT, "settled_at": NOW}, "已送"),
        ({"state": ActState.REPLAYED, "settled_at": NOW}, "已有"),
        ({"state": ActState.REFUSED, "settled_at": NOW, "said": "不能。"}, "退回"),
    ],
)
def test_what_became_of_an_act_is_a_word_as_well_as_a_colour(
    more: dict[str, Any], word: str
) -> None:
    listed = Listed(act=report(**more), mine=True, now=NOW)
    assert word in plain(list_lines([listed], 0))
    for width in (40, 78, 118):
        assert all(width_of(row) <= width for row in act_lines(listed, width))


def test_an_acceptance_tells_from_when_it_will_count() -> None:
    listed = Listed(act=report(operation="acknowledge"), mine=True, now=NOW)
    assert "按送达服务的时刻记" in plain(act_lines(listed, 78))
