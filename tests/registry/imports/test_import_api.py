"""Imports over HTTP: what a dry run tells is what the import does, and bad rows hold up no good."""

from pathlib import Path
from typing import Any

import pytest

from services.kit.database import Database
from tests.registry.imports.clerk import Clerk, outcomes, reasons
from tests.registry.samples import make

SAMPLES = Path(make.__file__).parent
COUNTED = ("unit", "person", "person_phone", "appointment", "expert", "channel", "change", "filing")


async def counts(database: Database) -> dict[str, int]:
    async with database.reading() as conn:
        return {
            name: await conn.fetchval(f"select count(*) from {name}")  # noqa: S608 - names above
            for name in COUNTED
        }


def sample(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()


async def test_a_dry_run_tells_everything_and_writes_nothing(
    clerk: Clerk, registry_db: Database
) -> None:
    before = await counts(registry_db)
    report = await clerk.start(sample("good/全套名录.xlsx"), dry_run=True)
    assert report["state"] == "DONE", report
    assert [row[1] for row in outcomes(report)] == ["CHANGED", *["NEW"] * 5]
    assert await counts(registry_db) == before


async def test_an_import_does_what_its_dry_run_told(clerk: Clerk, registry_db: Database) -> None:
    told = await clerk.start(sample("good/全套名录.xlsx"), dry_run=True)
    done = await clerk.start(sample("good/全套名录.xlsx"))
    assert outcomes(done) == outcomes(told)
    found = await counts(registry_db)
    assert (found["person"], found["appointment"], found["expert"], found["channel"]) == (
        2,
        2,
        1,
        1,
    )
    again = await clerk.start(sample("good/全套名录.xlsx"))
    assert {row[1] for row in outcomes(again)} == {"UNCHANGED"}
    assert (await counts(registry_db))["change"] == found["change"]


async def test_every_written_row_stands_in_the_change_log(
    clerk: Clerk, registry_db: Database
) -> None:
    await clerk.start(sample("good/全套名录.xlsx"))
    async with registry_db.reading() as conn:
        rows = await conn.fetch("select entity, kind, count(*) from change group by 1, 2")
    assert {(row["entity"], row["kind"]): row["count"] for row in rows} == {
        ("unit", "created"): 1,
        ("unit", "updated"): 1,
        ("person", "created"): 2,
        ("appointment", "created"): 2,
        ("expert", "created"): 1,
        ("channel", "created"): 1,
        ("filing", "opened"): 3,
    }


async def test_good_rows_are_taken_though_others_are_bad(clerk: Clerk) -> None:
    report = await clerk.start(sample("bad/日期不存在.xlsx"))
    assert outcomes(report) == [(2, "NEW", None), (3, "REJECTED", "BAD_CELL")]


async def test_what_a_formula_computed_is_never_taken(clerk: Clerk, registry_db: Database) -> None:
    before = await counts(registry_db)
    report = await clerk.start(sample("bad/有公式.xlsx"))
    formulas = [row for row in outcomes(report) if row[2] == "FORMULA"]
    assert formulas
    assert (await counts(registry_db))["person"] == before["person"] + report["newRows"]
    assert report["newRows"] + len(formulas) == len(outcomes(report))


async def test_two_units_of_one_code_are_both_rejected(clerk: Clerk) -> None:
    report = await clerk.start(sample("bad/同一代码两个单位.csv"))
    assert outcomes(report) == [
        (2, "REJECTED", "DUPLICATE_CODE"),
        (3, "REJECTED", "DUPLICATE_CODE"),
        (4, "NEW", None),
    ]
    assert "第 2、3 行" in reasons(report)[2]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("bad/表头不认识.xlsx", "NO_HEADER"),
        ("bad/缺少岗位列.xlsx", "MISSING_COLUMN"),
        ("bad/压缩炸弹.xlsx", "FILE_TOO_LARGE"),
    ],
)
async def test_a_bad_file_is_refused_and_nothing_written(
    clerk: Clerk, registry_db: Database, name: str, code: str
) -> None:
    before = await counts(registry_db)
    refused = await clerk.start(sample(name))
    assert (refused["code"], refused["field"]) == (code, "file")
    assert await counts(registry_db) == before


async def test_too_many_rows_are_refused(clerk: Clerk) -> None:
    rows = b"unit,name\n" * 200_001
    header = "单位代码,姓名,岗位\n".encode()
    assert (await clerk.start(header + rows))["code"] == "TOO_MANY_ROWS"


async def test_a_protected_file_is_refused_on_the_way_in(clerk: Clerk) -> None:
    answer = await clerk.upload(sample("bad/有密码.xlsx"))
    assert answer.status == 422
    told: dict[str, Any] = await answer.json()
    assert told["errors"][0]["extensions"]["code"] == "ENCRYPTED_OR_OLD_FORMAT"
