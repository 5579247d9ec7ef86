"""One pass over a document, before validation, that refuses what would be too dear to answer.

Every fragment is measured once and its measure reused, so the pass is linear in the document even
where fragments spread each other many times. Cycles and unknown names are left to validation.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLField,
    GraphQLNamedType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
    get_named_type,
    is_interface_type,
    is_object_type,
)

from services.kit.graphql.errors import LIMIT_EXCEEDED, coded
from services.kit.graphql.pages import DEFAULT_PAGE
from services.kit.graphql.rows import DEFINITION, PAGE_LIMIT

ROWS_CAP = 10**9
_PAGE_ARGUMENTS = ("first", "last")
_INTROSPECTION = ("__schema", "__type")
_MEASURED = ("depth", "aliases", "selections", "directives", "duplicates", "rows")
_NAMES = {
    "depth": "嵌套层数",
    "aliases": "别名数",
    "root_fields": "根字段数",
    "selections": "字段数",
    "directives": "指令数",
    "duplicates": "重复字段数",
    "rows": "可能返回的行数",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one operation may ask for; every bound is inclusive and counts spread fragments.

    ``duplicates`` counts selections whose response key stands in their selection set already:
    merging them is the superlinear part of validation. ``rows`` is the product of page sizes
    down the deepest path, summed; a page without a size counts as 20. ``page`` is the bound of
    ``first`` and ``last`` where a field's metadata names no ``page_limit``.
    """

    characters: int = 32_768
    tokens: int = 1000
    depth: int = 8
    aliases: int = 15
    root_fields: int = 10
    selections: int = 500
    directives: int = 20
    duplicates: int = 60
    rows: int = 20_000
    page: int = 100


@dataclass(frozen=True, slots=True)
class PageVariable:
    """A variable that gives a page's size, and that page's inclusive bound."""

    name: str
    bound: int


@dataclass(slots=True)
class Measure:
    """What a selection set costs, spread fragments included.

    ``keys`` counts the response keys of the set itself; the other sums reach to the leaves.
    """

    depth: int = 0
    aliases: int = 0
    selections: int = 0
    directives: int = 0
    duplicates_below: int = 0
    rows: int = 0
    introspects: bool = False
    keys: Counter[str] = field(default_factory=Counter)

    @property
    def root_fields(self) -> int:
        """How many fields the set itself selects."""
        return self.keys.total()

    @property
    def duplicates(self) -> int:
        """How many selections repeat a response key of their set."""
        return self.duplicates_below + self.keys.total() - len(self.keys)

    def spread(self, fragment: "Measure") -> None:
        """Add a fragment's selections to this very set."""
        self._add(fragment)
        self.duplicates_below += fragment.duplicates_below
        self.depth = max(self.depth, fragment.depth)
        self.rows = min(self.rows + fragment.rows, ROWS_CAP)
        self.keys.update(fragment.keys)

    def nest(self, below: "Measure", size: int | None) -> None:
        """Add the set below a field that gives ``size`` rows, or one object where it is None."""
        self._add(below)
        self.duplicates_below += below.duplicates
        self.depth = max(self.depth, 1 + below.depth)
        rows = below.rows if size is None else size * (1 + below.rows)
        self.rows = min(self.rows + rows, ROWS_CAP)

    def _add(self, other: "Measure") -> None:
        self.aliases += other.aliases
        self.selections += other.selections
        self.directives += other.directives
        self.introspects |= other.introspects


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """The outcome for a document; without excesses it may be validated."""

    excesses: list[GraphQLError]
    introspects: bool
    page_variables: tuple[PageVariable, ...]


class Limiter:
    """Measures documents against a schema's limits."""

    def __init__(self, schema: GraphQLSchema, limits: Limits) -> None:
        self._schema = schema
        self._limits = limits

    def measure(self, document: DocumentNode) -> Shape:
        """Measure every operation of a document and every fragment that stands in it."""
        walk = _Walk(self._schema, self._limits.page, document)
        introspects = False
        for node in document.definitions:
            if isinstance(node, OperationDefinitionNode):
                measure = walk.operation(node)
                introspects |= measure.introspects
                self._compare(measure, walk.excesses, ("root_fields", *_MEASURED))
            elif isinstance(node, FragmentDefinitionNode):
                self._compare(walk.fragment(node.name.value), walk.excesses, _MEASURED)
        return Shape(
            excesses=list({error.message: error for error in walk.excesses}.values()),
            introspects=introspects,
            page_variables=tuple(dict.fromkeys(walk.page_variables)),
        )

    def _compare(
        self, measure: Measure, excesses: list[GraphQLError], names: Sequence[str]
    ) -> None:
        for limit in names:
            bound, found = getattr(self._limits, limit), getattr(measure, limit)
            if found > bound:
                excesses.append(_excess(limit, bound, found))


class _Walk:
    """One document's walk: the memo of its fragments and what it found on the way."""

    def __init__(self, schema: GraphQLSchema, page: int, document: DocumentNode) -> None:
        self._schema = schema
        self._page = page
        self._definitions = {
            item.name.value: item
            for item in document.definitions
            if isinstance(item, FragmentDefinitionNode)
        }
        self._fragments: dict[str, Measure] = {}
        self.page_variables: list[PageVariable] = []
        self.excesses: list[GraphQLError] = []

    def operation(self, node: OperationDefinitionNode) -> Measure:
        """Measure an operation whole."""
        measure = self._set(node.selection_set, self._schema.get_root_type(node.operation))
        variables = node.variable_definitions or ()
        measure.directives += len(node.directives or ())
        measure.directives += sum(len(variable.directives or ()) for variable in variables)
        return measure

    def fragment(self, name: str) -> Measure:
        """Measure a fragment once; an unknown one, or one inside itself, weighs nothing."""
        if name not in self._fragments:
            definition = self._definitions.get(name)
            self._fragments[name] = Measure()
            if definition is not None:
                type_ = self._schema.get_type(definition.type_condition.name.value)
                measure = self._set(definition.selection_set, type_)
                measure.directives += len(definition.directives or ())
                self._fragments[name] = measure
        return self._fragments[name]

    def _set(self, node: SelectionSetNode, parent: GraphQLNamedType | None) -> Measure:
        measure = Measure()
        for selection in node.selections:
            measure.directives += len(selection.directives or ())
            if isinstance(selection, FieldNode):
                self._field(selection, parent, measure)
            elif isinstance(selection, FragmentSpreadNode):
                measure.spread(self.fragment(selection.name.value))
            elif isinstance(selection, InlineFragmentNode):
                condition = selection.type_condition
                type_ = self._schema.get_type(condition.name.value) if condition else parent
                measure.spread(self._set(selection.selection_set, type_))
        return measure

    def _field(self, node: FieldNode, parent: GraphQLNamedType | None, measure: Measure) -> None:
        name = node.name.value
        definition = (
            parent.fields.get(name) if is_object_type(parent) or is_interface_type(parent) else None
        )
        measure.selections += 1
        measure.aliases += node.alias is not None
        measure.keys[node.alias.value if node.alias else name] += 1
        size = self._page_size(node, definition)
        below = Measure()
        if node.selection_set:
            below = self._set(
                node.selection_set, get_named_type(definition.type) if definition else None
            )
        if name in _INTROSPECTION:
            measure.introspects = True
            below.depth = 0
        measure.nest(below, size)

    def _page_size(self, node: FieldNode, definition: GraphQLField | None) -> int | None:
        """Return how many rows the field may give, None where it is not a page."""
        bound = _bound(definition, self._page)
        size = DEFAULT_PAGE if definition and "first" in definition.args else None
        for argument in node.arguments or ():
            if argument.name.value not in _PAGE_ARGUMENTS:
                continue
            if isinstance(argument.value, VariableNode):
                self.page_variables.append(PageVariable(argument.value.name.value, bound))
                size = bound
            elif isinstance(argument.value, IntValueNode):
                size = min(int(argument.value.value[:18]), ROWS_CAP)
                if size > bound:
                    self.excesses.append(_page_excess(argument.name.value, bound))
        return size


def page_excess(variables: Iterable[PageVariable], values: Mapping[str, Any]) -> list[GraphQLError]:
    """Return an error for every page variable whose coerced value passes its bound."""
    return [
        _page_excess(variable.name, variable.bound)
        for variable in variables
        if isinstance(value := values.get(variable.name), int) and value > variable.bound
    ]


def _bound(definition: GraphQLField | None, usual: int) -> int:
    declared = definition.extensions.get(DEFINITION) if definition else None
    bound: int = declared.metadata.get(PAGE_LIMIT, usual) if declared else usual
    return bound


def _page_excess(name: str, bound: int) -> GraphQLError:
    return coded(LIMIT_EXCEEDED, f"每页最多 {bound} 条。", name, limit="page", bound=bound)


def _excess(limit: str, bound: int, found: int) -> GraphQLError:
    message = f"查询过大：{_NAMES[limit]} 为 {min(found, ROWS_CAP)}，上限为 {bound}。"
    return coded(LIMIT_EXCEEDED, message, limit=limit, bound=bound)
