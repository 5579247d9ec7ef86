"""What counts toward a duty of a period, and why something else does not."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from services.deadlines.law.directory import Directory
from services.deadlines.law.pack import Duty, Quota
from services.deadlines.law.periods import Period
from services.deadlines.law.words import ACT_TITLES, MAY_BE_LATE, POST_TITLES, ActKind

LEVEL_NAMES = {"PROVINCE": "省", "PREFECTURE": "市", "COUNTY": "县"}
KIND_NAMES = {"NEWS_OFFICE": "政府新闻办公室", "GOVERNMENT_OFFICE": "政府办公室"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """Somebody who was there (出席人): the unit's code and the name."""

    unit: str
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodicAct:
    """Something done that may count toward a period (计入事项).

    ``unit`` did it, ``joint`` did it with it; ``host_*`` tell who held it. ``occasion`` is the
    period that it says it is for, None = the one in which ``held_at`` lies.
    """

    id: str
    kind: ActKind
    title: str
    held_at: datetime
    unit: str
    host: str
    host_kind: str
    host_level: str
    joint: tuple[str, ...] = ()
    emergency: bool = False
    drill: bool = False
    present: tuple[Present, ...] = ()
    occasion: str | None = None
    url: str | None = None
    number: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """One act and whether it counts; ``reason`` says why, or why not."""

    act: PeriodicAct
    counts: bool
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How far a duty of a period is done (进度): ``counted`` of ``target``.

    ``reached_at`` is when the one that reached the target was held, None while it is short.
    """

    counted: int
    target: int
    reached_at: datetime | None
    lines: tuple[Weighed, ...]


def tally(
    duty: Duty,
    unit: str,
    period: Period,
    acts: Iterable[PeriodicAct],
    directory: Directory,
    occasion: str | None = None,
) -> Tally:
    """Weigh acts, by the time they were held, for one unit's duty and period.

    ``directory`` holds the posts of the unit at all times; ``occasion`` is the period's own name,
    for acts that say which they are for. Acts of kinds that the duty does not ask about are left
    out, without a line.
    """
    quota = duty.quota
    if quota is None:
        return Tally(counted=0, target=1, reached_at=None, lines=())
    asked = sorted((a for a in acts if a.kind in quota.acts), key=lambda a: (a.held_at, a.id))
    lines = tuple(_weigh(quota, unit, period, act, directory, occasion) for act in asked)
    counted = [line.act for line in lines if line.counts]
    reached = counted[quota.count - 1].held_at if len(counted) >= quota.count else None
    return Tally(counted=len(counted), target=quota.count, reached_at=reached, lines=lines)


def _weigh(
    quota: Quota,
    unit: str,
    period: Period,
    act: PeriodicAct,
    directory: Directory,
    occasion: str | None,
) -> Weighed:
    against = _out_of_period(period, act, occasion) or _against(quota, unit, act)
    if against is None and quota.attended_by:
        who = _entitled(quota, unit, act, directory)
        if who is not None:
            return Weighed(act=act, counts=True, reason=who)
        posts = "、".join(POST_TITLES[post] for post in quota.attended_by)
        against = f"当日在任的{posts}没有出席"
    return Weighed(act=act, counts=against is None, reason=against or "计入")


def _out_of_period(period: Period, act: PeriodicAct, occasion: str | None) -> str | None:
    named = act.occasion is not None and act.occasion == occasion
    if act.occasion is not None and not named:
        return "登记为另一周期的事项"
    if named and act.kind in MAY_BE_LATE and act.held_at >= period.begins:
        return None
    inside = period.begins <= act.held_at and (period.ends is None or act.held_at < period.ends)
    return None if inside else "不在本期内"


def _against(quota: Quota, unit: str, act: PeriodicAct) -> str | None:
    if act.drill:
        return "演练不计入"
    if act.emergency and not quota.emergency:
        return "突发事件发布会，本规则包不计入"
    if not quota.attended_by and act.unit != unit:
        if unit not in act.joint:
            return "不是本单位举办"
        if not quota.joint:
            return "联合举办，本规则包只计主办单位"
    wanted = (quota.host_kind, quota.host_level)
    if any(wanted) and (act.host_kind, act.host_level) != wanted:
        name = LEVEL_NAMES.get(quota.host_level or "", "") + KIND_NAMES.get(
            quota.host_kind or "", quota.host_kind or ""
        )
        return f"不是{name}主办的{ACT_TITLES[act.kind]}"
    return None


def _entitled(quota: Quota, unit: str, act: PeriodicAct, directory: Directory) -> str | None:
    """Name who was there in one of the posts and held it in the unit on that day."""
    for present in act.present:
        if present.unit != unit:
            continue
        for post in quota.attended_by:
            for holder in directory.holders:
                same = holder.unit == unit and holder.person == present.person
                if same and holder.post is post and holder.serves(act.held_at):
                    return f"{POST_TITLES[post]}{present.person}出席"
    return None
