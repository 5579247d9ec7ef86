"""The board as lines of text: nothing moves, each line can be read on its own.

A duty's line: sign, time left, due, severity, duty (modality), owner, clause and how the limit
was reckoned, incident. A change's line has the time and what happened in front.
"""

from collections.abc import Sequence
from datetime import datetime

from clients.tui.board_tale import Change, Reading, Trouble
from clients.tui.clock import local
from clients.tui.config import Config
from clients.tui.locale import t
from clients.tui.models import Basis, BoardAnswer, Obligation
from clients.tui.views.bands import band, board_key
from clients.tui.views.texts import cited, countdown, due_text, grade_short, numbered

MINUTE = "%m-%d %H:%M"
SECOND = "%m-%d %H:%M:%S"


class TextTale:
    """Tells the board to people; each method returns whole lines."""

    def __init__(self, config: Config) -> None:
        self._config = config

    def board(self, reading: Reading, now: datetime, *, follow: bool) -> str:
        """Return the whole board, where it comes from in front when that is the cache."""
        said = board_text(reading.board, now, self._config, fresh=reading.fresh)
        if reading.fresh:
            return said
        return t("plain.cached", at=f"{local(reading.as_of):{SECOND}}") + "\n" + said

    def change(self, change: Change, now: datetime) -> str:
        return f"{local(now):%H:%M:%S} {change_text(change, now)}\n"

    def stale(self, trouble: Trouble, now: datetime) -> str:
        """Return since when the data is old, and why."""
        if trouble.as_of is None:
            said = t("plain.stale.none", reason=trouble.reason)
        else:
            at = f"{local(trouble.as_of):{SECOND}}"
            said = t("plain.stale", at=at, reason=trouble.reason)
        return f"{local(now):%H:%M:%S} {said}\n"

    def current(self, as_of: datetime, now: datetime) -> str:
        said = t("plain.current", at=f"{local(as_of):{SECOND}}")
        return f"{local(now):%H:%M:%S} {said}\n"

    def failed(self, trouble: Trouble, now: datetime) -> str:
        """Return nothing: a person reads of it on standard error."""
        return ""


def board_text(answer: BoardAnswer, now: datetime, config: Config, *, fresh: bool = True) -> str:
    """Return the whole text, a newline at its end."""
    rows = sorted(answer.timed.rows + answer.untimed.rows, key=lambda row: board_key(row, now))
    as_of = f"{local(answer.board_tally.as_of):{SECOND}}"
    lines = [t("plain.head", count=len(rows), at=as_of)] if rows else [t("plain.none")]
    lines += [duty_text(row, now) for row in rows]
    if answer.timed.page_info.has_next_page or answer.untimed.page_info.has_next_page:
        lines.append(t("plain.more"))
    address = t("plain.address", deadlines=config.deadlines_url, registry=config.registry_url)
    lines.append("  ".join((address, t("foot.live", at=as_of))) if fresh else address)
    return "\n".join(lines) + "\n"


def duty_text(row: Obligation, now: datetime) -> str:
    """Return a duty's line; each part is apart from the next by two blanks."""
    marks = ("" if row.accepted else "!") + ("?" if row.provisional else "")
    return _joined(
        (
            t(f"tile.{band(row, now).value}") + marks,
            countdown(row, now),
            due_text(row, now),
            grade_short(row),
            t("aside", what=row.title, more=row.modality_title),
            row.owner.name if row.owner else t("detail.unknown_owner"),
            *(reckoning(row.basis[0]) if row.basis else ()),
            numbered(row.matter),
        )
    )


def change_text(change: Change, now: datetime) -> str:
    """Return what happened, then the duty's line; of one that ended, how."""
    if change.kind == "turned":
        return _joined((t(f"plain.turned.{band(change.duty, now)}"), duty_text(change.duty, now)))
    ended = t(f"closed.{change.duty.state}") if change.kind == "closed" else ""
    return _joined((t(f"plain.event.{change.kind}"), ended, duty_text(change.duty, now)))


def _joined(parts: Sequence[str]) -> str:
    return "  ".join(part for part in parts if part)


def reckoning(basis: Basis) -> list[str]:
    """Return the clause, and start + limit = due where the clause has a limit."""
    parts = [f"[{cited(basis.document, basis.clause)}]"]
    if basis.start_at is not None and basis.due_at is not None:
        start, due = f"{local(basis.start_at):{MINUTE}}", f"{local(basis.due_at):{MINUTE}}"
        offset = basis.offset_title or basis.offset or ""
        words = "plain.sum" if offset else "plain.until"  # a period ends, nothing is added up
        parts.append(t(words, start=start, offset=offset, due=due))
    if basis.assumption:
        parts.append(t("incident.assumed", text=basis.assumption))
    return parts
