"""The office of a unit's own level, for any tree of units."""

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kit.ids import new_id
from services.registry.domain.same_level import same_level_office
from services.registry.domain.units import NewUnit, Unit, UnitKind, create_unit
from tests.registry.world import make_department, make_government, world_units

DAY = date(2026, 11, 21)
OFFICES = (UnitKind.NEWS_OFFICE, UnitKind.CYBERSPACE, UnitKind.PUBLICITY)


def make_child(parent: Unit, letters: str, kind: UnitKind, **overrides: object) -> Unit:
    code = f"{parent.code}-{letters}"
    made = create_unit(
        NewUnit(code=code, name=f"{parent.name}{letters}", kind=kind, parent=parent.code),
        parent,
        None,
        new_id(),
    )
    return replace(made, **overrides)  # type: ignore[arg-type] # the fields a test names


@st.composite
def towns(draw: st.DrawFn) -> list[Unit]:
    """Governments of four levels with some offices, of which some have ended or not begun."""
    units = world_units()
    for government in world_units():
        for number in range(draw(st.integers(0, 3))):
            kind = draw(st.sampled_from(OFFICES))
            span: dict[str, date] = draw(
                st.sampled_from(
                    [{}, {"active_to": DAY - timedelta(1)}, {"active_from": DAY + timedelta(1)}]
                )
            )
            units.append(make_child(government, f"O{number}", kind, **span))
        bureau = make_child(government, "JU", UnitKind.DEPARTMENT)
        units += [bureau, make_child(bureau, "KE", UnitKind.DIVISION)]
    return units


@pytest.mark.requirement(133)
@given(units=towns(), kind=st.sampled_from(OFFICES), seed=st.randoms(use_true_random=False))
def test_the_answer_is_active_of_the_kind_and_never_of_another_level(
    units: list[Unit], kind: UnitKind, seed: random.Random
) -> None:
    shuffled = seed.sample(units, len(units))
    for unit in units:
        answer = same_level_office(shuffled, unit, kind, DAY)
        own = unit.code.partition("-")[0]
        offices = [
            one.code
            for one in units
            if one.parent == own and one.kind is kind and one.is_active(DAY)
        ]
        assert (answer.unit.code if answer.unit else None) == min(offices, default=None)
        assert answer.steps[-1].unit == (answer.unit.code if answer.unit else None)


@pytest.mark.requirement(3, 85, 133)
def test_a_section_in_a_zone_belongs_to_the_committee_that_governs_it() -> None:
    zone = replace(make_government("130121"), code="130171", kind=UnitKind.COMMITTEE)
    bureau = make_child(zone, "YJGLJ", UnitKind.DEPARTMENT)
    section = make_child(bureau, "BGS", UnitKind.DIVISION)
    office = make_child(zone, "XWB", UnitKind.NEWS_OFFICE)
    answer = same_level_office([zone, bureau, office], section, UnitKind.NEWS_OFFICE, DAY)
    assert answer.unit == office
    assert [step.unit for step in answer.steps] == [bureau.code, "130171", "130171", office.code]
    assert "由管委会行使政府职责" in answer.steps[2].text
    itself = same_level_office([zone], section, UnitKind.GOVERNMENT, DAY)
    assert itself.unit is None
    climbed = same_level_office([zone, bureau], section, UnitKind.GOVERNMENT, DAY)
    assert climbed.unit == zone


def test_of_two_offices_the_lower_code_answers_and_both_are_named() -> None:
    city = make_government()
    first, second = (make_child(city, name, UnitKind.NEWS_OFFICE) for name in ("XWA", "XWB"))
    answer = same_level_office([second, first, city], make_department(), UnitKind.NEWS_OFFICE, DAY)
    assert answer.unit == first
    assert first.name in answer.steps[-1].text
    assert second.name in answer.steps[-1].text


def test_a_level_without_the_office_has_none_though_the_level_above_has_one() -> None:
    city, county = make_government(), make_government("130123")
    office = make_child(city, "XWB", UnitKind.NEWS_OFFICE)
    answer = same_level_office([city, county, office], county, UnitKind.NEWS_OFFICE, DAY)
    assert answer.unit is None
    assert answer.steps[-1].text == "正定县人民政府当日没有新闻办公室，不越级认定。"


def test_a_government_that_has_ended_has_no_offices() -> None:
    city = replace(make_government(), active_to=DAY - timedelta(1))
    office = make_child(city, "XWB", UnitKind.NEWS_OFFICE)
    assert same_level_office([city, office], office, UnitKind.NEWS_OFFICE, DAY).unit is None
    before = same_level_office([city, office], office, UnitKind.NEWS_OFFICE, DAY - timedelta(1))
    assert before.unit == office
