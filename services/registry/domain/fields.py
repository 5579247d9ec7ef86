"""Bounds that every text a caller sends must keep, each refusal naming the input's field."""

import re
from datetime import date, datetime
from urllib.parse import urlsplit

from services.kit.refusal import Refusal

LONGEST_NAME = 100
LONGEST_NOTE = 500
LONGEST_URL = 500
MOST_TAGS = 20
LONGEST_TAG = 30

_PHONE = re.compile(r"\+?[0-9](?:[ -]?[0-9]){4,18}")


def text(value: str, field: str, *, most: int = LONGEST_NAME) -> str:
    """Return the text trimmed; raises EMPTY_TEXT, TEXT_TOO_LONG or BAD_TEXT (unprintable)."""
    trimmed = value.strip()
    if not trimmed:
        raise Refusal("EMPTY_TEXT", "此项不能为空。", field)
    if len(trimmed) > most:
        raise Refusal("TEXT_TOO_LONG", f"此项最多 {most} 个字。", field)
    if not trimmed.isprintable():
        raise Refusal("BAD_TEXT", "此项含有不可见字符，请删除后重试。", field)
    return trimmed


def optional_text(value: str | None, field: str, *, most: int = LONGEST_NOTE) -> str | None:
    """Return the text trimmed, or None where it is absent or blank."""
    return text(value, field, most=most) if value and value.strip() else None


def tags(values: tuple[str, ...], field: str) -> tuple[str, ...]:
    """Return distinct trimmed tags in the order given; at most 20 of 30 characters."""
    if len(values) > MOST_TAGS:
        raise Refusal("TOO_MANY", f"此项最多 {MOST_TAGS} 个。", field)
    return tuple(dict.fromkeys(text(value, field, most=LONGEST_TAG) for value in values))


def url(value: str | None, field: str) -> str | None:
    """Return an http or https address with a host, at most 500 characters; raises BAD_URL."""
    trimmed = optional_text(value, field, most=LONGEST_URL)
    if trimmed is None:
        return None
    try:
        parts = urlsplit(trimmed)
        sound = parts.scheme in {"http", "https"} and bool(parts.hostname) and " " not in trimmed
    except ValueError:
        sound = False
    if not sound:
        raise Refusal("BAD_URL", "网址须以 http:// 或 https:// 开头并写全。", field)
    return trimmed


def phone(value: str | None, field: str) -> str | None:
    """Return a number of 5 to 19 digits, blanks and hyphens between them kept; raises BAD_PHONE."""
    trimmed = value.strip() if value else ""
    if not trimmed:
        return None
    if not _PHONE.fullmatch(trimmed):
        raise Refusal("BAD_PHONE", "电话号码只能由 5 至 19 位数字组成，可用空格或短横分隔。", field)
    return trimmed


def in_order(
    first: date | datetime, last: date | datetime | None, field: str, *, equal: bool = True
) -> None:
    """Refuse a span that ends before it starts (or, without ``equal``, when it starts)."""
    if last is not None and (last < first or (last == first and not equal)):
        raise Refusal("DATES_REVERSED", "结束时间早于开始时间，请核对。", field)
