"""依据: how each clause comes to its limit: start + limit = due, what it says, what was assumed."""

from datetime import datetime

from clients.tui.clock import local
from clients.tui.locale import t
from clients.tui.models import Basis, Obligation
from clients.tui.views.lines import Line, Pen
from clients.tui.views.texts import cited, numbered
from clients.tui.views.wrap import wrap_zh

INDENT = "   "
STAMP = "%m-%d %H:%M:%S"


def basis_lines(palette: str, width: int, row: Obligation) -> list[Line]:
    """Return the sheet of a duty's clauses, the acting one first as the service orders them."""
    pen = Pen(palette, "bg")
    lines: list[Line] = [
        [pen(f" {row.title}", "fg", True), pen(f"  {row.modality_title}", "muted")],
        [pen(f" {numbered(row.matter)}", "muted")],
    ]
    for basis in row.basis:
        lines += [[pen("")], *_one(pen, width - 2, basis)]
    return lines


def _one(pen: Pen, width: int, basis: Basis) -> list[Line]:
    role = "acting" if basis.acting else "beside"
    source = cited(basis.document, basis.clause)
    head = [
        pen(f" {t(f'basis.{role}')} ", "keys" if basis.acting else "muted", True),
        pen(source, "fg", basis.acting),
    ]
    if not basis.verified:
        head.append(pen(f"  {t('detail.unverified')}", "near", True))
    quoted = [[pen(INDENT + text)] for text in wrap_zh(basis.gist, width - len(INDENT))]
    lines = [head, *quoted, [pen(INDENT + reckoning(basis), "fg", basis.acting)]]
    if basis.assumption:
        text = t("incident.assumed", text=basis.assumption)
        lines += [[pen(INDENT + part, "near")] for part in wrap_zh(text, width - len(INDENT))]
    return lines


def reckoning(basis: Basis) -> str:
    """Return `start (which) + limit = due`; a clause without limit says since when it runs."""
    start = _start(basis.start, basis.start_at)
    if basis.due_at is None:
        return t("basis.untimed", start=start) if start else t("due.none")
    offset = basis.offset_title or basis.offset or ""
    due = f"{local(basis.due_at):{STAMP}}"
    if not offset and start:  # a period, or a day: it ends, nothing is added up
        return t("plain.until", start=start, due=due)
    return t("plain.sum", start=start or t("basis.given"), offset=offset, due=due)


def _start(start: str | None, moment: datetime | None) -> str:
    if moment is None:
        return ""
    at = f"{local(moment):{STAMP}}"
    try:
        return f"{t(f'start.{start}')} {at}"
    except KeyError:
        return at
