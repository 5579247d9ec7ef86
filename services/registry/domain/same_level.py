"""The office of one kind at a unit's own level (同级): who files, who approves, who is told.

A level is a government, or a 管委会 acting as one, with the offices directly below it. The answer
never lies at another level: where a township has no news office, it has none.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from services.registry.domain.units import Unit, UnitKind, UnitLevel

_KINDS: Mapping[UnitKind, str] = {
    UnitKind.GOVERNMENT: "人民政府",
    UnitKind.COMMITTEE: "管委会",
    UnitKind.GOVERNMENT_OFFICE: "政府办公室",
    UnitKind.PUBLICITY: "宣传部",
    UnitKind.NEWS_OFFICE: "新闻办公室",
    UnitKind.CYBERSPACE: "网信办",
    UnitKind.PUBLIC_SECURITY: "公安机关",
    UnitKind.STATE_SECURITY: "国家安全机关",
    UnitKind.SECRECY: "保密部门",
    UnitKind.SUPERVISION: "监察机关",
    UnitKind.DEPARTMENT: "工作部门",
    UnitKind.DIVISION: "科室",
    UnitKind.AFFILIATE: "下属单位",
    UnitKind.AUTHORISED_BODY: "授权组织",
    UnitKind.LEADING_GROUP: "领导小组",
    UnitKind.MEDIA: "新闻媒体",
}
_LEVELS: Mapping[UnitLevel, str] = {
    UnitLevel.NATIONAL: "国家级",
    UnitLevel.PROVINCE: "省级",
    UnitLevel.PREFECTURE: "市级",
    UnitLevel.COUNTY: "县级",
    UnitLevel.TOWNSHIP: "乡级",
    UnitLevel.INTERNAL: "内设",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SameLevelStep:
    """One step of the finding 认定步骤: the unit looked at, None for none, and what was found."""

    unit: str | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SameLevelAnswer:
    """The office found, None where the level has none, and how (同级认定)."""

    unit: Unit | None
    steps: tuple[SameLevelStep, ...]


def same_level_office(
    units: Iterable[Unit], unit: Unit, kind: UnitKind, day: date
) -> SameLevelAnswer:
    """Find the office of ``kind`` at the level of ``unit`` on the day (某省 2013 三、七).

    ``units`` hold at least those above the unit and the children of its government, in any order;
    the unit itself may be the office. Of several the one with the lowest code answers. A
    government or 管委会 is asked for as the level itself.
    """
    known = {one.code: one for one in units} | {unit.code: unit}
    steps: list[SameLevelStep] = []
    government = _government(known, unit, steps)
    if government is None:
        steps.append(_step(None, "没有找到所属的政府或管委会，无法认定同级机构。"))
        return SameLevelAnswer(unit=None, steps=tuple(steps))
    if not government.is_active(day):
        steps.append(
            _step(government, f"{government.name}当日尚未成立或已撤销，无法认定同级机构。")
        )
        return SameLevelAnswer(unit=None, steps=tuple(steps))
    found = _offices(known.values(), government, kind, day)
    steps.append(_told(government, kind, found))
    return SameLevelAnswer(unit=found[0] if found else None, steps=tuple(steps))


def _government(known: Mapping[str, Unit], unit: Unit, steps: list[SameLevelStep]) -> Unit | None:
    here: Unit | None = unit
    while here is not None and not here.governs:
        above = known.get(here.parent) if here.parent else None
        if above is not None:
            steps.append(_step(above, f"{here.name}隶属{above.name}。"))
        here = above
    if here is not None:
        acting = "，由管委会行使政府职责" if here.kind is UnitKind.COMMITTEE else ""
        steps.append(_step(here, f"同级政府为{here.name}（{_LEVELS[here.level]}{acting}）。"))
    return here


def _offices(units: Iterable[Unit], government: Unit, kind: UnitKind, day: date) -> list[Unit]:
    """List the level's active offices of the kind by code; lower governments are another level."""
    if government.kind is kind or (kind is UnitKind.GOVERNMENT and government.governs):
        return [government]
    offices = [
        one
        for one in units
        if one.parent == government.code
        and one.kind is kind
        and not one.is_territorial
        and one.is_active(day)
    ]
    return sorted(offices, key=lambda one: one.code)


def _told(government: Unit, kind: UnitKind, found: list[Unit]) -> SameLevelStep:
    word = _KINDS[kind]
    if not found:
        return _step(None, f"{government.name}当日没有{word}，不越级认定。")
    if len(found) == 1:
        return _step(found[0], f"同级{word}为{found[0].name}。")
    names = "、".join(one.name for one in found)
    return _step(found[0], f"同级{word}有{len(found)}个（{names}），取代码最小的{found[0].name}。")


def _step(unit: Unit | None, text: str) -> SameLevelStep:
    return SameLevelStep(unit=unit.code if unit else None, text=text)
