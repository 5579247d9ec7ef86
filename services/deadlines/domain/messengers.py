"""What each kind of route is sent, byte for byte: pure, so that a test can hold it to the formats.

The bodies are the text messages of the group robots of 企业微信, 钉钉 and 飞书 as their makers
publish them; the signatures of 钉钉 and 飞书 are those of their robots with a signing secret.
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from urllib.parse import quote_plus
from uuid import UUID

import orjson

from services.deadlines.domain.notice_records import StoredNotice
from services.deadlines.domain.routes import Route, RouteKind

LONGEST_TEXT: Final = 1800
"""Characters: 企业微信 takes 2048 bytes of text, a Chinese character is three of them."""

_ROBOT_TEXT: Final = 600
"""Characters of Chinese that surely fit into those 2048 bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One posting over HTTP, ready to go."""

    url: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


class NotTaken(Exception):
    """The receiver answered, and did not take it."""


def letter(route: Route, notice: StoredNotice, parcel: UUID, now: datetime) -> Letter:
    """Write the posting of a notice by a route; ``parcel`` is the id that stays through retries."""
    if route.kind is RouteKind.WEBHOOK:
        return _webhook(route, notice, parcel, now)
    text = _shortened(f"{notice.text}\n编号 {parcel}")
    bodies: dict[RouteKind, Mapping[str, Any]] = {
        RouteKind.WECOM: {"msgtype": "text", "text": {"content": text}},
        RouteKind.DINGTALK: {
            "msgtype": "text",
            "text": {"content": text},
            "at": {"isAtAll": False},
        },
        RouteKind.FEISHU: {
            "msg_type": "text",
            "content": {"text": text},
            **_feishu_sign(route.secret, now),
        },
    }
    url = _dingtalk_url(route, now) if route.kind is RouteKind.DINGTALK else route.target
    headers = {"content-type": "application/json; charset=utf-8", "idempotency-key": str(parcel)}
    return Letter(url=url, body=orjson.dumps(bodies[route.kind]), headers=headers)


def _webhook(route: Route, notice: StoredNotice, parcel: UUID, now: datetime) -> Letter:
    body = orjson.dumps(
        {
            "id": str(parcel),
            "notice": str(notice.id),
            "kind": notice.kind.value,
            "colour": notice.colour.value,
            "drill": notice.drill,
            "internal": True,
            "subject": notice.subject,
            "text": notice.text,
            "items": notice.items,
            "dueAt": notice.due_at,
            "at": notice.at,
            "recipient": {
                "unit": notice.unit,
                "unitName": notice.unit_name,
                "told": notice.told.value,
                "person": notice.person,
            },
        }
    )
    headers = {"content-type": "application/json", "idempotency-key": str(parcel)}
    if route.secret:
        headers["x-huiying-signature"] = signature(route.secret, body, now)
    return Letter(url=route.target, body=body, headers=headers)


def signature(secret: str, body: bytes, now: datetime) -> str:
    """Sign a webhook's body: ``t=SECONDS,v1=HEX``, HMAC-SHA256 of ``SECONDS.BODY``."""
    seconds = str(int(now.timestamp()))
    digest = hmac.new(secret.encode(), seconds.encode() + b"." + body, hashlib.sha256)
    return f"t={seconds},v1={digest.hexdigest()}"


def _dingtalk_url(route: Route, now: datetime) -> str:
    if not route.secret:
        return route.target
    stamp = str(int(now.timestamp() * 1000))
    signed = f"{stamp}\n{route.secret}".encode()
    code = base64.b64encode(hmac.new(route.secret.encode(), signed, hashlib.sha256).digest())
    joint = "&" if "?" in route.target else "?"
    return f"{route.target}{joint}timestamp={stamp}&sign={quote_plus(code)}"


def _feishu_sign(secret: str | None, now: datetime) -> dict[str, str]:
    if not secret:
        return {}
    stamp = str(int(now.timestamp()))
    code = hmac.new(f"{stamp}\n{secret}".encode(), b"", hashlib.sha256).digest()
    return {"timestamp": stamp, "sign": base64.b64encode(code).decode()}


def _shortened(text: str) -> str:
    if len(text.encode()) <= LONGEST_TEXT:
        return text
    head, _, number = text.rpartition("\n")
    return f"{head[: _ROBOT_TEXT - len(number) - 10]}……请看值班台\n{number}"


def check_answer(kind: RouteKind, status: int, body: bytes) -> None:
    """Read a receiver's answer; raises NotTaken unless it says that it took the message.

    A webhook says so by any 2xx; the robots answer 200 to everything and say it in ``errcode`` or
    ``code``.
    """
    if not 200 <= status < 300:
        raise NotTaken(f"status {status}")
    if kind is RouteKind.WEBHOOK:
        return
    try:
        answer = orjson.loads(body)
        code = next(answer[key] for key in ("errcode", "code", "StatusCode") if key in answer)
    except (orjson.JSONDecodeError, StopIteration, TypeError):
        raise NotTaken("an answer without a code") from None
    if code != 0:
        raise NotTaken(f"code {code}")
