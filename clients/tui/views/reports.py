"""Reports as lists: parts, rows and items of a bulletin; text of journals; issued ones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from clients.tui.clock import local
from clients.tui.locale import in_chinese, optional, t
from clients.tui.models_issued import IssuedPage, IssuedReport
from clients.tui.models_reports import Figure, Report, ReportLine, ReportRow, ReportSection, Upgrade
from clients.tui.views.evidence import TONES, say_day_clock
from clients.tui.views.listed import Column, Entry, Listed
from clients.tui.views.pieces import BLANK, Line, Piece, heading, labelled, muted, prose
from clients.tui.views.statistics import figure_name, say_figure, say_minutes

FIGURE_CELLS = 16
LABEL_CELLS = 10
FIRST = ("SCORE", "_RATE")  # of a row these are read first, and so never cut off


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One line of a report: a part's head, a row with figures, or an item with its incident."""

    section: ReportSection
    title: str
    row: ReportRow | None = None
    line: ReportLine | None = None
    upgrade: Upgrade | None = None
    asked: Mapping[str, Any]

    @property
    def number(self) -> str:
        item = self.line or self.upgrade
        return item.number if item else ""

    @property
    def proven(self) -> list[Figure]:
        """Return the figures that counted something and tell what."""
        figures = self.row.figures if self.row else []
        return [one for one in figures if one.drill is not None and one.value]


def report_columns() -> tuple[Column, ...]:
    return (
        Column(title=t("reports.head.part"), cells=24),
        Column(title=t("reports.head.figures")),
    )


def report_entries(report: Report, asked: Mapping[str, Any]) -> tuple[Entry, ...]:
    """Return every part with its rows and items; one in which nothing stands says so."""
    entries: list[Entry] = []
    for section in report.sections:
        part = part_title(section)
        head = Shown(section=section, title=part, asked=asked)
        said = muted(section.empty or "")
        entries.append(_entry(section.key, Piece(part, "keys", bold=True), said, head))
        for at, row in enumerate(section.rows):
            shown = Shown(section=section, title=row.title, row=row, asked=asked)
            entries.append(_entry(f"{section.key}:{at}", f"  {row.title}", sorted_text(row), shown))
        for line in section.lines:
            shown = Shown(section=section, title=line.title, line=line, asked=asked)
            id_ = f"{section.key}:{line.obligation}"
            late = say_minutes(line.late_minutes) if line.late_minutes is not None else ""
            told = "  ".join(filter(None, (line.title, line.unit.name, late, line.reason)))
            title = f"  {line.number} {line.matter}"
            entries.append(_entry(id_, title, Piece(told, TONES.get(line.standing, "fg")), shown))
        for rise in section.upgrades:
            shown = Shown(section=section, title=rise.title, upgrade=rise, asked=asked)
            told = f"{rise.before} > {rise.after}  {rise.reason}"
            id_ = f"{section.key}:{rise.incident}:{rise.at}"
            entries.append(_entry(id_, f"  {rise.number} {rise.title}", told, shown))
    return tuple(entries)


def _entry(id_: str, title: str | Piece, said: str | Piece, shown: Shown) -> Entry:
    return Entry(id=id_, cells=(title, said), item=shown)


def part_title(section: ReportSection) -> str:
    """Return what a part is called in the desk's language."""
    if in_chinese():
        return section.title
    from clients.english.reports import section_title

    return section_title(section.key, section.title)


def part_note(section: ReportSection) -> str:
    """Return how a part is counted, in the desk's language."""
    if in_chinese():
        return section.note
    from clients.english.reports import section_note

    return section_note(section.key, section.note)


def sorted_text(row: ReportRow) -> str:
    """Return a row's figures behind the sort of limits they are of, which the title may be."""
    sort = row.limit_class_title or ""
    if sort and not in_chinese():
        sort = optional(f"statistics.class.{row.limit_class}") or sort
    return f"{sort}  {row_text(row)}" if sort and sort != row.title else row_text(row)


def row_text(row: ReportRow) -> str:
    """Return a row's figures in one line, those that are nothing left out."""
    told = [
        f"{figure_name(one.indicator)} {say_figure(one)}"
        for one in sorted(row.figures, key=lambda one: _place(one.indicator))
        if one.value or one.indicator.endswith(FIRST)
    ]
    return "  ".join(told) or row.note or t("statistics.none")


def _place(indicator: str) -> int:
    """Return where a figure stands in its row: the score, the rates, the counts."""
    return next((at for at, end in enumerate(FIRST) if indicator.endswith(end)), len(FIRST))


def shown_lines(shown: Shown, width: int) -> list[Line]:
    """Return what stands beside a line of a report."""
    rows = prose(shown.title, width, "fg")
    if shown.row is not None:
        for figure in shown.row.figures:
            tone = "fg" if figure.value else "muted"
            said = Piece(say_figure(figure), tone, bool(figure.value))
            rows += labelled(figure_name(figure.indicator), [said], width, FIGURE_CELLS)
        rows += prose(shown.row.note, width) if shown.row.note else []
    elif shown.line is not None:
        rows += _item_lines(shown.line, width)
    elif shown.upgrade is not None:
        for missed in shown.upgrade.breaches:
            said_ = f"{missed.title} {missed.unit} {say_day_clock(missed.due_at)}"
            rows += prose(said_, width, "over")
    if shown.proven or shown.number:
        key = "statistics.open_hint" if shown.proven else "evidence.open_hint"
        rows += [BLANK, *prose(t(key), width, "keys")]
    return [*rows, BLANK, *prose(part_note(shown.section), width)]


def _item_lines(item: ReportLine, width: int) -> list[Line]:
    rows = prose(f"{item.number} {item.matter}", width, "fg")
    told = [("evidence.head.unit", item.unit.name), ("reports.person", item.person or "")]
    told += [
        (f"evidence.{key}", say_day_clock(at))
        for key, at in (("due", item.due_at), ("done", item.done_at))
        if at is not None
    ]
    told += [
        ("reports.clause", f"{item.document} {item.clause}  {item.modality_title}"),
        ("reports.reason", item.reason or ""),
        ("figure.TOLERATED", t("reports.tolerated") if item.tolerated else ""),
    ]
    for key, text in told:
        rows += labelled(t(key), [Piece(text)], width, LABEL_CELLS) if text else []
    return rows


def report_notes(report: Report, width: int) -> list[Line]:
    """Return what a report assumes."""
    rows = prose(report.title, width, "fg")
    for note in report.notes:
        rows += prose(note, width)
    return rows


def text_columns() -> tuple[Column, ...]:
    return (Column(title=""),)


def text_entries(text: str) -> tuple[Entry, ...]:
    """Return a document's text, a line an entry."""
    return tuple(
        Entry(id=str(at), cells=(row,), item=row) for at, row in enumerate(text.splitlines())
    )


def issued_columns() -> tuple[Column, ...]:
    return (
        Column(title=t("reports.head.issued"), cells=16),
        Column(title=t("reports.head.kind"), cells=6),
        Column(title=t("reports.head.number"), cells=22),
        Column(title=t("reports.head.title")),
    )


def listed_issued(page: IssuedPage) -> Listed:
    after = page.page_info.end_cursor if page.page_info.has_next_page else None
    return Listed(entries=tuple(_issued(edge.node) for edge in page.edges), after=after or "")


def _issued(one: IssuedReport) -> Entry:
    version = t("reports.version", n=one.version) if one.version > 1 else ""
    kind = t(f"reports.kind.{one.kind}")
    cells = (muted(say_day_clock(one.issued_at)), kind, f"{one.number}{version}", one.title)
    return Entry(id=one.id, cells=cells, item=one)


def issued_lines(one: IssuedReport, width: int) -> list[Line]:
    """Return an issued report's number and hash, and what it corrects."""
    rows = prose(one.title, width, "fg")
    last = one.ends - timedelta(seconds=1)  # a period ends where the next one begins
    span = f"{local(one.begins):%Y-%m-%d} ~ {local(last):%Y-%m-%d}"
    for key, text in (
        ("reports.head.number", one.number),
        ("reports.span", span),
        ("reports.issuer", one.issuer.name),
        ("reports.head.issued", f"{say_day_clock(one.issued_at)} {one.issued_by}"),
        ("reports.reason", one.reason or ""),
        ("reports.hash", one.sha256),
    ):
        rows += labelled(t(key), [Piece(text)], width, LABEL_CELLS) if text else []
    if one.differences:
        rows += [BLANK, heading(t("reports.corrected"))]
    for change in one.differences:
        where = f"{change.section} {change.row} {change.figure}"
        rows += prose(f"{where}: {change.before} > {change.after}", width)
    return [*rows, BLANK, *prose(t("reports.read_hint"), width, "keys")]


def days_said(days: Sequence[datetime]) -> str:
    return " ~ ".join(f"{local(day):%Y-%m-%d}" for day in days)
