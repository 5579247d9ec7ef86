"""Merging, splitting and retiring units with an effective date; what was stays readable."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from services.kit.refusal import Refusal
from services.registry.domain import fields
from services.registry.domain.appointments import Appointment, EndAppointment, end_appointment
from services.registry.domain.refusals import unit_not_active
from services.registry.domain.units import Management, NewUnit, Unit

MOST_UNITS = 20
_DAY = timedelta(days=1)


class SuccessionKind(StrEnum):
    """How one unit came after another: by a merger 合并 or a division 拆分."""

    MERGED = "MERGED"
    SPLIT = "SPLIT"


class Moving(StrEnum):
    """What goes over to the successor of a merger: home units, open channels, experts."""

    PERSONS = "PERSONS"
    CHANNELS = "CHANNELS"
    EXPERTS = "EXPERTS"


@dataclass(frozen=True, slots=True, kw_only=True)
class Succession:
    """Who came after whom 承继. ``effective_on`` is the first day of the successor's duty.

    ``moved_on`` is the day on which ``moves`` were carried out, None while it has not come.
    """

    id: UUID
    predecessor: str
    successor: str
    kind: SuccessionKind
    effective_on: date
    moves: tuple[Moving, ...]
    moved_on: date | None
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeUnits:
    """Which units become part of which, from which day on, and what goes over."""

    sources: tuple[str, ...]
    into: str
    effective_on: date
    moves: tuple[Moving, ...] = tuple(Moving)


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitUnit:
    """Which units come out of which, from which day on; ``retire`` ends the old one."""

    code: str
    into: tuple[NewUnit, ...]
    effective_on: date
    retire: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RetireUnit:
    """The last day of a unit, and why it ends."""

    code: str
    on: date
    reason: str


def check_merge(command: MergeUnits) -> None:
    """Refuse a merger of nothing, of too many, of one unit twice, or of a unit into itself."""
    _between(len(command.sources), "from")
    if len(set(command.sources)) < len(command.sources):
        raise Refusal("SAME_UNIT_TWICE", "同一单位被列了两次，请核对。", "from")
    if command.into in command.sources:
        raise Refusal("MERGE_INTO_ITSELF", "合并后的单位不能同时是被合并的单位。", "into")


def check_split(command: SplitUnit) -> None:
    """Refuse a division into nothing or into too many."""
    _between(len(command.into), "into")


def close_unit(unit: Unit, last_day: date, field: str) -> Unit:
    """Decide a unit's end.

    Raises EFFECTIVE_BEFORE_UNIT where it had not begun by its last day, UNIT_NOT_ACTIVE where it
    had ended before.
    """
    if unit.active_from is not None and last_day < unit.active_from:
        raise Refusal("EFFECTIVE_BEFORE_UNIT", "生效日期早于该单位成立之日，请核对。", field)
    if not unit.is_active(last_day):
        raise unit_not_active(unit.name, field)
    return replace(unit, active_to=last_day, version=unit.version + 1)


def lengthen(unit: Unit, last_day: date, successors: Sequence[Succession]) -> None:
    """Refuse a later last day for a unit that others came after: ALREADY_SUCCEEDED."""
    if unit.active_to is not None and last_day > unit.active_to and successors:
        raise Refusal("ALREADY_SUCCEEDED", "该单位已有承继单位，不能延长存续。", "activeTo")


def end_with_unit(
    appointments: Iterable[Appointment], last_day: date, reason: str, field: str
) -> list[Appointment]:
    """End the appointments that would outlast their unit, on its last day.

    Raises APPOINTMENTS_AHEAD where some begin later: they would end before they began, and nothing
    is taken back silently.
    """
    outlasting = [one for one in appointments if one.ends_on is None or one.ends_on > last_day]
    ahead = [one for one in outlasting if one.starts_on > last_day]
    if ahead:
        names = "、".join(sorted({one.person for one in ahead})[:5])
        raise Refusal(
            "APPOINTMENTS_AHEAD",
            f"有{len(ahead)}项任职在该日之后才开始（{names}），请改用更晚的日期。",
            field,
        )
    return [
        end_appointment(one, EndAppointment(id=one.id, ends_on=last_day, reason=reason))
        for one in outlasting
    ]


def resupervised(
    units: Iterable[Unit], gone: Sequence[str], successor: Unit, line: Sequence[str]
) -> list[Unit]:
    """Put the successor in the place of units that supervised others.

    ``line`` is the line of authority above the successor, itself first. Raises SUPERVISION_CYCLE
    where the successor would come to stand above itself.
    """
    supervised = list(units)
    if {*gone, *(unit.code for unit in supervised)} & set(line):
        raise Refusal(
            "SUPERVISION_CYCLE", "合并后该单位会成为自己的上级主管，请先调整业务主管关系。", "into"
        )
    return [
        replace(unit, supervising=successor.code, version=unit.version + 1) for unit in supervised
    ]


def check_supervised(units: Iterable[Unit], field: str) -> None:
    """Refuse to end the superior of units under vertical management: each must have one."""
    vertical = [unit for unit in units if unit.management is Management.VERTICAL]
    if vertical:
        raise Refusal(
            "VERTICAL_WITHOUT_SUPERVISOR",
            f"还有{len(vertical)}个垂直管理单位由该单位主管，请先改其上级主管单位。",
            field,
        )


def check_below(count: int, most: int, field: str) -> None:
    """Refuse to end a unit while others lie below it; of more than ``most`` it says just that."""
    if count:
        told = f"{count}" if count <= most else f"{most}多"
        raise Refusal("UNITS_BELOW", f"该单位下还有{told}个在用单位，请先处理下级单位。", field)


def checked_reason(reason: str) -> str:
    """Return the reason trimmed; raises EMPTY_TEXT or TEXT_TOO_LONG."""
    return fields.text(reason, "reason", most=fields.LONGEST_NOTE)


def day_before(effective_on: date) -> date:
    """Return the last day before a change takes effect."""
    return effective_on - _DAY


def _between(count: int, field: str) -> None:
    if not count:
        raise Refusal("NO_UNITS", "请至少填写一个单位。", field)
    if count > MOST_UNITS:
        raise Refusal("TOO_MANY", f"此项最多 {MOST_UNITS} 个。", field)
