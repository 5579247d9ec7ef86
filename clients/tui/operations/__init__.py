"""GraphQL documents, one operation a file, read on first use.

`OPERATIONS.open_incident` is the text of `open_incident.graphql` beside this module, and of the
fragments it names, which stand once in `fragments.graphql`.
"""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

FRAGMENTS = "fragments"
_FRAGMENT = re.compile(r"^fragment (\w+) on .*?^\}\n", re.MULTILINE | re.DOTALL)
_SPREAD = re.compile(r"\.\.\.(\w+)")


@dataclass(frozen=True, slots=True)
class Operation:
    """One document; `name` is its file's stem."""

    name: str
    text: str


@cache
def load(name: str) -> Operation:
    """Raise AttributeError when there is no such file."""
    return Operation(name, with_fragments(_read(name)))


def with_fragments(text: str) -> str:
    """Return a document with every fragment that it, or one of these, names."""
    shared, found = _fragments(), list[str]()
    asked = _SPREAD.findall(text)
    while asked:
        name = asked.pop(0)
        if name not in found:
            found.append(name)
            asked += _SPREAD.findall(shared[name])
    return "\n".join((text, *(shared[name] for name in found)))


@cache
def _fragments() -> dict[str, str]:
    return {found[1]: found[0] for found in _FRAGMENT.finditer(_read(FRAGMENTS))}


def _read(name: str) -> str:
    entry = files(__package__ or __name__).joinpath(f"{name}.graphql")
    if not entry.is_file():
        raise AttributeError(f"no operation file {name}.graphql")
    return entry.read_text(encoding="utf-8")


class Operations:
    def __getattr__(self, name: str) -> Operation:
        return load(name)


def operation_names() -> list[str]:
    """Return every operation's name in alphabetical order."""
    entries = (entry.name for entry in files(__package__ or __name__).iterdir())
    names = {name.removesuffix(".graphql") for name in entries if name.endswith(".graphql")}
    return sorted(names - {FRAGMENTS})


OPERATIONS = Operations()
