"""GraphQL documents, one operation a file, read on first use.

`OPERATIONS.open_incident` is the text of `open_incident.graphql` beside this module.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Operation:
    """One document; `name` is its file's stem."""

    name: str
    text: str


@cache
def load(name: str) -> Operation:
    """Raise AttributeError when there is no such file."""
    entry = files(__package__ or __name__).joinpath(f"{name}.graphql")
    if not entry.is_file():
        raise AttributeError(f"no operation file {name}.graphql")
    return Operation(name, entry.read_text(encoding="utf-8"))


class Operations:
    def __getattr__(self, name: str) -> Operation:
        return load(name)


def operation_names() -> list[str]:
    """Return every operation's name in alphabetical order."""
    found = files(__package__ or __name__).iterdir()
    return sorted(e.name.removesuffix(".graphql") for e in found if e.name.endswith(".graphql"))


OPERATIONS = Operations()
