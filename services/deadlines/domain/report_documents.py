"""A report (通报、考核) as an office document: each number with its definition and its evidence."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import msgspec

from services.deadlines.domain.document_parts import by_record, columns, table
from services.deadlines.domain.issued import Issued, meant_then, thawed
from services.deadlines.domain.messages import cited
from services.deadlines.domain.report_words import (
    DEFINITIONS,
    LIMIT_CLASS_TITLES,
    Definition,
    Indicator,
)
from services.deadlines.domain.reports import (
    EvidenceKind,
    Figure,
    LimitClass,
    Line,
    Report,
    ReportEvidence,
    Row,
    Section,
    Standing,
    Upgrade,
)
from services.kit.documents.model import (
    CHINA,
    Block,
    Cell,
    Column,
    Document,
    Heading,
    Kind,
    Note,
    Paragraph,
    Signature,
    Table,
)

Evidence = Mapping[tuple[EvidenceKind, LimitClass | None], tuple[Sequence[ReportEvidence], bool]]
"""What was counted, by kind and class of limit, and whether some of it is left out."""

EVIDENCE_TITLES: Final = {
    EvidenceKind.OBLIGATION: "应办事项",
    EvidenceKind.RELEASE: "发布",
    EvidenceKind.REVIEW: "评议",
    EvidenceKind.ACCOUNTABILITY: "追责决定",
    EvidenceKind.RESOURCE: "人员和经费",
}
STANDING_TITLES: Final = {one: DEFINITIONS[Indicator(one.value)].title for one in Standing}


def report_document(report: Report, issuer: str, evidence: Evidence) -> Document:
    """Lay a report out: its sections, then how each figure in it is counted.

    ``evidence`` stands on a sheet of its own, which only a spreadsheet carries.
    """
    return _laid_out(report, issuer, DEFINITIONS, sheets=(_evidence(evidence),))


def issued_document(issued: Issued) -> Document:
    """Lay a report out as it was issued: with its number, what it corrects, and its words then."""
    document = _laid_out(
        thawed(issued.content),
        issued.issuer.name,
        meant_then(issued.content),
        before=_correction(issued),
    )
    on = issued.issued_at.astimezone(CHINA).date()
    hash_ = Note(f"印发时的数据校验值（SHA-256）：{issued.sha256}。")
    return msgspec.structs.replace(
        document,
        number=issued.number,
        on=on,
        blocks=(*document.blocks, hash_),
        signature=Signature(issued.issuer.name, on),
    )


def _correction(issued: Issued) -> tuple[Block, ...]:
    if issued.corrects is None:
        return ()
    rows = [(one.section, one.row, one.figure, one.before, one.after) for one in issued.differences]
    heads = columns("部分", "项目", "指标", "原为", "更正为")
    return (
        Paragraph(
            f"本件为第{issued.version}版，更正前一版。更正理由：{issued.reason or '未填写'}。"
        ),
        table("更正内容", heads, rows, empty="数字没有变化"),
    )


def _laid_out(
    report: Report,
    issuer: str,
    meant: Mapping[Indicator, Definition],
    *,
    before: tuple[Block, ...] = (),
    sheets: tuple[Table, ...] = (),
) -> Document:
    on = report.as_of.astimezone(CHINA).date()
    return Document(
        title=report.title,
        unit=issuer,
        on=on,
        made_at=report.as_of,
        blocks=(
            *before,
            *_scope(report),
            *(block for section in report.sections for block in _section(section)),
            *_definitions(report, meant),
            *(Note(note) for note in report.notes if note not in by_record(report.as_of).text),
            by_record(report.as_of),
        ),
        signature=Signature(issuer, on),
        sheets=sheets,
    )


def _scope(report: Report) -> Iterator[Block]:
    told = f"统计时段：{report.period}。统计范围：{report.unit.name}及其所辖单位。"
    yield Paragraph(told)
    if report.narrowed:
        yield Paragraph(f"筛选条件：{'；'.join(report.narrowed)}。")
    if report.as_of < report.ends:
        yield Paragraph("本期尚未结束，以下数字截至制表时。")


def _section(section: Section) -> Iterator[Block]:
    yield Heading(section.title)
    yield from _tables(section)
    if section.more:
        yield Note(f"另有{section.more}项未列出，可在系统中逐页查看。")
    yield Note(section.note)


def _tables(section: Section) -> Iterator[Table]:
    if section.lines:
        yield table(section.title, _LINES, map(_line, section.lines), empty="")
    elif section.upgrades:
        yield table(section.title, _UPGRADES, map(_upgrade, section.upgrades), empty="")
    elif section.rows:
        yield from _figures(section)
    else:
        yield Table(section.title, (), (), section.empty or "")


def _figures(section: Section) -> Iterator[Table]:
    """Tell the rows of each class of limits in a table of their own: they are never added up."""
    sorts: dict[tuple[str, tuple[Indicator, ...]], list[Row]] = {}
    for row in sorted(section.rows, key=_class_place):
        indicators = tuple(figure.indicator for figure in row.figures)
        sorts.setdefault((_sort(row), indicators), []).append(row)
    for (sort, indicators), rows in sorts.items():
        told = sort or ("、".join(row.title for row in rows) if len(sorts) > 1 else "")
        title = f"{section.title}（{told}）" if told else section.title
        yield Table(title, *_grid(indicators, rows))


def _class_place(row: Row) -> int:
    return list(LimitClass).index(row.limit_class) if row.limit_class else 0


def _sort(row: Row) -> str:
    """Name the class of a row's limits, unless the row is of just that class."""
    title = LIMIT_CLASS_TITLES[row.limit_class] if row.limit_class else ""
    return "" if title == row.title else title


def _grid(
    indicators: Sequence[Indicator], rows: Sequence[Row]
) -> tuple[tuple[Column, ...], tuple[tuple[Cell, ...], ...]]:
    noted = any(row.note for row in rows)
    heads = (
        *columns("项目", *(["说明"] if noted else [])),
        *(Column(_head(indicator), Kind.NUMBER) for indicator in indicators),
    )
    cells = tuple(
        (row.title, *([row.note] if noted else []), *map(_value, row.figures)) for row in rows
    )
    return heads, cells


def _head(indicator: Indicator) -> str:
    known = DEFINITIONS[indicator]
    return known.title if known.unit in ("项", "次", "件", "种") else f"{known.title}({known.unit})"


def _value(figure: Figure) -> Cell:
    if figure.value is None:
        return figure.text
    return int(figure.value) if figure.value == int(figure.value) else figure.value


_LINES: Final = columns(
    "事件或事由", "应办事项和依据", "责任单位", "时限", "完成时间", "超期分钟数", "结果和说明"
)


def _line(line: Line) -> tuple[Cell, ...]:
    who = line.unit.name + (f"（{line.person}）" if line.person else "")
    how = STANDING_TITLES[line.standing] + (f"：{line.reason}" if line.reason else "")
    return (
        f"{line.number} {line.matter}",
        f"{line.title}（{cited(line.document, line.clause)}）",
        who,
        line.due_at,
        line.done_at,
        line.late_minutes,
        how + ("（容错）" if line.tolerated else ""),
    )


_UPGRADES: Final = columns("事件", "升级时间", "原级别", "新级别", "理由", "此前超过时限的事项")


def _upgrade(one: Upgrade) -> tuple[Cell, ...]:
    breaches = "、".join(f"{title}（{unit}）" for _, title, unit, _ in one.breaches)
    return f"{one.number} {one.title}", one.at, one.before, one.after, one.reason, breaches


def _definitions(report: Report, meant: Mapping[Indicator, Definition]) -> Iterator[Block]:
    used = dict.fromkeys(
        figure.indicator
        for section in report.sections
        for row in section.rows
        for figure in row.figures
    )
    yield Heading("指标口径")
    rows = [(known.title, known.unit, known.text) for known in map(meant.__getitem__, used)]
    yield table("指标口径", columns("指标", "单位", "口径"), rows, empty="本期无")


_EVIDENCE: Final = columns(
    "凭据",
    "时限类别",
    "编号",
    "所属编号",
    "名称",
    "单位代码",
    "单位",
    "计入时间",
    "结果",
    "时限",
    "完成时间",
)


def _evidence(evidence: Evidence) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for (kind, limit_class), (found, more) in evidence.items():
        sort = LIMIT_CLASS_TITLES[limit_class] if limit_class else None
        rows += [_proof(EVIDENCE_TITLES[kind], sort, one) for one in found]
        if more:
            rows.append((EVIDENCE_TITLES[kind], sort, "未列全，其余可在系统中查看", *[None] * 8))
    return table("凭据清单", _EVIDENCE, rows, empty="本期无")


def _proof(kind: str, sort: str | None, one: ReportEvidence) -> tuple[Cell, ...]:
    return (
        kind,
        sort,
        str(one.id),
        one.number,
        one.title,
        one.owner,
        one.unit,
        one.at,
        STANDING_TITLES[one.standing] if one.standing else None,
        one.due_at,
        one.done_at,
    )
