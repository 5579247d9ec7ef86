"""Imports (导入) with what became of their rows."""

from datetime import datetime

from clients.tui.locale import t
from clients.tui.models_roster_lists import ImportReport, RosterImport, RosterImportPage
from clients.tui.views.listed import Column, Entry, Listed
from clients.tui.views.moments import say_clock
from clients.tui.views.pieces import BLANK, Line, Piece, heading, line, muted, prose
from clients.tui.views.rosters import facts, head, word

BAR = 30  # cells of a bar of progress


def import_columns() -> tuple[Column, ...]:
    return (
        head("started", 11),
        head("state", 8),
        head("new", 5),
        head("changed", 5),
        head("rejected", 5),
        head("file"),
    )


def listed_imports(page: RosterImportPage, now: datetime) -> Listed:
    after = page.page_info.end_cursor if page.page_info.has_next_page else None
    entries = tuple(_entry(edge.node, now) for edge in page.edges)
    return Listed(entries=entries, after=after or "")


def import_state(one: RosterImport) -> str:
    """Return how an import stands, as a key: a dry run that is over wrote nothing."""
    return "DRY" if one.dry_run and one.state == "DONE" else one.state


def _entry(one: RosterImport, now: datetime) -> Entry:
    state = import_state(one)
    tones = {"DONE": "ok", "DRY": "keys", "FAILED": "over", "UNDONE": "muted"}
    rejected = Piece(str(one.rejected_rows), "over" if one.rejected_rows else "muted")
    return Entry(
        id=one.id,
        cells=(
            Piece(say_clock(one.started_at, now), "muted"),
            Piece(word("import", state), tones.get(state, "near")),
            Piece(str(one.new_rows)),
            Piece(str(one.changed_rows)),
            rejected,
            Piece(one.file_name),
        ),
        item=one,
        words=one.started_by,
    )


def import_detail(
    one: RosterImport, report: ImportReport | None, now: datetime, width: int
) -> list[Line]:
    """Return the counts and the rows behind them: rejected with their reasons first."""
    undone = f"{say_clock(one.undone_at, now)} {one.undone_by or ''}" if one.undone_at else ""
    rows = [
        *prose(one.file_name, width, "fg"),
        *prose(f"{say_clock(one.started_at, now)} {one.started_by}", width),
        BLANK,
        *import_counts(one, width),
        *(prose(one.problem, width, "over") if one.problem else ()),
        *(facts([("undone", undone)], width) if undone else ()),
    ]
    return [*rows, *(report_lines(report, width) if report is not None else ())]


def import_counts(one: RosterImport, width: int) -> list[Line]:
    said = t(
        "rosters.counts",
        new=one.new_rows,
        changed=one.changed_rows,
        same=one.unchanged_rows,
        rejected=one.rejected_rows,
    )
    return [*prose(t(f"rosters.import.says.{import_state(one)}"), width), *prose(said, width, "fg")]


def report_lines(report: ImportReport, width: int) -> list[Line]:
    """Return a line a row, those that were not taken in front with what is wrong with them."""
    rows: list[Line] = []
    if report.rejected.edges:
        rows += [BLANK, heading(t("rosters.rejected"))]
        for edge in report.rejected.edges:
            said = t("rosters.row", line=edge.node.line, label=edge.node.label)
            rows += prose(said, width, "fg")
            rows += prose(edge.node.reason or "", width, "over", 2)
    if report.changed.edges:
        rows += [BLANK, heading(t("rosters.changed"))]
        for at in report.changed.edges:
            said = t("rosters.row", line=at.node.line, label=at.node.label)
            rows += prose(f"{said}  {t('intake.comma').join(at.node.changed)}", width, "fg")
    if report.taken.edges:
        rows += [BLANK, heading(t("rosters.new"))]
        for new in report.taken.edges:
            rows += prose(t("rosters.row", line=new.node.line, label=new.node.label), width, "fg")
    for sheet in report.sheets:
        if sheet.kind is None:
            rows += [BLANK, *prose(t("rosters.sheet_unread", title=sheet.title), width, "near")]
        elif sheet.unknown:
            unused = t("intake.comma").join(sheet.unknown)
            said = t("rosters.sheet_unknown", title=sheet.title, columns=unused)
            rows += [BLANK, *prose(said, width, "near")]
    return rows


def bar_line(phase: str, done: int, total: int | None) -> Line:
    """Return a bar of progress; without a total only the count, for the end is not known."""
    word_ = Piece(f"{word('phase', phase)}  ", "fg")
    if not total:
        return line(word_, muted(f"{done:,}" if done else ""))
    filled = min(BAR, BAR * done // total)
    bar = (Piece(" " * filled, ground="brand"), Piece(" " * (BAR - filled), ground="head"))
    return line(word_, *bar, muted(f"  {min(done, total):,}/{total:,}"))
