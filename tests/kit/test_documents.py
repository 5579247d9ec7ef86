"""Office documents: what a clerk reads in each form, and the same bytes every time."""

import re
import zipfile
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any

import docx
import msgspec
import pytest
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from services.kit.documents import model
from services.kit.documents.model import (
    Block,
    Column,
    Document,
    Heading,
    Kind,
    Note,
    Paragraph,
    Signature,
    Signer,
    Table,
)
from services.kit.documents.plain import as_text
from services.kit.documents.rendering import Form, render
from services.kit.documents.wrapping import lines_of, width_of
from services.kit.refusal import Refusal

NOW = datetime(2026, 11, 21, 3, 4, 5, tzinfo=UTC)
TABLE = Table(
    "线索",
    (
        Column("标题"),
        Column("次数", Kind.NUMBER),
        Column("占比", Kind.SHARE),
        Column("时间", Kind.TIME),
        Column("日期", Kind.DATE),
    ),
    (("=1+1", 3, 0.25, NOW, date(2026, 11, 21)), ("<b>&甲\x07", 1200, None, None, None)),
)


def made(*blocks: Block, **given: Any) -> Document:
    stated = {"title": "舆情日志", "unit": "市政府办公室", "on": date(2026, 11, 21), "made_at": NOW}
    return Document(blocks=blocks, **{**stated, **given})


def paper(document: Document) -> Any:
    return docx.Document(BytesIO(render(document, Form.DOCX).body))


def sheets(document: Document) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(BytesIO(render(document, Form.XLSX).body))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


@pytest.mark.parametrize("form", Form)
def test_the_same_document_gives_the_same_bytes_on_any_day(form: Form) -> None:
    first, again = (render(made(Heading("甲"), TABLE), form) for _ in range(2))
    assert (first.body, first.sha256) == (again.body, again.sha256)
    assert first.name == f"舆情日志-20261121.{form.value}"
    if form in (Form.DOCX, Form.XLSX):
        with zipfile.ZipFile(BytesIO(first.body)) as parts:
            assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            times = re.findall(rb"20\d\d-\d\d-\d\dT[\d:]+Z", parts.read("docProps/core.xml"))
            assert set(times) == {b"2026-11-21T03:04:05Z"}


def test_headings_are_numbered_as_in_documents() -> None:
    deep = (Heading("甲"), Heading("乙", 2), Heading("丙", 3), Heading("丁", 2), Heading("戊"))
    told = [f"{number}{getattr(block, 'text', '')}" for block, number in model.numbered(deep)]
    assert told == ["一、甲", "（一）乙", "1.丙", "（二）丁", "二、戊"]
    assert [model.numeral(n) for n in (10, 11, 20, 35, 99, 100)] == [
        *("十", "十一", "二十", "三十五", "九十九", "100")
    ]


def test_the_page_and_the_type_are_those_of_official_documents() -> None:
    written = paper(made(Heading("甲"), Paragraph("“乙”"), number="石政办〔2026〕1号"))
    page = written.sections[0]
    margins = (page.top_margin, page.bottom_margin, page.left_margin, page.right_margin)
    assert [round(side.mm) for side in (page.page_width, page.page_height)] == [210, 297]
    assert [round(side.mm) for side in margins] == [37, 35, 28, 26]
    look = {}
    for name in ("公文正文", "公文标题", "Heading 1", "Heading 2"):
        style = written.styles[name]
        fonts = style.element.rPr.find(qn("w:rFonts"))
        look[name] = (fonts.get(qn("w:eastAsia")), style.font.size.pt)
    assert look["公文正文"] == ("仿宋_GB2312", 16)
    assert look["公文标题"] == ("方正小标宋简体", 22)
    assert (look["Heading 1"], look["Heading 2"]) == (("黑体", 16), ("楷体_GB2312", 16))
    body = written.styles["公文正文"]
    assert (body.paragraph_format.line_spacing.pt, body.font.name) == (28, "Times New Roman")
    indent = body.element.pPr.find(qn("w:ind"))
    assert (indent.get(qn("w:firstLineChars")), indent.get(qn("w:firstLine"))) == ("200", "640")
    assert [(p.text, p.style.name) for p in written.paragraphs] == [
        ("密级：", "公文密级"),
        ("石政办〔2026〕1号", "公文字号"),
        ("舆情日志", "公文标题"),
        ("一、甲", "Heading 1"),
        ("“乙”", "公文正文"),
    ]
    (foot,) = page.footer.paragraphs
    assert "".join(part.text for part in foot._p.iter(qn("w:t"))) == "— 1 —"
    assert foot._p.find(qn("w:fldSimple")).get(qn("w:instr")) == "PAGE"
    assert written.settings.odd_and_even_pages_header_footer


def test_a_table_reads_back_from_docx_with_its_head_on_each_page() -> None:
    (table,) = paper(made(TABLE)).tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["标题", "次数", "占比", "时间", "日期"],
        ["=1+1", "3", "25.0%", "2026-11-21 11:04", "2026-11-21"],
        ["<b>&甲", "1200", "", "", ""],
    ]
    head = table.rows[0]._tr.trPr
    assert head is not None
    assert head.find(qn("w:tblHeader")) is not None


def test_a_spreadsheet_keeps_types_and_computes_nothing() -> None:
    written = sheets(made(Heading("甲"), TABLE, sheets=(TABLE,)))
    assert list(written) == ["正文", "线索", "线索2"]
    assert written["线索"][1][:3] == ["=1+1", 3, 0.25]
    assert written["线索"][1][3].replace(second=0) == datetime(2026, 11, 21, 11, 4)  # noqa: DTZ001 - Excel
    assert written["线索"][1][4] == date(2026, 11, 21)
    assert ["一、甲"] in written["正文"]
    with zipfile.ZipFile(BytesIO(render(made(TABLE), Form.XLSX).body)) as parts:
        assert b"<f>" not in b"".join(parts.read(name) for name in parts.namelist())


def test_what_is_empty_is_said_and_a_drill_is_marked_everywhere() -> None:
    empty = made(Table("转办", TABLE.columns, (), empty="本日无"), drill=True)
    assert "转办\n　　本日无" in as_text(empty)
    written = paper(empty)
    assert "本日无" in [paragraph.text for paragraph in written.paragraphs]
    head = [paragraph.text for paragraph in written.sections[0].header.paragraphs]
    front = [row[0] for row in sheets(empty)["正文"]]
    for told in (as_text(empty), "".join(head), "".join(front)):
        assert "【演练】" in told
    assert render(empty, Form.TEXT).name.startswith("演练-")


def test_the_foot_names_attachments_and_leaves_lines_to_sign_on() -> None:
    signed = (Signer("交班人", "张某", NOW), Signer("接班人"))
    foot = Signature("市政府办公室", date(2026, 1, 2))
    document = made(Note("按来源"), attachments=("甲", "乙"), signers=signed, signature=foot)
    text = as_text(document)
    for told in ("注：按来源", "附件：1.甲", "2.乙", "交班人：张某  时间：2026-11-21 11:04"):
        assert told in text
    assert "接班人：____________  时间：____________" in text
    lines = [paragraph.text for paragraph in paper(document).paragraphs]
    assert lines[-2:] == ["市政府办公室", "2026年1月2日"]


def test_json_is_the_document_itself() -> None:
    document = made(Heading("甲"), TABLE)
    told = msgspec.json.decode(render(document, Form.JSON).body)
    assert [block["type"] for block in told["blocks"]] == ["heading", "table"]


texts = st.text(
    alphabet="对涉及重大舆情，最迟5小时内“权威”。〔2016〕80号（）ab 12%、：\n", max_size=80
)


@given(texts, st.integers(4, 40))
def test_lines_keep_their_width_and_lose_nothing(text: str, width: int) -> None:
    lines = lines_of(text, width)
    assert "".join(lines) == text.replace("\n", "")
    assert all(width_of(line) <= width for line in lines)


def test_no_line_begins_with_a_closing_mark_and_units_stay_with_numbers() -> None:
    assert lines_of("须在48小时内，发布", 12) == ["须在48小时", "内，发布"]
    assert lines_of("不得发布“权威”", 10) == ["不得发布", "“权威”"]


def test_a_table_too_wide_for_the_page_is_told_row_by_row() -> None:
    wide = Table("宽", tuple(Column(f"第{n}列") for n in range(9)), (tuple("甲乙丙丁戊己庚辛壬"),))
    assert "  第0列：甲" in as_text(made(wide), 60).split("\n")
    assert all(width_of(line) <= 78 for line in as_text(made(wide)).split("\n"))


def test_a_document_beyond_measure_is_refused() -> None:
    rows = (("甲",),) * (model.MOST_CELLS + 1)
    with pytest.raises(Refusal) as refused:
        render(made(Table("甲", (Column("甲"),), rows)), Form.TEXT)
    assert refused.value.code == "DOCUMENT_TOO_LARGE"


def test_long_cells_are_cut_and_say_so() -> None:
    told = model.cleaned("甲" * (model.LONGEST_CELL + 1))
    assert told.endswith("（过长，以下从略）")
    assert model.shown(NOW + timedelta(hours=13), Kind.DATE) == "2026-11-22"
