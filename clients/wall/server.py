"""Serves the desk to browsers through textual-serve, with a page that asks no other host.

Each screen that is opened runs a desk of its own, which only reads. A page of another origin is
refused, so that no site that is open in the same browser can look at the board.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import aiohttp_jinja2
from aiohttp import web
from textual_serve.server import Server

HERE = Path(__file__).parent
Say = Callable[[str], None]


class WallServer(Server):
    """`words` are the page's texts: title, lost, back; `said` is told once it serves.

    `public_url` is the address that browsers use, where a proxy stands in front. At most `screens`
    desks run at once: each takes some 70 MB.
    """

    def __init__(
        self,
        command: str,
        *,
        host: str,
        port: int,
        public_url: str | None,
        screens: int,
        words: Mapping[str, str],
        said: Callable[[], None],
    ) -> None:
        super().__init__(
            command,
            host=host,
            port=port,
            title=words["title"],
            public_url=public_url.rstrip("/") if public_url else None,
            templates_path=HERE / "templates",
        )
        self.words = words
        self.said = said
        self.screens = screens
        self.open = 0

    def serve(self, debug: bool = False) -> None:
        """Serve until Ctrl-C; nothing that a wall shows is logged."""
        told = lambda *_: self.said()  # noqa: E731 - aiohttp prints once it listens
        web.run_app(self._make_app(), host=self.host, port=self.port, print=told, access_log=None)

    async def _make_app(self) -> web.Application:
        app = await super()._make_app()
        app.router.add_static("/wall", HERE / "files", name="wall")
        app.on_response_prepare.append(self._guard)
        return app

    async def on_startup(self, app: web.Application) -> None:
        """Say nothing yet: it does not listen before this."""

    async def _guard(self, request: web.Request, response: web.StreamResponse) -> None:
        line = urlsplit(self.public_url)
        socket = f"{'wss' if line.scheme == 'https' else 'ws'}://{line.netloc}"
        # the terminal writes its own styles into the page
        response.headers["Content-Security-Policy"] = (
            f"default-src 'self'; connect-src 'self' {socket}; style-src 'self' 'unsafe-inline'; "
            "img-src 'self' data:; frame-ancestors 'self'; base-uri 'none'; form-action 'none'"
        )
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers.setdefault("Cache-Control", "no-cache")

    @aiohttp_jinja2.template("wall.html")
    async def handle_index(self, request: web.Request) -> dict[str, Any]:
        line = urlsplit(self.public_url)
        scheme = "wss" if line.scheme == "https" else "ws"
        asked = request.query.get("fontsize", "")
        return {
            "words": self.words,
            "base": line.path,
            "socket": f"{scheme}://{line.netloc}{line.path}/ws",
            "font_size": min(64, max(8, int(asked))) if asked.isdecimal() else 16,
        }

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        line = urlsplit(self.public_url)
        if request.headers.get("Origin") != f"{line.scheme}://{line.netloc}":
            raise web.HTTPForbidden(text="another origin")
        if self.open >= self.screens:
            raise web.HTTPServiceUnavailable(text="too many screens")
        self.open += 1
        try:
            return await super().handle_websocket(request)
        finally:
            self.open -= 1
