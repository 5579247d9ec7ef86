"""Who answers: the packs' responsibility rules, tried in order, with a trace of every one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from msgspec.structs import replace

from services.deadlines.law.directory import Directory, Holder, Unit
from services.deadlines.law.facts import Facts
from services.deadlines.law.pack import ResponsibilityRule, RulePack
from services.deadlines.law.results import (
    PartyRef,
    PersonRef,
    Responsibility,
    TraceLine,
    UnitRef,
)
from services.deadlines.law.selectors import SELECTORS, Found, places, ref
from services.deadlines.law.words import POST_TITLES, Post, TraceOutcome

STRICTEST = "PARTICULARLY_MAJOR"
NOT_NAMED = "条文未指明责任人，列主要负责人以便联系"


_NOTHING = Found(())


@dataclass(frozen=True, slots=True)
class _Tried:
    outcome: TraceOutcome
    reason: str
    found: Found = _NOTHING


_NOT_REACHED = _Tried(TraceOutcome.NOT_REACHED, "前面的规则已确定主体")
_UNKNOWN_FACT = _Tried(TraceOutcome.UNKNOWN_FACT, "所需事实尚不明")
_NOT_APPLICABLE = _Tried(TraceOutcome.NOT_APPLICABLE, "条件不符")


def resolve(
    facts: Facts, packs: Sequence[RulePack], directory: Directory, at: datetime
) -> Responsibility:
    """Find the subjects, the first responsible person and the coordinators at ``at``.

    Packs come most specific first; the first rule that applies and whose unit the directory has
    decides, and every later one is traced as not reached. A rule whose unit is missing says so
    and leaves the matter to the next; one of whose units some are missing names them. While the
    severity is unknown a rule for the strictest one decides for the time being. Where no rule
    decides, each place's government stands in (属地管理), marked as no rule's answer; nothing here
    raises for want of data.
    """
    trace: list[TraceLine] = []
    decided: tuple[RulePack, ResponsibilityRule, Found] | None = None
    for pack in packs:
        for rule in pack.responsibility:
            if decided is not None:
                tried = _NOT_REACHED
            else:
                tried = _try(rule, facts, directory)
                if tried.outcome is TraceOutcome.FIRED:
                    decided = (pack, rule, tried.found)
            trace.append(_line(pack, rule, tried))
    if decided is None:
        return _stand_in(facts, directory, at, trace)
    _, rule, found = decided
    subjects = tuple(
        PartyRef(
            role="FIRST_RESPONDENT" if i == 0 else "RESPONDENT",
            unit=ref(unit),
            person=_subject_person(rule, unit, facts, directory, at),
        )
        for i, unit in enumerate(found.units)
    )
    coordinators = _coordinators(rule, facts, directory, at, subjects[0])
    return Responsibility(subjects=subjects, coordinators=coordinators, trace=tuple(trace))


def _subject_person(
    rule: ResponsibilityRule, subject: Unit, facts: Facts, directory: Directory, at: datetime
) -> PersonRef | None:
    """Name the first responsible person; where the clause names none, whom to call and that."""
    unit = _holder_unit(rule, subject, facts, directory)
    if rule.person:
        return responsible_person(unit, rule.person, directory, at)
    return contact_person(unit, directory, at)


def contact_person(unit: str, directory: Directory, at: datetime) -> PersonRef | None:
    """Name the head of a unit as the one to call, saying that no clause made him answerable."""
    person = responsible_person(unit, (Post.HEAD,), directory, at)
    if person is None:
        return None
    return replace(person, named=False, note="；".join(filter(None, (NOT_NAMED, person.note))))


def responsible_person(
    unit: str, posts: Sequence[Post], directory: Directory, at: datetime
) -> PersonRef | None:
    """Choose the holder of the first post whose holder is present; else of the first that has one.

    Posts that a text offers as alternatives (主要负责人或分管领导) come in its order; that another
    than the first was chosen is said in the note.
    """
    holders = [h for post in posts if (h := directory.holder(unit, post, at))]
    if not holders:
        return None
    chosen = next((h for h in holders if h.present(at)), holders[0])
    note = None
    if not chosen.present(at):
        note = "请假中"
    elif chosen is not holders[0]:
        first = f"{POST_TITLES[holders[0].post]}{holders[0].person}"
        note = f"{first}请假，改由{POST_TITLES[chosen.post]}负责"
    return person_ref(chosen, at, note)


def merged_into(successor: str | None, note: str | None = None) -> str | None:
    """Say that a person answers for a unit that is no more, before what else is to be said."""
    merged = f"原单位已并入{successor}" if successor else None
    return "；".join(filter(None, (merged, note))) or None


def person_ref(holder: Holder, at: datetime, note: str | None = None) -> PersonRef:
    """Make the reference of a post's holder at ``at``."""
    return PersonRef(
        name=holder.person,
        post=holder.post,
        title=holder.title,
        id=holder.person_id,
        phone_hint=holder.phone_hint,
        present=holder.present(at),
        note=merged_into(holder.successor, note),
    )


def _try(rule: ResponsibilityRule, facts: Facts, directory: Directory) -> _Tried:
    answer, reason = rule.applies(facts, directory), "条件符合"
    if answer is None and facts.severity is None:
        answer = rule.applies(replace(facts, severity=STRICTEST), directory)
        reason = "级别未定，暂按特别重大"
    if answer is None:
        return _UNKNOWN_FACT
    if not answer:
        return _NOT_APPLICABLE
    found = SELECTORS[rule.subject](facts, directory)
    if not found.units:
        return _Tried(TraceOutcome.OWNER_MISSING, found.missing or "登记簿中没有该主体", found)
    reason = "；".join(filter(None, (reason, found.note, found.missing)))
    return _Tried(TraceOutcome.FIRED, reason, found)


def _line(pack: RulePack, rule: ResponsibilityRule, tried: _Tried) -> TraceLine:
    return TraceLine(
        pack=pack.id,
        rule=rule.id,
        clause=rule.clause,
        gist=rule.gist,
        outcome=tried.outcome,
        reason=tried.reason,
        unit=ref(tried.found.units[0]) if tried.found.units else tried.found.placeholder,
    )


def _holder_unit(
    rule: ResponsibilityRule, subject: Unit, facts: Facts, directory: Directory
) -> str:
    if rule.person_of is None:
        return subject.code
    if rule.person_of == "BUREAU":
        return directory.bureau(subject).code
    found = SELECTORS[rule.person_of](facts, directory)
    return found.units[0].code if found.units else subject.code


def _coordinators(
    rule: ResponsibilityRule, facts: Facts, directory: Directory, at: datetime, first: PartyRef
) -> tuple[PartyRef, ...]:
    parties: list[PartyRef] = []
    for wanted in rule.coordinators:
        if wanted.unit == "FIRST_RESPONDENT":
            parties.append(PartyRef(role=wanted.role, unit=first.unit, person=first.person))
            continue
        found = SELECTORS[wanted.unit](facts, directory)
        for unit in found.units:
            person = responsible_person(unit.code, (Post.HEAD,), directory, at)
            parties.append(PartyRef(role=wanted.role, unit=ref(unit), person=person))
        if not found.units and found.placeholder is not None:
            parties.append(PartyRef(role=wanted.role, unit=found.placeholder))
    return tuple(parties)


def _stand_in(
    facts: Facts, directory: Directory, at: datetime, trace: list[TraceLine]
) -> Responsibility:
    found = SELECTORS["LOCAL_GOVERNMENT"](facts, directory)
    division = next(iter(places(facts, directory)), "")
    unregistered = UnitRef(code=division, name="属地政府(未登记)", known=False)
    units = [ref(unit) for unit in found.units] or [found.placeholder or unregistered]
    reason = "各规则均未确定主体，暂由属地政府牵头(非条文规定)"
    if found.units and found.missing:
        reason = f"{reason}；{found.missing}"
    trace.append(
        TraceLine(
            pack="",
            rule="stand-in",
            clause="",
            gist="没有规则确定主体",
            outcome=TraceOutcome.FIRED,
            reason=reason,
            unit=units[0],
        )
    )
    subjects = tuple(
        PartyRef(
            role="FIRST_RESPONDENT" if i == 0 else "RESPONDENT",
            unit=unit,
            person=contact_person(unit.code, directory, at),
        )
        for i, unit in enumerate(units)
    )
    return Responsibility(subjects=subjects, coordinators=(), trace=tuple(trace))
