"""The administrative divisions of China as governments: what the list's oddities mean.

The list (National Bureau of Statistics, 2023) holds four tiers by the length of the code: 2, 4, 6
and 9 digits. Some of its rows are no governments, and some governments stand there twice.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from services.registry.domain.units import (
    LEVELS,
    NATION,
    Management,
    Scope,
    Unit,
    UnitKind,
    UnitLevel,
    scope_under,
)

_PLACEHOLDER_NAMES = frozenset({"市辖区", "县"})
_ZONE = re.compile(r"(区|园|新城|基地|管理委员会|行政委员会|管委会|岛|岛礁及其海域|群岛)$")
_COUNTY = re.compile(r"(县|区|市|旗)$")
_TOWNSHIP = re.compile(r"(镇|乡|苏木)$")
_STREET = re.compile(r"(街道|地区|办事处)$")
_NATION_SCOPE: Scope = (NATION, None, None, None, None, None)
_OFFICE_TAG = "派出机关"
_QUASI_TAG = "类似乡级单位"


@dataclass(frozen=True, slots=True, kw_only=True)
class Division:
    """A row of the list: code, name, and the name's pinyin initials."""

    code: str
    name: str
    initials: str


def is_placeholder(division: Division) -> bool:
    """Whether the row only groups others: 市辖区 and 县 of a municipality, 直辖县级行政区划, ….

    Nobody governs it; its children hang on the next tier above.
    """
    tier = len(division.code)
    return (tier == 4 and division.name in _PLACEHOLDER_NAMES) or "直辖" in division.name


def echoes(divisions: Mapping[str, Division]) -> frozenset[str]:
    """Return the codes of counties that repeat their prefecture: 东莞, 中山, 儋州, 嘉峪关.

    Such a prefecture has no counties; the list repeats it to keep its tiers. One government.
    """
    children = Counter(code[:4] for code in divisions if len(code) == 6)
    return frozenset(
        code
        for code, division in divisions.items()
        if len(code) == 6 and children[code[:4]] == 1 and division.name == divisions[code[:4]].name
    )


def kind_of(division: Division) -> UnitKind:
    """Tell governments from committees of zones (管委会) and from prisons, farms and the like.

    County codes ending in 70 to 79 are zones. Township codes from 400 on are 类似乡级单位: streets
    and towns among them are governments, zones are committees, the rest is authorised at most.
    """
    code, name = division.code, division.name
    if len(code) == 6 and (code[4] == "7" or not _COUNTY.search(name)):
        return UnitKind.COMMITTEE
    if len(code) == 9 and code[6] > "3" and not (_TOWNSHIP.search(name) or _STREET.search(name)):
        return UnitKind.COMMITTEE if _ZONE.search(name) else UnitKind.AUTHORISED_BODY
    return UnitKind.GOVERNMENT


def government_name(division: Division, kind: UnitKind) -> str:
    """Return who governs: 人民政府, 行政公署 of 地区 and 盟, 街道办事处, or 管理委员会."""
    name = division.name
    if kind is UnitKind.AUTHORISED_BODY:
        return name
    if kind is UnitKind.COMMITTEE:
        return name if name.endswith(("委员会", "管委会")) else f"{name}管理委员会"
    if len(division.code) == 4 and name.endswith(("地区", "盟")):
        return f"{name}行政公署"
    if len(division.code) == 9 and _STREET.search(name):
        return name if name.endswith("办事处") else f"{name}办事处"
    return f"{name}人民政府"


def nation(id: UUID) -> Unit:  # noqa: A002 - the row's own word
    """Return the root 国务院, on which provinces hang; its code is the whole country's scope."""
    return Unit(
        id=id,
        code=NATION,
        name="中华人民共和国国务院",
        short_name="国务院",
        initials="gwy",
        kind=UnitKind.GOVERNMENT,
        level=UnitLevel.NATIONAL,
        division=NATION,
        parent=None,
        supervising=None,
        management=Management.TERRITORIAL,
        tags=(),
        active_from=None,
        active_to=None,
        scope=_NATION_SCOPE,
        version=1,
    )


def governments(divisions: Iterable[Division], new_id: Callable[[], UUID]) -> Iterator[Unit]:
    """Yield a unit per government, parents before children; ``divisions`` in any order.

    Raises KeyError where a division's parent is missing from the list.
    """
    rows = {division.code: division for division in divisions}
    twice = echoes(rows)
    scopes: dict[str, Scope] = {NATION: _NATION_SCOPE}
    stands_for = {NATION: NATION}
    for code in sorted(rows, key=lambda code: (len(code), code)):
        parent = stands_for[_above(code)]
        if is_placeholder(rows[code]) or code in twice:
            stands_for[code] = parent
            continue
        unit = _government(rows[code], parent, scopes[parent], new_id())
        scopes[code] = unit.scope
        stands_for[code] = code
        yield unit


def _above(code: str) -> str:
    return {2: NATION, 4: code[:2], 6: code[:4], 9: code[:6]}[len(code)]


def _government(division: Division, parent: str, above: Scope, id: UUID) -> Unit:  # noqa: A002 - the row's own word
    kind = kind_of(division)
    level = {2: LEVELS[1], 4: LEVELS[2], 6: LEVELS[3], 9: LEVELS[4]}[len(division.code)]
    return Unit(
        id=id,
        code=division.code,
        name=government_name(division, kind),
        short_name=division.name,
        initials=division.initials,
        kind=kind,
        level=UnitLevel(level),
        division=division.code,
        parent=parent,
        supervising=None,
        management=Management.TERRITORIAL,
        tags=_tags(division, kind),
        active_from=None,
        active_to=None,
        scope=scope_under(above, division.code, level),
        version=1,
    )


def _tags(division: Division, kind: UnitKind) -> tuple[str, ...]:
    if len(division.code) != 9:
        return ()
    if kind is UnitKind.GOVERNMENT:
        return (_OFFICE_TAG,) if _STREET.search(division.name) else ()
    return (_QUASI_TAG,)
