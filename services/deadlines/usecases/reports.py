"""Reports as the record stands: what is asked, counted in one snapshot, put together."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from services.deadlines.domain import refusals, report_refusals
from services.deadlines.domain.bulletins import bulletin
from services.deadlines.domain.facts_input import LONGEST_LIST, text, unit_code
from services.deadlines.domain.report_counts import (
    Asked,
    Cell,
    Counted,
    Cut,
    Narrowing,
    parts,
    subtree,
)
from services.deadlines.domain.report_periods import report_period
from services.deadlines.domain.reports import (
    DONE_LATE,
    Drill,
    LimitClass,
    Line,
    Report,
    ReportEvidence,
    Standing,
)
from services.deadlines.domain.scopes import within
from services.deadlines.law.periods import CHINA
from services.deadlines.law.results import UnitRef
from services.deadlines.store import report_counts, report_lists, reports
from services.deadlines.store.report_evidence import evidence_page
from services.deadlines.store.report_rows import allow_long
from services.kit.auth import Principal
from services.kit.database import Connection, Database
from services.kit.graphql.pages import Page, PageRequest

_LIMITED: Final = (LimitClass.STATUTORY,)
LONGEST_CODE: Final = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """Which report is wanted; ``unit`` None is the caller's territory, ``at`` the fields' place."""

    unit: str | None
    period: str | None = None
    begins: datetime | None = None
    ends: datetime | None = None
    narrowing: Narrowing = field(default_factory=Narrowing)
    at: str = ""


async def make_bulletin(database: Database, caller: Principal, ask: Ask, now: datetime) -> Report:
    """Count a bulletin. Raises Refusal NOT_FOUND (unit), BAD_PERIOD, TOO_MANY, TOO_LONG."""
    async with snapshot(database) as conn:
        asked = await checked(conn, caller, ask, now)
        return bulletin(asked, await counted(conn, asked))


async def evidence_of(
    database: Database, caller: Principal, ask: Ask, drill: Drill, page: PageRequest, now: datetime
) -> Page[ReportEvidence]:
    """List what a figure of a bulletin counts, as the record stands. Raises as `make_bulletin`."""
    async with snapshot(database) as conn:
        asked = await checked(conn, caller, ask, now)
        _check_drill(asked.unit.code, drill)
        return await evidence_page(conn, page, asked, drill)


def _check_drill(unit: str, drill: Drill) -> None:
    if drill.part is not None:
        first, last = subtree(unit)
        if not first <= unit_code("evidence.part")(drill.part) < last:
            raise report_refusals.unit_elsewhere("evidence.part")
    for name, word in (("owner", drill.owner), ("person", drill.person), ("word", drill.word)):
        text(f"evidence.{name}", LONGEST_CODE)(word or "")
    text("evidence.kind", LONGEST_CODE)(drill.kind or "")


@asynccontextmanager
async def snapshot(database: Database) -> AsyncIterator[Connection]:
    """Lend a connection whose statements all see one state, each with ten seconds."""
    async with (
        database.reading() as conn,
        conn.transaction(isolation="repeatable_read", readonly=True),
    ):
        await allow_long(conn)
        yield conn


async def checked(conn: Connection, caller: Principal, ask: Ask, now: datetime) -> Asked:
    """Check what is asked for; raises as `make_bulletin`."""
    code = unit_code(f"{ask.at}unit")(ask.unit) if ask.unit else caller.scope_code
    if not within(code, caller.scope_level, caller.scope_code):
        raise report_refusals.unit_elsewhere(f"{ask.at}unit")
    period = report_period(ask.period, ask.begins, ask.ends, now, ask.at)
    wanted = ask.narrowing
    for name in ("kinds", "severities", "incident_kinds", "categories", "incidents"):
        _check_words(getattr(wanted, name), f"{ask.at}filter.{name}")
    known = await report_counts.unit_refs(conn, [code])
    return Asked(
        unit=known.get(code) or UnitRef(code=code, name=code, known=False),
        period=period.title,
        begins=period.begins,
        ends=period.ends or now,
        as_of=now,
        narrowing=wanted,
    )


def _check_words(words: tuple[str, ...] | None, at: str) -> None:
    if words is not None and len(words) > LONGEST_LIST:
        raise refusals.too_many(at, LONGEST_LIST)
    for place, word in enumerate(words or ()):
        text(f"{at}.{place}", LONGEST_CODE)(word)


async def counted(conn: Connection, asked: Asked) -> Counted:
    """Count all that a bulletin tells, by one statement each."""
    cells = await reports.cells(conn, asked)
    names = await report_counts.unit_refs(conn, parts(cells))
    return Counted(
        cells=cells,
        stages=await reports.stage_sums(conn, asked),
        missed=await _listed(conn, asked, cells, (Standing.MISSED,), _LIMITED),
        late=await _listed(conn, asked, cells, DONE_LATE, _LIMITED),
        waived=await _listed(conn, asked, cells, (Standing.WAIVED,), tuple(LimitClass)),
        upgrades=await report_lists.upgrades(conn, asked),
        releases=await report_counts.release_counts(conn, asked),
        reviews=await report_counts.review_counts(conn, asked),
        decisions=await report_counts.decision_counts(conn, asked),
        best_units=await reports.best_units(conn, asked),
        best_persons=await reports.best_persons(conn, asked),
        resources=await report_counts.resources_told(conn, asked, _years(asked)),
        names={code: unit.name for code, unit in names.items()},
    )


async def _listed(
    conn: Connection,
    asked: Asked,
    cells: Sequence[Cell],
    standings: Sequence[Standing],
    classes: Sequence[LimitClass],
) -> tuple[Sequence[Line], int]:
    """Read a list, and tell how many lines are left out; none is read where nothing is counted."""
    total = sum(
        cell.count
        for cell in cells
        if cell.cut is Cut.ALL and cell.standing in standings and cell.limit_class in classes
    )
    if not total:
        return (), 0
    lines = await report_lists.lines(conn, asked, standings, classes)
    return lines, total - len(lines)


def _years(asked: Asked) -> tuple[int, int]:
    last = asked.ends.astimezone(CHINA)
    begun = last.month == 1 and last.day == 1 and last.hour == 0
    return asked.begins.astimezone(CHINA).year, last.year - begun
