"""How dear a document is, measured without validating it.

Every fragment is measured once and its measure reused, so the walk is linear in the document even
where fragments spread each other many times. Cycles and unknown names are left to validation.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
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

from services.kit.graphql.pages import DEFAULT_PAGE
from services.kit.graphql.rows import DEFINITION, PAGE_LIMIT

ROWS_CAP = 10**9
_PAGE_ARGUMENTS = ("first", "last")
_INTROSPECTION = ("__schema", "__type")


@dataclass(frozen=True, slots=True)
class PageVariable:
    """A variable that gives a page's size, and that page's inclusive bound."""

    name: str
    bound: int


@dataclass(frozen=True, slots=True)
class PageLiteral:
    """A page's size written into the document, and that page's inclusive bound."""

    name: str
    size: int
    bound: int


@dataclass(slots=True)
class Measure:
    """What a selection set costs, what it spreads included.

    ``root_fields`` counts the fields of the set itself, the other sums reach to the leaves;
    ``selections`` counts fields, spreads and inline fragments. Introspection has no depth.
    """

    depth: int = 0
    aliases: int = 0
    root_fields: int = 0
    selections: int = 0
    directives: int = 0
    rows: int = 0
    introspects: bool = False

    def spread(self, fragment: "Measure") -> None:
        """Add a fragment's selections to this very set."""
        self._add(fragment)
        self.root_fields += fragment.root_fields
        self.depth = max(self.depth, fragment.depth)
        self.rows = min(self.rows + fragment.rows, ROWS_CAP)

    def nest(self, below: "Measure", size: int | None) -> None:
        """Add the set below a field that gives ``size`` rows, or one object where it is None."""
        self._add(below)
        self.depth = max(self.depth, 1 + below.depth)
        rows = below.rows if size is None else size * (1 + below.rows)
        self.rows = min(self.rows + rows, ROWS_CAP)

    def _add(self, other: "Measure") -> None:
        self.aliases += other.aliases
        self.selections += other.selections
        self.directives += other.directives
        self.introspects |= other.introspects


class Walk:
    """One document's walk: the memo of its fragments and the page sizes met on the way.

    ``page`` is the bound of a page whose field names none itself. ``cyclic`` tells afterwards
    whether a fragment spreads itself; what contains it is then measured too small.
    """

    def __init__(self, schema: GraphQLSchema, page: int, document: DocumentNode) -> None:
        self._schema = schema
        self._page = page
        self._definitions = {
            item.name.value: item
            for item in document.definitions
            if isinstance(item, FragmentDefinitionNode)
        }
        self._fragments: dict[str, Measure] = {}
        self._open: set[str] = set()
        self.cyclic = False
        self.page_variables: list[PageVariable] = []
        self.page_literals: list[PageLiteral] = []

    def operation(self, node: OperationDefinitionNode) -> Measure:
        """Measure an operation whole."""
        measure = self._set(node.selection_set, self._schema.get_root_type(node.operation))
        variables = node.variable_definitions or ()
        measure.directives += len(node.directives or ())
        measure.directives += sum(len(variable.directives or ()) for variable in variables)
        return measure

    def fragment(self, name: str) -> Measure:
        """Measure a fragment once; an unknown one, or one inside itself, weighs nothing."""
        if name in self._open:
            self.cyclic = True
            return Measure()
        if name not in self._fragments:
            self._open.add(name)
            self._fragments[name] = self._measured(name)
            self._open.remove(name)
        return self._fragments[name]

    def _measured(self, name: str) -> Measure:
        definition = self._definitions.get(name)
        if definition is None:
            return Measure()
        type_ = self._schema.get_type(definition.type_condition.name.value)
        measure = self._set(definition.selection_set, type_)
        measure.directives += len(definition.directives or ())
        return measure

    def repeats(self, sets: Iterable[SelectionSetNode]) -> int:
        """Count the fields that validation has to merge into an equally named one, at any depth.

        This expands the spreads: call it only where ``selections`` has been found bounded and the
        document not ``cyclic``.
        """
        below: defaultdict[str, list[SelectionSetNode]] = defaultdict(list)
        keys: set[str] = set()
        count = 0
        for node in self._fields(sets, set()):
            key = node.alias.value if node.alias else node.name.value
            count += key in keys
            keys.add(key)
            if node.selection_set:
                below[key].append(node.selection_set)
        return count + sum(map(self.repeats, below.values()))

    def _fields(self, sets: Iterable[SelectionSetNode], spread: set[str]) -> Iterator[FieldNode]:
        """Yield the fields of sets that are merged, each fragment's once."""
        for selection in (selection for node in sets for selection in node.selections):
            if isinstance(selection, FieldNode):
                yield selection
            elif isinstance(selection, InlineFragmentNode):
                yield from self._fields([selection.selection_set], spread)
            elif isinstance(selection, FragmentSpreadNode):
                definition = self._definitions.get(selection.name.value)
                if definition and definition.name.value not in spread:
                    spread.add(definition.name.value)
                    yield from self._fields([definition.selection_set], spread)

    def _set(self, node: SelectionSetNode, parent: GraphQLNamedType | None) -> Measure:
        measure = Measure(selections=len(node.selections))
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
        definition = None
        if is_object_type(parent) or is_interface_type(parent):
            definition = parent.fields.get(name)
        measure.root_fields += 1
        measure.aliases += node.alias is not None
        below = Measure()
        if node.selection_set:
            type_ = get_named_type(definition.type) if definition else None
            below = self._set(node.selection_set, type_)
        if name in _INTROSPECTION:
            measure.introspects = True
            below.depth = 0
        measure.nest(below, self._page_size(node, definition))

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
                self.page_literals.append(PageLiteral(argument.name.value, size, bound))
        return size


def _bound(definition: GraphQLField | None, usual: int) -> int:
    declared = definition.extensions.get(DEFINITION) if definition else None
    bound: int = declared.metadata.get(PAGE_LIMIT, usual) if declared else usual
    return bound
