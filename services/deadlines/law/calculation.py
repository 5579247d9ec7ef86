"""What is owed, by whom, by when, on which clauses: one pure function of facts, packs, directory.

A duty is listed when its clause applies, or when it cannot be told that it does not (暂定, the
strictest candidate). Clauses of several packs that ask for the same duty are joined: every one
is kept as a basis line and the strictest acts.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec
from msgspec.structs import replace

from services.deadlines.law.directory import Directory
from services.deadlines.law.facts import Facts
from services.deadlines.law.fulfilment import owed_now
from services.deadlines.law.language import all_hold, negate
from services.deadlines.law.pack import Duty, Limit, RulePack
from services.deadlines.law.responsibility import resolve, responsible_person
from services.deadlines.law.results import (
    BasisLine,
    Calculation,
    Occurrence,
    PartyRef,
    RequiredDuty,
    Responsibility,
)
from services.deadlines.law.selectors import SELECTORS, ref
from services.deadlines.law.words import (
    OPENED_TRIGGERS,
    STRICTNESS,
    TRIGGER_TITLES,
    ClockStart,
    DueClass,
    Post,
    Precision,
    Trigger,
)

OCCURRENCE_UNKNOWN = "发生时间不明，暂按接报时间起算，实际到期只会更早"
ASSESSMENT_UNKNOWN = "尚未研判，暂按接报时间起算"
ORDER_UNKNOWN = "交办时间不明，暂按接报时间起算"
START_UNKNOWN = frozenset((OCCURRENCE_UNKNOWN, ASSESSMENT_UNKNOWN, ORDER_UNKNOWN))
OCCURRENCE_ABOUT = "发生时间为约数，到期随之为约数"
PUBLICATION_UNKNOWN = "公布时间未定，须在公布之前完成"
LOCALITY_UNKNOWN = "发生地不明，暂按值班单位辖区内的规则"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """What every step of one calculation looks at."""

    facts: Facts
    directory: Directory
    responsibility: Responsibility
    at: datetime
    occurrence: Occurrence | None


class _Claim(msgspec.Struct, frozen=True, kw_only=True):
    """One clause's claim on one owner, before the packs' claims are joined."""

    key: str
    owner: PartyRef
    duty: Duty
    recipients: tuple[str, ...]
    line: BasisLine
    rank: int


def required(
    facts: Facts,
    packs: Sequence[RulePack],
    directory: Directory,
    at: datetime,
    *,
    trigger: Trigger = Trigger.INCIDENT,
    occurrence: Occurrence | None = None,
) -> Calculation:
    """Compute every duty that ``facts`` call for under ``packs`` (most specific first).

    ``at`` picks the holders of posts, nothing else: due times follow from the facts alone. Limits
    are inclusive, run round the clock and are never paused. ``trigger`` asks for the duties that
    another event opens (the n-th conference), whose moment and number ``occurrence`` tells.
    Duties come timed first, by due time, then untimed; equal ones by key.
    """
    case = _Case(
        facts=facts,
        directory=directory,
        responsibility=resolve(facts, packs, directory, at),
        at=at,
        occurrence=occurrence,
    )
    claims: dict[str, list[_Claim]] = {}
    notes: dict[str, None] = {}
    for rank, pack in enumerate(packs):
        if trigger is Trigger.INCIDENT and not any(
            d.limit and d.limit.of_incidents for d in pack.duties
        ):
            notes[f"{pack.title}：本规则未规定时限"] = None
        if trigger is Trigger.INCIDENT and (note := _left_to_people(pack)):
            notes[note] = None
        if pack.adopted:
            notes[f"{pack.title}：{pack.adopted}"] = None
        for duty, provisional in _applying(pack, facts, directory, trigger):
            if duty.note:
                notes[f"{pack.title} {duty.clause}：{duty.note}"] = None
            for claim in _claims(case, pack, rank, duty, provisional):
                claims.setdefault(claim.key, []).append(claim)
    if facts.localities is None:
        notes[LOCALITY_UNKNOWN] = None
    for found in claims.values():
        if len(found) > 1:
            found.sort(key=_strictness)
    waiting = {key: after for key, found in claims.items() if (after := _owed_after(found))}
    owed = _owed(claims, waiting)
    duties = [
        _join(found, facts, key in owed, waiting.get(key, ())) for key, found in claims.items()
    ]
    duties.sort(key=lambda d: (d.due_at is None, d.due_at or d.start_at, d.key))
    return Calculation(
        duties=tuple(duties),
        responsibility=case.responsibility,
        packs=tuple((p.id, p.version) for p in packs),
        notes=tuple(notes),
    )


def _left_to_people(pack: RulePack) -> str | None:
    """Name the duties of a pack that open on events which nothing here watches."""
    left = [d for d in pack.duties if d.trigger not in OPENED_TRIGGERS]
    words = (f"{TRIGGER_TITLES[d.trigger]}时的{d.title}({d.clause})" for d in left)
    return f"{pack.title}：本系统尚不自动列出{'、'.join(words)}，请人工办理" if left else None


def _applying(
    pack: RulePack, facts: Facts, directory: Directory, trigger: Trigger
) -> Iterator[tuple[Duty, bool]]:
    """Yield the duties that apply or may apply, each with whether it is provisional."""
    by_id = {d.id: d for d in pack.duties}
    memo: dict[str, bool | None] = {}

    def verdict(duty: Duty) -> bool | None:
        if duty.id not in memo:
            answer = duty.applies(facts, directory)
            if duty.otherwise:
                others = (negate(verdict(by_id[name])) for name in duty.otherwise)
                answer = all_hold((answer, *others))
            memo[duty.id] = answer
        return memo[duty.id]

    for duty in pack.duties:
        if duty.trigger is trigger and (answer := verdict(duty)) is not False:
            yield duty, answer is None


def _claims(
    case: _Case, pack: RulePack, rank: int, duty: Duty, provisional: bool
) -> Iterator[_Claim]:
    line = _line(pack, duty, provisional, case.facts, case.occurrence)
    suffix = f"#{case.occurrence.number}" if case.occurrence is not None else ""
    for i, owner in enumerate(_owners(duty, case)):
        place = f"@{owner.unit.code}" if i else ""
        for mark, recipients in _addressed(duty):
            yield _Claim(
                key=f"{duty.kind}{mark}{suffix}{place}",
                owner=owner,
                duty=duty,
                recipients=recipients,
                line=line,
                rank=rank,
            )


def _addressed(duty: Duty) -> list[tuple[str, tuple[str, ...]]]:
    """Split a duty by recipient where the text has each told separately (同时报告)."""
    if duty.each_recipient:
        return [(f":{name}", (name,)) for name in duty.to]
    return [("", duty.to)]


def _owners(duty: Duty, case: _Case) -> tuple[PartyRef, ...]:
    subjects = case.responsibility.subjects
    if duty.owner == "FIRST_RESPONDENT":
        return subjects if duty.each_subject else subjects[:1]
    found = SELECTORS[duty.owner](case.facts, case.directory)
    if not found.units:
        # 主体未登记: the duty is not lost; it stays with the first respondent
        return subjects[:1]
    chosen = found.units if duty.each_subject else found.units[:1]
    return tuple(
        PartyRef(
            role="RESPONDENT",
            unit=ref(unit),
            person=responsible_person(unit.code, (Post.HEAD,), case.directory, case.at),
        )
        for unit in chosen
    )


def _line(
    pack: RulePack, duty: Duty, provisional: bool, facts: Facts, occurrence: Occurrence | None
) -> BasisLine:
    limit = duty.limit
    start_at, doubt = _start(limit, facts, occurrence)
    due_at = _due(limit, start_at, facts, occurrence)
    doubtful_place = facts.localities is None and "" not in pack.divisions
    assumptions = [pack.adopted] if pack.adopted else []
    if limit is not None and limit.assumption:
        assumptions.append(limit.assumption)
    if due_at is not None and doubt:
        assumptions.append(doubt)
    if limit is not None and limit.before and due_at is None:
        assumptions.append(PUBLICATION_UNKNOWN)
    return BasisLine(
        pack=pack.id,
        pack_version=pack.version,
        pack_title=pack.title,
        document=pack.document,
        duty=duty.id,
        clause=duty.clause,
        gist=duty.gist,
        modality=duty.modality,
        start=limit.start if limit is not None and due_at is not None else None,
        start_at=start_at if due_at is not None else None,
        within=limit.within if limit is not None and due_at is not None else None,
        due_at=due_at,
        assumption="；".join(assumptions) or None,
        before=limit is not None and limit.before,
        verified=pack.verified,
        provisional=provisional
        or doubtful_place
        or (due_at is not None and doubt in START_UNKNOWN),
    )


def _start(
    limit: Limit | None, facts: Facts, occurrence: Occurrence | None
) -> tuple[datetime, str | None]:
    """Find when the clock began, and what is doubtful about it."""
    if occurrence is not None:
        return occurrence.at, None
    if limit is None or limit.start is ClockStart.KNOWN:
        return facts.known_at, None
    if limit.start is ClockStart.OCCURRED:
        if facts.occurred_at is None:
            return facts.known_at, OCCURRENCE_UNKNOWN
        about = facts.occurred_precision in (Precision.ABOUT, Precision.DAY)
        return facts.occurred_at, OCCURRENCE_ABOUT if about else None
    if limit.start is ClockStart.ASSESSED:
        return (
            facts.assessed_at or facts.known_at,
            None if facts.assessed_at else ASSESSMENT_UNKNOWN,
        )
    if limit.start is ClockStart.DIRECTED:
        known = facts.directed_at is not None or limit.within is None
        return facts.directed_at or facts.known_at, None if known else ORDER_UNKNOWN
    return facts.known_at, None


def _due(
    limit: Limit | None, start_at: datetime, facts: Facts, occurrence: Occurrence | None
) -> datetime | None:
    if limit is None:
        return None
    if limit.before:
        return occurrence.planned_at if occurrence is not None else None
    if limit.within is None:
        return facts.directed_due_at
    return start_at + limit.within


def _strictness(claim: _Claim) -> tuple[bool, float, bool, int, bool, int]:
    """Order claims: timed first, earliest due, definite, strictest word, verified, most specific.

    Of two with one limit the definite acts, because the acting line tells whether the limit is
    certain. Untimed ones have no limit to be certain of: the strictest candidate acts.
    """
    line = claim.line
    return (
        line.due_at is None,
        line.due_at.timestamp() if line.due_at else 0.0,
        line.due_at is not None and line.provisional,
        STRICTNESS.index(line.modality),
        not line.verified,
        claim.rank,
    )


def _owed(
    claims: Mapping[str, list[_Claim]], waiting: Mapping[str, tuple[str, ...]]
) -> frozenset[str]:
    """Name the keys that are owed from the start; ``claims`` are in order of strictness."""
    kinds = {key: found[0].duty.kind for key, found in claims.items()}
    now = owed_now(waiting, kinds, fulfilled_kinds=frozenset())
    return frozenset(key for key in claims if key not in waiting or key in now)


def _join(
    ordered: list[_Claim], facts: Facts, owed: bool, owed_after: tuple[str, ...]
) -> RequiredDuty:
    acting = ordered[0]
    line = acting.line
    start_at = line.start_at or facts.known_at
    return RequiredDuty(
        key=acting.key,
        kind=acting.duty.kind,
        title=acting.duty.title,
        due_class=DueClass.STATUTORY_TIMED if line.due_at else DueClass.STATUTORY_UNTIMED,
        modality=line.modality,
        start_at=start_at,
        due_at=line.due_at,
        provisional=line.provisional or facts.localities is None,
        late_at_intake=line.due_at is not None and line.due_at < facts.known_at,
        owed=owed,
        owed_after=owed_after,
        owner=acting.owner.unit,
        person=acting.owner.person,
        recipients=tuple(dict.fromkeys(r for c in ordered for r in c.recipients)),
        fulfilled_by=acting.duty.fulfilled_by,
        conclusive=any(c.duty.conclusive for c in ordered),
        at_source=any(c.duty.at_source for c in ordered),
        basis=(replace(line, acting=True), *(c.line for c in ordered[1:])),
    )


def _owed_after(claims: list[_Claim]) -> tuple[str, ...]:
    """Join what the clauses wait for: the duty is owed as soon as one of them would have it."""
    if any(not c.duty.owed_after for c in claims):
        return ()
    return tuple(dict.fromkeys(kind for c in claims for kind in c.duty.owed_after))
