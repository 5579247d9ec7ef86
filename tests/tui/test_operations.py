"""One operation a file; what is in them is held to the schemas by tests/contracts."""

import graphql
import pytest

from clients.tui.operations import OPERATIONS, _fragments, load, operation_names


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


def test_a_document_carries_the_fragments_it_names_and_no_other() -> None:
    document = graphql.parse(load("board").text)
    found = {
        node.name.value
        for node in document.definitions
        if isinstance(node, graphql.FragmentDefinitionNode)
    }
    assert found == {"RowFields", "BasisFields", "TallyFields"}


def test_every_shared_fragment_is_used() -> None:
    sent = "".join(load(name).text for name in operation_names())
    assert [name for name in _fragments() if f"...{name}" not in sent] == []
