"""What an answer costs, counted without a clock: statements sent, fields the reference resolves."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Self

import pytest
import pytest_asyncio
from asyncpg.connection import LoggedQuery
from graphql.execution.executor import Executor

from clients.tui.operations import OPERATIONS
from services.deadlines.app import carriers_of
from services.deadlines.domain.access import POLICY
from services.deadlines.graphql.schema import make_schema
from services.deadlines.graphql.service import Deadlines
from services.deadlines.store.adoptions import renew_token
from services.deadlines.store.registry import RegistryLink
from services.kit.auth import Principal, Role
from services.kit.clock import ManualClock
from services.kit.database import Connection, Database
from services.kit.graphql.context import Context
from services.kit.graphql.schema import Schema
from services.kit.ids import new_id
from services.kit.poller import ChangePoller
from services.kit.settings import Settings
from tests.bench.rows import fill
from tests.deadlines.desk import LAW, make_facts, mirror_world
from tests.support.moments import AT_THREE_IN_THE_MORNING

PAGE = """query P($first: Int!) { obligations(filter: { timed: true }, first: $first) {
  edges { cursor node { id title dueAt owner { name } basis { clause } incident { number } } }
  pageInfo { endCursor }
} }"""
OPEN = """mutation O($input: OpenIncidentInput!) { openIncident(input: $input) {
  ... on OpenIncidentPayload { incident { id obligations { id } } } ... on Refusal { code }
} }"""
PREVIEW = """query P($facts: IncidentFactsInput!) { previewIncident(facts: $facts) {
  obligations { kind basis { pack } }
} }"""
OFFICER = Principal(
    subject="officer@1301",
    name="值班员",
    role=Role.OFFICER,
    unit="1301",
    scope_level=1,
    scope_code="0",
    operations=None,
    introspect=False,
    expires_at=AT_THREE_IN_THE_MORNING + timedelta(days=1),
)


class CountingDatabase(Database):
    """Remembers the statements sent, but for the bounds of transactions."""

    sent: list[str]

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Connection]:
        async with super().reading() as conn:
            with conn.query_logger(self._note):
                yield conn

    def _note(self, query: LoggedQuery) -> None:
        if query.query not in ("BEGIN;", "COMMIT;"):
            self.sent.append(query.query)


@dataclass(slots=True, kw_only=True)
class Counter:
    """The service without its edge; tells what each answer cost."""

    schema: Schema
    database: CountingDatabase
    clock: ManualClock = field(default_factory=lambda: ManualClock(AT_THREE_IN_THE_MORNING))

    @classmethod
    def on(cls, database: CountingDatabase) -> Self:
        return cls(schema=make_schema(), database=database)

    async def statements(self, document: str, **variables: Any) -> int:
        """Answer and return how many statements were sent."""
        self.database.sent = []
        result = await self.schema.execute(document, variables, self._context())
        assert result.errors is None
        assert "code" not in str(result.data)[:60]
        return len(self.database.sent)

    def _context(self) -> Context[Deadlines]:
        link = RegistryLink(url="http://127.0.0.1:1", secret=None)
        poller = ChangePoller(self.database)
        carriers = carriers_of(Settings())
        service = Deadlines(law=LAW, poller=poller, registry=link, carriers=carriers)
        return Context(
            principal=OFFICER,
            database=self.database,
            clock=self.clock,
            request_id="",
            service=service,
            policy=POLICY,
        )


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def counter(deadlines_dsn: str) -> AsyncIterator[Counter]:
    await fill(deadlines_dsn, 2_000)
    database = await CountingDatabase.connect(deadlines_dsn, size=3)
    assert isinstance(database, CountingDatabase)
    database.sent = []
    counter = Counter.on(database)
    await mirror_world(database, counter.clock)
    yield counter
    await database.close()


async def test_a_page_of_the_board_is_one_statement_however_long(counter: Counter) -> None:
    assert await counter.statements(PAGE, first=5) == 1
    assert await counter.statements(PAGE, first=100) == 1


async def test_the_speakers_of_a_page_are_one_statement_more(counter: Counter) -> None:
    spoken = "{ obligations(first: 50) { edges { node { id speaker { name note } } } } }"
    assert await counter.statements(spoken) == 2


async def test_the_desks_board_is_as_many_statements_with_many_rows_as_with_few(
    counter: Counter,
) -> None:
    few = await counter.statements(OPERATIONS.board.text, first=2)
    assert await counter.statements(OPERATIONS.board.text, first=100) == few
    assert few <= 5  # two pages with their speakers, and the tally


async def test_opening_costs_no_more_statements_with_more_duties(counter: Counter) -> None:
    facts = make_facts()
    little = {"knownAt": facts["knownAt"], "localities": facts["localities"]}
    fewer = await counter.statements(
        OPEN, input={"title": "无", "facts": little, "idempotencyKey": "few"}
    )
    more = await counter.statements(
        OPEN, input={"title": "无", "facts": facts, "idempotencyKey": "more"}
    )
    assert more <= fewer
    writes = [sql for sql in counter.database.sent if not sql.lstrip().startswith("select")]
    assert len(writes) == 3  # the key, the incident with all that is owed, its number with the log
    assert more <= 8


async def test_opening_where_a_pack_was_adopted_costs_no_further_statement(
    counter: Counter,
) -> None:
    """What a place decided is asked for once, when it has changed."""

    async def opened(key: str) -> int:
        given = {"title": "采用", "facts": make_facts(), "idempotencyKey": key}
        return await counter.statements(OPEN, input=given)

    async def previewed() -> int:
        return await counter.statements(PREVIEW, facts=make_facts())

    before = (await opened("before"), await previewed())
    async with counter.database.transaction() as conn:
        await conn.execute(
            """
            insert into pack_adoption (
                id, pack, pack_version, unit_code, unit_name, begins, decided_at, decided_by,
                version
            )
            values ($1, 'city-monitoring', '1', '130123', '正定县', '2026-01-01', $2, '某人', 1)
            """,
            new_id(),
            AT_THREE_IN_THE_MORNING,
        )
        await renew_token(conn)
    # what was adopted, who answers for fields, which holidays were entered
    assert await previewed() == before[1] + 3
    assert (await opened("after"), await previewed()) == before


async def test_the_reference_executor_resolves_no_more_fields_for_more_rows(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolved = 0
    reference = Executor.execute_field

    def counted(*args: Any, **kwargs: Any) -> Any:
        nonlocal resolved
        resolved += 1
        return reference(*args, **kwargs)

    monkeypatch.setattr(Executor, "execute_field", counted)
    await counter.statements(OPERATIONS.board.text, first=2)
    few, resolved = resolved, 0
    await counter.statements(OPERATIONS.board.text, first=100)
    assert resolved == few


REPORT = """mutation R($input: ReportLeadInput!) { reportLead(input: $input) {
  ... on ReportLeadPayload { joined lead { id } } ... on Refusal { code }
} }"""


async def test_a_lead_costs_the_same_statements_however_often_it_was_told(
    counter: Counter,
) -> None:
    def told(number: int, address: str) -> dict[str, Any]:
        source = {"url": f"https://a.example/{address}"}
        key = f"lead-{number}"
        given = {"source": source, "localityCode": "130123", "idempotencyKey": key}
        return {**given, "occurredAt": f"2026-01-01T{number:02}:00:00Z"}

    for number in (20, 21):  # the driver learns the types once
        await counter.statements(REPORT, input=told(number, "warm"))
    first = [await counter.statements(REPORT, input=told(n, str(n))) for n in range(4)]
    again = [await counter.statements(REPORT, input=told(10 + n, "0")) for n in range(4)]
    assert {*first, *again} == {first[0]}
    assert first[0] <= 7
