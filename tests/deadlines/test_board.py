"""The board: order, pages, parties from elsewhere, the tally, filters."""

from typing import Any

import pytest
import pytest_asyncio

from services.kit.clock import ManualClock
from services.kit.database import Database
from tests.deadlines.desk import COUNTY, ELSEWHERE, OFFICER, Desk, Who, mirror_world, serving
from tests.support.moments import AT_THREE_IN_THE_MORNING

PAGE = """query P($filter: ObligationFilter, $order: ObligationOrder! = DUE_AT,
  $first: Int, $after: String, $last: Int, $before: String) {
  obligations(filter: $filter, orderBy: $order, first: $first, after: $after, last: $last,
    before: $before) {
    edges { cursor node { id kind title dueAt startAt owner { code } person { phone }
      speaker { name phone } incident { number } } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    totalCount
  }
}"""
PREFECTURE_POLICE = Who(unit="1301-SWJ", level=6, code="1301-SWJ")


@pytest_asyncio.fixture(loop_scope="module")
async def night(clean_deadlines: None, deadlines_db: Database) -> Any:
    clock = ManualClock(AT_THREE_IN_THE_MORNING)
    await mirror_world(deadlines_db, clock)
    async with serving(deadlines_db, clock) as desk:
        yield desk


async def nodes(desk: Desk, who: Who = OFFICER, **variables: Any) -> list[dict[str, Any]]:
    page = (await desk.ask(PAGE, who, **variables))["obligations"]
    return [edge["node"] for edge in page["edges"]]


async def walk(desk: Desk, backward: bool, **variables: Any) -> list[str]:
    found: list[str] = []
    cursor = None
    while True:
        given: dict[str, Any] = (
            {"last": 3, "before": cursor} if backward else {"first": 3, "after": cursor}
        )
        page = (await desk.ask(PAGE, **variables, **given))["obligations"]
        ids = [edge["node"]["id"] for edge in page["edges"]]
        found = [*ids, *found] if backward else [*found, *ids]
        info = page["pageInfo"]
        if not info["hasPreviousPage" if backward else "hasNextPage"]:
            return found
        cursor = info["startCursor" if backward else "endCursor"]


async def test_the_board_shows_what_is_owed_by_due_time_then_the_untimed(night: Desk) -> None:
    await night.open()
    rows = await nodes(night, first=50)
    dues = [row["dueAt"] for row in rows]
    timed = [due for due in dues if due]
    assert timed == sorted(timed)
    assert dues[len(timed) :] == [None] * (len(dues) - len(timed))
    assert [row["kind"] for row in rows[:2]] == ["FIRST_RELEASE", "PRESS_CONFERENCE"]
    assert "ROLLING_UPDATE" not in {row["kind"] for row in rows}


@pytest.mark.parametrize(
    ("wanted", "order"), [(True, "DUE_AT"), (None, "DUE_AT"), (False, "STARTED_AT")]
)
async def test_a_walk_forward_is_the_walk_backward(
    night: Desk, wanted: bool | None, order: str
) -> None:
    for _ in range(5):
        await night.open()
    given = {"filter": {"timed": wanted}, "order": order}
    forward = await walk(night, False, **given)
    assert forward == await walk(night, True, **given)
    assert len(forward) == len(set(forward)) >= 10


async def test_a_cursor_of_another_connection_is_refused(night: Desk) -> None:
    await night.open()
    page = (await night.ask(PAGE, first=1))["obligations"]
    given = {"filter": {"timed": False}, "after": page["pageInfo"]["endCursor"], "first": 1}
    answer = await night.send(PAGE, **given)
    assert answer["errors"][0]["extensions"]["code"] == "CURSOR_OF_OTHER_CONNECTION"
    assert answer["errors"][0]["extensions"]["field"] == "after"


@pytest.mark.requirement(14, 15)
async def test_a_superior_elsewhere_sees_what_concerns_it_and_others_do_not(night: Desk) -> None:
    incident = await night.open(severity="GENERAL", units=["130123-SWJ"])
    assert incident["by"]["FIRST_RELEASE"]["owner"]["code"] == "1301-SWJ"
    assert "FIRST_RELEASE" in {row["kind"] for row in await nodes(night, PREFECTURE_POLICE)}
    # the county owns none of it, yet it coordinates: its board shows it all the same
    assert "FIRST_RELEASE" in {row["kind"] for row in await nodes(night, COUNTY)}
    assert await nodes(night, ELSEWHERE) == []


async def test_a_row_seen_as_a_party_comes_once_and_in_its_place(night: Desk) -> None:
    await night.open()
    await night.open(severity="GENERAL", units=["130123-SWJ"])
    rows = await nodes(night, COUNTY, first=100, filter={"timed": True})
    ids = [row["id"] for row in rows]
    assert len(ids) == len(set(ids))
    assert [row["dueAt"] for row in rows] == sorted(row["dueAt"] for row in rows)


async def test_numbers_of_other_territories_are_hidden(night: Desk) -> None:
    await night.open()
    own = (await nodes(night, COUNTY, first=1))[0]
    assert "*" not in own["person"]["phone"]
    township = Who(unit="130123-ZFB", level=6, code="130123-ZFB")
    party = (await nodes(night, township, first=1))[0]
    assert "****" in party["person"]["phone"]


async def test_the_tally_excludes_and_adds_up(night: Desk) -> None:
    await night.open()
    await night.open(occurredAt="2026-11-20T22:00:00+08:00")
    query = """{ boardTally { overdue within15m untimed withinHour today later fulfilledToday
      unacknowledged total capped asOf } }"""
    tally = (await night.ask(query))["boardTally"]
    assert (tally["overdue"], tally["withinHour"], tally["today"]) == (1, 1, 2)
    parts = ("overdue", "within15m", "untimed", "withinHour", "today", "later")
    assert sum(tally[part] for part in parts) == tally["total"]
    assert tally["unacknowledged"] == tally["total"]
    assert (tally["capped"], tally["fulfilledToday"]) == (False, 0)


async def test_a_limit_falls_overdue_after_its_moment_not_at_it(night: Desk) -> None:
    await night.open()
    query = "{ boardTally { overdue within15m } }"
    night.clock.advance(minutes=38)
    assert (await night.ask(query))["boardTally"] == {"overdue": 0, "within15m": 1}
    night.clock.advance(seconds=1)
    assert (await night.ask(query))["boardTally"] == {"overdue": 1, "within15m": 0}


@pytest.mark.parametrize(
    ("wanted", "kinds"),
    [
        ({"kind": ["PRESS_CONFERENCE"]}, {"PRESS_CONFERENCE"}),
        ({"dueBefore": "2026-11-21T04:00:00+08:00"}, {"FIRST_RELEASE"}),
        ({"owned": None, "search": "新闻发布会"}, {"PRESS_CONFERENCE"}),
        ({"owed": False}, {"ROLLING_UPDATE", "FINAL_OUTCOME"}),
        ({"state": ["FULFILLED", "WAIVED"]}, set()),
        ({"drill": True}, set()),
        ({"owner": "1404"}, set()),
    ],
)
async def test_filters_narrow_the_board(
    night: Desk, wanted: dict[str, Any], kinds: set[str]
) -> None:
    await night.open()
    wanted.pop("owned", None)
    assert {row["kind"] for row in await nodes(night, filter=wanted)} == kinds


async def test_bad_pages_are_refused_with_their_argument(night: Desk) -> None:
    bad: list[tuple[dict[str, Any], str]] = [({"first": 0}, "first"), ({"last": 101}, "last")]
    for given, field in bad:
        answer = await night.send(PAGE, **given)
        assert answer["errors"][0]["extensions"]["field"] == field
    answer = await night.send(PAGE, first=3, after="nonsense")
    assert answer["errors"][0]["extensions"]["code"] == "BAD_CURSOR"
