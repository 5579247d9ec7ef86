"""The real desk while its services are killed, frozen and cut off, and when they are back."""

import asyncio
import signal
import time
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio

from clients.tui.app import DutyDesk
from clients.tui.outbox import ActState, Outbox
from clients.tui.widgets.lines import Lines
from services.kit.clock import SystemClock
from services.kit.database import Database
from tests.faults.desk_hand import Hand, open_hand
from tests.faults.two_services import Night, Struck, open_night
from tests.stories.town import Officer
from tests.support.relay import Fault

CLOSED, FROZEN = 1.0, 15.0  # seconds within which a lost line is on the screen


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def night(
    registry_db: Database,
    deadlines_db: Database,
    registry_dsn: str,
    deadlines_dsn: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[Night]:
    folder = tmp_path_factory.mktemp("night")
    dsns = (registry_dsn, deadlines_dsn)
    async with open_night(registry_db, deadlines_db, dsns, folder) as night:
        await night.incident("储罐泄漏")
        yield night


def row(officer: Officer, name: str) -> str:
    """Return one of the fixed rows of the board as it stands."""
    return officer.app.duty.query_one(f"#{name}", Lines).text()


async def within(holds: Callable[[], bool], seconds: float = 10.0) -> float:
    """Wait until it holds and return how long that took."""
    begun = time.monotonic()
    async with asyncio.timeout(seconds):
        while not holds():
            await asyncio.sleep(0.02)
    return time.monotonic() - begun


def place(officer: Officer) -> tuple[str | None, int | None]:
    """Return the id under the cursor and the line of the screen it stands on."""
    listing = officer.app.duty.board.listing
    return listing.selected, listing.line


def counting(officer: Officer) -> list[str]:
    """Return the rows whose countdowns go on without any service."""
    return [line for line in officer.sees().splitlines() if "~" in line and "储罐泄漏" in line]


async def lost(officer: Officer, said: str, seconds: float) -> None:
    """Wait until the first row of the board says so; fail when that takes longer."""
    took = await within(lambda: said in row(officer, "brand"), seconds + 1)
    assert took <= seconds


@pytest.mark.parametrize("name", ["deadlines", "registry"])
async def test_a_killed_service_is_on_the_screen_within_a_second(night: Night, name: str) -> None:
    struck: Struck = getattr(night, name)
    async with night.desk() as officer:
        await officer.until("储罐泄漏")
        await officer.pilot.press("down", "down")
        stood = place(officer)
        struck.strike(signal.SIGKILL)
        await lost(officer, {"deadlines": "时限 断", "registry": "登记 断"}[name], CLOSED)
        state = row(officer, "state")
        assert {"deadlines": "时限服务中断", "registry": "登记服务中断"}[name] in state
        assert ("~" in officer.sees()) is (name == "deadlines")
        await struck.start()
        await night.incident(f"井喷{name}")
        await officer.connected()
        await officer.until(f"井喷{name}")
        assert "中断" not in row(officer, "state")
        assert place(officer) == stood


async def test_frozen_services_are_on_the_screen_within_fifteen_seconds(night: Night) -> None:
    """The registry's process stands still, the line to the other moves nothing."""
    async with night.desk() as officer:
        await officer.until("储罐泄漏")
        stood, before = place(officer), officer.app.state.rows.keys()
        night.registry.strike(signal.SIGSTOP)
        night.deadlines.relay.fail(Fault.STALL)
        await within(lambda: "时限、登记服务均中断" in row(officer, "state"), FROZEN)
        assert "倒计时按本机时钟推算(~)" in row(officer, "state")
        assert "缓存" in row(officer, "footer")
        told = counting(officer)
        await within(lambda: counting(officer) != told, 2)
        assert place(officer) == stood
        night.registry.strike(signal.SIGCONT)
        night.deadlines.relay.fail(Fault.NONE)
        await night.incident("后来的")
        await officer.connected()
        await officer.until("后来的")
        assert before <= officer.app.state.rows.keys()


async def test_lines_that_are_cut_are_on_the_screen_within_a_second(night: Night) -> None:
    async with night.desk() as officer:
        for struck in (night.registry, night.deadlines):
            struck.relay.fail(Fault.CUT)
        await lost(officer, "时限 断", CLOSED)
        assert "登记 断" in row(officer, "brand")
        for struck in (night.registry, night.deadlines):
            struck.relay.fail(Fault.NONE)
        await officer.connected()


async def test_a_desk_opened_on_nothing_shows_what_it_knew(night: Night) -> None:
    async with night.desk() as officer:
        await officer.until("储罐泄漏")
    for struck in (night.registry, night.deadlines):
        struck.relay.fail(Fault.CUT)
    app = DutyDesk(night.config())
    async with app.run_test(size=(80, 24)) as pilot:
        officer = Officer(app=app, pilot=pilot)
        await officer.until("均中断")
        assert counting(officer)
        assert "数据停在" in row(officer, "state")
    for struck in (night.registry, night.deadlines):
        struck.relay.fail(Fault.NONE)


DUTIES = """query D($number: String!) { incident(number: $number) {
    obligations { kind title state doneAt } } }"""


async def fulfilled(night: Night, number: str) -> list[dict[str, Any]]:
    found = (await night.town.ask(DUTIES, number=number))["incident"]["obligations"]
    return [duty for duty in found if duty["state"] == "FULFILLED"]


async def reporting(hand: Hand, title: str) -> None:
    """Open the form of a report on the incident so called, its commit row under the cursor."""
    await hand.until(title)
    await hand.press("slash", *title, "enter", "x")
    await hand.until("1 上级报告")
    await hand.press("1", "f2")


async def kept_by_y(hand: Hand) -> None:
    """Keep what is offered, and cut the power as soon as the desk calls it kept."""
    await hand.press("y")
    await hand.until("已存待发")
    await hand.kill()


def states(night: Night) -> list[ActState]:
    return [act.state for act in Outbox(night.config("killed").outbox_folder).acts()]


@pytest.mark.timeout(240)
async def test_a_killed_desk_loses_nothing_that_it_called_kept_and_doubles_nothing(
    night: Night,
) -> None:
    first, second = [(await night.incident(name))["number"] for name in ("killa", "killb")]
    async with open_hand(night.config("killed")) as hand:
        acted = await kept_unsent(night, hand)
    await night.deadlines.start()
    assert await fulfilled(night, first) == []
    async with open_hand(night.config("killed")) as hand:
        await within(lambda: states(night) == [ActState.SENT])
        await kept_after_a_lost_answer(night, hand, second)
    night.deadlines.relay.fail(Fault.NONE)
    async with open_hand(night.config("killed")):
        await within(lambda: states(night) == [ActState.SENT, ActState.REPLAYED])
    (done,) = await fulfilled(night, first)
    assert abs(datetime.fromisoformat(done["doneAt"]) - acted) < timedelta(seconds=30)
    assert len(await fulfilled(night, second)) == 1


async def kept_unsent(night: Night, hand: Hand) -> datetime:
    """Report while the service is dead; return when."""
    await reporting(hand, "killa")
    night.deadlines.strike(signal.SIGKILL)
    await hand.until("提交后存入待发")
    acted = SystemClock().now()
    await hand.press("enter")
    await hand.until("存入待发？")
    await kept_by_y(hand)
    return acted


async def kept_after_a_lost_answer(night: Night, hand: Hand, number: str) -> None:
    """Report, let the service write it, and lose the answer on its way back."""
    await reporting(hand, "killb")
    night.deadlines.relay.fail(Fault.SWALLOW)
    pressed = asyncio.create_task(hand.press("enter"))
    while not await fulfilled(night, number):
        await asyncio.sleep(0.02)
    night.deadlines.relay.fail(Fault.CUT)
    await pressed
    await hand.until("可能已写入")
    await kept_by_y(hand)
