"""Routes for files over plain HTTP: the token and the table first, refusals as GraphQL's."""

from collections.abc import Awaitable, Callable, Mapping
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from services.kit.answers import refused
from services.kit.auth import Policy, Principal, Unauthenticated
from services.kit.gate import Identify, bearer
from services.kit.refusal import Refusal

Serve = Callable[[Request, Principal], Awaitable[Response]]
_CLOSE = {"connection": "close"}  # the rest of a body that was not read is no next request
_STATUS = {"FORBIDDEN": 403, "NOT_FOUND": 404}


def guarded(
    action: str,
    serve: Serve,
    *,
    policy: Policy,
    identify: Identify,
    statuses: Mapping[str, int],
) -> Callable[[Request], Awaitable[Response]]:
    """Return an endpoint that asks for the token, then the table, then reads anything else.

    ``statuses`` are the HTTP statuses of refusals by their codes; of others 422.
    """

    async def endpoint(request: Request) -> Response:
        try:
            caller = await identify(bearer(request.headers))
            if caller is None:
                raise Unauthenticated("UNAUTHENTICATED")
            request.scope["state"]["log"] = {"subject": caller.subject}
            if not policy.admits(caller, action).ok:
                raise Refusal("FORBIDDEN", "您的角色不能进行这项操作。")
            return await serve(request, caller)
        except Unauthenticated as error:
            headers = {"www-authenticate": 'Bearer error="invalid_token"'} | _CLOSE
            return refused(401, error.code, error.message, headers=headers)
        except Refusal as refusal:
            status = {**_STATUS, **statuses}.get(refusal.code, 422)
            told = {"field": refusal.field} if refusal.field else {}
            return refused(status, refusal.code, refusal.message, headers=_CLOSE, **told)

    return endpoint


def attachment(name: str) -> str:
    """Return a Content-Disposition for a file to keep, its name in UTF-8 (RFC 6266, RFC 8187)."""
    return f"attachment; filename*=UTF-8''{quote(name, safe='')}"
