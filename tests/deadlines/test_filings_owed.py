"""Filings of the registry's feed are duties of the clause that asks for them, without a limit."""

from typing import Any

import pytest

from services.deadlines.domain.mirror import FeedPage
from services.deadlines.usecases.filings import follow_filings
from services.deadlines.usecases.mirror import sync_registry
from tests.deadlines.desk import Desk
from tests.deadlines.occasions import EDITOR
from tests.deadlines.test_open_periods import PACKS, PROVINCE, spring

__all__ = ["spring"]
DUTIES = """{ obligations(first: 50, filter: {kind: ["FILING"], state: [OPEN, FULFILLED]}) {
  edges { node { title state dueAt dueClass recipients owner { code } basis { clause }
    occasion { kind number } } } } }"""


def filing(subject: str, unit: str = "13-FGW", **changes: Any) -> dict[str, Any]:
    body = {
        "id": f"0000-{subject}",
        "unit": unit,
        "subject": subject,
        "state": "OPEN",
        "opened_at": "2026-05-19T09:00:00+08:00",
        "receipt_number": None,
        **changes,
    }
    return {"cursor": "7", "entity": "filing", "kind": "opened", "version": 1, "body": body}


async def told(desk: Desk, *changes: dict[str, Any]) -> list[dict[str, Any]]:
    async with desk.database.transaction() as conn:
        await follow_filings(conn, PACKS, EDITOR, changes, desk.clock.now())
    answer = await desk.ask(DUTIES, PROVINCE)
    return [edge["node"] for edge in answer["obligations"]["edges"]]


@pytest.mark.requirement(124, 144, 156)
@pytest.mark.parametrize(
    ("subject", "clause", "to"),
    [
        ("SPOKESPERSONS", "1", "省政府新闻办公室"),
        ("CHANNELS", "7", "同级互联网信息办公室"),
        ("EXPERT_POOL", "10", "省政府新闻办公室"),
    ],
)
async def test_a_change_of_a_list_opens_a_filing_without_a_limit(
    spring: Desk, subject: str, clause: str, to: str
) -> None:
    (row,) = await told(spring, filing(subject))
    assert (row["basis"][0]["clause"], row["recipients"]) == (clause, [to])
    assert (row["dueAt"], row["dueClass"]) == (None, "STATUTORY_UNTIMED")
    assert (row["owner"]["code"], row["occasion"]["kind"]) == ("13-FGW", "ROSTER")


async def test_it_is_opened_once_and_closed_by_its_receipt(spring: Desk) -> None:
    opened = filing("SPOKESPERSONS")
    assert len(await told(spring, opened)) == len(await told(spring, opened)) == 1
    receipt = {"state": "FILED", "receipt_number": "备2026-3"}
    (row,) = await told(spring, filing("SPOKESPERSONS", **receipt))
    assert row["state"] == "FULFILLED"


async def test_what_is_broken_or_asked_for_by_no_clause_opens_nothing(spring: Desk) -> None:
    broken = filing("SPOKESPERSONS", opened_at="gestern")
    county = filing("SPOKESPERSONS", "130123-JYJ")
    assert await told(spring, broken, county) == []


async def test_it_comes_with_the_sync_that_moves_the_cursor(spring: Desk) -> None:
    class Link:
        async def changes(self, after: str | None, limit: int, now: Any) -> FeedPage:
            return FeedPage(after=after, changes=[filing("CHANNELS")], cursor="7", has_more=True)

    link: Any = Link()
    now = spring.clock.now()
    done = await sync_registry(spring.database, PACKS, link, EDITOR, 100, "sync-filing", now)
    assert done.value.cursor == "7"
    assert len(await told(spring)) == 1
