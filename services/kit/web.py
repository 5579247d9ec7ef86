"""The web application of a service: ``/graphql``, health, metrics, and its own routes.

The GraphQL endpoint finds in ``scope["state"]``: ``request_id``, ``principal`` (None: anonymous)
and, for a POST, ``json``, the body as an object. A websocket brings only ``request_id``; its token
comes in ``connection_init`` and is given to the endpoint's ``identify``.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import asdict, dataclass
from importlib.resources.abc import Traversable
from typing import Any

import orjson
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, WebSocketRoute

from services.kit.addresses import networks
from services.kit.answers import refused
from services.kit.auth import Policy, Principal, TokenIssuer, TokenVerifier
from services.kit.clock import Clock
from services.kit.database import Connection, Database, DatabaseUnavailable
from services.kit.edge import Edge
from services.kit.gate import Gate, identifier
from services.kit.graphql.context import Context
from services.kit.graphql.schema import Schema
from services.kit.graphql.transport import GraphQLEndpoint
from services.kit.migrations import MigrationError, pending
from services.kit.telemetry import Telemetry

READY_SECONDS = 2.0
JWKS_PATH = "/.well-known/jwks.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One reason why a service cannot take traffic: a stable code and a sentence for operators."""

    code: str
    message: str


Ready = Callable[[], Awaitable[Sequence[Problem]]]
Lifespan = Callable[[Starlette], AbstractAsyncContextManager[None]]


def build_web(
    *,
    name: str,
    schema: Schema,
    database: Database,
    clock: Clock,
    verifier: TokenVerifier,
    policy: Policy,
    service: object,
    ready: Ready | None = None,
    routes: Sequence[Route] = (),
    migrations: Traversable | None = None,
    lifespan: Lifespan | None = None,
    telemetry: Telemetry | None = None,
    allowed_origins: Sequence[str] = (),
    trusted_proxies: Sequence[str] = (),
    patience: Mapping[str, float] | None = None,
    measure: Callable[[], Awaitable[None]] | None = None,
) -> Starlette:
    """Put an application together; ``lifespan`` starts and stops what the service runs beside it.

    ``ready`` tells what keeps the service from taking traffic, besides its database, which is
    always asked, and with ``migrations`` asked for the tables of this very program.
    ``allowed_origins`` are the exact origins a browser's websocket may come from,
    ``trusted_proxies`` the addresses or networks whose X-Forwarded-For is believed. ``patience``
    gives paths that begin so more seconds than other requests have. ``measure`` brings the
    service's own gauges up to date before the metrics are shown; where it fails they stay.
    """
    telemetry = telemetry or Telemetry(name)
    identify = identifier(verifier, clock)

    def context_for(principal: Principal | None, request_id: str) -> Context[Any]:
        return Context(
            principal=principal,
            database=database,
            clock=clock,
            request_id=request_id,
            service=service,
            policy=policy,
        )

    endpoint = GraphQLEndpoint(
        schema,
        context_for,
        identify=identify,
        recheck=verifier.refuse_revoked,
        allowed_origins=tuple(allowed_origins),
    )
    all_routes = [
        Route("/graphql", Gate(endpoint, identify)),
        Route("/health/live", _live),
        Route("/health/ready", _readiness(database, migrations, ready)),
        Route("/metrics", _metrics(telemetry, measure)),
        *routes,
    ]
    paths = {route.path for route in all_routes}
    app = Starlette(
        routes=[*all_routes, WebSocketRoute("/graphql", endpoint)],
        middleware=[
            Middleware(
                Edge,
                telemetry=telemetry,
                paths=paths,
                proxies=networks(trusted_proxies),
                patience=patience,
            )
        ],
        exception_handlers={HTTPException: _http_error},
        lifespan=lifespan,
    )
    app.router.redirect_slashes = False
    return app


def jwks_route(issuer: TokenIssuer) -> Route:
    """Return the route that publishes the issuer's public keys, cacheable for ten minutes."""
    body = orjson.dumps(issuer.jwks())

    async def jwks(request: Request) -> Response:
        headers = {"cache-control": "public, max-age=600"}
        return Response(body, media_type="application/jwk-set+json", headers=headers)

    return Route(JWKS_PATH, jwks)


async def _live(request: Request) -> Response:
    return _json(200, {"status": "live"})


def _readiness(
    database: Database, migrations: Traversable | None, ready: Ready | None
) -> Callable[[Request], Awaitable[Response]]:
    async def problems() -> list[Problem]:
        try:
            async with asyncio.timeout(READY_SECONDS):
                async with database.reading() as conn:
                    waiting = await _unapplied(conn, migrations)
                return [*waiting, *(await ready() if ready else ())]
        except Exception as error:
            # whatever it is, this service takes no traffic now
            return [Problem(code="NOT_ANSWERING", message=type(error).__name__)]

    async def readiness(request: Request) -> Response:
        found = await problems()
        status = "unready" if found else "ready"
        body = {"status": status, "problems": [asdict(problem) for problem in found]}
        return _json(503 if found else 200, body)

    return readiness


async def _unapplied(conn: Connection, migrations: Traversable | None) -> list[Problem]:
    if migrations is None:
        await conn.fetchval("select 1")
        return []
    try:
        waiting = await pending(conn, migrations)
    except MigrationError as error:
        return [Problem(code="SCHEMA_MISMATCH", message=str(error))]
    names = ", ".join(step.name for step in waiting)
    return [Problem(code="MIGRATIONS_PENDING", message=names)] if waiting else []


def _metrics(
    telemetry: Telemetry, measure: Callable[[], Awaitable[None]] | None
) -> Callable[[Request], Awaitable[Response]]:
    async def metrics(request: Request) -> Response:
        if measure is not None:
            with contextlib.suppress(DatabaseUnavailable, TimeoutError):
                async with asyncio.timeout(READY_SECONDS):
                    await measure()
        body, headers = telemetry.page()
        return Response(body, headers=headers)

    return metrics


async def _http_error(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    headers = error.headers if isinstance(error, HTTPException) else None
    code = {404: "NOT_FOUND", 405: "METHOD_NOT_ALLOWED"}.get(status, "BAD_REQUEST")
    return refused(status, code, "没有这个地址或方法。", headers=headers)


def _json(status: int, body: object) -> Response:
    return Response(orjson.dumps(body), status_code=status, media_type="application/json")
