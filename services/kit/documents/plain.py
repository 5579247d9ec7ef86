"""A document as plain text, for a terminal, a message or a plain printer."""

from typing import Final

from services.kit.documents.columns import RIGHT, fitted, texts
from services.kit.documents.model import (
    Document,
    Heading,
    Kind,
    Note,
    Paragraph,
    Table,
    attachment_lines,
    captions,
    cleaned,
    day_title,
    numbered,
    shown,
)
from services.kit.documents.wrapping import centred, lines_of, padded

WIDTH: Final = 78
DRILL: Final = "【演练】"
_GAP: Final = 2


def as_text(document: Document, width: int = WIDTH) -> str:
    """Write a document in lines of at most ``width`` half-width cells, each ending in a newline."""
    lines = _head(document, width)
    told = zip(numbered(document.blocks), captions(document.blocks), strict=True)
    for (block, number), caption in told:
        match block:
            case Heading():
                lines += ["", *lines_of(number + cleaned(block.text), width)]
            case Paragraph():
                for piece in cleaned(block.text).split("\n"):
                    lines += lines_of("　　" + piece, width)
            case Note():
                lines += lines_of(f"注：{cleaned(block.text)}", width)
            case Table():
                lines += _table(block, caption, width)
    lines += _foot(document, width)
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _head(document: Document, width: int) -> list[str]:
    lines = ["密级："]  # for people to fill in: a program grades no secret
    if document.drill:
        lines.append(centred(f"{DRILL}本件为演练，不作正式文书使用", width))
    if document.number:
        lines.append(centred(cleaned(document.number), width))
    lines += ["", *(centred(line, width) for line in lines_of(cleaned(document.title), width)), ""]
    if document.to:
        lines += lines_of(f"{cleaned(document.to)}：", width)
    return lines


def _foot(document: Document, width: int) -> list[str]:
    lines = [""] if document.attachments else []
    lines += map("　　{}".format, attachment_lines(document))
    lines += [""] if document.signers else []
    for signer in document.signers:
        name = signer.name and cleaned(signer.name)
        at = shown(signer.at, Kind.TIME)
        lines.append(f"{signer.label}：{name or '____________'}  时间：{at or '____________'}")
    if document.signature:
        lines.append("")
        for text in (cleaned(document.signature.unit), day_title(document.signature.on)):
            lines.append(padded(text, width - 4, right=True))
    return lines


def _table(table: Table, caption: str, width: int) -> list[str]:
    lines = ["", *lines_of(cleaned(caption), width)] if caption else []
    if not table.rows:
        return [*lines, f"　　{table.empty}"]
    rows = texts(table)
    widths = fitted(table, rows, width - _GAP * (len(table.columns) - 1))
    if widths is None:
        return lines + _records(rows, width)
    right = [column.kind in RIGHT for column in table.columns]
    for place, row in enumerate(rows):
        lines += _row(row, widths, right)
        if not place:
            lines.append((" " * _GAP).join("-" * one for one in widths))
    return lines


def _row(cells: list[str], widths: list[int], right: list[bool]) -> list[str]:
    columns = [lines_of(text, width) for text, width in zip(cells, widths, strict=True)]
    height = max(map(len, columns))
    return [
        (" " * _GAP).join(
            padded(column[place] if place < len(column) else "", width, right=flush)
            for column, width, flush in zip(columns, widths, right, strict=True)
        )
        for place in range(height)
    ]


def _records(rows: list[list[str]], width: int) -> list[str]:
    """Write a table too wide for the page row by row, each cell after its column's title."""
    lines: list[str] = []
    for place, row in enumerate(rows[1:], 1):
        lines.append(f"[{place}]")
        for title, text in zip(rows[0], row, strict=True):
            if text:
                lines += lines_of(f"  {title}：{text}", width)
    return lines
