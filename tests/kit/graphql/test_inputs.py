"""Compiled coercion and input classes give what graphql-core and strawberry give by themselves."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import Enum
from typing import Any

import pytest
import strawberry
from graphql import OperationDefinitionNode, get_variable_values, parse
from graphql.execution.values import VariableValues
from hypothesis import given, settings
from hypothesis import strategies as st
from strawberry.schema.config import StrawberryConfig
from strawberry.types.arguments import convert_argument

from services.kit.graphql.executor import CompiledExecutor, Plans
from services.kit.graphql.inputs import build_inputs
from services.kit.graphql.scalars import DATE_TIME
from tests.kit.graphql.test_executor import told


@strawberry.enum
class Colour(Enum):
    RED = "red"
    BLUE = "blue"


@strawberry.input
class Point:
    x: int
    y: int = 7


@strawberry.input
class Shape:
    name: str
    note: str | None
    colour: Colour | None = strawberry.UNSET
    drawn_at: datetime | None = strawberry.UNSET
    weight: float | None = strawberry.UNSET
    tags: list[str | None] | None = strawberry.UNSET
    points: list[Point] | None = strawberry.UNSET
    centre: Point | None = strawberry.UNSET
    words: list[str] = strawberry.field(default_factory=lambda: ["a"])
    grid: list[list[int]] | None = None


@strawberry.input
class Tree:
    children: list["Tree"] | None = None


@strawberry.type
class Query:
    @strawberry.field
    def draw(
        self, shape: Shape | None = None, tree: Tree | None = None, ids: list[str] | None = None
    ) -> str:
        return repr((shape, tree, ids))


DRAWING = strawberry.Schema(
    Query, config=StrawberryConfig(), scalar_overrides={datetime: DATE_TIME}
)
CORE = DRAWING._schema
build_inputs(CORE)
DOCUMENTS = (
    "query Q($shape: Shape) { draw(shape: $shape) }",
    "query Q($shape: Shape!) { draw(shape: $shape) }",
    'query Q($shape: Shape = {name: "d", note: null}) { draw(shape: $shape) }',
    "query Q($name: String!, $x: Int = 3) "
    "{ draw(shape: {name: $name, note: $name, points: [{x: $x}]}) }",
    "query Q($ids: [String!]) { draw(ids: $ids) }",
    "query Q($tree: Tree) { draw(tree: $tree) }",
)

odd: st.SearchStrategy[Any] = st.sampled_from(
    [None, "", "x", 0, 1, 2**40, 1.5, True, [], {}, ["x"], [None], (1,)]
)
points = st.fixed_dictionaries({"x": st.integers(0, 9) | odd}, optional={"y": odd}) | odd
shapes = st.fixed_dictionaries(
    {},
    optional={
        "name": st.text(max_size=2) | odd,
        "note": st.none() | odd,
        "colour": st.sampled_from(["RED", "BLUE", "red", None, 3]),
        "drawnAt": st.sampled_from(["2026-11-21T03:02:00+08:00", "2026-11-21", None, 3]),
        "weight": st.floats() | odd,
        "tags": st.lists(st.text(max_size=1) | st.none(), max_size=2) | odd,
        "points": st.lists(points, max_size=2) | odd,
        "centre": points,
        "words": st.lists(st.text(max_size=1), max_size=2) | odd,
        "grid": st.lists(st.lists(st.integers(0, 3), max_size=2) | odd, max_size=2) | odd,
        "unknown": st.just(1),
    },
)
trees: st.SearchStrategy[Any] = st.recursive(
    st.just({}) | odd, lambda inner: st.fixed_dictionaries({"children": st.lists(inner)})
)
variables = st.fixed_dictionaries(
    {},
    optional={
        "shape": shapes | odd,
        "tree": trees,
        "ids": odd,
        "name": odd,
        "x": odd,
        "more": st.just(1),
    },
)


@settings(max_examples=400, deadline=None)
@given(text=st.sampled_from(DOCUMENTS), values=variables)
def test_variables_are_coerced_as_the_reference_coerces_them(
    text: str, values: dict[str, Any]
) -> None:
    document = parse(text)
    operation = document.definitions[0]
    assert isinstance(operation, OperationDefinitionNode)
    reference = get_variable_values(
        CORE, operation.variable_definitions or (), values, 50, hide_suggestions=True
    )
    found = CompiledExecutor.prepare(CORE, operation, values, Plans(document))
    if isinstance(reference, list):
        assert isinstance(found, list)
        assert [told(error) for error in found] == [told(error) for error in reference]
    else:
        assert isinstance(found, CompiledExecutor)
        assert shown(found.variable_values) == shown(reference)


def shown(values: VariableValues) -> tuple[str, dict[str, Any]]:
    """As text, for the order of keys and the class of numbers, and since nan is not itself."""
    sources = {
        name: (str(source.signature.type), repr(source.value))
        for name, source in values.sources.items()
    }
    return repr(values.coerced), sources


PLAIN = {
    "name": "a",
    "note": None,
    "colour": "RED",
    "drawnAt": "2026-11-21T03:02:00+08:00",
    "tags": ["b", None],
    "points": [{"x": 1}, {"x": 2, "y": 3}],
    "centre": None,
}


def test_plain_values_do_not_reach_the_reference(monkeypatch: pytest.MonkeyPatch) -> None:
    def build(*_: Any, **__: Any) -> Any:
        raise AssertionError("the reference was asked")

    document = parse(DOCUMENTS[1])
    operation = document.definitions[0]
    assert isinstance(operation, OperationDefinitionNode)
    monkeypatch.setattr(CompiledExecutor, "build", build)
    found = CompiledExecutor.prepare(CORE, operation, {"shape": PLAIN}, Plans(document))
    assert isinstance(found, CompiledExecutor)
    assert converted(found.variable_values.coerced["shape"], Shape) == Shape(
        name="a",
        note=None,
        colour=Colour.RED,
        drawn_at=datetime(2026, 11, 20, 19, 2, tzinfo=UTC),
        tags=["b", None],
        points=[Point(x=1), Point(x=2, y=3)],
        centre=None,
    )


@contextmanager
def unbuilt() -> Iterator[None]:
    """Let strawberry convert the input classes itself."""
    inputs: tuple[Any, ...] = (Point, Shape, Tree)
    definitions = [cls.__strawberry_definition__ for cls in inputs]
    kept = [definition.from_input for definition in definitions]
    for definition in definitions:
        definition.from_input = None
    try:
        yield
    finally:
        for definition, build in zip(definitions, kept, strict=True):
            definition.from_input = build


def converted(value: dict[str, Any], kind: type) -> Any:
    return convert_argument(value, kind, DRAWING.schema_converter.scalar_registry, DRAWING.config)


@settings(max_examples=200, deadline=None)
@given(shape=shapes, tree=trees)
def test_an_input_class_builds_itself_as_strawberry_would_build_it(
    shape: dict[str, Any], tree: dict[str, Any]
) -> None:
    for name, given_value, kind in (("shape", shape, Shape), ("tree", tree, Tree)):
        text = f"query Q(${name}: {kind.__name__}!) {{ draw({name}: ${name}) }}"
        document = parse(text)
        operation = document.definitions[0]
        assert isinstance(operation, OperationDefinitionNode)
        values = get_variable_values(
            CORE, operation.variable_definitions or (), {name: given_value}
        )
        if isinstance(values, list):
            continue
        found = converted(values.coerced[name], kind)
        with unbuilt():
            assert repr(found) == repr(converted(values.coerced[name], kind))


def test_a_list_left_out_is_not_shared_between_requests() -> None:
    coerced = {"name": "a", "note": None, "words": ["a"]}
    first, second = converted(coerced, Shape), converted(coerced, Shape)
    first.words.append("b")
    assert second.words == coerced["words"] == ["a"]
