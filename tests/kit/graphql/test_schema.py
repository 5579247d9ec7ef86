"""Guards, refusals, masks, and rows that unions and interfaces know."""

from typing import Any

import pytest
import strawberry
from asyncpg.exceptions import DeadlockDetectedError
from graphql import get_introspection_query

from services.kit.auth import Policy, Role
from services.kit.database import DatabaseUnavailable
from services.kit.graphql import errors as codes
from services.kit.graphql.guard import UnguardedFieldsError
from services.kit.graphql.schema import Schema, build_schema
from tests.kit.graphql import demo
from tests.kit.graphql.conftest import POLICY, Ask, make_context, make_principal

OPEN = """mutation($i: OpenTaskInput!) { openTask(input: $i) { __typename
    ... on Refusal { code message field }
    ... on OpenTaskPayload { task { id title severity } } } }"""
BREAK = 'mutation { openTask(input: {idempotencyKey: "k", title: "break"}) { __typename } }'


def code(result: Any) -> Any:
    return (result.errors[0].extensions or {}).get("code")


def test_a_root_field_without_a_rule_stops_the_build() -> None:
    rules = {name: rule for name, rule in POLICY.rules.items() if name != "Query.broken"}
    with pytest.raises(UnguardedFieldsError, match=r"Query\.broken"):
        build_schema(demo.Query, demo.Mutation, demo.Subscription, policy=Policy(rules))


async def test_a_stranger_reaches_only_what_is_public(schema: Schema) -> None:
    assert (await schema.execute("{ hello }", None, make_context())).data == {"hello": "hello"}
    result = await schema.execute("{ maybeTasks { id } }", None, make_context())
    assert (result.data, code(result)) == ({"maybeTasks": None}, codes.UNAUTHENTICATED)


async def test_a_role_that_may_not_is_forbidden(schema: Schema) -> None:
    for role, data in ((Role.OFFICER, None), (Role.DUTY_CHIEF, {"chiefs": "chiefs"})):
        result = await schema.execute("{ chiefs }", None, make_context(make_principal(role=role)))
        assert result.data == data
    result = await schema.execute("{ chiefs }", None, make_context(make_principal()))
    assert code(result) == codes.FORBIDDEN


async def test_a_subscription_is_guarded_before_its_source_begins(schema: Schema) -> None:
    town = demo.Town()
    text = "subscription { ticks { id } }"
    results = [result async for result in schema.subscribe(text, None, make_context(town=town))]
    assert [code(result) for result in results] == [codes.UNAUTHENTICATED]
    assert town.closed == []


@pytest.mark.parametrize(
    "text", [get_introspection_query(), '{ __type(name: "Task") { name } }', "{ _service { sdl } }"]
)
async def test_only_a_token_that_may_introspect_sees_the_schema(schema: Schema, text: str) -> None:
    refused = await schema.execute(text, None, make_context(make_principal()))
    assert (refused.data, code(refused)) == (None, codes.FORBIDDEN)
    allowed = await schema.execute(text, None, make_context(make_principal(introspect=True)))
    assert allowed.errors is None


async def test_a_refusal_in_a_mutation_is_a_member_of_its_union(ask: Ask) -> None:
    data, errors = await ask(OPEN, i={"idempotencyKey": "k", "title": ""})
    assert errors == []
    assert data["openTask"] == {
        "__typename": "Refusal",
        "code": "NO_TITLE",
        "message": "请填写标题。",
        "field": "input.title",
    }


async def test_a_payload_shows_its_row(ask: Ask) -> None:
    data, _ = await ask(OPEN, i={"idempotencyKey": "k", "title": "x", "severity": "MAJOR"})
    assert data["openTask"]["task"]["severity"] == "MAJOR"


async def test_a_refusal_in_a_query_is_a_coded_error(ask: Ask) -> None:
    _, errors = await ask("{ refused }")
    assert errors[0]["message"] == "已经过期。"
    assert errors[0]["extensions"] == {"code": "TOO_LATE", "field": "at"}


@pytest.mark.parametrize(("text", "path"), [("{ broken }", ["broken"]), (BREAK, ["openTask"])])
async def test_any_other_failure_is_masked(ask: Ask, text: str, path: list[str]) -> None:
    _, errors = await ask(text)
    assert errors[0]["message"] == "内部错误"
    assert errors[0]["path"] == path
    assert errors[0]["extensions"]["code"] == codes.INTERNAL
    assert len(errors[0]["extensions"]["correlationId"]) == 16
    assert "secret" not in repr(errors)


async def test_a_wrong_value_in_a_row_is_masked_too(ask: Ask, town: demo.Town) -> None:
    town.tasks = [demo.make_task(count="secret")]
    _, errors = await ask("{ maybeTasks { count } }")
    assert errors[0]["extensions"]["code"] == codes.INTERNAL
    assert "secret" not in repr(errors)


class Failing(demo.Town):
    failure: Exception

    async def count(self) -> int:
        raise self.failure


@pytest.mark.parametrize(
    "failure",
    [DatabaseUnavailable("postgres://u:p@db/x"), DeadlockDetectedError("deadlock detected")],
)
async def test_a_database_that_cannot_serve_now_is_unavailable(
    schema: Schema, failure: Exception
) -> None:
    town = Failing()
    town.failure = failure
    context = make_context(make_principal(), town)
    result = await schema.execute("{ tasks { totalCount } }", None, context)
    assert (result.errors or [])[0].extensions == {"code": codes.UNAVAILABLE}


async def test_a_source_that_breaks_ends_with_a_masked_error(schema: Schema) -> None:
    context = make_context(make_principal())
    results = [r async for r in schema.subscribe("subscription { failing }", None, context)]
    assert results[0].data == {"failing": "one"}
    assert code(results[1]) == codes.INTERNAL


async def test_every_event_of_a_subscription_reads_anew(schema: Schema) -> None:
    context = make_context(make_principal())
    async for _ in schema.subscribe("subscription { ticks { id } }", None, context):
        assert context.loaders == {}
        context.loaders["units"] = "what this event looked up"


async def test_interfaces_know_rows_by_their_class(ask: Ask) -> None:
    data, _ = await ask("{ things { __typename id ... on Task { title } ... on Office { name } } }")
    assert [thing["__typename"] for thing in data["things"]] == ["Office", "Task", "Task"]


def test_a_schema_can_be_built_twice() -> None:
    build_schema(demo.Query, demo.Mutation, demo.Subscription, policy=POLICY)


def test_the_schema_is_a_federation_subgraph(schema: Schema) -> None:
    assert schema.federation_version == (2, 9)
    assert "_service" in schema._schema.query_type.fields  # type: ignore[union-attr] # it has one


def test_every_type_of_the_kit_is_described(schema: Schema) -> None:
    for name in ("Refusal", "PageInfo", "TaskConnection", "TaskEdge", "Node"):
        type_: Any = schema._schema.type_map[name]
        assert type_.description
        assert all(field.description for field in type_.fields.values())


def test_a_type_that_checks_its_rows_itself_keeps_its_check() -> None:
    @strawberry.type
    class Picky:
        name: str

        @classmethod
        def is_type_of(cls, value: object, info: object) -> bool:
            return False

    @strawberry.type
    class Query:
        @strawberry.field(graphql_type=Picky | None)
        def hello(self) -> Any:
            return demo.CITY

    schema = build_schema(Query, policy=POLICY)
    type_: Any = schema._schema.type_map["Picky"]
    assert type_.is_type_of(demo.CITY, None) is False
