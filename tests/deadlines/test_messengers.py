"""The bodies of each kind of route, byte for byte; no database."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson
import pytest

from services.deadlines.domain.messengers import NotTaken, check_answer, letter
from services.deadlines.domain.notice_records import StoredNotice
from services.deadlines.domain.notices import NoticeKind
from services.deadlines.domain.routes import Route, RouteKind
from services.deadlines.law.alerting import Told

NOW = datetime(2026, 11, 20, 19, 2, tzinfo=UTC)
PARCEL = UUID(int=7)


def make_notice(text: str = "内部提醒") -> StoredNotice:
    return StoredNotice(
        id=UUID(int=1),
        kind=NoticeKind.REMINDER,
        unit="1301",
        unit_name="市政府",
        told=Told.DUTY_OFFICER,
        person=None,
        post_title="",
        rank=0,
        due_at=NOW,
        drill=False,
        at=NOW,
        subject="【红·超】首次发布",
        text=text,
        items=1,
        unrouted=False,
        climbed_from=None,
        climb_at=None,
        acknowledged_at=None,
        acknowledged_by=None,
        acknowledged_means=None,
    )


def make_route(kind: RouteKind, target: str = "https://h/x?key=1", **given: Any) -> Route:
    values: dict[str, Any] = {"secret": None, "active": True, "accepts_drills": False, **given}
    return Route(
        id=UUID(int=2),
        unit="1301",
        kind=kind,
        target=target,
        version=1,
        set_at=NOW,
        set_by="某",
        **values,
    )


def test_wecom_and_dingtalk_take_a_text_message() -> None:
    wecom = letter(make_route(RouteKind.WECOM), make_notice(), PARCEL, NOW)
    body = orjson.loads(wecom.body)
    assert body == {"msgtype": "text", "text": {"content": f"内部提醒\n编号 {PARCEL}"}}
    assert wecom.url == "https://h/x?key=1"
    signed = letter(make_route(RouteKind.DINGTALK, secret="SEC"), make_notice(), PARCEL, NOW)
    assert orjson.loads(signed.body)["at"] == {"isAtAll": False}
    # HMAC-SHA256 of "1795201320000\nSEC" under SEC, base64, in the query
    assert signed.url == (
        "https://h/x?key=1&timestamp=1795201320000"
        "&sign=O9Ke7sYB3rGNaa8Yl3aOJfnoAiJpCwlrlynKj1NGC08%3D"
    )


def test_feishu_carries_its_signature_in_the_body() -> None:
    plain = orjson.loads(letter(make_route(RouteKind.FEISHU), make_notice(), PARCEL, NOW).body)
    assert plain["msg_type"] == "text"
    assert "sign" not in plain
    route = make_route(RouteKind.FEISHU, secret="SEC")
    signed = orjson.loads(letter(route, make_notice(), PARCEL, NOW).body)
    assert signed["timestamp"] == "1795201320"
    assert signed["sign"] == "PshjHBOuO1Am3V7I+jiIIL9NAuxVbG2v2v0aOB2sF8I="


def test_a_long_digest_fits_into_a_robots_two_thousand_bytes() -> None:
    long = letter(make_route(RouteKind.WECOM), make_notice("超期" * 3000), PARCEL, NOW)
    content = orjson.loads(long.body)["text"]["content"]
    assert len(content.encode()) <= 2048
    assert content.endswith(f"编号 {PARCEL}")


@pytest.mark.parametrize(
    ("kind", "status", "body", "taken"),
    [
        (RouteKind.WEBHOOK, 204, b"", True),
        (RouteKind.WEBHOOK, 301, b"", False),
        (RouteKind.WECOM, 200, b'{"errcode": 0}', True),
        (RouteKind.WECOM, 200, b'{"errcode": 93000}', False),
        (RouteKind.FEISHU, 200, b'{"code": 0}', True),
        (RouteKind.FEISHU, 200, b'{"StatusCode": 0}', True),
        (RouteKind.DINGTALK, 200, b"<html>", False),
        (RouteKind.DINGTALK, 200, b"[]", False),
    ],
)
def test_only_an_answer_that_says_so_counts_as_taken(
    kind: RouteKind, status: int, body: bytes, taken: bool
) -> None:
    if taken:
        check_answer(kind, status, body)
        return
    with pytest.raises(NotTaken):
        check_answer(kind, status, body)
