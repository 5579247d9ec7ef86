"""A real Chromium, driven by its own protocol: what it asked for, what it shows, a picture."""

import asyncio
import base64
import json
import os
import shutil
import signal
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import aiohttp

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


def found_browser() -> str | None:
    """Return the first Chromium on the path."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


@dataclass
class Page:
    """`asked` holds every address that the page asked for, sockets among them."""

    socket: aiohttp.ClientWebSocketResponse
    session: str
    asked: list[str] = field(default_factory=list)
    answers: dict[int, "asyncio.Future[dict[str, Any]]"] = field(default_factory=dict)
    numbers: "count[int]" = field(default_factory=lambda: count(100))

    @property
    def hosts(self) -> set[str | None]:
        """The hosts asked; `data:` addresses ask nobody."""
        return {urlsplit(url).hostname for url in self.asked if not url.startswith("data:")}

    async def listen(self) -> None:
        async for message in self.socket:
            told = json.loads(message.data)
            waiting = self.answers.pop(told.get("id", 0), None)
            if waiting is not None:
                waiting.set_result(told.get("result", told))
            elif told.get("method") == "Network.requestWillBeSent":
                self.asked.append(told["params"]["request"]["url"])
            elif told.get("method") == "Network.webSocketCreated":
                self.asked.append(told["params"]["url"])

    async def call(self, method: str, **given: Any) -> dict[str, Any]:
        number = next(self.numbers)
        self.answers[number] = waiting = asyncio.get_running_loop().create_future()
        sent = {"id": number, "method": method, "params": given, "sessionId": self.session}
        await self.socket.send_json(sent)
        async with asyncio.timeout(20):
            answer: dict[str, Any] = await waiting
        return answer

    async def value(self, expression: str) -> Any:
        """Return what an expression is worth on the page."""
        answer = await self.call("Runtime.evaluate", expression=expression, returnByValue=True)
        return answer["result"].get("value")

    async def until(self, expression: str, seconds: float = 20) -> None:
        """Wait until an expression is true on the page."""
        async with asyncio.timeout(seconds):
            while not await self.value(expression):
                await asyncio.sleep(0.1)

    async def picture(self) -> bytes:
        answer = await self.call("Page.captureScreenshot", format="png")
        return base64.b64decode(answer.get("data", ""))  # none while a page is on its way

    async def drawn(self, seconds: float = 30) -> bytes:
        """Wait until there is more than a ground to see; return the picture."""
        async with asyncio.timeout(seconds):
            while len(picture := await self.picture()) < 20_000:
                await asyncio.sleep(0.2)
        return picture


@asynccontextmanager
async def open_page(
    browser: str, url: str, width: int = 1280, height: int = 720
) -> AsyncIterator[Page]:
    """Open an address in a browser of its own that can resolve no name."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        process = await asyncio.create_subprocess_exec(
            browser,
            *("--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0"),
            *("--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--hide-scrollbars"),
            *(f"--user-data-dir={folder}", f"--window-size={width},{height}", "about:blank"),
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            async with aiohttp.ClientSession() as http, _line(http, Path(folder)) as page:
                await page.call("Network.enable")
                await page.call("Page.enable")
                await page.call("Page.navigate", url=url)
                yield page
        finally:
            # what was started may be a script that started the browser: all of its group ends
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            await process.wait()


@asynccontextmanager
async def _line(http: aiohttp.ClientSession, folder: Path) -> AsyncIterator[Page]:
    told = folder / "DevToolsActivePort"
    async with asyncio.timeout(30):
        while not (told.exists() and told.read_text().count("\n")):
            await asyncio.sleep(0.05)
    port, path = told.read_text().splitlines()[:2]
    async with http.ws_connect(f"ws://127.0.0.1:{port}{path}", max_msg_size=0) as socket:
        page = Page(socket, session="")
        await socket.send_json({"id": 1, "method": "Target.getTargets"})
        targets = (await socket.receive_json())["result"]["targetInfos"]
        target = next(one["targetId"] for one in targets if one["type"] == "page")
        attach = {"targetId": target, "flatten": True}
        await socket.send_json({"id": 2, "method": "Target.attachToTarget", "params": attach})
        while (answer := await socket.receive_json()).get("id") != 2:
            pass
        page.session = answer["result"]["sessionId"]
        listening = asyncio.create_task(page.listen())
        try:
            yield page
        finally:
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)
