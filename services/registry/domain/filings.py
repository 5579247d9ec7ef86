"""Filings: each change of a list that a superior office keeps a copy of is filed with it.

The texts set no number of days (及时, 某省 2013 一、七、十), so nothing here has a due time: what
is kept is since when the filed copy is behind, with whom it belongs, and what was filed.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from services.kit.refusal import Refusal
from services.registry.domain import fields
from services.registry.domain.appointments import local_day
from services.registry.domain.filed_lists import ListEntry, list_digest
from services.registry.domain.units import UnitKind

_SHA256 = re.compile(r"[0-9a-f]{64}")


class FilingSubject(StrEnum):
    """Which list of a unit is filed (备案事项)."""

    SPOKESPERSONS = "SPOKESPERSONS"
    EXPERT_POOL = "EXPERT_POOL"
    CHANNELS = "CHANNELS"


class FilingState(StrEnum):
    """Whether a filing awaits its receipt or is closed with it (备案状态)."""

    OPEN = "OPEN"
    FILED = "FILED"


class ListChange(StrEnum):
    """What happened to an entry of a list (变动)."""

    ADDED = "ADDED"
    REMOVED = "REMOVED"
    CHANGED = "CHANGED"


RECIPIENT_KINDS = {
    FilingSubject.SPOKESPERSONS: UnitKind.NEWS_OFFICE,  # 某省 2013 一
    FilingSubject.EXPERT_POOL: UnitKind.NEWS_OFFICE,  # 某省 2013 十
    FilingSubject.CHANNELS: UnitKind.CYBERSPACE,  # 某省 2013 七
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedChange:
    """A change that a filing reports: ``entity`` and ``id`` as in the change log."""

    at: datetime
    what: ListChange
    entity: str
    id: UUID
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Where a list is filed; ``unit`` is a code, None where the registry knows no such office."""

    unit: str | None
    trace: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """A filing 备案. While OPEN, later changes of the same list join it; FILED, it is frozen.

    ``recipient`` is the code of the same-level office of ``recipient_kind``, ``recipient_trace``
    how it was found. ``snapshot`` is the list as filed and ``snapshot_digest`` its SHA-256 over
    canonical JSON. ``file_sha256`` is the digest of the document that was sent, where one is kept.
    """

    id: UUID
    unit: str
    subject: FilingSubject
    state: FilingState
    opened_at: datetime
    opened_by: str
    recipient: str | None
    recipient_kind: UnitKind
    recipient_trace: tuple[str, ...]
    changes: tuple[ListedChange, ...]
    filed_on: date | None
    receipt_number: str | None
    file_sha256: str | None
    file_name: str | None
    snapshot: tuple[ListEntry, ...] | None
    snapshot_digest: str | None
    recorded_at: datetime | None
    recorded_by: str | None
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFiling:
    """The receipt of a filing. ``expected_digest`` names the list that the caller looked at."""

    id: UUID
    receipt_number: str
    filed_on: date
    file_sha256: str | None = None
    file_name: str | None = None
    expected_digest: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenFiling:
    """A list that is to be filed though nobody changed it since the registry knows it."""

    unit: str
    subject: FilingSubject


def open_filing(
    unit: str,
    subject: FilingSubject,
    changes: Sequence[ListedChange],
    recipient: Recipient,
    actor: str,
    id: UUID,  # noqa: A002 - the row's own word
) -> Filing:
    """Decide a new filing, opened at the moment of its first change."""
    return Filing(
        id=id,
        unit=unit,
        subject=subject,
        state=FilingState.OPEN,
        opened_at=changes[0].at,
        opened_by=actor,
        recipient=recipient.unit,
        recipient_kind=RECIPIENT_KINDS[subject],
        recipient_trace=recipient.trace,
        changes=tuple(changes),
        filed_on=None,
        receipt_number=None,
        file_sha256=None,
        file_name=None,
        snapshot=None,
        snapshot_digest=None,
        recorded_at=None,
        recorded_by=None,
        version=1,
    )


def extend_filing(filing: Filing, changes: Sequence[ListedChange], recipient: Recipient) -> Filing:
    """Decide that later changes join an open filing, which goes to the office of their day."""
    return replace(
        filing,
        recipient=recipient.unit,
        recipient_trace=recipient.trace,
        changes=(*filing.changes, *changes),
        version=filing.version + 1,
    )


def record_filing(
    filing: Filing, command: RecordFiling, entries: Sequence[ListEntry], actor: str, now: datetime
) -> Filing:
    """Decide the closing of a filing with its receipt; ``entries`` is the list as it is now.

    Raises ALREADY_FILED; LIST_CHANGED where the list is not the one the caller looked at;
    FILED_IN_FUTURE; FILED_BEFORE_CHANGE where the list was still changed after the day of filing,
    for the frozen list would then not be the one that was filed; BAD_SHA256; and what bounded
    texts raise.
    """
    if filing.state is FilingState.FILED:
        raise Refusal("ALREADY_FILED", "该备案已经登记回执，不能再改。", "filing")
    digest = list_digest(filing.unit, filing.subject, entries)
    if command.expected_digest not in (None, digest):
        raise Refusal("LIST_CHANGED", "名单在您查看之后又有变动，请核对后重试。", "expectedDigest")
    _refuse_wrong_day(filing, command.filed_on, now)
    return replace(
        filing,
        state=FilingState.FILED,
        filed_on=command.filed_on,
        receipt_number=fields.text(command.receipt_number, "receiptNumber"),
        file_sha256=_sha256(command.file_sha256),
        file_name=fields.optional_text(command.file_name, "fileName", most=200),
        snapshot=tuple(entries),
        snapshot_digest=digest,
        recorded_at=now,
        recorded_by=actor,
        version=filing.version + 1,
    )


def _refuse_wrong_day(filing: Filing, filed_on: date, now: datetime) -> None:
    if filed_on > local_day(now):
        raise Refusal("FILED_IN_FUTURE", "备案日期不能晚于今天。", "filedOn")
    changed_on = local_day(max(change.at for change in filing.changes))
    if filed_on < changed_on:
        raise Refusal(
            "FILED_BEFORE_CHANGE",
            f"名单在 {changed_on} 还有变动，请报送最新名单，备案日期不早于这一天。",
            "filedOn",
        )


def _sha256(value: str | None) -> str | None:
    if value is None or not value.strip():
        return None
    lower = value.strip().lower()
    if not _SHA256.fullmatch(lower):
        raise Refusal("BAD_SHA256", "文件校验值应为 64 位十六进制字符。", "fileSha256")
    return lower
