"""The seam between rows and GraphQL types: which type shows a row, and fields computed from it."""

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

import strawberry
from graphql import (
    GraphQLAbstractType,
    GraphQLObjectType,
    GraphQLResolveInfo,
    GraphQLSchema,
    is_interface_type,
    is_object_type,
    is_union_type,
)
from strawberry.types.base import StrawberryObjectDefinition

from services.kit.graphql.ids import to_global_id

T = TypeVar("T")
COMPILED = "compiled"
PAGE_LIMIT = "page_limit"
DEFINITION = "strawberry-definition"


def shows(*rows: type) -> Callable[[type[T]], type[T]]:
    """Declare which row classes a strawberry type shows; stands above ``@strawberry.type``.

    Unions and interfaces then accept such rows as they are, without ``is_type_of``.
    """

    def mark(cls: type[T]) -> type[T]:
        cls.__shown_rows__ = rows  # type: ignore[attr-defined] # read by resolve_by_rows only
        return cls

    return mark


def compiled_field(
    compute: Callable[[Any], Any],
    graphql_type: Any,
    *,
    description: str,
    name: str | None = None,
) -> Any:
    """Declare a field computed from its row by a pure function, without arguments or context.

    The compiled executor calls ``compute`` directly, so it must be quick and must not wait.
    """

    def resolver(root: strawberry.Parent[Any]) -> Any:
        return compute(root)

    return strawberry.field(
        resolver=resolver,
        graphql_type=graphql_type,
        description=description,
        name=name,
        metadata={COMPILED: compute},
    )


def global_id(type_name: str, of: Callable[[Any], UUID] = lambda row: row.id) -> Any:
    """Declare the ``id`` field of a type that implements Node."""
    return compiled_field(
        lambda row: to_global_id(type_name, of(row)), strawberry.ID, description="Global id."
    )


@strawberry.interface(description="An object with a global id.")
class Node:
    """Relay's Node; implementers set ``id: strawberry.ID = global_id("TypeName")``."""

    id: strawberry.ID = strawberry.field(description="Global id.")


def resolve_by_rows(schema: GraphQLSchema) -> None:
    """Make unions and interfaces know rows by their class, and drop checks that know only types.

    An ``is_type_of`` written on a type stays; the ones strawberry derives would refuse rows.
    """
    shown: dict[str, tuple[type, ...]] = {}
    for name, type_ in schema.type_map.items():
        definition = type_.extensions.get(DEFINITION)
        if is_object_type(type_) and isinstance(definition, StrawberryObjectDefinition):
            shown[name] = getattr(definition.origin, "__shown_rows__", ())
            if definition.is_type_of is None:
                type_.is_type_of = None
    for type_ in schema.type_map.values():
        if is_union_type(type_) or is_interface_type(type_):
            _by_rows(
                type_,
                {
                    row: t.name
                    for t in schema.get_possible_types(type_)
                    for row in shown.get(t.name, ())
                },
            )


def _by_rows(abstract: GraphQLAbstractType, names: dict[type, str]) -> None:
    otherwise = abstract.resolve_type

    def resolve_type(value: Any, info: GraphQLResolveInfo[Any], type_: GraphQLAbstractType) -> Any:
        found = names.get(type(value))
        if found is None and otherwise is not None:
            return otherwise(value, info, type_)
        return found

    abstract.resolve_type = resolve_type


def python_field(owner: GraphQLObjectType, name: str) -> Any:
    """Return the strawberry field behind a GraphQL field, or None where there is none."""
    field = owner.fields.get(name)
    return field.extensions.get(DEFINITION) if field else None
