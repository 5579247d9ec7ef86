"""Adopting a rule pack: by whose decision it binds where its own text binds nobody, and since when.

A pack whose text names no place (某市, 某省) binds nobody by itself; a place may also take over the
text of another. What was decided goes wherever the pack's clauses go, as an assumption does.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from services.deadlines.law.pack import RulePack
from services.deadlines.law.selection import PackSet


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """One decision to adopt a version of a pack (采用). ``begins`` inclusive, ``ends`` exclusive.

    ``unit`` is the place: a government's code stands for its territory, any other unit's for the
    unit with all below it. ``document`` is the number of the paper that says so.
    """

    id: UUID
    pack: str
    pack_version: str
    unit: str
    unit_name: str
    begins: date
    ends: date | None = None
    document: str | None = None

    @property
    def told(self) -> str:
        """Say by whose decision the pack binds, and since when."""
        paper = f"({self.document})" if self.document else ""
        day = f"{self.begins.year}年{self.begins.month}月{self.begins.day}日"
        return f"按{self.unit_name}决定采用{paper}，自{day}起"

    def meets(self, begins: date, ends: date | None) -> bool:
        """Tell whether it is in force on some day from ``begins`` until ``ends`` (exclusive)."""
        until, theirs = self.ends or date.max, ends or date.max
        return max(self.begins, begins) < min(until, theirs)


def bound(packs: PackSet, adoptions: Iterable[Adoption]) -> PackSet:
    """Add to the packs a copy for each adoption, with its reach, its days and its words.

    What a version's own text ends, no adoption prolongs. One of a version that is not loaded binds
    nobody. The set is for choosing among; a version is looked up in the packs as they are loaded.
    """
    copies = []
    for adoption in adoptions:
        pack = packs.get(adoption.pack, adoption.pack_version)
        if pack is not None:
            copies.append(_copy(pack, adoption))
    return PackSet((*packs.packs, *copies))


def _copy(pack: RulePack, adoption: Adoption) -> RulePack:
    ends = [day for day in (pack.effective_to, adoption.ends) if day is not None]
    territory = adoption.unit.isdigit()
    return replace(
        pack,
        divisions=(adoption.unit,) if territory else (),
        units=() if territory else (adoption.unit,),
        effective_from=adoption.begins,
        effective_to=min(ends, default=None),
        adopted=adoption.told,
    )
