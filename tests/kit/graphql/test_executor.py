"""The compiled executor answers what the reference executor answers, in data and in errors."""

import asyncio
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from graphql import ExecutionResult, GraphQLError
from graphql.execution import Executor
from hypothesis import assume, given, note, settings
from hypothesis import strategies as st
from strawberry.execution import optimized_is_awaitable
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from services.kit.graphql.documents import RejectedDocument
from services.kit.graphql.errors import LIMIT_EXCEEDED
from services.kit.graphql.executor import CompiledExecutor
from services.kit.graphql.schema import Schema
from tests.kit.graphql.conftest import SCHEMA, make_context, make_principal
from tests.kit.graphql.demo import COUNTY, Severity, Town, make_task
from tests.kit.graphql.documents import make_document

NODE = """__typename id key title severity dueAt count weight open shout notes
    owner { id name parent { id name } } helpers { id name }"""
BOARD = f"""query Board($first: Int) {{ tasks(first: $first) {{
    pageInfo {{ hasNextPage endCursor }} edges {{ cursor node {{ {NODE} }} }} }} }}"""


async def answer(kind: type[Executor[Any]], text: str, town: Town, **variables: Any) -> Any:
    document = SCHEMA.documents.get(text)
    context = make_context(make_principal(), town)
    executor: Any
    if kind is CompiledExecutor:
        (operation,) = document.operations.values()
        executor = CompiledExecutor.prepare(
            SCHEMA._schema, operation, variables, document.plans, context=context
        )
    else:
        executor = kind.build(
            SCHEMA._schema,
            document.node,
            context_value=context,
            raw_variable_values=variables,
            is_awaitable=optimized_is_awaitable,  # type: ignore[arg-type] # as strawberry passes it
            operation_extensions=None,
        )
    result = executor.execute_operation()
    made = result if isinstance(result, ExecutionResult) else await result
    return made.data, [told(error) for error in made.errors or ()]


def told(error: GraphQLError) -> tuple[Any, ...]:
    return error.message, tuple(error.path or ()), tuple(error.locations or ())


async def assert_same(text: str, town: Town, **variables: Any) -> Any:
    expected = await answer(StrawberryGraphQLCoreExecutionContext, text, town, **variables)
    for _ in range(2):  # the second run takes the plans of the first
        found = await answer(CompiledExecutor, text, town, **variables)
        assert found == expected
        assert repr(found[0]) == repr(expected[0])  # the order of the keys too
    return expected


async def test_a_board_page_is_the_same() -> None:
    data, errors = await assert_same(BOARD, Town(), first=50)
    assert errors == []
    assert len(data["tasks"]["edges"]) == 50


async def test_the_reference_executor_resolves_as_many_fields_for_fifty_rows_as_for_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calls: list[str] = []
    original = Executor.execute_field

    def counting(self: Any, *args: Any) -> Any:
        calls.append(str(args[3]))
        return original(self, *args)

    monkeypatch.setattr(Executor, "execute_field", counting)
    counts = []
    for first in (1, 50):
        calls.clear()
        await answer(CompiledExecutor, BOARD, Town(), first=first)
        counts.append(len(calls))
    assert counts == [1, 1]


async def waiting() -> str:
    await asyncio.sleep(0)
    return "later"


FAULTS: dict[str, Any] = {
    "count": [None, 2**40, "x", True, 3.0, ValueError("bad")],
    "severity": ["MAJOR", "NOPE", Severity.GENERAL, 3, ValueError("bad")],
    "title": [None, 7, ValueError("bad"), b"x"],
    "open": [None, 1, "yes"],
    "weight": [float("nan"), float("inf"), 3, "x", None],
    "due_at": [None, "2026", make_task().due_at.replace(tzinfo=None)],
    "owner": [None, ValueError("bad"), make_task(), object()],
    "helpers": [None, (COUNTY,), [None], "text", [COUNTY, ValueError("bad")], {COUNTY}],
    "notes": [None, (), [1], [ValueError("bad")], "text"],
    "id": [None, "text"],
}


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, values in FAULTS.items() for value in values]
)
@pytest.mark.parametrize("root", ["maybeTasks", "allTasks"])
async def test_a_fault_in_one_row_is_the_same_fault(root: str, name: str, value: Any) -> None:
    town = Town(tasks=[make_task(1), replace(make_task(2), **{name: value}), make_task(3)])
    await assert_same(f"{{ {root} {{ {NODE} greeting }} }}", town)
    await assert_same(f"{{ {root} {{ {NODE} }} }}", town)


@pytest.mark.parametrize(
    "selection", ["title", "title helpers { slowName }", "__typename", "slow: title"]
)
async def test_a_value_that_has_to_be_awaited_is_awaited(selection: str) -> None:
    text = f"{{ maybeTasks {{ id {selection} }} }}"
    found = []
    for kind in (StrawberryGraphQLCoreExecutionContext, CompiledExecutor):
        town = Town(tasks=[make_task(title=asyncio.ensure_future(waiting())), make_task(2)])
        found.append(await answer(kind, text, town))
    assert found[0] == found[1]


async def test_each_setting_of_skip_and_include_has_its_own_plan() -> None:
    text = """query Q($a: Boolean!, $b: Boolean!) { allTasks {
        title @skip(if: $a) count @include(if: $b) ... @skip(if: $b) { weight } } }"""
    for a in (True, False):
        for b in (True, False):
            data, _ = await assert_same(text, Town(), a=a, b=b)
            assert ("title" in data["allTasks"][0]) is not a
            assert ("count" in data["allTasks"][0]) is b


async def test_the_same_first_field_in_two_types_does_not_share_a_plan() -> None:
    text = """{ things { ... on Task { owner { id } } ...T ...O } }
        fragment T on Task { owner { name } } fragment O on Office { parent { name } }"""
    await assert_same(text, Town())


@settings(max_examples=200, deadline=None)
@given(seed=st.integers(0, 2**32), faults=st.integers(0, 2))
async def test_generated_documents_are_answered_the_same(seed: int, faults: int) -> None:
    text, variables = make_document(seed)
    note(text)
    random = Random(seed)
    tasks = [make_task(number) for number in range(3)]
    for _ in range(faults):
        name = random.choice(sorted(FAULTS))
        fault = {name: random.choice(FAULTS[name])}
        tasks[random.randint(0, 2)] = replace(make_task(9), **fault)
    try:
        SCHEMA.documents.get(text)
    except RejectedDocument as rejected:
        assume((rejected.errors[0].extensions or {})["code"] != LIMIT_EXCEEDED)
        raise
    await assert_same(text, Town(tasks=tasks), **variables)


def test_plans_are_bounded(schema: Schema) -> None:
    plans = schema.documents.get("{ hello }").plans
    for number in range(1000):
        plans.get(number, lambda: None)
    assert len(plans) <= 200
