"""What the calculation may ask about units and posts; a frozen extract of the registry's mirror."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Self
from uuid import UUID

import msgspec

from services.deadlines.law.words import Post


class Unit(msgspec.Struct, frozen=True, kw_only=True):
    """A unit (单位) as far as the law needs it.

    ``division`` is the division code of the government it is or belongs to; ``supervising`` is the
    superior in its own line of work (业务主管), ``parent`` the territorial or organisational one.
    """

    code: str
    name: str
    kind: str
    level: str
    division: str
    parent: str | None = None
    supervising: str | None = None
    management: str = "TERRITORIAL"
    tags: frozenset[str] = frozenset()


class Holder(msgspec.Struct, frozen=True, kw_only=True):
    """One person's tenure of a post (任职): from ``begins`` (inclusive) to ``ends`` (exclusive).

    ``phone_hint`` is the number with its middle hidden; ``filed`` tells that a spokesperson's
    appointment has been filed (备案).
    ``successor`` is the name of the unit where the post really is, if ``unit`` was merged into it.
    """

    unit: str
    post: Post
    person: str
    title: str = ""
    person_id: UUID | None = None
    phone_hint: str | None = None
    filed: bool = False
    begins: datetime | None = None
    ends: datetime | None = None
    absences: tuple[tuple[datetime, datetime | None], ...] = ()
    successor: str | None = None

    def serves(self, at: datetime) -> bool:
        """Tell whether the tenure covers ``at``."""
        return (self.begins is None or self.begins <= at) and (self.ends is None or at < self.ends)

    def present(self, at: datetime) -> bool:
        """Tell whether no recorded absence covers ``at`` (an open absence has no end)."""
        return not self.absences or not any(
            begins <= at and (ends is None or at < ends) for begins, ends in self.absences
        )


@dataclass(frozen=True, slots=True)
class Directory:
    """Units and their holders, looked up by code; what it lacks is answered with None.

    The order in which units and holders are given never changes an answer.
    """

    units: Mapping[str, Unit] = field(default_factory=dict)
    holders: tuple[Holder, ...] = ()
    _organs: dict[tuple[str, str], Unit] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _posts: dict[tuple[str, Post], list[Holder]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        for code in sorted(self.units):
            unit = self.units[code]
            self._organs.setdefault((unit.division, unit.kind), unit)
        for holder in self.holders:
            self._posts.setdefault((holder.unit, holder.post), []).append(holder)

    @classmethod
    def of(cls, units: Iterable[Unit], holders: Iterable[Holder] = ()) -> Self:
        """Index the given units by code."""
        return cls({unit.code: unit for unit in units}, tuple(holders))

    def unit(self, code: str | None) -> Unit | None:
        """Find a unit by its code."""
        return self.units.get(code) if code else None

    def government(self, division: str) -> Unit | None:
        """Find the government or management committee of a division; its code is the division's."""
        found = self.units.get(division)
        return found if found and found.kind in ("GOVERNMENT", "COMMITTEE") else None

    def organ(self, division: str, kind: str) -> Unit | None:
        """Find the one organ of ``kind`` at the same level as the division's government (同级).

        A township has no organs of its own: its county's are the same-level ones. Where a division
        has two of a kind, the one with the lower code answers.
        """
        return self._organs.get((division[:6], kind))

    def sector(self, division: str, name_like: Unit) -> Unit | None:
        """Find the division's department in the same line of work as ``name_like``.

        The line of work is the code's suffix: departments of one line share it at every level.
        """
        suffix = name_like.code.partition("-")[2]
        return self.units.get(f"{division}-{suffix}") if suffix else None

    def bureau(self, unit: Unit) -> Unit:
        """Climb from a division or affiliate (科室、局属单位) to the bureau that it is part of."""
        here = unit
        for _ in range(6):
            above = self.unit(here.parent)
            if here.level != "INTERNAL" or above is None:
                return here
            here = above
        return here

    def holder(self, unit: str, post: Post, at: datetime) -> Holder | None:
        """Find who serves in ``post`` at ``at``.

        One who is present comes before one on leave, then the one who took office last; of
        spokespersons one who is filed, then the one who took office first, as the registry has it.
        """
        serving = [h for h in self._posts.get((unit, post), ()) if h.serves(at)]
        if len(serving) < 2:
            return serving[0] if serving else None
        return min(serving, key=lambda h: _precedence(h, at))


def _precedence(holder: Holder, at: datetime) -> tuple[bool, bool, float, str]:
    begins = holder.begins.timestamp() if holder.begins is not None else 0.0
    away = not holder.present(at)
    if holder.post is Post.SPOKESPERSON:
        return (away, not holder.filed, begins, holder.person)
    return (away, False, -begins, holder.person)
