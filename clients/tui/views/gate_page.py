"""The approvals page of an incident: what each form lacks, what was decided, the line to take."""

from datetime import datetime

from clients.tui.locale import t
from clients.tui.models_chain import GateWord, IncidentChain
from clients.tui.models_incident import Duty
from clients.tui.views.chain import doubt_lines
from clients.tui.views.moments import say_clock
from clients.tui.views.owed_gates import owed, owed_lines, version_lines
from clients.tui.views.pieces import (
    BLANK,
    Line,
    Piece,
    heading,
    line,
    muted,
    prose,
    strong,
    width_of,
)
from clients.tui.views.wrap import fit


def gate_page(chain: IncidentChain, duties: list[Duty], now: datetime, width: int) -> list[Line]:
    """Return the parts of the page that have anything in them."""
    parts = (
        owed_lines(owed(chain.gate_decisions, duties), now, width),
        _forms(chain, width),
        version_lines(chain.statements, now, width),
        _decisions(chain, now, width),
    )
    return [row for part in parts if part for row in (*part, BLANK)]


def _forms(chain: IncidentChain, width: int) -> list[Line]:
    rows = [heading(t("gatepage.forms"))] if chain.gates else []
    cells = max((width_of([Piece(row.form_title)]) for row in chain.gates), default=0)
    for row in chain.gates:
        lacking = [
            t("aside", what=g.title, more=g.approver.name) for g in row.gates if not g.passed
        ]
        name = strong(fit(row.form_title, cells))
        if not lacking:
            rows.append(line(name, Piece(f"  {t('gatepage.ready')}", "done")))
            continue
        said = prose(t("gatepage.lacks", titles=t("intake.comma").join(lacking)), width - cells - 2)
        first, *rest = said
        rows.append(line(name, Piece("  "), *(piece._replace(tone="near") for piece in first)))
        gap = Piece(" " * (cells + 2))
        rows += [line(gap, *(piece._replace(tone="near") for piece in row)) for row in rest]
    return rows


def _decisions(chain: IncidentChain, now: datetime, width: int) -> list[Line]:
    rows: list[Line] = [heading(t("gatepage.decisions"))]
    for word in chain.gate_decisions:
        rows += _decision(word, now, width)
    return rows if chain.gate_decisions else [*rows, *prose(t("gatepage.none"), width)]


def _decision(word: GateWord, now: datetime, width: int) -> list[Line]:
    basis = t(f"menu.basis.{word.basis}") if word.basis else ""
    paper = t("gatepage.paper") if word.paper_follows else ""
    version = t("gates.version", n=word.statement) if word.statement else ""
    how = " ".join(filter(None, (word.approver.name, word.person, basis, version, paper)))
    rows = [
        line(
            Piece(f"{word.verdict_title} ", "fg", bold=True),
            strong(word.title),
            muted(f"  {say_clock(word.decided_at, now)}"),
        ),
        *prose(how, width, "muted", 3),
    ]
    rows += prose(word.note, width, "fg", 3) if word.note else []
    return [*rows, *doubt_lines(word.warnings, width)]
