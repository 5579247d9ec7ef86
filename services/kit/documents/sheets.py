"""A document as xlsx: what it says on the first sheet, each table on one of its own."""

from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any, Final

import xlsxwriter

from services.kit.documents.columns import natural, texts
from services.kit.documents.model import (
    CHINA,
    Cell,
    Document,
    Heading,
    Kind,
    Note,
    Paragraph,
    Table,
    attachment_lines,
    cleaned,
    day_title,
    numbered,
    shown,
    tables,
)
from services.kit.documents.packing import repacked
from services.kit.documents.plain import DRILL

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_FORMATS: Final = {
    Kind.TEXT: "@",
    Kind.NUMBER: "General",
    Kind.SHARE: "0.0%",
    Kind.TIME: "yyyy-mm-dd hh:mm",
    Kind.DATE: "yyyy-mm-dd",
}
_WIDEST: Final = 60


def as_xlsx(document: Document) -> bytes:
    """Write a document; the same document gives the same bytes.

    A text is never a formula, whatever it begins with; times are China's.
    """
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        made = document.made_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
        named = {"title": cleaned(document.title)[:255], "author": cleaned(document.unit)[:255]}
        book.set_properties({**named, "created": made})
        formats = _Formats(book)
        _front(book, formats, document)
        taken = {"正文"}
        for table in tables(document):
            _sheet(book.add_worksheet(_name(table.title, taken)), formats, table, document.drill)
    return repacked(target.getvalue())


class _Formats:
    """The workbook's formats, one for each kind of column."""

    def __init__(self, book: Any) -> None:
        font = {"font_name": "仿宋", "font_size": 11, "valign": "vcenter"}
        self.head = book.add_format({**font, "bold": True, "bottom": 1, "text_wrap": True})
        self.title = book.add_format({**font, "font_name": "黑体", "font_size": 16})
        self.text = book.add_format({**font, "text_wrap": True, "num_format": "@"})
        # the mark ' keeps it a text also where somebody edits the cell
        self.quoted = book.add_format(
            {**font, "text_wrap": True, "num_format": "@", "quote_prefix": True}
        )
        self.kinds = {
            kind: book.add_format({**font, "num_format": form}) for kind, form in _FORMATS.items()
        }


def _front(book: Any, formats: _Formats, document: Document) -> None:
    sheet = book.add_worksheet("正文")
    sheet.set_column(0, 0, 100)
    sheet.set_paper(9)
    for row, line in enumerate(_lines(document)):
        _text(sheet, formats, row, 0, line, formats.title if line == document.title else None)


def _lines(document: Document) -> list[str]:
    lines = ["密级："]
    lines += [f"{DRILL}本件为演练，不作正式文书使用"] if document.drill else []
    lines += [text for text in (document.number, document.title) if text]
    lines += [f"{document.to}："] if document.to else []
    for block, number in numbered(document.blocks):
        match block:
            case Heading() | Paragraph():
                lines += f"{number}{block.text}".split("\n")
            case Note():
                lines.append(f"注：{block.text}")
            case Table():
                lines.append(f"{block.title}：" + ("见工作表" if block.rows else block.empty))
    lines += attachment_lines(document)
    lines += [
        f"{one.label}：{one.name or ''}　{shown(one.at, Kind.TIME)}" for one in document.signers
    ]
    if document.signature:
        lines += [document.signature.unit, day_title(document.signature.on)]
    return lines


def _sheet(sheet: Any, formats: _Formats, table: Table, drill: bool) -> None:
    sheet.set_paper(9)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_header(f"&C{DRILL if drill else ''}{cleaned(table.title).replace('&', '&&')[:100]}")
    for place, width in enumerate(natural(texts(table))):
        sheet.set_column(place, place, min(width + 2, _WIDEST))
    for place, column in enumerate(table.columns):
        _text(sheet, formats, 0, place, column.title, formats.head)
    for number, row in enumerate(table.rows, 1):
        for place, (cell, column) in enumerate(zip(row, table.columns, strict=True)):
            _cell(sheet, formats, (number, place), cell, column.kind)
    if not table.rows:
        _text(sheet, formats, 1, 0, table.empty, None)


def _cell(sheet: Any, formats: _Formats, at: tuple[int, int], cell: Cell, kind: Kind) -> None:
    match cell:
        case None:
            return
        case datetime():
            local = cell.astimezone(CHINA).replace(tzinfo=None)
            day = Kind.DATE if kind is Kind.DATE else Kind.TIME
            sheet.write_datetime(*at, local, formats.kinds[day])
        case date():
            sheet.write_datetime(*at, cell, formats.kinds[Kind.DATE])
        case int() | float() if not isinstance(cell, bool):
            form = Kind.SHARE if kind is Kind.SHARE else Kind.NUMBER
            sheet.write_number(*at, cell, formats.kinds[form])
        case _:
            _text(sheet, formats, *at, shown(cell, kind), None)


def _text(sheet: Any, formats: _Formats, row: int, column: int, text: str, form: Any) -> None:
    kept = cleaned(text)
    default = formats.quoted if kept.startswith(_FORMULA) else formats.text
    sheet.write_string(row, column, kept, form or default)


def _name(title: str, taken: set[str]) -> str:
    """Return a name of at most 31 characters that no other sheet has."""
    kept = "".join(char for char in cleaned(title) if char not in "[]:*?/\\\n").strip("' ")[:28]
    name, place = kept or "表", 2
    while name.lower() in taken:
        name, place = f"{kept}{place}", place + 1
    taken.add(name.lower())
    return name
