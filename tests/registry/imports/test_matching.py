"""Whom and what a row means: never guessed, and said with the candidates where it is unclear."""

from typing import Any

import pytest

from services.kit.auth import Role
from services.kit.database import Database
from services.registry.domain.appointments import Post
from services.registry.store import appointments, units
from tests.registry.imports.clerk import Clerk, outcomes, reasons
from tests.registry.samples.make import POSTS, spokesperson, text
from tests.registry.world import (
    make_appointment,
    make_department,
    make_government,
    make_principal,
    save_person,
)

UNIT = "1301-YJGLJ"


def rows(*told: tuple[str, ...]) -> bytes:
    return text(POSTS, *told).encode()


def anonymous(name: str, **told: str) -> tuple[str, ...]:
    return spokesperson(name, **{"单位代码": "", "手机": "", **told})


async def keep(database: Database, name: str, phone: str | None = None, **post: Any) -> None:
    """Write a person of the unit, and an appointment where ``post`` tells of one."""
    async with database.transaction() as conn:
        person = await save_person(conn, UNIT, name, phone)
        if post:
            told = {"unit": UNIT, "person_id": person.id, "person": name, **post}
            await appointments.insert_appointment(conn, make_appointment(**told))


async def test_a_unit_is_found_by_its_name_alone(clerk: Clerk) -> None:
    report = await clerk.start(rows(anonymous("虚构甲")))
    assert outcomes(report) == [(2, "NEW", None)]


async def test_of_two_units_of_one_name_none_is_guessed(
    clerk: Clerk, registry_db: Database
) -> None:
    county = make_department(make_government("130123"), name="石家庄市应急管理局")
    async with registry_db.transaction() as conn:
        await units.copy_units(conn, [county])
    report = await clerk.start(rows(anonymous("虚构甲")))
    assert outcomes(report) == [(2, "REJECTED", "AMBIGUOUS_UNIT")]
    assert UNIT in reasons(report)[2]
    assert county.code in reasons(report)[2]


async def test_a_parent_tells_two_units_of_one_name_apart(
    clerk: Clerk, registry_db: Database
) -> None:
    county = make_department(make_government("130123"), name="石家庄市应急管理局")
    async with registry_db.transaction() as conn:
        await units.copy_units(conn, [county])
    header = ("单位名称", "上级单位", "姓名", "岗位", "任职日期")
    row = ("石家庄市应急管理局", "石家庄市人民政府", "虚构甲", "联络员", "2026.3.1")
    assert outcomes(await clerk.start(text(header, row).encode())) == [(2, "NEW", None)]


async def test_a_code_that_is_another_units_is_not_taken(clerk: Clerk) -> None:
    report = await clerk.start(rows(spokesperson("虚构甲", 单位名称="石家庄市公安局")))
    assert outcomes(report) == [(2, "REJECTED", "CODE_AND_NAME_DIFFER")]


@pytest.mark.parametrize("told", [{"单位代码": "13"}, {"单位代码": "1302-X"}])
async def test_what_lies_outside_the_territory_is_rejected(
    clerk: Clerk, told: dict[str, str]
) -> None:
    report = await clerk.start(rows(spokesperson("虚构甲", 单位名称="", **told)))
    assert outcomes(report)[0][1:] in (("REJECTED", "OUT_OF_SCOPE"), ("REJECTED", "UNKNOWN_UNIT"))


async def test_the_number_tells_two_of_one_name_apart(clerk: Clerk, registry_db: Database) -> None:
    await keep(registry_db, "虚构甲", "13900000001")
    await keep(registry_db, "虚构甲", "13900000009")
    alone = await clerk.start(rows(spokesperson("虚构甲", 手机="")))
    assert outcomes(alone) == [(2, "REJECTED", "AMBIGUOUS_PERSON")]
    assert "139****0009" in reasons(alone)[2]
    told = await clerk.start(rows(spokesperson("虚构甲", 手机="139-0000-0009")))
    assert outcomes(told) == [(2, "NEW", None)]


async def test_an_end_ends_and_a_missing_row_ends_nothing(
    clerk: Clerk, registry_db: Database
) -> None:
    await keep(registry_db, "虚构甲", post=Post.HEAD, title="局长")
    await keep(registry_db, "虚构乙", post=Post.LIAISON, title="联络员")
    start = {"岗位": "主要负责人", "职务": "", "手机": ""}
    ended = spokesperson("虚构甲", 任职日期="2025-03-01", 离任日期="2026.6.30", **start)
    new = spokesperson("虚构丙", 任职日期="2026.7.1", **start)
    report = await clerk.start(rows(new, ended))
    assert outcomes(report) == [(2, "NEW", None), (3, "CHANGED", None)]
    async with registry_db.reading() as conn:
        found = await appointments.appointments_to(conn, UNIT, list(Post))
    assert {one.person: str(one.ends_on) for one in found} == {
        "虚构甲": "2026-06-30",
        "虚构乙": "None",
        "虚构丙": "None",
    }


async def test_an_appointment_is_not_rewritten(clerk: Clerk, registry_db: Database) -> None:
    await keep(registry_db, "虚构甲", title="局长")
    row = spokesperson("虚构甲", 任职日期="2025-03-01", 手机="")
    report = await clerk.start(rows(row))
    assert outcomes(report) == [(2, "REJECTED", "NEVER_OVERWRITTEN")]


async def test_of_two_new_heads_at_once_neither_is_taken(clerk: Clerk) -> None:
    heads = [spokesperson(name, 岗位="主要负责人", 手机="") for name in ("虚构甲", "虚构乙")]
    report = await clerk.start(rows(*heads))
    assert [row[1:] for row in outcomes(report)] == [("REJECTED", "OVERLAPPING_HEAD")] * 2


async def test_a_row_that_comes_twice_is_taken_once(clerk: Clerk) -> None:
    report = await clerk.start(rows(spokesperson("虚构甲"), spokesperson("虚构甲")))
    assert outcomes(report) == [(2, "NEW", None), (3, "REJECTED", "ROW_TWICE")]
    assert "第 2 行" in reasons(report)[3]


async def test_one_name_with_two_numbers_is_not_guessed(clerk: Clerk) -> None:
    other = spokesperson("虚构甲", 岗位="联络员", 手机="13900000002")
    report = await clerk.start(rows(spokesperson("虚构甲"), other))
    assert outcomes(report) == [(2, "NEW", None), (3, "REJECTED", "PHONE_TWICE")]


async def test_a_number_changes_and_an_empty_one_removes_nothing(
    clerk: Clerk, registry_db: Database
) -> None:
    await clerk.start(rows(spokesperson("虚构甲")))
    assert outcomes(await clerk.start(rows(spokesperson("虚构甲", 手机="")))) == [
        (2, "UNCHANGED", None)
    ]
    changed = await clerk.start(rows(spokesperson("虚构甲", 手机="13900000007")))
    assert outcomes(changed) == [(2, "CHANGED", None)]
    async with registry_db.reading() as conn:
        assert await conn.fetchval("select phone from person_phone") == "13900000007"
        logged = await conn.fetchval("select count(*) from change where body::text ~ '0000007'")
    assert logged == 0


async def test_a_new_unit_can_be_staffed_by_the_same_file(clerk: Clerk) -> None:
    header = ("单位代码", "单位名称", "单位类别", "上级单位")
    sheet = text(header, ("1301-XYZ", "石家庄市虚构局", "工作部门", "石家庄市人民政府"))
    assert outcomes(await clerk.start(sheet.encode())) == [(2, "NEW", None)]
    staff = spokesperson("虚构甲", 单位代码="", 单位名称="石家庄市虚构局")
    assert outcomes(await clerk.start(rows(staff))) == [(2, "NEW", None)]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (("1301-YJGLJ", "改了名的局", "工作部门", "1301"), "NAME_DIFFERS"),
        (("1301-YJGLJ", "石家庄市应急管理局", "新闻办", "1301"), "FIXED_COLUMN"),
        (("1301-NEW", "石家庄市应急管理局", "工作部门", "1301"), "DUPLICATE_NAME"),
        (("1301-NEW", "石家庄市新局", "", "1301"), "MISSING_VALUE"),
        (("130123-NEW", "石家庄市新局", "工作部门", "1301"), "CODE_OUTSIDE_PARENT"),
        (("新代码", "石家庄市新局", "工作部门", "1301"), "BAD_CODE"),
    ],
)
async def test_a_unit_that_would_be_another_is_rejected(
    clerk: Clerk, row: tuple[str, ...], code: str
) -> None:
    report = await clerk.start(text(("单位代码", "单位名称", "单位类别", "上级单位"), row).encode())
    assert outcomes(report) == [(2, "REJECTED", code)]


async def test_an_import_reaches_only_below_the_unit_named(clerk: Clerk) -> None:
    report = await clerk.start(rows(spokesperson("虚构甲")), unit="130123")
    assert outcomes(report) == [(2, "REJECTED", "OUT_OF_SCOPE")]
    refused = await clerk.start(rows(spokesperson("虚构甲")), unit="13")
    assert (refused["code"], refused["field"]) == ("OUT_OF_SCOPE", "unit")


async def test_an_officer_imports_nothing(clerk: Clerk) -> None:
    officer = make_principal(Role.OFFICER)
    answer = await clerk.upload(rows(spokesperson("虚构甲")), caller=officer)
    assert answer.status == 403
