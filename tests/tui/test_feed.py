"""The feeds over real HTTP and a real socket: what breaks is said, and mends itself."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from clients.tui.feed import BoardFeed, RegistryWatch, backoff, keep, watch_service
from clients.tui.keeper import StateKeeper
from clients.tui.link import LinkDown, LinkState, Refused
from clients.tui.locale import t
from clients.tui.operations import OPERATIONS
from clients.tui.service_link import ServiceLink, Session
from clients.tui.state import DeskState
from tests.support.desk_rows import NOW, raw_row
from tests.tui.stand_in import StandIn, serve_stand_in, until


class Desk:
    """State and links without a screen."""

    def __init__(self, url: str, secret: str | None = None) -> None:
        self.now = NOW
        self.state = DeskState()
        self.keeper = StateKeeper(self.state, self.clock, lambda: None)
        self.session = Session(url, secret, self.clock)
        self.deadlines = ServiceLink("deadlines", url, self.session, self.clock)
        self.registry = ServiceLink("registry", url, self.session, self.clock)

    def clock(self) -> datetime:
        return self.now


@asynccontextmanager
async def following(service: StandIn, secret: str | None = None) -> AsyncIterator[Desk]:
    async with serve_stand_in(service) as url:
        desk = Desk(url, secret)
        feed = BoardFeed(desk.deadlines, desk.keeper)
        task = asyncio.create_task(keep(desk.deadlines, feed.follow, desk.keeper))
        try:
            await until(lambda: desk.deadlines.status.state is LinkState.LIVE)
            yield desk
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


@pytest.fixture
def service() -> StandIn:
    return StandIn(rows={"ob-1": raw_row("ob-1")})


async def test_the_board_is_read_whole_and_marked_live(service: StandIn) -> None:
    async with following(service) as desk:
        assert set(desk.state.rows) == {"ob-1"}
        assert desk.state.fresh


async def test_a_change_is_read_by_id_and_logged(service: StandIn) -> None:
    async with following(service) as desk:
        service.rows["ob-2"] = raw_row("ob-2", left=None)
        await service.change("ob-2", "OPENED", "上级报告")
        await until(lambda: "ob-2" in desk.state.rows)
        assert service.names().count("Board") == 1
        assert [(line.kind, line.text) for line in desk.state.log] == [("opened", "上级报告")]


async def test_a_resync_reads_everything_again(service: StandIn) -> None:
    async with following(service) as desk:
        service.rows = {"ob-9": raw_row("ob-9")}
        await service.event("RESYNC")
        await until(lambda: set(desk.state.rows) == {"ob-9"})


async def test_an_older_version_never_replaces_a_newer(service: StandIn) -> None:
    async with following(service) as desk:
        service.rows["ob-1"] = raw_row("ob-1", version=3, title="新")
        await service.change("ob-1")
        await until(lambda: desk.state.rows["ob-1"].version == 3)
        service.rows["ob-1"] = raw_row("ob-1", version=2, title="旧")
        await service.change("ob-1")
        await until(lambda: service.names().count("ChangedRows") == 2)
        await asyncio.sleep(0.05)
        assert desk.state.rows["ob-1"].title == "新"


async def test_a_closed_line_is_down_within_a_second_and_comes_back(service: StandIn) -> None:
    async with following(service) as desk:
        await until(lambda: bool(service.sockets))
        await service.drop()
        await until(lambda: desk.deadlines.status.state is LinkState.DOWN, 1.0)
        assert desk.deadlines.status.attempt == 1
        service.rows["ob-3"] = raw_row("ob-3")
        await until(lambda: desk.deadlines.status.state is LinkState.LIVE)
        assert "ob-3" in desk.state.rows


async def test_the_secret_becomes_a_token_on_every_request(service: StandIn) -> None:
    async with following(service, secret="hy_secret") as desk:
        assert service.names()[:2] == ["SignIn", "Board"]
        assert service.authority[:2] == [None, "Bearer token-1"]
        assert desk.session.officer == "虚构子"


async def test_a_token_is_renewed_before_it_runs_out(service: StandIn) -> None:
    async with following(service, secret="hy_secret") as desk:
        desk.now += timedelta(minutes=9)
        await desk.session.token()
        assert service.names().count("SignIn") == 1
        desk.now += timedelta(minutes=2)
        await desk.session.token()
        assert service.names().count("SignIn") == 2


async def test_a_token_refused_on_the_line_is_renewed_at_once(service: StandIn) -> None:
    service.void = {"Bearer token-1"}
    async with following(service, secret="hy_secret") as desk:
        assert service.names().count("SignIn") == 2
        assert desk.deadlines.status.attempt == 0


async def test_whom_the_service_gives_nothing_is_told_so_not_that_it_is_away(
    service: StandIn,
) -> None:
    async with following(service, secret="hy_secret") as desk:
        service.void = {f"Bearer token-{number}" for number in range(1, 9)}
        await service.drop()
        status = desk.deadlines.status
        await until(lambda: status.refused)
        assert status.reason == t("link.sign_in")
        service.void = set()
        await until(lambda: status.state is LinkState.LIVE)
        assert not status.refused


async def test_a_new_token_takes_a_new_line_and_nothing_is_called_broken(service: StandIn) -> None:
    async with following(service, secret="hy_secret") as desk:
        await until(lambda: len(service.sockets) == 1)
        service.lifetime *= 2
        desk.now += timedelta(minutes=11)
        await service.event("HEARTBEAT")
        await until(lambda: service.names().count("Board") == 2)
        assert service.names().count("SignIn") == 2
        assert desk.deadlines.status.state is LinkState.LIVE
        await until(lambda: len(service.sockets) == 1)


async def test_an_ailing_registry_is_down_and_does_not_touch_the_other(service: StandIn) -> None:
    async with following(service) as desk:
        watch = RegistryWatch(desk.registry, desk.keeper, beat=0.02)
        task = asyncio.create_task(keep(desk.registry, watch.follow, desk.keeper))
        await until(lambda: desk.registry.status.state is LinkState.LIVE)
        service.healthy = False
        await until(lambda: desk.registry.status.state is LinkState.DOWN)
        assert desk.deadlines.status.state is LinkState.LIVE
        service.healthy = True
        await until(lambda: desk.registry.status.state is LinkState.LIVE)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def test_silence_is_slow_after_fifteen_seconds_and_down_after_thirty(tmp_path: Path) -> None:
    link = Desk("http://127.0.0.1:1").deadlines
    link.connected()
    states = []
    for seconds in (14, 15, 29, 30):
        link.age(NOW + timedelta(seconds=seconds))
        states.append(link.status.state)
    assert states == [LinkState.LIVE, LinkState.SLOW, LinkState.SLOW, LinkState.DOWN]


def test_waiting_doubles_to_half_a_minute_and_is_spread() -> None:
    assert [backoff(n, 0.5) for n in (1, 2, 3)] == [1, 2, 4]
    assert backoff(99, 0.5) == 30
    assert (backoff(9, 0.0), backoff(9, 1.0)) == (15, 45)


async def test_a_token_is_shown_past_its_end_while_the_registry_is_away(
    service: StandIn,
) -> None:
    async with serve_stand_in(service) as url:
        desk = Desk(url, "hy_secret")
        first = await desk.session.token()
    desk.now = NOW + timedelta(hours=2)
    assert first is not None
    assert await desk.session.token() == first


async def test_without_any_token_a_registry_that_is_away_is_said(service: StandIn) -> None:
    async with serve_stand_in(service) as url:
        desk = Desk(url, "hy_secret")
    with pytest.raises(LinkDown):
        await desk.session.token()


async def test_a_token_no_longer_accepted_is_renewed_once_and_the_question_repeated(
    service: StandIn,
) -> None:
    async with serve_stand_in(service) as url:
        desk = Desk(url, "secret")
        service.void = {"Bearer token-1"}
        answer = await desk.registry.execute(OPERATIONS.unit_name, {"code": "1301-ZFB"})
        assert answer["unit"]["name"] == "石家庄市人民政府办公室"
        assert service.names() == ["SignIn", "UnitName", "SignIn", "UnitName"]


async def test_a_second_token_that_is_refused_too_is_said_and_not_tried_for_ever(
    service: StandIn,
) -> None:
    async with serve_stand_in(service) as url:
        desk = Desk(url, "secret")
        service.void = {"Bearer token-1", "Bearer token-2"}
        with pytest.raises(Refused):
            await desk.registry.execute(OPERATIONS.unit_name, {"code": "1301-ZFB"})
        assert service.names().count("UnitName") == 2


async def test_sweep_and_mirror_are_read_in_one_request_a_minute(service: StandIn) -> None:
    async with serve_stand_in(service) as url:
        desk = Desk(url)
        desk.deadlines.connected()
        watching = asyncio.create_task(watch_service(desk.deadlines, desk.state, lambda: None))
        await until(lambda: desk.state.service is not None)
        await asyncio.sleep(0.1)
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)
        assert service.names() == ["ServiceStatus"]
        assert desk.state.service is not None
        assert desk.state.service.sweep_status.healthy
