"""The desk's documents against the services' own schemas, and its structs against the documents."""

import types
import typing
from pathlib import Path
from typing import Any

import graphql
import msgspec
import pytest
from graphql import FieldNode, FragmentSpreadNode, GraphQLSchema, InlineFragmentNode, SelectionNode

from clients.tui.models import (
    BoardAnswer,
    BoardEvent,
    BoardTally,
    IncidentGlance,
    Model,
    Obligation,
    ObligationPage,
)
from clients.tui.operations import OPERATIONS, load, operation_names

SCHEMAS = Path(__file__).parents[2] / "schema"
REGISTRY = {"sign_in", "unit_name", "who_speaks"}
DECODED: list[tuple[str, str, type[Any]]] = [
    ("board", "", BoardAnswer),
    ("changed_rows", "nodes", Obligation),
    ("changed_rows", "boardTally", BoardTally),
    ("board_page", "obligations", ObligationPage),
    ("board_events", "board", BoardEvent),
    ("incident_glance", "incident", IncidentGlance),
]


def schema_of(name: str) -> GraphQLSchema:
    path = SCHEMAS / f"{'registry' if name in REGISTRY else 'deadlines'}.graphql"
    if not path.exists():
        pytest.skip(f"{path.name} has not been generated")
    return graphql.build_schema(path.read_text(), assume_valid_sdl=True)


@pytest.mark.parametrize("name", operation_names())
def test_a_document_is_valid_against_its_services_schema(name: str) -> None:
    document = graphql.parse(load(name).text)
    assert graphql.validate(schema_of(name), document) == []


@pytest.mark.parametrize("name", operation_names())
def test_a_file_holds_one_operation_named_as_the_file(name: str) -> None:
    document = graphql.parse(load(name).text)
    found = [
        node.name.value
        for node in document.definitions
        if isinstance(node, graphql.OperationDefinitionNode) and node.name
    ]
    assert found == [name.title().replace("_", "")]


def test_a_missing_operation_is_told_by_its_name() -> None:
    with pytest.raises(AttributeError, match=r"no_such\.graphql"):
        _ = OPERATIONS.no_such


@pytest.mark.parametrize(("name", "at", "model"), DECODED)
def test_a_struct_asks_for_what_its_document_reads(name: str, at: str, model: type[Model]) -> None:
    selection = root_selection(name)
    compare(selection[at] if at else selection, model, f"{name}.{at}")


Selection = dict[str, Any]


@pytest.mark.parametrize(("name", "at", "model"), DECODED)
def test_a_struct_allows_null_where_the_schema_does(name: str, at: str, model: type[Model]) -> None:
    schema = schema_of(name)
    root = schema.subscription_type if name == "board_events" else schema.query_type
    assert root is not None
    parent = graphql.get_named_type(root.fields[at].type) if at != "nodes" and at else root
    hold_nulls(schema.type_map["Obligation"] if at == "nodes" else parent, model)


# the one document that renames fields
ALIASED = {"timed": "obligations", "untimed": "obligations"}


def hold_nulls(parent: Any, model: type[Any]) -> None:
    hints = typing.get_type_hints(model)
    for field in msgspec.structs.fields(model):
        name = field.encode_name
        name = ALIASED.get(name, name) if parent.name == "Query" else name
        declared = parent.fields[name].type
        hint = hints[field.name]
        optional = type(None) in typing.get_args(hint)
        assert optional == (not graphql.is_non_null_type(declared)), f"{parent}.{name}"
        for inner in structs_in(hint):
            hold_nulls(graphql.get_named_type(declared), inner)


def root_selection(name: str) -> Selection:
    document = graphql.parse(load(name).text)
    fragments = {
        node.name.value: node
        for node in document.definitions
        if isinstance(node, graphql.FragmentDefinitionNode)
    }
    (operation,) = (
        node for node in document.definitions if isinstance(node, graphql.OperationDefinitionNode)
    )
    return selected(operation.selection_set.selections, fragments)


def selected(nodes: typing.Iterable[SelectionNode], fragments: Any) -> Selection:
    found: Selection = {}
    for node in nodes:
        if isinstance(node, FragmentSpreadNode):
            part = fragments[node.name.value]
            found |= selected(part.selection_set.selections, fragments)
        elif isinstance(node, InlineFragmentNode):
            found |= selected(node.selection_set.selections, fragments)
        elif isinstance(node, FieldNode):
            name = (node.alias or node.name).value
            inner = node.selection_set.selections if node.selection_set else ()
            found[name] = selected(inner, fragments)
    return found


def compare(selection: Selection, model: type[Any], path: str) -> None:
    """Hold a struct's fields, by their names on the wire, to what the document selects."""
    hints = typing.get_type_hints(model)
    fields = {field.encode_name: hints[field.name] for field in msgspec.structs.fields(model)}
    assert set(fields) == set(selection), path
    for name, hint in fields.items():
        for inner in structs_in(hint):
            compare(selection[name], inner, f"{path}.{name}")


def structs_in(hint: Any) -> list[type[Any]]:
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return [hint]
    if typing.get_origin(hint) in (list, typing.Union, types.UnionType):
        return [inner for argument in typing.get_args(hint) for inner in structs_in(argument)]
    return []
