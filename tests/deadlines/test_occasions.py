"""Duties that belong to no incident: on the board, swept, acted on, closed, seen by who may."""

from datetime import timedelta
from typing import Any

import asyncpg
import pytest

from services.kit.graphql.ids import to_global_id
from tests.deadlines.desk import COUNTY, ELSEWHERE, JOB, OFFICER, Desk, Who
from tests.deadlines.occasions import open_occasion

BOARD = """query B($filter: ObligationFilter) {
  obligations(first: 10, filter: $filter) { edges { node {
    id kind title state dueAt outcome acknowledgedBy
    incident { number } occasion { id number title kindTitle state unit { name } }
  } } }
  boardTally { total today withinHour within15m untimed }
}"""


async def board(desk: Desk, who: Who = OFFICER, **wanted: Any) -> list[dict[str, Any]]:
    answer = await desk.ask(BOARD, who, filter=wanted or None)
    return [edge["node"] for edge in answer["obligations"]["edges"]]


async def opened(desk: Desk, **given: Any) -> tuple[str, dict[str, Any]]:
    """Open an occasion; return its global id and its one row on the board."""
    id_ = to_global_id("Occasion", await open_occasion(desk, **given))
    rows = await board(desk, occasion=id_)
    return id_, rows[0]


async def test_the_board_shows_a_duty_with_its_occasion(desk: Desk) -> None:
    id_, _ = await opened(desk)
    row = next(row for row in await board(desk) if row["occasion"]["id"] == id_)
    assert row["incident"] is None
    assert row["occasion"]["number"] == "2026年下半年"
    assert row["occasion"]["kindTitle"] == "周期事项"
    assert (await desk.ask(BOARD))["boardTally"]["within15m"] >= 1


async def test_an_untimed_one_is_listed_among_the_untimed(desk: Desk) -> None:
    id_, _ = await opened(desk, left=None)
    assert [row["occasion"]["id"] for row in await board(desk, timed=False)][-1] == id_


async def test_a_search_finds_it_by_its_occasion(desk: Desk) -> None:
    await opened(desk)
    assert await board(desk, search="2026年下半年")
    assert not await board(desk, search="2031年")


async def test_another_territory_sees_it_only_where_it_was_named(desk: Desk) -> None:
    id_, _ = await opened(desk)
    assert not await board(desk, ELSEWHERE, occasion=id_)
    shown, _ = await opened(desk, also_seen_by="1404")
    assert [row["occasion"]["id"] for row in await board(desk, ELSEWHERE)] == [shown]
    assert not await board(desk, COUNTY, occasion=shown)


async def test_the_sweep_alerts_on_it(desk: Desk) -> None:
    await opened(desk)
    payload = await desk.act("sweepObligations", "selected alerts", {}, JOB)
    assert payload["selected"] >= 1
    assert payload["alerts"] >= 1


async def test_it_is_taken_on_and_met_and_its_occasion_is_closed(desk: Desk) -> None:
    _, row = await opened(desk)
    done = await desk.act("acknowledge", "obligation { acknowledgedBy }", {"obligation": row["id"]})
    assert done["obligation"]["acknowledgedBy"] == OFFICER.name
    met = await desk.act(
        "recordFulfilment",
        "obligation { state outcome occasion { state closedBy obligations { id } } }",
        {"obligation": row["id"], "note": "已印发", "receipt": "石政办函〔2026〕8号"},
    )
    assert met["obligation"]["outcome"] == "ON_TIME"
    assert met["obligation"]["occasion"]["state"] == "CLOSED"
    assert met["obligation"]["occasion"]["obligations"] == [{"id": row["id"]}]


async def test_what_was_done_before_its_period_is_refused(desk: Desk) -> None:
    _, row = await opened(desk)
    early = (desk.clock.now() - timedelta(days=300)).isoformat()
    refused = await desk.act(
        "recordFulfilment",
        "replayed",
        {"obligation": row["id"], "note": "已印发", "doneAt": early},
    )
    assert refused["code"] == "BEFORE_OCCURRENCE"


async def test_it_is_waived_with_a_reason(desk: Desk) -> None:
    _, row = await opened(desk)
    waived = await desk.act(
        "waiveObligation",
        "obligation { state closeReason }",
        {"obligation": row["id"], "reason": "机构已撤销"},
    )
    assert waived["obligation"] == {"state": "WAIVED", "closeReason": "机构已撤销"}


async def test_a_node_is_found_by_its_id(desk: Desk) -> None:
    id_, _ = await opened(desk)
    found = await desk.ask("query N($id: ID!) { node(id: $id) { id __typename } }", id=id_)
    assert found["node"] == {"id": id_, "__typename": "Occasion"}


async def test_an_obligation_of_neither_is_refused_by_the_table(desk: Desk) -> None:
    await opened(desk)
    with pytest.raises(asyncpg.CheckViolationError):
        async with desk.database.transaction() as conn:
            await conn.execute("update obligation set occasion = null where occasion is not null")
