"""Who speaks for a unit at a moment, and why not the others. Pure: the store brings the roster."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from services.registry.domain.appointments import Appointment, Post, local_day
from services.registry.domain.availability import Availability, in_force
from services.registry.domain.filed_lists import (
    FACTS,
    FiledCopy,
    FiledListState,
    ListDifference,
    difference,
    marked_copy,
    sentence,
    spokesperson_entries,
)

_REASONS = {
    "CHOSEN": "任职有效、在岗、已备案，由其发言。",
    "STAND_IN": "代{whom}发言：{whom}请假，其代班人在岗。",
    "CHOSEN_UNFILED": "任职有效、在岗，但未备案；没有已备案且在岗的发言人。",
    "CHOSEN_LEADER": "没有可发言的新闻发言人，由{post}发言。",
    "NEXT": "可以发言，排在所选发言人之后。",
    "NOT_YET_SERVING": "任期自 {start} 起，尚未开始。",
    "EXPIRED": "任期已于 {end} 结束。",
    "NOT_FILED": "名单未备案。",
    "ABSENT": "请假，未指定代班人。",
    "ABSENT_WITH_STAND_IN": "请假，由代班人顶替。",
    "STAND_IN_ABSENT": "请假，代班人也不在岗。",
}
_NOBODY = "此刻没有人可以发言，请补登新闻发言人。"
_OUTDATED = "备案信息已变化（{facts}），尚未补报。"
_POSTS = {Post.HEAD: "主要负责人", Post.DEPUTY: "分管负责人", Post.SPOKESPERSON: "新闻发言人"}


class SpeakerOutcome(StrEnum):
    """Why a candidate was or was not chosen."""

    CHOSEN = "CHOSEN"
    CHOSEN_UNFILED = "CHOSEN_UNFILED"
    CHOSEN_LEADER = "CHOSEN_LEADER"
    STAND_IN = "STAND_IN"
    NEXT = "NEXT"
    NOT_YET_SERVING = "NOT_YET_SERVING"
    EXPIRED = "EXPIRED"
    NOT_FILED = "NOT_FILED"
    ABSENT = "ABSENT"
    ABSENT_WITH_STAND_IN = "ABSENT_WITH_STAND_IN"
    STAND_IN_ABSENT = "STAND_IN_ABSENT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Someone of the roster: the id reaches the number, which the caller may not be shown."""

    person_id: UUID
    name: str
    post: Post


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Someone who could have spoken 候选, with the outcome and a sentence that says why.

    ``filing_outdated`` tells that the filed list tells otherwise of a spokesperson than the roster.
    """

    person: Speaker
    chosen: bool
    outcome: SpeakerOutcome
    reason: str
    filing_outdated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """What the decision needs: the unit's appointments, and the leave of all who may matter.

    ``names`` holds the names of stand-ins too; ``copy`` is the last filed list of spokespersons,
    None where the registry keeps none.
    """

    appointments: Sequence[Appointment]
    leave: Mapping[UUID, Sequence[Availability]]
    names: Mapping[UUID, str]
    copy: FiledCopy | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledListTold:
    """How the filed list of spokespersons stands to those serving that day."""

    state: FiledListState
    behind: int
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerDecision:
    """The answer. ``speaker`` is None where nobody can speak; ``filed`` tells the list names him.

    ``filed_list`` tells how the whole filed list stands, before any name is offered.
    """

    at: datetime
    speaker: Speaker | None
    stand_in: bool
    filed: bool
    filed_list: FiledListTold
    reason: str
    candidates: tuple[Candidate, ...]
    head: Speaker | None
    deputy: Speaker | None


def who_speaks(roster: Roster, at: datetime) -> SpeakerDecision:
    """Decide who speaks at the moment.

    In order: a spokesperson serving that day, present and filed; the present stand-in of a filed
    one who is away; a spokesperson present but not filed; the deputy, then the head (石政办发
    〔2019〕5号 四: 相关部门负责人或新闻发言人). Within a step the longest serving comes first.
    """
    day = local_day(at)
    serving = sorted(roster.appointments, key=lambda one: (one.starts_on, one.id))
    found, copy = _filed(roster, day)
    spokespersons = [one for one in serving if one.post is Post.SPOKESPERSON]
    candidates = [_outdated(_judged(one, roster, at, day), one, found) for one in spokespersons]
    candidates.extend(_stand_ins(serving, roster, at, day))
    leaders = [_leader(serving, post, roster, at, day) for post in (Post.DEPUTY, Post.HEAD)]
    chosen = _first(candidates, leaders)
    told = [_settled(one, chosen) for one in candidates]
    told_list = FiledListTold(
        state=found.state, behind=found.behind, sentence=sentence(found, copy.filed_on)
    )
    if chosen and all(one.person != chosen.person for one in told):
        told.append(chosen)
    return SpeakerDecision(
        at=at,
        speaker=chosen.person if chosen else None,
        stand_in=bool(chosen and chosen.outcome is SpeakerOutcome.STAND_IN),
        filed=bool(chosen and chosen.outcome in {SpeakerOutcome.CHOSEN, SpeakerOutcome.STAND_IN}),
        filed_list=told_list,
        reason=(chosen.reason if chosen else _NOBODY)
        + (told_list.sentence if found.state is FiledListState.BEHIND else ""),
        candidates=tuple(told),
        head=_holder(serving, Post.HEAD, day),
        deputy=_holder(serving, Post.DEPUTY, day),
    )


def _judged(one: Appointment, roster: Roster, at: datetime, day: date) -> Candidate:
    """Judge a spokesperson by himself; CHOSEN here means that he could be."""
    if day < one.starts_on:
        outcome = SpeakerOutcome.NOT_YET_SERVING
    elif one.ends_on is not None and one.ends_on < day:
        outcome = SpeakerOutcome.EXPIRED
    elif not _present(one.person_id, roster, at):
        outcome = _absence(one, roster, at)
    elif not _is_filed(one, day):
        outcome = SpeakerOutcome.CHOSEN_UNFILED
    else:
        outcome = SpeakerOutcome.CHOSEN
    reason = _REASONS[outcome].format(start=one.starts_on, end=one.ends_on)
    return Candidate(person=_speaker(one), chosen=False, outcome=outcome, reason=reason)


def _filed(roster: Roster, day: date) -> tuple[ListDifference, FiledCopy]:
    """Compare those serving on the day with the filed copy; who is to begin later counts not."""
    copy = roster.copy or marked_copy(
        [one for one in roster.appointments if one.post is Post.SPOKESPERSON], day
    )
    counted = {one.id for one in roster.appointments if one.starts_on <= day}
    counted |= {one.id for one in copy.entries}
    entries = spokesperson_entries(roster.appointments, day)
    return difference([one for one in entries if one.id in counted], copy), copy


def _outdated(candidate: Candidate, one: Appointment, found: ListDifference) -> Candidate:
    facts = [key for change in found.changed if change.after.id == one.id for key in change.facts]
    if not facts:
        return candidate
    told = _OUTDATED.format(facts="、".join(FACTS[key] for key in facts))
    return replace(candidate, filing_outdated=True, reason=candidate.reason + told)


def _stand_ins(
    serving: Sequence[Appointment], roster: Roster, at: datetime, day: date
) -> Iterator[Candidate]:
    for one in serving:
        may = one.post is Post.SPOKESPERSON and one.serves_on(day) and _is_filed(one, day)
        if may and not _present(one.person_id, roster, at):
            substitute = _stand_in(one.person_id, roster, at)
            if substitute is not None:
                yield Candidate(
                    person=Speaker(
                        person_id=substitute, name=roster.names[substitute], post=Post.SPOKESPERSON
                    ),
                    chosen=False,
                    outcome=SpeakerOutcome.STAND_IN,
                    reason=_REASONS["STAND_IN"].format(whom=one.person),
                )


def _leader(
    serving: Sequence[Appointment], post: Post, roster: Roster, at: datetime, day: date
) -> Candidate | None:
    for one in serving:
        if one.post is post and one.serves_on(day) and _present(one.person_id, roster, at):
            return Candidate(
                person=_speaker(one),
                chosen=True,
                outcome=SpeakerOutcome.CHOSEN_LEADER,
                reason=_REASONS["CHOSEN_LEADER"].format(post=_POSTS[post]),
            )
    return None


def _first(
    candidates: Sequence[Candidate], leaders: Sequence[Candidate | None]
) -> Candidate | None:
    order = (SpeakerOutcome.CHOSEN, SpeakerOutcome.STAND_IN, SpeakerOutcome.CHOSEN_UNFILED)
    for outcome in order:
        for one in candidates:
            if one.outcome is outcome:
                return one
    return next((one for one in leaders if one is not None), None)


def _settled(one: Candidate, chosen: Candidate | None) -> Candidate:
    """Say of each who was fit whether it was he; of the unfiled, that this is why not."""
    if one is chosen:
        outcome, reason = one.outcome, one.reason
    elif one.outcome is SpeakerOutcome.CHOSEN_UNFILED:
        outcome, reason = SpeakerOutcome.NOT_FILED, _REASONS["NOT_FILED"]
    elif one.outcome in {SpeakerOutcome.CHOSEN, SpeakerOutcome.STAND_IN}:
        outcome, reason = SpeakerOutcome.NEXT, _REASONS["NEXT"] + one.reason.partition("。")[2]
    else:
        outcome, reason = one.outcome, one.reason
    return replace(one, chosen=one is chosen, outcome=outcome, reason=reason)


def _absence(one: Appointment, roster: Roster, at: datetime) -> SpeakerOutcome:
    entry = in_force(roster.leave.get(one.person_id, ()), at)
    if entry is None or entry.stand_in_person_id is None:
        return SpeakerOutcome.ABSENT
    if _stand_in(one.person_id, roster, at) is None:
        return SpeakerOutcome.STAND_IN_ABSENT
    return SpeakerOutcome.ABSENT_WITH_STAND_IN


def _stand_in(person_id: UUID, roster: Roster, at: datetime) -> UUID | None:
    """Follow stand-ins until one is present; None where the chain ends or turns in a circle."""
    seen = {person_id}
    while entry := in_force(roster.leave.get(person_id, ()), at):
        substitute = entry.stand_in_person_id
        if substitute is None or substitute in seen:
            return None
        if _present(substitute, roster, at):
            return substitute
        seen.add(substitute)
        person_id = substitute
    return None


def _present(person_id: UUID, roster: Roster, at: datetime) -> bool:
    entry = in_force(roster.leave.get(person_id, ()), at)
    return entry is None or entry.present


def _is_filed(one: Appointment, day: date) -> bool:
    return one.filed_on is not None and one.filed_on <= day


def _holder(serving: Sequence[Appointment], post: Post, day: date) -> Speaker | None:
    return next((_speaker(one) for one in serving if one.post is post and one.serves_on(day)), None)


def _speaker(one: Appointment) -> Speaker:
    return Speaker(person_id=one.person_id, name=one.person, post=one.post)
