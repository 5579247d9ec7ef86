"""The GraphQL endpoint: HTTP as the GraphQL-over-HTTP draft asks, websockets in sockets.py."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Self

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket
from strawberry.types.execution import ExecutionResult, PreExecutionError
from strawberry.types.graphql import OperationType

from services.kit.auth import Principal
from services.kit.bodies import BadBody, json_object
from services.kit.gate import Identify, Recheck
from services.kit.graphql import errors
from services.kit.graphql.context import Context
from services.kit.graphql.schema import Schema
from services.kit.graphql.sockets import Connections, Socket, SocketLimits

JSON = "application/json"
GRAPHQL_JSON = "application/graphql-response+json"
ContextFor = Callable[[Principal | None, str], Context[Any]]

_READING = frozenset({OperationType.QUERY})
_WRITING = frozenset({OperationType.QUERY, OperationType.MUTATION})
_STATUS = {
    errors.BAD_REQUEST: 400,
    errors.FORBIDDEN: 403,
    errors.METHOD_NOT_ALLOWED: 405,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """The parameters of a GraphQL request, with their types checked."""

    query: str
    variables: dict[str, Any] | None
    operation_name: str | None

    @classmethod
    def check(cls, given: dict[str, Any]) -> Self:
        """Check a request's parameters; raises BadBody 400 naming the one at fault."""
        _demand(given, "query", str, "一个非空字符串")
        if not given["query"]:
            raise _bad("query", "一个非空字符串")
        for name, kind, words in (
            ("variables", dict, "一个对象"),
            ("operationName", str, "一个字符串"),
            ("extensions", dict, "一个对象"),
        ):
            if given.get(name) is not None:
                _demand(given, name, kind, words)
        return cls(
            query=given["query"],
            variables=given.get("variables"),
            operation_name=given.get("operationName"),
        )


class GraphQLEndpoint:
    """An ASGI application for both kinds of connection.

    It reads ``request_id``, ``principal`` and, for a POST, ``json`` from ``scope["state"]``, where
    the gate before it put them. ``identify`` turns the token of a websocket into its principal,
    ``recheck`` is asked about each second while the websocket is open.
    """

    def __init__(
        self,
        schema: Schema,
        context_for: ContextFor,
        *,
        identify: Identify,
        recheck: Recheck = lambda principal: None,
        allowed_origins: Sequence[str] = (),
        limits: SocketLimits | None = None,
    ) -> None:
        self._schema = schema
        self._context_for = context_for
        self._connections = Connections(
            schema=schema,
            context_for=context_for,
            identify=identify,
            recheck=recheck,
            allowed_origins=frozenset(allowed_origins),
            limits=limits or SocketLimits(),
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request or websocket."""
        if scope["type"] == "websocket":
            await Socket(self._connections, WebSocket(scope, receive, send)).serve()
            return
        response = await self._answer(Request(scope, receive))
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        media = _media(request.headers.get("accept", ""))
        if request.method not in ("GET", "POST"):
            return _refused(405, errors.METHOD_NOT_ALLOWED, "只接受 GET 和 POST。", media)
        try:
            parameters = Parameters.check(_given(request))
        except BadBody as bad:
            return _refused(bad.status, bad.code, bad.message, media)
        state = request.scope["state"]
        context = self._context_for(state.get("principal"), state.get("request_id", ""))
        context.client = state.get("client", "")
        result = await self._schema.execute(
            parameters.query,
            parameters.variables,
            context,
            operation_name=parameters.operation_name,
            allowed_operation_types=_READING if request.method == "GET" else _WRITING,
        )
        return _response(_status(result, media), encoded(result), media)


def encoded(result: ExecutionResult) -> dict[str, Any]:
    """Return a result as clients read it; without ``data`` where nothing was executed."""
    body: dict[str, Any] = {}
    if not isinstance(result, PreExecutionError):
        body["data"] = result.data
    if result.errors:
        body["errors"] = [error.formatted for error in result.errors]
    return body


def _given(request: Request) -> dict[str, Any]:
    """Return a request's parameters as JSON values, still unchecked."""
    if request.method == "POST":
        given: dict[str, Any] = request.scope["state"]["json"]
        return given
    parameters: dict[str, Any] = dict(request.query_params)
    for name in ("variables", "extensions"):
        if text := parameters.pop(name, ""):
            parameters[name] = None if text == "null" else json_object(text.encode())
    return parameters


def _demand(given: dict[str, Any], name: str, kind: type, words: str) -> None:
    if not isinstance(given.get(name), kind):
        raise _bad(name, words)


def _bad(name: str, words: str) -> BadBody:
    return BadBody(400, errors.BAD_REQUEST, f"参数 {name} 须为{words}。")


def _media(accept: str) -> str:
    """Choose the media type of the answer: the newer one only where it is named and not refused."""
    for part in accept.split(","):
        media, *parameters = (piece.strip().lower() for piece in part.split(";"))
        if media == GRAPHQL_JSON and not any(_is_zero(parameter) for parameter in parameters):
            return GRAPHQL_JSON
    return JSON


def _is_zero(parameter: str) -> bool:
    name, _, value = parameter.partition("=")
    return name == "q" and not value.strip("0.")


def _status(result: ExecutionResult, media: str) -> int:
    codes = [(error.extensions or {}).get("code") for error in result.errors or ()]
    if isinstance(result, PreExecutionError):
        named = next((_STATUS[code] for code in codes if code in _STATUS), None)
        return named or (400 if media == GRAPHQL_JSON else 200)
    return 503 if result.data is None and errors.UNAVAILABLE in codes else 200


def _refused(status: int, code: str, message: str, media: str) -> Response:
    return _response(status, {"errors": [errors.coded(code, message).formatted]}, media)


def _response(status: int, body: dict[str, Any], media: str) -> Response:
    headers = {"vary": "accept"}
    if status == 405:
        headers["allow"] = "GET, POST"
    if status == 503:
        headers["retry-after"] = "2"
    return Response(
        orjson.dumps(body),
        status_code=status,
        headers=headers,
        media_type=f"{media}; charset=utf-8",
    )
