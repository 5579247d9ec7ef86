"""One duty on one line: tile, countdown, due time, name, binding force; for previews and files."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from clients.tui.locale import t
from clients.tui.models import Basis, DueClass, ObligationState, UnitRef
from clients.tui.models_incident import Duty
from clients.tui.views.bands import BRIGHT, LOUD, Band, band, time_band
from clients.tui.views.moments import say_clock
from clients.tui.views.pieces import Line, Piece, flowing, line, muted, prose, width_of
from clients.tui.views.texts import (
    DAY,
    HOUR,
    cited,
    clock_text,
    due_text,
    hours_minutes,
    seconds_left,
)
from clients.tui.views.wrap import fit

HEAD_CELLS = 22  # of a duty's line before its name


class DutyView(Protocol):
    """What a planned duty and one in the file have in common."""

    @property
    def title(self) -> str: ...
    @property
    def due_class(self) -> DueClass: ...
    @property
    def state(self) -> ObligationState: ...
    @property
    def due_at(self) -> datetime | None: ...
    @property
    def start_at(self) -> datetime: ...
    @property
    def modality_title(self) -> str: ...
    @property
    def provisional(self) -> bool: ...
    @property
    def late_at_intake(self) -> bool: ...
    @property
    def owed(self) -> bool: ...
    @property
    def owner(self) -> UnitRef | None: ...
    @property
    def basis(self) -> list[Basis]: ...


def _span(seconds: int) -> str:
    if seconds >= DAY:
        return t("span.days_hours", days=seconds // DAY, hours=seconds // HOUR % 24)
    return clock_text(seconds) if seconds < HOUR else hours_minutes(seconds)


def time_left(duty: DutyView, now: datetime) -> str:
    """Return the countdown, `+` when past; what has elapsed where the law sets no limit."""
    if duty.due_at is None:
        elapsed = max(0, int((now - duty.start_at).total_seconds()))
        return t("span.elapsed", text=hours_minutes(elapsed) if elapsed < DAY else _span(elapsed))
    left = seconds_left(duty.due_at, now)
    text = ("+" if left < 0 else "") + _span(abs(left))
    return t("span.intake", text=text) if left < 0 and duty.late_at_intake else text


def tile(of: Band) -> Piece:
    return Piece(t(f"tile.{of}"), f"tile.{of}", bold=True, ground=str(of))


def twins(duties: Iterable[DutyView]) -> frozenset[str]:
    """Return the names that more than one duty bears: their units tell these apart."""
    counted = Counter(duty.title for duty in duties)
    return frozenset(title for title, count in counted.items() if count > 1)


def _force(duty: DutyView, twin: bool) -> str:
    return f" {duty.owner.name}" if twin and duty.owner else f" {duty.modality_title}"


def duty_line(duty: DutyView, now: datetime, *, new: bool = False, twin: bool = False) -> Line:
    """Return tile, `!` not accepted, `?` provisional, countdown, due time, name, force.

    `HEAD_CELLS`, then the free text; a `twin` shows its unit in place of the force.
    A duty that is not owed yet shows 待 and no countdown.
    """
    if duty.state is ObligationState.OPEN and not duty.owed:
        waiting = fit(t("dues.not_owed"), 9, right=True)
        head = f"{t('dues.waiting')}  {waiting} {fit('', 7)} "
        return line(muted(head), muted(duty.title), muted(_force(duty, twin)))
    of = band(duty, now)
    loud = of in LOUD
    left = fit("" if of is Band.DONE else time_left(duty, now), 9, right=True)
    return line(
        tile(of),
        Piece(("!" if new else " ") + ("?" if duty.provisional else " "), str(of), bold=True),
        Piece(left, str(of), bold=loud),
        Piece(f" {fit(due_text(duty, now), 7)} "),
        Piece(duty.title, "fg" if of in BRIGHT else "muted", bold=loud),
        muted(_force(duty, twin)),
    )


def duty_lines(duty: DutyView, now: datetime, width: int, *, twin: bool = False) -> list[Line]:
    """Return the duty's line; what does not fit of name and force stands below the name."""
    return flowing(duty_line(duty, now, twin=twin), width, HEAD_CELLS)


def closed_line(duty: Duty, now: datetime) -> Line:
    """Return a closed duty in the columns of an open one: when it ended and how."""
    at = duty.done_at or duty.closed_at
    ended = say_clock(at, now) if at else ""
    how = t(f"outcome.{duty.outcome}") if duty.outcome else t(f"closed.{duty.state}")
    tone = "over" if duty.outcome == "LATE" else "done"
    return line(
        tile(Band.DONE),
        Piece(f"  {fit(ended, 8, right=True)}  ", "muted"),
        Piece(fit(how, 9), tone),
        muted(duty.title),
        muted(f" {duty.modality_title}"),
    )


def acting(duty: DutyView) -> Basis | None:
    """Return the basis whose limit counts, the first where none says so."""
    return next((b for b in duty.basis if b.acting), duty.basis[0] if duty.basis else None)


def clause_of(duty: DutyView) -> str:
    """Return document, clause and limit of the acting basis, how many more, what is assumed."""
    basis = acting(duty)
    return f"{_source(duty)}  {basis.assumption or basis.gist}" if basis else ""


def clause_lines(duty: DutyView, width: int) -> list[Line]:
    """Return the acting clause below its duty; only a gist gives way where room is short."""
    basis = acting(duty)
    if basis is None:
        return []
    whole = line(muted(f"    {clause_of(duty)}"))
    if width_of(whole) <= width:
        return [whole]
    assumed = prose(basis.assumption, width, "muted", 4) if basis.assumption else []
    return [*prose(_source(duty), width, "muted", 4), *assumed]


def _source(duty: DutyView) -> str:
    basis = acting(duty)
    if basis is None:
        return ""
    more = t("dues.more_bases", n=len(duty.basis) - 1) if len(duty.basis) > 1 else ""
    limit = t("dues.limit", limit=basis.offset_title) if basis.offset_title else ""
    return f"{cited(basis.document, basis.clause)}{limit}{more}"


def rank(duty: DutyView, now: datetime) -> tuple[bool, int, datetime, str]:
    """Sort as the board does: 超 and 急, untimed, the rest; what is not owed yet comes last."""
    if duty.due_at is None:
        return (not duty.owed, 1, duty.start_at, duty.title)
    loud = time_band(duty, now) in LOUD
    return (not duty.owed, 0 if loud else 2, duty.due_at, duty.title)
