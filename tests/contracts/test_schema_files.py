"""The schema as both services publish it: current, described, guarded, and one shape for all."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    build_schema,
    get_named_type,
)

from services.deadlines.graphql.schema import make_schema
from services.kit.auth import Role
from services.registry.graphql.schema import registry_schema
from tests.contracts.services import NAMES, POLICIES, schema_of

SCHEMAS = Path(__file__).parents[2] / "schema"
GIVEN_BY_OTHERS = {
    # written by the federation library, which describes neither
    "_Service",
    "_Any",
    "_Entity",
}
ROOTS = ("Query", "Mutation", "Subscription")
WITHOUT_KEY = {
    # signing in twice only gives another token; the key may be given and is not used
    "registry.signIn",
    "registry.signInOidc",
    # a refresh token and a password are good once by themselves, and a session ends once
    "registry.refresh",
    "registry.signOut",
    "registry.changePassword",
}
SHOWN_ONCE = {"signIn", "signInOidc", "refresh", "signOut", "changePassword", "createAccount"}
PAGE = {"first", "after", "last", "before"}


@pytest.mark.parametrize("service", NAMES)
def test_the_published_schema_is_what_the_code_says(service: str) -> None:
    """The tables beside it need a server of the pinned version: `make schema-check`."""
    schema = registry_schema() if service == "registry" else make_schema()
    assert (SCHEMAS / f"{service}.graphql").read_text() == schema.as_str() + "\n"


@pytest.mark.parametrize("service", NAMES)
def test_the_published_schema_is_a_schema(service: str) -> None:
    text = (SCHEMAS / f"{service}.graphql").read_text()
    assert build_schema(text).query_type is not None


@pytest.mark.parametrize("service", NAMES)
def test_everything_is_described(service: str) -> None:
    assert list(undescribed(schema_of(service))) == []


def undescribed(schema: GraphQLSchema) -> Iterator[str]:
    """Name every type, field, argument, enum value and input field without a description."""
    for kind in own_types(schema):
        if not kind.description and not isinstance(kind, GraphQLUnionType):
            yield kind.name  # a result's union is its payload or the refusal; both are described
        if isinstance(kind, GraphQLEnumType):
            parts: dict[str, str | None] = {
                name: value.description for name, value in kind.values.items()
            }
        elif isinstance(kind, GraphQLInputObjectType):
            parts = {name: field.description for name, field in kind.fields.items()}
        elif isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
            parts = dict(parts_of(kind))
        else:
            parts = {}
        yield from (f"{kind.name}.{part}" for part, text in parts.items() if not text)


def own_types(schema: GraphQLSchema) -> list[GraphQLNamedType]:
    return [
        kind
        for name, kind in schema.type_map.items()
        if not name.startswith("__")
        and name not in GIVEN_BY_OTHERS
        and name not in {"String", "Int", "Float", "Boolean", "ID"}
    ]


def parts_of(kind: GraphQLObjectType | GraphQLInterfaceType) -> Iterator[tuple[str, str | None]]:
    for name, field in kind.fields.items():
        if name not in ("_service", "_entities"):
            yield name, field.description
            for argument, one in field.args.items():
                yield f"{name}({argument})", one.description


@pytest.mark.parametrize("service", NAMES)
def test_the_policy_table_has_each_root_field_and_nothing_else(service: str) -> None:
    schema = schema_of(service)
    roots = [root for root in map(schema.type_map.get, ROOTS) if root]
    fields = {
        f"{root.name}.{name}"
        for root in roots
        if isinstance(root, GraphQLObjectType)
        for name in root.fields
        if name not in ("_service", "_entities")
    }
    rules = {action for action in POLICIES[service].rules if action.split(".")[0] in ROOTS}
    assert fields == rules


@pytest.mark.parametrize("service", NAMES)
def test_whatever_else_the_policy_table_names_is_a_field_of_the_schema(service: str) -> None:
    schema = schema_of(service)
    for action in POLICIES[service].rules:
        name, _, field = action.partition(".")
        if name == "Http":
            continue  # an address of its own; tests/registry/imports/test_files.py asks it
        if action == "Person.phone" and service == "deadlines":
            name = "PersonRef"  # the person as the deadlines know one
        kind = schema.type_map[name]
        assert isinstance(kind, GraphQLObjectType)
        assert field in kind.fields, action


def mutations() -> list[tuple[str, str, GraphQLField]]:
    return [
        (service, name, field)
        for service in NAMES
        if (root := schema_of(service).mutation_type)
        for name, field in root.fields.items()
    ]


@pytest.mark.parametrize(("service", "name", "field"), mutations(), ids=lambda one: str(one)[:40])
def test_a_mutation_takes_one_input_with_a_key_and_answers_or_refuses(
    service: str, name: str, field: GraphQLField
) -> None:
    assert list(field.args) == ["input"]
    given = get_named_type(field.args["input"].type)
    assert isinstance(given, GraphQLInputObjectType)
    assert given.name == f"{name[0].upper()}{name[1:]}Input"
    key = given.fields["idempotencyKey"].type
    assert isinstance(key, GraphQLNonNull) == (f"{service}.{name}" not in WITHOUT_KEY)
    answer = get_named_type(field.type)
    assert isinstance(answer, GraphQLUnionType)
    assert answer.name.endswith("Result")
    payload, refusal = sorted((one.name for one in answer.types), key=lambda one: one == "Refusal")
    assert payload.endswith("Payload")
    assert refusal == "Refusal"


@pytest.mark.parametrize("service", NAMES)
def test_a_repeated_mutation_says_that_it_was_done_before(service: str) -> None:
    """But those that hand out a secret, which is shown once, and those without a key."""
    root = schema_of(service).mutation_type
    assert root is not None
    silent = set()
    for name, field in root.fields.items():
        answer = get_named_type(field.type)
        assert isinstance(answer, GraphQLUnionType)
        (payload,) = (one for one in answer.types if one.name != "Refusal")
        if "replayed" not in payload.fields:
            silent.add(name)
    assert silent == (SHOWN_ONCE if service == "registry" else set())


def connections() -> list[tuple[str, str, GraphQLField]]:
    """Return each field of both services whose type is a connection."""
    return [
        (service, f"{kind.name}.{name}", field)
        for service in NAMES
        for kind in own_types(schema_of(service))
        if isinstance(kind, GraphQLObjectType)
        for name, field in kind.fields.items()
        if get_named_type(field.type).name.endswith("Connection")
    ]


@pytest.mark.parametrize(("service", "name", "field"), connections(), ids=lambda one: str(one)[:40])
def test_a_connection_has_relays_shape(service: str, name: str, field: GraphQLField) -> None:
    kind = get_named_type(field.type)
    assert isinstance(kind, GraphQLObjectType)
    assert set(field.args) >= PAGE
    assert {one: str(part.type) for one, part in kind.fields.items()} == {
        "edges": f"[{kind.name.removesuffix('Connection')}Edge!]!",
        "pageInfo": "PageInfo!",
        "totalCount": "Int",
        "totalCountCapped": "Boolean",
    }
    edge = get_named_type(kind.fields["edges"].type)
    assert isinstance(edge, GraphQLObjectType)
    assert {one: str(part.type) for one, part in edge.fields.items()} == {
        "node": f"{kind.name.removesuffix('Connection')}!",
        "cursor": "String!",
    }


def test_every_list_of_both_services_that_grows_is_a_connection() -> None:
    assert {f"{service}.{name}" for service, name, _ in connections()} == {
        "registry.Query.units",
        "registry.Query.accounts",
        "registry.Query.appointments",
        "registry.Query.spokespersons",
        "registry.Query.channels",
        "registry.Query.experts",
        "registry.Query.expertPools",
        "registry.Query.filings",
        "registry.Query.trainings",
        "registry.Query.rosterFindings",
        "registry.Query.rosterImports",
        "registry.RosterImport.rows",
        "registry.Query.standingDocuments",
        "deadlines.Query.obligations",
        "deadlines.Query.incidents",
        "deadlines.Query.leads",
        "deadlines.Query.referrals",
        "deadlines.Query.notices",
        "deadlines.Query.reportedLeads",
        "deadlines.Query.unrepliedTickets",
        "deadlines.Query.leadTimeliness",
        "deadlines.Query.breaches",
        "deadlines.Query.periods",
        "deadlines.Query.policies",
        "deadlines.Query.packAdoptions",
        "deadlines.Query.reportEvidence",
        "deadlines.Query.issuedReports",
    }


@pytest.mark.parametrize("service", NAMES)
def test_whatever_has_a_global_id_may_be_refetched(service: str) -> None:
    schema = schema_of(service)
    node = schema.type_map["Node"]
    assert isinstance(node, GraphQLInterfaceType)
    assert len(schema.get_implementations(node).objects) > 2
    assert schema.query_type is not None
    assert {"node", "nodes"} <= set(schema.query_type.fields)


def test_the_roles_of_the_schema_are_those_of_the_table() -> None:
    roles = registry_schema()._schema.type_map["Role"]
    assert isinstance(roles, GraphQLEnumType)
    assert set(roles.values) == {role.value for role in Role}
