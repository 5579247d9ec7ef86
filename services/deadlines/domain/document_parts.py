"""What the reports of this service have in common: words, tables, and numbers kept out."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import Enum
from typing import Any, Final

import msgspec

from services.deadlines.domain.evidence_pack import Entry
from services.deadlines.domain.messages import OUTCOME_TITLES, kind_title, text
from services.deadlines.domain.obligations import Obligation, ObligationState
from services.kit.documents.model import CHINA, Cell, Column, Document, Kind, Note, Table, shown
from services.kit.phones import masked

UNKNOWN: Final = "不明"
STATE_TITLES: Final = {
    ObligationState.OPEN: "在办",
    ObligationState.FULFILLED: "已办",
    ObligationState.WAIVED: "免办",
    ObligationState.LAPSED: "失效",
}
# an address of the net is left whole; a mobile or a fixed number stands by itself, and is no part
# of an id or of a checksum
_NUMBER: Final = re.compile(
    r"(?P<address>https?://[^\s，。；、）】》]+)"
    r"|(?<![0-9A-Za-z])(?<![0-9A-Fa-f]{4}-)"
    r"(?:(?:\+?86[ -]?)?[1１][3-9３-９]\d[ -]?\d{4}[ -]?\d{4}|0\d{2,3}[ -]?\d{7,8})"
    r"(?![0-9A-Za-z])"
)


def without_numbers(document: Document) -> Document:
    """Hide the middle of every telephone number that somebody wrote into a text.

    A report is passed on to people who may see none; addresses of the net stay as they are.
    """
    hidden: Document = _hidden(document)
    return hidden


def _hidden(value: Any) -> Any:
    match value:
        case msgspec.Struct():
            fields = value.__struct_fields__
            return type(value)(**{name: _hidden(getattr(value, name)) for name in fields})
        case tuple():
            return tuple(map(_hidden, value))
        case str() if not isinstance(value, Enum):
            return _NUMBER.sub(_masked, value)
        case _:
            return value


def by_record(now: datetime) -> Note:
    """Say what such a document is: the record at a moment, without a conclusion."""
    return Note(
        f"制表时间{shown(now, Kind.TIME)}。按规则包的记录整理，不作结论。"
        "时间均为北京时间，由人核定后使用。"
    )


def _masked(found: re.Match[str]) -> str:
    return found["address"] or str(masked(found.group()))


def columns(*titles: str) -> tuple[Column, ...]:
    """Make columns of texts, of moments where a title ends in 时间 or 时限, of numbers in 数."""
    return tuple(Column(title, _kind_of(title)) for title in titles)


def _kind_of(title: str) -> Kind:
    if title.endswith(("时间", "时限")):
        return Kind.TIME
    return Kind.NUMBER if title.endswith("数") else Kind.TEXT


def table(
    title: str, heads: Sequence[Column], rows: Iterable[Sequence[Cell]], *, empty: str
) -> Table:
    """Make a table of any sequences."""
    return Table(title, tuple(heads), tuple(map(tuple, rows)), empty)


def when(at: datetime | None) -> str:
    """Write a moment in a sentence: 2026年11月21日02时40分."""
    return f"{at.astimezone(CHINA):%Y年%m月%d日%H时%M分}" if at else UNKNOWN


def standing(row: Obligation, now: datetime) -> str:
    """Tell how a duty stands in a few words; what is untimed is never overdue."""
    if row.state is not ObligationState.OPEN:
        graded = OUTCOME_TITLES.get(str(row.outcome), "") if row.outcome else ""
        reason = f"：{row.close_reason}" if row.close_reason else ""
        return f"{STATE_TITLES[row.state]}{f'（{graded}）' if graded else ''}{reason}"
    if not row.owed:
        return "尚未到应办阶段"
    if row.due_at is None:
        return "在办，无时限"
    return "在办，已超时限" if row.due_at < now else "在办，未到时限"


LOG: Final = columns("时间", "种类", "内容", "办理人")


def log_row(entry: Entry) -> tuple[Cell, ...]:
    """Tell an entry of the change log as a row of LOG."""
    told = text(entry.entity, entry.kind, entry.body)
    by = str(entry.body.get("by") or entry.actor)
    return entry.at, kind_title(entry.entity, entry.kind), told, by
