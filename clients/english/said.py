"""The sentences that the services make themselves (doubts, reasons, findings), in English.

They are a closed list of patterns: `{}` stands for a particular, which is put in English in turn
where it is an official word. A sentence matches whole or stays as it came, so what a person wrote
keeps its words; the short patterns of a timeline are tried only there.
"""

import re
import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from clients.english.terms import term

HAN = re.compile(r"[\u4e00-\u9fff]")
WORDS = "words"  # the subject of what only stands within a sentence
SHORT = 4  # characters of its own below which a pattern could be anybody's sentence
SAID = frozenset(
    ["reason", "closeReason", "message", "warnings", "notes", "assumption", "advice", "empty"]
)
PERSONS = frozenset({"进展"})  # what a timeline quotes whole
FILED = {  # by the state of a filed list
    "NEVER_FILED": "The list was never filed; all of it is to be reported.",
    "EMPTY": "The list is empty; nothing is to be filed.",
    "CURRENT": "The filed copy agrees with the list.",
    "BEHIND": "The filed copy is behind in {} places.",
}
Pattern = tuple[re.Pattern[str], str]


@cache
def tables() -> dict[str, dict[str, str]]:
    """Return the sentences as the file has them, by subject."""
    return tomllib.loads(files(__package__).joinpath("said.toml").read_text("utf-8"))


def words() -> dict[str, str]:
    """Return the words that only stand within a sentence."""
    return tables()[WORDS]


@cache
def _whole() -> dict[str, str]:
    subjects = (table for name, table in tables().items() if name != WORDS)
    return {said: ours for table in subjects for said, ours in table.items() if "{}" not in said}


@cache
def _patterns(timeline: bool) -> list[Pattern]:
    """Return what matches a sentence with particulars, the one of most own words first."""
    found = [
        (said, ours)
        for name, table in tables().items()
        for said, ours in table.items()
        if "{}" in said and (timeline or (name != "timeline" and _own(said) >= SHORT))
    ]
    found.sort(key=lambda one: _own(one[0]), reverse=True)
    return [(re.compile("(.+?)".join(map(re.escape, s.split("{}"))), re.S), o) for s, o in found]


def _own(pattern: str) -> int:
    return len(pattern.replace("{}", ""))


def of_field(key: str, said: str, of: Mapping[str, Any]) -> str:
    """Return what stands in a field of an answer; `of` is the object that has the field."""
    if key == "text" and "kindTitle" in of:
        return said if of["kindTitle"] in PERSONS else in_english(said, timeline=True)
    if key == "reason" and "counts" in of:  # how an act was weighed
        return in_english(said, timeline=True)
    if key == "what" and "kindTitle" in of:  # a change since a signature: number and title
        number, gap, title = said.partition(" ")
        return f"{number}{gap}{term(title)}"
    if key == "sentence" and "behind" in of:  # how a filed list stands
        return FILED[of["state"]].format(of["behind"])
    if key in ("before", "after") and "path" in of:  # how two packs differ
        return words().get(said, said)
    ours = key in SAID or (key == "text" and "advice" in of) or (key == "note" and "present" in of)
    return in_english(said) if ours else said


@lru_cache(maxsize=4096)
def in_english(said: str, timeline: bool = False) -> str:
    """Return a sentence of the services in English; any other as it is."""
    if not HAN.search(said):
        return said
    if (ours := _whole().get(said)) is not None:
        return ours
    ours = _of_pattern(said, _patterns(False)) or _of_a_duty(said) or _of_parts(said)
    return ours or (timeline and _of_pattern(said, _patterns(True))) or said


def _of_pattern(said: str, patterns: list[Pattern]) -> str | None:
    for pattern, ours in patterns:
        if found := pattern.fullmatch(said):
            return ours.format(*map(particular, found.groups()))
    return None


def _of_a_duty(said: str) -> str | None:
    """Return a sentence about a duty or a column, `首次发布：…`: its name, what is said of it."""
    name, mark, rest = said.partition("：")
    ours = words().get(name) or term(name)
    return f"{ours}: {particular(rest)}" if mark and ours != name else None


def _of_parts(said: str) -> str | None:
    """Return several sentences of which the first is known."""
    first, mark, rest = said.partition("；")
    ours = in_english(first) if mark else first
    return f"{ours}; {particular(rest)}" if ours != first else None


def particular(said: str) -> str:
    """Return what stands within a sentence: a word, a list of words or a sentence of its own."""
    known = words().get(said) or term(said)
    if known != said or not HAN.search(said):
        return known
    if (ours := in_english(said, timeline=True)) != said:
        return ours
    for mark, between in (("；", "; "), ("、", ", ")):
        if mark in said:
            return between.join(map(particular, said.split(mark)))
    return said
