"""Errors as a client sees them: coded, with the faulty field named, or masked."""

import re
import secrets

import structlog
from graphql import GraphQLError

from services.kit.database import DatabaseUnavailable
from services.kit.refusal import Refusal

SYNTAX = "SYNTAX"
INVALID_DOCUMENT = "INVALID_DOCUMENT"
BAD_INPUT = "BAD_INPUT"
BAD_REQUEST = "BAD_REQUEST"
LIMIT_EXCEEDED = "LIMIT_EXCEEDED"
UNAUTHENTICATED = "UNAUTHENTICATED"
FORBIDDEN = "FORBIDDEN"
METHOD_NOT_ALLOWED = "METHOD_NOT_ALLOWED"
INTERNAL = "INTERNAL"
TIMEOUT = "TIMEOUT"
UNAVAILABLE = "UNAVAILABLE"

_BUSY = ("40001", "40P01", "55P03", "57014")
"""SQLSTATEs of a transaction that would succeed if repeated: serialization failure, deadlock, no
lock or no answer within the limits."""

_log = structlog.get_logger("huiying.graphql")
_FIELD_OF_OBJECT = re.compile(r"to include (?:required|unknown) field '(\w+)'")
_VARIABLE_FAULT = re.compile(r"Variable '\$(\w+)' has invalid (?:default )?value(?: at (\S+))?:")


def coded(code: str, message: str, field: str | None = None, **more: object) -> GraphQLError:
    """Return an error that passes the mask as it is; ``field`` is a dotted path or None."""
    return GraphQLError(message, extensions={"code": code, "field": field, **more})


def of_execution(error: GraphQLError, request_id: str) -> GraphQLError:
    """Return what a client may see of an error met while executing.

    Coded errors pass; a Refusal becomes a coded error; a database that is away or too busy is
    UNAVAILABLE. Everything else is logged with a fresh correlation id and answered as INTERNAL,
    graphql-core's own complaints about returned values included, since they quote the value.
    """
    original = error.original_error
    if isinstance(original, Refusal):
        return _replace(error, original.message, {"code": original.code, "field": original.field})
    if isinstance(original, DatabaseUnavailable) or getattr(original, "sqlstate", "") in _BUSY:
        _log.warning("database did not serve", request_id=request_id, reason=str(original))
        return _replace(error, "数据库暂时不可用，请稍后重试。", {"code": UNAVAILABLE})
    if error.extensions and "code" in error.extensions:
        return error
    correlation_id = secrets.token_hex(8)
    _log.error(
        "field failed",
        correlation_id=correlation_id,
        request_id=request_id,
        path=error.path,
        exc_info=original or error,
    )
    return _replace(error, "内部错误", {"code": INTERNAL, "correlationId": correlation_id})


def of_variables(error: GraphQLError) -> GraphQLError:
    """Return a variable's coercion error with the dotted path of the faulty value as field."""
    found = _VARIABLE_FAULT.match(error.message)
    field = found[1] + _dotted(found[2] or "") if found else None
    if field and (member := _FIELD_OF_OBJECT.search(error.message)):
        field = f"{field}.{member[1]}"
    return _replace(error, error.message, {"code": BAD_INPUT, "field": field})


def with_code(error: GraphQLError, code: str, field: str | None = None) -> GraphQLError:
    """Return the error with a code, unless it carries one already."""
    if error.extensions and "code" in error.extensions:
        return error
    return _replace(error, error.message, {"code": code, "field": field})


def _replace(error: GraphQLError, message: str, extensions: dict[str, object]) -> GraphQLError:
    return GraphQLError(
        message,
        nodes=error.nodes,
        source=error.source,
        positions=error.positions,
        path=error.path,
        extensions=extensions,
    )


def _dotted(path: str) -> str:
    """Turn graphql-core's ``.facts[0].severity`` into ``.facts.0.severity``."""
    return re.sub(r"\[(\w+)\]", r".\1", path)
