"""A rule pack as the calculation sees it: frozen, checked, its predicates compiled."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from services.deadlines.law.alerting import Colour, Told
from services.deadlines.law.directory import Directory
from services.deadlines.law.facts import Facts
from services.deadlines.law.words import (
    ActKind,
    ClockStart,
    Every,
    GateKind,
    Measure,
    Modality,
    Post,
    ReleaseForm,
    Trigger,
)

Predicate = Callable[[Facts, Directory], bool | None]
"""True: applies. False: does not. None: it cannot be told from what is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A limit that the text states (时限): ``within`` after the clock start, inclusive.

    Exactly one of ``within``, ``fact``, ``before``, ``every`` and ``on`` tells when; ``fact`` names
    the fact that holds the due time itself (an order that sets one). ``before``: earlier than the
    moment that the event is planned for (exclusive). ``every``: by the end of each natural period.
    ``on``: by the end of that day in China. ``internal``: a figure of the house, not of the text.
    ``stated`` tells whether the text names the clock start; where
    it does not, ``assumption`` says what is assumed and why, and goes wherever the limit goes.
    """

    within: timedelta | None
    start: ClockStart | None
    stated: bool
    assumption: str | None = None
    fact: str | None = None
    before: bool = False
    every: Every | None = None
    on: date | None = None
    internal: bool = False

    @property
    def of_incidents(self) -> bool:
        """Whether it is a limit that an incident may start."""
        return self.within is not None or self.fact is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """Which units a duty binds that no incident names (适用单位); empty = any.

    A unit needs one of the kinds, one of the levels and all tags, and no holder of the post
    ``lacking``. ``codes`` are suffixes of unit codes (a bureau's own office); it needs one of them.
    ``channels`` are kinds of channels, of which it keeps one open.
    """

    kinds: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    lacking: Post | None = None
    channels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """What counts toward a duty of a period, and how often it is owed (应办次数).

    ``host_kind`` and ``host_level``: who must hold it, None = anybody. ``attended_by``: one of
    these posts must be there, held in the unit on that day. Options where the text is silent:
    whether one held for an emergency counts (``emergency``), whether a joint one counts for each
    unit (``joint``), and whether a unit that comes under the duty midway owes the period that runs
    (``midway``).
    """

    acts: tuple[ActKind, ...]
    count: int = 1
    host_kind: str | None = None
    host_level: str | None = None
    attended_by: tuple[Post, ...] = ()
    emergency: bool = True
    joint: bool = True
    midway: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One duty (应办事项) of a pack. No ``limit`` means statutory and untimed, never overdue.

    ``filing`` is the list that a change of the roster has filed, ``document`` what must be on file.
    ``convenors`` are the selectors of the units that the text has convene a consultation,
    ``measures`` what it has done about a breach, and ``reasons`` the codes for which.
    """

    id: str
    kind: str
    title: str
    clause: str
    gist: str
    modality: Modality
    trigger: Trigger
    applies: Predicate
    limit: Limit | None
    owner: str
    each_subject: bool
    to: tuple[str, ...]
    each_recipient: bool
    convenors: tuple[str, ...]
    measures: tuple[Measure, ...]
    reasons: tuple[str, ...]
    fulfilled_by: tuple[ReleaseForm, ...]
    conclusive: bool
    at_source: bool
    owed_after: tuple[str, ...]
    otherwise: tuple[str, ...]
    note: str | None
    units: Bound | None = None
    quota: Quota | None = None
    filing: str | None = None
    document: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """One gate (审批关口) of a pack: what must be agreed to before a release, and by whom.

    ``forms`` are the forms that it stands before, empty = every form. The approver is found by the
    selector ``approver``, or is the unit of the registry with the code ``unit``, or is each of the
    other organs that the release mentions (``each_mentioned``). ``lead`` is how many working days
    ahead a text wants it asked for; None where it states none. ``assumption`` says what the text
    leaves open and this pack assumes.
    """

    id: str
    gate: GateKind
    clause: str
    gist: str
    forms: tuple[ReleaseForm, ...]
    applies: Predicate
    approver: str | None
    unit: str | None
    each_mentioned: bool
    lead: int | None
    assumption: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing to look at before a release (发布自查); it stops nothing."""

    id: str
    clause: str
    gist: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Coordinator:
    """A unit that coordinates (组织协调): its role and the selector that finds it."""

    role: str
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponsibilityRule:
    """One rule of who answers (责任规则); a pack's rules are tried in the order of its file.

    ``person`` lists the posts that the clause names for the first responsible person, held in the
    subject itself or in the unit that the selector ``person_of`` finds; empty = it names none.
    """

    id: str
    clause: str
    gist: str
    applies: Predicate
    subject: str
    person: tuple[Post, ...]
    person_of: str | None
    coordinators: tuple[Coordinator, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One step of a reminder ladder (提醒阶梯): a reminder of the house, never statutory.

    Exactly one tells when: ``offset`` from the due time, negative = before; ``fraction`` of the
    time from start to due; ``elapsed`` since the start, for duties without a limit alone.
    ``to`` are told at once; while a notice is not acknowledged it climbs to the next of ``then``
    after each ``climb``, which is set where ``then`` is not empty.
    """

    name: str
    title: str
    offset: timedelta | None = None
    fraction: float | None = None
    elapsed: timedelta | None = None
    colour: Colour = Colour.YELLOW
    to: tuple[Told, ...] = (Told.DUTY_OFFICER,)
    then: tuple[Told, ...] = ()
    climb: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question the text leaves open (待定问题) and the answer this pack gives, shown with it."""

    id: str
    question: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RulePack:
    """One instrument (制度文件) as rules. ``effective_from`` inclusive, ``effective_to`` exclusive.

    ``divisions`` are code prefixes of the territory that the text binds ("" = the whole country),
    ``units`` the unit codes (with all below them) of a text that binds one body. A text whose
    place is not named binds nobody until somebody adopts it: both are then empty. ``tables`` are
    the file's own, as they were read, for showing one text beside another. ``adopted`` says by
    whose decision a copy binds that was made for an adoption; None where its own text does.
    """

    id: str
    version: str
    title: str
    document: str
    issuer: str
    effective_from: date
    effective_to: date | None
    verified: bool
    derives_from: tuple[str, ...]
    divisions: tuple[str, ...]
    units: tuple[str, ...]
    text_scope: str | None
    duties: tuple[Duty, ...]
    responsibility: tuple[ResponsibilityRule, ...]
    gates: tuple[Gate, ...]
    checks: tuple[Check, ...]
    ladder: tuple[Rung, ...]
    code_lists: Mapping[str, Mapping[str, str]]
    notes: tuple[str, ...]
    factors_clause: str | None
    questions: tuple[Question, ...]
    tables: Mapping[str, Any]
    adopted: str | None = None
