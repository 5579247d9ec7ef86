"""The page, the styles and the tables of GB/T 9704-2012, as WordprocessingML.

Lengths are in twentieths of a point (1 mm is 56.7), sizes of type in half points. 三号 is 16 pt,
二号 22, 四号 14, 五号 10.5. A page takes 22 lines of 28 characters (5.2.3), 28 pt a line.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Any, Final
from xml.sax.saxutils import escape

from docx.opc.constants import RELATIONSHIP_TYPE as RELATIONSHIP
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from services.kit.documents.columns import RIGHT, fitted, natural, texts
from services.kit.documents.model import Kind, Table

FANGSONG: Final = "仿宋_GB2312"
XIAOBIAOSONG: Final = "方正小标宋简体"
HEITI: Final = "黑体"
KAITI: Final = "楷体_GB2312"
SONG: Final = "宋体"
LATIN: Final = "Times New Roman"
LINE: Final = 28 * 20
_MM: Final = 1440 / 25.4
TEXT_WIDTH: Final = round(156 * _MM)
_PADDING: Final = 2  # half-width cells that a table's cell keeps empty
_HALF: Final = 105  # a half-width cell of 五号
_KEPT: Final = {"Normal", "DefaultParagraphFont", "TableNormal", "NoList", "TableGrid"}


class Style(Enum):
    """The styles of paragraphs by the names a clerk sees."""

    BODY = "公文正文"
    FLUSH = "公文主送"
    TITLE = "公文标题"
    NUMBER = "公文字号"
    SECRECY = "公文密级"
    FIRST = "heading 1"
    SECOND = "heading 2"
    THIRD = "heading 3"
    CAPTION = "公文表题"
    TABLE = "公文表格"
    NOTE = "公文附注"
    SIGNATURE = "公文落款"
    PAGE = "公文页码"


HEADINGS: Final = {1: Style.FIRST, 2: Style.SECOND, 3: Style.THIRD}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """A style; ``indent`` in hundredths of a character: first line, left, right."""

    font: str = FANGSONG
    size: int = 32
    bold: bool = False
    align: str = "both"
    indent: tuple[int, int, int] = (0, 0, 0)
    line: int = LINE
    outline: int | None = None
    keep: bool = False
    before: int = 0


_TWO: Final = (200, 0, 0)
_LOOKS: Final = {
    Style.BODY: _Look(indent=_TWO),
    Style.FLUSH: _Look(),
    Style.TITLE: _Look(font=XIAOBIAOSONG, size=44, align="center", line=32 * 20, before=LINE),
    Style.NUMBER: _Look(align="center"),
    Style.SECRECY: _Look(font=HEITI, align="left"),  # 7.2.2: 三号黑体,顶格
    Style.FIRST: _Look(font=HEITI, indent=_TWO, outline=0, keep=True),
    Style.SECOND: _Look(font=KAITI, indent=_TWO, outline=1, keep=True),
    Style.THIRD: _Look(bold=True, indent=_TWO, outline=2, keep=True),
    Style.CAPTION: _Look(font=HEITI, size=24, align="center", keep=True),
    Style.TABLE: _Look(size=21, align="left", line=16 * 20),
    Style.NOTE: _Look(size=24, indent=_TWO, line=20 * 20),
    Style.SIGNATURE: _Look(align="right", indent=(0, 0, 400), keep=True),  # 7.3.5.1: 右空四字
    Style.PAGE: _Look(font=SONG, size=28, line=20 * 20),
}


def lay_out(paper: Any, drill: str) -> None:
    """Give a new docx the page, the styles and page numbers; ``drill`` heads each page."""
    _set_styles(paper.styles.element)
    section = paper.sections[0]
    _set_page(section._sectPr)
    paper.settings.odd_and_even_pages_header_footer = True
    for footer, align in ((section.footer, "right"), (section.even_page_footer, "left")):
        _fill(footer, _page_number(align))
    for header in (section.header, section.even_page_header):
        _fill(header, paragraph(drill, Style.PAGE, "center"))


def drop_thumbnail(paper: Any) -> None:
    """Take out the picture of the empty template, which stands for no document of ours."""
    relations = paper.part.package.rels
    for id_ in [id_ for id_, one in relations.items() if one.reltype == RELATIONSHIP.THUMBNAIL]:
        del relations[id_]


def paragraph(text: str, style: Style, align: str = "", *, bold: bool = False) -> str:
    """Return a paragraph as XML; a newline in it becomes a line break."""
    lines = [f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n")]
    side = f'<w:jc w:val="{align}"/>' if align else ""
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{style.name}"/>{side}</w:pPr>'
        f"{_run('<w:br/>'.join(lines), bold)}</w:p>"
    )


def add(paper: Any, xml: str) -> None:
    """Append a paragraph or a table to the body."""
    paper.element.body.sectPr.addprevious(_parsed(xml))


def _run(content: str, bold: bool = False) -> str:
    # the hint gives “quotes”, … and — their Chinese form
    weight = "<w:b/>" if bold else ""
    return f'<w:r><w:rPr><w:rFonts w:hint="eastAsia"/>{weight}</w:rPr>{content}</w:r>'


def _parsed(xml: str) -> Any:
    tag, _, rest = xml.partition(">")  # the outermost has no attributes
    return parse_xml(f"{tag} {nsdecls('w')}>{rest}")


def grid(table: Table) -> str:
    """Return a table as XML, with borders as wide as the text, its head repeated on each page."""
    rows = texts(table)
    room = TEXT_WIDTH // _HALF - _PADDING * len(table.columns)
    cells = [width + _PADDING for width in fitted(table, rows, room) or natural(rows)]
    widths = [cell * TEXT_WIDTH // sum(cells) for cell in cells]
    aligned = [
        "left" if c.kind is Kind.TEXT else "right" if c.kind in RIGHT else "center"
        for c in table.columns
    ]
    head = _row(rows[0], widths, ["center"] * len(widths), "<w:tblHeader/>")
    body = "".join(_row(row, widths, aligned, "") for row in rows[1:])
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{head}{body}'
        "</w:tbl>"
    )


def _row(cells: list[str], widths: list[int], aligned: list[str], head: str) -> str:
    made = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        f"{paragraph(text, Style.TABLE, align, bold=bool(head))}</w:tc>"
        for text, width, align in zip(cells, widths, aligned, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{made}</w:tr>"


def _page_number(align: str) -> str:
    """Write — 1 — one character from the edge: odd pages right, even ones left (7.5)."""
    side = "rightChars" if align == "right" else "leftChars"
    before, page, after = (_run(f'<w:t xml:space="preserve">{t}</w:t>') for t in ("— ", 1, " —"))
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{Style.PAGE.name}"/><w:ind w:{side}="100"/>'
        f'<w:jc w:val="{align}"/></w:pPr>{before}'
        f'<w:fldSimple w:instr="PAGE">{page}</w:fldSimple>{after}</w:p>'
    )


def _fill(part: Any, xml: str) -> None:
    part.is_linked_to_previous = False
    for old in part.paragraphs:
        old._p.getparent().remove(old._p)
    part._element.append(_parsed(xml))


def _set_page(section: Any) -> None:
    for old in list(section):
        if old.tag in (qn("w:pgSz"), qn("w:pgMar"), qn("w:cols"), qn("w:docGrid")):
            section.remove(old)
    mm = {"top": 37, "right": 26, "bottom": 35, "left": 28, "header": 15, "footer": 23, "gutter": 0}
    margins = " ".join(f'w:{side}="{round(length * _MM)}"' for side, length in mm.items())
    for xml in (
        '<w:pgSz {} w:w="11906" w:h="16838"/>',  # A4
        f"<w:pgMar {{}} {margins}/>",
    ):
        section.append(parse_xml(xml.format(nsdecls("w"))))


def _set_styles(styles: Any) -> None:
    """Keep of the template's styles what ours stand on, and add ours."""
    for old in list(styles):
        if old.tag == qn("w:latentStyles") or (
            old.tag == qn("w:style") and old.get(qn("w:styleId")) not in _KEPT
        ):
            styles.remove(old)
    defaults = styles.find(qn("w:docDefaults"))
    styles.replace(
        defaults,
        parse_xml(
            f"<w:docDefaults {nsdecls('w')}><w:rPrDefault><w:rPr>{_fonts(FANGSONG)}"
            '<w:sz w:val="32"/><w:szCs w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/>'
            "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
        ),
    )
    for style, look in _LOOKS.items():
        styles.append(parse_xml(_style(style, look)))


def _fonts(name: str) -> str:
    return (
        f'<w:rFonts w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:cs="{LATIN}" w:eastAsia="{name}"'
        ' w:hint="eastAsia"/>'
    )


def _span(hundredths: int, look: _Look) -> int:
    """Return how long so many hundredths of a character are, where characters are not counted."""
    return hundredths * look.size * 10 // 100


def _style(style: Style, look: _Look) -> str:
    first, left, right = look.indent
    bold = "<w:b/>" if look.bold else ""
    ours = "" if style in HEADINGS.values() else ' w:customStyle="1"'
    outline = "" if look.outline is None else f'<w:outlineLvl w:val="{look.outline}"/>'
    return (
        f'<w:style {nsdecls("w")} w:type="paragraph"{ours} w:styleId="{style.name}">'
        f'<w:name w:val="{style.value}"/><w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>'
        f"{'<w:keepNext/>' if look.keep else ''}"
        f'<w:spacing w:before="{look.before}" w:after="0" w:line="{look.line}" w:lineRule="exact"/>'
        f'<w:ind w:leftChars="{left}" w:left="{_span(left, look)}" w:rightChars="{right}"'
        f' w:right="{_span(right, look)}" w:firstLineChars="{first}"'
        f' w:firstLine="{_span(first, look)}"/>'
        f'<w:jc w:val="{look.align}"/>{outline}</w:pPr><w:rPr>{_fonts(look.font)}{bold}'
        f'<w:sz w:val="{look.size}"/><w:szCs w:val="{look.size}"/></w:rPr></w:style>'
    )
