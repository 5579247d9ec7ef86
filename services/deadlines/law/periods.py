"""Duties of periods and dates: which units owe which period, and by when.

Periods are natural quarters, halves and years of China's calendar. A limit is the end of the last
local day, inclusive; it is told as that day's last microsecond.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from services.deadlines.law.directory import Unit
from services.deadlines.law.pack import Bound, Duty, RulePack
from services.deadlines.law.results import BasisLine, PersonRef, RequiredDuty, UnitRef
from services.deadlines.law.words import DueClass, Every, Post, Trigger

CHINA = ZoneInfo("Asia/Shanghai")
_TICK = timedelta(microseconds=1)
_MONTHS: Final = {Every.QUARTER: 3, Every.HALF_YEAR: 6, Every.YEAR: 12}
OF_UNITS: Final = (Trigger.PERIOD, Trigger.DATE, Trigger.STANDING)
"""What units owe without anything having happened; a job opens it."""
_HALVES: Final = ("上半年", "下半年")


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """One period (周期): ``begins`` inclusive, ``ends`` exclusive; None = it has no end.

    ``key`` tells it from the others of its rule ("2026Q4"), ``title`` says it ("2026年第4季度").
    """

    key: str
    title: str
    begins: datetime
    ends: datetime | None

    @property
    def due_at(self) -> datetime | None:
        """The last moment of its last day in China, inclusive."""
        return self.ends - _TICK if self.ends else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A unit that may owe duties of periods: since when it bears each tag, and when it exists.

    A tag that ``tagged`` does not name was always there, as far as anybody knows. ``posts`` are
    those that somebody holds, ``documents`` the kinds that it has on file, ``channels`` the kinds
    that it keeps open.
    """

    unit: Unit
    active_from: datetime | None = None
    active_to: datetime | None = None
    tagged: Mapping[str, datetime] = field(default_factory=dict)
    posts: frozenset[Post] = frozenset()
    documents: frozenset[str] = frozenset()
    channels: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Owing:
    """One unit owes one duty for one period (周期应办)."""

    pack: RulePack
    duty: Duty
    unit: Unit
    period: Period

    @property
    def rule(self) -> str:
        """The duty's name through all versions of its pack."""
        return rule_of(self.pack, self.duty)


def rule_of(pack: RulePack, duty: Duty) -> str:
    """Name a duty through all versions of its pack, so that a new one owes no period twice."""
    return f"{pack.id}/{duty.id}"


def midnight(day: date) -> datetime:
    """Return the first moment of a day in China."""
    return datetime(day.year, day.month, day.day, tzinfo=CHINA)


def period_of(every: Every, at: datetime) -> Period:
    """Return the natural period in which a moment lies, by China's calendar."""
    local, months = at.astimezone(CHINA), _MONTHS[every]
    number = (local.month - 1) // months
    begins = date(local.year, number * months + 1, 1)
    after = begins.month + months
    ends = date(begins.year + (after > 12), after - 12 if after > 12 else after, 1)
    key, title = _named(every, begins.year, number)
    return Period(key=key, title=title, begins=midnight(begins), ends=midnight(ends))


def _named(every: Every, year: int, number: int) -> tuple[str, str]:
    if every is Every.QUARTER:
        return f"{year}Q{number + 1}", f"{year}年第{number + 1}季度"
    if every is Every.HALF_YEAR:
        return f"{year}H{number + 1}", f"{year}年{_HALVES[number]}"
    return f"{year}", f"{year}年"


def periods_between(every: Every, since: datetime, until: datetime) -> Iterator[Period]:
    """Yield the periods of which some moment lies from ``since`` to ``until``, both inclusive."""
    period = period_of(every, since)
    while period.begins <= until and period.ends is not None:
        yield period
        period = period_of(every, period.ends)


def owing(
    packs: Iterable[RulePack], units: Iterable[Candidate], since: datetime, until: datetime
) -> Iterator[Owing]:
    """Yield what units owe for the periods that run at some moment from ``since`` to ``until``.

    A period is owed under the version of the pack that is in force on its last day. A unit that
    comes under a duty midway, be it that its place adopts the pack then, owes the running period
    only where the pack says so (``midway``), one that ends before the period does owes it not.
    """
    candidates = list(units)
    for pack in packs:
        mine = [one for one in candidates if binds(pack, one.unit)]
        for duty in pack.duties:
            if duty.units is None or duty.trigger not in OF_UNITS:
                continue
            for period in _periods(pack, duty, since, until):
                for one in mine:
                    if _owes(pack, duty, duty.units, one, period):
                        yield Owing(pack=pack, duty=duty, unit=one.unit, period=period)


def binds(pack: RulePack, unit: Unit) -> bool:
    """Tell whether a pack binds a unit: it lies in its territory, or in a body that it names."""
    return any(unit.division.startswith(prefix) for prefix in pack.divisions) or any(
        unit.code == body or unit.code.startswith(f"{body}-") for body in pack.units
    )


def in_force(pack: RulePack, at: datetime) -> bool:
    """Tell whether a pack is in force on the day in China on which a moment lies."""
    day = at.astimezone(CHINA).date()
    return pack.effective_from <= day and (pack.effective_to is None or day < pack.effective_to)


def _periods(pack: RulePack, duty: Duty, since: datetime, until: datetime) -> Iterator[Period]:
    limit = duty.limit
    if limit is None:
        if in_force(pack, until):
            title = duty.title if duty.document else "未定周期"
            yield Period(key="", title=title, begins=until, ends=None)
    elif limit.every is not None:
        for period in periods_between(limit.every, since, until):
            if in_force(pack, period.due_at or until):
                yield period
    elif limit.on is not None:
        begins, ends = midnight(pack.effective_from), midnight(limit.on + timedelta(days=1))
        if begins <= until and since < ends:
            title = f"{limit.on.year}年{limit.on.month}月{limit.on.day}日前"
            yield Period(key=limit.on.isoformat(), title=title, begins=begins, ends=ends)


def nearest(owed: Iterable[Owing]) -> Iterator[Owing]:
    """Yield what is owed once: where several decisions bring a pack, the nearest place's does."""
    found: dict[tuple[str, str, str], Owing] = {}
    for one in owed:
        name = (one.unit.code, one.rule, one.period.key)
        if name not in found or _nearness(one.pack) > _nearness(found[name].pack):
            found[name] = one
    yield from found.values()


def _nearness(pack: RulePack) -> tuple[int, int]:
    places = pack.units or pack.divisions
    return (len(pack.units), max(map(len, places), default=0))


def _owes(pack: RulePack, duty: Duty, bound: Bound, one: Candidate, period: Period) -> bool:
    if not bound_by(bound, one.unit) or (bound.lacking and bound.lacking in one.posts):
        return False
    if duty.document in one.documents or (bound.channels and not one.channels & {*bound.channels}):
        return False
    if period.ends is not None and one.active_to is not None and one.active_to < period.ends:
        return False
    moments = [one.tagged[tag] for tag in bound.tags if tag in one.tagged]
    if pack.adopted:
        moments.append(midnight(pack.effective_from))
    since = max([*moments, *([one.active_from] if one.active_from else [])], default=None)
    if since is None or since <= period.begins:
        return True
    midway = duty.quota is not None and duty.quota.midway
    return (midway or duty.limit is None or duty.limit.on is not None) and (
        period.ends is None or since < period.ends
    )


def bound_by(bound: Bound, unit: Unit) -> bool:
    """Tell whether a unit is of the kind, level and tags that a duty binds."""
    return (
        (not bound.kinds or unit.kind in bound.kinds)
        and (not bound.levels or unit.level in bound.levels)
        and (not bound.codes or any(unit.code.endswith(f"-{code}") for code in bound.codes))
        and unit.tags.issuperset(bound.tags)
    )


def required_of(owed: Owing, person: PersonRef | None) -> RequiredDuty:
    """Make what a unit owes for a period a duty; ``person`` is who answers for the unit.

    Nothing is late at intake: the period tells everybody beforehand.
    """
    duty, period, limit = owed.duty, owed.period, owed.duty.limit
    due_at = period.due_at if limit is not None else None
    timed = DueClass.INTERNAL_TARGET if limit and limit.internal else DueClass.STATUTORY_TIMED
    said = (owed.pack.adopted, limit.assumption if limit is not None else None)
    line = BasisLine(
        pack=owed.pack.id,
        pack_version=owed.pack.version,
        pack_title=owed.pack.title,
        document=owed.pack.document,
        duty=duty.id,
        clause=duty.clause,
        gist=duty.gist,
        modality=duty.modality,
        start=limit.start if limit is not None else None,
        start_at=period.begins if limit is not None else None,
        within=None,
        due_at=due_at,
        assumption="；".join(filter(None, said)) or None,
        verified=owed.pack.verified,
        provisional=False,
        acting=True,
    )
    return RequiredDuty(
        key=duty.kind,
        kind=duty.kind,
        title=duty.title,
        due_class=DueClass.STATUTORY_UNTIMED if due_at is None else timed,
        modality=duty.modality,
        start_at=period.begins,
        due_at=due_at,
        provisional=False,
        late_at_intake=False,
        owed=True,
        owed_after=(),
        owner=UnitRef(
            code=owed.unit.code, name=owed.unit.name, kind=owed.unit.kind, level=owed.unit.level
        ),
        person=person,
        recipients=duty.to,
        fulfilled_by=(),
        conclusive=False,
        at_source=False,
        basis=(line,),
    )
