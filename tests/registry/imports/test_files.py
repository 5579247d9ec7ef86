"""Files over plain HTTP: the same token, the same table; what comes out goes in again."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from services.kit.auth import Role
from services.kit.database import Database
from services.registry.domain.imports.tables import read_roster
from tests.registry.imports.clerk import Clerk, outcomes
from tests.registry.imports.test_undo import rows_of
from tests.registry.samples import make
from tests.registry.samples.make import POSTS, spokesperson, text
from tests.registry.world import make_principal

ROSTER = Path(make.__file__).parent / "good/全套名录.xlsx"
WHERE = ("/exports/roster.xlsx", "/exports/roster.csv?kind=POSTS")


async def code_of(clerk: Clerk, path: str, **caller: Any) -> tuple[int, str]:
    answer = await clerk.api.http.get(path, headers=clerk.headers(**caller))
    told = await answer.json()
    return answer.status, told["errors"][0]["extensions"]["code"]


async def test_an_export_comes_back_as_unchanged(clerk: Clerk, registry_db: Database) -> None:
    await clerk.start(ROSTER.read_bytes())
    before = await rows_of(registry_db)
    for path in WHERE:
        report = await clerk.start(await clerk.fetch(path))
        assert {row[1] for row in outcomes(report)} == {"UNCHANGED"}, report
    assert await rows_of(registry_db) == before


async def test_an_export_of_an_import_of_an_export_is_the_same(clerk: Clerk) -> None:
    done = await clerk.start(ROSTER.read_bytes())
    first = read_roster(await clerk.fetch(WHERE[0]))
    exported = await clerk.fetch(WHERE[0])
    await clerk.undo(done["id"])
    await clerk.start(exported)
    assert read_roster(await clerk.fetch(WHERE[0])) == first


async def test_rejected_rows_come_back_with_their_reasons(clerk: Clerk) -> None:
    bad = spokesperson("虚构乙", 任职日期="2026-02-30", 手机="13900000002")
    rows = text(POSTS, spokesperson("虚构甲"), bad)
    report = await clerk.start(rows.encode("gbk"))
    sheet = (await clerk.fetch(f"/imports/{report['id']}/rejected.csv")).decode("utf-8-sig")
    header, row = list(csv.reader(io.StringIO(sheet)))
    assert header == [*POSTS, "原因"]
    assert row[:9] == list(bad)
    assert "2026-02-30" in row[9]
    repaired = sheet.replace("2026-02-30", "2026-02-28", 1)
    again = await clerk.start(repaired.encode())
    assert outcomes(again) == [(2, "NEW", None)]


@pytest.mark.parametrize("path", [*WHERE, "/imports/x/rejected.xlsx"])
async def test_a_stranger_and_an_officer_take_nothing_away(clerk: Clerk, path: str) -> None:
    answer = await clerk.api.http.get(path)
    assert answer.status == 401
    assert await code_of(clerk, path, caller=make_principal(Role.OFFICER)) == (403, "FORBIDDEN")
    machine = make_principal(operations=frozenset({"appoint"}))
    assert await code_of(clerk, path, caller=machine) == (403, "FORBIDDEN")


async def test_another_territory_is_not_exported_nor_its_reports_read(clerk: Clerk) -> None:
    report = await clerk.start(text(POSTS, spokesperson("虚构甲", 职务="")).encode())
    county = make_principal(unit="130123", scope_level=4, scope_code="130123")
    path = f"/imports/{report['id']}/rejected.xlsx"
    assert await code_of(clerk, path, caller=county) == (403, "OUT_OF_SCOPE")
    assert (await code_of(clerk, "/exports/roster.xlsx?unit=13"))[1] == "OUT_OF_SCOPE"


async def test_a_file_is_only_its_uploaders_and_only_for_a_day(clerk: Clerk) -> None:
    file = (await (await clerk.upload(ROSTER.read_bytes())).json())["id"]
    other = make_principal(subject="somebody-else")
    assert (await clerk.run(file, caller=other))["code"] == "UNKNOWN_FILE"
    clerk.api.clock.advance(hours=24)  # type: ignore[attr-defined] # a ManualClock in tests
    assert (await clerk.run(file))["code"] == "UNKNOWN_FILE"


async def test_an_exported_number_is_on_record(clerk: Clerk, registry_db: Database) -> None:
    await clerk.start(text(POSTS, spokesperson("虚构甲")).encode())
    await clerk.fetch(WHERE[1])
    async with registry_db.reading() as conn:
        asked = await conn.fetch("select operation from phone_reveal")
    assert [row["operation"] for row in asked] == ["Http.export"]


async def test_a_cell_that_a_table_program_would_compute_is_kept_from_it(clerk: Clerk) -> None:
    start = {"岗位": "联络员", "手机": "+86 13900000001"}
    await clerk.start(text(POSTS, spokesperson("虚构甲", 职务="@科员", **start)).encode())
    sheet = (await clerk.fetch(WHERE[1])).decode("utf-8-sig")
    assert "'@科员" in sheet
    assert "'+86 13900000001" in sheet


@pytest.mark.parametrize(("size", "status"), [(0, 422), ((32 << 20) + 1, 413)])
async def test_an_upload_is_neither_empty_nor_endless(clerk: Clerk, size: int, status: int) -> None:
    assert (await clerk.upload(bytes(size))).status == status
