"""An answer costs the same statements for a long page as for a short one, all fields asked for."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from asyncpg.connection import LoggedQuery
from graphql import GraphQLField, GraphQLObjectType, GraphQLSchema, get_named_type, is_leaf_type

from services.kit.database import Connection, Database
from services.kit.graphql.ids import to_global_id
from tests.contracts.documents import needed, operation, root_fields
from tests.contracts.services import NAMES, Served, caller_of, schema_of

SHORT, LONG = 5, 50
DEEPEST = 5
PER_INCIDENT = {"gates", "referrals", "tasks", "unitTasks"}
"""Worked out incident by incident: the desk asks for them of one at a time."""
BEYOND_A_PAGE = {"first", "last", "after", "before"}
# a trial calculates each incident among the units of its own day
TRIALS = {("deadlines", "replay")}
LISTS = [
    (service, name, field)
    for service in NAMES
    for _, name, field in root_fields(schema_of(service), "Query")
    if "first" in field.args and (service, name) not in TRIALS
]
PERSON = {
    "registry": "select id from person",
    "deadlines": "select person_id from mirror_post where unit = '130123'",
}
MOST = 32
"""Statements of the dearest list, every object that hangs on its rows asked for."""


def everything(schema: GraphQLSchema, kind: Any, above: tuple[str, ...] = ()) -> str:
    """Return a selection of every field that needs no argument, each type once on the way down."""
    named = get_named_type(kind)
    assert isinstance(named, GraphQLObjectType)
    found = []
    for name, field in named.fields.items():
        inner = get_named_type(field.type)
        if needed(field) or name in {"totalCount", "totalCountCapped", *PER_INCIDENT}:
            continue
        if is_leaf_type(inner):
            found.append(name)
        elif isinstance(inner, GraphQLObjectType) and _leads_on(inner, (*above, named.name)):
            found.append(f"{name} {{ {everything(schema, inner, (*above, named.name))} }}")
    return " ".join(found)


def _leads_on(kind: GraphQLObjectType, above: tuple[str, ...]) -> bool:
    return kind.name not in above and len(above) < DEEPEST


@asynccontextmanager
async def counted(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[list[str]]:
    """Lend the statements that requests send; what the services run beside them does not count."""
    sent: list[str] = []
    reading = Database.reading

    def note(query: LoggedQuery) -> None:
        if query.query.lstrip().startswith(("select", "with")):
            sent.append(query.query)

    @asynccontextmanager
    async def listening(self: Database) -> AsyncIterator[Connection]:
        task = asyncio.current_task()
        async with reading(self) as conn:
            if task and task.get_name().startswith("Task-"):
                with conn.query_logger(note):
                    yield conn
            else:
                yield conn

    with monkeypatch.context() as patch:
        patch.setattr(Database, "reading", listening)
        yield sent


async def arguments(served: Served, field: GraphQLField) -> dict[str, Any]:
    """Return what a list needs; a person is one that there is."""
    given = needed(field)
    if "person" in given:
        async with served.database.reading() as conn:
            given["person"] = to_global_id("Person", await conn.fetchval(PERSON[served.name]))
    return given


@pytest.mark.parametrize(
    ("served", "name", "field"), LISTS, indirect=["served"], ids=[f"{s}-{n}" for s, n, _ in LISTS]
)
async def test_a_long_page_costs_the_statements_of_a_short_one(
    served: Served, name: str, field: GraphQLField, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = await arguments(served, field)
    selection = f"{{ {everything(served.schema, field.type)} }}"
    query = operation("Query", name, field, selection, "first", *given)
    costs = []
    for size in (SHORT, LONG):
        async with counted(monkeypatch) as sent:
            reply = await served.send(query, {**given, "first": size}, caller_of(served, name))
        assert reply.codes == [], reply.text
        costs.append(sent)
    short, long = costs
    assert len(short) == len(long) <= MOST, Counter(long) - Counter(short) or Counter(long)
