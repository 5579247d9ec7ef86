"""The next year's notice is entered as data: days counted before it say that they may move."""

from typing import Any

import pytest

from services.kit.auth import Role
from tests.deadlines.desk import CHIEF, Desk, Who

ADMIN = Who(role=Role.ROSTER_ADMIN)
COUNTED = """query W($start: Date!, $count: Int!) {
    workingDay(start: $start, count: $count) { day provisional note } }"""
NOTICE = {
    "year": 2027,
    "document": "国办发明电〔2026〕7号",
    "holidays": [
        {"name": "元旦", "begins": "2027-01-01", "ends": "2027-01-03"},
        {"name": "春节", "begins": "2027-02-05", "ends": "2027-02-11"},
    ],
    "workingDays": ["2027-02-13"],
}
SHOWN = "notice { year version document days { day works festival } } replayed"


async def entered(desk: Desk, who: Who = ADMIN, **changes: Any) -> Any:
    return await desk.act("importHolidayNotice", SHOWN, {**NOTICE, **changes}, who)


async def counted(desk: Desk, start: str, count: int) -> dict[str, Any]:
    found: dict[str, Any] = (await desk.ask(COUNTED, start=start, count=count))["workingDay"]
    return found


async def test_a_year_without_a_notice_says_so_until_it_is_entered(desk: Desk) -> None:
    before = await counted(desk, "2026-12-31", 1)
    assert (before["day"], before["provisional"]) == ("2027-01-01", [2027])
    assert "2027年放假安排尚未录入" in before["note"]

    done = await entered(desk)
    assert done["notice"]["version"] == 1
    assert {"day": "2027-02-13", "works": True, "festival": "春节"} in done["notice"]["days"]
    after = await counted(desk, "2026-12-31", 1)
    assert after == {"day": "2027-01-04", "provisional": [], "note": None}
    assert (await counted(desk, "2027-02-12", 1))["day"] == "2027-02-13"  # a Saturday, worked
    assert (await counted(desk, "2027-02-15", -1))["day"] == "2027-02-13"

    refused = await entered(desk, CHIEF)
    assert (refused["code"], refused["field"]) == ("REASON_WANTED", "input.note")
    again = await entered(desk, CHIEF, workingDays=[], note="更正通知")
    assert again["notice"]["version"] == 2
    assert (await counted(desk, "2027-02-12", 1))["day"] == "2027-02-15"


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"year": 2031}, "BAD_YEAR", "input.year"),
        ({"year": 2026, "holidays": []}, "BAD_NOTICE", "input.holidays"),
        ({"workingDays": ["2027-02-15"]}, "BAD_NOTICE", "input.workingDays.0"),
        ({"document": " "}, "MISSING", "input.document"),
        ({"year": 2028, "note": "再试"}, "BAD_NOTICE", "input.holidays.0"),
    ],
)
async def test_a_notice_that_cannot_be_meant_is_refused(
    desk: Desk, changes: dict[str, Any], code: str, field: str
) -> None:
    refused = await entered(desk, **changes)
    assert (refused["code"], refused["field"]) == (code, field), refused


async def test_counting_none_or_too_many_is_refused(desk: Desk) -> None:
    for count in (0, 251, -251):
        answer = await desk.send(COUNTED, start="2026-12-31", count=count)
        assert answer["errors"][0]["extensions"]["code"] == "BAD_COUNT"


async def test_counting_ends_where_calendars_do(desk: Desk) -> None:
    for start, count in (("9999-12-31", 1), ("0001-01-01", -1)):
        answer = await desk.send(COUNTED, start=start, count=count)
        assert answer["errors"][0]["extensions"] == {"code": "BAD_DAY", "field": "start"}
