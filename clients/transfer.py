"""Files to and from the services by the standard library, in pieces; both clients use it."""

import http.client
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import quote, urlencode, urlsplit

TIMEOUT = 180.0
_PIECE = 256 << 10
Moved = Callable[[int, int], None]
"""Is told the bytes that have passed, and how many there are in all."""


class NotReached(Exception):
    """Nobody answered, for a ``reason``, or not in this language, with an HTTP ``status``."""

    def __init__(self, url: str, reason: str = "", status: int | None = None) -> None:
        super().__init__(f"{url}: {reason or f'HTTP {status}'}")
        self.url, self.reason, self.status = url, reason, status


class NotTaken(Exception):
    """The service declined; ``code`` is stable, ``message`` is for a person."""

    def __init__(self, code: str, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.code, self.message, self.field = code, message, field


@dataclass(slots=True)
class _Counted:
    """A file that tells how much of it was read."""

    source: BinaryIO
    size: int
    moved: Moved
    done: int = 0

    def read(self, size: int = -1) -> bytes:
        piece = self.source.read(min(size, _PIECE) if size > 0 else _PIECE)
        self.done += len(piece)
        self.moved(self.done, self.size)
        return piece


def send_file(base_url: str, path: Path, token: str, moved: Moved) -> str:
    """Upload a file and return its id. Raises OSError, NotTaken, NotReached."""
    size = path.stat().st_size
    headers = {
        "Authorization": f"Bearer {token}",
        "Content-Type": "application/octet-stream",
        "Content-Length": str(size),
        "X-File-Name": quote(path.name),
    }
    with path.open("rb") as source:
        body = _Counted(source, size, moved)
        with _open(base_url, "POST", "/files", headers, body) as answer:
            told = _checked(base_url, answer)
    file_id: str = json.loads(told)["id"]
    return file_id


def keep_file(base_url: str, path: str, token: str, target: Path) -> None:
    """Write what the address answers into a file; ``-`` is standard output.

    It is written into a draft beside the target, so that no half file bears its name. Raises
    OSError, NotTaken, NotReached.
    """
    if str(target) == "-":
        fetch_file(base_url, path, token, sys.stdout.buffer)
        return
    draft = target.with_name(f".{target.name}.part")
    with ExitStack() as stack:
        stack.callback(draft.unlink, missing_ok=True)
        with draft.open("wb") as out:
            fetch_file(base_url, path, token, out)
        draft.replace(target)


def fetch_file(base_url: str, path: str, token: str, target: BinaryIO) -> None:
    """Write what the address answers into ``target``. Raises NotTaken, NotReached."""
    with _open(base_url, "GET", path, {"Authorization": f"Bearer {token}"}) as answer:
        if answer.status != 200:
            _checked(base_url, answer)
        while piece := _read(base_url, answer):
            target.write(piece)


def _read(base_url: str, answer: http.client.HTTPResponse) -> bytes:
    try:
        return answer.read(_PIECE)
    except (OSError, http.client.HTTPException) as error:
        raise NotReached(base_url, str(error) or type(error).__name__) from error


@contextmanager
def _open(
    base_url: str, method: str, path: str, headers: Mapping[str, str], body: Any = None
) -> Iterator[http.client.HTTPResponse]:
    parts = urlsplit(base_url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    with closing(kind(parts.hostname or "127.0.0.1", parts.port, timeout=TIMEOUT)) as line:
        try:
            # a refusal may come before all of the file was sent; then the answer tells why
            with suppress(BrokenPipeError, ConnectionResetError):
                line.request(method, f"{parts.path}{path}", body, dict(headers))
            answer = line.getresponse()
        except (OSError, http.client.HTTPException) as error:
            raise NotReached(base_url, str(error) or type(error).__name__) from error
        with closing(answer):
            yield answer


def _checked(base_url: str, answer: http.client.HTTPResponse) -> bytes:
    body = answer.read()
    if answer.status in (200, 201):
        return body
    try:
        error = json.loads(body)["errors"][0]
        code, field = error["extensions"]["code"], error["extensions"].get("field")
    except (ValueError, KeyError, IndexError, TypeError) as bad:
        raise NotReached(base_url, status=answer.status) from bad
    raise NotTaken(code, error["message"], field)


def document_address(name: str, form: str, asked: Mapping[str, str | None]) -> str:
    """Return where the deadlines service has a document in a form: txt, docx, xlsx, json."""
    query = urlencode({key: value for key, value in asked.items() if value})
    return f"/documents/{name}.{form}?{query}"
