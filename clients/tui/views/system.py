"""系统: each thing that must run as one line, what is wrong first, with what to do about it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from clients.tui.link import LinkState, LinkStatus
from clients.tui.locale import optional, t
from clients.tui.models_system import LostNotice, Readiness, Seals, SystemStatus
from clients.tui.views.header import MIRROR_OLD
from clients.tui.views.listed import Column, Entry, Listed
from clients.tui.views.moments import say_clock, say_span
from clients.tui.views.pieces import BLANK, Line, Piece, heading, labelled, prose

MOST_LOST = 12  # recipients written out
SERVICES = ("deadlines", "registry")


class Level(StrEnum):
    """坏 · 慢 · 好, and 记 for what is only told; in the order of the list."""

    BAD = "bad"
    DOUBTFUL = "doubtful"
    WELL = "well"
    TOLD = "told"


_TONES = {Level.BAD: "over", Level.DOUBTFUL: "near", Level.WELL: "ok", Level.TOLD: "muted"}
_ORDER = list(Level)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One line. `more`: pairs of label and text; `advice`: a key of the catalogue, "" for none."""

    name: str
    level: Level
    said: str
    more: Sequence[tuple[str, str]] = ()
    advice: str = ""
    of: str = ""  # the service, where there is one such line for each

    @property
    def id(self) -> str:
        return f"{self.name}.{self.of}"

    @property
    def title(self) -> str:
        title = t(f"system.of.{self.name}")
        named = f"{t(f'board.{self.of}')} {title}" if self.of else title
        return named[:1].upper() + named[1:]


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What the desk knows of itself."""

    as_of: datetime | None
    fresh: bool
    cache: str
    waiting: int
    refused: int
    problems: Sequence[str]
    officer: str
    unit: str
    version: str
    colours: int
    size: tuple[int, int]
    ascii: bool
    theme: str
    drills: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that was read; what did not answer is None."""

    links: dict[str, LinkStatus]
    addresses: dict[str, str]
    ready: dict[str, Readiness | None] = field(default_factory=dict)
    seals: dict[str, Seals | None] = field(default_factory=dict)
    status: SystemStatus | None = None
    lost: Sequence[LostNotice] = ()
    desk: Desk


def system_columns() -> tuple[Column, ...]:
    return (
        Column(title=t("system.head.level"), cells=6),
        Column(title=t("system.head.what"), cells=18),
        Column(title=t("system.head.said")),
    )


def listed_checks(checks: Sequence[Check]) -> Listed:
    """Return the lines, the worst first; those as bad as each other keep their order."""
    ordered = sorted(checks, key=lambda check: _ORDER.index(check.level))
    return Listed(entries=tuple(_entry(check) for check in ordered))


def _entry(check: Check) -> Entry:
    tone = _TONES[check.level]
    return Entry(
        id=check.id,
        cells=(
            Piece(t(f"system.level.{check.level}"), tone, bold=check.level is not Level.TOLD),
            check.title,
            Piece(check.said, tone if check.level in (Level.BAD, Level.DOUBTFUL) else "muted"),
        ),
        item=check,
    )


def worst(checks: Sequence[Check]) -> Piece:
    """Return in a few words how many things are wrong."""
    bad = sum(check.level is Level.BAD for check in checks)
    doubtful = sum(check.level is Level.DOUBTFUL for check in checks)
    if bad or doubtful:
        said = t("system.wrong", bad=bad, doubtful=doubtful)
        return Piece(said, "over" if bad else "near", bold=True)
    return Piece(t("system.all_well"), "ok", bold=True)


def check_lines(check: Check, width: int) -> list[Line]:
    """Return what is to be done, then all that is known of a line."""
    rows = [heading(check.title), *prose(check.said, width, _TONES[check.level])]
    if check.advice:
        rows += [BLANK, heading(t("system.what_to_do"))]
        rows += prose(t(f"system.do.{check.advice}"), width, "fg")
    rows += [BLANK] if check.more else []
    for label, text in check.more:
        rows += labelled(label, [Piece(text)], width, int(t("system.label.cells")))
    return rows


def checks(facts: Facts, now: datetime) -> list[Check]:
    """Return every line there is to tell."""
    found = [_service(facts, name, now) for name in SERVICES]
    found += _running(facts, now)
    found += [_sealed(facts, name, now) for name in SERVICES]
    found += [_data(facts.desk, now), _outbox(facts.desk), _settings(facts.desk)]
    found += [_drills(facts.desk), _limits(facts.status), _desk(facts.desk)]
    return found


def _more(pairs: Sequence[tuple[str, object]]) -> list[tuple[str, str]]:
    return [(t(f"system.is.{key}"), str(value)) for key, value in pairs if value not in (None, "")]


def _at(moment: datetime | None, now: datetime) -> str:
    """Return a moment with how long ago it was."""
    if moment is None:
        return t("system.never")
    if now - moment < timedelta(minutes=1):
        return t("system.just_now", at=say_clock(moment, now))
    ago = say_span(now - moment)
    return t("system.ago", at=say_clock(moment, now), span=ago)


def _service(facts: Facts, name: str, now: datetime) -> Check:
    link, ready = facts.links[name], facts.ready.get(name)
    more = [("address", facts.addresses[name]), ("heard", _at(link.heard_at, now))]
    if link.state is LinkState.DOWN or ready is None:
        again = link.retry_at
        more += [("reason", link.reason), ("again", say_clock(again, now) if again else "")]
        return Check(name="service", of=name, level=Level.BAD, said=t("system.down"),
                     more=_more(more), advice="service")  # fmt: skip
    problems = [(one.code, one.message) for one in ready.problems]
    if problems:
        return Check(name="service", of=name, level=Level.BAD, said=t("system.unready"),
                     more=_more(more) + problems, advice="unready")  # fmt: skip
    slow = link.state is LinkState.SLOW
    said = t("system.slow" if slow else "system.runs")
    level = Level.DOUBTFUL if slow else Level.WELL
    return Check(name="service", of=name, level=level, said=said, more=_more(more))


def _running(facts: Facts, now: datetime) -> list[Check]:
    """Return the jobs of the deadlines service, one line that nothing is known where it is away."""
    status = facts.status
    if status is None:
        return [
            Check(name=name, level=Level.BAD, said=t("system.unknown"), advice="unknown")
            for name in ("sweep", "delivery", "mirror")
        ]
    return [
        _sweep(status, now),
        _delivery(status, facts.lost, now),
        _mirror(status, now),
        _holds(status, now),
    ]


def _sweep(status: SystemStatus, now: datetime) -> Check:
    sweep = status.sweep_status
    pairs: list[tuple[str, object]] = [
        ("last", _at(sweep.last_run_at, now)),
        ("backlog", sweep.backlog),
        ("wake", say_clock(sweep.next_wake_at, now) if sweep.next_wake_at else ""),
    ]
    if sweep.late_by_seconds:
        pairs.append(("late", say_span(timedelta(seconds=sweep.late_by_seconds))))
    if caught := sweep.catch_up:
        pairs.append(
            ("standstill", f"{say_clock(caught.begins, now)} - {say_clock(caught.ends, now)}")
        )
    if not sweep.healthy:
        said = t("system.stopped", at=_at(sweep.last_run_at, now))
        return Check(name="sweep", level=Level.BAD, said=said, more=_more(pairs), advice="sweep")
    level = Level.DOUBTFUL if sweep.backlog else Level.WELL
    said = t("system.swept", at=_at(sweep.last_run_at, now), n=sweep.backlog)
    return Check(name="sweep", level=level, said=said, more=_more(pairs))


def _delivery(status: SystemStatus, lost: Sequence[LostNotice], now: datetime) -> Check:
    delivery = status.sweep_status.delivery
    pairs: list[tuple[str, object]] = [
        ("waiting", delivery.waiting),
        ("since", _at(delivery.ready_since, now) if delivery.ready_since else ""),
        ("stuck", delivery.stuck),
        ("unrouted", delivery.unrouted),
        ("held", delivery.held),
        ("canary", _at(delivery.canary_at, now)),
    ]
    more = [*_more(pairs), *_lost(lost)]
    bad = not delivery.healthy or delivery.stuck
    advice = "delivery" if bad else "unrouted" if delivery.unrouted else ""
    level = Level.BAD if bad else Level.DOUBTFUL if delivery.unrouted else Level.WELL
    numbers = {"stuck": delivery.stuck, "unrouted": delivery.unrouted, "n": delivery.waiting}
    key = "delivers_not" if delivery.stuck or delivery.healthy else "delivers_silent"
    key = "system.delivers" if level is Level.WELL else f"system.{key}"
    return Check(name="delivery", level=level, said=t(key, **numbers), more=more, advice=advice)


def _lost(lost: Sequence[LostNotice]) -> list[tuple[str, str]]:
    """Return to whom notices do not get through, each recipient once."""
    found: dict[str, tuple[str, str]] = {}
    for one in lost:
        error = next((each.error for each in one.deliveries if each.stuck and each.error), "")
        whom = f"{one.unit_name} {one.person or ''}".rstrip()
        stuck = (t("system.is.whom"), f"{whom}  {error}".rstrip())
        found.setdefault(whom, (t("system.is.unrouted"), whom) if one.unrouted else stuck)
    return list(found.values())[:MOST_LOST]


def _mirror(status: SystemStatus, now: datetime) -> Check:
    mirror = status.mirror_status
    at = mirror.last_sync_at
    pairs = _more([("last", _at(at, now)), ("units", mirror.units), ("faults", len(mirror.faults))])
    faults = [(fault.entity, fault.reason) for fault in mirror.faults[:6]]
    old = at is None or now - at > MIRROR_OLD
    bad = not mirror.reachable or old
    level = Level.BAD if bad else Level.DOUBTFUL if faults else Level.WELL
    key = "system.mirror.old" if bad else "system.mirror.faults" if faults else "system.mirror.well"
    said = t(key, at=_at(at, now), n=len(mirror.faults))
    advice = "mirror" if bad else "faults" if faults else ""
    return Check(name="mirror", level=level, said=said, more=[*pairs, *faults], advice=advice)


def _holds(status: SystemStatus, now: datetime) -> Check:
    holds = status.sweep_status.holds
    more = [(say_clock(one.until, now), f"{one.scope} {one.reason} {one.actor}") for one in holds]
    level = Level.DOUBTFUL if holds else Level.TOLD
    said = t("system.holds" if holds else "system.no_holds", n=len(holds))
    return Check(name="holds", level=level, said=said, more=more, advice="holds" if holds else "")


def _sealed(facts: Facts, name: str, now: datetime) -> Check:
    seals = facts.seals.get(name)
    if seals is None:
        return Check(name="seals", of=name, level=Level.DOUBTFUL, said=t("system.unknown"),
                     advice="unknown")  # fmt: skip
    pairs: list[tuple[str, object]] = [
        ("seals", seals.seals),
        ("rows", seals.rows),
        ("sealed", _at(seals.sealed_at, now)),
        ("checkpoint", seals.checkpoint),
        ("signed", _at(seals.checkpoint_at, now)),
    ]
    bad = seals.status not in ("sealed", "unsigned")
    level = Level.BAD if bad else Level.WELL if seals.status == "sealed" else Level.DOUBTFUL
    said = optional(f"system.seals.{seals.status}") or seals.status
    advice = f"seals.{seals.status}" if optional(f"system.do.seals.{seals.status}") else ""
    return Check(name="seals", of=name, level=level, said=said, more=_more(pairs), advice=advice)


def _data(desk: Desk, now: datetime) -> Check:
    more = _more([("cache", desk.cache)])
    said = t("system.data", at=_at(desk.as_of, now))
    level = Level.WELL if desk.fresh else Level.DOUBTFUL
    advice = "" if desk.fresh else "data"
    return Check(name="data", level=level, said=said, more=more, advice=advice)


def _outbox(desk: Desk) -> Check:
    said = t("system.outbox", n=desk.waiting, back=desk.refused)
    level = Level.BAD if desk.refused else Level.DOUBTFUL if desk.waiting else Level.WELL
    advice = "" if level is Level.WELL else "outbox"
    return Check(name="outbox", level=level, said=said, advice=advice)


def _settings(desk: Desk) -> Check:
    more = [(t("system.is.problem"), one) for one in desk.problems]
    if more:
        said = t("system.settings.bad", n=len(more))
        return Check(name="settings", level=Level.DOUBTFUL, said=said, more=more, advice="settings")
    return Check(name="settings", level=Level.WELL, said=t("system.settings.well"))


def _drills(desk: Desk) -> Check:
    said = t("system.drills" if desk.drills else "system.no_drills", n=desk.drills)
    return Check(name="drills", level=Level.TOLD, said=said)


def _limits(status: SystemStatus | None) -> Check:
    if status is None:
        return Check(name="limits", level=Level.TOLD, said=t("system.unknown"))
    limits = status.limits
    pairs: list[tuple[str, object]] = [
        ("page", limits.page),
        ("rows_asked", limits.rows),
        ("depth", limits.depth),
        ("body", f"{limits.body_bytes // 1024} KiB"),
        ("rate", limits.requests_a_second or t("system.no_rate")),
    ]
    said = t("system.limits", page=limits.page, body=limits.body_bytes // 1024)
    return Check(name="limits", level=Level.TOLD, said=said, more=_more(pairs))


def _desk(desk: Desk) -> Check:
    columns, rows = desk.size
    pairs: list[tuple[str, object]] = [
        ("version", desk.version),
        ("officer", f"{desk.unit} {desk.officer}".strip()),
        ("terminal", f"{columns}x{rows}"),
        ("colours", desk.colours),
        ("theme", desk.theme),
        ("marks", t("system.ascii" if desk.ascii else "system.wide_marks")),
    ]
    said = t("system.desk", columns=columns, rows=rows, colours=desk.colours)
    small = columns < 80 or rows < 24
    level = Level.DOUBTFUL if small else Level.TOLD
    return Check(
        name="desk", level=level, said=said, more=_more(pairs), advice="small" if small else ""
    )
