"""The demo registry: the whole country as governments, a few places filled, some things odd."""

from typing import Any

import pytest

from services.kit.database import Database
from services.registry.usecases.demo import load_demo
from tests.registry.api import Api
from tests.registry.world import NOW

SPEAKS = """
query ($unit: String!) {
  whoSpeaks(unit: $unit) {
    speaker { name fictitious phone } post standIn filed reason candidates { outcome }
    head { name } deputy { name } channels { kind } experts { fields }
  }
}
"""


async def speaks(api: Api, unit: str) -> dict[str, Any]:
    found: dict[str, Any] = (await api.ask(SPEAKS, {"unit": unit}))["whoSpeaks"]
    return found


async def test_every_government_is_a_unit_with_its_change(demo_db: Database) -> None:
    async with demo_db.reading() as conn:
        counts = await conn.fetchrow(
            """
            select count(*) filter (where code = division) as governments,
                (select count(*) from change where entity = 'unit') as changes,
                count(*) as units
            from unit
            """
        )
    assert counts is not None
    assert counts["governments"] == 44_680
    assert counts["changes"] == counts["units"] == 45_665


async def test_loading_again_writes_nothing(demo_db: Database) -> None:
    again = await load_demo(demo_db, NOW)
    assert (again.governments, again.units, again.persons) == (0, 0, 0)


@pytest.mark.requirement(14)
async def test_a_vertical_branch_has_a_supervisor_beside_its_place(demo_api: Api) -> None:
    data = await demo_api.ask(
        """
        { unit(code: "130123-STHJJ") {
            name management parent { code } supervising { code supervising { code } } } }
        """
    )
    assert data["unit"] == {
        "name": "石家庄市生态环境局正定县分局",
        "management": "VERTICAL",
        "parent": {"code": "130123"},
        "supervising": {"code": "1301-STHJJ", "supervising": {"code": "13-STHJT"}},
    }


@pytest.mark.requirement(84, 85)
async def test_the_energy_bureau_has_sections_and_a_leading_group(demo_api: Api) -> None:
    data = await demo_api.ask(
        '{ units(under: "1404-NYJ", first: 50) { edges { node { code kind } } } }'
    )
    kinds = {edge["node"]["code"]: edge["node"]["kind"] for edge in data["units"]["edges"]}
    assert kinds["1404-NYJ-BZRSK"] == "DIVISION"
    assert kinds["1404-NYJ-NYJSZX"] == "AFFILIATE"
    assert kinds["1404-NYJ-ZWGKLDXZ-BGS"] == "LEADING_GROUP"


@pytest.mark.parametrize(
    ("unit", "post", "stand_in", "filed", "outcome"),
    [
        ("1301", "SPOKESPERSON", False, True, "CHOSEN"),
        ("130123", "SPOKESPERSON", True, True, "ABSENT_WITH_STAND_IN"),
        ("130121", "DEPUTY", False, False, "EXPIRED"),
        ("130125", "SPOKESPERSON", False, False, "CHOSEN_UNFILED"),
        ("1301-YJGLJ", "DEPUTY", False, False, "ABSENT"),
        ("130133", "DEPUTY", False, False, "CHOSEN_LEADER"),
        ("341824103", "SPOKESPERSON", False, True, "CHOSEN"),
    ],
)
async def test_the_odd_ones_are_as_the_demo_says(
    demo_api: Api, unit: str, post: str, stand_in: bool, filed: bool, outcome: str
) -> None:
    found = await speaks(demo_api, unit)
    assert (found["post"], found["standIn"], found["filed"]) == (post, stand_in, filed)
    assert found["candidates"][0]["outcome"] == outcome
    assert found["speaker"]["fictitious"]
    assert found["head"]["name"]
    assert found["deputy"]["name"]


async def test_numbers_are_made_up(demo_db: Database) -> None:
    async with demo_db.reading() as conn:
        odd = await conn.fetchval(
            "select count(*) from person_phone where phone !~ '^1390000[0-9]{4}$'"
        )
        real = await conn.fetchval("select count(*) from person where not fictitious")
    assert (odd, real) == (0, 0)


async def test_a_city_has_its_channels_and_its_bureau_experts(demo_api: Api) -> None:
    city, bureau = await speaks(demo_api, "1301"), await speaks(demo_api, "1301-YJGLJ")
    assert {"GOVERNMENT_WEBSITE", "WEIBO", "WECHAT", "CLIENT", "HOTLINE_12345"} <= {
        channel["kind"] for channel in city["channels"]
    }
    assert bureau["experts"] == [{"fields": ["安全生产", "防灾减灾", "危险化学品"]}]
