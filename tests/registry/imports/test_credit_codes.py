"""Lists that name units by their 统一社会信用代码: the stable key of other offices' lists."""

from dataclasses import replace
from typing import Any

import pytest
import pytest_asyncio
from xlsxwriter.worksheet import Worksheet

from services.kit.database import Database
from services.registry.store import units
from tests.registry.imports.clerk import Clerk, outcomes, reasons
from tests.registry.samples.make import OFFICE, text, workbook
from tests.registry.world import make_credit_code, make_department

ONE, TWO, NOBODYS = (make_credit_code(body) for body in ("1", "2", "9"))
HEADER = ("统一社会信用代码", "单位代码", "单位名称", "单位类别", "上级单位", "标签")
STAFF = ("社会信用代码", "单位名称", "姓名", "岗位", "任职日期")


def unit_row(credit: str, code: str, name: str = OFFICE, tags: str = "") -> tuple[str, ...]:
    return (credit, code, name, "工作部门", "1301", tags)


@pytest_asyncio.fixture(autouse=True, loop_scope="module")
async def bearer(clerk: Clerk, registry_db: Database) -> None:
    """Add 石家庄市公安局 with the code ONE; 石家庄市应急管理局 has none."""
    unit = make_department(code="1301-GAJ", name="石家庄市公安局", short_name="市公安局")
    async with registry_db.transaction() as conn:
        await units.copy_units(conn, [replace(unit, credit_code=ONE)])


async def lines(clerk: Clerk, *rows: tuple[str, ...], header: Any = HEADER) -> Any:
    return await clerk.start(text(header, *rows).encode())


@pytest.mark.parametrize("title", ["信用代码", "社会信用代码", "统一社会信用代码"])
async def test_a_person_is_entered_by_the_units_credit_code(clerk: Clerk, title: str) -> None:
    row = (ONE.lower(), "", "虚构甲", "联络员", "2026.3.1")
    report = await lines(clerk, row, header=(title, *STAFF[1:]))
    assert outcomes(report) == [(2, "NEW", None)]
    assert "石家庄市公安局" in report["rows"]["edges"][0]["node"]["label"]


async def test_a_code_of_nobody_leaves_it_to_the_name(clerk: Clerk) -> None:
    row = (NOBODYS, OFFICE, "虚构甲", "联络员", "2026.3.1")
    assert outcomes(await lines(clerk, row, header=STAFF)) == [(2, "NEW", None)]
    alone = await lines(clerk, (NOBODYS, "", "虚构甲", "联络员", "2026.3.1"), header=STAFF)
    assert outcomes(alone) == [(2, "REJECTED", "UNKNOWN_UNIT")]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ((ONE, OFFICE, "虚构甲", "联络员", "2026.3.1"), "CODE_AND_NAME_DIFFER"),
        ((TWO, "石家庄市公安局", "虚构甲", "联络员", "2026.3.1"), "KEYS_DIFFER"),
        ((ONE[:-1] + "?", OFFICE, "虚构甲", "联络员", "2026.3.1"), "BAD_CELL"),
    ],
)
async def test_what_speaks_of_two_units_is_rejected(
    clerk: Clerk, row: tuple[str, ...], code: str
) -> None:
    report = await lines(clerk, row, header=STAFF)
    assert outcomes(report) == [(2, "REJECTED", code)]


async def test_a_unit_gets_its_code_once_and_is_then_known_by_it(clerk: Clerk) -> None:
    first = await lines(clerk, unit_row(TWO, "1301-YJGLJ"))
    assert outcomes(first) == [(2, "CHANGED", None)]
    assert first["rows"]["edges"][0]["node"]["changed"] == ["统一社会信用代码"]
    without = await lines(clerk, unit_row(TWO, "", tags="民生密切"))
    assert outcomes(without) == [(2, "CHANGED", None)]
    again = await lines(clerk, unit_row(TWO, "1301-YJGLJ"))
    assert outcomes(again) == [(2, "UNCHANGED", None)]


async def test_a_unit_without_codes_in_the_list_is_known_by_its_name(clerk: Clerk) -> None:
    report = await lines(clerk, unit_row(TWO, ""), unit_row(NOBODYS, "", "石家庄市新局"))
    assert outcomes(report) == [(2, "CHANGED", None), (3, "REJECTED", "UNKNOWN_UNIT")]
    assert "请填单位代码" in reasons(report)[3]


@pytest.mark.parametrize(
    "row",
    [
        unit_row(ONE, "1301-YJGLJ"),
        unit_row(TWO, "1301-GAJ", "石家庄市公安局"),
        unit_row(ONE, "1301-NEW", "石家庄市新局"),
    ],
)
async def test_a_unit_whose_two_keys_disagree_is_rejected(
    clerk: Clerk, row: tuple[str, ...]
) -> None:
    report = await lines(clerk, row)
    assert outcomes(report) == [(2, "REJECTED", "KEYS_DIFFER")]
    assert ONE in reasons(report)[2]


async def test_one_code_for_two_units_is_guessed_for_neither(clerk: Clerk) -> None:
    report = await lines(
        clerk, unit_row(TWO, "1301-YJGLJ"), unit_row(TWO, "1301-NEW", "石家庄市新局")
    )
    assert [row[1:] for row in outcomes(report)] == [("REJECTED", "DUPLICATE_CODE")] * 2


async def test_an_undo_takes_the_code_away_again(clerk: Clerk, registry_db: Database) -> None:
    report = await lines(clerk, unit_row(TWO, "1301-YJGLJ"))
    await clerk.undo(report["id"])
    assert (await clerk.ended(report["id"]))["state"] == "UNDONE"
    async with registry_db.reading() as conn:
        assert await units.units_by_credit_code(conn, [TWO]) == {}


async def test_an_export_tells_the_code(clerk: Clerk) -> None:
    await lines(clerk, unit_row(TWO, "1301-YJGLJ"))
    whole = await clerk.fetch("/exports/roster.csv?kind=UNITS")
    assert TWO in whole.decode("utf-8-sig")


async def test_a_unit_that_the_file_itself_lists_is_one_for_its_people(clerk: Clerk) -> None:
    def listed(page: Worksheet) -> None:
        page.write_row(0, 0, HEADER)
        page.write_row(1, 0, unit_row("", "1301-YJGLJ"))

    def people(page: Worksheet) -> None:
        page.write_row(0, 0, STAFF)
        page.write_row(1, 0, ("", OFFICE, "虚构甲", "联络员", "2026.3.1"))

    report = await clerk.start(workbook(("单位", listed), ("任职名单", people)))
    assert outcomes(report) == [(2, "UNCHANGED", None), (2, "NEW", None)]
