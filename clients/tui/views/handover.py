"""A handover sheet (交接班单) on the screen: its sections as lists, who signed, in a few words."""

from collections.abc import Callable
from datetime import datetime, timedelta

from clients.tui.locale import t
from clients.tui.models_handover import Handover
from clients.tui.models_sheet import DutyLine, IncidentLine, NoticeLine, Sheet, SourceLine
from clients.tui.views.bands import NEAR_WITHIN, TODAY_WITHIN, URGENT_WITHIN
from clients.tui.views.listed import Column, Entry
from clients.tui.views.moments import say_clock, say_span
from clients.tui.views.pieces import Piece, muted
from clients.tui.views.texts import severity_short

SECTIONS = (
    "duties", "ahead", "notices", "silent", "overrides", "waived", "leads", "done", "changes",
)  # fmt: skip
WHEN = 11  # cells of a moment
_COLUMNS: dict[str, tuple[tuple[str, int], ...]] = {
    "duties": (("due", WHEN), ("left", 10), ("duty", 16), ("matter", 0)),
    "ahead": (("at", WHEN), ("kind", 12), ("what", 0)),
    "notices": (("since", WHEN), ("told", 22), ("what", 0)),
    "silent": (("source", 24), ("state", 10), ("heard", 0)),
    "overrides": (("at", WHEN), ("gate", 18), ("settled", 11), ("matter", 0)),
    "waived": (("at", WHEN), ("duty", 16), ("by", 10), ("matter", 0)),
    "leads": (("since", WHEN), ("platform", 10), ("times", 4), ("lead", 0)),
    "done": (("at", WHEN), ("sort", 10), ("what", 0)),
    "changes": (("sort", 12), ("what", 0)),
}


def sheet_columns(section: str) -> tuple[Column, ...]:
    """Return the columns of a section."""
    return tuple(
        Column(title=t(f"handover.head.{name}"), cells=cells) for name, cells in _COLUMNS[section]
    )


def sections(handover: Handover, sheet: Sheet) -> dict[str, tuple[Entry, ...]]:
    """Return what each section lists, the most urgent first; exercises stand last."""
    made: dict[str, Callable[[Sheet], list[Entry]]] = {
        "duties": _duties,
        "ahead": _ahead,
        "notices": _notices,
        "silent": _silent,
        "overrides": _overrides,
        "waived": _waived,
        "leads": _leads,
        "done": _done,
    }
    return {name: tuple(make(sheet)) for name, make in made.items()} | {
        "changes": tuple(_changes(handover))
    }


def alarming(section: str, entries: tuple[Entry, ...]) -> bool:
    """Tell whether a section holds what must not wait for the next officer."""
    return section in ("duties", "notices", "silent", "overrides") and any(
        isinstance(cell, Piece) and cell.tone == "over" for entry in entries for cell in entry.cells
    )


def _drill(text: str, drill: bool) -> str:
    return f"{t('board.drill')}{text}" if drill else text


def _duties(sheet: Sheet) -> list[Entry]:
    lines = [*sheet.duties, *sheet.untimed]
    loud = [one for one in lines if one.remaining is not None and one.remaining <= 15 * 60]
    rest = [one for one in lines if one not in loud]
    ordered = [*loud, *(x for x in rest if x.due_at is None), *(x for x in rest if x.due_at)]
    return [_duty(one, sheet.made_at) for one in sorted(ordered, key=lambda one: one.drill)]


def duty_tone(one: DutyLine) -> str:
    """Return the tone of what is left; an internal target is never redder than 近."""
    if one.remaining is None:
        return "untimed"
    left = timedelta(seconds=one.remaining)
    if left <= URGENT_WITHIN and not one.internal:
        return "over" if left < timedelta(0) else "urgent"
    if left <= NEAR_WITHIN:
        return "near"
    return "today" if left <= TODAY_WITHIN else "later"


def _duty(one: DutyLine, made: datetime) -> Entry:
    tone = duty_tone(one)
    if one.remaining is None:
        due, left = t("due.none"), t("handover.elapsed", span=_span(one.elapsed))
    else:
        due = say_clock(one.due_at or made, made)
        left = ("+" if one.remaining < 0 else "") + _span(abs(one.remaining))
    mark = " " if one.acknowledged else "!"
    cells = (
        Piece(due, tone if tone in ("over", "urgent") else "fg"),
        Piece(left, tone, bold=tone in ("over", "urgent")),
        f"{mark}{one.title}",
        muted(_drill(one.matter, one.drill)),
    )
    return Entry(id=one.id, cells=cells, item=one, words=f"{one.number} {one.unit}")


def _span(seconds: int) -> str:
    return say_span(timedelta(seconds=seconds))


def _ahead(sheet: Sheet) -> list[Entry]:
    return [
        Entry(
            id=f"{one.kind} {one.at.isoformat()} {one.what}",
            cells=(
                say_clock(one.at, sheet.made_at),
                Piece(
                    t(f"handover.ahead.{one.kind}"), "over" if one.kind == "UNMANNED" else "keys"
                ),
                _drill(
                    t("handover.until", at=say_clock(one.until, sheet.made_at))
                    if one.until
                    else one.what,
                    one.drill,
                ),
            ),
            item=one,
        )
        for one in sheet.ahead
    ]


def _notices(sheet: Sheet) -> list[Entry]:
    ordered = sorted(sheet.notices, key=lambda one: (not one.unrouted, one.drill))
    return [_notice(one, sheet.made_at) for one in ordered]


def _notice(one: NoticeLine, made: datetime) -> Entry:
    whom = f"{one.unit} {one.person or one.told}"
    lost = Piece(t("handover.unrouted"), "over", bold=True)
    cells = (
        say_clock(one.at, made),
        lost if one.unrouted else Piece(whom),
        _drill(f"{whom}  {one.subject}" if one.unrouted else one.subject, one.drill),
    )
    return Entry(id=one.id, cells=cells, item=one, words=whom)


def _silent(sheet: Sheet) -> list[Entry]:
    made = sheet.made_at
    rank = {True: 0, None: 2, False: 3}
    found = [
        (
            rank[one.silent],
            Entry(
                id=one.title,
                cells=(
                    one.title,
                    _source_state(one.silent),
                    say_heard(one, made),
                ),
                item=one,
            ),
        )
        for one in sheet.sources
    ]
    found += [
        (
            1,
            Entry(
                id=f"patrol {one.at.isoformat()}",
                cells=(
                    t("handover.patrol", at=say_clock(one.at, made)),
                    Piece(t("handover.partly" if one.partly else "handover.missed"), "over", True),
                    t("intake.comma").join(one.lacking),
                ),
                item=one,
            ),
        )
        for one in sheet.missed_patrols
    ]
    return [entry for _, entry in sorted(found, key=lambda pair: pair[0])]


def _source_state(silent: bool | None) -> Piece:
    if silent is None:
        return muted(t("handover.unmeasured"))
    return Piece(t("handover.silent"), "over", True) if silent else Piece(t("handover.heard"), "ok")


def say_heard(of: SourceLine, made: datetime) -> str:
    """Say when a source was last heard of, and how often it should be."""
    said = t("handover.never_heard")
    if of.last_at is not None:
        span = say_span(max(made - of.last_at, timedelta(0)))
        said = t("handover.last_heard", at=say_clock(of.last_at, made), span=span)
    return said if of.within is None else f"{said}{t('handover.within', n=of.within)}"


def _overrides(sheet: Sheet) -> list[Entry]:
    made = sheet.made_at
    return [
        Entry(
            id=f"{one.id} {one.gate}",
            cells=(
                say_clock(one.at, made),
                one.gate,
                Piece(say_clock(one.made_good_at, made), "ok")
                if one.made_good_at
                else Piece(t("handover.to_make_good"), "over", True),
                _drill(one.matter, one.drill),
            ),
            item=one,
            words=f"{one.approver} {one.person}",
        )
        for one in sheet.overrides
    ]


def _waived(sheet: Sheet) -> list[Entry]:
    return [
        Entry(
            id=one.id,
            cells=(
                say_clock(one.at, sheet.made_at),
                one.title,
                one.by,
                _drill(one.matter, one.drill),
            ),
            item=one,
            words=one.reason or "",
        )
        for one in sheet.waived
    ]


def _leads(sheet: Sheet) -> list[Entry]:
    return [
        Entry(
            id=one.id,
            cells=(
                say_clock(one.known_at, sheet.made_at),
                one.platform or "",
                str(one.sightings),
                one.title,
            ),
            item=one,
        )
        for one in sheet.leads
    ]


def _done(sheet: Sheet) -> list[Entry]:
    made = sheet.made_at
    rows: list[Entry] = [
        Entry(
            id=one.id,
            cells=(
                say_clock(one.ends_at, made),
                Piece(t("handover.sort.unhanded"), "over", True),
                f"{one.role} {one.person}",
            ),
            item=one,
        )
        for one in sheet.unhanded
    ]
    rows += [_incident("opened", one, made) for one in sheet.opened]
    rows += [
        Entry(
            id=one.id,
            cells=(
                say_clock(one.at, made),
                Piece(t("handover.sort.fulfilled"), "ok"),
                _drill(f"{one.title}  {one.matter}", one.drill),
            ),
            item=one,
        )
        for one in sheet.fulfilled
    ]
    return rows + [_incident("closed", one, made) for one in sheet.closed]


def _incident(sort: str, one: IncidentLine, made: datetime) -> Entry:
    grade = f"{severity_short(one.severity)} " if one.severity else ""
    cells = (
        say_clock(one.at, made),
        Piece(t(f"handover.sort.{sort}"), "keys" if sort == "opened" else "ok"),
        _drill(f"{one.number} {grade}{one.title}", one.drill),
    )
    return Entry(id=f"{sort} {one.id}", cells=cells, item=one)


def _changes(handover: Handover) -> list[Entry]:
    return [
        Entry(
            id=f"{at}",
            cells=(Piece(t(f"handover.change.{one.kind}"), "near"), one.what),
            item=one,
        )
        for at, one in enumerate(handover.changes or ())
    ]
