"""A document as docx in the layout of GB/T 9704-2012 (党政机关公文格式)."""

from datetime import UTC
from io import BytesIO
from typing import Any, Final

import docx

from services.kit.documents import layout
from services.kit.documents.layout import Style
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
from services.kit.documents.packing import repacked

DRILL: Final = "【演练】本件为演练，不作正式文书使用"
_LINE: Final = "＿" * 6


def as_docx(document: Document) -> bytes:
    """Write a document; the same document gives the same bytes."""
    paper = docx.Document()
    layout.drop_thumbnail(paper)
    layout.lay_out(paper, DRILL if document.drill else "")
    _properties(paper, document)
    _head(paper, document)
    told = zip(numbered(document.blocks), captions(document.blocks), strict=True)
    for (block, number), caption in told:
        match block:
            case Heading():
                _say(paper, number + cleaned(block.text), layout.HEADINGS[min(block.level, 3)])
            case Paragraph():
                _say(paper, cleaned(block.text), Style.BODY)
            case Note():
                _say(paper, f"注：{cleaned(block.text)}", Style.NOTE)
            case Table():
                _table(paper, block, caption)
    _foot(paper, document)
    target = BytesIO()
    paper.save(target)
    return repacked(target.getvalue())


def _say(paper: Any, text: str, style: Style) -> None:
    for line in text.split("\n"):
        layout.add(paper, layout.paragraph(line, style))


def _properties(paper: Any, document: Document) -> None:
    core = paper.core_properties
    at = document.made_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    core.created = core.modified = at
    core.title = cleaned(document.title)[:255]
    core.author = core.last_modified_by = cleaned(document.unit)[:255]
    core.comments, core.language, core.revision = "", "zh-CN", 1


def _head(paper: Any, document: Document) -> None:
    _say(paper, "密级：", Style.SECRECY)  # for people to fill in: a program grades no secret
    if document.drill:
        _say(paper, DRILL, Style.NUMBER)
    if document.number:
        _say(paper, cleaned(document.number), Style.NUMBER)
    _say(paper, cleaned(document.title), Style.TITLE)
    if document.to:
        _say(paper, f"{cleaned(document.to)}：", Style.FLUSH)


def _foot(paper: Any, document: Document) -> None:
    if document.attachments:
        _say(paper, "", Style.BODY)  # GB/T 9704-2012 7.3.4: one line below the body
    for line in attachment_lines(document):
        _say(paper, line, Style.BODY)
    for signer in document.signers:
        name = cleaned(signer.name) if signer.name else _LINE
        at = shown(signer.at, Kind.TIME) or _LINE
        _say(paper, f"{signer.label}：{name}　时间：{at}", Style.BODY)
    if document.signature:
        _say(paper, "", Style.BODY)
        _say(paper, cleaned(document.signature.unit), Style.SIGNATURE)
        _say(paper, day_title(document.signature.on), Style.SIGNATURE)


def _table(paper: Any, table: Table, caption: str) -> None:
    if caption:
        _say(paper, cleaned(caption), Style.CAPTION)
    if not table.rows:
        _say(paper, table.empty, Style.BODY)
        return
    layout.add(paper, layout.grid(table))
    _say(paper, "", Style.TABLE)  # two tables without anything between them become one
