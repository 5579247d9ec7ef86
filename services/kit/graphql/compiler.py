"""Turning a selection into one Python function: row in, answer out.

Only what cannot wait and cannot surprise is compiled: attributes and pure computed fields without
arguments. A compiled function raises on anything unusual, such as a null where none may be; the
caller then asks the reference executor, which knows the exact error.
"""

import keyword
from collections.abc import Callable
from datetime import date, datetime
from math import isfinite
from types import CoroutineType, GeneratorType
from typing import Any
from uuid import UUID

from graphql import (
    GraphQLBoolean,
    GraphQLField,
    GraphQLFloat,
    GraphQLID,
    GraphQLInt,
    GraphQLLeafType,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLString,
    Undefined,
    is_enum_type,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
    is_object_type,
)
from strawberry.types.field import StrawberryField

from services.kit.graphql.rows import COMPILED, DEFINITION

Compiled = Callable[[Any], Any]
Selections = dict[str, list[Any]]
Collect = Callable[[GraphQLObjectType, list[Any]], Selections]

_EXACT = {
    GraphQLString.name: "type({v}) is str",
    GraphQLID.name: "type({v}) is str",
    GraphQLBoolean.name: "type({v}) is bool",
    GraphQLInt.name: "type({v}) is int and -2147483648 <= {v} <= 2147483647",
    GraphQLFloat.name: "type({v}) is float and isfinite({v})",
}
_SERIALIZED = {"DateTime": datetime, "Date": date, "UUID": UUID}
_UNUSUAL = (BaseException, CoroutineType, GeneratorType, type(None), type(Undefined))


class NotCompilable(Exception):
    """The selection has to go through the reference executor."""


class Unusual(Exception):
    """A value that only the reference executor may judge."""


def compile_object(type_: GraphQLObjectType, fields: Selections, collect: Collect) -> Compiled:
    """Compile a whole selection set; raises NotCompilable."""
    return _Writer(collect).object(type_, fields)


def compile_field(type_: GraphQLObjectType, details: list[Any], collect: Collect) -> Compiled:
    """Compile one field of a selection set: row in, the field's answer out."""
    writer = _Writer(collect)
    return writer.function(writer.field(type_, details))


def compile_list(type_: GraphQLOutputType, details: list[Any], collect: Collect) -> Compiled:
    """Compile a list of objects: rows in, answers out."""
    writer = _Writer(collect)
    return writer.function(writer.value(type_, "s", details))


class _Writer:
    """Writes the source of one function and keeps the objects that it names."""

    def __init__(self, collect: Collect) -> None:
        self._collect = collect
        self._names: dict[str, Any] = {"isfinite": isfinite, "unusual": _unusual}

    def function(self, expression: str) -> Compiled:
        scope: dict[str, Any] = {}
        source = f"def f(s):\n return {expression}"
        # the source holds only names of the schema, checked to be identifiers, and our own words
        exec(source, self._names, scope)  # noqa: S102 - compiling is this module's task
        compiled: Compiled = scope["f"]
        return compiled

    def object(self, type_: GraphQLObjectType, fields: Selections) -> Compiled:
        if type_.is_type_of is not None:
            raise NotCompilable
        parts = [f"{name!r}: {self.field(type_, details)}" for name, details in fields.items()]
        known: set[type] = set()
        plain = f"type(s) in {self._bind(known)} or {self._bind(_learner(known))}(s)"
        return self.function(f"{{{', '.join(parts)}}} if {plain} else unusual(s)")

    def field(self, parent: GraphQLObjectType, details: list[Any]) -> str:
        name = details[0].node.name.value
        if name == "__typename":
            return repr(parent.name)
        field = parent.fields.get(name)
        if field is None:
            raise NotCompilable
        return self.value(field.type, self._source(field), details)

    def _source(self, field: GraphQLField) -> str:
        definition = field.extensions.get(DEFINITION)
        if field.args or not isinstance(definition, StrawberryField) or definition.extensions:
            raise NotCompilable
        if compute := definition.metadata.get(COMPILED):
            return f"{self._bind(compute)}(s)"
        name = definition.python_name
        plain = getattr(field.resolve, "_is_default", False) and definition.is_basic_field
        if not plain or definition.default_resolver is not getattr or not _is_name(name):
            raise NotCompilable
        return f"s.{name}"

    def value(self, type_: GraphQLOutputType, source: str, details: list[Any]) -> str:
        nullable = not is_non_null_type(type_)
        if is_non_null_type(type_):
            type_ = type_.of_type
        v = self._bind(None)
        if is_list_type(type_):
            item = self.value(type_.of_type, f"{v}i", details)
            made = f"([{item} for {v}i in {v}] if type({v}) in (list, tuple) else unusual({v}))"
        elif is_leaf_type(type_):
            made = self._leaf(type_, v)
        elif is_object_type(type_):
            made = f"{self._bind(self.object(type_, self._collect(type_, details)))}({v})"
        else:
            raise NotCompilable
        if nullable:
            return f"(None if ({v} := {source}) is None else {made})"
        return f"({made} if ({v} := {source}) is not None else unusual(None))"

    def _leaf(self, type_: GraphQLLeafType, v: str) -> str:
        careful = f"{self._bind(_careful(type_))}({v})"
        if type_.name in _EXACT:
            return f"({v} if {_EXACT[type_.name].format(v=v)} else {careful})"
        if type_.name in _SERIALIZED:
            kind, write = self._bind(_SERIALIZED[type_.name]), self._bind(type_.coerce_output_value)
            return f"({write}({v}) if isinstance({v}, {kind}) else {careful})"
        if is_enum_type(type_):
            words = self._bind(_words(type_))
            return f"({words}[{v}] if type({v}) is {self._bind(_enum_class(type_))} else {careful})"
        return careful

    def _bind(self, value: Any) -> str:
        name = f"k{len(self._names)}"
        self._names[name] = value
        return name


def _learner(known: set[type]) -> Callable[[object], bool]:
    """Return a test for values that are neither waiting, missing nor exceptions.

    It adds their class to ``known``, so that the class alone tells the next time.
    """

    def is_plain(value: object) -> bool:
        kind = type(value)
        if issubclass(kind, _UNUSUAL) or hasattr(kind, "__await__"):
            return False
        known.add(kind)
        return True

    return is_plain


def _unusual(value: object) -> Any:
    raise Unusual(value)


def _careful(type_: GraphQLLeafType) -> Compiled:
    """Serialize as the reference does, but leave to it whatever it would not simply serialize."""
    known: set[type] = set()
    is_plain = _learner(known)

    def serialize(value: Any) -> Any:
        if type(value) not in known and not is_plain(value):
            raise Unusual(value)
        made = type_.coerce_output_value(value)
        if made is None or made is Undefined:
            raise Unusual(value)
        return made

    return serialize


def _enum_class(type_: Any) -> type | None:
    """Return the Python enum behind a GraphQL one, None where there is none."""
    return getattr(type_, "wrapped_cls", None)


def _words(type_: Any) -> dict[Any, str]:
    known = [value.value for value in type_.values.values()]
    members: Any = _enum_class(type_) or ()
    return {each: type_.coerce_output_value(each) for each in members if each.value in known}


def _is_name(text: str) -> bool:
    return text.isidentifier() and not keyword.iskeyword(text)
