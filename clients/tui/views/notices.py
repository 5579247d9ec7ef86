"""Notices (通知): who was told and has not taken note, what was sent, whether it arrived."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from clients.tui.locale import t
from clients.tui.models_notices import Hold, Notice, NoticeRoute, Reminding, ToldOf
from clients.tui.views.listed import Column, Entry
from clients.tui.views.moments import say_clock
from clients.tui.views.pieces import (
    BLANK,
    Line,
    Piece,
    flowing,
    heading,
    labelled,
    line,
    muted,
    prose,
)
from clients.tui.views.wrap import wrap_zh

# who may see and set where notices go (`noticeRoutes`, `setNoticeRoute`)
ROUTERS = ("DUTY_CHIEF", "ROSTER_ADMIN")
# the colours of the ladder are those of the four official levels
TONES = {"RED": "severity1", "ORANGE": "severity2", "YELLOW": "severity3", "BLUE": "severity4"}
_HEAD = re.compile(r"^【[^】]*】")


@dataclass(slots=True)
class NoticeNotes:
    """What was read beside the notices: who else was told by duty, routes by unit or
    why they are not shown, delivery."""

    told: dict[str, list[ToldOf]] = field(default_factory=dict)
    routes: dict[str, list[NoticeRoute]] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    may_route: bool = True
    reminding: Reminding | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unrouted:
    """A unit that no notice reaches, with the notices that wait for one."""

    unit: str
    name: str
    notices: tuple[Notice, ...]


def waiting_columns() -> tuple[Column, ...]:
    return (
        Column(title=t("notices.head.colour"), cells=int(t("notices.cells.colour"))),
        Column(title=t("notices.head.at"), cells=7),
        Column(title=t("notices.head.told"), cells=int(t("notices.cells.told"))),
        Column(title=t("notices.head.sent"), cells=int(t("notices.cells.sent"))),
        Column(title=t("notices.head.unit"), cells=14, narrow=False),
        Column(title=t("notices.head.subject")),
    )


def waiting_entry(notice: Notice, now: datetime) -> Entry:
    tone = TONES.get(notice.colour, "muted")
    drill = t("board.drill") if notice.drill else ""
    return Entry(
        id=notice.id,
        cells=(
            Piece(t(f"notices.colour.{notice.colour}"), tone, bold=True),
            Piece(_short(notice.at, now), "muted"),
            Piece(notice.person or notice.told_title, "fg"),
            sent_piece(notice),
            Piece(notice.unit_name, "muted"),
            Piece(f"{drill}{_HEAD.sub('', notice.subject)}"),
        ),
        item=notice,
        words=f"{notice.told_title} {notice.text}",
    )


def _short(at: datetime, now: datetime) -> str:
    """Return a moment in seven cells: of another day the day alone."""
    said = say_clock(at, now)
    return said if len(said) <= 6 else said[:5]


def sent_piece(notice: Notice) -> Piece:
    """Return in one word whether it reached anybody."""
    if notice.unrouted:
        return Piece(t("notices.sent.unrouted"), "over")
    if any(one.delivered_at for one in notice.deliveries):
        return Piece(t("notices.sent.delivered"), "done")
    stuck = any(one.stuck for one in notice.deliveries)
    return Piece(t("notices.sent.stuck"), "over") if stuck else muted(t("notices.sent.waiting"))


def unrouted_columns() -> tuple[Column, ...]:
    return (
        Column(title=t("notices.head.count"), cells=int(t("notices.cells.count")), right=True),
        Column(title=t("notices.head.oldest"), cells=7),
        Column(title=t("notices.head.unit"), cells=30),
        Column(title=t("notices.head.gravest")),
    )


def unrouted_units(notices: Iterable[Notice]) -> list[Unrouted]:
    """Return the units without a route in the order of their gravest notice."""
    found: dict[str, list[Notice]] = {}
    for notice in notices:
        if notice.unrouted:
            found.setdefault(notice.unit, []).append(notice)
    return [
        Unrouted(unit=unit, name=held[0].unit_name, notices=tuple(held))
        for unit, held in found.items()
    ]


def unrouted_entry(one: Unrouted, now: datetime) -> Entry:
    gravest = one.notices[0]
    return Entry(
        id=one.unit,
        cells=(
            Piece(str(len(one.notices)), "over", bold=True),
            Piece(_short(min(notice.at for notice in one.notices), now), "muted"),
            one.name,
            Piece(_HEAD.sub("", gravest.subject), TONES.get(gravest.colour, "fg")),
        ),
        item=one,
        words=one.unit,
    )


def hold_columns() -> tuple[Column, ...]:
    return (
        Column(title=t("notices.head.begins"), cells=11),
        Column(title=t("notices.head.until"), cells=11),
        Column(title=t("notices.head.scope"), cells=8, narrow=False),
        Column(title=t("notices.head.actor"), cells=10, narrow=False),
        Column(title=t("notices.head.why")),
    )


def hold_entry(hold: Hold, now: datetime) -> Entry:
    return Entry(
        id=f"{hold.scope} {hold.begins_at.isoformat()}",
        cells=(
            say_clock(hold.begins_at, now),
            Piece(say_clock(hold.until, now), "near", bold=True),
            Piece(hold.scope, "muted"),
            Piece(hold.actor, "muted"),
            hold.reason,
        ),
        item=hold,
    )


def notice_detail(notice: Notice, notes: NoticeNotes, now: datetime, width: int) -> list[Line]:
    """Return one notice whole: to whom, how it fares, its very words, who else was told."""
    who = f"{notice.told_title} {notice.person or ''}".strip()
    rows = labelled(t("notices.to"), [Piece(who, "fg", True)], width)
    rows += labelled(t("notices.of_unit"), [Piece(notice.unit_name)], width)
    rows += labelled(t("notices.at"), [Piece(say_clock(notice.at, now))], width)
    rows += [
        *delivery_lines(notice, now, width, notes.may_route),
        *climb_lines(notice, now, width),
        BLANK,
    ]
    rows.append(heading(t("notices.words")))
    rows += [line(Piece(f" {part}")) for part in wrap_zh(notice.text, width - 1)]
    return [*rows, *told_lines(notice, notes, now, width)]


def delivery_lines(notice: Notice, now: datetime, width: int, may_route: bool = True) -> list[Line]:
    """Return how it fares by each route; without any, what to do about it."""
    if notice.unrouted:
        return prose(
            t("notices.unrouted.long" if may_route else "notices.unrouted.ask"), width, "over"
        )
    rows: list[Line] = []
    for one in notice.deliveries:
        kind = t(f"notices.route.{one.route_kind}") if one.route_kind else t("notices.route.none")
        if one.delivered_at:
            said = Piece(t("notices.delivered", at=say_clock(one.delivered_at, now)), "done")
        else:
            key = "notices.stuck" if one.stuck else "notices.tried"
            said = Piece(t(key, n=one.attempts), "over" if one.stuck else "muted")
        rows += labelled(kind, [said], width)
        rows += prose(one.error, width, "near", 2) if one.error and not one.delivered_at else []
    return rows


def climb_lines(notice: Notice, now: datetime, width: int) -> list[Line]:
    """Return whether it came here because others took no note, and when it goes further."""
    rows = prose(t("notices.climbed"), width, "near") if notice.climbed_from else []
    if notice.climb_at is not None:
        rows += prose(t("notices.climbs", at=say_clock(notice.climb_at, now)), width, "near")
    return rows


def told_lines(notice: Notice, notes: NoticeNotes, now: datetime, width: int) -> list[Line]:
    """Return who was told of the same duty, and who of them took note."""
    told = notes.told.get(notice.tells[0].obligation) if notice.tells else None
    if not told:
        return []
    rows = [BLANK, heading(t("notices.told_of", title=notice.tells[0].title))]
    for one in told:
        who = f"{say_clock(one.at, now)} {one.told_title} {one.person or one.unit_name} "
        rows += flowing(line(f" {who}", _acknowledged(one, now)), width)
    return rows


def _acknowledged(one: ToldOf, now: datetime) -> Piece:
    if one.acknowledged_at is not None:
        return Piece(t("notices.noted", at=say_clock(one.acknowledged_at, now)), "done")
    return Piece(t("notices.sent.unrouted" if one.unrouted else "notices.not_noted"), "near")


def unrouted_detail(one: Unrouted, notes: NoticeNotes, now: datetime, width: int) -> list[Line]:
    """Return a unit's routes, what to do, and what waits for one."""
    rows = [line(Piece(one.name, "fg", bold=True))]
    key = "notices.unit_unrouted" if notes.may_route else "notices.unit_unrouted.ask"
    rows += prose(t(key, n=len(one.notices)), width, "over")
    if notes.may_route:
        refused = notes.refused.get(one.unit)
        routes = route_lines(notes.routes.get(one.unit), now, width)
        rows += prose(refused, width) if refused else routes
    rows.append(BLANK)
    rows.append(heading(t("notices.waiting_for_route")))
    for notice in one.notices[:20]:
        said = f"{_short(notice.at, now)} {notice.told_title} {_HEAD.sub('', notice.subject)}"
        rows += prose(said, width, TONES.get(notice.colour, "fg"), 1)
    return rows


def route_lines(routes: Sequence[NoticeRoute] | None, now: datetime, width: int) -> list[Line]:
    if routes is None:
        return [line(muted(t("list.reading")))]
    if not routes:
        return [line(muted(t("notices.no_routes")))]
    rows: list[Line] = []
    for route in routes:
        marks = [
            *(() if route.active else (t("notices.route.stopped"),)),
            *((t("notices.route.signed"),) if route.has_secret else ()),
            *((t("notices.route.drills"),) if route.accepts_drills else ()),
            f"{say_clock(route.set_at, now)} {route.set_by}",
        ]
        place = Piece(f"{route.place} ", "fg" if route.active else "muted")
        said = [place, muted(t("intake.comma").join(marks))]
        rows += labelled(t(f"notices.route.{route.kind}"), said, width)
    return rows


def reminding_lines(reminding: Reminding | None, now: datetime, width: int) -> list[Line]:
    """Return whether reminders run and arrive, in words, then in numbers."""
    if reminding is None:
        return [line(muted(t("list.reading")))]
    of = reminding.delivery
    runs = "notices.sweep.ok" if reminding.healthy else "notices.sweep.down"
    at = say_clock(reminding.last_run_at, now) if reminding.last_run_at else t("notices.never")
    arrives = "notices.leaving.ok" if of.healthy else "notices.leaving.down"
    rows = prose(t(runs, at=at), width, "ok" if reminding.healthy else "over")
    rows += [*prose(t(arrives), width, "ok" if of.healthy else "over"), BLANK]
    for key in ("waiting", "stuck", "unrouted", "held"):
        count = getattr(of, key)
        tone = "over" if count and key in ("stuck", "unrouted") else "fg"
        said = [Piece(f"{count} ", tone, bold=bool(count)), muted(t(f"notices.leaving.{key}.is"))]
        rows += labelled(t(f"notices.leaving.{key}"), said, width)
    return rows


def hold_detail(hold: Hold, reminding: Reminding | None, now: datetime, width: int) -> list[Line]:
    """Return a planned silence and what waits for its end."""
    span = t(
        "notices.hold.span", begins=say_clock(hold.begins_at, now), until=say_clock(hold.until, now)
    )
    return [
        *prose(span, width, "near"),
        *prose(hold.reason, width, "fg"),
        *prose(t("notices.hold.meaning"), width),
        BLANK,
        *reminding_lines(reminding, now, width),
    ]
