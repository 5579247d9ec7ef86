"""The official words that the services name in Chinese (duties, forms, states, roles), in English.

Words stand for words: a whole title is replaced or none.
"""

import re
import tomllib
from functools import cache
from importlib.resources import files

SPAN = re.compile("([0-9]+)(\\D+)")
PERIOD = re.compile("([0-9]{4})年(上半年|下半年|第([1-4])季度)?")
HALVES = {"上半年": "first half", "下半年": "second half"}


@cache
def tables() -> dict[str, dict[str, str]]:
    """Return the terms as the file has them, by subject."""
    return tomllib.loads(files(__package__).joinpath("terms.toml").read_text("utf-8"))


@cache
def terms() -> dict[str, str]:
    """Return the English of each term; raises ValueError for one that stands twice."""
    found: dict[str, str] = {}
    for table in tables().values():
        if twice := found.keys() & table.keys():
            raise ValueError(f"terms that stand twice: {sorted(twice)}")
        found |= table
    return found


def term(said: str) -> str:
    """Return a term, a length of time or a period in English; of `term(term)` both.

    Any other text is returned as it is.
    """
    known = terms()
    if (span := SPAN.fullmatch(said)) and (unit := tables()["spans"].get(span[2])):
        return f"{span[1]} {unit}{'' if span[1] == '1' else 's'}"
    if period := PERIOD.fullmatch(said):
        part = f"quarter {period[3]}" if period[3] else HALVES.get(period[2] or "")
        return f"{period[1]}, {part}" if part else period[1]
    outer, bracket, rest = said.partition("(")
    if bracket and rest.endswith(")") and outer in known:
        return f"{known[outer]}: {known.get(rest[:-1], rest[:-1])}"
    return known.get(said, said)
