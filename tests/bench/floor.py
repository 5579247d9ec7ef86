"""The floor: the board's page as one would write it by hand for this page alone.

`python -m tests.bench.floor KEY_FILE` serves /same, which runs the service's own statement, and
/narrow, which reads only the columns that the page shows; and the public key, as the registry does.
"""

import sys
from binascii import b2a_base64
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson
import uvloop
from asyncpg import Record
from joserfc.jwk import OKPKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from services.deadlines.domain.board import ObligationOrder
from services.deadlines.store.board import board_statement
from services.deadlines.store.rows import INCIDENT, OBLIGATION
from services.kit.auth import LocalKeys, TokenIssuer, TokenVerifier
from services.kit.clock import SystemClock
from services.kit.database import Database
from services.kit.serving import listen, serve
from services.kit.settings import Settings
from services.kit.signing import read_signing_key
from services.kit.web import jwks_route

_NARROW = """
    o.id, o.kind, o.title, o.due_class, o.modality, o.state, o.start_at, o.due_at, o.provisional,
    o.owner::text as owner, o.acknowledged_at, o.closed_at, o.version,
    i.id as incident_id, i.number, i.title as incident_title, i.state as incident_state, i.drill,
    i.severity
"""


def board(
    database: Database, verifier: TokenVerifier, *, narrow: bool
) -> Callable[[Request], Awaitable[Response]]:
    """Return the route: who calls, one statement, one answer."""
    statements = [_statement(level, narrow) for level in range(1, 7)]
    clock = SystemClock()

    async def answer(request: Request) -> Response:
        token = request.headers["authorization"].removeprefix("Bearer ")
        principal = await verifier.verify(token, clock.now())
        first = orjson.loads(await request.body())["variables"]["first"]
        async with database.reading() as conn:
            rows = await conn.fetch(
                statements[principal.scope_level - 1],
                principal.scope_code,
                datetime.fromisoformat("1900-01-01T00:00:00+00:00"),
                "00000000-0000-0000-0000-000000000000",
                first + 1,
            )
        body = {"data": {"obligations": _page(rows, first)}}
        return Response(orjson.dumps(body), media_type="application/json")

    return answer


def _statement(level: int, narrow: bool) -> str:
    statement = board_statement(True, ObligationOrder.DUE_AT, level) or ""
    columns = f"{OBLIGATION}, {INCIDENT}"
    return statement.replace(columns, _NARROW) if narrow else statement


def _page(rows: list[Record], first: int) -> dict[str, Any]:
    edges = [_edge(row) for row in rows[:first]]
    return {
        "edges": edges,
        "pageInfo": {
            "hasNextPage": len(rows) > first,
            "hasPreviousPage": False,
            "startCursor": edges[0]["cursor"],
            "endCursor": edges[-1]["cursor"],
        },
    }


def _edge(row: Record) -> dict[str, Any]:
    due_at, owner, id_ = row["due_at"], orjson.loads(row["owner"]), row["id"]
    cursor = f'["obligations",{{"t":"{due_at.isoformat()}"}},{{"u":"{id_}"}}]'
    return {
        "cursor": _base64(cursor),
        "node": {
            "id": _base64(f"Obligation:{id_}"),
            "kind": row["kind"],
            "title": row["title"],
            "dueClass": row["due_class"],
            "modality": row["modality"],
            "state": row["state"],
            "startAt": row["start_at"],
            "dueAt": due_at,
            "provisional": row["provisional"],
            "acknowledgedAt": row["acknowledged_at"],
            "closedAt": row["closed_at"],
            "version": row["version"],
            "incident": {
                "id": _base64(f"Incident:{row['incident_id']}"),
                "number": row["number"],
                "title": row["incident_title"],
                "state": row["incident_state"],
                "drill": row["drill"],
                "severity": row["severity"],
            },
            "owner": {
                "code": owner["code"],
                "name": owner["name"],
                "kind": owner["kind"],
                "level": owner["level"],
            },
        },
    }


def _base64(text: str) -> str:
    return b2a_base64(text.encode(), newline=False).decode()


async def _serve(settings: Settings, key: OKPKey) -> None:
    database = await Database.connect(settings.deadlines_dsn or "", size=settings.pool_size)
    verifier = TokenVerifier(LocalKeys(key), settings.issuer)
    routes = [
        Route("/same", board(database, verifier, narrow=False), methods=["POST"]),
        Route("/narrow", board(database, verifier, narrow=True), methods=["POST"]),
        jwks_route(TokenIssuer(key, settings.issuer)),
    ]
    await serve(Starlette(routes=routes), listen(settings.host, settings.registry_port))


if __name__ == "__main__":
    uvloop.run(_serve(Settings(), read_signing_key(Path(sys.argv[1]))))
