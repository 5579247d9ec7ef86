"""What a unit lays down for its own desk: roles on duty, patrols, and what silence is too long."""

import re
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Final

import msgspec

from services.deadlines.domain import mirror, shift_refusals, sweep
from services.deadlines.domain.acts import optional, wanted
from services.deadlines.domain.refusals import too_many

MOST_ROLES: Final = 20
MOST_PATROLS: Final = 96
MOST_CHANNELS: Final = 30
MOST_EXPECTATIONS: Final = 50
LONGEST_TOLERANCE: Final = 12 * 60
LONGEST_SILENCE: Final = 7 * 24 * 60
_CODE: Final = re.compile(r"[A-Z][A-Z0-9_]{0,31}")
_TIME_OF_DAY: Final = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


class ShiftRole(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody on duty is there for (班次角色); ``mans``: without it nobody is on duty."""

    code: str
    title: str
    mans: bool


class PatrolTime(msgspec.Struct, frozen=True, kw_only=True):
    """A patrol of each day (定时巡查) at a time of China's day, HH:MM.

    What was looked at within ``tolerance`` minutes before or after it counts, both inclusive.
    """

    at: str
    tolerance: int
    channels: tuple[str, ...]


class SourceKind(StrEnum):
    """What is listened to (信息来源)."""

    REGISTRY = "REGISTRY"
    SWEEP = "SWEEP"
    DELIVERY = "DELIVERY"
    VENDOR = "VENDOR"


SOURCE_TITLES: Final = {
    SourceKind.REGISTRY: "登记簿同步",
    SourceKind.SWEEP: "定时提醒任务",
    SourceKind.DELIVERY: "告知送达",
    SourceKind.VENDOR: "监测单位",
}


class Expectation(msgspec.Struct, frozen=True, kw_only=True):
    """How long a source may be silent, in minutes, inclusive; None: its silence is never too long.

    ``subject`` is a vendor's login, None for the other kinds. ``ours`` is a rule of the house that
    holds until the unit lays down its own.
    """

    kind: SourceKind
    within: int | None
    subject: str | None = None
    ours: bool = False


DEFAULT_ROLES: Final = (
    ShiftRole(code="LEAD", title="带班", mans=False),
    ShiftRole(code="MAIN", title="主班", mans=True),
    ShiftRole(code="SECOND", title="副班", mans=False),
)

# the jobs' own measures; nothing is laid down for a vendor until the unit does
DEFAULT_EXPECTATIONS: Final = (
    Expectation(
        kind=SourceKind.REGISTRY, within=int(mirror.FRESH.total_seconds() // 60), ours=True
    ),
    Expectation(kind=SourceKind.SWEEP, within=int(sweep.SILENCE.total_seconds() // 60), ours=True),
    Expectation(
        kind=SourceKind.DELIVERY, within=int(sweep.SILENCE.total_seconds() // 60), ours=True
    ),
)


class DutyRules(msgspec.Struct, frozen=True, kw_only=True):
    """One version of a unit's rules (值班规则), in force from ``set_at`` until the next.

    Version 0 is what holds where a unit has laid down nothing: three roles, no patrol.
    """

    unit: str
    version: int
    roles: tuple[ShiftRole, ...] = DEFAULT_ROLES
    patrols: tuple[PatrolTime, ...] = ()
    expectations: tuple[Expectation, ...] = ()
    reason: str = ""
    set_at: datetime | None = None
    set_by: str | None = None

    def role(self, code: str) -> ShiftRole | None:
        """Find a role by its code."""
        return next((role for role in self.roles if role.code == code), None)

    @property
    def expected(self) -> tuple[Expectation, ...]:
        """The expectations that hold: the unit's own, and the house's where it has none."""
        own = {(each.kind, each.subject) for each in self.expectations}
        house = (e for e in DEFAULT_EXPECTATIONS if (e.kind, e.subject) not in own)
        return (*house, *self.expectations)


def checked_roles(given: Sequence[ShiftRole], field: str) -> tuple[ShiftRole, ...]:
    """Check the roles: at least one keeps the desk, none twice.

    Raises Refusal TOO_MANY, BAD_CODE, MISSING, TOO_LONG, TWICE, NOBODY_MANS.
    """
    if len(given) > MOST_ROLES:
        raise too_many(field, MOST_ROLES)
    found: dict[str, ShiftRole] = {}
    for place, role in enumerate(given):
        if not _CODE.fullmatch(role.code):
            raise shift_refusals.bad_code(f"{field}.{place}.code")
        if role.code in found:
            raise shift_refusals.twice(role.code, f"{field}.{place}.code")
        title = wanted(role.title, f"{field}.{place}.title", "角色名称", 20)
        found[role.code] = ShiftRole(code=role.code, title=title, mans=role.mans)
    if not any(role.mans for role in found.values()):
        raise shift_refusals.nobody_mans(field)
    return tuple(found.values())


def checked_channels(given: Sequence[str], field: str) -> tuple[str, ...]:
    """Check the names of channels, each kept once; raises Refusal MISSING, TOO_MANY, TOO_LONG."""
    if len(given) > MOST_CHANNELS:
        raise too_many(field, MOST_CHANNELS)
    names = (wanted(name, f"{field}.{n}", "巡查渠道", 50) for n, name in enumerate(given))
    return tuple(dict.fromkeys(names))


def checked_patrols(given: Sequence[PatrolTime], field: str) -> tuple[PatrolTime, ...]:
    """Check the patrol times, which are put in the order of the day.

    Raises Refusal TOO_MANY, BAD_TIME, TWICE, BAD_LIMIT (tolerance), MISSING, TOO_LONG.
    """
    if len(given) > MOST_PATROLS:
        raise too_many(field, MOST_PATROLS)
    found: dict[str, PatrolTime] = {}
    for place, each in enumerate(given):
        at = each.at.strip()
        if not _TIME_OF_DAY.fullmatch(at):
            raise shift_refusals.bad_time_of_day(f"{field}.{place}.at")
        if at in found:
            raise shift_refusals.twice(at, f"{field}.{place}.at")
        if not 1 <= each.tolerance <= LONGEST_TOLERANCE:
            raise shift_refusals.bad_minutes(f"{field}.{place}.tolerance", LONGEST_TOLERANCE)
        channels = checked_channels(each.channels, f"{field}.{place}.channels")
        found[at] = PatrolTime(at=at, tolerance=each.tolerance, channels=channels)
    return tuple(found[at] for at in sorted(found))


def checked_expectations(given: Sequence[Expectation], field: str) -> tuple[Expectation, ...]:
    """Check what is expected of the sources; a vendor is named, the others are not.

    Raises Refusal TOO_MANY, TWICE, BAD_LIMIT (within), MISSING (subject), TOO_LONG.
    """
    if len(given) > MOST_EXPECTATIONS:
        raise too_many(field, MOST_EXPECTATIONS)
    found: dict[tuple[SourceKind, str | None], Expectation] = {}
    for place, each in enumerate(given):
        at = f"{field}.{place}"
        subject = None
        if each.kind is SourceKind.VENDOR:
            subject = wanted(each.subject, f"{at}.subject", "监测单位的登录名")
        elif optional(each.subject, f"{at}.subject"):
            raise shift_refusals.only_vendors(f"{at}.subject")
        if (each.kind, subject) in found:
            raise shift_refusals.twice(subject or SOURCE_TITLES[each.kind], at)
        if each.within is not None and not 1 <= each.within <= LONGEST_SILENCE:
            raise shift_refusals.bad_minutes(f"{at}.within", LONGEST_SILENCE)
        found[(each.kind, subject)] = Expectation(
            kind=each.kind, within=each.within, subject=subject
        )
    return tuple(found.values())
