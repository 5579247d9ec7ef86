"""What is wrong with the rosters (名录问题): which law asks for it, what to do."""

from datetime import datetime

from clients.tui.locale import t
from clients.tui.models_rosters import Audit, Finding, Findings
from clients.tui.views.listed import Column, Entry, Listed
from clients.tui.views.moments import say_clock
from clients.tui.views.pieces import BLANK, Line, Piece, prose, strong
from clients.tui.views.rosters import facts, head, say, word
from clients.tui.views.texts import clause_text


def finding_columns() -> tuple[Column, ...]:
    return (head("unit", 24), head("finding"))


def listed_findings(answer: Findings, now: datetime) -> Listed:
    """Return the findings, those a law asks to mend in full colour; beside them how fresh."""
    page = answer.roster_findings
    after = page.page_info.end_cursor if page.page_info.has_next_page else None
    return Listed(
        entries=tuple(_entry(edge.node) for edge in page.edges),
        after=after or "",
        notes=tuple(audit_lines(answer.roster_audit, now, 44)),
    )


def _entry(one: Finding) -> Entry:
    return Entry(
        id=one.id,
        cells=(
            Piece(one.unit.name, "muted"),
            Piece(one.text, "fg" if one.clause else "muted"),
        ),
        item=one,
        words=f"{one.unit.code} {word('finding', one.kind)}",
    )


def audit_lines(audit: Audit | None, now: datetime, width: int) -> list[Line]:
    """Return when the rosters were last looked at, and what came of it."""
    if audit is None:
        return prose(t("rosters.no_audit"), width, "near")
    said = t("rosters.audit", at=say_clock(audit.at, now), units=audit.units, n=audit.standing)
    return prose(said, width)


def finding_detail(one: Finding, now: datetime, width: int) -> list[Line]:
    """Return what is wrong as a sentence, the clause, and what mends it."""
    return [
        (strong(word("finding", one.kind)),),
        *prose(one.text, width, "fg"),
        BLANK,
        *prose(one.advice, width, "ok"),
        BLANK,
        *facts(
            [
                ("unit", one.unit.name),
                ("clause", clause_text(one.clause) if one.clause else t("rosters.no_clause")),
                ("since", say(one.since)),
                ("seen", say_clock(one.first_seen_at, now)),
            ],
            width,
        ),
        BLANK,
        *prose(t("rosters.finding_hint"), width, "keys"),
    ]
