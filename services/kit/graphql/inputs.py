"""What a request gives, turned into what resolvers take by functions made once for each type.

As with selections, only the plain case is compiled. A compiled coercion raises on whatever is
unusual; the caller then asks the reference, which knows the exact error.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING
from datetime import date, datetime
from typing import Any
from uuid import UUID

import strawberry
from graphql import (
    GraphQLError,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLSchema,
    Undefined,
    VariableDefinitionNode,
    is_input_object_type,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
    is_required_input_field,
)
from graphql.execution.get_variable_signature import get_variable_signature
from graphql.execution.values import VariableValues, VariableValueSource
from graphql.utilities.coerce_input_value import coerce_default_value
from strawberry.types.arguments import InputContext
from strawberry.types.base import (
    StrawberryList,
    StrawberryMaybe,
    StrawberryObjectDefinition,
    StrawberryOptional,
)
from strawberry.types.enum import StrawberryEnumDefinition
from strawberry.types.field import StrawberryField

from services.kit.graphql.compiler import NotCompilable, Unusual
from services.kit.graphql.rows import DEFINITION

Coerce = Callable[[Any], Any]
CoerceVariables = Callable[[Mapping[str, Any]], VariableValues]
Convert = Callable[[Any, InputContext], Any]
Build = Callable[[type, Mapping[str, Any], InputContext], Any]

_AS_THEY_COME = (str, int, float, bool, strawberry.ID, datetime, date, UUID)


def compile_variables(
    schema: GraphQLSchema, definitions: Sequence[VariableDefinitionNode]
) -> CoerceVariables:
    """Compile the coercion of an operation's variables; raises NotCompilable.

    The function raises where the reference would find an error, apply a default or bend a value.
    """
    parts = []
    for definition in definitions:
        signature = get_variable_signature(schema, definition)
        if isinstance(signature, GraphQLError):
            raise NotCompilable
        needed = is_non_null_type(signature.type) or definition.default_value is not None
        parts.append((signature, _coercion(signature.type, ()), needed))

    def coerce(given: Mapping[str, Any]) -> VariableValues:
        sources: dict[str, VariableValueSource] = {}
        coerced: dict[str, Any] = {}
        for signature, made, needed in parts:
            name = signature.name
            if name in given:
                value = given[name]
                sources[name] = VariableValueSource(signature, value)
                coerced[name] = made(value)
            elif needed:
                raise Unusual(name)
            else:
                sources[name] = VariableValueSource(signature)
        return VariableValues(sources, coerced)

    return coerce


def _coercion(type_: GraphQLInputType, within: tuple[GraphQLInputObjectType, ...]) -> Coerce:
    if is_non_null_type(type_):
        return _never_null(_coercion_of_value(type_.of_type, within))
    made = _coercion_of_value(type_, within)
    return lambda value: None if value is None else made(value)


def _never_null(made: Coerce) -> Coerce:
    def coerce(value: Any) -> Any:
        if value is None:
            raise Unusual(value)
        return made(value)

    return coerce


def _coercion_of_value(
    type_: GraphQLInputType, within: tuple[GraphQLInputObjectType, ...]
) -> Coerce:
    if is_list_type(type_):
        return _list(_coercion(type_.of_type, within))
    if is_input_object_type(type_) and not type_.is_one_of and type_ not in within:
        return _object(type_, within)
    if is_leaf_type(type_):
        return _leaf(type_.coerce_input_value)
    raise NotCompilable  # among them a type within itself, whose depth the reference watches


def _list(item: Coerce) -> Coerce:
    def coerce(value: Any) -> Any:
        if type(value) is not list:
            raise Unusual(value)
        return [item(each) for each in value]

    return coerce


def _leaf(parse: Coerce) -> Coerce:
    def coerce(value: Any) -> Any:
        made = parse(value)
        if made is Undefined:
            raise Unusual(value)
        return made

    return coerce


def _object(type_: GraphQLInputObjectType, within: tuple[GraphQLInputObjectType, ...]) -> Coerce:
    fields = type_.fields
    parts = [
        (field.out_name or name, name, field, _coercion(field.type, (*within, type_)))
        for name, field in fields.items()
    ]
    needed = {name for name, field in fields.items() if is_required_input_field(field)}

    def coerce(value: Any) -> Any:
        if type(value) is not dict or not fields.keys() >= value.keys() >= needed:
            raise Unusual(value)
        coerced: dict[str, Any] = {}
        for out_name, name, field, made in parts:
            if name in value:
                coerced[out_name] = made(value[name])
            elif (default := coerce_default_value(field)) is not Undefined:
                coerced[out_name] = default
        return type_.out_type(coerced)

    return coerce


def build_inputs(schema: GraphQLSchema) -> None:
    """Make the schema's input classes build themselves from coerced values.

    Strawberry would resolve the type of every field again in every request. Classes with a
    ``Maybe`` are left to it, for it validates these besides.
    """
    for type_ in schema.type_map.values():
        definition = type_.extensions.get(DEFINITION)
        if (
            is_input_object_type(type_)
            and isinstance(definition, StrawberryObjectDefinition)
            and not any(isinstance(field.type, StrawberryMaybe) for field in definition.fields)
        ):
            definition.from_input = _builder(type_, definition)


def _builder(type_: GraphQLInputObjectType, definition: StrawberryObjectDefinition) -> Build:
    parts: dict[str, tuple[str, Convert]] = {}
    for name, graphql_field in type_.fields.items():
        field: StrawberryField = graphql_field.extensions[DEFINITION]
        declared = field.resolve_type(type_definition=definition)
        parts[name] = field.python_name, _conversion(declared, name)
    unsaid = {
        field.python_name: None
        for field in definition.fields
        if field.default_value is MISSING and field.default_factory is MISSING
    }

    def build(cls: type, given: Mapping[str, Any], context: InputContext) -> Any:
        arguments: dict[str, Any] = dict(unsaid)
        for name, value in given.items():
            python_name, convert = parts[name]
            arguments[python_name] = convert(value, context)
        return cls(**arguments)

    return build


def _conversion(declared: Any, name: str) -> Convert:
    plain = _inside(declared)
    if _stays(plain):
        return lambda value, context: value
    if isinstance(plain, StrawberryList) and _stays(_inside(plain.of_type)):
        # copied, for every request that leaves it out is given the same default
        return lambda value, context: None if value is None else list(value)
    return lambda value, context: context.convert(value, declared, name)


def _inside(declared: Any) -> Any:
    return declared.of_type if isinstance(declared, StrawberryOptional) else declared


def _stays(plain: Any) -> bool:
    """Tell whether values of a strawberry type are handed on as graphql-core coerced them."""
    return isinstance(plain, StrawberryEnumDefinition) or plain in _AS_THEY_COME
