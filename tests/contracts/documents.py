"""Documents made from a schema: one for each root field, with values of the right types."""

from collections.abc import Callable, Iterator
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    is_leaf_type,
    is_required_argument,
    is_required_input_field,
)

from services.kit.graphql.ids import to_global_id
from services.kit.ids import new_id

DEEPEST = 8
SAMPLES: dict[str, Any] = {
    "String": "x",
    "ID": to_global_id("Unit", new_id()),
    "Int": 1,
    "Float": 1.0,
    "Boolean": False,
    "Date": "2026-11-21",
    "DateTime": "2026-11-21T03:02:00+08:00",
}
Values = Callable[[Any], Any]


def sample(kind: Any) -> Any:
    """Return a value that the type accepts; of an input object only what it needs."""
    named = get_named_type(kind)
    if isinstance(kind, GraphQLNonNull):
        return sample(kind.of_type)
    if isinstance(kind, GraphQLList):
        return [sample(kind.of_type)]
    if isinstance(named, GraphQLEnumType):
        return next(iter(named.values))
    if isinstance(named, GraphQLInputObjectType):
        return {
            name: sample(field.type)
            for name, field in named.fields.items()
            if is_required_input_field(field)
        }
    return SAMPLES[named.name]


def operation(root: str, name: str, field: GraphQLField, selection: str, *given: str) -> str:
    """Return a document for one root field whose arguments ``given`` are variables."""
    declared = ", ".join(f"${argument}: {field.args[argument].type}" for argument in given)
    used = ", ".join(f"{argument}: ${argument}" for argument in given)
    head = f"{root.lower()} A({declared})" if given else root.lower()
    arguments = f"({used})" if given else ""
    return f"{head} {{ {name}{arguments} {selection} }}"


def needed(field: GraphQLField) -> dict[str, Any]:
    """Return samples for the arguments a field cannot do without."""
    return {
        name: sample(argument.type)
        for name, argument in field.args.items()
        if is_required_argument(argument)
    }


def root_fields(schema: GraphQLSchema, *roots: str) -> Iterator[tuple[str, str, GraphQLField]]:
    """Yield root, name and field of what the service itself offers."""
    for root in roots:
        kind = schema.type_map.get(root)
        if isinstance(kind, GraphQLObjectType):
            yield from (
                (root, name, field) for name, field in kind.fields.items() if name != "_service"
            )


def leading_to(schema: GraphQLSchema, kind: Any, leaves: set[str], seen: tuple[str, ...]) -> str:
    """Return the selection of every way from a type to fields of these names, or nothing.

    A way passes each type once and ends at the deepest level that a document may have, which is
    one below the types it passes.
    """
    named = get_named_type(kind)
    if named.name in seen or len(seen) + 1 == DEEPEST:
        return ""
    seen = (*seen, named.name)
    if isinstance(named, GraphQLInterfaceType):
        ways = {
            f"... on {one.name}": leading_to(schema, one, leaves, seen[:-1])
            for one in schema.get_implementations(named).objects
        }
        return " ".join(f"{name} {{ {way} }}" for name, way in ways.items() if way)
    if not isinstance(named, GraphQLObjectType):
        return ""
    found = [name for name, field in named.fields.items() if name in leaves and _plain(field)]
    for name, field in named.fields.items():
        if not is_leaf_type(get_named_type(field.type)) and not needed(field):
            way = leading_to(schema, field.type, leaves, seen)
            found += [f"{name} {{ {way} }}"] if way else []
    return " ".join(found)


def _plain(field: GraphQLField) -> bool:
    return is_leaf_type(get_named_type(field.type))
