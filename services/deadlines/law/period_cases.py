"""Worked cases of periods beside each pack: units and a moment, what is owed then, what counts.

``[[period]]`` of a case file has a ``name``, the ``pack``, the moment ``at``, and optionally:
``adopted_by`` (the code of the place that adopted the pack, since ever), ``units`` (units besides
the world's; a code alone changes one of them: ``tags``, ``documents`` on file, ``channels`` open),
``holders`` (as in the world), ``owes`` (a list: unit, duty, period, and any of due_at, clause,
title, modality, assumption, counted, target, met), ``owes_not`` (a list: unit, duty), ``acts`` (a
list: kind, held_at, unit, and any of host, joint, present, emergency).
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from msgspec.structs import asdict

from services.deadlines.law.adoption import Adoption, bound
from services.deadlines.law.directory import Directory, Holder, Unit
from services.deadlines.law.pack import RulePack
from services.deadlines.law.periods import Candidate, Owing, nearest, owing, required_of
from services.deadlines.law.selection import PackSet
from services.deadlines.law.tallies import PeriodicAct, Present, tally
from services.deadlines.law.words import ActKind, Post

EXPECTED = frozenset(
    (
        "unit",
        "duty",
        "period",
        "due_at",
        "clause",
        "title",
        "modality",
        "assumption",
        "counted",
        "target",
        "met",
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodCase:
    """One worked case of periods (周期案例)."""

    name: str
    pack: str
    at: datetime
    adopted_by: str | None = None
    units: tuple[Mapping[str, Any], ...] = ()
    holders: tuple[Mapping[str, Any], ...] = ()
    owes: tuple[Mapping[str, Any], ...] = ()
    owes_not: tuple[Mapping[str, Any], ...] = ()
    acts: tuple[Mapping[str, Any], ...] = ()


_KEYS = frozenset(f.name for f in fields(PeriodCase))


def parse_period_cases(text: str) -> list[PeriodCase]:
    """Read the cases of periods of a file; raises ValueError or KeyError that name the fault."""
    return [_case(row) for row in tomllib.loads(text).get("period", ())]


def _case(row: Mapping[str, Any]) -> PeriodCase:
    if unknown := set(row) - _KEYS:
        raise ValueError(f"{row.get('name')}: no such key: {sorted(unknown)}")
    for expected in row.get("owes", ()):
        if extra := set(expected) - EXPECTED:
            raise ValueError(f"{row['name']}: cannot expect {sorted(extra)}")
    if row["at"].tzinfo is None:
        raise ValueError(f"{row['name']}: a time needs its offset")
    lists = {key: tuple(value) for key, value in row.items() if isinstance(value, list)}
    return PeriodCase(**{**row, **lists})


def units_of(case: PeriodCase, world: Directory) -> list[Unit]:
    """List the world's units as the case has them, and those that it adds."""
    found = dict(world.units)
    for row in case.units:
        own = {k: v for k, v in row.items() if k not in ("documents", "channels")}
        if "tags" in own:
            own["tags"] = frozenset(own["tags"])
        known = found.get(row["code"])
        found[row["code"]] = Unit(**{**(asdict(known) if known else {}), **own})
    return list(found.values())


def holders_of(case: PeriodCase, world: Directory) -> list[Holder]:
    """List who holds a post in the world and in the case."""
    own = [Holder(**{**row, "post": Post(row["post"])}) for row in case.holders]
    return [*world.holders, *own]


def owed_in(case: PeriodCase, packs: PackSet, world: Directory) -> list[Owing]:
    """Calculate what the units of a case owe at its moment under its pack alone."""
    (pack,) = (each for each in packs.packs if each.id == case.pack)
    binding: Sequence[RulePack] = (pack,)
    if case.adopted_by is not None:
        adoption = Adoption(
            id=UUID(int=0),
            pack=pack.id,
            pack_version=pack.version,
            unit=case.adopted_by,
            unit_name=case.adopted_by,
            begins=date(2000, 1, 1),
        )
        binding = bound(PackSet((pack,)), [adoption]).packs
    about = {row["code"]: row for row in case.units}
    spoken = {h.unit for h in holders_of(case, world) if h.post is Post.SPOKESPERSON}
    candidates = [
        Candidate(
            unit=unit,
            posts=frozenset((Post.SPOKESPERSON,)) if unit.code in spoken else frozenset(),
            documents=frozenset(about.get(unit.code, {}).get("documents", ())),
            channels=frozenset(about.get(unit.code, {}).get("channels", ())),
        )
        for unit in units_of(case, world)
    ]
    return list(nearest(owing(binding, candidates, case.at, case.at)))


def wrong_periods(case: PeriodCase, packs: PackSet, world: Directory) -> list[str]:
    """Say where what is owed differs from what the case expects; empty when it agrees."""
    found = {(one.unit.code, one.duty.id): one for one in owed_in(case, packs, world)}
    directory = Directory.of(units_of(case, world), holders_of(case, world))
    wrong = []
    for row in case.owes:
        one = found.get((row["unit"], row["duty"]))
        if one is None:
            wrong.append(f"{row['unit']} does not owe {row['duty']}")
        else:
            wrong += differences(row, _have(case, one, directory))
    return wrong + [
        f"{row['unit']} owes {row['duty']}"
        for row in case.owes_not
        if (row["unit"], row["duty"]) in found
    ]


def differences(row: Mapping[str, Any], have: Mapping[str, Any]) -> Iterator[str]:
    """Yield where one duty that is owed differs from what a case expects."""
    for name, value in row.items():
        wanted = value.astimezone(UTC) if isinstance(value, datetime) else value
        if have[name] != wanted:
            yield f"{row['unit']} {row['duty']}: {name} is {have[name]}, expected {wanted}"


def _have(case: PeriodCase, one: Owing, directory: Directory) -> dict[str, Any]:
    duty = required_of(one, None)
    weighed = tally(one.duty, one.unit.code, one.period, _acts(case, directory), directory)
    return {
        "unit": one.unit.code,
        "duty": one.duty.id,
        "period": one.period.key,
        # the last moment of a day is written as its last second
        "due_at": duty.due_at.replace(microsecond=0).astimezone(UTC) if duty.due_at else None,
        "clause": one.duty.clause,
        "title": duty.title,
        "modality": duty.modality.value,
        "assumption": duty.basis[0].assumption is not None,
        "counted": weighed.counted,
        "target": weighed.target,
        "met": weighed.reached_at is not None,
    }


def _acts(case: PeriodCase, directory: Directory) -> Iterator[PeriodicAct]:
    for number, row in enumerate(case.acts):
        host = directory.unit(row.get("host", row["unit"]))
        yield PeriodicAct(
            id=str(number),
            kind=ActKind(row["kind"]),
            title=row.get("title", "某会"),
            held_at=row["held_at"],
            unit=row["unit"],
            host=host.code if host else "",
            host_kind=host.kind if host else "",
            host_level=host.level if host else "",
            joint=tuple(row.get("joint", ())),
            emergency=row.get("emergency", False),
            present=tuple(Present(**who) for who in row.get("present", ())),
        )
