"""Which packs bind an incident: day, place, body, and in which order."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from services.deadlines.law.facts import Facts
from services.deadlines.law.loading import PackFaults
from services.deadlines.law.selection import (
    PackSet,
    forced,
    needed,
    packs_in_force,
    start_day,
)
from tests.deadlines.law.law import local, make_facts, packs, shipped, world

NATIONAL = ["guoban-2016-80", "guoban-2016-61", "guoban-2013-100"]


def in_force(facts: Facts, among: PackSet | None = None) -> list[str]:
    return [p.id for p in packs_in_force(among or shipped(), facts, world())]


def occurring(at: datetime) -> Facts:
    return make_facts(occurred_at=at, known_at=at)


@pytest.mark.parametrize(
    ("at", "binding"),
    [
        (local(2019, 3, 7, 23, 59, 59), False),
        (local(2019, 3, 8, 0, 0, 0), True),
        (datetime(2019, 3, 7, 15, 59, 59, tzinfo=UTC), False),
        (datetime(2019, 3, 7, 16, 0, 0, tzinfo=UTC), True),
    ],
)
def test_a_pack_binds_from_midnight_in_china_of_its_first_day(at: datetime, binding: bool) -> None:
    assert ("shijiazhuang-2019" in in_force(occurring(at))) is binding


def test_the_last_day_of_a_pack_is_the_one_before_its_end() -> None:
    (old,) = packs("shijiazhuang-2019")
    ending = PackSet.of([replace(old, effective_to=date(2026, 7, 1))])

    assert in_force(occurring(local(2026, 6, 30, 23, 59)), ending) == ["shijiazhuang-2019"]
    assert in_force(occurring(local(2026, 7, 1)), ending) == []


def test_the_day_of_occurrence_governs_and_that_of_the_report_where_it_is_unknown() -> None:
    known = local(2019, 3, 8, 0, 5)
    before = make_facts(known_at=known, occurred_at=local(2019, 3, 7, 23, 50))
    unknown = make_facts(known_at=known, occurred_at=None)

    assert start_day(before).isoformat() == "2019-03-07"
    assert start_day(unknown).isoformat() == "2019-03-08"


def test_a_smaller_territory_comes_first_and_a_verified_newer_text_before_an_older() -> None:
    assert in_force(make_facts()) == ["shijiazhuang-2019", *NATIONAL]


@pytest.mark.requirement(84)
def test_the_pack_of_one_body_comes_before_any_territory() -> None:
    facts = make_facts(localities=("140403",), units=("1404-NYJ-DLK",), desk=None)

    assert in_force(facts) == ["changzhi-energy", *NATIONAL]


@pytest.mark.requirement(54)
@pytest.mark.parametrize(
    "given",
    [
        {"units": ("1404-NYJ",)},
        {"units": ("1404-NYJ-DLK",)},
        {"units": ("1404-NYJ-JCZX",)},
        {"units": ("1404-NYJ-UNREGISTERED",)},
        {"units": None, "desk": "1404-NYJ-BGS"},
    ],
)
def test_a_body_pack_binds_the_body_and_all_inside_it(given: dict[str, object]) -> None:
    facts = make_facts(**{"localities": ("140403",), "desk": None, **given})

    assert in_force(facts)[0] == "changzhi-energy"


def test_a_body_pack_does_not_bind_a_neighbour() -> None:
    facts = make_facts(localities=("140403",), units=("1404-WXB",), desk="1404")

    assert in_force(facts) == NATIONAL


@pytest.mark.requirement(3)
def test_a_territorys_pack_reaches_its_counties_zones_and_townships() -> None:
    for place in ("1301", "130123", "130171", "130123100"):
        assert in_force(make_facts(localities=(place,)))[0] == "shijiazhuang-2019"
    assert in_force(make_facts(localities=("1302",))) == NATIONAL


def test_while_the_locality_is_unknown_the_packs_of_the_desks_territory_are_candidates() -> None:
    county = make_facts(localities=None, desk="130123")
    province = make_facts(localities=None, desk="13")
    nowhere = make_facts(localities=None, desk=None)

    assert in_force(county) == ["shijiazhuang-2019", *NATIONAL]
    assert in_force(province) == ["shijiazhuang-2019", *NATIONAL]
    assert in_force(nowhere) == ["jixi-response", "shijiazhuang-2019", *NATIONAL]


def test_known_to_have_no_place_is_not_unknown() -> None:
    assert in_force(make_facts(localities=(), desk="13")) == NATIONAL
    assert in_force(make_facts(localities=(), desk=None)) == NATIONAL


@pytest.mark.requirement(107)
def test_a_text_that_names_no_place_or_another_one_says_so_and_binds_no_stranger() -> None:
    city, province, jixi = packs("city-monitoring", "province-2013", "jixi-response")

    assert (city.divisions, city.units, province.divisions, province.units) == ((), (), (), ())
    assert all(any("未载明" in note for note in pack.notes) for pack in (city, province))
    assert jixi.divisions == ("341824",)
    assert jixi.text_scope is not None
    assert jixi.text_scope.startswith("区政府")
    assert any("不一致" in note for note in jixi.notes)


def test_packs_may_be_forced_in_a_given_order_and_an_unknown_one_is_named() -> None:
    chosen = forced(shipped(), ["guoban-2016-61", "city-monitoring"])

    assert not isinstance(chosen, str)
    assert [p.id for p in chosen] == ["guoban-2016-61", "city-monitoring"]
    assert forced(shipped(), ["guoban-2016-61", "gone", "gone-too"]) == "gone"


def test_what_a_calculation_may_look_up_is_told_beforehand() -> None:
    facts = make_facts(
        localities=("130121", "130123100"),
        units=("130123-JYJ",),
        mentioned_units=("1301-YJGLJ",),
        desk="1301",
    )

    need = needed(facts)

    assert need.divisions == ("130121", "1301", "13", "130123100", "130123")
    assert need.units == ("130123-JYJ", "1301-YJGLJ", "1301")
    assert need.lines == ("1301",)


@pytest.mark.parametrize(
    ("begins", "clash"), [(date(2026, 6, 30), True), (date(2026, 7, 1), False)]
)
def test_two_versions_in_force_on_one_day_are_refused_and_named(begins: date, clash: bool) -> None:
    (old,) = packs("shijiazhuang-2019")
    ending = replace(old, effective_to=date(2026, 7, 1))
    new = replace(old, version="2", effective_from=begins)
    if not clash:
        assert len(PackSet.of([ending, new]).packs) == 2
        return
    with pytest.raises(PackFaults) as found:
        PackSet.of([ending, new])
    (fault,) = found.value.faults
    assert fault.path == "shijiazhuang-2019.effective_from"
    assert "overlap" in fault.message
