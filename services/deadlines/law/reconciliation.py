"""From the obligations that stand to those that are required, losing none."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from services.deadlines.law.results import (
    Existing,
    Lapse,
    Move,
    Plan,
    RequiredDuty,
    definite_due,
)
from services.deadlines.law.words import MODALITY_TITLES, ClockStart

CHINA = ZoneInfo("Asia/Shanghai")


def reconcile(
    existing: Sequence[Existing], required: Sequence[RequiredDuty], at: datetime, *, cause: str
) -> Plan:
    """Plan the change; every existing obligation is moved, kept or lapsed, every new one opened.

    ``cause`` is the words that open each reason ("研判（级别改为较大）"). One that is fulfilled or
    waived stays so. One that lapsed and is required again is reopened. One that is no longer
    required lapses with its reason, but not when a limit that certainly bound has passed at
    ``at``: a regrade does not erase a breach, only a person may waive it. For the same reason such
    a one stays as it is where the facts now ask for the duty without a certain limit, or for a
    later one from the same start; a corrected start or a new order moves it.
    Obligations that another event than the incident opened are left alone. Duties that several
    subjects owe each are told apart by their owners: see `under_standing_keys`.
    """
    required = under_standing_keys(existing, required, at)
    wanted = {duty.key: duty for duty in required}
    have = {row.key for row in existing}
    move: list[Move] = []
    keep: list[Existing] = []
    lapse: list[Lapse] = []
    for row in existing:
        duty = wanted.get(row.key)
        if row.state in ("FULFILLED", "WAIVED") or row.on != "INCIDENT":
            keep.append(row)
        elif duty is None:
            _no_longer(row, at, cause, keep, lapse)
        elif row.state == "LAPSED":
            move.append(Move(before=row, after=duty, reason=f"{cause}，恢复为应办", reopened=True))
        elif _breached(row, at) and _erases(duty, row):
            keep.append(row)
        elif change := _difference(row, duty):
            move.append(Move(before=row, after=duty, reason=f"{cause}，{change}"))
        else:
            keep.append(row)
    opened = tuple(duty for duty in required if duty.key not in have)
    return Plan(open=opened, move=tuple(move), keep=tuple(keep), lapse=tuple(lapse))


def under_standing_keys(
    existing: Sequence[Existing], required: Sequence[RequiredDuty], at: datetime
) -> tuple[RequiredDuty, ...]:
    """Give each required duty the key under which its owner's obligation stands.

    The calculation numbers joint subjects by their place, which another order of the same facts
    changes; what one of them has done must not pass to another by that. One whose owner has none
    yet takes over the obligation under its own key, open or the only one, else it is new. What
    another unit has breached at ``at`` stays that unit's where taking it over would hide that.
    """
    own = _by_owner(existing)
    standing = {row.key: row for row in existing}
    groups = [group_of(key) for key in (*standing, *(duty.key for duty in required))]
    joint = {group for group in groups if groups.count(group) > 2}
    keys = {id(duty): own.get((group_of(duty.key), duty.owner.code)) for duty in required}
    taken = {key for key in keys.values() if key is not None}
    found = []
    for duty in required:
        key = keys[id(duty)] or _free_key(duty, standing, taken, joint, at)
        taken.add(key)
        found.append(duty if key == duty.key else replace(duty, key=key))
    return tuple(found)


def group_of(key: str) -> str:
    """Name what joint subjects owe each: the key without the owner's mark."""
    return key.partition("@")[0]


def _by_owner(existing: Sequence[Existing]) -> dict[tuple[str, str], str]:
    live_last = sorted(existing, key=lambda row: row.state != "LAPSED")
    return {(group_of(row.key), row.owner): row.key for row in live_last if row.on == "INCIDENT"}


def _free_key(
    duty: RequiredDuty,
    standing: dict[str, Existing],
    taken: set[str],
    joint: set[str],
    at: datetime,
) -> str:
    group = group_of(duty.key)
    row = standing.get(duty.key)
    done = row is not None and row.state in ("FULFILLED", "WAIVED") and group in joint
    theirs = row is not None and row.state == "OPEN" and _breached(row, at) and _erases(duty, row)
    if duty.key not in taken and not done and not theirs:
        return duty.key
    key = f"{group}@{duty.owner.code}"
    while key in taken or key in standing:
        key += "@"
    return key


def _no_longer(
    row: Existing, at: datetime, cause: str, keep: list[Existing], lapse: list[Lapse]
) -> None:
    if row.state == "LAPSED" or _breached(row, at):
        keep.append(row)
    else:
        lapse.append(Lapse(before=row, reason=f"{cause}，不再要求"))


def _breached(row: Existing, at: datetime) -> bool:
    return row.definite_due_at is not None and row.definite_due_at < at


def _erases(duty: RequiredDuty, row: Existing) -> bool:
    """Tell whether moving the breached row to what is now asked would hide the breach."""
    due_at = definite_due(duty.basis)
    if due_at is None or duty.provisional or row.definite_due_at is None:
        return True
    restarted = duty.start_at != row.start_at or duty.basis[0].start is ClockStart.DIRECTED
    return due_at > row.definite_due_at and not restarted


def _difference(row: Existing, duty: RequiredDuty) -> str | None:
    """Say what changes, in words, or None."""
    changes: list[str] = []
    if row.due_at != duty.due_at:
        changes.append(f"到期由{_time(row.due_at)}改为{_time(duty.due_at)}")
    elif row.start_at != duty.start_at:
        changes.append(f"起算由{_time(row.start_at)}改为{_time(duty.start_at)}")
    if row.provisional != duty.provisional:
        changes.append("改为暂定" if duty.provisional else "不再暂定")
    if row.owner != duty.owner.code:
        changes.append(f"责任单位改为{duty.owner.name}")
    if row.modality is not duty.modality:
        changes.append(f"力度改为{MODALITY_TITLES[duty.modality]}")
    if not changes and row.basis != basis_names(duty):
        changes.append("依据有变")
    return "、".join(changes) or None


def basis_names(duty: RequiredDuty) -> tuple[str, ...]:
    """Name a duty's basis lines, acting first, as Existing keeps them."""
    return tuple(f"{line.pack}/{line.pack_version}/{line.duty}" for line in duty.basis)


def _time(at: datetime | None) -> str:
    return at.astimezone(CHINA).strftime("%m-%d %H:%M") if at else "无时限"
