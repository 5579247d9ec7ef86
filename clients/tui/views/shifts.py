"""The roster of shifts (值班表) with its holes, the patrols and the rules, as lists."""

from datetime import datetime

from clients.tui.locale import t
from clients.tui.models_handover import GONE, DutyRoster, ListedShift, ShiftGap
from clients.tui.models_shifts import (
    DutyRules,
    Expectation,
    Patrol,
    PatrolBook,
    PatrolSlot,
    PatrolTime,
    ShiftRole,
)
from clients.tui.views.listed import Column, Entry, Listed
from clients.tui.views.moments import say_clock
from clients.tui.views.pieces import BLANK, Line, Piece, heading, labelled, muted, prose

_COLUMNS = {
    "roster": (("begins", 11), ("ends", 11), ("role", 8), ("person", 14), ("state", 0)),
    "patrols": (("at", 11), ("state", 12), ("who", 14), ("channels", 0)),
    "rules": (("sort", 10), ("what", 26), ("rule", 0)),
}
_TONES = {
    "ON_DUTY": "ok",
    "HANDING_OVER": "near",
    "ABSENT": "over",
    "NOT_HANDED_OVER": "over",
    "HANDED_OVER": "muted",
    "ENDED": "muted",
    "REPLACED": "muted",
    "CANCELLED": "muted",
    "MISSED": "over",
    "PARTLY": "over",
    "DUE": "near",
    "DONE": "ok",
    "COMING": "muted",
}


def shift_columns(tab: str) -> tuple[Column, ...]:
    return tuple(
        Column(title=t(f"shifts.head.{name}"), cells=cells) for name, cells in _COLUMNS[tab]
    )


def listed_shifts(roster: DutyRoster, now: datetime) -> Listed:
    """Return shifts and holes in the order of time, those of today and later; gone ones faded."""
    rows = [(one.begins_at, 1, _shift(one, now)) for one in roster.shifts.shifts]
    rows += [(gap.begins_at, 0, _gap(gap, now)) for gap in roster.shifts.gaps]
    return Listed(entries=tuple(entry for *_, entry in sorted(rows, key=lambda row: row[:2])))


def _shift(one: ListedShift, now: datetime) -> Entry:
    faded = "muted" if one.state in (*GONE, "HANDED_OVER", "ENDED") else "fg"
    marks = [t("shifts.unplanned")] if one.unplanned else []
    marks += [one.reason] if one.reason else []
    state = "  ".join((t(f"shifts.state.{one.state}"), *marks))
    return Entry(
        id=one.id,
        cells=(
            Piece(say_clock(one.begins_at, now), faded),
            Piece(say_clock(one.ends_at, now), faded),
            Piece(one.role_title, "muted"),
            Piece(one.person, faded),
            Piece(state, _TONES.get(one.state, faded)),
        ),
        item=one,
    )


def _gap(gap: ShiftGap, now: datetime) -> Entry:
    tone = "over" if gap.ends_at > now else "muted"
    return Entry(
        id=f"gap {gap.begins_at.isoformat()}",
        cells=(
            Piece(say_clock(gap.begins_at, now), tone),
            Piece(say_clock(gap.ends_at, now), tone),
            "",
            Piece(t("shifts.nobody"), tone, bold=True),
            "",
        ),
        item=gap,
    )


def listed_patrols(book: PatrolBook, now: datetime) -> Listed:
    """Return planned patrols and those done, the latest first."""
    comma = t("intake.comma")
    rows = [
        (
            slot.at,
            Entry(
                id=f"slot {slot.at.isoformat()}",
                cells=(
                    say_clock(slot.at, now),
                    Piece(t(f"shifts.patrol.{slot.state}"), _TONES.get(slot.state, "fg")),
                    muted(t("shifts.planned")),
                    Piece(comma.join(slot.channels)),
                ),
                item=slot,
            ),
        )
        for slot in book.slots
    ]
    rows += [
        (
            one.at,
            Entry(
                id=one.id,
                cells=(
                    say_clock(one.at, now),
                    Piece(
                        t(f"shifts.result.{one.result}"), "near" if one.result == "FOUND" else "ok"
                    ),
                    one.person,
                    Piece(comma.join(one.channels)),
                ),
                item=one,
            ),
        )
        for one in book.log
    ]
    return Listed(entries=tuple(e for _, e in sorted(rows, key=lambda row: row[0], reverse=True)))


def listed_rules(rules: DutyRules) -> Listed:
    """Return who keeps the desk, the patrols of a day, and how long each source may be silent."""
    comma = t("intake.comma")
    entries = [
        Entry(
            id=f"role {one.code}",
            cells=(
                muted(t("shifts.sort.role")),
                one.title,
                t("shifts.mans" if one.mans else "shifts.mans_not"),
            ),
            item=one,
        )
        for one in rules.roles
    ]
    entries += [
        Entry(
            id=f"patrol {one.at}",
            cells=(
                muted(t("shifts.sort.patrol")),
                t("shifts.patrol_at", at=one.at, n=one.tolerance),
                comma.join(one.channels),
            ),
            item=one,
        )
        for one in rules.patrols
    ]
    entries += [
        Entry(
            id=f"source {one.kind} {one.subject}",
            cells=(
                muted(t("shifts.sort.source")),
                f"{one.kind_title} {one.subject or ''}".rstrip(),
                silence(one),
            ),
            item=one,
        )
        for one in rules.expectations
    ]
    return Listed(entries=tuple(entries))


def silence(one: Expectation) -> str:
    """Return how long a source may be silent, and whose measure that is."""
    if one.within is None:
        return t("shifts.no_measure")
    return t("shifts.within.ours" if one.ours else "shifts.within", n=one.within)


def shift_detail(item: object, rules: DutyRules | None, now: datetime, width: int) -> list[Line]:
    """Return what stands behind an entry, and what can be done with it."""
    match item:
        case ShiftGap():
            return [*prose(t("shifts.gap"), width, "over"), BLANK, *prose(t("shifts.fill"), width)]
        case ListedShift():
            return _of_shift(item, now, width)
        case PatrolSlot():
            return _of_slot(item, now, width)
        case Patrol():
            return _of_patrol(item, now, width)
        case ShiftRole() | PatrolTime() | Expectation():
            return _of_rules(rules, now, width) if rules else []
    return []


def _of_shift(one: ListedShift, now: datetime, width: int) -> list[Line]:
    rows = [heading(f"{one.role_title} {one.person}")]
    said = [
        ("shifts.of.from", say_clock(one.begins_at, now)),
        ("shifts.of.to", say_clock(one.ends_at, now)),
        ("shifts.of.login", one.account or t("shifts.by_name")),
        ("shifts.of.there", say_clock(one.started_at, now) if one.started_at else ""),
        ("shifts.of.handed", say_clock(one.handed_over_at, now) if one.handed_over_at else ""),
        ("shifts.of.reason", one.reason or ""),
    ]
    for key, text in said:
        if text:
            rows += labelled(t(key), [Piece(text)], width)
    if one.unhanded:
        rows += prose(t("shifts.unhanded"), width, "over")
    return [*rows, BLANK, *prose(t("shifts.open_hint"), width, "keys")]


def _of_slot(one: PatrolSlot, now: datetime, width: int) -> list[Line]:
    comma = t("intake.comma")
    span = t("shifts.span", a=say_clock(one.opens_at, now), b=say_clock(one.closes_at, now))
    rows = labelled(t("shifts.of.counts"), [Piece(span)], width)
    rows += labelled(t("shifts.of.channels"), [Piece(comma.join(one.channels))], width)
    if one.lacking and one.state != "COMING":
        rows += labelled(t("shifts.of.lacking"), [Piece(comma.join(one.lacking), "over")], width)
    return rows


def _of_patrol(one: Patrol, now: datetime, width: int) -> list[Line]:
    rows = labelled(t("shifts.of.channels"), [Piece(t("intake.comma").join(one.channels))], width)
    rows += prose(one.note, width, "fg") if one.note else []
    by = f"{one.recorded_by} {say_clock(one.recorded_at, now)}"
    return [*rows, *labelled(t("shifts.of.by"), [Piece(by)], width)]


def _of_rules(rules: DutyRules, now: datetime, width: int) -> list[Line]:
    if not rules.set_at:
        return prose(t("shifts.rules.none"), width)
    rows = [heading(t("shifts.rules.version", n=rules.version))]
    set_by = f"{rules.set_by or ''} {say_clock(rules.set_at, now)}"
    rows += labelled(t("shifts.of.by"), [Piece(set_by)], width)
    return [*rows, *labelled(t("shifts.of.reason"), [Piece(rules.reason)], width)]
