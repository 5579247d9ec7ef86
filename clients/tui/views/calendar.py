"""What is owed for occasions (事由): periods by due time, other matters, working days."""

from collections.abc import Iterable
from datetime import date, datetime

from clients.tui.clock import local
from clients.tui.locale import t
from clients.tui.models import Basis, Obligation
from clients.tui.models_calendar import CountedAct, HolidayNotice, Period, WorkingDay, WorkingDays
from clients.tui.views.bands import BRIGHT, band
from clients.tui.views.basis import reckoning
from clients.tui.views.dues import tile
from clients.tui.views.fields import say_day
from clients.tui.views.listed import Column, Entry
from clients.tui.views.moments import say_clock
from clients.tui.views.pieces import BLANK, Line, Piece, heading, labelled, line, muted, prose
from clients.tui.views.texts import cited, due_text, span_text


def period_columns() -> tuple[Column, ...]:
    return (
        Column(title="", cells=2),
        Column(title=t("calendar.head.due"), cells=7),
        Column(title=t("calendar.head.progress"), cells=int(t("calendar.cells.progress"))),
        Column(title=t("calendar.head.title"), cells=int(t("calendar.cells.period_duty"))),
        Column(title=t("calendar.head.period"), cells=14),
        Column(title=t("calendar.head.unit")),
    )


def period_entry(period: Period, now: datetime) -> Entry:
    of = band(_Dated(period), now)
    return Entry(
        id=period.id,
        cells=(
            tile(of),
            Piece(due_text(_Dated(period), now), str(of)),
            Piece(period.progress, "fg" if period.missing else "done", bold=True),
            Piece(period.title, "fg" if of in BRIGHT else "muted"),
            Piece(period.number, "muted"),
            period.unit.name,
        ),
        item=period,
        words=period.unit.code,
    )


class _Dated:
    """A period's duty as the bands look at one: what is listed is owed."""

    owed, late_at_intake, provisional = True, False, False

    def __init__(self, period: Period) -> None:
        self.due_at, self.state, self.due_class = period.due_at, period.state, period.due_class


def by_due(periods: Iterable[Period], home: str) -> list[Period]:
    """Return periods by due time; of one time the desk's own units first, then by code."""

    def key(period: Period) -> tuple[bool, float, bool, str]:
        due = period.due_at.timestamp() if period.due_at else 0.0
        own = period.unit.code.partition("-")[0] == home.partition("-")[0]
        return (period.due_at is None, due, not own, period.unit.code)

    return sorted(periods, key=key)


def period_detail(period: Period, now: datetime, width: int) -> list[Line]:
    """Return how far a period's duty is done, what counted and what did not, and why it is owed."""
    rows = [line(Piece(f"{period.title} ", "fg", True), muted(period.number))]
    rows += labelled(t("calendar.unit"), [Piece(period.unit.name)], width)
    rows += labelled(t("calendar.due"), [Piece(due_words(period.due_at, now))], width)
    if period.progress:
        missing = t("calendar.missing", n=period.missing) if period.missing else t("calendar.full")
        tone = "near" if period.missing else "ok"
        said = [Piece(f"{period.progress} ", "fg", True), Piece(missing, tone)]
        rows += labelled(t("calendar.progress"), said, width)
    rows += [BLANK, *act_lines(period, now, width), BLANK]
    return [*rows, *basis_lines(period.basis, width)]


def due_words(due_at: datetime | None, now: datetime) -> str:
    """Return a limit with how far it is."""
    if due_at is None:
        return t("due.none")
    if due_at < now:
        return t("calendar.over", at=say_clock(due_at, now), span=span_text(now - due_at))
    return t("calendar.left", at=say_clock(due_at, now), span=span_text(due_at - now))


def act_lines(period: Period, now: datetime, width: int) -> list[Line]:
    if not period.acts:
        return prose(t("calendar.no_acts"), width)
    rows = [heading(t("calendar.acts"))]
    for act in period.acts:
        rows += _act(act, now, width)
    return rows


def _act(act: CountedAct, now: datetime, width: int) -> list[Line]:
    key, tone = ("calendar.counts", "ok") if act.counts else ("calendar.counts_not", "near")
    held = f"{local(act.held_at):%m-%d}"
    first, *rest = prose(f"{held} {act.kind_title} {act.title}", width, "fg", 3)
    sign = Piece(f"{t(key)} ", tone, bold=True)
    said = act.reason if act.number is None else f"{act.number} {act.reason}"
    return [line(sign, Piece(first[0].text[3:])), *rest, *prose(said, width, "muted", 3)]


def basis_lines(bases: Iterable[Basis], width: int) -> list[Line]:
    """Return each clause with its gist, how it comes to the limit, and what was assumed."""
    rows = [heading(t("calendar.basis"))]
    for basis in bases:
        rows += prose(cited(basis.document, basis.clause), width, "fg", 1)
        rows += prose(basis.gist, width, "muted", 3)
        rows += prose(reckoning(basis), width, "muted", 3)
        if basis.assumption:
            rows += prose(t("incident.assumed", text=basis.assumption), width, "near", 3)
    return rows


def matter_columns() -> tuple[Column, ...]:
    return (
        Column(title="", cells=2),
        Column(title=t("calendar.head.due"), cells=7),
        Column(title=t("calendar.head.kind"), cells=8),
        Column(title=t("calendar.head.title"), cells=int(t("calendar.cells.duty"))),
        Column(title=t("calendar.head.unit"), cells=14, narrow=False),
        Column(title=t("calendar.head.matter")),
    )


def matter_entry(row: Obligation, now: datetime) -> Entry:
    of = band(row, now)
    return Entry(
        id=row.id,
        cells=(
            tile(of),
            Piece(due_text(row, now), str(of)),
            Piece(row.matter.kind_title or "", "muted"),
            Piece(row.title, "fg" if of in BRIGHT else "muted"),
            Piece(row.owner.name if row.owner else "", "muted"),
            row.matter.title,
        ),
        item=row,
        words=row.matter.number,
    )


def matter_detail(row: Obligation, now: datetime, width: int) -> list[Line]:
    """Return a duty of an occasion: what it comes from, who owes it, by which clause."""
    rows = [line(Piece(f"{row.title} ", "fg", True), muted(row.modality_title))]
    matter = f"{row.matter.kind_title or ''} {row.matter.title}".strip()
    rows += labelled(t("calendar.matter"), [Piece(matter)], width)
    if row.owner:
        rows += labelled(t("calendar.unit"), [Piece(row.owner.name)], width)
    rows += labelled(t("calendar.due"), [Piece(due_words(row.due_at, now))], width)
    if row.recipients:
        to = t("intake.comma").join(row.recipients)
        rows += labelled(t("calendar.to"), [Piece(to)], width)
    return [*rows, BLANK, *basis_lines(row.basis, width)]


def is_matter(row: Obligation) -> bool:
    """Tell whether a row belongs to an occasion that is no period."""
    return row.occasion is not None and row.occasion.kind != "PERIOD" and row.open


def day_columns() -> tuple[Column, ...]:
    return (
        Column(title=t("calendar.head.count"), cells=int(t("calendar.cells.count")), right=True),
        Column(title=t("calendar.head.day"), cells=10),
        Column(title=t("calendar.head.weekday"), cells=int(t("calendar.cells.weekday"))),
        Column(title=t("calendar.head.note")),
    )


def day_entry(count: int, day: WorkingDay) -> Entry:
    years = t("intake.comma").join(str(year) for year in day.provisional)
    note = t("calendar.provisional", years=years) if years else ""
    return Entry(
        id=str(count),
        cells=(
            Piece(str(count), "fg", bold=True),
            Piece(f"{day.day:%Y-%m-%d}", "near" if day.provisional else "fg"),
            weekday(day.day),
            Piece(note, "near"),
        ),
        item=day,
    )


def weekday(day: date) -> str:
    return t("calendar.weekdays").split()[day.weekday()]


def day_detail(day: WorkingDay, days: WorkingDays, now: datetime, width: int) -> list[Line]:
    """Return a counted day, then the notices of holidays that it rests on."""
    said = f"{say_day(day.day, now)} {weekday(day.day)}"
    rows = [line(Piece(said, "fg", bold=True)), *prose(t("calendar.day_rule"), width)]
    rows += prose(day.note, width, "near") if day.note else []
    today = local(now).year
    for year, notice in ((today, days.year), (today + 1, days.next)):
        rows += [BLANK, *_notice_lines(year, notice, width)]
    return rows


def _notice_lines(year: int, notice: HolidayNotice | None, width: int) -> list[Line]:
    if notice is None:
        return [heading(t("calendar.year", year=year)), *prose(t("calendar.no_notice"), width)]
    rows = [heading(t("calendar.year_of", year=year, document=notice.document))]
    festivals: dict[str, list[date]] = {}
    for one in notice.days:
        if not one.works:
            festivals.setdefault(one.festival, []).append(one.day)
    for name, off in festivals.items():
        span = f"{min(off):%m-%d} - {max(off):%m-%d}"
        rows += labelled(name, [Piece(f"{span} "), muted(t("calendar.days", n=len(off)))], width)
    made = [f"{one.day:%m-%d}" for one in notice.days if one.works]
    if made:
        said = [Piece(t("intake.comma").join(made))]
        rows += labelled(t("calendar.made_up"), said, width)
    return rows
