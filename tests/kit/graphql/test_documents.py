"""Documents are kept by their text, and only those that may be executed."""

import pytest

from services.kit.graphql.documents import DocumentCache, RejectedDocument
from services.kit.graphql.limits import Limits
from services.kit.graphql.schema import Schema
from tests.kit.graphql.conftest import Ask


@pytest.fixture
def cache(schema: Schema) -> DocumentCache:
    return DocumentCache(schema._schema, Limits(), size=3)


def test_the_same_text_is_read_once(cache: DocumentCache) -> None:
    assert cache.get("{ hello }") is cache.get("{ hello }")


def test_the_least_recently_used_document_leaves_first(cache: DocumentCache) -> None:
    first = cache.get("{ a: hello }")
    second = cache.get("{ b: hello }")
    cache.get("{ c: hello }")
    assert cache.get("{ a: hello }") is first
    cache.get("{ d: hello }")
    assert len(cache) == 3
    assert cache.get("{ a: hello }") is first
    assert cache.get("{ b: hello }") is not second


def test_a_rejected_text_is_not_kept(cache: DocumentCache) -> None:
    for text in ("{ nope }", "{", "", "{ hello(x: 1) }"):
        with pytest.raises(RejectedDocument):
            cache.get(text)
    assert len(cache) == 0


async def test_of_several_operations_the_named_one_runs(ask: Ask) -> None:
    text = "query A { a: hello } query B { b: hello }"
    assert (await ask(text, name="B"))[0] == {"b": "hello"}


@pytest.mark.parametrize("name", [None, "C", ""])
async def test_without_a_fitting_name_nothing_runs(ask: Ask, name: str | None) -> None:
    data, errors = await ask("query A { a: hello } query B { b: hello }", name=name)
    assert data is None
    assert errors[0]["extensions"] == {"code": "BAD_REQUEST", "field": "operationName"}


async def test_no_error_suggests_a_name(ask: Ask) -> None:
    for text in ("{ helo }", "{ task(ide: 1) { id } }", "{ tasks { edges { node { titel } } } }"):
        _, errors = await ask(text)
        assert all("Did you mean" not in error["message"] for error in errors)


LITERALS = {
    '{ task(id: ["a"]) { id } }': "id",
    "{ tasks(first: 1.5) { edges { cursor } } }": "first",
    'mutation { openTask(input: {idempotencyKey: "k", title: 1}) { __typename } }': "input.title",
    """mutation { openTask(input: {idempotencyKey: "k", title: "t",
        facts: {severity: NOPE}}) { __typename } }""": "input.facts.severity",
    """mutation { openTask(input: {idempotencyKey: "k", title: "t",
        facts: {seen: ["2026-11-21"]}}) { __typename } }""": "input.facts.seen",
}


@pytest.mark.parametrize("text", LITERALS)
async def test_a_faulty_literal_is_named_by_its_path(ask: Ask, text: str) -> None:
    _, errors = await ask(text)
    assert errors[0]["extensions"] == {"code": "BAD_INPUT", "field": LITERALS[text]}


VARIABLES = [
    ({"title": "t"}, "i.idempotencyKey"),
    ({"idempotencyKey": "k", "title": 5}, "i.title"),
    ({"idempotencyKey": "k", "title": "t", "severity": "NOPE"}, "i.severity"),
    ({"idempotencyKey": "k", "title": "t", "facts": {"deaths": "many"}}, "i.facts.deaths"),
    ({"idempotencyKey": "k", "title": "t", "facts": {"seen": ["x"]}}, "i.facts.seen.0"),
    ({"idempotencyKey": "k", "title": "t", "colour": "red"}, "i.colour"),
    (None, "i"),
]


@pytest.mark.parametrize(("value", "field"), VARIABLES)
async def test_a_faulty_variable_is_named_by_its_path(ask: Ask, value: object, field: str) -> None:
    text = "mutation($i: OpenTaskInput!) { openTask(input: $i) { __typename } }"
    data, errors = await ask(text, i=value)
    assert data is None
    assert errors[0]["extensions"] == {"code": "BAD_INPUT", "field": field}


async def test_a_time_without_an_offset_is_refused(ask: Ask) -> None:
    text = "mutation($i: OpenTaskInput!) { openTask(input: $i) { __typename } }"
    fields = {"idempotencyKey": "k", "title": "t", "facts": {"seen": ["2026-11-21T03:02:00"]}}
    _, errors = await ask(text, i=fields)
    assert errors[0]["extensions"]["field"] == "i.facts.seen.0"
    fields["facts"] = {"seen": ["2026-11-21T03:02:00+08:00", "2026-11-20T19:02:00Z"]}
    assert (await ask(text, i=fields))[1] == []
