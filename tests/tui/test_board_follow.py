"""What following says by time alone: a limit passed, a line that has fallen silent."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from clients.tui import board_follow
from clients.tui.board_follow import Follower
from clients.tui.board_tale import changes
from clients.tui.board_text import TextTale
from clients.tui.cache import read_snapshot
from clients.tui.config import Config
from clients.tui.service_link import ServiceLink, Session
from tests.support.desk_rows import NOW, make_row, raw_row
from tests.tui.stand_in import StandIn, serve_stand_in, until


class Followed:
    """A follower whose clock is moved by hand; `said` keeps its lines."""

    def __init__(self, url: str, home: Path) -> None:
        self.now, self.said = NOW, list[str]()
        self.config = Config(deadlines_url=url, registry_url=url, secret=None, state_home=home)
        link = ServiceLink("deadlines", url, Session(url, None, self.clock), self.clock)
        self.follower = Follower(self.config, link, TextTale(self.config), self.said.append)

    def clock(self) -> datetime:
        return self.now

    async def until(self, words: str) -> str:
        await until(lambda: any(words in text for text in self.said))
        return next(text for text in self.said if words in text)


@asynccontextmanager
async def following(
    service: StandIn, home: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Followed]:
    monkeypatch.setattr(board_follow, "TICK", 0.02)
    monkeypatch.setattr(board_follow, "reader_gone", lambda: False)
    async with serve_stand_in(service) as url:
        followed = Followed(url, home)
        task = asyncio.create_task(followed.follower.run())
        try:
            await until(lambda: bool(followed.said))
            yield followed
        finally:
            followed.follower.stop()
            await task


async def test_a_limit_that_passes_is_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = StandIn(rows={"ob-1": raw_row("ob-1", left=timedelta(minutes=16))})
    async with following(service, tmp_path, monkeypatch) as followed:
        followed.now += timedelta(minutes=1)
        assert "首次发布" in await followed.until("不足15分钟")
        followed.now += timedelta(minutes=15, seconds=1)
        assert "首次发布" in await followed.until("已超期")


async def test_a_silent_line_is_stale_until_it_speaks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = StandIn(rows={"ob-1": raw_row("ob-1")})
    async with following(service, tmp_path, monkeypatch) as followed:
        await until(lambda: bool(service.sockets))
        followed.now += timedelta(seconds=16)
        assert "十五秒没有消息" in await followed.until("数据已旧")
        await service.event("HEARTBEAT")
        await followed.until("已恢复")


async def test_what_was_followed_is_cached_for_the_next_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = StandIn(rows={"ob-1": raw_row("ob-1")})
    async with following(service, tmp_path, monkeypatch) as followed:
        path = followed.config.snapshot_path
    snapshot = read_snapshot(path)
    assert snapshot is not None
    assert [row.id for row in snapshot.board.timed.rows] == ["ob-1"]


def test_a_change_is_named_by_what_changed() -> None:
    old = make_row("a", acknowledgedAt=None)
    cases = {
        "opened": ({}, {"a": old}),
        "accepted": ({"a": old}, {"a": make_row("a")}),
        "moved": ({"a": old}, {"a": make_row("a", left=timedelta(hours=9))}),
        "closed": ({"a": old}, {"a": make_row("a", state="WAIVED")}),
        "gone": ({"a": old}, {}),
    }
    for kind, (before, after) in cases.items():
        assert [change.kind for change in changes(before, after)] == [kind]
    assert list(changes({"a": old}, {"a": old})) == []
    assert list(changes({"a": old}, {}, whole=False)) == []
