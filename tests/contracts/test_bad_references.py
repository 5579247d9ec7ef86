"""Whatever takes an id or a place in a list refuses a bad one by code, and names where it stood."""

from collections.abc import Iterator
from typing import Any

import pytest
from graphql import (
    GraphQLField,
    GraphQLInputObjectType,
    get_named_type,
    is_leaf_type,
    is_list_type,
)

from services.kit.auth import Role
from services.kit.graphql.ids import to_global_id
from services.kit.ids import new_id
from tests.contracts.documents import needed, operation, root_fields, sample
from tests.contracts.services import NAMES, Caller, Reply, Served, schema_of

BAD_IDS = ["", "x", "VW5pdDp4", "=", "é" * 30, to_global_id("Nothing", new_id())]
BAD_PLACES = ["x", "-1", "１", "9" * 40]
Case = tuple[str, str, str, GraphQLField]
FIELDS: list[Case] = [
    (service, root, name, field)
    for service in NAMES
    for root, name, field in root_fields(schema_of(service), "Query", "Mutation")
]


def ids_of(field: GraphQLField) -> Iterator[tuple[str, bool]]:
    """Yield the dotted path of each argument that is an id, and whether it is one of many."""
    for name, argument in field.args.items():
        kind = get_named_type(argument.type)
        if kind.name == "ID":
            yield name, "[" in str(argument.type)
        if isinstance(kind, GraphQLInputObjectType) and not is_list_type(argument.type):
            for inner, one in kind.fields.items():
                if get_named_type(one.type).name == "ID":
                    yield f"{name}.{inner}", "[" in str(one.type)


WITH_IDS = [
    (service, root, name, field, path, many)
    for service, root, name, field in FIELDS
    for path, many in ids_of(field)
]
WITH_PLACES = [
    (service, root, name, field, argument)
    for service, root, name, field in FIELDS
    for argument in ("after", "before")
    if argument in field.args
]


def caller_of(served: Served, action: str) -> Caller:
    roles = served.policy.rules[action].roles
    return Caller(
        role=Role.DUTY_CHIEF if Role.DUTY_CHIEF in roles else min(roles, default=Role.OFFICER)
    )


async def ask(
    served: Served, root: str, name: str, field: GraphQLField, given: dict[str, Any]
) -> Reply:
    union = root == "Mutation"
    inner = "{ __typename ... on Refusal { code field } }" if union else "{ __typename }"
    selection = "" if is_leaf_type(get_named_type(field.type)) else inner
    query = operation(root, name, field, selection, *given)
    return await served.send(query, given, caller_of(served, f"{root}.{name}"))


def refusal(reply: Reply, name: str) -> tuple[str | None, str | None]:
    """Return code and field of the one error, or of the refusal that a mutation answers."""
    if errors := reply.body.get("errors"):
        (error,) = errors
        return error["extensions"]["code"], error["extensions"].get("field")
    answer = (reply.body["data"] or {})[name] or {}
    return answer.get("code"), answer.get("field")


@pytest.mark.parametrize(
    ("served", "root", "name", "field", "path", "many"),
    WITH_IDS,
    indirect=["served"],
    ids=[f"{s}-{n}-{p}" for s, _, n, _, p, _ in WITH_IDS],
)
async def test_a_bad_id_is_refused_and_named(
    served: Served, root: str, name: str, field: GraphQLField, path: str, many: bool
) -> None:
    outer, _, inner = path.partition(".")
    names = {one.split(".")[-1] for one, _ in ids_of(field)}
    for bad in BAD_IDS:
        value = [bad] if many else bad
        given = needed(field)
        given[outer] = {**sample(field.args[outer].type), inner: value} if inner else value
        code, told = refusal(await ask(served, root, name, field, given), name)
        assert code == "BAD_ID", (bad, code)
        # another id of the same input may be the one that was looked at first
        assert names & {*(told or "").split(".")}, told


@pytest.mark.parametrize(
    ("served", "root", "name", "field", "argument"),
    WITH_PLACES,
    indirect=["served"],
    ids=[f"{s}-{n}-{a}" for s, _, n, _, a in WITH_PLACES],
)
async def test_a_bad_place_is_refused_and_named(
    served: Served, root: str, name: str, field: GraphQLField, argument: str
) -> None:
    for bad in BAD_PLACES:
        given = {**needed(field), argument: bad}
        if argument == "before":
            given["last"] = 2
        code, told = refusal(await ask(served, root, name, field, given), name)
        assert (code, told) == ("BAD_CURSOR", argument), bad
