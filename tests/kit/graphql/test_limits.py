"""What is too dear is refused, in linear time and before validation."""

import time
from typing import Any

import pytest
from graphql import get_introspection_query

from services.kit.graphql.documents import DocumentCache, RejectedDocument
from services.kit.graphql.limits import Limits
from services.kit.graphql.schema import Schema
from tests.kit.graphql.conftest import Ask


def excesses(schema: Schema, text: str) -> set[Any]:
    try:
        schema.documents.get(text)
    except RejectedDocument as rejected:
        return {(error.extensions or {}).get("limit") for error in rejected.errors}
    return set()


def nested(depth: int) -> str:
    inner = "parent { " * (depth - 3) + "id" + " }" * (depth - 3)
    return f"{{ maybeTasks {{ owner {{ {inner} }} }} }}"


def aliased(count: int) -> str:
    return "{ maybeTasks { " + " ".join(f"a{n}: id" for n in range(count)) + " } }"


def rooted(count: int) -> str:
    return "{ ...F " + "hello " * (count - 2) + "} fragment F on Query { hello hello }"


def repeated(count: int) -> str:
    return "{ maybeTasks { " + "title " * (count + 1) + "} }"


AT_THE_BOUND = {
    "depth": (nested, 8),
    "aliases": (aliased, 15),
    "root_fields": (rooted, 10),
    "repeats": (repeated, 60),
}


@pytest.mark.parametrize("limit", AT_THE_BOUND)
def test_a_bound_is_inclusive(schema: Schema, limit: str) -> None:
    make, bound = AT_THE_BOUND[limit]
    assert excesses(schema, make(bound)) == set()
    assert excesses(schema, make(bound + 1)) == {limit}


def test_selections_of_spread_fragments_count_each_time(schema: Schema) -> None:
    fragment = "fragment F on Office { id name slowName }"
    assert "selections" not in excesses(schema, f"{{ a: hello b: hello }} {fragment}")
    many = "{ maybeTasks { " + "owner { ...F } " * 101 + "} }"
    assert "selections" in excesses(schema, f"{many} {fragment}")


def test_directives_of_all_places_count(schema: Schema) -> None:
    on = " @skip(if: false)"
    fields = "".join(f"f{n}: id{on} " for n in range(9))
    text = (
        f"{{ maybeTasks {{ ...F{on} ...{on} {{ id }} {fields} }} }} fragment F on Task {{ {{}} }}"
    )
    ten = "".join(f"id{on} " for _ in range(9))
    assert excesses(schema, text.replace("{}", ten)) == set()
    assert excesses(schema, text.replace("{}", ten + f"title{on}")) == {"directives"}


def test_tokens_and_characters_are_bounded(schema: Schema) -> None:
    with pytest.raises(RejectedDocument) as rejected:
        schema.documents.get("{ " + "hello " * 1000 + "}")
    assert rejected.value.errors[0].extensions == {"code": "LIMIT_EXCEEDED", "field": None}
    with pytest.raises(RejectedDocument, match="32768"):
        schema.documents.get(" " * Limits().characters + "{hello}")


async def test_a_page_is_at_most_a_hundred_by_literal_and_by_variable(ask: Ask) -> None:
    for argument in ("first", "last"):
        _, errors = await ask(f"{{ tasks({argument}: 101) {{ edges {{ cursor }} }} }}")
        assert errors[0]["extensions"]["field"] == argument
        text = f"query($n: Int) {{ tasks({argument}: $n) {{ edges {{ cursor }} }} }}"
        data, errors = await ask(text, n=101)
        assert (data, errors[0]["extensions"]["code"]) == (None, "LIMIT_EXCEEDED")
        assert errors[0]["extensions"]["field"] == "n"
        assert (await ask(text, n=100))[1] == []


async def test_a_variables_default_is_a_page_size_too(ask: Ask) -> None:
    _, errors = await ask("query($n: Int = 101) { tasks(first: $n) { edges { cursor } } }")
    assert errors[0]["extensions"]["limit"] == "page"


async def test_a_field_may_declare_a_larger_page(ask: Ask) -> None:
    assert (await ask("{ log(first: 1000) { id } }"))[1] == []
    _, errors = await ask("query($n: Int!) { log(first: $n) { id } }", n=1001)
    assert errors[0]["extensions"]["bound"] == 1000


def test_the_rows_of_all_pages_are_summed(schema: Schema) -> None:
    deeper = "first: 1000) { id helpers { id } }"
    pages = " ".join(f"l{n}: log({deeper}" for n in range(9))
    assert excesses(schema, f"{{ {pages} }}") == set()
    small = DocumentCache(schema._schema, Limits(rows=8999))
    with pytest.raises(RejectedDocument, match="行数"):
        small.get(f"{{ {pages} }}")


def test_the_standard_introspection_query_is_within_the_limits(schema: Schema) -> None:
    assert schema.documents.get(get_introspection_query()).introspects


HOSTILE = {
    "doubling": "{ maybeTasks { ...F0 } }"
    + "".join(f"fragment F{n} on Task {{ ...F{n + 1} ...F{n + 1} }} " for n in range(100))
    + "fragment F100 on Task { id }",
    "doubling below": "{ things { ...F0 } }"
    + "".join(f"fragment F{n} on Office {{ parent {{ ...F{n + 1} }} id }} " for n in range(60)),
    "every fragment spreads every other": "{ maybeTasks { ...F0 } }"
    + "".join(
        f"fragment F{n} on Task {{ {' '.join(f'...F{m}' for m in range(17))} }} " for n in range(17)
    ),
    "itself through fields": "{ maybeTasks { owner { ...F } } } fragment F on Office { "
    + " ".join(f"a{n}: parent {{ ...F }}" for n in range(14))
    + " }",
    "deep copies": "{ maybeTasks { "
    + "owner { parent { parent { parent { name } } } } " * 60
    + "} }",
    "unknown fragment": "{ ...Nope maybeTasks { ...Nope } }",
    "nested too deeply": "{ a " * 5000,
    "lists in lists": "{ hello(a: " + "[" * 950,
    "unused": "{ hello }" + "".join(f"fragment F{n} on Task {{ id }} " for n in range(120)),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_document_is_rejected_at_once(schema: Schema, name: str) -> None:
    begun = time.process_time()
    with pytest.raises(RejectedDocument):
        schema.documents.get(HOSTILE[name])
    assert time.process_time() - begun < 0.5  # 0.05 s on a quiet machine; unguarded: minutes
