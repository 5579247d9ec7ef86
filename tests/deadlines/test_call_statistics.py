"""What call centres count of their answering is kept as they state it."""

from typing import Any

import pytest

from tests.deadlines.desk import LEADER, Desk

SHAPE = "new corrected unchanged replayed"
NAME = "importCallStatistics"


def day(on: str = "2026-11-20", **given: Any) -> dict[str, Any]:
    stated = {"unit": "1301", "day": on, "calls": 120, "answered": 110, "answeredInTime": 96}
    return {**stated, **given}


async def told(desk: Desk, *rows: dict[str, Any], **given: Any) -> dict[str, Any]:
    stated = {"source": "市12345热线平台", "rows": list(rows), **given}
    answer: dict[str, Any] = await desk.act(NAME, SHAPE, stated)
    return answer


async def kept(desk: Desk) -> list[tuple[Any, ...]]:
    async with desk.database.reading() as conn:
        rows = await conn.fetch(
            """
            select day::text, source, version, calls, answered, in_time
            from call_statistic
            order by day, source, version
            """
        )
    return [tuple(row) for row in rows]


async def test_numbers_told_again_correct_and_the_old_ones_stay(desk: Desk) -> None:
    first = await told(
        desk, day(), day("2026-11-19", answeredInTime=None), idempotencyKey="calls-1"
    )
    assert (first["new"], first["corrected"], first["unchanged"]) == (2, 0, 0)
    again = await told(
        desk, day(), day("2026-11-19", answeredInTime=None), idempotencyKey="calls-1"
    )
    assert again == {**first, "replayed": True}
    more = await told(desk, day(answered=111), day("2026-11-19", answeredInTime=None))
    assert (more["new"], more["corrected"], more["unchanged"]) == (0, 1, 1)
    other = await told(desk, day(), source="县热线办")
    assert other["new"] == 1
    assert await kept(desk) == [
        ("2026-11-19", "市12345热线平台", 1, 120, 110, None),
        ("2026-11-20", "县热线办", 1, 120, 110, 96),
        ("2026-11-20", "市12345热线平台", 1, 120, 110, 96),
        ("2026-11-20", "市12345热线平台", 2, 120, 111, 96),
    ]


@pytest.mark.parametrize(
    ("rows", "code", "field"),
    [
        ([], "MISSING", "input.rows"),
        ([day(answered=121)], "MORE_THAN_CALLS", "input.rows.0.answered"),
        ([day(), day(calls=1)], "MORE_THAN_CALLS", "input.rows.1.answered"),
        ([day(answeredInTime=111)], "MORE_THAN_ANSWERED", "input.rows.0.answeredInTime"),
        ([day(answeredInTime=-1)], "NEGATIVE", "input.rows.0.answeredInTime"),
        ([day(calls=10_000_001)], "TOO_LARGE", "input.rows.0.calls"),
        ([day("2026-11-22")], "DAY_IN_FUTURE", "input.rows.0.day"),
        ([day("1999-12-31")], "TIME_TOO_EARLY", "input.rows.0.day"),
        ([day(), day()], "TOLD_TWICE", "input.rows.1.day"),
        ([day(unit="1301-MEIYOU")], "UNKNOWN_UNIT", "input.rows.0.unit"),
        ([day(unit="1404")], "NOT_FOUND", "input.rows.0.unit"),
        ([day("2026-11-18")] * 1001, "TOO_MANY", "input.rows"),
    ],
)
async def test_what_cannot_be_is_refused_whole(
    desk: Desk, rows: list[dict[str, Any]], code: str, field: str
) -> None:
    before = await kept(desk)
    refused = await told(desk, *rows)
    assert (refused["code"], refused["field"]) == (code, field)
    assert await kept(desk) == before


async def test_the_source_is_named_and_readers_import_nothing(desk: Desk) -> None:
    refused = await told(desk, day(), source=" ")
    assert (refused["code"], refused["field"]) == ("MISSING", "input.source")
    query = """mutation { importCallStatistics(input: {source: "x", rows: [], idempotencyKey: "k"})
        { __typename } }"""
    answer = await desk.send(query, LEADER)
    assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN"
