"""Which keys of the desk's catalogue its sources can ask for, whole or composed as it runs."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from services.deadlines.packs import pack_texts
from tests.contracts.sources import ROOT, trees

_WORD = re.compile(r"\w+")
_SMALL = re.compile(r"[a-z]")


class Written(NamedTuple):
    """Texts as they stand, shapes of composed keys, ends put behind a name, words that may fill."""

    whole: frozenset[str]
    shapes: tuple[re.Pattern[str], ...]
    ends: tuple[re.Pattern[str], ...]
    words: frozenset[str]


@cache
def _written() -> Written:
    whole: set[str] = set()
    shapes: set[str] = set()
    ends: set[str] = set()
    words = set(_schema_words())
    for path, tree in trees("clients/tui", "clients/cli").items():
        for node in () if "/locale/" in path else ast.walk(tree):
            match node:
                case ast.Constant(value=str(text)):
                    whole.add(text)
                case ast.Attribute(attr=str(name)) | ast.keyword(arg=str(name)):
                    words.add(name)
                case ast.JoinedStr(values=[ast.Constant(value=str(first)), *_]):
                    if re.match(r"[a-z_]+\.", first):
                        shapes.add("".join(_shape(node)))
                case ast.JoinedStr(values=[_, ast.Constant(value=str(then)), *_]):
                    if re.match(r"\.[a-z]", then):
                        ends.add("".join(list(_shape(node))[1:]))
    words |= {word for text in whole for word in (text, *_WORD.findall(text))}
    behind = [rf"(.+?){end}" for end in ends]
    behind.append(r"(\w+\.[\w.]+)\.(\w+)")  # `{stem}.{code}`, with a stem of two parts at least
    return Written(
        frozenset(whole),
        tuple(map(re.compile, shapes)),
        tuple(map(re.compile, behind)),
        frozenset(words),
    )


def _schema_words() -> Iterator[str]:
    """Yield the words of the schema, and those of the packs that a service sends by their keys."""
    for path in sorted(Path(ROOT / "schema").glob("*.graphql")):
        yield from _WORD.findall(path.read_text())
    for text in pack_texts().values():
        yield from _WORD.findall(text)


def _shape(node: ast.JoinedStr) -> Iterator[str]:
    before = ""
    for part in node.values:
        if isinstance(part, ast.Constant):
            before = str(part.value)
            yield re.escape(before)
        else:  # what follows a word may begin with a dot: `.narrow`
            yield r"(\w+)" if before.endswith(".") else r"([\w.]*)"
            before = ""


def can_be_asked(key: str) -> bool:
    """Tell whether some source writes this key, or composes it of words that are written.

    `{name}.title` asks for a key where `name` is written; `menu.{kind}.{code}` for one whose parts
    are words of the sources or of the schema.
    """
    whole, shapes, ends, _ = _written()
    if key in whole or any(_fills(one.fullmatch(key)) for one in shapes):
        return True
    for end in ends:
        found = end.fullmatch(key)
        if found and _begun(found[1]) and _fills(found, 2):
            return True
    return _composed(key)


def _begun(name: str) -> bool:
    whole, shapes, _, _ = _written()
    return name in whole or any(_fills(one.fullmatch(name)) for one in shapes)


def _fills(found: re.Match[str] | None, start: int = 1) -> bool:
    if found is None:
        return False
    words = _written().words
    parts = found.groups()[start - 1 :]
    # words in capitals or Chinese are the services' own, which need not stand in the schema
    return all(not part or part in words or not _SMALL.search(part) for part in parts)


def _composed(key: str) -> bool:
    """Tell whether a part is composed itself: `rosters.label.` and then `post.HEAD`."""
    for one in _written().shapes:
        if one.pattern.endswith(r"\.(\w+)") and one.groups == 1:
            head = one.pattern.removesuffix(r"(\w+)")
            found = re.match(head, key)
            rest = key[found.end() :] if found else ""
            if "." in rest and _begun(rest):
                return True
    return False
