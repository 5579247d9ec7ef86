"""The list of divisions as governments: its special cases, each by name."""

import pytest

from services.kit.ids import new_id
from services.registry.domain.divisions import Division, governments, is_placeholder
from services.registry.domain.initials import initials
from services.registry.domain.units import Unit, UnitKind, UnitLevel
from services.registry.usecases.divisions import read_divisions


@pytest.fixture(scope="module")
def divisions() -> list[Division]:
    return read_divisions()


@pytest.fixture(scope="module")
def units(divisions: list[Division]) -> dict[str, Unit]:
    return {unit.code: unit for unit in governments(divisions, new_id)}


def test_the_list_has_44703_rows_and_24_are_no_governments(
    divisions: list[Division], units: dict[str, Unit]
) -> None:
    assert len(divisions) == 44_703
    assert len(units) == 44_703 - 20 - 4


@pytest.mark.requirement(133)
@pytest.mark.parametrize(
    ("code", "level", "parent", "scope"),
    [
        ("13", UnitLevel.PROVINCE, "0", ("0", "13", None, None, None, None)),
        ("1301", UnitLevel.PREFECTURE, "13", ("0", "13", "1301", None, None, None)),
        ("130123", UnitLevel.COUNTY, "1301", ("0", "13", "1301", "130123", None, None)),
        (
            "130123100",
            UnitLevel.TOWNSHIP,
            "130123",
            ("0", "13", "1301", "130123", "130123100", None),
        ),
    ],
)
def test_level_parent_and_scope_follow_the_code(
    units: dict[str, Unit],
    code: str,
    level: UnitLevel,
    parent: str,
    scope: tuple[str | None, ...],
) -> None:
    unit = units[code]
    assert (unit.level, unit.parent, unit.scope) == (level, parent, scope)


@pytest.mark.parametrize(
    ("placeholder", "child", "parent"),
    [
        ("1101", "110101", "11"),  # 北京市辖区 → 东城区
        ("1201", "120101", "12"),  # 天津市辖区
        ("3101", "310101", "31"),  # 上海市辖区
        ("5001", "500101", "50"),  # 重庆市辖区
        ("5002", "500229", "50"),  # 重庆 县 → 城口县
        ("4190", "419001", "41"),  # 省直辖县级行政区划 → 济源市
        ("4290", "429004", "42"),  # → 仙桃市
        ("4690", "469001", "46"),  # → 五指山市
        ("6590", "659001", "65"),  # 自治区直辖县级行政区划 → 石河子市
    ],
)
def test_children_of_a_placeholder_hang_on_the_province(
    units: dict[str, Unit], placeholder: str, child: str, parent: str
) -> None:
    assert placeholder not in units
    assert units[child].parent == parent
    assert units[child].scope[:4] == ("0", parent, None, child)


@pytest.mark.parametrize(
    ("prefecture", "echo", "township"),
    [
        ("4419", "441900", "441900003"),
        ("4420", "442000", "442000001"),
        ("4604", "460400", "460400100"),
        ("6202", "620201", "620201001"),
    ],
)
def test_a_prefecture_repeated_as_its_own_county_is_one_government(
    units: dict[str, Unit], prefecture: str, echo: str, township: str
) -> None:
    assert echo not in units
    assert units[township].parent == prefecture
    assert units[township].scope[2:5] == (prefecture, None, township)


def test_rows_for_villages_under_direct_rule_are_no_governments(
    divisions: list[Division], units: dict[str, Unit]
) -> None:
    rows = [division for division in divisions if "直辖村级" in division.name]
    assert len(rows) == 11
    assert all(is_placeholder(row) and row.code not in units for row in rows)


@pytest.mark.requirement(3)
@pytest.mark.parametrize("code", ["130171", "130172", "320576", "632857", "460321", "341824400"])
def test_zones_are_committees(units: dict[str, Unit], code: str) -> None:
    assert units[code].kind is UnitKind.COMMITTEE
    assert units[code].name.endswith(("管理委员会", "行政委员会"))


@pytest.mark.requirement(107)
def test_farms_and_prisons_of_township_rank_are_authorised_bodies_at_most(
    units: dict[str, Unit], divisions: list[Division]
) -> None:
    farms = [row.code for row in divisions if len(row.code) == 9 and row.name.endswith("监狱")]
    assert farms
    assert {units[code].kind for code in farms} == {UnitKind.AUTHORISED_BODY}


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("1301", "石家庄市人民政府"),
        ("2327", "大兴安岭地区行政公署"),
        ("1525", "锡林郭勒盟行政公署"),
        ("130102001", "建北街道办事处"),
        ("341824103", "上庄镇人民政府"),
        ("130171", "石家庄高新技术产业开发区管理委员会"),
    ],
)
def test_a_government_bears_its_proper_name(units: dict[str, Unit], code: str, name: str) -> None:
    assert units[code].name == name


@pytest.mark.requirement(54)
def test_every_parent_is_a_unit_and_stands_before_its_children(units: dict[str, Unit]) -> None:
    seen = {"0"}
    for unit in units.values():
        assert unit.parent in seen
        seen.add(unit.code)


def test_the_shipped_initials_are_those_of_the_names(divisions: list[Division]) -> None:
    sample = [row for row in divisions if len(row.code) <= 6]
    assert [row.initials for row in sample] == [initials(row.name) for row in sample]


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("长治市", "czs"),
        ("长子县", "zzx"),
        ("重庆市", "cqs"),
        ("朝阳区", "cyq"),
        ("六安市", "las"),
        ("单县", "sx"),
        ("石家庄市应急管理局", "sjzsyjglj"),
    ],
)
def test_initials_follow_the_reading_of_the_place(name: str, letters: str) -> None:
    assert initials(name) == letters
