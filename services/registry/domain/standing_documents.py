"""Documents that a unit must have on file: its own rules and plans, each with its date."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from services.kit.refusal import Refusal
from services.registry.domain import fields
from services.registry.domain.appointments import local_day

_SHA256 = re.compile(r"[0-9a-f]{64}")


class DocumentKind(StrEnum):
    """Which document the texts ask for (制度文件类别)."""

    RESPONSE_RULES = "RESPONSE_RULES"
    ROUTINE_RELEASE_PLAN = "ROUTINE_RELEASE_PLAN"
    CHANNEL_PROCEDURE = "CHANNEL_PROCEDURE"
    LEADER_RELEASE_RULES = "LEADER_RELEASE_RULES"


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingDocument:
    """A document 制度文件 of a unit. ``dated`` is the day it bears (成文日期).

    ``withdrawn_on`` is the first day on which it no longer holds, None while it does. The file
    itself is kept elsewhere; ``file_sha256`` tells whether it is still the same.
    """

    id: UUID
    unit: str
    kind: DocumentKind
    title: str
    number: str | None
    dated: date
    withdrawn_on: date | None
    url: str | None
    file_sha256: str | None
    recorded_at: datetime
    recorded_by: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDocument:
    """What a caller tells about a document."""

    unit: str
    kind: DocumentKind
    title: str
    number: str | None = None
    dated: date
    url: str | None = None
    file_sha256: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawDocument:
    """The first day on which a document no longer holds."""

    id: UUID
    withdrawn_on: date


def record_document(
    command: NewDocument,
    actor: str,
    id: UUID,  # noqa: A002 - the row's own word
    now: datetime,
) -> StandingDocument:
    """Decide a record; raises DATED_IN_FUTURE, BAD_DIGEST, BAD_URL and what bounded texts raise."""
    if command.dated > local_day(now):
        raise Refusal("DATED_IN_FUTURE", "成文日期不能晚于今天。", "dated")
    if command.file_sha256 is not None and not _SHA256.fullmatch(command.file_sha256):
        raise Refusal("BAD_DIGEST", "文件摘要须为 64 位小写十六进制的 SHA-256。", "fileSha256")
    return StandingDocument(
        id=id,
        unit=command.unit,
        kind=command.kind,
        title=fields.text(command.title, "title", most=200),
        number=fields.optional_text(command.number, "number", most=100),
        dated=command.dated,
        withdrawn_on=None,
        url=fields.url(command.url, "url"),
        file_sha256=command.file_sha256,
        recorded_at=now,
        recorded_by=actor,
        version=1,
    )


def withdraw_document(document: StandingDocument, command: WithdrawDocument) -> StandingDocument:
    """Decide the end; raises DATES_REVERSED or ALREADY_WITHDRAWN."""
    if document.withdrawn_on is not None:
        raise Refusal("ALREADY_WITHDRAWN", "该文件已经废止。", "id")
    fields.in_order(document.dated, command.withdrawn_on, "withdrawnOn")
    return replace(document, withdrawn_on=command.withdrawn_on, version=document.version + 1)
