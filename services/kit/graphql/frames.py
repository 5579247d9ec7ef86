"""Frames of graphql-transport-ws as they come in: read, checked, and not too many of them."""

import asyncio
from dataclasses import dataclass
from typing import Any, Self

from services.kit.bodies import BadBody, json_object

_LONGEST_ID = 128


class Closing(Exception):
    """The connection ends with this code."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


class Bucket:
    """A token bucket: bursts of two seconds' worth, then ``rate`` a second."""

    def __init__(self, rate: float) -> None:
        self._rate = rate
        self._left = 2 * rate
        self._at = asyncio.get_running_loop().time()

    def take(self) -> None:
        """Take one token; raises Closing 4429 where none is left."""
        now = asyncio.get_running_loop().time()
        self._left = min(2 * self._rate, self._left + (now - self._at) * self._rate)
        self._at = now
        if self._left < 1:
            raise Closing(4429, "Too many messages")
        self._left -= 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscribe:
    """The operation that a ``subscribe`` message asks for."""

    id: str
    query: str
    variables: dict[str, Any] | None
    operation_name: str | None

    @classmethod
    def read(cls, message: dict[str, Any]) -> Self:
        """Check a message; raises Closing 4400."""
        id_, payload = operation_id(message), message.get("payload")
        if not isinstance(payload, dict):
            raise Closing(4400, "payload must be an object")
        query, variables = payload.get("query"), payload.get("variables")
        name, extensions = payload.get("operationName"), payload.get("extensions")
        if not isinstance(query, str):
            raise Closing(4400, "query must be a string")
        if not isinstance(variables, dict | None) or not isinstance(extensions, dict | None):
            raise Closing(4400, "variables and extensions must be objects")
        if not isinstance(name, str | None):
            raise Closing(4400, "operationName must be a string")
        return cls(id=id_, query=query, variables=variables, operation_name=name)


def read_message(text: str | None) -> dict[str, Any]:
    """Return the object a text frame holds; raises Closing 4400, also for a binary frame (None)."""
    if text is None:
        raise Closing(4400, "Messages are text")
    try:
        return json_object(text.encode())
    except BadBody as bad:
        raise Closing(4400, f"Invalid message: {bad.code}") from None


def payload_of(message: dict[str, Any]) -> dict[str, Any]:
    """Return a message's optional payload; raises Closing 4400 where it is not an object."""
    payload = message.get("payload")
    if payload is None:
        return {}
    if not isinstance(payload, dict):
        raise Closing(4400, "payload must be an object")
    return payload


def operation_id(message: dict[str, Any]) -> str:
    """Return the id of the operation a message is about; raises Closing 4400."""
    id_ = message.get("id")
    if not isinstance(id_, str) or not 1 <= len(id_) <= _LONGEST_ID:
        raise Closing(4400, "id must be a string of 1 to 128 characters")
    return id_
