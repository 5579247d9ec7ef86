"""The way into ``/graphql``: who calls, and a body that is safe to parse. Only then GraphQL."""

from collections.abc import Awaitable, Callable

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.kit.answers import refused
from services.kit.auth import Principal, TokenVerifier, Unauthenticated
from services.kit.bodies import BadBody, json_object, read_body, refuse_other_media
from services.kit.clock import Clock

LONGEST_QUERY_STRING = 16 << 10

Identify = Callable[[str | None], Awaitable[Principal | None]]
"""Turns a bearer token into its principal, None into None; raises Unauthenticated."""

Recheck = Callable[[Principal], None]
"""Raises Unauthenticated where a principal's token was taken back since it was identified."""


def identifier(verifier: TokenVerifier, clock: Clock) -> Identify:
    """Return the `Identify` of this verifier by this clock."""

    async def identify(token: str | None) -> Principal | None:
        return None if token is None else await verifier.verify(token, clock.now())

    return identify


class Gate:
    """Lets a request through to the GraphQL endpoint with ``scope["state"]`` filled in.

    ``principal`` is the caller or None; for a POST ``json`` is its parsed body, an object. Requests
    with a token that does not hold get 401, bad bodies 400, 408, 413 or 415. Websockets pass: their
    token comes in ``connection_init``.
    """

    def __init__(self, endpoint: ASGIApp, identify: Identify) -> None:
        self._endpoint = endpoint
        self._identify = identify

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request or websocket."""
        if scope["type"] == "http":
            try:
                receive = await self._examine(scope, receive)
            except BadBody as bad:
                await _bad_body(bad)(scope, receive, send)
                return
            except Unauthenticated as error:
                await _unauthenticated(error)(scope, receive, send)
                return
        await self._endpoint(scope, receive, send)

    async def _examine(self, scope: Scope, receive: Receive) -> Receive:
        headers = Headers(scope=scope)
        state = scope["state"]
        state["principal"] = principal = await self._identify(bearer(headers))
        if principal:
            state["log"] = {"subject": principal.subject, "stale": principal.stale}
        if len(scope["query_string"]) > LONGEST_QUERY_STRING:
            raise BadBody(414, "QUERY_STRING_TOO_LONG", "查询串超过16 KiB。")
        if scope["method"] != "POST":
            return receive
        refuse_other_media(headers.get("content-type", ""))
        body = await read_body(scope, receive)
        state["json"] = json_object(body)
        return _replay(body, receive)


def bearer(headers: Headers) -> str | None:
    """Return the token of the Authorization header (RFC 6750 §2.1), None where there is none.

    Raises:
        Unauthenticated: TOKEN_MALFORMED, another scheme or more than one header.
    """
    given = headers.getlist("authorization")
    if not given:
        return None
    scheme, _, token = given[0].partition(" ")
    if len(given) > 1 or scheme.lower() != "bearer" or not token.strip():
        raise Unauthenticated("TOKEN_MALFORMED")
    return token.strip()


def _replay(body: bytes, receive: Receive) -> Receive:
    parts: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        return parts.pop() if parts else await receive()

    return replay


def _bad_body(bad: BadBody) -> ASGIApp:
    # the rest of a body that was not read must not be taken for the next request
    return refused(bad.status, bad.code, bad.message, headers={"connection": "close"})


def _unauthenticated(error: Unauthenticated) -> ASGIApp:
    challenge = {"www-authenticate": 'Bearer error="invalid_token"', "connection": "close"}
    return refused(401, error.code, error.message, headers=challenge)
