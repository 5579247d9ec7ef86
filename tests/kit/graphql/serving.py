"""The demonstration schema behind the same edge and gate as the services."""

from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route, WebSocketRoute
from starlette.types import ASGIApp

from services.kit.auth import Principal, Unauthenticated
from services.kit.clock import ManualClock
from services.kit.edge import Edge
from services.kit.gate import Gate
from services.kit.graphql.context import Context
from services.kit.graphql.sockets import SocketLimits
from services.kit.graphql.transport import GraphQLEndpoint
from services.kit.telemetry import Telemetry
from tests.kit.graphql.conftest import POLICY, SCHEMA, make_principal
from tests.kit.graphql.demo import START, Town

PRINCIPALS = {
    "officer": make_principal(),
    "introspector": make_principal(subject="introspector", introspect=True),
}


async def identify(token: str | None) -> Principal | None:
    if token is None:
        return None
    if token not in PRINCIPALS:
        raise Unauthenticated("TOKEN_MALFORMED")
    return PRINCIPALS[token]


def make_app(town: Town | None = None, clock: ManualClock | None = None, **limits: Any) -> ASGIApp:
    town, clock = town or Town(), clock or ManualClock(START)

    def context_for(principal: Principal | None, request_id: str) -> Context[Town]:
        return Context(
            principal=principal,
            database=None,  # type: ignore[arg-type] # the demonstration keeps its rows in memory
            clock=clock,
            request_id=request_id,
            service=town,
            policy=POLICY,
        )

    endpoint = GraphQLEndpoint(
        SCHEMA, context_for, identify=identify, limits=SocketLimits(**limits)
    )
    edge = Middleware(Edge, telemetry=Telemetry("demo"), paths=("/graphql",))
    return Starlette(
        routes=[Route("/graphql", Gate(endpoint, identify)), WebSocketRoute("/graphql", endpoint)],
        middleware=[edge],
    )
