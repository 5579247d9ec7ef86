"""The wall screen in a real browser, on the real desk: it reads, and asks nobody else."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from socket import AF_INET, SOCK_STREAM, socket

import aiohttp
import pytest

from tests.support.desk_rows import raw_board, raw_incident, raw_row
from tests.tui.stand_in import Json, StandIn, serve_stand_in
from tests.wall.browser import found_browser, open_page

ROOT = Path(__file__).parents[2]
BROWSER = found_browser()
in_a_browser = pytest.mark.skipif(
    BROWSER is None, reason="no Chromium here; .ci/run installs one where it may"
)


def free_port() -> int:
    with socket(AF_INET, SOCK_STREAM) as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


class Tonight(StandIn):
    """A stand-in whose data is of this moment."""

    def _board(self, _: Json) -> Json:
        now = datetime.now(UTC)  # noqa: TID251 - the desk's clock is the machine's
        return raw_board(list(self.rows.values()), now)


def tonight(now: datetime) -> StandIn:
    """Return both services on a night with eight duties of three incidents."""
    rows = {}
    for at, (minutes, kind, title, unit, of) in enumerate(DUTIES):
        incident = raw_incident(of, title=INCIDENTS[of][0], severityTitle=INCIDENTS[of][1])
        left = None if minutes is None else timedelta(minutes=minutes, seconds=17)
        owner = {"code": "1301", "name": unit, "known": True}
        row = raw_row(f"ob-{at}", left=left, now=now, kind=kind, title=title, owner=owner)
        rows[row["id"]] = row | {"incident": incident}
    return Tonight(rows=rows, lifetime=timedelta(days=3650))


INCIDENTS = {
    1: ("井陉县化工园区爆炸", "特别重大"),
    2: ("正定县食品安全传闻", "较大"),
    3: ("新版公积金政策误读", None),
}
DUTIES: tuple[tuple[int | None, str, str, str, int], ...] = (
    (-3, "FIRST_RELEASE", "首次发布", "井陉县人民政府", 1),
    (11, "UPWARD_REPORT", "书面报告", "井陉县人民政府", 1),
    (None, "TRANSFER", "线索移交", "石家庄市委网信办", 2),
    (48, "CLARIFICATION", "澄清", "正定县人民政府", 2),
    (310, "RESPONSE", "舆情回应", "正定县人民政府", 2),
    (1130, "PRESS_CONFERENCE", "新闻发布会", "石家庄市人民政府", 1),
    (2400, "RESPONSE", "舆情回应", "石家庄住房公积金管理中心", 3),
    (4300, "EXPERT", "专家解读", "石家庄住房公积金管理中心", 3),
)


@asynccontextmanager
async def wall(home: Path, *options: str, **env: str) -> AsyncIterator[str]:
    """Serve the wall by its command on a stand-in for both services; lend its address."""
    now = datetime.now(UTC)  # noqa: TID251 - the desk's clock is the machine's
    services = tonight(now)
    secret = home / "secret"
    secret.write_text("hy_wall")
    secret.chmod(0o600)
    port = free_port()
    async with serve_stand_in(services) as url:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "clients.cli", "wall", "--port", str(port), *options),
            env={
                "PATH": os.environ["PATH"],
                "HOME": str(home),
                "PYTHONPATH": str(ROOT),
                "HUIYING_REGISTRY_URL": url,
                "HUIYING_DEADLINES_URL": url,
                "HUIYING_SECRET_FILE": str(secret),
                **env,
            },
            stderr=asyncio.subprocess.PIPE,
        )
        assert process.stderr is not None
        try:
            async with asyncio.timeout(30):
                said = (await process.stderr.readline()).decode()
            assert "http://127.0.0.1:" in said, said
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            await process.wait()


@in_a_browser
async def test_the_board_is_drawn_nothing_leaves_this_machine_and_a_lost_line_is_said(
    tmp_path: Path,
) -> None:
    async with AsyncExitStack() as browsing:
        async with wall(tmp_path, "--any-token", HUIYING_LANG="en") as url:
            page = await browsing.enter_async_context(open_page(str(BROWSER), url))
            await page.until("document.body.classList.contains('-first-byte')", seconds=60)
            await page.drawn()
            assert page.hosts == {"127.0.0.1"}
            assert any(asked.startswith("ws://") for asked in page.asked)
            assert any(asked.endswith(".ttf") for asked in page.asked)
        await page.until("getComputedStyle(document.getElementById('lost')).display != 'none'")
        assert "no longer updated" in await page.value("document.getElementById('lost').innerText")
        assert page.hosts == {"127.0.0.1"}


async def test_another_origin_and_one_screen_too_many_are_refused(tmp_path: Path) -> None:
    async with (
        wall(tmp_path, "--any-token", "--screens", "1") as url,
        aiohttp.ClientSession() as http,
    ):
        socket_url = url.replace("http", "ws") + "/ws?width=80&height=24"
        with pytest.raises(aiohttp.WSServerHandshakeError, match="403"):
            await http.ws_connect(socket_url, headers={"Origin": "https://elsewhere.example"})
        async with http.ws_connect(socket_url, headers={"Origin": url}) as first:
            await first.receive_bytes()
            with pytest.raises(aiohttp.WSServerHandshakeError, match="503"):
                await http.ws_connect(socket_url, headers={"Origin": url})


async def test_the_page_names_no_other_host(tmp_path: Path) -> None:
    async with wall(tmp_path, "--any-token") as url, aiohttp.ClientSession() as http:
        async with http.get(url) as answer:
            text = await answer.text()
            policy = answer.headers["Content-Security-Policy"]
        assert "https://" not in text
        assert text.count("://") == 1  # its own socket
        assert "default-src 'self'" in policy
