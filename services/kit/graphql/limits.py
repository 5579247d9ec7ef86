"""Refusing, before validation, a document that would be too dear to validate or to answer."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
)

from services.kit.graphql.errors import LIMIT_EXCEEDED, coded
from services.kit.graphql.measures import Measure, PageVariable, Walk

_OF_OPERATIONS = ("depth", "aliases", "root_fields", "selections", "directives", "rows")
_OF_FRAGMENTS = ("selections",)  # an unused one, too, has to be validated
_NAMES = {
    "depth": "嵌套层数",
    "aliases": "别名数",
    "root_fields": "根字段数",
    "selections": "字段数",
    "directives": "指令数",
    "repeats": "重复字段数",
    "rows": "可能返回的行数",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one operation may ask for; every bound is inclusive and counts spread fragments.

    ``repeats`` counts fields whose response key stands beside them already: merging these is the
    superlinear part of validation. ``rows`` is the product of page sizes down a path, summed over
    the paths; a page without a size counts as 20, one by variable as its bound. ``page`` bounds
    ``first`` and ``last`` where a field's metadata names no ``page_limit``.
    """

    characters: int = 32_768
    tokens: int = 1000
    depth: int = 8
    aliases: int = 15
    root_fields: int = 10
    selections: int = 500
    directives: int = 20
    repeats: int = 60
    rows: int = 20_000
    page: int = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """The outcome for a document; without excesses it may be validated.

    A cyclic one was measured too small: only the rule that refuses it may look at it.
    """

    excesses: list[GraphQLError]
    introspects: bool
    cyclic: bool
    page_variables: tuple[PageVariable, ...]


class Limiter:
    """Measures documents against a schema's limits."""

    def __init__(self, schema: GraphQLSchema, limits: Limits) -> None:
        self._schema = schema
        self._limits = limits

    def measure(self, document: DocumentNode) -> Shape:
        """Measure every operation of a document and every fragment that stands in it."""
        walk = Walk(self._schema, self._limits.page, document)
        excesses: list[GraphQLError] = []
        introspects = False
        for node in document.definitions:
            if isinstance(node, OperationDefinitionNode):
                measure = walk.operation(node)
                introspects |= measure.introspects
                excesses += self._compare(measure, _OF_OPERATIONS)
            elif isinstance(node, FragmentDefinitionNode):
                excesses += self._compare(walk.fragment(node.name.value), _OF_FRAGMENTS)
        excesses += [
            _page_excess(page.name, page.bound)
            for page in walk.page_literals
            if page.size > page.bound
        ]
        return Shape(
            excesses=excesses or self._repeats(document, walk),
            introspects=introspects,
            cyclic=walk.cyclic,
            page_variables=tuple(dict.fromkeys(walk.page_variables)),
        )

    def _compare(self, measure: Measure, names: Sequence[str]) -> list[GraphQLError]:
        return [
            _excess(name, bound, found)
            for name in names
            if (found := getattr(measure, name)) > (bound := getattr(self._limits, name))
        ]

    def _repeats(self, document: DocumentNode, walk: Walk) -> list[GraphQLError]:
        """Expands the spreads, which the bound on selections keeps small by now."""
        for node in () if walk.cyclic else document.definitions:
            if isinstance(node, OperationDefinitionNode | FragmentDefinitionNode):
                found = walk.repeats([node.selection_set])
                if found > self._limits.repeats:
                    return [_excess("repeats", self._limits.repeats, found)]
        return []


def page_excess(variables: Iterable[PageVariable], values: Mapping[str, Any]) -> list[GraphQLError]:
    """Return an error for every page variable whose coerced value passes its bound."""
    return [
        _page_excess(variable.name, variable.bound)
        for variable in variables
        if isinstance(value := values.get(variable.name), int) and value > variable.bound
    ]


def _page_excess(name: str, bound: int) -> GraphQLError:
    return coded(LIMIT_EXCEEDED, f"每页最多 {bound} 条。", name, limit="page", bound=bound)


def _excess(limit: str, bound: int, found: int) -> GraphQLError:
    shown = str(found) if found < 10**6 else "一百万以上"
    message = f"查询过大：{_NAMES[limit]}为 {shown}，上限为 {bound}。"
    return coded(LIMIT_EXCEEDED, message, limit=limit, bound=bound)
