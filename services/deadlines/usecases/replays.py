"""Replaying a pack: which dues of past incidents would be others under it. Nothing is written."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from services.deadlines.domain import refusals
from services.deadlines.law.calculation import required
from services.deadlines.law.pack import RulePack
from services.deadlines.law.results import Calculation, RequiredDuty
from services.deadlines.law.selection import PackSet
from services.deadlines.store.replays import Past, opened_between
from services.deadlines.usecases.previews import Law, chosen_packs, work
from services.kit.auth import Principal
from services.kit.database import Connection, Database
from services.kit.graphql.pages import Page, PageRequest

ALWAYS = date.min
"""A pack under trial binds every incident of the span, whenever it came or comes into force."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DueChange:
    """One duty of an incident under the pinned packs and under the trial; None: not asked for."""

    before: RequiredDuty | None
    after: RequiredDuty | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """One incident and what would change in it; empty where nothing would."""

    past: Past
    changes: tuple[DueChange, ...]


async def replay(
    database: Database,
    law: Law,
    caller: Principal,
    trial: RulePack,
    begins: datetime,
    ends: datetime,
    page: PageRequest,
) -> Page[Replayed]:
    """Compute a page of the caller's incidents opened in [begins, ends) twice, oldest first.

    Both calculations use today's directory, so that the pack alone makes the difference.
    Raises Refusal BAD_SPAN where ``ends`` does not come after ``begins``.
    """
    if ends <= begins:
        raise refusals.bad_span("to")
    tried = Law(_with(law.packs, trial))
    async with database.reading() as conn:
        found = await opened_between(conn, begins, ends, caller.scope_code, page)
        rows = [await _replayed(conn, law, tried, trial, past) for past in found.rows]
    return Page(rows=rows, has_next=found.has_next, has_previous=found.has_previous)


def _with(packs: PackSet, trial: RulePack) -> PackSet:
    others = (pack for pack in packs.packs if pack.id != trial.id)
    return PackSet.of((*others, replace(trial, effective_from=ALWAYS, effective_to=None)))


def _others(pinned: Sequence[str], trial: RulePack) -> list[str]:
    return [name for name in pinned if name.partition("@")[0] != trial.id]


async def _replayed(
    conn: Connection, law: Law, tried: Law, trial: RulePack, past: Past
) -> Replayed:
    facts = past.stated.facts
    worked = await work(conn, law, facts, past.opened_at, pinned=past.packs, check=False)
    packs = chosen_packs(tried, facts, worked.extract, None, _others(past.packs, trial))
    after = required(facts, packs, worked.extract.directory, past.opened_at)
    return Replayed(past=past, changes=tuple(_changes(worked.calculation, after)))


def _changes(before: Calculation, after: Calculation) -> Iterator[DueChange]:
    old, new = _by_key(before), _by_key(after)
    for key in dict.fromkeys((*old, *new)):
        was, would = old.get(key), new.get(key)
        if was is None or would is None or _told(was) != _told(would):
            yield DueChange(before=was, after=would)


def _by_key(calculation: Calculation) -> Mapping[str, RequiredDuty]:
    return {duty.key: duty for duty in calculation.duties}


def _told(duty: RequiredDuty) -> tuple[object, ...]:
    """Tell what a person would notice: when, how strongly, how surely, and who."""
    return (duty.due_at, duty.due_class, duty.modality, duty.provisional, duty.owner.code)
