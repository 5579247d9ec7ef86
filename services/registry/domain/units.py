"""Units: who they are, where they stand in the territorial tree, and who supervises them.

A code tells the place: a territorial unit bears its division code (GB/T 2260 and the ten-digit
extension's first nine: 2, 4, 6 or 9 digits), everything below it appends ``-ABBR``. So the
territorial tree cannot hold a cycle, and a subtree is one range of codes.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TypeAlias
from uuid import UUID

from services.kit.refusal import Refusal
from services.registry.domain import fields
from services.registry.domain.credit_codes import credit_code
from services.registry.domain.initials import initials

Scope: TypeAlias = tuple[str | None, str | None, str | None, str | None, str | None, str | None]

NATION = "0"
_CODE = re.compile(r"(0|\d{2}|\d{4}|\d{6}|\d{9})((?:-[A-Z0-9]{1,20}){0,3})")


class UnitKind(StrEnum):
    """What a unit is (单位类别)."""

    GOVERNMENT = "GOVERNMENT"
    COMMITTEE = "COMMITTEE"
    GOVERNMENT_OFFICE = "GOVERNMENT_OFFICE"
    PUBLICITY = "PUBLICITY"
    NEWS_OFFICE = "NEWS_OFFICE"
    CYBERSPACE = "CYBERSPACE"
    PUBLIC_SECURITY = "PUBLIC_SECURITY"
    STATE_SECURITY = "STATE_SECURITY"
    SECRECY = "SECRECY"
    SUPERVISION = "SUPERVISION"
    DEPARTMENT = "DEPARTMENT"
    DIVISION = "DIVISION"
    AFFILIATE = "AFFILIATE"
    AUTHORISED_BODY = "AUTHORISED_BODY"
    LEADING_GROUP = "LEADING_GROUP"
    MEDIA = "MEDIA"


class UnitLevel(StrEnum):
    """The tier a unit belongs to (层级); INTERNAL is anything below a department."""

    NATIONAL = "NATIONAL"
    PROVINCE = "PROVINCE"
    PREFECTURE = "PREFECTURE"
    COUNTY = "COUNTY"
    TOWNSHIP = "TOWNSHIP"
    INTERNAL = "INTERNAL"


class Management(StrEnum):
    """Who commands a unit: its territory 属地, its line of authority 垂直, or both 双重."""

    TERRITORIAL = "TERRITORIAL"
    VERTICAL = "VERTICAL"
    DUAL = "DUAL"


LEVELS = tuple(UnitLevel)
GOVERNING_KINDS = frozenset({UnitKind.GOVERNMENT, UnitKind.COMMITTEE})
_FIRST_RANK = {level: 2 * place for place, level in enumerate(LEVELS)}
_LEVEL_OF_LENGTH = {1: UnitLevel.NATIONAL, 2: UnitLevel.PROVINCE, 4: UnitLevel.PREFECTURE}
_LEVEL_OF_LENGTH |= {6: UnitLevel.COUNTY, 9: UnitLevel.TOWNSHIP}


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A unit 单位.

    ``parent`` is the territorial edge 隶属, ``supervising`` the line of authority 业务主管, both as
    codes. ``scope`` holds the codes of nation, province, prefecture, county, township and
    department that it is or lies under, None where there is none. ``active_to`` is the last day.
    ``work_body`` is the office inside that does the work of response 工作机构 (某省 2013 一).
    ``credit_code`` is the organisation's 统一社会信用代码, which no other unit bears.
    """

    id: UUID
    code: str
    name: str
    short_name: str
    initials: str
    kind: UnitKind
    level: UnitLevel
    division: str
    parent: str | None
    supervising: str | None
    management: Management
    tags: tuple[str, ...]
    active_from: date | None
    active_to: date | None
    scope: Scope
    version: int
    work_body: str | None = None
    credit_code: str | None = None

    def is_active(self, day: date) -> bool:
        """Whether the unit exists on the day, its first and its last day included."""
        return (self.active_from is None or self.active_from <= day) and (
            self.active_to is None or day <= self.active_to
        )

    @property
    def governs(self) -> bool:
        """Whether it acts as a territory's government: a 管委会 does, without being one."""
        return self.kind in GOVERNING_KINDS

    @property
    def is_territorial(self) -> bool:
        """Whether the code is a division's own."""
        return "-" not in self.code

    @property
    def spoken(self) -> str:
        """What people search for: a division's short name, else the full name."""
        return self.short_name if self.is_territorial else self.name

    @property
    def rank(self) -> int:
        """The order of search results: by tier, and in it the territorial unit first."""
        return _FIRST_RANK[self.level] + ("-" in self.code)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewUnit:
    """What a caller tells about a unit that is to be created."""

    code: str
    name: str
    short_name: str | None = None
    kind: UnitKind
    parent: str
    supervising: str | None = None
    management: Management = Management.TERRITORIAL
    tags: tuple[str, ...] = ()
    active_from: date | None = None
    work_body: str | None = None
    credit_code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitPatch:
    """What changes in a unit; None leaves a value, an empty text removes one that may be absent.

    ``effective_on`` is the first day of a new name; today without it.
    """

    code: str
    name: str | None = None
    short_name: str | None = None
    supervising: str | None = None
    management: Management | None = None
    tags: tuple[str, ...] | None = None
    active_to: date | None = None
    work_body: str | None = None
    credit_code: str | None = None
    effective_on: date | None = None


def checked_code(code: str, field: str = "code") -> str:
    """Return the code; raises BAD_CODE where it is no unit code at all."""
    if len(code) > 80 or not _CODE.fullmatch(code):
        raise Refusal("BAD_CODE", "单位代码格式不正确，应为区划代码或“区划代码-缩写”。", field)
    return code


def code_range(code: str) -> tuple[str, str | None]:
    """Return the half-open range of codes, in byte order, that holds a unit and all below it."""
    if code == NATION:
        return "", None
    if "-" in code:
        return code, f"{code}."  # "." follows "-" in byte order, so X-A-B is in and X-AB is out
    return code, str(int(code) + 1).zfill(len(code))


def scope_under(parent: Scope | None, code: str, level: UnitLevel) -> Scope:
    """Return the scope of a unit from its territorial parent's and its own code and tier."""
    above: list[str | None] = list(parent or (NATION, None, None, None, None, None))
    if "-" not in code:
        above[LEVELS.index(level)] = code
    elif above[5] is None:
        above[5] = code
    return (above[0], above[1], above[2], above[3], above[4], above[5])


def level_below(parent: Unit, code: str) -> UnitLevel:
    """Return a new unit's tier: a division's by its length, a department's is its government's."""
    if "-" not in code:
        return _LEVEL_OF_LENGTH[len(code)]
    return parent.level if parent.is_territorial else UnitLevel.INTERNAL


def create_unit(command: NewUnit, parent: Unit, supervising: Unit | None, id: UUID) -> Unit:  # noqa: A002 - the row's own word
    """Decide a new unit.

    Raises BAD_CODE, BAD_CREDIT_CODE, CODE_OUTSIDE_PARENT or VERTICAL_WITHOUT_SUPERVISOR.
    """
    code = checked_code(command.code)
    _inside_parent(code, parent)
    _supervised(command.management, supervising)
    name = fields.text(command.name, "name")
    short = fields.optional_text(command.short_name, "shortName", most=fields.LONGEST_NAME) or name
    level = level_below(parent, code)
    return Unit(
        id=id,
        code=code,
        name=name,
        short_name=short,
        initials=initials(name if "-" in code else short),
        kind=command.kind,
        level=level,
        division=code if "-" not in code else parent.division,
        parent=parent.code,
        supervising=supervising.code if supervising else None,
        management=command.management,
        tags=fields.tags(command.tags, "tags"),
        active_from=command.active_from,
        active_to=None,
        scope=scope_under(parent.scope, code, level),
        version=1,
        work_body=fields.optional_text(command.work_body, "workBody", most=fields.LONGEST_NAME),
        credit_code=credit_code(command.credit_code, "creditCode"),
    )


def update_unit(unit: Unit, patch: UnitPatch, supervisors: Sequence[str]) -> Unit:
    """Decide a unit's next version.

    ``supervisors`` is the line of authority from the proposed supervising unit upward, nearest
    first, empty where none is proposed. Raises SUPERVISION_CYCLE where the unit is found in it.
    """
    if unit.code in supervisors:
        raise Refusal(
            "SUPERVISION_CYCLE", "该单位会成为自己的上级主管，请另选主管单位。", "supervising"
        )
    supervising = unit.supervising if patch.supervising is None else (patch.supervising or None)
    management = patch.management or unit.management
    if management is Management.VERTICAL and supervising is None:
        raise _vertical_without_supervisor()
    if patch.active_to and unit.active_from:
        fields.in_order(unit.active_from, patch.active_to, "activeTo")
    changed = replace(
        unit,
        name=unit.name if patch.name is None else fields.text(patch.name, "name"),
        short_name=(
            unit.short_name
            if patch.short_name is None
            else fields.text(patch.short_name, "shortName")
        ),
        supervising=supervising,
        management=management,
        tags=unit.tags if patch.tags is None else fields.tags(patch.tags, "tags"),
        active_to=patch.active_to or unit.active_to,
        work_body=(
            unit.work_body
            if patch.work_body is None
            else fields.optional_text(patch.work_body, "workBody", most=fields.LONGEST_NAME)
        ),
        credit_code=(
            unit.credit_code
            if patch.credit_code is None
            else credit_code(patch.credit_code, "creditCode")
        ),
        version=unit.version + 1,
    )
    if changed.spoken == unit.spoken:
        return changed
    return replace(changed, initials=initials(changed.spoken))


def _inside_parent(code: str, parent: Unit) -> None:
    head, dash, last = code.rpartition("-")
    if dash:
        inside = head == parent.code and bool(last)
    else:
        inside = (
            parent.is_territorial
            and code != NATION
            and (parent.code == NATION or (code.startswith(parent.code) and code != parent.code))
        )
    if not inside:
        raise Refusal("CODE_OUTSIDE_PARENT", "单位代码与上级单位不符，应以上级代码开头。", "code")


def _supervised(management: Management, supervising: Unit | None) -> None:
    if management is Management.VERTICAL and supervising is None:
        raise _vertical_without_supervisor()


def _vertical_without_supervisor() -> Refusal:
    return Refusal(
        "VERTICAL_WITHOUT_SUPERVISOR", "垂直管理的单位须填写上级主管单位。", "supervising"
    )
