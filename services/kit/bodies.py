"""Request bodies that may be hostile: bounded and looked through before anything parses them."""

import asyncio
import re
from typing import Any

import orjson
from starlette.types import Receive, Scope

LARGEST_BODY = 256 << 10
DEEPEST_JSON = 32
LONGEST_NUMBER = 40
BODY_SECONDS = 4.0


class BadBody(Exception):
    """A body that is not taken; becomes a coded answer with ``status``."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.message = message


def refuse_other_media(content_type: str) -> None:
    """Refuse all but ``application/json``, whose parameters may say UTF-8 and nothing else.

    Raises:
        BadBody: 415 UNSUPPORTED_MEDIA_TYPE.
    """
    essence, *parameters = (part.strip().lower() for part in content_type.split(";"))
    charsets = [p.partition("=")[2].strip('" ') for p in parameters if p.startswith("charset")]
    if essence != "application/json" or any(
        charset not in ("utf-8", "utf8") for charset in charsets
    ):
        message = "请求体须为 application/json(UTF-8)。"
        raise BadBody(415, "UNSUPPORTED_MEDIA_TYPE", message)


async def read_body(scope: Scope, receive: Receive) -> bytes:
    """Return the whole body, counted as it comes, chunked or not.

    Raises:
        BadBody: 413 BODY_TOO_LARGE above 256 KiB; 408 BODY_TOO_SLOW after 4 s; 400 BODY_CUT when
            the client leaves half-way.
    """
    declared = dict(scope["headers"]).get(b"content-length", b"0")
    if declared.isdigit() and int(declared[:12]) > LARGEST_BODY:
        raise _too_large()
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise BadBody(400, "BODY_CUT", "请求体不完整。")
                body += message.get("body", b"")
                if len(body) > LARGEST_BODY:
                    raise _too_large()
                if not message.get("more_body"):
                    return bytes(body)
    except TimeoutError:
        raise BadBody(408, "BODY_TOO_SLOW", "请求体未在4秒内收齐。") from None


def json_object(body: bytes) -> dict[str, Any]:
    """Return the object that the body holds.

    Raises:
        BadBody: 400 with BODY_NOT_UTF8, JSON_TOO_DEEP (more than 32), NUMBER_TOO_LONG (more than 40
            digits), BODY_NOT_JSON or BODY_NOT_OBJECT.
    """
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        raise BadBody(400, "BODY_NOT_UTF8", "请求体不是UTF-8编码。") from None
    _refuse_excess(body)
    try:
        value = orjson.loads(body)
    except ValueError:
        raise BadBody(400, "BODY_NOT_JSON", "请求体不是合法的JSON。") from None
    if not isinstance(value, dict):
        raise BadBody(400, "BODY_NOT_OBJECT", "请求体须为一个JSON对象。")
    return value


# A string is swallowed whole, also when nothing closes it; possessive, so that no input makes the
# search look at a byte twice.
_TOKEN = re.compile(
    rb'"(?:[^"\\]|\\.)*+"?|(?P<open>[\[{])|(?P<close>[\]}])|(?P<number>\d{%d,})'
    % (LONGEST_NUMBER + 1),
    re.DOTALL,
)


def _refuse_excess(body: bytes) -> None:
    depth = 0
    for token in _TOKEN.finditer(body):
        kind = token.lastgroup
        if kind == "open":
            depth += 1
            if depth > DEEPEST_JSON:
                raise BadBody(400, "JSON_TOO_DEEP", "JSON嵌套超过32层。")
        elif kind == "close":
            depth -= 1
        elif kind == "number":
            raise BadBody(400, "NUMBER_TOO_LONG", "数字超过40位。")


def _too_large() -> BadBody:
    return BadBody(413, "BODY_TOO_LARGE", "请求体超过256 KiB。")
