"""What the facts call for: the one way from stated facts to a calculation, saved or not."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Self
from uuid import UUID

from services.deadlines.domain import messages, refusals
from services.deadlines.domain.facts_input import Asking, check_known, stated_facts
from services.deadlines.domain.incidents import Incident, StatedFacts, contacts_missing
from services.deadlines.domain.obligations import Obligation, existing
from services.deadlines.domain.packs import Words
from services.deadlines.law.calculation import required
from services.deadlines.law.casualties import Suggestion, suggest_severity
from services.deadlines.law.directory import Directory, FieldRoute
from services.deadlines.law.facts import Facts
from services.deadlines.law.pack import RulePack
from services.deadlines.law.reconciliation import reconcile
from services.deadlines.law.results import Calculation, Plan
from services.deadlines.law.selection import (
    CHINA,
    Need,
    PackSet,
    forced,
    needed,
    own_moment,
    packs_in_force,
    still_bound,
)
from services.deadlines.law.selectors import above, places
from services.deadlines.law.workdays import Workdays
from services.deadlines.store import incidents as incident_store
from services.deadlines.store import obligations as obligation_store
from services.deadlines.store.adoptions import token_of
from services.deadlines.store.directory import Extract, directory_for
from services.deadlines.store.replays import Past
from services.deadlines.usecases.bindings import Bindings, Decided
from services.kit.auth import Principal
from services.kit.database import Connection, Database

MOST_PACKS = 20
"""How many packs a what-if preview may name; a calculation takes as long as they are many."""


@dataclass(frozen=True, slots=True)
class Law:
    """The loaded packs with the words they allow, and what places adopted of them."""

    packs: PackSet
    words: Words = field(init=False)
    bindings: Bindings = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        words = Words.of(self.packs.packs)
        object.__setattr__(self, "words", words)
        object.__setattr__(self, "bindings", Bindings(self.packs, words))


@dataclass(frozen=True, slots=True, kw_only=True)
class Pinned:
    """What a case is pinned to: its packs, "id@version", and the day whose law governs it.

    ``on`` None is the day of its own facts.
    """

    packs: Sequence[str]
    on: date | None = None

    @classmethod
    def of(cls, incident: Incident | Past) -> Self:
        """Tell what an incident is pinned to."""
        at = incident.rebased_at
        return cls(packs=incident.packs, on=at.astimezone(CHINA).date() if at else None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """A calculation with what it was made from."""

    stated: StatedFacts
    packs: tuple[RulePack, ...]
    extract: Extract
    calculation: Calculation
    workdays: Workdays

    @property
    def facts(self) -> Facts:
        """The checked facts."""
        return self.stated.facts

    @property
    def contacts_pending(self) -> bool:
        """Whether somebody to be called, or a unit that is involved, is not in the mirror."""
        unit = self.extract.directory.unit
        absent = any(unit(code) is None for code in self.facts.units or ())
        return absent or contacts_missing(self.calculation.responsibility)


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentPreview:
    """What a new incident would call for, unsaved."""

    worked: Worked
    suggestion: Suggestion | None
    as_of: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentPreview:
    """What another assessment would change, unsaved; ``standing`` is what stands now, by key."""

    worked: Worked
    plan: Plan
    standing: Mapping[str, Obligation]
    as_of: datetime


async def preview_incident(
    database: Database,
    law: Law,
    caller: Principal,
    given: Mapping[str, Any],
    packs: Sequence[str] | None,
    now: datetime,
) -> IncidentPreview:
    """Compute without writing; with ``packs`` under exactly these. Raises Refusal."""
    async with database.reading() as conn:
        facts = stated_facts(given, await asking(conn, law, given, now, caller.unit))
        worked = await work(conn, law, facts, now, only=packs)
    suggestion = suggest_severity(facts.deaths, facts.seriously_injured, facts.direct_loss)
    return IncidentPreview(worked=worked, suggestion=suggestion, as_of=now)


async def preview_assessment(
    database: Database,
    law: Law,
    caller: Principal,
    incident: UUID,
    given: Mapping[str, Any],
    now: datetime,
) -> AssessmentPreview:
    """Compute what another assessment would change, without writing. Raises Refusal."""
    async with database.reading() as conn:
        found = await incident_store.incidents_by_id(conn, [incident], caller.scope_code)
        if not found:
            raise refusals.incident_not_found("incident")
        before = await incident_store.facts_of(conn, incident)
        around = await asking(conn, law, given, now, before.facts.desk or caller.unit)
        facts = stated_facts(given, around, before.facts)
        pinned = Pinned.of(found[0])
        worked = await work(conn, law, facts, now, pinned=pinned, before=before.facts)
        standing = await obligation_store.obligations_of(conn, incident)
    rows = [existing(row) for row in standing]
    plan = reconcile(rows, worked.calculation.duties, now, cause=messages.assessed())
    by_key = {row.key: row for row in standing}
    return AssessmentPreview(worked=worked, plan=plan, standing=by_key, as_of=now)


async def work(
    conn: Connection,
    law: Law,
    facts: Facts,
    now: datetime,
    *,
    only: Sequence[str] | None = None,
    pinned: Pinned | None = None,
    on: date | None = None,
    before: Facts | None = None,
    check: bool = True,
    beside: Need | None = None,
) -> Worked:
    """Load the directory (one statement), choose the packs and calculate.

    ``pinned`` is what an incident or occasion is bound by already: neither a new version nor an
    adoption changes it, only facts that differ from those ``before``, the assessment before, whose
    codes are not asked about again. ``on`` is the day whose law governs a case that is not pinned,
    None its own; ``beside`` is what the directory shall hold besides.
    Raises Refusal MISSING or TOO_MANY (``only``), UNKNOWN_PACK, BAD_LOCALITY or UNKNOWN_UNIT.
    """
    extract, decided = await _extract(conn, law, facts, now, beside)
    if check:
        check_known(facts, extract.directory, fresh=extract.fresh, before=before)
    if only is None:
        among = decided.packs
        packs = binding(law.packs, among, facts, extract.directory, pinned, before=before, on=on)
    else:
        packs = named_packs(law.packs, only)
    calculation = required(facts, packs, extract.directory, now)
    stated = titled(facts, decided.words, extract)
    return Worked(
        stated=stated,
        packs=packs,
        extract=extract,
        calculation=calculation,
        workdays=decided.workdays,
    )


async def asking(
    conn: Connection, law: Law, given: Mapping[str, Any], now: datetime, desk: str
) -> Asking:
    """Tell what may be stated now; the record is asked where a field is no pack's own."""
    words = law.words
    if not words.fields.keys() >= set(given.get("fields") or ()):
        words = (await law.bindings.at(conn, await token_of(conn))).words
    return Asking(now=now, words=words, desk=desk)


async def _extract(
    conn: Connection, law: Law, facts: Facts, now: datetime, beside: Need | None
) -> tuple[Extract, Decided]:
    """Load the directory with the departments that answer for the fields, by one statement.

    Which they are is remembered; where that has changed since, and changed them, by one more.
    """
    need = needed(facts) if beside is None else needed(facts).joined(beside)
    known = _departments(facts, law.bindings.latest)
    extract = await directory_for(conn, need.joined(known), now, own_moment(facts))
    decided = await law.bindings.at(conn, extract.adoptions)
    wanted = _departments(facts, decided)
    if not set(known.units) >= set(wanted.units):
        extract = await directory_for(conn, need.joined(wanted), now, own_moment(facts))
    routes = tuple(_routes(facts, decided))
    if not routes:
        return extract, decided
    return replace(extract, directory=replace(extract.directory, routes=routes)), decided


def _routes(facts: Facts, decided: Decided) -> Iterator[FieldRoute]:
    """Yield what was set down of the fields for the places of an incident and those above them."""
    for name in facts.fields or ():
        for division in places(facts, Directory()):
            for place in above(division):
                route = decided.routes.get((name, place))
                if route is not None:
                    yield route


def _departments(facts: Facts, decided: Decided) -> Need:
    units = dict.fromkeys(route.department for route in _routes(facts, decided))
    return Need(divisions=(), units=tuple(units), lines=())


def named_packs(packs: PackSet, names: Sequence[str]) -> tuple[RulePack, ...]:
    """Choose exactly these packs; raises Refusal MISSING, TOO_MANY or UNKNOWN_PACK."""
    if not names:
        raise refusals.no_packs()
    if len(names) > MOST_PACKS:
        raise refusals.too_many("packs", MOST_PACKS)
    chosen = forced(packs, tuple(dict.fromkeys(names)))
    if isinstance(chosen, str):
        raise refusals.unknown_pack(chosen)
    return chosen


def binding(
    packs: PackSet,
    among: PackSet,
    facts: Facts,
    directory: Directory,
    pinned: Pinned | None,
    *,
    before: Facts | None = None,
    on: date | None = None,
) -> tuple[RulePack, ...]:
    """Choose the packs of a calculation ``among`` the loaded and the adopted; see `work`."""
    if pinned is None:
        return packs_in_force(among, facts, directory, on=on)
    after = packs_in_force(among, facts, directory, on=pinned.on)
    same = before is None or before == facts
    was = after if same else packs_in_force(among, before or facts, directory, on=pinned.on)
    return still_bound(packs, pinned.packs, was, after)


def titled(facts: Facts, words: Words, extract: Extract) -> StatedFacts:
    """Put the Chinese names beside the codes of the facts."""
    units = extract.directory.units
    return StatedFacts(
        facts=facts,
        severity_title=words.severities.get(facts.severity or ""),
        kind_title=words.incident_kinds.get(facts.kind or ""),
        category_titles=tuple(words.categories.get(c, c) for c in facts.categories or ()),
        locality_names=tuple(
            place_name(units[code].name) if code in units else code
            for code in facts.localities or ()
        ),
    )


def place_name(government: str) -> str:
    """Name a place by its government's name: 正定县 for 正定县人民政府."""
    return government.removesuffix("人民政府") or government
