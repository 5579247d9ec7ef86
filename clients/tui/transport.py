"""GraphQL over HTTP by the standard library alone, one request in a thread of its own.

It costs a tenth of the start time of a client library, and `--plain` needs nothing else.
"""

import asyncio
import http.client
import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from clients.tui.link import LinkDown, Refused, TokenRefused
from clients.tui.locale import of_service
from clients.tui.operations import Operation

ALIVE_WITHIN = 4.0  # seconds; with the beat of its caller, how late a frozen service is seen
TIMEOUT = 8.0  # seconds; above the service's own five for a command
MAX_ANSWER = 32 * 1024 * 1024


async def post(
    url: str, operation: Operation, variables: Mapping[str, Any], token: str | None
) -> dict[str, Any]:
    """Return `data`; raise Refused for the first coded error, LinkDown for anything else.

    Raise TokenRefused where the error is that of an answer 401.
    """
    body = json.dumps({"query": operation.text, "variables": variables}).encode()
    status, text = await asyncio.to_thread(_request, "POST", url, body, token)
    return _data(status, text)


async def alive(url: str) -> None:
    """Raise LinkDown unless the service answers its health question with 200."""
    status, _ = await asyncio.to_thread(_request, "GET", f"{url}/health/live", None, None, 5.0)
    if status != HTTPStatus.OK:
        raise LinkDown(f"HTTP {status}")


class Lifeline:
    """A connection kept open to one service: when it closes, that is seen at once."""

    def __init__(self, url: str) -> None:
        self._parts = urlsplit(url)
        self._line: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self) -> None:
        """Raise LinkDown unless the service answers its health question with 200."""
        try:
            async with asyncio.timeout(ALIVE_WITHIN):
                status = await self._asked()
        except (OSError, EOFError, ValueError) as error:
            self.close()
            raise LinkDown(str(error) or type(error).__name__) from error
        if status != HTTPStatus.OK:
            raise LinkDown(f"HTTP {status}")

    async def _asked(self) -> int:
        host = self._parts.hostname or "127.0.0.1"
        if self._line is None:
            secure = self._parts.scheme == "https"
            port = self._parts.port or (443 if secure else 80)
            self._line = await asyncio.open_connection(host, port, ssl=secure or None)
        reader, writer = self._line
        path = f"{self._parts.path}/health/live"
        writer.write(f"GET {path} HTTP/1.1\r\nHost: {self._parts.netloc}\r\n\r\n".encode())
        await writer.drain()
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        await reader.readexactly(_length(head))
        return int(head.split()[1])

    async def closed_within(self, seconds: float) -> bool:
        """Wait so long, or until the other side closes; tell which."""
        if self._line is None:
            return True
        try:
            async with asyncio.timeout(seconds):
                await self._line[0].read(1)
        except TimeoutError:
            return False
        except OSError:
            pass
        self.close()
        return True

    def close(self) -> None:
        if self._line is not None:
            self._line[1].close()
            self._line = None


def _length(head: str) -> int:
    """Return how many bytes follow an answer's head; raise ValueError where it does not say."""
    for line in head.lower().split("\r\n"):
        name, _, value = line.partition(":")
        if name == "content-length":
            return int(value)
    raise ValueError("no content-length")


async def health(url: str, what: str) -> bytes:
    """Return what `/health/<what>` says, also where it says that something is wrong (503)."""
    path = f"{url}/health/{what}"
    status, text = await asyncio.to_thread(_request, "GET", path, None, None, 5.0)
    if status not in (HTTPStatus.OK, HTTPStatus.SERVICE_UNAVAILABLE):
        raise LinkDown(f"HTTP {status}")
    return text


def _request(
    method: str, url: str, body: bytes | None, token: str | None, timeout: float = TIMEOUT
) -> tuple[int, bytes]:
    parts = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    line = kind(parts.hostname or "127.0.0.1", parts.port, timeout=timeout)
    headers = {"Content-Type": "application/json", "Accept": "application/graphql-response+json"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    reached = False
    try:
        line.connect()
        reached = True
        line.request(method, parts.path or "/", body, headers)
        answer = line.getresponse()
        return answer.status, answer.read(MAX_ANSWER)
    except (OSError, http.client.HTTPException) as error:
        raise LinkDown(str(error) or type(error).__name__, reached=reached) from error
    finally:
        line.close()


def _data(status: int, text: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(text)
    except ValueError as error:
        raise LinkDown(f"HTTP {status}") from error
    if not isinstance(answer, dict):
        raise LinkDown(f"HTTP {status}")
    for fault in answer.get("errors") or ():
        extensions = fault.get("extensions") or {}
        code = extensions.get("code", "UNKNOWN")
        refusal = TokenRefused if status == HTTPStatus.UNAUTHORIZED else Refused
        said = of_service(code, fault.get("message", ""))
        raise refusal(code, said, extensions.get("field"))
    data = answer.get("data")
    if not isinstance(data, dict):
        raise LinkDown(f"HTTP {status}")
    return data
