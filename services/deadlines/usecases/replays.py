"""Replaying a pack: which dues of past incidents would be others under it. Nothing is written."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from services.deadlines.domain import refusals
from services.deadlines.law.calculation import required
from services.deadlines.law.pack import RulePack
from services.deadlines.law.results import Calculation, RequiredDuty
from services.deadlines.law.selection import PackSet, packs_in_force, still_bound
from services.deadlines.store.adoptions import token_of
from services.deadlines.store.replays import Past, opened_between
from services.deadlines.usecases.previews import Law, Pinned, work
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
    async with database.reading() as conn:
        found = await opened_between(conn, begins, ends, caller.scope_code, page)
        among = (await law.bindings.at(conn, await token_of(conn))).packs
        tried = _tried(among, trial)
        rows = [await _replayed(conn, law, tried, trial, past) for past in found.rows]
    return Page(rows=rows, has_next=found.has_next, has_previous=found.has_previous)


def _tried(among: PackSet, trial: RulePack) -> PackSet:
    """Put the trial in the place of its pack, also where a place adopted that."""
    endless = replace(trial, effective_from=ALWAYS, effective_to=None)
    copies = (
        replace(endless, divisions=copy.divisions, units=copy.units, adopted=copy.adopted)
        for copy in among.packs
        if copy.id == trial.id and copy.adopted
    )
    others = (pack for pack in among.packs if pack.id != trial.id)
    return PackSet((*others, endless, *copies))


async def _replayed(
    conn: Connection, law: Law, tried: PackSet, trial: RulePack, past: Past
) -> Replayed:
    facts, pinned = past.stated.facts, Pinned.of(past)
    worked = await work(conn, law, facts, past.opened_at, pinned=pinned, check=False)
    directory = worked.extract.directory
    after = packs_in_force(tried, facts, directory, on=pinned.on)
    bound = [name for name in past.packs if name.partition("@")[0] != trial.id]
    bound += [f"{pack.id}@{pack.version}" for pack in after if pack.id == trial.id]
    packs = still_bound(tried, bound, after, after)
    calculation = required(facts, packs, directory, past.opened_at)
    return Replayed(past=past, changes=tuple(_changes(worked.calculation, calculation)))


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
