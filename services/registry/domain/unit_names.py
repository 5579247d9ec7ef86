"""The names a unit bore, by date: what happened under the old name keeps it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from services.kit.refusal import Refusal
from services.registry.domain import fields
from services.registry.domain.initials import initials
from services.registry.domain.refusals import unit_not_active
from services.registry.domain.units import Unit, UnitPatch


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitName:
    """A name 名称 of a unit from a day on, that day included; None is from its beginning.

    A unit that was never renamed has none of these: its row says all.
    """

    id: UUID
    unit: str
    from_day: date | None
    name: str
    short_name: str
    version: int


def names_of(unit: Unit, history: Sequence[UnitName]) -> list[UnitName]:
    """Return the unit's names, the oldest first, at least the one it bears."""
    if not history:
        return [_first(unit, unit.id)]
    return sorted(history, key=lambda one: one.from_day or date.min)


def name_on(unit: Unit, history: Sequence[UnitName], day: date) -> str | None:
    """Return the name borne on the day: None before the unit began, the last one after its end."""
    if unit.active_from is not None and day < unit.active_from:
        return None
    return _on(unit, history, day).name


def rename(
    unit: Unit,
    history: Sequence[UnitName],
    patch: UnitPatch,
    today: date,
    new_id: Callable[[], UUID],
) -> list[UnitName]:
    """Decide which names are to be written, new or corrected, where the patch tells a name.

    A name told again for the same day corrects it. The short name follows the full one where both
    were the same. Raises EFFECTIVE_BEFORE_UNIT, UNIT_NOT_ACTIVE (after its last day) and what
    bounded texts raise.
    """
    day = patch.effective_on or today
    _while_active(unit, day)
    before = _on(unit, history, day)
    name = before.name if patch.name is None else fields.text(patch.name, "name")
    follows = name if before.short_name == before.name else before.short_name
    short = follows if patch.short_name is None else fields.text(patch.short_name, "shortName")
    if (name, short) == (before.name, before.short_name):
        return []
    if before.from_day == day or (before.from_day is None and day == unit.active_from):
        kept = replace(before, id=before.id if history else new_id())
        version = before.version + 1 if history else 1
        return [replace(kept, name=name, short_name=short, version=version)]
    first = [] if history else [_first(unit, new_id())]
    new = UnitName(
        id=new_id(), unit=unit.code, from_day=day, name=name, short_name=short, version=1
    )
    return [*first, new]


def bearing(unit: Unit, history: Sequence[UnitName], today: date) -> Unit:
    """Return the unit with the name of today; its version is left to who saves it."""
    name = _on(unit, history, today)
    named = replace(unit, name=name.name, short_name=name.short_name)
    if named.spoken == unit.spoken:
        return named
    return replace(named, initials=initials(named.spoken))


def only_the_name(patch: UnitPatch, today: date) -> None:
    """Refuse a day for anything but a name: all else holds from now on."""
    if patch.effective_on is None or patch.effective_on == today:
        return
    named = patch.name is not None or patch.short_name is not None
    others = (
        patch.supervising,
        patch.management,
        patch.tags,
        patch.active_to,
        patch.work_body,
        patch.credit_code,
    )
    if not named or any(other is not None for other in others):
        raise Refusal(
            "EFFECTIVE_NAME_ONLY", "生效日期只用于更名，其他内容请另行修改。", "effectiveOn"
        )


def _on(unit: Unit, history: Sequence[UnitName], day: date) -> UnitName:
    names = names_of(unit, history)
    borne = [one for one in names if one.from_day is None or one.from_day <= day]
    return (borne or names)[-1 if borne else 0]


def _first(unit: Unit, id: UUID) -> UnitName:  # noqa: A002 - the row's own word
    return UnitName(
        id=id,
        unit=unit.code,
        from_day=None,
        name=unit.name,
        short_name=unit.short_name,
        version=1,
    )


def _while_active(unit: Unit, day: date) -> None:
    if unit.active_from is not None and day < unit.active_from:
        raise Refusal(
            "EFFECTIVE_BEFORE_UNIT", "生效日期早于该单位成立之日，请核对。", "effectiveOn"
        )
    if not unit.is_active(day):
        raise unit_not_active(unit.name, "effectiveOn")
