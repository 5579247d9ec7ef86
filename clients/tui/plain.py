"""The board once, as plain text: for a pipe, a log, a screen reader; nothing of Textual is loaded.

One line a duty: sign, time left, due, severity, duty (modality), owner, clause and how the limit
was reckoned, incident. Then where the services are and of which moment the data is.
"""

import asyncio
import sys
from datetime import datetime

from clients.tui import cache
from clients.tui.clock import local, system_clock
from clients.tui.config import Config
from clients.tui.link import LinkDown, Refused
from clients.tui.locale import t
from clients.tui.models import Basis, BoardAnswer, Obligation
from clients.tui.service_link import ServiceLink, Session
from clients.tui.snapshot import whole_board
from clients.tui.views.bands import band, order_key
from clients.tui.views.texts import cited, countdown, due_text, grade_short, incident_title

MINUTE = "%m-%d %H:%M"


def print_board(config: Config) -> int:
    """Print the board; return 0, or 1 when the service did not answer (the cache is printed)."""
    try:
        answer = asyncio.run(_read(config))
    except (LinkDown, Refused) as error:
        snapshot = cache.read_snapshot(config.snapshot_path)
        sys.stderr.write(t("plain.unreachable", reason=error) + "\n")
        if snapshot is not None:
            at = f"{local(snapshot.as_of):{MINUTE}}"
            sys.stdout.write(t("plain.cached", at=at) + "\n")
            sys.stdout.write(board_text(snapshot.board, system_clock(), config))
        return 1
    sys.stdout.write(board_text(answer, system_clock(), config))
    return 0


async def _read(config: Config) -> BoardAnswer:
    session = Session(config.registry_url, config.secret, system_clock, config.token_command)
    return await whole_board(ServiceLink("deadlines", config.deadlines_url, session, system_clock))


def board_text(answer: BoardAnswer, now: datetime, config: Config) -> str:
    """Return the whole text, a newline at its end."""
    rows = sorted(answer.timed.rows + answer.untimed.rows, key=lambda row: order_key(row, now))
    as_of = f"{local(answer.board_tally.as_of):%m-%d %H:%M:%S}"
    lines = [t("plain.head", count=len(rows), at=as_of)] if rows else [t("plain.none")]
    lines += [duty_text(row, now) for row in rows]
    lines.append(
        t("plain.address", deadlines=config.deadlines_url, registry=config.registry_url)
        + "  "
        + t("foot.live", at=as_of)
    )
    return "\n".join(lines) + "\n"


def duty_text(row: Obligation, now: datetime) -> str:
    """Return a duty's line; each part is apart from the next by two blanks."""
    marks = ("" if row.accepted else "!") + ("?" if row.provisional else "")
    incident = row.matter
    parts = [
        t(f"tile.{band(row, now).value}") + marks,
        countdown(row, now),
        due_text(row, now),
        grade_short(row),
        f"{row.title}({row.modality_title})",
        row.owner.name if row.owner else t("detail.unknown_owner"),
        *(reckoning(row.basis[0]) if row.basis else ()),
        f"{incident.number} {incident_title(incident)}",
    ]
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
