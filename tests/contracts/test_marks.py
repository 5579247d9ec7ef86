"""Between Chinese words stand Chinese marks: a half-width comma there is a slip of the keyboard."""

import re
import tomllib
from collections.abc import Iterator
from typing import Any

from clients.cli.locale import texts
from clients.tui.locale import catalogue
from tests.contracts.sources import ROOT, chinese, trees

_SLIP = re.compile(r"[\u4e00-\u9fff”）》〕][,;?!][\u4e00-\u9fff“（《〔]|[\u4e00-\u9fff][,;?!]$")
_TYPED = re.compile(r"[\u4e00-\u9fff]+(,[\u4e00-\u9fff]+)+[；，。]")  # the heads of a csv, as typed
DRAWN = {"state.stale"}  # the design's own: 数据停在 22:33:02 (3分06秒前)
OWN_WORDS = {"assumption", "answer", "question", "gist", "note", "text_scope"}
SPOKEN = ("services/kit", "services/registry", "services/deadlines", "clients/cli/locale/zh")


def test_no_text_of_the_desk_has_a_half_width_mark_between_chinese_words() -> None:
    assert [key for key, text in catalogue("zh").items() if _SLIP.search(text)] == []


def texts_of_both_clients() -> Iterator[tuple[str, str]]:
    yield from catalogue("zh").items()
    for path in sorted((ROOT / "clients" / "cli" / "locale" / "zh").glob("[!_]*.py")):
        yield from texts("zh", path.stem).items()


def test_brackets_are_full_width_unless_they_hold_ascii_alone() -> None:
    found = [
        key
        for key, text in texts_of_both_clients()
        for held in re.findall(r"\(([^()]*)\)", text)
        if key not in DRAWN and (not held.isascii() or "{" in held)
    ]
    assert found == []


def test_what_is_quoted_stands_in_one_kind_of_mark() -> None:
    assert [key for key, text in texts_of_both_clients() if re.search("[「」『』‘’]", text)] == []


def test_no_sentence_of_the_services_has_one() -> None:
    slips = [
        f"{path}:{line} {text}"
        for path, tree in trees(*SPOKEN).items()
        for line, text in chinese(tree)
        if _SLIP.search(_TYPED.sub("", text))
    ]
    assert slips == []


def test_no_assumption_or_question_of_a_rule_pack_has_one() -> None:
    found = [
        f"{path.name}: {text}"
        for path in sorted((ROOT / "services" / "deadlines" / "packs").glob("*.toml"))
        if not path.name.endswith(".cases.toml") and path.name != "cases-world.toml"
        for text in _own_words(tomllib.loads(path.read_text()))
        if _SLIP.search(text)
    ]
    assert found == []


def _own_words(part: Any) -> Iterator[str]:
    """Yield what a pack says in our words; what it quotes of a text stands as it was found."""
    if isinstance(part, dict):
        for key, value in part.items():
            if key in OWN_WORDS and isinstance(value, str):
                yield value
            else:
                yield from _own_words(value)
    elif isinstance(part, list):
        for value in part:
            yield from _own_words(value)
