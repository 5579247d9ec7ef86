"""What an office document consists of; no byte of any format."""

import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Final, TypeAlias
from zoneinfo import ZoneInfo

import msgspec

from services.kit.refusal import Refusal

CHINA: Final = ZoneInfo("Asia/Shanghai")
MOST_CELLS: Final = 60_000  # some five seconds of work
MOST_SHEET_CELLS: Final = 250_000  # a spreadsheet's are lighter
LONGEST_CELL: Final = 8_000  # a spreadsheet's cell takes 32,767; nobody reads a quarter of that
_DIGITS: Final = "〇一二三四五六七八九"

Cell: TypeAlias = str | int | float | datetime | date | None
"""What stands in a table; a datetime is aware and shown in China's time, None stands empty."""


class Kind(StrEnum):
    """What a column holds: how it is aligned, shown and typed in a spreadsheet."""

    TEXT = "TEXT"
    NUMBER = "NUMBER"
    SHARE = "SHARE"  # a fraction of one, shown in percent
    TIME = "TIME"
    DATE = "DATE"


class Column(msgspec.Struct, frozen=True):
    """A column by its title; the renderers find its width by what stands in it."""

    title: str
    kind: Kind = Kind.TEXT


class Heading(msgspec.Struct, frozen=True, tag="heading"):
    """A heading of level 1 (一、), 2 (（一）) or 3 (1.), numbered where it is rendered."""

    text: str
    level: int = 1


class Paragraph(msgspec.Struct, frozen=True, tag="paragraph"):
    """A paragraph of the body; each line of its text is one."""

    text: str


class Note(msgspec.Struct, frozen=True, tag="note"):
    """A remark (注) in smaller type: a definition, an assumption, a source."""

    text: str


class Table(msgspec.Struct, frozen=True, tag="table"):
    """A table with rows as long as its columns; ``empty`` is said where there are none."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: str = "无"


Block: TypeAlias = Heading | Paragraph | Note | Table


class Signature(msgspec.Struct, frozen=True):
    """Who issues it and on which day (落款), at the foot on the right."""

    unit: str
    on: date


class Signer(msgspec.Struct, frozen=True):
    """A person who signs; without a name or a time a line is left to write them on."""

    label: str
    name: str | None = None
    at: datetime | None = None


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """An office document (公文).

    ``number`` is its 发文字号, ``unit`` who issues it, ``on`` its date, ``made_at`` the moment of
    its numbers. ``attachments`` are titles; ``sheets`` are tables that only a spreadsheet carries.
    """

    title: str
    unit: str
    on: date
    made_at: datetime
    blocks: tuple[Block, ...]
    number: str | None = None
    to: str | None = None
    drill: bool = False
    attachments: tuple[str, ...] = ()
    signature: Signature | None = None
    signers: tuple[Signer, ...] = ()
    sheets: tuple[Table, ...] = ()


def tables(document: Document) -> list[Table]:
    """Return the tables of the body and those for a spreadsheet alone, in order."""
    return [*(block for block in document.blocks if isinstance(block, Table)), *document.sheets]


def check_size(document: Document) -> None:
    """Raise Refusal DOCUMENT_TOO_LARGE above MOST_CELLS, or with the sheets MOST_SHEET_CELLS."""
    body = len(document.blocks) + _cells(tables(document)[: -len(document.sheets) or None])
    if body > MOST_CELLS or body + _cells(document.sheets) > MOST_SHEET_CELLS:
        raise Refusal("DOCUMENT_TOO_LARGE", "内容过多，无法成文，请缩小时段或范围后再导出。")


def _cells(found: Sequence[Table]) -> int:
    return sum(len(table.rows) * len(table.columns) for table in found)


def captions(blocks: Sequence[Block]) -> Iterator[str]:
    """Yield of each block the caption above it: a table's title, unless its heading says it."""
    before: Block | None = None
    for block in blocks:
        told = isinstance(before, Heading) and isinstance(block, Table) and before.text
        yield block.title if isinstance(block, Table) and block.title != told else ""
        before = block


def numbered(blocks: Sequence[Block]) -> Iterator[tuple[Block, str]]:
    """Yield the blocks with their numbers: 一、 （一） 1. for headings, nothing for others."""
    counts = [0, 0, 0]
    for block in blocks:
        if not isinstance(block, Heading):
            yield block, ""
            continue
        level = min(max(block.level, 1), 3)
        counts[level - 1] += 1
        counts[level:] = [0] * (3 - level)
        place = counts[level - 1]
        yield block, (f"{numeral(place)}、", f"（{numeral(place)}）", f"{place}.")[level - 1]


def attachment_lines(document: Document) -> list[str]:
    """Return the lines that name the attachments (附件), numbered where they are several."""
    titles = [cleaned(title) for title in document.attachments]
    if len(titles) == 1:
        return [f"附件：{titles[0]}"]
    return [
        f"{'　　　' if place > 1 else '附件：'}{place}.{title}"
        for place, title in enumerate(titles, 1)
    ]


def numeral(number: int) -> str:
    """Write 1 to 99 as 一 to 九十九; above that in figures."""
    tens, ones = divmod(number, 10)
    if not 0 < number < 100:
        return str(number)
    return (
        ("" if tens < 2 else _DIGITS[tens]) + ("十" if tens else "") + _DIGITS[ones][: bool(ones)]
    )


def cleaned(text: str) -> str:
    """Drop what no document may hold: control and direction marks, surrogates, non-characters.

    A text longer than LONGEST_CELL is cut, and says so.
    """
    if text.isprintable() and len(text) <= LONGEST_CELL:
        return text
    lines = text.replace("\r\n", "\n").replace("\t", " ")
    kept = "".join(c for c in lines if c == "\n" or unicodedata.category(c)[0] != "C")
    return kept if len(kept) <= LONGEST_CELL else f"{kept[:LONGEST_CELL]}……（过长，以下从略）"


def shown(cell: Cell, kind: Kind) -> str:
    """Write a cell as people read it: times to the minute in China's time, shares in percent."""
    match cell:
        case None:
            return ""
        case bool():
            return "是" if cell else "否"
        case datetime():
            form = "%Y-%m-%d" if kind is Kind.DATE else "%Y-%m-%d %H:%M"
            return cell.astimezone(CHINA).strftime(form)
        case date():
            return cell.isoformat()
        case int() | float() if kind is Kind.SHARE:
            return f"{cell * 100:.1f}%"
        case float():
            return f"{cell:.2f}".rstrip("0").rstrip(".")
        case _:
            return cleaned(str(cell))


def day_title(on: date) -> str:
    """Write a date as documents do: 2026年11月21日."""
    return f"{on.year}年{on.month}月{on.day}日"
