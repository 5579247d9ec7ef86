"""Answers that the web edge gives itself, in the shape that GraphQL clients read."""

from collections.abc import Mapping

import orjson
from starlette.responses import Response


def refused(
    status: int,
    code: str,
    message: str,
    *,
    headers: Mapping[str, str] | None = None,
    **extensions: object,
) -> Response:
    """Return ``{"errors": [{message, extensions: {code, field, …}}]}`` with an HTTP status."""
    error = {"message": message, "extensions": {"code": code, "field": None, **extensions}}
    return Response(
        orjson.dumps({"errors": [error]}),
        status_code=status,
        headers=dict(headers or {}),
        media_type="application/json",
    )
