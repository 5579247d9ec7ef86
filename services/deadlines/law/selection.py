"""Which packs bind an incident, and which part of the directory its calculation needs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self
from zoneinfo import ZoneInfo

from services.deadlines.law.directory import Directory
from services.deadlines.law.facts import Facts
from services.deadlines.law.lint import overlaps
from services.deadlines.law.loading import Fault, PackFaults
from services.deadlines.law.pack import RulePack
from services.deadlines.law.selectors import above, common_division, places

CHINA = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class PackSet:
    """All packs that are loaded, ordered by id and version."""

    packs: tuple[RulePack, ...]

    @classmethod
    def of(cls, packs: Iterable[RulePack]) -> Self:
        """Gather packs; raises PackFaults where two versions of one pack overlap."""
        ordered = tuple(sorted(packs, key=lambda p: (p.id, p.version)))
        clashes = [
            Fault(f"{a.id}.effective_from", f"versions {a.version} and {b.version} overlap")
            for a, b in overlaps(ordered)
        ]
        if clashes:
            raise PackFaults("packs", clashes)
        return cls(ordered)

    def get(self, pack: str, version: str | None = None) -> RulePack | None:
        """Find a pack; without a version the one that came into force last."""
        found = [p for p in self.packs if p.id == pack and version in (None, p.version)]
        return max(found, key=lambda p: p.effective_from, default=None)


@dataclass(frozen=True, slots=True)
class Need:
    """What a directory must hold: these divisions' governments and organs, and these units.

    ``lines`` are the division codes where a department in the line of work of an involved unit
    may be asked for.
    """

    divisions: tuple[str, ...]
    units: tuple[str, ...]
    lines: tuple[str, ...]

    def joined(self, other: Self) -> Self:
        """Ask for what both ask for."""
        return type(self)(
            tuple(dict.fromkeys((*self.divisions, *other.divisions))),
            tuple(dict.fromkeys((*self.units, *other.units))),
            tuple(dict.fromkeys((*self.lines, *other.lines))),
        )


def own_moment(facts: Facts) -> datetime:
    """Tell the moment that an incident belongs to: of the occurrence, else of the report.

    Which units there were, and under which names, is asked of it, not of the day of the asking.
    """
    return facts.occurred_at or facts.known_at


def start_day(facts: Facts) -> date:
    """Tell the day, in China, whose law governs: that of the incident's own moment."""
    return own_moment(facts).astimezone(CHINA).date()


def packs_in_force(
    packs: PackSet, facts: Facts, directory: Directory, *, on: date | None = None
) -> tuple[RulePack, ...]:
    """Choose the packs that bind the incident on its day, most specific first.

    A pack of one body comes before one of a territory, a smaller territory before a larger one,
    a verified text before an unverified copy, a newer before an older. While the locality is
    unknown every pack of or within the desk's territory is a candidate; when it is known that
    there is none, the desk's own place stands for it. Where several decisions bring a pack, the
    nearest place's does. ``on`` is the day whose law governs, None that of the incident.
    """
    day = on or start_day(facts)
    where = places(facts, directory)
    ranked: list[tuple[tuple[int, int, bool, int, str], RulePack]] = []
    for pack in packs.packs:
        if not (
            pack.effective_from <= day and (pack.effective_to is None or day < pack.effective_to)
        ):
            continue
        reach = _reach(pack, facts, directory, where)
        if reach is not None:
            order = (-reach[0], -reach[1], not pack.verified, -pack.effective_from.toordinal())
            ranked.append(((*order, pack.id), pack))
    nearest: dict[str, RulePack] = {}
    for _, pack in sorted(ranked, key=lambda pair: pair[0]):
        nearest.setdefault(pack.id, pack)
    return tuple(nearest.values())


def still_bound(
    packs: PackSet,
    pinned: Sequence[str],
    before: Sequence[RulePack],
    after: Sequence[RulePack],
) -> tuple[RulePack, ...]:
    """Keep the packs ("id@version") to which an incident is pinned, whatever was decided since.

    ``before`` and ``after`` are in force by the facts as they stood and as they are stated now: a
    pack that the facts alone bring in or drive out comes or goes. Where none of the pinned is
    loaded, those in force stand for them.
    """
    versions = dict(name.split("@", 1) for name in pinned)
    if versions and not any(packs.get(id_) for id_ in versions):
        return tuple(after)
    was = {pack.id for pack in before}
    now = {pack.id for pack in after}
    kept = [_pinned(packs, pack, versions) for pack in after if pack.id in versions]
    come = [pack for pack in after if pack.id not in versions and pack.id not in was]
    order = {pack.id: place for place, pack in enumerate(after)}
    left = [
        pack
        for id_, version in versions.items()
        if id_ not in now and id_ not in was and (pack := packs.get(id_, version))
    ]
    return (*sorted((*kept, *come), key=lambda pack: order[pack.id]), *left)


def _pinned(packs: PackSet, pack: RulePack, versions: Mapping[str, str]) -> RulePack:
    version = versions[pack.id]
    return pack if pack.version == version else packs.get(pack.id, version) or pack


def needed(facts: Facts) -> Need:
    """List what the calculation may look up, so that a store can load it in one statement."""
    empty = Directory()
    where = places(facts, empty)
    divisions = dict.fromkeys(code for place in where for code in above(place))
    units = dict.fromkeys((*(facts.units or ()), *(facts.mentioned_units or ())))
    if facts.desk:
        units[facts.desk] = None
    common = common_division(where)
    return Need(tuple(divisions), tuple(units), (common,) if common else ())


def _reach(
    pack: RulePack, facts: Facts, directory: Directory, where: Sequence[str]
) -> tuple[int, int] | None:
    """Grade how closely a pack binds: (bodies, length of the territory's code); None = not."""
    for body in pack.units:
        if any(_within(code, body, directory) for code in (*(facts.units or ()), facts.desk or "")):
            return (1, len(body))
    lengths = [len(p) for p in pack.divisions if _covers(p, facts, where)]
    return (0, max(lengths)) if lengths else None


def _within(code: str, body: str, directory: Directory) -> bool:
    if code == body or code.startswith(f"{body}-"):
        return True
    unit = directory.unit(code)
    return unit is not None and directory.bureau(unit).code == body


def _covers(prefix: str, facts: Facts, where: Sequence[str]) -> bool:
    if facts.localities is not None:
        return not prefix or any(place.startswith(prefix) for place in where)
    return not where or any(p.startswith(prefix) or prefix.startswith(p) for p in where)


def forced(packs: PackSet, ids: Sequence[str]) -> tuple[RulePack, ...] | str:
    """Choose exactly the named packs, in the given order; answers the first unknown id instead."""
    chosen: list[RulePack] = []
    for name in ids:
        pack = packs.get(name)
        if pack is None:
            return name
        chosen.append(pack)
    return tuple(chosen)
