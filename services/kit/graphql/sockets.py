"""Websockets by the protocol graphql-transport-ws: subscriptions, and queries where one likes.

Close codes as the protocol names them: 4400 a malformed frame, 4401 a subscription before the
acknowledgement, 4403 a token that does not hold (any more), 4406 another subprotocol, 4408 no
``connection_init`` in time, 4409 an id twice, 4429 too much of something; 1013 a client that
does not read.
"""

import asyncio
import secrets
from collections import Counter
from collections.abc import Callable, Coroutine, Iterable, Mapping
from contextlib import aclosing, suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import orjson
import structlog
from graphql import GraphQLError
from starlette.websockets import WebSocket, WebSocketDisconnect
from strawberry.types.execution import ExecutionResult, PreExecutionError

from services.kit.auth import Principal, Unauthenticated
from services.kit.gate import Identify, Recheck, bearer
from services.kit.graphql import errors
from services.kit.graphql.context import Context
from services.kit.graphql.frames import (
    Bucket,
    Closing,
    Subscribe,
    operation_id,
    payload_of,
    read_message,
)
from services.kit.graphql.schema import Schema

PROTOCOL = "graphql-transport-ws"

_log = structlog.get_logger("huiying.websocket")


@dataclass(frozen=True, slots=True, kw_only=True)
class SocketLimits:
    """What one connection may do; times in seconds, rates in messages a second."""

    init_wait: float = 10.0
    send_wait: float = 10.0
    operations: int = 20
    pings: float = 5.0
    messages: float = 30.0
    connections: int = 10
    expiry_check: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Connections:
    """What all websockets of one endpoint share; ``open`` counts them by subject."""

    schema: Schema
    context_for: Callable[[Principal | None, str], Context[Any]]
    identify: Identify
    recheck: Recheck
    allowed_origins: frozenset[str]
    limits: SocketLimits
    open: Counter[str] = field(default_factory=Counter)


class Socket:
    """One connection, from its handshake to its end."""

    def __init__(self, shared: Connections, websocket: WebSocket) -> None:
        self._shared = shared
        self._limits = shared.limits
        self._websocket = websocket
        self._principal: Principal | None = None
        self._operations: dict[str, asyncio.Task[None]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._sending = asyncio.Lock()
        self._ended: asyncio.Future[Closing] = asyncio.get_running_loop().create_future()

    async def serve(self) -> None:
        """Serve until the client leaves or the connection has to be closed."""
        if not self._is_welcome():
            await self._websocket.close()  # before accepting: the handshake is answered with 403
            return
        offered = PROTOCOL in self._websocket.scope.get("subprotocols", ())
        await self._websocket.accept(PROTOCOL if offered else None)
        if not offered:
            await self._websocket.close(4406, "Subprotocol not acceptable")
            return
        try:
            await self._until_ended()
        finally:
            if self._principal is not None:
                self._shared.open[self._principal.subject] -= 1

    async def _until_ended(self) -> None:
        reading, watching = self._start(self._read()), self._start(self._watch())
        try:
            ends: set[asyncio.Future[Any]] = {reading, watching, self._ended}
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._ended.done():
            closing = self._ended.result()
            with suppress(Exception):  # the client may have left, or reads nothing any more
                async with asyncio.timeout(1):
                    await self._websocket.close(closing.code, closing.reason)

    def _start(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def _end(self, closing: Closing) -> None:
        if not self._ended.done():
            self._ended.set_result(closing)

    def _is_welcome(self) -> bool:
        """Tell whether no page of a strange origin is behind this handshake."""
        origin = self._websocket.headers.get("origin")
        if origin is None or origin in self._shared.allowed_origins:
            return True
        return urlsplit(origin).netloc.lower() == self._websocket.headers.get("host", "").lower()

    async def _read(self) -> None:
        messages, pings = Bucket(self._limits.messages), Bucket(self._limits.pings)
        try:
            while True:
                message = await self._receive()
                messages.take()
                if message.get("type") == "ping":
                    pings.take()
                await self._handle(message)
        except Closing as closing:
            self._end(closing)
        except WebSocketDisconnect:
            pass
        except Exception as error:
            _log.error("websocket failed", exc_info=error)
            self._end(Closing(1011, "Internal error"))

    async def _receive(self) -> dict[str, Any]:
        event = await self._websocket.receive()
        if event["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(event.get("code", 1005))
        return read_message(event.get("text"))

    async def _handle(self, message: dict[str, Any]) -> None:
        match message.get("type"):
            case "connection_init":
                await self._init(payload_of(message))
            case "ping":
                payload = payload_of(message)
                await self._send({"type": "pong", **({"payload": payload} if payload else {})})
            case "pong":
                payload_of(message)
            case "subscribe":
                await self._subscribe(message)
            case "complete":
                if task := self._operations.pop(operation_id(message), None):
                    task.cancel()
            case _:
                raise Closing(4400, "Unknown message type")

    async def _init(self, payload: Mapping[str, Any]) -> None:
        if self._principal is not None:
            raise Closing(4429, "Too many initialisation requests")
        given = payload.get("authorization", payload.get("Authorization"))
        if given is not None and not isinstance(given, str):
            raise Closing(4400, "authorization must be a string")
        try:
            principal = await self._shared.identify(self._token(given))
        except Unauthenticated as error:
            raise Closing(4403, f"Forbidden: {error.code}") from None
        if principal is None:
            raise Closing(4403, "Forbidden")
        if self._shared.open[principal.subject] >= self._limits.connections:
            raise Closing(4429, "Too many connections")
        self._shared.open[principal.subject] += 1
        self._principal = principal
        await self._send({"type": "connection_ack"})

    def _token(self, given: str | None) -> str | None:
        if given is None:
            return bearer(self._websocket.headers)
        scheme, _, token = given.partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            raise Unauthenticated("TOKEN_MALFORMED")
        return token.strip()

    async def _watch(self) -> None:
        """End the connection where no init comes in time, and when the token ends."""
        clock = self._context().clock
        step = min(self._limits.init_wait, self._limits.expiry_check)
        waited = 0.0
        while not self._ended.done():
            await asyncio.sleep(step)
            waited += step
            if self._principal is None and waited >= self._limits.init_wait:
                self._end(Closing(4408, "Connection initialisation timeout"))
            elif self._principal is not None:
                self._recheck(self._principal, clock.now())

    def _recheck(self, principal: Principal, now: datetime) -> None:
        if principal.expires_at <= now:
            self._end(Closing(4403, "Forbidden: TOKEN_EXPIRED"))
        try:
            self._shared.recheck(principal)
        except Unauthenticated as error:
            self._end(Closing(4403, f"Forbidden: {error.code}"))

    def _context(self) -> Context[Any]:
        state = self._websocket.scope.get("state", {})
        context = self._shared.context_for(self._principal, state.get("request_id", ""))
        context.client = state.get("client", "")
        return context

    async def _subscribe(self, message: dict[str, Any]) -> None:
        if self._principal is None:
            raise Closing(4401, "Unauthorized")
        asked = Subscribe.read(message)
        if asked.id in self._operations:
            raise Closing(4409, f"Subscriber for {asked.id} already exists")
        if len(self._operations) >= self._limits.operations:
            text = f"一个连接上最多同时进行 {self._limits.operations} 个操作。"
            await self._send_errors(asked.id, [errors.coded(errors.LIMIT_EXCEEDED, text)])
            return
        self._operations[asked.id] = self._start(self._run(asked))

    async def _run(self, asked: Subscribe) -> None:
        try:
            await self._answer(asked)
        except Closing as closing:
            self._end(closing)
        except WebSocketDisconnect:
            pass
        except Exception as error:
            self._operations.pop(asked.id, None)
            correlation_id = secrets.token_hex(8)
            _log.error("operation failed", correlation_id=correlation_id, exc_info=error)
            masked = errors.coded(errors.INTERNAL, "内部错误", correlationId=correlation_id)
            with suppress(Exception):
                await self._send_errors(asked.id, [masked])

    async def _answer(self, asked: Subscribe) -> None:
        """Send an operation's results; its id is free again before the last message is sent."""
        results = self._shared.schema.subscribe(
            asked.query, asked.variables, self._context(), operation_name=asked.operation_name
        )
        async with aclosing(results):
            async for result in results:
                if isinstance(result, PreExecutionError):
                    self._operations.pop(asked.id, None)
                    await self._send_errors(asked.id, result.errors or ())
                    return
                await self._send({"id": asked.id, "type": "next", "payload": _next(result)})
        self._operations.pop(asked.id, None)
        await self._send({"id": asked.id, "type": "complete"})

    async def _send_errors(self, id_: str, found: Iterable[GraphQLError]) -> None:
        payload = [error.formatted for error in found]
        await self._send({"id": id_, "type": "error", "payload": payload})

    async def _send(self, message: dict[str, Any]) -> None:
        """Send a text frame; raises Closing 1013 where the client does not take it in time."""
        text = orjson.dumps(message).decode()
        try:
            async with asyncio.timeout(self._limits.send_wait), self._sending:
                await self._websocket.send_text(text)
        except TimeoutError:
            raise Closing(1013, "Try again later") from None


def _next(result: ExecutionResult) -> dict[str, Any]:
    payload: dict[str, Any] = {"data": result.data}
    if result.errors:
        payload["errors"] = [error.formatted for error in result.errors]
    return payload
