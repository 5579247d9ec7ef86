"""Every figure of a bulletin is the one that a naive count of the same records gives."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from services.deadlines.domain.report_counts import Narrowing, part_of
from services.deadlines.domain.report_words import Indicator
from services.deadlines.domain.reports import Report, Section
from services.deadlines.usecases.reports import (
    Ask,
    checked,
    counted,
    evidence_of,
    make_bulletin,
    snapshot,
)
from services.kit.auth import Principal, Role
from services.kit.database import Database
from services.kit.graphql.pages import PageRequest
from tests.deadlines import histories
from tests.deadlines.histories import (
    NOW,
    Row,
    class_of,
    counted_by,
    make_history,
    save_history,
    standing_of,
)

NATION = Principal(
    subject="leader",
    name="领导",
    role=Role.LEADER,
    unit="0",
    scope_level=1,
    scope_code="0",
    expires_at=datetime(2099, 1, 1, tzinfo=UTC),
)
CASES = [(1, "13"), (2, "1301"), (3, "1301-NYJ"), (4, "130123")]


def ask(unit: str, **narrowing: Any) -> Ask:
    return Ask(unit=unit, period="2026H1", narrowing=Narrowing(**narrowing))


async def made(
    database: Database, seed: int, unit: str, obligations: int = 240
) -> tuple[histories.History, Report]:
    history = make_history(seed, obligations)
    await save_history(database, history)
    return history, await make_bulletin(database, NATION, ask(unit), NOW)


def table(section: Section) -> dict[tuple[str, str], dict[str, float | None]]:
    return {
        (row.code, str(row.limit_class)): {f.indicator.value: f.value for f in row.figures}
        for row in section.rows
    }


def naive(
    rows: Sequence[Row], sort: Callable[[Row], str]
) -> dict[tuple[str, str], dict[str, float | None]]:
    sorts = defaultdict(list)
    for row in rows:
        sorts[sort(row), class_of(row)].append(row)
    return {key: histories.figures(found) for key, found in sorts.items()}


@pytest.mark.requirement(46, 47)
@pytest.mark.parametrize(("seed", "unit"), CASES)
async def test_tables_add_up_to_what_the_records_say(
    deadlines_db: Database, seed: int, unit: str
) -> None:
    history, report = await made(deadlines_db, seed, unit)
    rows = counted_by(history, unit)
    sorts: dict[str, Callable[[Row], str]] = {
        "SUMMARY": lambda row: "",
        "BY_KIND": lambda row: row["kind"],
        "BY_MODALITY": lambda row: row["modality"],
        "BY_UNIT": lambda row: histories.part_of(unit, row["owner"]),
    }
    assert rows
    for key, sort in sorts.items():
        expected = naive(rows, sort)
        found = table(report.section(key))
        assert found.keys() == expected.keys()
        for which, figures in found.items():
            for name, value in figures.items():
                wanted = expected[which][name]
                assert value == (wanted if wanted is None else pytest.approx(wanted, abs=0.051))


@pytest.mark.parametrize(("seed", "unit"), CASES)
async def test_lists_stages_and_best_are_those_of_the_records(
    deadlines_db: Database, seed: int, unit: str
) -> None:
    history, report = await made(deadlines_db, seed, unit)
    rows = counted_by(history, unit)
    statutory = [row for row in rows if class_of(row) == "STATUTORY"]
    for key, standings in (("MISSED", ("MISSED",)), ("LATE", histories.LATE)):
        wanted = [row["id"] for row in statutory if standing_of(row) in standings]
        assert {line.obligation for line in report.section(key).lines} == set(wanted)
    waived = [row["id"] for row in rows if standing_of(row) == "WAIVED"]
    assert {line.obligation for line in report.section("WAIVED").lines} == set(waived)
    spent = histories.stages(history, rows)
    for row in report.section("LATENESS").rows:
        items, late, all_of_it = spent[row.code]
        values = [figure.value for figure in row.figures]
        assert values == [
            items,
            pytest.approx(late / 60, abs=0.06),
            pytest.approx(all_of_it / 60, abs=0.06),
        ]


def best(rows: Sequence[Row], key: Callable[[Row], tuple[str, ...]]) -> dict[tuple[str, ...], int]:
    by: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for row in rows:
        by[key(row)][standing_of(row)] += 1
    return {
        key: count["ON_TIME"]
        for key, count in by.items()
        if count["ON_TIME"] and not count["LATE"] + count["LATE_WITH_REASON"] + count["MISSED"]
    }


@pytest.mark.requirement(36, 49)
@pytest.mark.parametrize(("seed", "unit"), CASES)
async def test_the_best_are_listed_with_their_figures_and_without_what_is_borne_with(
    deadlines_db: Database, seed: int, unit: str
) -> None:
    history, report = await made(deadlines_db, seed, unit)
    statutory = [row for row in counted_by(history, unit) if class_of(row) == "STATUTORY"]
    units = {row.code: row.figures[0].value for row in report.section("BEST_UNITS").rows}
    assert units == {k: v for (k,), v in best(statutory, lambda row: (row["owner"],)).items()}
    borne = histories.borne(history)
    named = [r for r in statutory if r["person"] and r["named"] and r["id"] not in borne]
    persons = {
        (row.code, row.title): row.figures[0].value for row in report.section("BEST_PERSONS").rows
    }
    assert persons == best(named, lambda row: (row["owner"], row["person"]))


async def all_evidence(database: Database, unit: str, drill: Any) -> set[Any]:
    found: list[Any] = []
    after = None
    while True:
        page = PageRequest(connection="e", first=20, last=None, after=after, before=None)
        rows = await evidence_of(database, NATION, ask(unit), drill, page, NOW)
        found += [row.id for row in rows.rows]
        if not rows.has_next:
            assert len(found) == len(set(found))
            return set(found)
        last = rows.rows[-1]
        after = (last.owner, last.at, last.id)


async def test_every_number_leads_to_just_as_much_evidence(deadlines_db: Database) -> None:
    _, report = await made(deadlines_db, 7, "1301", 120)
    seen: dict[Any, int] = {}
    for section in report.sections:
        for row in section.rows:
            for figure in row.figures:
                drill = figure.drill
                if drill and figure.unit in ("项", "次", "件"):
                    if drill not in seen:
                        seen[drill] = len(await all_evidence(deadlines_db, "1301", drill))
                    assert seen[drill] == figure.value, (section.key, row.title, figure)
    assert len(seen) > 50


@pytest.mark.requirement(70)
async def test_a_filter_narrows_all_that_is_counted(deadlines_db: Database) -> None:
    history = make_history(11)
    await save_history(deadlines_db, history)
    wanted = ask("13", kinds=("RESPONSE",), severities=("MAJOR",))
    report = await make_bulletin(deadlines_db, NATION, wanted, NOW)
    major = {row["id"] for row in history.incidents if row["severity"] == "MAJOR"}
    rows = [row for row in counted_by(history, "13") if row["incident"] in major]
    rows = [row for row in rows if row["kind"] == "RESPONSE"]
    assert rows
    figures = [row.figures[0] for row in report.section("SUMMARY").rows]
    assert {figure.indicator for figure in figures} == {Indicator.TOTAL}
    assert sum(figure.value or 0 for figure in figures) == len(rows)
    assert report.narrowed == ("事项：舆情回应", "级别：重大")


def test_an_owner_lies_in_the_part_directly_below_the_unit() -> None:
    for unit in ("13", "1301", "1301-NYJ", "130123"):
        for owner in histories.OWNERS:
            if owner.startswith(unit):
                assert part_of(unit, owner) == histories.part_of(unit, owner)


async def sent(database: Database, unit: str) -> list[tuple[str, Sequence[Any]]]:
    """Count a bulletin and return the statements that it cost."""
    found: list[tuple[str, Sequence[Any]]] = []
    async with snapshot(database) as conn:
        asked = await checked(conn, NATION, ask(unit), NOW)
        with conn.query_logger(lambda query: found.append((query.query, query.args))):
            await counted(conn, asked)
    return found


async def test_a_report_costs_the_same_few_statements_whatever_it_counts(
    deadlines_db: Database,
) -> None:
    costs = []
    for obligations in (60, 300):
        await save_history(deadlines_db, make_history(5, obligations))
        costs.append(len(await sent(deadlines_db, "13")))
    assert costs[0] == costs[1] <= 13


async def test_what_is_counted_is_read_off_one_index(deadlines_db: Database) -> None:
    """A column that the index lacks would be fetched from every obligation's wide row."""
    await save_history(deadlines_db, make_history(6))
    statements = [one for one in await sent(deadlines_db, "130123") if "limit_class" in one[0]]
    heavy = [one for one in statements if "grouping sets" in one[0]]
    assert len(heavy) == 2  # the tables, the best
    async with deadlines_db.transaction() as conn:
        await conn.execute("set local enable_seqscan = off; set local enable_bitmapscan = off")
        for sql, values in heavy:
            plan = "\n".join(row[0] for row in await conn.fetch(f"explain {sql}", *values))
            assert "Index Only Scan using obligation_counted on obligation o" in plan, plan
            assert "Seq Scan on obligation" not in plan, plan
