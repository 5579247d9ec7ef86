"""``huiying board`` without a desk: lines for people, JSON for programs, honest about its age."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from tests.support.desk_rows import raw_row
from tests.tui.stand_in import StandIn, serve_stand_in, until

ROOT = Path(__file__).parents[2]
YEARS = timedelta(days=3650)


@dataclass(slots=True)
class Board:
    """The command on a stand-in for both services; its home is kept between runs."""

    services: StandIn
    env: dict[str, str]

    async def start(self, *arguments: str, **env: str) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "clients.cli", "board", *arguments),
            env=self.env | env,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )

    async def run(self, *arguments: str, **env: str) -> tuple[int | None, str, str]:
        process = await self.start(*arguments, **env)
        out, err = await process.communicate()
        return process.returncode, out.decode(), err.decode()

    @asynccontextmanager
    async def following(self, form: str) -> AsyncIterator[asyncio.subprocess.Process]:
        """Follow; the process is stopped as Ctrl-C stops it."""
        process = await self.start(form, "--follow")
        try:
            await until(lambda: bool(self.services.sockets))
            yield process
        finally:
            if process.returncode is None:
                process.send_signal(signal.SIGINT)
            await process.wait()

    @property
    def dead(self) -> dict[str, str]:
        nobody = "http://127.0.0.1:1"
        return {"HUIYING_REGISTRY_URL": nobody, "HUIYING_DEADLINES_URL": nobody}


@pytest_asyncio.fixture(loop_scope="module")
async def board(tmp_path: Path) -> AsyncIterator[Board]:
    services = StandIn(rows={"ob-1": raw_row("ob-1")}, lifetime=YEARS)
    secret = tmp_path / "secret"
    secret.write_text("hy_right\n")
    secret.chmod(0o600)
    async with serve_stand_in(services) as url:
        env = {
            "PATH": os.environ["PATH"],
            "HOME": str(tmp_path),
            "PYTHONPATH": str(ROOT),
            "HUIYING_REGISTRY_URL": url,
            "HUIYING_DEADLINES_URL": url,
            "HUIYING_SECRET_FILE": str(secret),
        }
        yield Board(services, env)


async def line(process: asyncio.subprocess.Process) -> str:
    assert process.stdout is not None
    async with asyncio.timeout(10):
        return (await process.stdout.readline()).decode()


async def event(process: asyncio.subprocess.Process) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(await line(process))
    return told


async def test_json_is_one_document_of_the_documented_shape(board: Board) -> None:
    code, out, err = await board.run("--json")
    assert (code, err) == (0, "")
    told = json.loads(out)
    assert (told["format"], told["fresh"], told["source"]) == ("huiying.board/1", True, "service")
    assert told["asOf"] == "2026-11-20T19:04:12Z"
    assert set(told) >= {"at", "complete", "reason", "services", "tally"}
    (duty,) = told["duties"]
    assert (duty["id"], duty["band"], duty["dueAt"]) == ("ob-1", "over", "2026-11-20T19:40:00Z")


async def test_with_both_services_dead_the_cache_is_printed_and_called_that(board: Board) -> None:
    await board.run("--plain")
    code, out, err = await board.run("--plain", **board.dead)
    assert code == 75
    assert out.startswith("以下是 11-21 03:04:12 的缓存")
    assert "首次发布" in out
    assert "时限服务没有应答" in err
    assert "登记服务也没有应答" in err


async def test_json_from_the_cache_is_not_fresh_and_without_one_has_no_duties(
    board: Board,
) -> None:
    code, out, _ = await board.run("--json", **board.dead)
    assert (code, json.loads(out)["duties"]) == (75, None)
    await board.run("--json")
    code, out, _ = await board.run("--json", **board.dead)
    told = json.loads(out)
    assert (code, told["fresh"], told["source"], len(told["duties"])) == (75, False, "cache", 1)
    assert told["reason"]


async def test_a_refused_secret_is_exit_code_1(board: Board) -> None:
    code, _, err = await board.run("--plain", "--follow", HUIYING_SECRET_FILE="/nowhere")
    assert code == 1
    assert "/nowhere" in err


async def test_following_tells_one_line_a_change(board: Board) -> None:
    async with board.following("--json") as process:
        assert (await event(process))["event"] == "board"
        board.services.rows["ob-2"] = raw_row("ob-2", acknowledgedAt=None)
        await board.services.change("ob-2")
        first = await event(process)
        assert (first["event"], first["duty"]["id"]) == ("opened", "ob-2")
        board.services.rows["ob-2"] = raw_row("ob-2", state="FULFILLED", version=2)
        await board.services.change("ob-2", "FULFILLED")
        assert (await event(process))["event"] == "closed"


async def test_following_says_when_the_data_is_stale_and_current_again(board: Board) -> None:
    async with board.following("--plain") as process:
        assert "1 条" in await line(process)
        assert "首次发布" in await line(process)
        await line(process)
        board.services.rows = {"ob-3": raw_row("ob-3", title="上级报告")}
        await board.services.drop()
        assert "数据已旧，停在 11-21 03:04:12" in await line(process)
        assert "已恢复" in await line(process)
        assert "新增  " in (found := await line(process))
        assert "上级报告" in found
        assert "移出值守台  " in await line(process)


async def test_ctrl_c_ends_it_with_zero_and_no_traceback(board: Board) -> None:
    async with board.following("--plain") as process:
        await line(process)
    assert process.stderr is not None
    assert (process.returncode, await process.stderr.read()) == (0, b"")


@pytest.mark.parametrize("form", ["--plain", "--json"])
async def test_a_reader_that_leaves_ends_it(board: Board, form: str) -> None:
    command = f"{sys.executable} -m clients.cli board {form} --follow; echo $? >&2"
    process = await asyncio.create_subprocess_shell(
        f"({command}) | head -n 1",
        env=board.env,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    async with asyncio.timeout(20):
        out, err = await process.communicate()
    assert len(out.splitlines()) == 1
    assert err == b"0\n"


async def test_following_begins_with_the_cache_where_nobody_answers(board: Board) -> None:
    await board.run("--json")
    process = await board.start("--json", "--follow", **board.dead)
    assert (await event(process))["source"] == "cache"
    assert (await event(process))["event"] == "stale"
    process.send_signal(signal.SIGTERM)
    assert await process.wait() == 0


async def test_no_escape_sequence_is_ever_printed(board: Board) -> None:
    for form in ("--plain", "--json"):
        _, out, _ = await board.run(form, TERM="xterm-256color")
        assert "\x1b" not in out
