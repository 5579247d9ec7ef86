"""What a search of units looks up, and in which tiers.

A unit's terms are led by its rank as one hexadecimal digit, so that each tier is looked up for
itself: a word of every police station of a town is rare among the departments of counties.
"""

from collections.abc import Iterable
from operator import add

from services.registry.domain.units import LEVELS, Unit, UnitLevel

LAST_RANK = 2 * len(LEVELS) - 1
_SELDOM = frozenset("aeiknoruv")
"""Letters that begin few syllables, or none; the others are met on the way through any list."""


def unit_terms(unit: Unit) -> list[str]:
    """Return what finds a unit: pieces of what it is called, its kind and its marks, by rank."""
    marks = {marked(mark) for mark in (unit.kind, *unit.tags)}
    return ranked(name_terms(unit.spoken) | letter_terms(unit.initials) | marks, unit.rank)


def name_terms(name: str) -> set[str]:
    """Return a name's characters and pairs of them.

    Pairs make a search of two Chinese characters an index look-up; trigrams would not.
    """
    return {*name, *map(add, name, name[1:])}


def letter_terms(letters: str) -> set[str]:
    """Return the pairs and triples of initials, and those alone that begin few syllables.

    There are only 23 of them, so that pairs meet in many units where they do not stand together.
    """
    pairs = [*map(add, letters, letters[1:])]
    return {
        *map(add, pairs, letters[2:]),
        *pairs,
        *_SELDOM.intersection(letters),
    }


def marked(mark: str) -> str:
    """Return the term of a kind or a mark, which no part of a name is."""
    return f"#{mark}"


def ranked(terms: Iterable[str], rank: int) -> list[str]:
    """Return the terms as they stand in the index for units of a rank."""
    digit = f"{rank:x}"
    return [digit + term for term in terms]


def ranks_of(level: UnitLevel | None) -> tuple[int, int]:
    """Return the ranks, first and last, of a tier's units; of all tiers for None."""
    if level is None:
        return 0, LAST_RANK
    place = LEVELS.index(level)
    return 2 * place, 2 * place + 1
