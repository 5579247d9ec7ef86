"""Chinese texts stand together, where a person who knows the field can read them through."""

import pytest

from tests.contracts.sources import chinese, trees

PLACES = {
    "clients/tui/locale": "the desk's catalogues",
    "clients/english": "what is in our services' own words, with its English",
    "clients/cli": "the command's own sentences, each printed where it is made",
    "services/kit": "what the edge refuses itself, in the module that refuses it",
    "services/registry/domain": "refusals and words of the registry",
    "services/deadlines/domain": "refusals, messages and menus of the deadlines",
    "services/deadlines/law": "the law's own words and the reasons of a calculation",
    "services/local": "names of the demo: its accounts and its drill",
}
WORDS = {
    "services/registry/graphql/words.py": "the descriptions of the enumerations",
    "services/deadlines/graphql/parts.py": "the descriptions of the enumerations",
    "services/deadlines/graphql/facts.py": "descriptions, given as a table",
}
REQUESTS = {
    # what the shape of a request breaks (its ids, cursors, page sizes), refused where it is read,
    # as the kit does
    "services/registry/graphql/nodes.py",
    "services/registry/graphql/units.py",
    "services/deadlines/graphql/board.py",
    "services/deadlines/graphql/nodes.py",
    "services/deadlines/graphql/schema.py",
    # the command's own line
    "services/deadlines/__main__.py",
}
LONGEST_WORD = 6


def elsewhere() -> dict[str, list[str]]:
    return {
        path: texts
        for path, tree in trees("services", "clients").items()
        if not path.startswith(tuple(PLACES)) and path not in {*WORDS, *REQUESTS}
        if (texts := [text for _, text in chinese(tree)])
    }


def test_no_chinese_sentence_stands_outside_the_catalogues() -> None:
    sentences = {
        f"{path}: {text}"
        for path, texts in elsewhere().items()
        for text in texts
        if len(text) > LONGEST_WORD or text.endswith("。")
    }
    assert sentences == set()


def test_what_stands_elsewhere_is_a_word_of_the_field() -> None:
    """A label handed to a refusal, or a title that is stored; at most six characters."""
    assert {path.split("/")[2] for path in elsewhere()} <= {
        "graphql",
        "usecases",
        "store",
        "__main__.py",
    }


@pytest.mark.parametrize("place", sorted({*PLACES, *WORDS, *REQUESTS}))
def test_each_place_for_chinese_is_used(place: str) -> None:
    own = [tree for path, tree in trees("services", "clients").items() if path.startswith(place)]
    assert any(text for tree in own for text in chinese(tree))
