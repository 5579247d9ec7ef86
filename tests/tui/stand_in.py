"""Both services as the desk sees them, over real HTTP and graphql-transport-ws, rows by hand.

It knows no law and checks no document; `tests/tui/test_operations.py` holds those to the schema.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from tests.support.desk_rows import NOW, iso, raw_board, raw_tally
from tests.support.servers import serve_app

Json = dict[str, Any]


@dataclass
class StandIn:
    """`rows` are answered as they stand; `asked` keeps each operation with its variables.

    A request whose authority is in `void` is answered 401, a socket closed with 4403.
    """

    rows: dict[str, Json] = field(default_factory=dict)
    asked: list[tuple[str, Json]] = field(default_factory=list)
    refusal: Json | None = None
    healthy: bool = True
    void: set[str] = field(default_factory=set)
    lifetime: timedelta = timedelta(minutes=15)
    sockets: list[WebSocket] = field(default_factory=list)
    authority: list[str | None] = field(default_factory=list)

    def names(self) -> list[str]:
        return [name for name, _ in self.asked]

    async def post(self, request: Request) -> Response:
        body = await request.json()
        found = re.search(r"(?:query|mutation)\s+(\w+)", body["query"])
        name = found[1] if found else ""
        self.asked.append((name, body["variables"]))
        self.authority.append(request.headers.get("authorization"))
        if self.authority[-1] in self.void:
            fault = {"message": "令牌已作废。", "extensions": {"code": "TOKEN_KEY_UNKNOWN"}}
            return JSONResponse({"data": None, "errors": [fault]}, status_code=401)
        answers: dict[str, Callable[[Json], Json]] = {
            "Board": self._board,
            "ChangedRows": self._changed,
            "Acknowledge": self._acknowledge,
            "SignIn": self._sign_in,
            "ServiceStatus": lambda _: {
                "sweepStatus": {"lastRunAt": iso(NOW), "healthy": True},
                "mirrorStatus": {"lastSyncAt": iso(NOW), "reachable": True},
            },
            "UnitName": lambda _: {"unit": {"name": "石家庄市人民政府办公室"}},
        }
        if name not in answers:
            fault = {"message": name, "extensions": {"code": "NOT_HERE"}}
            return JSONResponse({"data": None, "errors": [fault]})
        return JSONResponse({"data": answers[name](body["variables"])})

    def _board(self, _: Json) -> Json:
        return raw_board([row for row in self.rows.values() if row["state"] == "OPEN"])

    def _changed(self, variables: Json) -> Json:
        nodes = [self.rows.get(id_) for id_ in variables["ids"]]
        return {"nodes": nodes, "boardTally": raw_tally(total=len(self.rows))}

    def _acknowledge(self, variables: Json) -> Json:
        if self.refusal is not None:
            return {"acknowledge": {"__typename": "Refusal", **self.refusal}}
        row = self.rows[variables["input"]["obligation"]]
        row |= {"acknowledgedAt": iso(NOW), "acknowledgedBy": "虚构子"}
        payload = {"obligation": row, "replayed": False}
        return {"acknowledge": {"__typename": "AcknowledgePayload", **payload}}

    def _sign_in(self, _: Json) -> Json:
        principal = {"name": "虚构子", "role": "OFFICER", "unit": "1301-ZFB"}
        number = self.names().count("SignIn")
        token = {"accessToken": f"token-{number}", "expiresAt": iso(NOW + self.lifetime)}
        return {"signIn": {"__typename": "SignInPayload", **token, "principal": principal}}

    async def live(self, _: Request) -> Response:
        return PlainTextResponse("", status_code=200 if self.healthy else 503)

    async def socket(self, socket: WebSocket) -> None:
        """Accept one subscription and hold it until the other side leaves."""
        await socket.accept("graphql-transport-ws")
        begun = await socket.receive_json()
        if begun["payload"].get("Authorization") in self.void:
            await socket.close(4403, "Forbidden: TOKEN_EXPIRED")
            return
        await socket.send_json({"type": "connection_ack"})
        subscription = await socket.receive_json()
        socket.scope["subscription"] = subscription["id"]
        self.sockets.append(socket)
        await self.event("HEARTBEAT")
        try:
            while True:
                message = await socket.receive_json()
                if message["type"] == "ping":
                    await socket.send_json({"type": "pong"})
        except WebSocketDisconnect:
            self.sockets.remove(socket)

    async def event(self, kind: str, *changes: Json) -> None:
        """Send one board event to every subscriber."""
        body = {"kind": kind, "cursor": "7", "at": iso(NOW), "changes": list(changes)}
        for socket in self.sockets:
            message = {"id": socket.scope["subscription"], "type": "next"}
            await socket.send_json({**message, "payload": {"data": {"board": body}}})

    async def change(self, id_: str, kind: str = "OPENED", text: str = "") -> None:
        change = {"entity": "Obligation", "id": id_, "incident": None, "version": 1}
        await self.event("CHANGES", {**change, "kind": kind, "text": text})

    async def drop(self) -> None:
        """Close every subscription as a stopped service does."""
        for socket in list(self.sockets):
            await socket.close(1012)

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/graphql", self.post, methods=["POST"]),
                WebSocketRoute("/graphql", self.socket),
                Route("/health/live", self.live),
            ]
        )


@asynccontextmanager
async def serve_stand_in(service: StandIn) -> AsyncIterator[str]:
    async with serve_app(service.app()) as url:
        yield url


async def until(holds: Any, seconds: float = 10.0) -> None:
    """Wait until `holds()` is true; fail with TimeoutError."""
    async with asyncio.timeout(seconds):
        while not holds():
            await asyncio.sleep(0.02)
