"""From what a sender claims about a lead to a bounded report, or a refusal.

Everything here was written by strangers. Times and words are kept as claimed; what cannot be shown
or compared safely is refused with its field: control and direction characters, an address that is
none, a time out of any bounds.
"""

import hashlib
import math
import re
from datetime import UTC, datetime
from typing import Final
from urllib.parse import SplitResult, urlsplit, urlunsplit

import msgspec
from msgspec.structs import replace

from services.deadlines.domain import lead_refusals, refusals
from services.deadlines.domain.facts_input import EARLIEST, LONGEST_WORD, division, text, url
from services.deadlines.domain.leads import Report
from services.deadlines.law.words import Precision

LATEST: Final = datetime(2100, 1, 1, tzinfo=UTC)
LONGEST_TITLE: Final = 200
LONGEST_SUMMARY: Final = 4000
LARGEST_HEAT: Final = 1e15
UNTITLED: Final = "未命名线索"

_HASH: Final = re.compile(r"[0-9A-Za-z+/=:_-]{16,128}")
_HEX: Final = re.compile(r"[0-9A-Fa-f]+")
_PORTS: Final = {"http": 80, "https": 443}
# what a sender hashes that has read nothing: it would join everything that nobody could read
_OF_NOTHING: Final = frozenset(
    hashlib.new(name, b"", usedforsecurity=False).hexdigest()
    for name in ("md5", "sha1", "sha256", "sha512")
)
# what changes how the text beside it is read or shown: controls, directions, halves of characters
_HIDDEN: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


class Claimed(msgspec.Struct, frozen=True, kw_only=True):
    """A report as it came in (线索上报原文); ``locality`` is whatever stood for a division code."""

    vendor: str | None = None
    alert_id: str | None = None
    platform: str | None = None
    url: str | None = None
    content_hash: str | None = None
    first_seen_at: datetime | None = None
    captured_at: datetime | None = None
    locality: str | None = None
    suggested_severity: str | None = None
    occurred_at: datetime | None = None
    occurred_precision: Precision | None = None
    heat: float | None = None
    title: str | None = None
    summary: str | None = None


def checked(claimed: Claimed) -> Report:
    """Check a claim's bounds and find its marks.

    Raises Refusal TIME_TOO_EARLY (before 2000), TIME_OUT_OF_BOUNDS (from 2100), BAD_URL, BAD_HASH,
    BAD_LOCALITY, BAD_TEXT, TOO_LONG, NEGATIVE, TOO_LARGE, MISSING.
    """
    report = Report(
        vendor=_word(claimed.vendor, "source.vendor", LONGEST_WORD),
        alert_id=_word(claimed.alert_id, "source.alertId", 200),
        platform=_word(claimed.platform, "source.platform", LONGEST_WORD),
        url=_word(claimed.url, "source.url", 2000),
        content_hash=_hash(claimed.content_hash),
        first_seen_at=_time(claimed.first_seen_at, "source.firstSeenAt"),
        captured_at=_time(claimed.captured_at, "source.capturedAt"),
        locality=_locality(claimed.locality),
        suggested_severity=_word(claimed.suggested_severity, "suggestedSeverity", 40),
        occurred_at=_time(claimed.occurred_at, "occurredAt"),
        occurred_precision=claimed.occurred_precision,
        heat=_heat(claimed.heat),
        title=_word(claimed.title, "title", LONGEST_TITLE) or "",
        summary=_prose(claimed.summary, "summary", LONGEST_SUMMARY),
        marks=(),
    )
    marks = _marks(report)
    if not report.title and not marks:
        raise lead_refusals.nothing_to_know_it_by()
    return replace(report, title=report.title or _title(report), marks=marks)


def canonical(address: str) -> str:
    """Write an address as it is compared: scheme and host small, no fragment, no usual port.

    Path and query stay as they are, for they may tell two posts apart. Raises Refusal BAD_URL, also
    for an address that carries a name or a password.
    """
    found = _split(address)
    scheme, host = found.scheme.lower(), (found.hostname or "").lower()
    if not host or found.username is not None or found.password is not None:
        raise refusals.bad_url("input.source.url")
    port = _port(found)
    place = host if port is None or port == _PORTS.get(scheme) else f"{host}:{port}"
    return urlunsplit((scheme, place, found.path or "/", found.query, ""))


def _split(address: str) -> SplitResult:
    url("input.source.url")(address)
    try:
        return urlsplit(address)
    except ValueError:
        raise refusals.bad_url("input.source.url") from None


def _port(found: SplitResult) -> int | None:
    try:
        return found.port
    except ValueError:
        raise refusals.bad_url("input.source.url") from None


def _marks(report: Report) -> tuple[str, ...]:
    marks = []
    if report.url is not None:
        marks.append("u:" + hashlib.sha256(canonical(report.url).encode()).hexdigest())
    if report.content_hash is not None:
        found = report.content_hash
        known = found.lower() if _HEX.fullmatch(found) else found
        marks += [f"h:{known}"] if known not in _OF_NOTHING else []
    return tuple(marks)


def _title(report: Report) -> str:
    return f"{report.platform} {UNTITLED}" if report.platform else UNTITLED


def _word(value: str | None, field: str, longest: int) -> str | None:
    """Check a text of one line."""
    found = _prose(value, field, longest)
    if found is not None and "\n" in found:
        raise refusals.bad_text(f"input.{field}")
    return found


def _prose(value: str | None, field: str, longest: int) -> str | None:
    if value is None:
        return None
    found = text(f"input.{field}", longest)(value)
    if _HIDDEN.search(found):
        raise refusals.bad_text(f"input.{field}")
    return found or None


def _hash(value: str | None) -> str | None:
    found = _word(value, "source.contentHash", 200)
    if found is not None and not _HASH.fullmatch(found):
        raise lead_refusals.bad_hash()
    return found


def _time(value: datetime | None, field: str) -> datetime | None:
    if value is None:
        return None
    if value < EARLIEST:
        raise refusals.time_too_early(f"input.{field}")
    if value >= LATEST:
        raise lead_refusals.time_too_far(f"input.{field}")
    return value.astimezone(UTC)


def _locality(value: str | None) -> str | None:
    return division("input.localityCode")(value) if value is not None and value.strip() else None


def _heat(value: float | None) -> float | None:
    if value is None:
        return None
    if math.isnan(value) or value < 0:
        raise refusals.negative("input.heat")
    if value > LARGEST_HEAT:
        raise refusals.too_large("input.heat")
    return value
