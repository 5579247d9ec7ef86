"""Finding the dotted path of a faulty literal, so that a client can see which input is meant."""

from typing import Any

from graphql import (
    ArgumentNode,
    DocumentNode,
    GraphQLError,
    ListValueNode,
    Node,
    ObjectFieldNode,
    ValueNode,
    Visitor,
    visit,
)


def faulty_field(fault: GraphQLError, document: DocumentNode) -> str | None:
    """Return such as ``input.facts.severity`` for an error about a literal, else None."""
    node = fault.nodes[0] if fault.nodes else None
    if not isinstance(node, ValueNode | ObjectFieldNode | ArgumentNode):
        return None
    search = _Search(node)
    visit(document, search)
    return search.found


class _Search(Visitor):
    def __init__(self, wanted: Node) -> None:
        super().__init__()
        self.wanted = wanted
        self.found: str | None = None

    def enter(self, node: Node, _key: Any, parent: Any, _path: Any, ancestors: list[Any]) -> object:
        if node is not self.wanted and not _is_copied_list(self.wanted, node):
            return None
        names = [
            step.name.value
            for step in (*ancestors, parent, node)
            if isinstance(step, ArgumentNode | ObjectFieldNode)
        ]
        self.found = ".".join(names) or None
        return self.BREAK


def _is_copied_list(copy: Node, node: Node) -> bool:
    """graphql-core tells faulty lists by a copy without a location, of the same values."""
    if not isinstance(copy, ListValueNode) or not isinstance(node, ListValueNode) or copy.loc:
        return False
    return copy.values == node.values
