"""One operation a file; what is in them is held to the schemas by tests/contracts."""

import graphql
import pytest

from clients.tui.operations import OPERATIONS, load, operation_names


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
