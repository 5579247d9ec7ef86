"""What surrounds every request: its id, its time limit, its log line, and no naked errors."""

import asyncio
import re
import secrets
import time
from collections.abc import Collection, Mapping, Sequence

import structlog
from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.kit.addresses import Network, client_address
from services.kit.answers import refused
from services.kit.database import DatabaseUnavailable
from services.kit.ids import new_id
from services.kit.telemetry import Telemetry

REQUEST_SECONDS = 5.0
HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "cross-origin-resource-policy": "same-origin",
}
_QUIET = ("/health/live", "/health/ready", "/metrics")
_REQUEST_ID = re.compile(r"[A-Za-z0-9._:-]{1,64}")

_log = structlog.get_logger("huiying.http")


class Edge:
    """The outermost middleware; it fills in ``scope["state"]["request_id"]`` and ``["client"]``.

    ``proxies`` are those whose word on a client's address is taken. A request may take ``seconds``,
    or what ``patience`` says of paths that begin so.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        telemetry: Telemetry,
        paths: Collection[str],
        seconds: float = REQUEST_SECONDS,
        proxies: Sequence[Network] = (),
        patience: Mapping[str, float] | None = None,
    ) -> None:
        self._app = app
        self._telemetry = telemetry
        self._paths = frozenset(paths)
        self._seconds = seconds
        self._proxies = proxies
        self._patience = dict(patience or {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection of any kind."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        request_id = _request_id(scope)
        scope.setdefault("state", {})["request_id"] = request_id
        scope["state"]["client"] = client_address(scope, self._proxies)
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            if scope["type"] == "http":
                await self._http(scope, receive, _Answer(send, request_id))
            else:
                await self._app(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, answer: "_Answer") -> None:
        begun = time.perf_counter()
        self._telemetry.begun()
        try:
            await self._within_time(scope, receive, answer)
        finally:
            self._note(scope, answer.status, time.perf_counter() - begun)

    async def _within_time(self, scope: Scope, receive: Receive, answer: "_Answer") -> None:
        limit = asyncio.timeout(self._seconds_for(scope["path"]))
        try:
            async with limit:
                await self._app(scope, receive, answer.send)
        except Exception as error:
            if answer.status:
                raise  # half an answer is out: only breaking the connection tells the truth
            instead = _too_late() if limit.expired() else _failed(error)
            await instead(scope, receive, answer.send)

    def _seconds_for(self, path: str) -> float:
        found = (limit for begin, limit in self._patience.items() if path.startswith(begin))
        return next(found, self._seconds)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        path = scope["path"] if scope["path"] in self._paths else "other"
        self._telemetry.answered(path, status, seconds)
        log = _log.debug if path in _QUIET else _log.info
        log(
            "answered",
            method=scope["method"],
            path=scope["path"][:200],
            status=status,
            ms=round(seconds * 1000, 1),
            **scope["state"].get("log", {}),
        )


class _Answer:
    """Remembers the status (0 while there is none) and adds the headers every answer has."""

    def __init__(self, send: Send, request_id: str) -> None:
        self._send = send
        self._request_id = request_id
        self.status = 0

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            headers["x-request-id"] = self._request_id
            headers.setdefault("cache-control", "no-store")
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await self._send(message)


def _request_id(scope: Scope) -> str:
    given = HTTPConnection(scope).headers.get("x-request-id", "")
    return given if _REQUEST_ID.fullmatch(given) else str(new_id())


def _too_late() -> Response:
    _log.warning("request ran out of time")
    message = "服务繁忙，本次请求未在时限内完成，请稍后重试。"
    return refused(503, "TIMEOUT", message, headers={"retry-after": "2"})


def _failed(error: Exception) -> Response:
    if isinstance(error, DatabaseUnavailable):
        _log.error("database unavailable", error=str(error), sqlstate=error.sqlstate)
        message = "数据库暂时不可用，请稍后重试。"
        return refused(503, "UNAVAILABLE", message, headers={"retry-after": "2"})
    correlation_id = secrets.token_hex(8)
    _log.error("request failed", correlation_id=correlation_id, exc_info=error)
    return refused(500, "INTERNAL", "内部错误", correlationId=correlation_id)
