"""Each statement of the stores runs on the migrated tables and answers what its reader takes."""

import dataclasses
import re
from collections.abc import Iterable, Iterator

import asyncpg
import pytest

from services.deadlines.store import board, notice_reading
from services.kit.audit.lanes import CHANGES
from services.kit.database import Database
from tests.contracts.statements import ROOT, Statement, statements, unquoted, variants

STORES = ("services/*/store/**/*.py", "services/kit/**/*.py")
ELSEWHERE = tuple(
    f"services/{service}/{layer}"
    for service in ("registry", "deadlines")
    for layer in ("graphql/**/*.py", "usecases/**/*.py", "domain/**/*.py", "law/**/*.py", "*.py")
)
_BOARD = "services/deadlines/store/board.py"
_NOTICES = "services/deadlines/store/notice_reading.py"
_LANES = "services/kit/audit/lanes.py"
_PAGES = [levels for way in (board._FORWARD, board._BACKWARD) for levels in way.values()]
CHOSEN: dict[tuple[str, str], tuple[str, ...]] = {
    # each is one of a table's statements, chosen by order, direction and the reader's level
    (_BOARD, "board_page"): tuple(text for levels in _PAGES for text in levels),
    (_BOARD, "board_tally"): tuple(board.tally_statement(level) for level in range(1, 7)),
    (_NOTICES, "notices_page"): notice_reading._FORWARD + notice_reading._BACKWARD,
    (_NOTICES, "notices_count"): notice_reading._COUNT,
    # each lane's own words; those of a service's lanes are run by the test of its seals
    (_LANES, "place_of"): (CHANGES.place_statement,),
    (_LANES, "pending"): (CHANGES.pending_statement,),
    (_LANES, "oldest"): (CHANGES.oldest_statement,),
    (_LANES, "rows_of"): (CHANGES.rows_statement,),
    (_LANES, "others"): (CHANGES.others_statement,),
    (_LANES, "passed_over"): (CHANGES.passed_over_statement,),
    # the text of a migration: every file is run by each test that has a database
    ("services/kit/migrations.py", "_apply"): (),
}
BUILT = {
    # six territorial levels are six columns, and a column cannot be a parameter
    "services/deadlines/store/board.py",
    _NOTICES,
    # what is sealed are tables by name, each of a few
    _LANES,
    # the wide rows name their columns once for all who read them
    "services/deadlines/store/obligations.py",
    "services/deadlines/store/openings.py",
    "services/deadlines/store/incidents.py",
    "services/deadlines/store/occasions.py",
    "services/deadlines/store/periods.py",
    "services/deadlines/store/leads.py",
    "services/deadlines/store/monitoring.py",
    "services/deadlines/store/journal.py",
    "services/deadlines/store/handover_facts.py",
    "services/deadlines/store/lead_reports.py",
    # a list is read forwards and backwards, and a queue by an index of its own
    "services/deadlines/store/lead_pages.py",
    "services/deadlines/store/hotline.py",
    "services/deadlines/store/accountability.py",
    "services/deadlines/store/adoptions.py",
    "services/deadlines/store/standing.py",
    # what a report counts is told once for all its statements
    "services/deadlines/store/issued.py",
    "services/deadlines/store/reports.py",
    "services/deadlines/store/report_counts.py",
    "services/deadlines/store/report_evidence.py",
    "services/deadlines/store/report_lists.py",
}
_STAR = re.compile(r"(\b(?:select|returning)\s+\*|\w\.\*|,\s*\*)(?!\s+from \w+\()")
"""A star; but over a function whose columns are named beside it, it takes just these."""


def _all() -> list[Statement]:
    found = statements(*STORES)
    chosen = [
        dataclasses.replace(one, texts=CHOSEN[one.path, one.function])
        for one in found
        if not one.texts and (one.path, one.function) in CHOSEN
    ]
    return [one for one in found if one.texts] + chosen


ALL = _all()


@pytest.fixture(scope="module")
def databases(
    registry_db: Database, deadlines_db: Database, kit_db: Database
) -> dict[str, Database]:
    return {"registry": registry_db, "deadlines": deadlines_db, "kit": kit_db}


def test_every_statement_can_be_read() -> None:
    unread = {(one.path, one.function) for one in statements(*STORES) if not one.texts}
    assert unread == CHOSEN.keys()
    assert len(ALL) > 120


@pytest.mark.parametrize("service", ["registry", "deadlines", "kit"])
async def test_each_statement_prepares_and_answers_what_is_read_of_it(
    databases: dict[str, Database], service: str
) -> None:
    faults: list[str] = []
    async with databases[service].reading() as conn:
        for one, text in commands(one for one in ALL if one.service == service):
            try:
                prepared = await conn.prepare(text)
            except asyncpg.PostgresError as error:
                faults.append(f"{one.place} {error}")
                continue
            columns = {column.name for column in prepared.get_attributes()}
            found = misread(one, columns, len(prepared.get_parameters()))
            faults += [f"{one.place} {fault}" for fault in found]
    assert faults == []


def commands(found: Iterable[Statement]) -> Iterator[tuple[Statement, str]]:
    """Yield each command; a text of several settings cannot be prepared as one."""
    for one, text in variants(found):
        for command in text.split(";"):
            yield one, command


def misread(one: Statement, columns: set[str], parameters: int) -> Iterator[str]:
    """Name what the function around a statement takes and the statement does not give."""
    if one.parameters not in (None, parameters):
        yield f"has {parameters} parameters and is given {one.parameters}"
    if missing := one.reads - columns:
        yield f"does not answer {sorted(missing)}"
    if one.spread is not None:
        fields = {field.name for field in dataclasses.fields(one.spread)}
        if fields != columns:
            yield f"answers {sorted(columns)} for {sorted(fields)}"


def test_most_readers_take_their_columns_by_name() -> None:
    by_name = [one for one in ALL if one.reads or one.spread]
    assert len(by_name) > 45


def test_no_statement_takes_all_columns() -> None:
    assert [one.place for one, text in variants(ALL) if _STAR.search(text)] == []


def test_statements_are_written_in_lower_case() -> None:
    loud = [one.place for one, text in variants(ALL) if re.search(r"[A-Z]", unquoted(text))]
    assert loud == []


def test_sql_is_put_together_of_our_own_words_and_with_a_reason() -> None:
    """That a statement could be read shows that its parts are literals; here is who may."""
    migrations = "services/kit/migrations.py"
    built = {one.path for one in statements(*STORES) if one.built} - {migrations}
    assert built == BUILT
    for path in built:
        marks = re.findall(r"# noqa: S608(.*)", (ROOT / path).read_text())
        assert all(mark.startswith(" - ") for mark in marks), path


def test_no_statement_stands_outside_the_stores() -> None:
    assert [one.place for one in statements(*ELSEWHERE)] == []


@pytest.mark.parametrize("service", ["registry", "deadlines"])
async def test_no_service_may_rewrite_what_is_append_only(
    databases: dict[str, Database], service: str
) -> None:
    """A new table of the record calls ``append_only`` in its migration."""
    async with databases[service].reading() as conn:
        rows = await conn.fetch(
            """
            select tgrelid::regclass::text as name,
                has_table_privilege($1, tgrelid, 'update, delete, truncate') as rewritable
            from pg_trigger
            where tgfoid = 'refuse_rewrite'::regproc
            """,
            f"huiying_{service}",
        )
    assert {"change", "seal", "phone_reveal"} <= {row["name"] for row in rows}
    assert [row["name"] for row in rows if row["rewritable"]] == []
