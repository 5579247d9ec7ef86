"""Reports as the record stands: what is asked, counted in one snapshot, put together."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from services.deadlines.domain import refusals, report_refusals
from services.deadlines.domain.annual_assessments import annual_assessment, assessed_parts
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
from services.deadlines.domain.schemes import Scheme
from services.deadlines.domain.scopes import within
from services.deadlines.law.periods import CHINA
from services.deadlines.law.results import UnitRef
from services.deadlines.store import report_counts, report_lists, reports
from services.deadlines.store.report_evidence import evidence_page
from services.deadlines.store.report_rows import allow_long
from services.kit.auth import Principal
from services.kit.database import Connection, Database
from services.kit.graphql.pages import Page, PageRequest

LONGEST_CODE: Final = 64
REPORT_SECONDS: Final = 20.0
"""How long a request may take that counts the half-year of a province."""


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


async def make_assessment(
    database: Database,
    schemes: Mapping[str, Scheme],
    caller: Principal,
    ask: Ask,
    names: Sequence[str] | None,
    now: datetime,
) -> Report:
    """Count an annual assessment by these schemes, None: by all that are loaded.

    Raises Refusal UNKNOWN_SCHEME, and as `make_bulletin`.
    """
    for place, name in enumerate(names or ()):
        if name not in schemes:
            raise report_refusals.unknown_scheme(name, f"{ask.at}schemes.{place}")
    chosen = [schemes[name] for name in dict.fromkeys(schemes if names is None else names)]
    async with snapshot(database) as conn:
        asked = await checked(conn, caller, ask, now)
        found = Counted(
            cells=await reports.cells(conn, asked),
            releases=await report_counts.release_counts(conn, asked),
            decisions=await report_counts.decision_counts(conn, asked),
        )
        names_ = await report_counts.unit_refs(conn, assessed_parts(found))
    found = replace(found, names={code: unit.name for code, unit in names_.items()})
    return annual_assessment(asked, found, chosen)


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
    """Lend a connection whose statements all see one state, each with twenty seconds."""
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
    for name, words in (
        ("kinds", wanted.kinds),
        ("severities", wanted.severities),
        ("incidentKinds", wanted.incident_kinds),
        ("categories", wanted.categories),
        ("incidents", wanted.incidents),
    ):
        _check_words(words, f"{ask.at}filter.{name}")
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
    units, persons = await reports.best(conn, asked)
    return Counted(
        cells=cells,
        stages=await reports.stage_sums(conn, asked),
        missed=await _listed(conn, asked, cells, report_lists.missed, (Standing.MISSED,)),
        late=await _listed(conn, asked, cells, report_lists.late, DONE_LATE),
        waived=await _listed(conn, asked, cells, report_lists.waived, (Standing.WAIVED,)),
        upgrades=await report_lists.upgrades(conn, asked),
        releases=await report_counts.release_counts(conn, asked),
        reviews=await report_counts.review_counts(conn, asked),
        decisions=await report_counts.decision_counts(conn, asked),
        best_units=units,
        best_persons=persons,
        resources=await report_counts.resources_told(conn, asked, _years(asked)),
        names={code: unit.name for code, unit in names.items()},
    )


async def _listed(
    conn: Connection,
    asked: Asked,
    cells: Sequence[Cell],
    read: Callable[[Connection, Asked], Awaitable[Sequence[Line]]],
    standings: Sequence[Standing],
) -> tuple[Sequence[Line], int]:
    """Read a list, and tell how many lines are left out; none is read where nothing is counted."""
    total = sum(
        cell.count
        for cell in cells
        if cell.cut is Cut.ALL
        and cell.standing in standings
        and (cell.limit_class is LimitClass.STATUTORY or cell.standing is Standing.WAIVED)
    )
    if not total:
        return (), 0
    lines = await read(conn, asked)
    return lines, total - len(lines)


def _years(asked: Asked) -> tuple[int, int]:
    last = asked.ends.astimezone(CHINA)
    begun = last.month == 1 and last.day == 1 and last.hour == 0
    return asked.begins.astimezone(CHINA).year, last.year - begun
