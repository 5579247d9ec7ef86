"""The schema describes itself, and holds to the names that were promised."""

from collections.abc import Iterator

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLUnionType,
)

from services.deadlines.graphql.nodes import NODES
from services.deadlines.graphql.schema import make_schema

SCHEMA = make_schema()._schema
OTHERS = ("__", "_")  # introspection's and federation's own


def undescribed() -> Iterator[str]:
    for name, type_ in SCHEMA.type_map.items():
        if name.startswith(OTHERS):
            continue
        if isinstance(type_, GraphQLObjectType | GraphQLInterfaceType):
            for field_name, field in type_.fields.items():
                if field_name.startswith(OTHERS):
                    continue
                if not field.description:
                    yield f"{name}.{field_name}"
                for argument_name, argument in field.args.items():
                    if not argument.description:
                        yield f"{name}.{field_name}({argument_name})"
        elif isinstance(type_, GraphQLInputObjectType):
            yield from (f"{name}.{n}" for n, f in type_.fields.items() if not f.description)
        elif isinstance(type_, GraphQLEnumType):
            yield from (f"{name}.{n}" for n, v in type_.values.items() if not v.description)


def test_whatever_is_a_node_is_found_by_its_id() -> None:
    node = SCHEMA.get_type("Node")
    assert isinstance(node, GraphQLInterfaceType)
    assert {type_.name for type_ in SCHEMA.get_implementations(node).objects} == NODES.keys()


def test_every_field_argument_and_value_is_described() -> None:
    assert list(undescribed()) == []


def test_every_mutation_takes_one_input_with_a_key_and_may_refuse() -> None:
    assert SCHEMA.mutation_type is not None
    for name, field in SCHEMA.mutation_type.fields.items():
        assert list(field.args) == ["input"], name
        given = SCHEMA.type_map[f"{name[0].upper()}{name[1:]}Input"]
        assert isinstance(given, GraphQLInputObjectType)
        assert "idempotencyKey" in given.fields, name
        answer = SCHEMA.type_map[str(field.type).rstrip("!")]
        assert isinstance(answer, GraphQLUnionType)
        payload = f"{name[0].upper()}{name[1:]}Payload"
        assert {type_.name for type_ in answer.types} == {payload, "Refusal"}
