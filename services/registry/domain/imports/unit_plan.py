"""Rows of 单位: what is new, what changes; code, name, kind and place of a unit never do here."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from services.kit.refusal import Refusal
from services.registry.domain import units as domain
from services.registry.domain.imports.cells import same, words
from services.registry.domain.imports.known import Book
from services.registry.domain.imports.outcomes import (
    Changed,
    NotTaken,
    Outcome,
    Plan,
    RowResult,
    phrase,
)
from services.registry.domain.imports.rows import UnitRow
from services.registry.domain.imports.words import SheetKind
from services.registry.domain.units import Management, NewUnit, Unit, UnitPatch, checked_code

_LONGEST_LINE = 20


def plan_units(rows: Iterable[UnitRow], book: Book, plan: Plan) -> None:
    """Decide the rows of units, parents before children whatever their order in the file."""
    keyed = [row for one in rows if (row := _keyed(one, book, plan))]
    ordered = sorted(keyed, key=lambda row: (row.code.count("-"), len(row.code)))
    twice = _twice(ordered)
    for row in ordered:
        try:
            _refuse_twice(row, twice)
            plan.results.append(_planned(row, book, plan))
        except NotTaken as bad:
            book.refused_units[row.code] = row.source.line
            plan.results.append(_rejected(row, bad))
        except Refusal as refusal:
            book.refused_units[row.code] = row.source.line
            plan.results.append(_rejected(row, phrase(refusal)))


def _keyed(row: UnitRow, book: Book, plan: Plan) -> UnitRow | None:
    """Return the row with the code of the unit it means, by its credit code or its name."""
    if row.unit_code:
        return row
    try:
        bearer = book.bearers.get(row.credit_code or "")
        unit = bearer or book.unit_of(None, row.unit_name, row.parent)
    except NotTaken as bad:
        plan.results.append(_rejected(row, bad))
        return None
    return replace(row, unit_code=unit.code)


def _twice(rows: Sequence[UnitRow]) -> dict[str, list[int]]:
    """Return the lines of codes and credit codes that stand in several; no text is both."""
    lines: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        for key in filter(None, (row.code, row.credit_code)):
            lines[key].append(row.source.line)
    return {code: sorted(found) for code, found in lines.items() if len(found) > 1}


def _refuse_twice(row: UnitRow, twice: Mapping[str, Sequence[int]]) -> None:
    for key in filter(None, (row.code, row.credit_code)):
        if key in twice:
            lines = "、".join(str(line) for line in twice[key])
            reason = f"代码“{key}”在第 {lines} 行各出现一次，无法判断以哪一行为准"
            raise NotTaken("DUPLICATE_CODE", reason)


def _rejected(row: UnitRow, bad: NotTaken) -> RowResult:
    return RowResult(
        source=row.source,
        kind=SheetKind.UNITS,
        outcome=Outcome.REJECTED,
        label=f"{row.unit_name}（{row.code[:40]}）" if row.code else row.unit_name,
        code=bad.code,
        reason=bad.reason,
    )


def _planned(row: UnitRow, book: Book, plan: Plan) -> RowResult:
    checked_code(row.code)
    existing = book.units.get(row.code)
    changed: tuple[str, ...] = ()
    if existing is None:
        unit = _new(row, book)
        plan.units.append(unit)
        outcome = Outcome.NEW
    else:
        unit, changed = _changed(row, existing, book, plan)
        outcome = Outcome.CHANGED if changed else Outcome.UNCHANGED
    book.add_unit(unit)
    book.supervision[unit.code] = unit.supervising
    return RowResult(
        source=row.source,
        kind=SheetKind.UNITS,
        outcome=outcome,
        label=f"{unit.name}（{unit.code}）",
        subject=unit.id,
        changed=changed,
    )


def _new(row: UnitRow, book: Book) -> Unit:
    parent = _parent(row, book)
    if row.kind is None:
        raise NotTaken("MISSING_VALUE", "新单位须填单位类别")
    if bearer := book.bearers.get(row.credit_code or ""):
        reason = f"信用代码“{row.credit_code}”是{bearer.name}的，其单位代码为 {bearer.code}"
        raise NotTaken("KEYS_DIFFER", reason)
    namesakes = [unit for unit in book.named(row.unit_name) if unit.parent == parent.code]
    if namesakes:
        other = namesakes[0]
        reason = f"{parent.name}之下已有{other.name}，代码为 {other.code}，请核对代码"
        raise NotTaken("DUPLICATE_NAME", reason)
    if not parent.is_active(row.active_from or book.today):
        raise NotTaken("UNIT_NOT_ACTIVE", f"{parent.name}当日尚未成立或已撤销")
    command = NewUnit(
        code=row.code,
        name=row.unit_name,
        short_name=row.short_name,
        kind=row.kind,
        parent=parent.code,
        supervising=row.supervising,
        management=row.management or Management.TERRITORIAL,
        tags=row.tags or (),
        active_from=row.active_from,
        work_body=row.work_body,
        credit_code=row.credit_code,
    )
    supervising = _supervising(row, book) if row.supervising else None
    return domain.create_unit(command, parent, supervising, book.new_id())


def _parent(row: UnitRow, book: Book) -> Unit:
    """Return the parent, told or read off the code; the caller must reach it. Raises NotTaken."""
    if row.parent and not row.parent[0].isdigit():
        return book.unit_of(None, row.parent, None)
    if row.parent:
        return book.unit_of(row.parent.upper(), None, None)
    code = row.code
    head, dash, _ = code.rpartition("-")
    above = [head] if dash else [code[:length] for length in (6, 4, 2) if length < len(code)]
    known = next((one for one in above if one in book.units), None)
    if known is None:
        raise NotTaken("UNKNOWN_UNIT", f"没有找到“{code[:40]}”的上级单位，请填上级单位代码")
    return book.unit_of(known, None, None)


def _supervising(row: UnitRow, book: Book) -> Unit:
    """Return the supervising unit, which may stand anywhere; raises NotTaken."""
    text = row.supervising or ""
    by_code = book.units.get(text.upper())
    found = [by_code] if by_code else book.named(text)
    if len(found) != 1:
        how = "没有找到" if not found else f"有 {len(found)} 个"
        raise NotTaken("UNKNOWN_UNIT", f"业务主管“{text[:40]}”{how}，请填单位代码")
    if not found[0].is_active(book.today):
        raise NotTaken("UNIT_NOT_ACTIVE", f"{found[0].name}尚未成立或已撤销")
    return found[0]


def _changed(row: UnitRow, unit: Unit, book: Book, plan: Plan) -> tuple[Unit, tuple[str, ...]]:
    if not book.reaches(unit):
        raise NotTaken("OUT_OF_SCOPE", f"{unit.name}不在您的管理范围内")
    book.refuse_differing(unit, row.credit_code)
    _refuse_fixed(row, unit, book)
    told: dict[str, Any] = {}
    changed: list[str] = []
    if row.supervising and (supervising := _supervising(row, book)).code != unit.supervising:
        told["supervising"] = supervising.code
        changed.append("业务主管")
    if row.management and row.management is not unit.management:
        told["management"] = row.management
        changed.append("管理体制")
    if row.tags and set(row.tags) != set(words("、".join(unit.tags))):
        told["tags"] = row.tags
        changed.append("标签")
    if row.work_body and same(row.work_body) != same(unit.work_body):
        told["work_body"] = row.work_body
        changed.append("工作机构")
    if row.credit_code and unit.credit_code is None:
        told["credit_code"] = row.credit_code
        changed.append("统一社会信用代码")
    if not changed:
        return unit, ()
    patch = UnitPatch(code=unit.code, **told)
    after = domain.update_unit(unit, patch, _line(told.get("supervising"), book))
    plan.changed_units.append(Changed(before=unit, after=after))
    return after, tuple(changed)


def _refuse_fixed(row: UnitRow, unit: Unit, book: Book) -> None:
    """Refuse what would make the unit another one: a name has its day, a place is its code."""
    if same(row.unit_name) not in (same(unit.name), same(unit.short_name)):
        reason = f"代码“{unit.code}”现为{unit.name}，改名请在单位变更中办理并写明生效日期"
        raise NotTaken("NAME_DIFFERS", reason)
    if row.short_name and same(row.short_name) != same(unit.short_name):
        raise NotTaken("NAME_DIFFERS", f"现用简称是“{unit.short_name}”，改简称请在单位变更中办理")
    if row.kind and row.kind is not unit.kind:
        raise NotTaken("FIXED_COLUMN", "单位类别与登记的不同，导入不改类别")
    if row.parent and not book.is_called(unit.parent, row.parent):
        raise NotTaken("FIXED_COLUMN", "上级单位与登记的不同，导入不改隶属关系")
    if row.active_from and row.active_from != unit.active_from:
        raise NotTaken("FIXED_COLUMN", "设立日期与登记的不同，导入不改设立日期")


def _line(code: str | None, book: Book) -> list[str]:
    line: list[str] = []
    while code is not None and len(line) < _LONGEST_LINE and code not in line:
        line.append(code)
        code = book.supervision.get(code)
    return line
