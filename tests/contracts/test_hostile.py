"""Hostile bodies, documents and values against both services: no fault of ours, no inner word."""

import asyncio
import re
import time
from typing import Any

import orjson
import pytest
from graphql import (
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    get_named_type,
    is_leaf_type,
)

from services.kit.auth import Role
from tests.contracts.documents import needed, operation, root_fields, sample
from tests.contracts.services import NAMES, Caller, Reply, Served, schema_of

INNER = re.compile(
    r"Traceback|asyncpg|postgres|psycopg|strawberry|graphql-core|\.py\b|File \"|line \d+, in"
    r"|select .* from|insert into|\brelation\b|constraint|NoneType|object has no attribute"
    r"|object at 0x|services\.|site-packages",
    re.IGNORECASE,
)
SLOWEST_SECONDS = 1.0


def checked(reply: Reply, sent: object) -> Reply:
    """Hold an answer to what every answer must be."""
    assert reply.status < 500, (sent, reply.text)
    assert not INNER.search(reply.text), (sent, reply.text)
    assert "INTERNAL" not in reply.codes, (sent, reply.text)
    assert None not in reply.codes, (sent, reply.text)
    return reply


FIELD = {"registry": "me { name }", "deadlines": "boardTally { total }"}


NO_BODIES: list[Any] = [None, 5, "x", True, [], {}, [{"query": "{ a }"}]]
NO_QUERIES: list[Any] = [None, 5, True, [], {}, "", "{", "\x00"]
NO_VARIABLES: list[Any] = [5, "x", True, [], [[]]]
NO_NAMES: list[Any] = ["B", 5, True, [], {}]


def bodies(field: str) -> list[bytes]:
    query = orjson.dumps(f"{{ {field} }}").decode()
    deep = "[" * 100_000
    return [
        b"",
        *(orjson.dumps(body) for body in NO_BODIES),
        *(orjson.dumps({"query": given}) for given in NO_QUERIES),
        *(orjson.dumps({"query": f"{{ {field} }}", "variables": given}) for given in NO_VARIABLES),
        *(orjson.dumps({"query": f"{{ {field} }}", "operationName": given}) for given in NO_NAMES),
        f'{{"query": {query}, "variables": {{"a": {"9" * 5000}}}}}'.encode(),
        f'{{"query": {query}, "variables": {{"a": 1e{"9" * 400}}}}}'.encode(),
        f'{{"query": {query}, "variables": {deep}}}'.encode(),
        deep.encode(),
        b'{"a":' * 50_000,
        f'{{"query": {query}, "query": 5}}'.encode(),
        '{"query": "{ 名 }"}'.encode("gbk"),
        '{"query": "{ a }"}'.encode("utf-16"),
        b'\xef\xbb\xbf{"query": "{ a }"}',
        b'{"query": "\\ud800"}',
        b'{"query": "{ a(b: \\"\\\\uD800\\") }"}',
        b'{"query": NaN}',
        b"\x1f\x8b\x08\x00",
        b"\xff" * 1000,
        b"x" * (1 << 20),
        orjson.dumps({"query": "{ " + "a " * 600_000 + "}"}),
    ]


async def test_no_body_is_answered_with_a_fault(service: Served) -> None:
    """Null, numbers, text that is no UTF-8, JSON 100,000 deep, 5,000 digits, a megabyte."""
    for body in bodies(FIELD[service.name]):
        for caller in (Caller(), None):
            reply = checked(await service.post(body, caller), body[:80])
            assert "errors" in reply.body or reply.codes == [], body[:80]


@pytest.mark.parametrize(
    "headers",
    [
        {"content-type": "text/plain"},
        {"content-type": "application/jsonfoo"},
        {"content-type": "application/json; charset=utf-16"},
        {"content-type": ""},
        {"content-type": "multipart/form-data; boundary=x"},
        {"content-encoding": "gzip"},
        {"accept": "image/png"},
        {"authorization": "Bearer "},
        {"authorization": "Bearer x.y.z"},
        {"authorization": "Basic eDp4"},
        {"authorization": "Bearer " + "a" * 5000},
        {"x-request-id": "é" * 500},
    ],
    ids=str,
)
async def test_no_header_is_answered_with_a_fault(service: Served, headers: dict[str, str]) -> None:
    body = orjson.dumps({"query": f"{{ {FIELD[service.name]} }}"})
    checked(await service.post(body, None, **headers), headers)


def bomb(levels: int, leaf: str) -> str:
    """Return fragments that double at each level; two to the power of levels leaves."""
    parts = [f"fragment F{n} on Query {{ ...F{n + 1} ...F{n + 1} }}" for n in range(levels)]
    return f"{{ ...F0 }} {' '.join(parts)} fragment F{levels} on Query {{ {leaf} }}"


def documents(field: str) -> dict[str, str]:
    aliases = " ".join(f"a{n}: {field}" for n in range(200))
    return {
        "fragments that double": bomb(20, field),
        "fragments that double, many": bomb(60, field),
        "a cycle": "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }",
        "a fragment of itself": "{ ...A } fragment A on Query { ...A ...A ...A }",
        "an unknown fragment": "{ ...Nope }",
        "aliases": f"{{ {aliases} }}",
        "one field many times": f"{{ {(field + ' ') * 400} }}",
        "directives": f"{{ {field} {'@include(if: true) ' * 300} }}",
        "an unknown directive": "{ " + field.replace(" {", " @nope(a: 1) {") + " }",
        "depth": "{ a " * 300 + "}" * 300,
        "depth of a list": "{ a(b: " + "[" * 400 + "]" * 400 + ") }",
        "a long name": "{ " + "a" * 30_000 + " }",
        "many operations": " ".join(f"query Q{n} {{ {field} }}" for n in range(100)),
        "many variables": f"query ({' '.join(f'$v{n}: Int' for n in range(300))}) {{ {field} }}",
        "a variable of no type": f"query ($a: Nope) {{ {field} }}",
        "introspection": "{ __schema { types { fields { type { ofType { name } } } } } }",
        "a type by name": '{ __type(name: "Query") { fields { name } } }',
        "the federation's schema": "{ _service { sdl } }",
        "a subscription": "subscription { board { cursor } }",
        "a near miss": "{ " + field[:-3].replace(" {", "x {") + " }",
        "block strings": '{ a(b: """' + "\\n" * 9000 + '""") }',
        "comments": "#\n" * 15_000 + f"{{ {field} }}",
        "commas": "," * 30_000 + f"{{ {field} }}",
    }


async def test_no_document_is_answered_with_a_fault_or_holds_the_service(service: Served) -> None:
    for name, text in documents(FIELD[service.name]).items():
        begun = time.perf_counter()
        reply = checked(await service.send(text), name)
        assert time.perf_counter() - begun < SLOWEST_SECONDS, name
        if name not in ("comments", "commas", "many operations"):
            assert reply.codes, name
        assert "did you mean" not in reply.text.lower(), name


async def test_another_caller_is_served_meanwhile(service: Served) -> None:
    """Twenty bombs at once do not keep an honest question waiting."""
    field = FIELD[service.name]
    bombs = [service.send(bomb(60, field)) for _ in range(20)]
    attack = asyncio.gather(*bombs)
    begun = time.perf_counter()
    reply = await service.send(f"{{ {field} }}")
    assert time.perf_counter() - begun < SLOWEST_SECONDS
    assert reply.codes == []
    await attack


NASTY: dict[str, list[Any]] = {
    "String": ["", "\0", "a\0b", "\u202e", "é" * 20_000, "%", "_", "\\", "'; --", "\uffff", "９"],
    "ID": ["", "\0", "x", "VW5pdDo=", "VW5pdDp4", "é", "a" * 5000, 5],
    "Int": [0, -1, 2**31 - 1, -(2**31)],
    "Float": [0.0, -1.0, 1e308, -1e308],
    "Boolean": [True, False],
    "Date": ["0001-01-01", "9999-12-31"],
    "DateTime": [
        "0001-01-01T00:00:00Z",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
        "9999-12-31T23:59:59Z",
        "0002-01-01T00:00:00+14:00",
        "9998-12-31T23:59:59-14:00",
    ],
    "JSON": [None],
}


def values(kind: Any) -> list[Any]:
    """Return nasty values that a type accepts on paper."""
    if isinstance(kind, GraphQLNonNull):
        return values(kind.of_type)
    if isinstance(kind, GraphQLList):
        inner = values(kind.of_type)
        return [[], *([one] for one in inner), [inner[0]] * 1000]
    named = get_named_type(kind)
    if isinstance(named, GraphQLInputObjectType):
        return [
            {**sample(named), name: value}
            for name, field in named.fields.items()
            for value in (*values(field.type), *_null(field))
        ]
    return NASTY.get(named.name, list(getattr(named, "values", ())))


def _null(field: GraphQLInputField) -> list[None]:
    return [] if isinstance(field.type, GraphQLNonNull) else [None]


FIELDS = [
    (service, root, name, field)
    for service in NAMES
    for root, name, field in root_fields(schema_of(service), "Query", "Mutation")
]


@pytest.mark.parametrize(
    ("served", "root", "name", "field"),
    FIELDS,
    indirect=["served"],
    ids=[f"{service}-{name}" for service, _, name, _ in FIELDS],
)
async def test_no_value_is_answered_with_a_fault(
    served: Served, root: str, name: str, field: Any
) -> None:
    """Each argument and each field of each input by itself, as a role that may."""
    roles = served.policy.rules[f"{root}.{name}"].roles
    role = next(
        (one for one in (Role.ROSTER_ADMIN, Role.DUTY_CHIEF, Role.JOB) if one in roles), None
    )
    caller = Caller(role=role) if role else None
    selection = "" if is_leaf_type(get_named_type(field.type)) else "{ __typename }"
    for argument, kind in field.args.items():
        for value in values(kind.type):
            given = {**needed(field), argument: value}
            query = operation(root, name, field, selection, *given)
            body = orjson.dumps({"query": query, "variables": given})
            checked(await served.post(body, caller), given)


async def test_a_text_with_a_hole_in_it_is_refused_and_named(service: Served) -> None:
    """U+0000, which no table can hold, in a variable and as an escape in the document."""
    name, argument = {"registry": ("unit", "code"), "deadlines": ("incident", "number")}[
        service.name
    ]
    asked = f"query ($v: String) {{ {name}({argument}: $v) {{ id }} }}"
    (error,) = (await service.send(asked, {"v": "a\0b"})).body["errors"]
    assert (error["extensions"]["code"], error["extensions"]["field"]) == ("BAD_INPUT", "v")
    for escape in (r"\u0000", r"\u{0}"):
        reply = await service.send(f'{{ {name}({argument}: "{escape}") {{ id }} }}')
        assert reply.codes == ["BAD_INPUT"], escape
