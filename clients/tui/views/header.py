"""The three fixed rows on top: who and when, the tally, the state of filter, links and data."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from rich.cells import cell_len

from clients.tui.clock import local
from clients.tui.keys import key_of
from clients.tui.link import LinkState, LinkStatus
from clients.tui.locale import t
from clients.tui.models import BoardTally, ServiceStatus
from clients.tui.models_on_duty import OnDutyNow
from clients.tui.views.bands import Band
from clients.tui.views.lines import Line, Pen, spread, width_of
from clients.tui.views.texts import moment_text, span_text
from clients.tui.views.wrap import fit

TALLIED = (Band.OVER, Band.URGENT, Band.UNTIMED, Band.NEAR, Band.TODAY, Band.LATER)
NARROW = 100
SWEEP_OLD = timedelta(minutes=3)  # as the service itself holds a sweep for stopped
REASON = 34  # cells of why a service gives nothing; it may tell at length
HANDOVER_NEAR = timedelta(minutes=15)
MIRROR_OLD = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Freshness:
    """How far the data can be trusted: its moment, both links, what was held back."""

    now: datetime
    as_of: datetime | None
    fresh: bool
    deadlines: LinkStatus
    registry: LinkStatus
    service: ServiceStatus | None = None
    may_sign_in: bool = False

    @property
    def guessed(self) -> bool:
        """Countdowns run on this machine's clock alone."""
        return not self.fresh or self.deadlines.state is LinkState.DOWN

    @property
    def stale(self) -> bool:
        return self.guessed or self.registry.state is LinkState.DOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class ListState:
    """What the state row tells of the list; `query` is the filter, "" for none.

    `total`: how many there are where the list holds only the first of them, else 0. `waiting` and
    `refused` are acts in the outbox (待发).
    """

    shown: int
    total: int = 0
    query: str = ""
    unaccepted: int = 0
    held: int = 0
    waiting: int = 0
    refused: int = 0
    notice: str = ""
    alarming: bool = False


def brand_line(
    palette: str,
    width: int,
    unit: str,
    officer: str,
    fresh: Freshness,
    readonly: bool = False,
    on_duty: tuple[str, str] = ("", ""),
) -> Line:
    """Return row 0; `on_duty` is who keeps the desk, and its tone."""
    pen, brand = Pen(palette, "head"), Pen(palette, "brand")
    narrow, here = width < NARROW, local(fresh.now)
    left = [
        brand(t("board.brand"), "white", True),
        pen(f" {t('readonly.mark')}" if readonly else "", "near", True),
        pen(f"  {unit or t('board.no_unit')}  "),
    ]
    said, tone = on_duty
    left += [pen(f"{said}  ", tone)] if said else []
    if officer and officer not in said:
        left.append(pen(f"{t('board.signed_in' if said else 'board.duty')} {officer}", "muted"))
    right = [*link_mark(pen, "registry", fresh.registry), pen(" ")]
    right += link_mark(pen, "deadlines", fresh.deadlines)
    weekday = t("board.weekday", day=t("weekdays").split()[here.weekday()])
    right.append(pen(" " if narrow else f" {here:%m-%d} {weekday} ", "muted"))
    right.append(pen(f"{here:%H:%M:%S} ", "fg", True))
    while width_of(left) + width_of(right) > width and len(left) > 1:
        left.pop()
    return spread(left, right, width, pen)


def on_duty_piece(duty: OnDutyNow | None, now: datetime) -> tuple[str, str]:
    """Return who keeps the desk and when it is handed over, with the tone of that."""
    if duty is None:
        return "", ""
    shift = duty.keeper
    if shift is None:
        return t("board.nobody"), "near"
    at, ends = f"{local(shift.ends_at):%H:%M}", shift.ends_at
    who = {"role": shift.role_title, "person": shift.person, "at": at}
    if shift.started_at is None:
        return t("board.absent", **who), "over"
    if shift.state == "HANDING_OVER":
        return t("board.handing", **who), "near"
    return t("board.keeper", **who), "near" if ends - now <= HANDOVER_NEAR else "fg"


def link_mark(pen: Pen, name: str, status: LinkStatus) -> Line:
    word = f" {t('link.refused' if status.refused else f'link.{status.state.value}')} "
    label = pen(t(f"board.{name}"), "muted")
    if status.state is LinkState.DOWN:
        return [label, pen.on("broken")(word, "white", True)]
    tones = {LinkState.LIVE: "ok", LinkState.SLOW: "near", LinkState.OPENING: "muted"}
    return [label, pen(word, tones[status.state], True)]


def tally_line(palette: str, width: int, tally: BoardTally | None) -> Line:
    pen, narrow = Pen(palette, "panel"), width < NARROW
    line = [pen(" ")]
    for step, count in zip(TALLIED, counts(tally), strict=True):
        tile, digits = Pen(palette, step.value), "-" if count is None else str(count)
        text = f" {t(f'tile.{step.value}')}{digits:>{2 if narrow else 3}} "
        line.append(tile(text, f"tile.{step.value}", True))
        line.append(pen(f" {_meaning(step, narrow)}{' ' if narrow else '   '}", "muted"))
    done = "-" if tally is None else str(tally.fulfilled_today)
    right = [pen(t("tally.done", count=done) + " ", "ok")]
    return spread(line, [] if narrow else right, width, pen)


def counts(tally: BoardTally | None) -> tuple[int | None, ...]:
    """Return the counts in the order of TALLIED."""
    if tally is None:
        return (None,) * len(TALLIED)
    timed = (tally.within_hour, tally.today, tally.later)
    return (tally.overdue, tally.within15m, tally.untimed, *timed)


def _meaning(step: Band, narrow: bool) -> str:
    short = {Band.URGENT, Band.NEAR, Band.TODAY}
    return t(f"tally.{step.value}{'.narrow' if narrow and step in short else ''}")


def state_line(palette: str, width: int, listed: ListState, fresh: Freshness) -> Line:
    """Return row 2: a notice, else the stale band, else filter, count and order."""
    pen = Pen(palette, "panel")
    if listed.notice:
        tone = "over" if listed.alarming else "fg"
        return spread([pen(f" {listed.notice}", tone, True)], [], width, pen)
    if fresh.stale:
        band = Pen(palette, "stale")
        right = [*kept_part(band, listed, "on_stale"), *held_part(band, listed.held, "on_stale")]
        parts = stale_parts(fresh, width < NARROW)
        # what waits to be sent is worth more than why countdowns carry a mark
        while len(parts) > 1 and cell_len("  ".join(parts)) + 2 + width_of(right) > width:
            parts.pop()
        return spread([band(f" {'  '.join(parts)}", "on_stale", True)], right, width, band)
    key = "state.shown" if listed.query else "state.first" if listed.total else "state.all"
    parts = [t(key, count=listed.shown, query=listed.query, total=listed.total)]
    parts.append(t("state.unaccepted", count=listed.unaccepted))
    late = slow_parts(fresh)
    parts += [] if late else [t("state.order")]
    left = [pen(" " + "    ".join(parts), "muted")]
    left += [pen("    " + text, "near", True) for text in late]
    right = [*kept_part(pen, listed, "near"), *held_part(pen, listed.held, "keys")]
    right += service_part(pen, fresh)
    return spread(left, right, width, pen)


def slow_parts(fresh: Freshness) -> list[str]:
    """Return which service has not been heard of for some seconds, though its line is open."""
    links = (("deadlines", fresh.deadlines), ("registry", fresh.registry))
    return [
        t(f"link.{name}.slow", seconds=int((fresh.now - status.heard_at).total_seconds()))
        for name, status in links
        if status.state is LinkState.SLOW and status.heard_at is not None
    ]


def service_part(pen: Pen, fresh: Freshness) -> Line:
    """Return whether limits are swept and, where it is old, how old the mirror is."""
    if fresh.service is None:
        return []
    sweep, mirror = fresh.service.sweep_status, fresh.service.mirror_status
    run = sweep.last_run_at
    stopped = not sweep.healthy or run is None or fresh.now - run > SWEEP_OLD
    said = [pen(t("service.beats") + " ", "ok")]
    if stopped:
        said = [pen.on("broken")(f" {_since('service.stopped', run, fresh.now)} ", "white", True)]
    synced = mirror.last_sync_at
    if not mirror.reachable or synced is None or fresh.now - synced > MIRROR_OLD:
        said.append(pen(f" {_since('service.mirror', synced, fresh.now)} ", "near", True))
    return said


def _since(key: str, at: datetime | None, now: datetime) -> str:
    if at is None:
        return t(f"{key}.never")
    return t(key, minutes=max(0, int((now - at).total_seconds()) // 60))


def held_part(pen: Pen, held: int, tone: str) -> Line:
    return [pen(t("state.held", count=held) + " ", tone, True)] if held else []


def kept_part(pen: Pen, listed: ListState, tone: str) -> Line:
    """Return how many acts wait to be sent, and how many came back."""
    said = []
    if listed.refused:
        said.append(pen.on("broken")(f" {t('outbox.back', n=listed.refused)} ", "white", True))
        said.append(pen(" "))
    if listed.waiting:
        said.append(pen(t("outbox.waits", n=listed.waiting) + " ", tone, True))
    return said


def stale_parts(fresh: Freshness, narrow: bool) -> list[str]:
    """Return what is wrong, since when, and when it is tried again."""
    parts = []
    if fresh.guessed:
        parts.append(_age(fresh, narrow))
    parts += _broken(fresh, narrow)
    if len(parts) == 1 and fresh.guessed:
        parts.append(t("link.opening.long"))
    if not fresh.guessed:
        parts.append(t("state.contacts.narrow" if narrow else "state.contacts"))
    elif fresh.as_of is not None:
        parts.append(t("state.guess.narrow" if narrow else "state.guess"))
    return parts


def _broken(fresh: Freshness, narrow: bool) -> list[str]:
    """Return which service is away and when it is tried again; for both, the sooner moment.

    One that answers and gives nothing is not away: what it says stands first.
    """
    links = (("deadlines", fresh.deadlines), ("registry", fresh.registry))
    down = [(name, status) for name, status in links if status.state is LinkState.DOWN]
    if said := next((status.reason for _, status in down if status.refused), ""):
        said = said.rstrip("。.")
        said = fit(said, REASON) if cell_len(said) > REASON else said
        # the last is left out first where there is no room
        key = [t("link.refused.key", key=key_of("sign_in"))] if fresh.may_sign_in else []
        return [*key, t("link.refused.long", said=said)]
    if len(down) > 1:
        soonest = min((status for _, status in down), key=lambda one: one.retry_at or fresh.now)
        down = [("both", soonest)]
    return [
        t("link.broken", what=t(f"link.{name}.down"), again=_retry(status, fresh.now, narrow))
        for name, status in down
    ]


def _age(fresh: Freshness, narrow: bool) -> str:
    if fresh.as_of is None:
        return t("state.never")
    age = max(timedelta(0), fresh.now - fresh.as_of)
    ago = t("span.minutes", minutes=int(age.total_seconds()) // 60)
    short = narrow and timedelta(minutes=1) <= age < timedelta(hours=1)
    text = t("ago", text=ago if short else span_text(age))
    return t("state.stale", at=moment_text(fresh.as_of, fresh.now), ago=text)


def _retry(status: LinkStatus, now: datetime, narrow: bool) -> str:
    suffix = ".narrow" if narrow else ""
    left = 0.0 if status.retry_at is None else (status.retry_at - now).total_seconds()
    if left <= 0:
        return t(f"link.retrying{suffix}", attempt=status.attempt)
    return t(f"link.retry{suffix}", seconds=int(left) + 1, attempt=status.attempt)
