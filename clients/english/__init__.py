"""English sentences for what the services say in Chinese, by the code they say it with.

A service answers one Chinese sentence, made where it refuses. Here stands an English one for each
code; one that ends with a colon is followed by the service's own, for that carries a name, an hour
or a count which no code can tell. Both clients read it, and only where they speak English.
"""

from functools import cache
from importlib import import_module

SUBJECTS = ("requests", "accounts", "rosters", "incidents", "duty")


@cache
def sentences() -> dict[str, str]:
    """Return all sentences by code."""
    found: dict[str, str] = {}
    for subject in SUBJECTS:
        found.update(import_module(f"{__name__}.{subject}").SENTENCES)
    return found


def in_english(code: str, said: str) -> str:
    """Return the English sentence of a code; `said` itself where there is none for it."""
    sentence = sentences().get(code, "")
    return f"{sentence} {said}" if sentence.endswith(":") else sentence or said
