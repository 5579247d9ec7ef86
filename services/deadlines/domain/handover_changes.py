"""What changed between the outgoing signature and the incoming one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

import msgspec

from services.deadlines.domain.sheets import DutyLine, Sheet


class ChangeKind(StrEnum):
    """What became of a line of a sheet after it was signed (签字之后的变化)."""

    DUTY_OPENED = "DUTY_OPENED"
    DUTY_MOVED = "DUTY_MOVED"
    DUTY_OVERDUE = "DUTY_OVERDUE"
    DUTY_FULFILLED = "DUTY_FULFILLED"
    DUTY_WAIVED = "DUTY_WAIVED"
    DUTY_GONE = "DUTY_GONE"
    NOTICE_SENT = "NOTICE_SENT"
    NOTICE_SETTLED = "NOTICE_SETTLED"
    GATE_OVERRIDDEN = "GATE_OVERRIDDEN"
    INCIDENT_OPENED = "INCIDENT_OPENED"
    INCIDENT_CLOSED = "INCIDENT_CLOSED"
    LEAD_REPORTED = "LEAD_REPORTED"
    SOURCE_SILENT = "SOURCE_SILENT"
    SOURCE_HEARD = "SOURCE_HEARD"


CHANGE_TITLES: Final = {
    ChangeKind.DUTY_OPENED: "新增事项",
    ChangeKind.DUTY_MOVED: "期限变动",
    ChangeKind.DUTY_OVERDUE: "转为超期",
    ChangeKind.DUTY_FULFILLED: "已履行",
    ChangeKind.DUTY_WAIVED: "已免办",
    ChangeKind.DUTY_GONE: "不再列出",
    ChangeKind.NOTICE_SENT: "新告知",
    ChangeKind.NOTICE_SETTLED: "告知已确认",
    ChangeKind.GATE_OVERRIDDEN: "越过审批",
    ChangeKind.INCIDENT_OPENED: "新增事件",
    ChangeKind.INCIDENT_CLOSED: "事件办结",
    ChangeKind.LEAD_REPORTED: "新线索",
    ChangeKind.SOURCE_SILENT: "来源静默",
    ChangeKind.SOURCE_HEARD: "来源恢复",
}


class SheetChange(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that changed, with the line it is about."""

    kind: ChangeKind
    what: str
    id: UUID | None = None

    @property
    def kind_title(self) -> str:
        """What became of it, in Chinese."""
        return CHANGE_TITLES[self.kind]


class Side(StrEnum):
    """Whose signature (签字方)."""

    OUTGOING = "OUTGOING"
    INCOMING = "INCOMING"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """One signature on a sheet (签字): who, when, and with what remark.

    The incoming one may refuse (``accepted`` False); ``changes`` are what had changed by then.
    ``sha256`` is that of all this together with the sheet's.
    """

    handover: UUID
    side: Side
    accepted: bool
    person: str
    subject: str
    at: datetime
    remark: str | None
    changes: tuple[SheetChange, ...] | None
    sha256: str


def sheet_changes(signed: Sheet, now: Sheet) -> tuple[SheetChange, ...]:
    """List what is different ``now`` from the sheet as it was signed; both of the same ``since``.

    Of a list that was cut, what lies beyond its end is not taken for new or gone.
    """
    return (
        *_duties(signed, now),
        *_new(ChangeKind.DUTY_FULFILLED, signed.fulfilled, now.fulfilled),
        *_new(ChangeKind.DUTY_WAIVED, signed.waived, now.waived),
        *_new(ChangeKind.NOTICE_SENT, signed.notices, now.notices, "subject"),
        *_new(ChangeKind.NOTICE_SETTLED, now.notices, signed.notices, "subject"),
        *_new(ChangeKind.GATE_OVERRIDDEN, signed.overrides, now.overrides, "gate"),
        *_new(ChangeKind.INCIDENT_OPENED, signed.opened, now.opened),
        *_new(ChangeKind.INCIDENT_CLOSED, signed.closed, now.closed),
        *_new(ChangeKind.LEAD_REPORTED, signed.leads, now.leads),
        *_sources(signed, now),
    )


def _new(
    kind: ChangeKind, before: Iterable[Any], after: Iterable[Any], name: str = "title"
) -> Iterable[SheetChange]:
    known = {line.id for line in before}
    return (
        SheetChange(kind=kind, what=_named(line, name), id=line.id)
        for line in after
        if line.id not in known
    )


def _named(line: Any, name: str) -> str:
    number = getattr(line, "number", "")
    return f"{number} {getattr(line, name)}".strip()


def _duties(signed: Sheet, now: Sheet) -> Iterable[SheetChange]:
    before = {line.id: line for line in (*signed.duties, *signed.untimed)}
    after = {line.id: line for line in (*now.duties, *now.untimed)}
    end_before, end_after = _end(signed), _end(now)
    for line in after.values():
        old = before.get(line.id)
        if old is None:
            if _within(line, end_before):
                yield _change(ChangeKind.DUTY_OPENED, line)
        elif old.due_at != line.due_at:
            yield _change(ChangeKind.DUTY_MOVED, line)
        elif _overdue(line) and not _overdue(old):
            yield _change(ChangeKind.DUTY_OVERDUE, line)
    ended = {line.id for line in (*now.fulfilled, *now.waived)}
    for id_, line in before.items():
        if id_ not in after and id_ not in ended and _within(line, end_after):
            yield _change(ChangeKind.DUTY_GONE, line)


def _end(sheet: Sheet) -> datetime | None:
    return sheet.duties[-1].due_at if sheet.tally.more and sheet.duties else None


def _within(line: DutyLine, end: datetime | None) -> bool:
    return end is None or (line.due_at is not None and line.due_at < end)


def _overdue(line: DutyLine) -> bool:
    return line.remaining is not None and line.remaining < 0


def _change(kind: ChangeKind, line: DutyLine) -> SheetChange:
    return SheetChange(kind=kind, what=_named(line, "title"), id=line.id)


def _sources(signed: Sheet, now: Sheet) -> Iterable[SheetChange]:
    before: Mapping[str, bool | None] = {each.title: each.silent for each in signed.sources}
    for each in now.sources:
        if each.silent and not before.get(each.title):
            yield SheetChange(kind=ChangeKind.SOURCE_SILENT, what=each.title)
        if each.silent is False and before.get(each.title):
            yield SheetChange(kind=ChangeKind.SOURCE_HEARD, what=each.title)
