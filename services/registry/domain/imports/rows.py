"""Rows of rosters as their readers take them: typed, normalised, each with where it stood."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from services.registry.domain import credit_codes
from services.registry.domain.appointments import Employment, Post
from services.registry.domain.channels import ChannelKind
from services.registry.domain.imports import cells, words
from services.registry.domain.imports.cells import BadCell, Raw
from services.registry.domain.imports.words import SheetKind
from services.registry.domain.units import Management, UnitKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a row stood: its sheet, and its line from 1."""

    sheet: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRow:
    """A row of 单位; None tells nothing about that column. Without a code it is one we know."""

    source: Source
    unit_code: str | None = None
    unit_name: str
    credit_code: str | None = None
    short_name: str | None = None
    kind: UnitKind | None = None
    parent: str | None = None
    supervising: str | None = None
    management: Management | None = None
    tags: tuple[str, ...] | None = None
    work_body: str | None = None
    active_from: date | None = None

    @property
    def code(self) -> str:
        """The unit's code, empty where it is not told."""
        return self.unit_code or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostRow:
    """A row of 任职名单; the unit is named by a code, or by name and where that is not enough by
    its parent as well. ``phone`` may be a hidden number as exports show it.
    """

    source: Source
    unit_code: str | None = None
    unit_name: str | None = None
    credit_code: str | None = None
    parent: str | None = None
    person: str
    post: Post
    title: str | None = None
    rank: str | None = None
    employment: Employment | None = None
    qualification: str | None = None
    phone: str | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    filed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpertRow:
    """A row of 专家; ``removed_on`` is the first day without."""

    source: Source
    unit_code: str | None = None
    unit_name: str | None = None
    credit_code: str | None = None
    parent: str | None = None
    person: str
    fields: tuple[str, ...]
    affiliation: str | None = None
    added_on: date | None = None
    removed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelRow:
    """A row of 渠道; ``monitor`` is a person's name, ``closed_on`` the first closed day."""

    source: Source
    unit_code: str | None = None
    unit_name: str | None = None
    credit_code: str | None = None
    parent: str | None = None
    kind: ChannelKind
    platform: str | None = None
    name: str
    url: str | None = None
    owner: str | None = None
    monitor: str | None = None
    group: str | None = None
    reach: int | None = None
    reach_source: str | None = None
    opened_on: date | None = None
    closed_on: date | None = None


Row: TypeAlias = UnitRow | PostRow | ExpertRow | ChannelRow
Parse: TypeAlias = Callable[[Raw, bool], Any]

KIND_OF: Mapping[type[Row], SheetKind] = {
    UnitRow: SheetKind.UNITS,
    PostRow: SheetKind.POSTS,
    ExpertRow: SheetKind.EXPERTS,
    ChannelRow: SheetKind.CHANNELS,
}
CLASS_OF: Mapping[SheetKind, type[Row]] = {kind: made for made, kind in KIND_OF.items()}


def _text(raw: Raw, of_1904: bool) -> str | None:
    return cells.clean(raw) or None


def _name(raw: Raw, of_1904: bool) -> str | None:
    return cells.name(raw) or None


def _code(raw: Raw, of_1904: bool) -> str | None:
    return cells.clean(raw).replace(" ", "").upper() or None


def _credit_code(raw: Raw, of_1904: bool) -> str | None:
    code = credit_codes.normal(cells.clean(raw))
    if code and (fault := credit_codes.fault_of(code)):
        raise BadCell(fault)
    return code or None


def _day(raw: Raw, of_1904: bool) -> date | None:
    return cells.day(raw, of_1904=of_1904)


def _phone(raw: Raw, of_1904: bool) -> str | None:
    return cells.phone(raw)


def _words(raw: Raw, of_1904: bool) -> tuple[str, ...] | None:
    return cells.words(raw) or None


def _number(raw: Raw, of_1904: bool) -> int | None:
    text = cells.clean(raw).replace(",", "").replace("，", "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise BadCell(f"“{text[:20]}”不是整数")
    return int(text)


def _term(terms: words.Terms[Any]) -> Parse:
    return lambda raw, of_1904: terms.value(raw)


_COMMON: dict[str, Parse] = {
    "unit_code": _code,
    "unit_name": _name,
    "credit_code": _credit_code,
    "parent": _name,
    "person": _name,
    "phone": _phone,
    "fields": _words,
    "tags": _words,
    "monitor": _name,
    "post": _term(words.POSTS),
    "employment": _term(words.EMPLOYMENTS),
    "reach": _number,
    "management": _term(words.MANAGEMENTS),
    **dict.fromkeys(
        (
            "starts_on",
            "ends_on",
            "filed_on",
            "active_from",
            "added_on",
            "removed_on",
            "opened_on",
            "closed_on",
        ),
        _day,
    ),
}
_KINDS: dict[SheetKind, Parse] = {
    SheetKind.UNITS: _term(words.UNIT_KINDS),
    SheetKind.CHANNELS: _term(words.CHANNEL_KINDS),
}


class RowReader:
    """Reads the rows of one sheet; ``keys`` are its known columns by position from 0."""

    def __init__(self, kind: SheetKind, keys: Mapping[int, str], *, of_1904: bool = False) -> None:
        titles = {column.key: column.title for column in words.COLUMNS[kind]}
        self._columns = [
            (position, key, titles[key], _KINDS[kind] if key == "kind" else _COMMON.get(key, _text))
            for position, key in keys.items()
            if key != "note"
        ]
        self._must = [(column.key, column.title) for column in words.COLUMNS[kind] if column.must]
        self._class = CLASS_OF[kind]
        self._of_1904 = of_1904

    def row(self, source: Source, raw: Sequence[Raw]) -> Row:
        """Return the typed row; raises BadCell naming the column and what is wrong with it."""
        told: dict[str, Any] = {}
        for position, key, title, parse in self._columns:
            try:
                told[key] = parse(raw[position], self._of_1904) if position < len(raw) else None
            except BadCell as bad:
                raise BadCell(f"{title}：{bad}") from None
        missing = [title for key, title in self._must if told.get(key) is None]
        if missing:
            raise BadCell(f"没有填{'、'.join(missing)}")
        if not any(told.get(key) for key in ("unit_code", "credit_code", "unit_name")):
            raise BadCell("没有填单位代码、信用代码或单位名称")
        return self._class(source=source, **told)
