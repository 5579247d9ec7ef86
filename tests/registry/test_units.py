"""Decisions about units, without a database."""

from dataclasses import replace

import pytest

from services.kit.ids import new_id
from services.kit.refusal import Refusal
from services.registry.domain.units import (
    Management,
    NewUnit,
    UnitKind,
    UnitLevel,
    UnitPatch,
    code_range,
    create_unit,
    update_unit,
)
from tests.registry.world import make_department, make_government, make_supervised


@pytest.mark.parametrize(
    ("code", "inside", "outside"),
    [
        ("0", ["13", "659001", "0-SWZJ"], []),
        ("13", ["13", "1301", "13-YJGLT", "130102001"], ["14", "12"]),
        ("1301", ["1301", "1301-YJGLJ", "130123", "130123-JYJ"], ["13", "1302", "13-YJGLT"]),
        ("1404-NYJ", ["1404-NYJ", "1404-NYJ-BGS"], ["1404-NYJX", "1404-NYI", "1404"]),
    ],
)
def test_a_subtree_is_one_range_of_codes(code: str, inside: list[str], outside: list[str]) -> None:
    above, below = code_range(code)
    assert all(above <= one and (below is None or one < below) for one in inside)
    assert not any(above <= one and (below is None or one < below) for one in outside)


def test_a_department_takes_its_governments_tier_and_a_section_is_internal() -> None:
    department = make_department()
    section = make_department(department, code="1301-YJGLJ-BGS", kind=UnitKind.DIVISION)
    assert department.level is UnitLevel.PREFECTURE
    assert section.level is UnitLevel.INTERNAL
    assert section.scope == ("0", "13", "1301", None, None, "1301-YJGLJ")


@pytest.mark.parametrize(
    ("code", "refusal"),
    [
        ("1302-YJGLJ", "CODE_OUTSIDE_PARENT"),
        ("1301", "CODE_OUTSIDE_PARENT"),
        ("1301-YJ-GLJ", "CODE_OUTSIDE_PARENT"),
        ("1301-应急", "BAD_CODE"),
        ("1301-yjglj", "BAD_CODE"),
        ("1301-" + "A" * 200, "BAD_CODE"),
        ("", "BAD_CODE"),
    ],
)
def test_a_code_outside_its_parent_is_refused(code: str, refusal: str) -> None:
    with pytest.raises(Refusal) as refused:
        make_department(code=code)
    assert (refused.value.code, refused.value.field) == (refusal, "code")


@pytest.mark.requirement(14)
def test_a_vertical_unit_names_who_supervises_it_beside_its_parent() -> None:
    parent = make_government("130123")
    above = make_department(code="1301-STHJJ", name="石家庄市生态环境局")
    command = NewUnit(
        code="130123-STHJJ",
        name="石家庄市生态环境局正定县分局",
        kind=UnitKind.DEPARTMENT,
        parent="130123",
        management=Management.VERTICAL,
    )
    with pytest.raises(Refusal) as refused:
        create_unit(command, parent, None, new_id())
    assert (refused.value.code, refused.value.field) == (
        "VERTICAL_WITHOUT_SUPERVISOR",
        "supervising",
    )
    unit = create_unit(replace(command, supervising=above.code), parent, above, new_id())
    assert (unit.parent, unit.supervising) == ("130123", "1301-STHJJ")


def test_a_unit_cannot_come_to_supervise_itself() -> None:
    unit = make_department()
    with pytest.raises(Refusal) as refused:
        update_unit(
            unit,
            UnitPatch(code=unit.code, supervising="13-YJGLT"),
            supervisors=["13-YJGLT", unit.code],
        )
    assert refused.value.code == "SUPERVISION_CYCLE"


def test_removing_the_supervisor_of_a_vertical_unit_is_refused() -> None:
    unit = make_supervised(make_department(), "13")
    with pytest.raises(Refusal) as refused:
        update_unit(unit, UnitPatch(code=unit.code, supervising=""), supervisors=[])
    assert refused.value.code == "VERTICAL_WITHOUT_SUPERVISOR"


def test_a_new_name_brings_new_initials_and_a_new_version() -> None:
    unit = make_department()
    changed = update_unit(unit, UnitPatch(code=unit.code, name="石家庄市应急厅"), supervisors=[])
    assert (changed.initials, changed.version) == ("sjzsyjt", 2)
