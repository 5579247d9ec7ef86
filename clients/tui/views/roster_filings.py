"""Filings (备案): which lists wait for a receipt, what changed in them, how far they are behind."""

from datetime import datetime

from clients.tui.locale import t
from clients.tui.models_roster_lists import FiledDiff, RosterFiling, RosterFilingPage
from clients.tui.views.listed import Column, Entry, Listed
from clients.tui.views.moments import say_clock
from clients.tui.views.pieces import BLANK, Line, Piece, heading, line, prose
from clients.tui.views.rosters import facts, head, say, word


def filing_columns() -> tuple[Column, ...]:
    return (head("state", 8), head("subject", 14), head("began", 11), head("unit"))


def listed_filings(page: RosterFilingPage, now: datetime) -> Listed:
    """Return the open ones first: they are what is left to do."""
    after = page.page_info.end_cursor if page.page_info.has_next_page else None
    rows = sorted((edge.node for edge in page.edges), key=lambda one: one.state != "OPEN")
    return Listed(entries=tuple(_entry(one, now) for one in rows), after=after or "")


def _entry(one: RosterFiling, now: datetime) -> Entry:
    waits = one.state == "OPEN"
    return Entry(
        id=one.id,
        cells=(
            Piece(t(f"rosters.filing.{one.state}"), "near" if waits else "ok"),
            Piece(word("subject", one.subject), "fg" if waits else "muted"),
            Piece(say_clock(one.opened_at, now) if waits else say(one.filed_on), "muted"),
            Piece(one.unit.name, "fg" if waits else "muted"),
        ),
        item=one,
        words=one.receipt_number or "",
    )


def filing_detail(
    one: RosterFiling, diff: FiledDiff | None, now: datetime, width: int
) -> list[Line]:
    """Return with whom a list is filed, what changed, and how it stands now where it is open."""
    recipient = one.recipient.name if one.recipient else t("rosters.no_recipient")
    said: list[tuple[str, str | None]] = [
        ("recipient", recipient),
        ("began", f"{say_clock(one.opened_at, now)} {one.opened_by}"),
    ]
    if one.state != "OPEN":
        said += [
            ("filed", say(one.filed_on)),
            ("receipt", one.receipt_number),
            ("file", one.file_name),
            ("recorded", one.recorded_by),
        ]
    rows = [
        *prose(one.unit.name, width, "fg"),
        *prose(word("subject", one.subject), width),
        BLANK,
        *facts(said, width),
        BLANK,
        heading(t("rosters.changes")),
    ]
    for change in one.changes:
        words = (Piece(f"{word('change', change.what)}  "), Piece(change.name))
        rows.append(line(*words))
    if one.state == "OPEN" and diff is not None:
        rows += [BLANK, *diff_lines(diff, width)]
    return rows


def diff_lines(diff: FiledDiff, width: int) -> list[Line]:
    """Return how the copy stands to the list today."""
    rows = [
        heading(t("rosters.diff")),
        *prose(diff.sentence, width, "near" if diff.behind else "ok"),
    ]
    for key, names, tone in (
        ("ADDED", [one.name for one in diff.added], "ok"),
        ("REMOVED", [one.name for one in diff.removed], "over"),
        (
            "CHANGED",
            [
                t("aside", what=c.after.name, more=t("intake.comma").join(c.facts))
                for c in diff.changed
            ],
            "near",
        ),
    ):
        rows += [line(Piece(f"{word('change', key)}  ", tone), Piece(name)) for name in names]
    return rows
