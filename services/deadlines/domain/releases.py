"""Releases and their publications: what is recorded, what it fulfils, what is doubtful about it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from services.deadlines.domain.gates import CheckItem, GateState
from services.deadlines.domain.obligations import Closing, Obligation, ObligationState
from services.deadlines.domain.packs import MEDIA, OWN_CHANNELS
from services.deadlines.law.directory import Directory
from services.deadlines.law.facts import Facts
from services.deadlines.law.fulfilment import fulfils, outcome
from services.deadlines.law.results import UnitRef
from services.deadlines.law.words import (
    FORM_TITLES,
    GATE_TITLES,
    GateKind,
    Post,
    ReleaseForm,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """One place where a release stood (发布渠道): a channel's kind, platform, address and time.

    ``reach`` is how many it reached by that place, as ``reach_source`` tells (石家庄 2019 四);
    ``comments`` is how many the public wrote below it (某省 2013 六).
    """

    channel_kind: str
    platform: str | None
    url: str | None
    published_at: datetime
    checksum: str | None
    reach: int | None = None
    reach_source: str | None = None
    comments: int | None = None


class Purpose(StrEnum):
    """What a release is for (发布目的, 某市制度 一)."""

    INTERPRETATION = "INTERPRETATION"
    ANSWER_TO_DOUBTS = "ANSWER_TO_DOUBTS"
    CLARIFICATION = "CLARIFICATION"
    AUTHORITATIVE_RELEASE = "AUTHORITATIVE_RELEASE"


class TopicSource(StrEnum):
    """What a conference is held about (发布会选题, 某省 2013 二)."""

    MEETING = "MEETING"
    KEY_WORK = "KEY_WORK"
    PUBLIC_CONCERN = "PUBLIC_CONCERN"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasePlan:
    """The plan of a major release (发布和传播方案, 某省 2013 十一): where it can be read."""

    title: str
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendee:
    """Who sat at a press conference (出席人员), as the record names them."""

    unit: str
    person: str
    post: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """One release (发布): its form, whether it tells the final result, and where it stood.

    ``statement`` is the version of the line (口径) that it follows; ``ungated`` tells that it went
    out without an approval that it wanted (未经审批).
    """

    id: UUID
    incident_id: UUID
    form: ReleaseForm
    conclusive: bool
    title: str
    unit: UnitRef
    released_at: datetime
    recorded_at: datetime
    recorded_by: str
    attendees: tuple[Attendee, ...]
    fulfilled: tuple[UUID, ...]
    warnings: tuple["ReleaseWarning", ...]
    publications: tuple[Publication, ...] = ()
    late_reason: str | None = None
    purpose: Purpose | None = None
    plan: ReleasePlan | None = None
    statement: int | None = None
    mentioned_units: tuple[str, ...] = ()
    ungated: bool = False
    checks: tuple[CheckItem, ...] = ()
    gates: tuple["PassedGate", ...] = ()
    hosts: tuple[UnitRef, ...] = ()
    topic_source: TopicSource | None = None

    @property
    def form_title(self) -> str:
        """The form in Chinese."""
        return FORM_TITLES[self.form]


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedGate:
    """How one gate stood when a release was recorded, and on whose decision."""

    gate: GateKind
    approver: UnitRef
    state: GateState
    person: str | None
    decided_at: datetime | None

    @property
    def title(self) -> str:
        """The gate in Chinese."""
        return GATE_TITLES[self.gate]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseWarning:
    """Something a person should look at; the act is recorded all the same (提示)."""

    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A release as it bears on obligations: form, moment, platforms, the reason for lateness.

    ``media_first`` tells that a medium had it before any channel of the government's own.
    """

    form: ReleaseForm
    conclusive: bool
    released_at: datetime
    platforms: frozenset[str]
    unit: str
    late_reason: str | None
    media_first: bool = False


def media_first(publications: Iterable[Publication]) -> bool:
    """Tell whether a medium published before the government did, or it did not at all (某市 十)."""
    rows = list(publications)
    media = [row.published_at for row in rows if row.channel_kind in MEDIA]
    own = [row.published_at for row in rows if row.channel_kind in OWN_CHANNELS]
    return bool(media) and (not own or min(media) < min(own))


def closings(
    obligations: Iterable[Obligation], act: Act, facts: Facts, *, at: datetime, by: str
) -> list[Closing]:
    """List what the release fulfils among the open obligations, graded by their limits.

    An obligation that waits for another one is fulfilled too, but only by a conclusive release:
    the whole told at once (一次性完整的结论性信息) is the progress and the final result as well,
    while one reply is not also the progress that follows it. Of a duty that several subjects owe
    each (按职责分工), a subject's own release meets only its own, also when that one is met
    already; one by a unit that owes none of them, such as a news office, speaks for all; one by a
    unit that is not `concerned` meets nothing. ``obligations`` are all of the incident.
    """
    rows = list(obligations)
    if not concerned(act.unit, rows, facts):
        return []
    met = [row for row in rows if row.state is ObligationState.OPEN and _meets(row, act, facts)]
    own_kinds = {
        row.kind
        for row in rows
        if row.owner.code == act.unit and row.state is not ObligationState.LAPSED
    }
    return [
        Closing(
            id=row.id,
            state=ObligationState.FULFILLED,
            at=at,
            done_at=act.released_at,
            by=by,
            outcome=outcome(
                due_at=row.due_at,
                done_at=act.released_at,
                known_at=facts.known_at,
                late_reason=act.late_reason,
            ),
            reason=act.late_reason if row.due_at and act.released_at > row.due_at else None,
        )
        for row in met
        if row.owner.code == act.unit or row.kind not in own_kinds
    ]


def concerned(unit: str, obligations: Iterable[Obligation], facts: Facts) -> bool:
    """Tell whether a unit can speak in an incident (谁负责谁说话), as far as its code tells.

    It lies in the division of an owner, a place, a unit involved or the desk, or above one.
    """
    division = unit.partition("-")[0]
    codes = [row.owner.code for row in obligations]
    codes += [*(facts.localities or ()), *(facts.units or ()), facts.desk or ""]
    return bool(division) and any(c.partition("-")[0].startswith(division) for c in codes)


def _meets(row: Obligation, act: Act, facts: Facts) -> bool:
    if not row.owed and not act.conclusive:
        return False
    return fulfils(
        fulfilled_by=row.fulfilled_by,
        conclusive_wanted=row.conclusive,
        at_source=row.at_source,
        form=act.form,
        conclusive=act.conclusive,
        platforms=act.platforms,
        facts=facts,
    )


def entitled_attendance(
    attendees: Sequence[Attendee], subjects: Sequence[str], directory: Directory, at: datetime
) -> bool:
    """Tell whether a serving head, deputy or spokesperson of a subject unit attended at ``at``.

    相关部门负责人或新闻发言人应出席. Persons are compared by unit and name, as the mirror has them.
    """
    entitled = {
        (holder.unit, holder.person)
        for holder in directory.holders
        if holder.unit in subjects
        and holder.post in (Post.HEAD, Post.DEPUTY, Post.SPOKESPERSON)
        and holder.serves(at)
    }
    return any((attendee.unit, attendee.person) in entitled for attendee in attendees)
