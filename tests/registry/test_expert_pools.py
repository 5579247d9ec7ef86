"""Expert pools over real HTTP: one a unit, with its fields, whom one may ask, and its filing."""

from typing import Any

import pytest
import pytest_asyncio

from tests.registry.api import Api

POOLS = """
query ($under: String, $field: String) {
  expertPools(under: $under, field: $field) {
    edges { node {
      id establishedOn fields unit { code } experts { name available }
      filing { state behind sentence open { id } filed { receiptNumber } }
    } }
    totalCount
  }
}
"""


async def add(api: Api, unit: str, name: str, *known: str, **given: Any) -> str:
    told: dict[str, Any] = {"unit": unit, "name": name, "fields": list(known)} | given
    made = await api.act("addExpert", "ExpertPayload { expert { id } }", **told)
    found: str = made["expert"]["id"]
    return found


async def pools(api: Api, **given: Any) -> list[dict[str, Any]]:
    data = await api.ask(POOLS, given)
    edges = data["expertPools"]["edges"]
    assert data["expertPools"]["totalCount"] == len(edges)
    return [edge["node"] for edge in edges]


@pytest_asyncio.fixture(scope="module", loop_scope="module", autouse=True)
async def filled(api: Api) -> dict[str, str]:
    """Fill the pools of 石家庄市 and 正定县; one expert of the city cannot be asked just now."""
    ids = {
        "甲": await add(api, "1301", "甲", "食品安全", addedOn="2024-05-01"),
        "乙": await add(api, "1301", "乙", "药品安全", "食品安全", addedOn="2025-05-01"),
        "丙": await add(api, "130123", "丙", "防汛"),
    }
    away: dict[str, Any] = {"id": ids["甲"], "available": False}
    await api.act("setExpertAvailability", "ExpertPayload { replayed }", **away)
    return ids


@pytest.mark.requirement(76, 157)
async def test_a_pool_tells_its_fields_and_whom_one_may_ask_first(api: Api) -> None:
    city, county = await pools(api, under="1301")
    assert (city["unit"]["code"], county["unit"]["code"]) == ("1301", "130123")
    assert city["establishedOn"] == "2024-05-01"
    assert city["fields"] == ["药品安全", "食品安全"]
    assert [(one["name"], one["available"]) for one in city["experts"]] == [
        ("乙", True),
        ("甲", False),
    ]


async def test_pools_are_found_by_field_and_place(api: Api) -> None:
    by_field = await pools(api, field="防汛")
    below = await pools(api, under="130123")
    assert [one["unit"]["code"] for one in by_field] == ["130123"]
    assert [one["unit"]["code"] for one in below] == ["130123"]
    assert await pools(api, field="没有的领域") == []


@pytest.mark.requirement(156)
async def test_a_pool_tells_how_its_filing_stands(api: Api) -> None:
    (before,) = await pools(api, under="130123")
    receipt: dict[str, Any] = {"receiptNumber": "备2号", "filedOn": "2026-11-21"}
    opened = before["filing"]["open"]["id"]
    await api.act("recordFiling", "FilingPayload { replayed }", filing=opened, **receipt)
    (filed,) = await pools(api, under="130123")
    await add(api, "130123", "丁", "防汛")
    (behind,) = await pools(api, under="130123")
    states = [one["filing"]["state"] for one in (before, filed, behind)]
    assert states == ["NEVER_FILED", "CURRENT", "BEHIND"]
    assert filed["filing"]["filed"] == {"receiptNumber": "备2号"}
    assert behind["filing"]["sentence"] == "已备案版本（2026-11-21）落后 1 处：新增 1。"


async def test_a_pool_whose_experts_all_left_is_no_longer_listed(api: Api) -> None:
    one = await add(api, "130121", "戊", "水利")
    (pool,) = await pools(api, under="130121")
    gone: dict[str, Any] = {"id": one, "removedOn": "2026-11-21"}
    await api.act("removeExpert", "ExpertPayload { replayed }", **gone)
    assert await pools(api, under="130121") == []
    node = (
        "query ($id: ID!) { node(id: $id) { ... on ExpertPool { unit { code } experts { id } } } }"
    )
    found = await api.ask(node, {"id": pool["id"]})
    assert found["node"] == {"unit": {"code": "130121"}, "experts": []}
