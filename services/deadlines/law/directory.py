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


class FieldRoute(msgspec.Struct, frozen=True, kw_only=True):
    """Which department answers for a field in a territory (重点领域责任分工), by its own decision.

    ``place`` is the division's code; it holds below it where nothing nearer is set.
    """

    place: str
    field: str
    title: str
    department: str


class StandIn(msgspec.Struct, frozen=True, kw_only=True):
    """Who stands in (代班人) for one who is away; ``phone_hint`` has the number's middle hidden."""

    person: str
    person_id: UUID | None = None
    phone_hint: str | None = None


class Holder(msgspec.Struct, frozen=True, kw_only=True):
    """One person's tenure of a post (任职): from ``begins`` (inclusive) to ``ends`` (exclusive).

    ``phone_hint`` is the number with its middle hidden; ``filed`` tells that a spokesperson's
    appointment has been filed (备案).
    ``stand_in`` is whoever of the chain of stand-ins is present, at the moment of the extract.
    ``successor`` is the name of the unit where the post really is, if ``unit`` was merged into it.
    ``appointment`` is the tenure's id in the registry, which decides between equals.
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
    stand_in: StandIn | None = None
    successor: str | None = None
    appointment: UUID | None = None

    def serves(self, at: datetime) -> bool:
        """Tell whether the tenure covers ``at``."""
        return (self.begins is None or self.begins <= at) and (self.ends is None or at < self.ends)

    def present(self, at: datetime) -> bool:
        """Tell whether no recorded absence covers ``at`` (an open absence has no end)."""
        return not self.absences or self.absence(at) is None

    def absence(self, at: datetime) -> tuple[datetime, datetime | None] | None:
        """Return the recorded absence that covers ``at``, if there is one."""
        return next((a for a in self.absences if a[0] <= at and (a[1] is None or at < a[1])), None)

    def spoken_for(self, at: datetime) -> StandIn | None:
        """Return who speaks in the stead of a filed spokesperson who is away, if anybody can."""
        return self.stand_in if self.filed and not self.present(at) else None


@dataclass(frozen=True, slots=True)
class Directory:
    """Units and their holders, looked up by code; what it lacks is answered with None.

    The order in which units and holders are given never changes an answer.
    """

    units: Mapping[str, Unit] = field(default_factory=dict)
    holders: tuple[Holder, ...] = ()
    routes: tuple[FieldRoute, ...] = ()
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

    def route(self, division: str, name: str) -> FieldRoute | None:
        """Find who answers for a field in a division: by the nearest place that says so."""
        around = [r for r in self.routes if r.field == name and division.startswith(r.place)]
        return max(around, key=lambda route: len(route.place), default=None)

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

        One who is present comes before one on leave, then the one who took office last. Of
        spokespersons, as the registry has it: one filed and present, one filed whose stand-in is
        present, one present but not filed; then the one who took office first.
        """
        serving = [h for h in self._posts.get((unit, post), ()) if h.serves(at)]
        if len(serving) < 2:
            return serving[0] if serving else None
        return min(serving, key=lambda h: _precedence(h, at))

    def longest_present(self, unit: str, post: Post, at: datetime) -> Holder | None:
        """Find who of those in ``post`` that are present at ``at`` took office first."""
        there = [h for h in self._posts.get((unit, post), ()) if h.serves(at) and h.present(at)]
        return min(there, key=_seniority, default=None)


def _seniority(holder: Holder) -> tuple[float, str]:
    begins = holder.begins.timestamp() if holder.begins is not None else 0.0
    return (begins, str(holder.appointment or ""))


def _precedence(holder: Holder, at: datetime) -> tuple[int, float, str, str]:
    begins = holder.begins.timestamp() if holder.begins is not None else 0.0
    away, appointment = not holder.present(at), str(holder.appointment or "")
    if holder.post is not Post.SPOKESPERSON:
        return (away, -begins, holder.person, appointment)
    if holder.filed:
        step = 0 if not away else 1 if holder.spoken_for(at) else 3
    else:
        step = 4 if away else 2
    return (step, begins, appointment, holder.person)
