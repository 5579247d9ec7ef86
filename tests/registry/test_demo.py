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
    assert counts["changes"] == counts["units"] == 45_670


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


@pytest.mark.requirement(3)
@pytest.mark.parametrize(
    ("code", "level", "office"),
    [
        ("1301", "PREFECTURE", "1301-XWB"),
        ("1301-ZHBSQ", "PREFECTURE", "1301-ZHBSQ-XWB"),
        ("1301-ZHBSQ-DZB", "INTERNAL", "1301-ZHBSQ-XWB"),
        ("130123", "COUNTY", "130123-XWB"),
        ("130171-YJGLJ", "COUNTY", "130171-XWB"),
    ],
)
async def test_governments_and_zones_have_their_own_offices(
    demo_api: Api, code: str, level: str, office: str
) -> None:
    data = await demo_api.ask(
        "query ($c: String!) { unit(code: $c) {"
        " level sameLevelOffice(kind: NEWS_OFFICE) { unit { code kind } } } }",
        {"c": code},
    )
    assert data["unit"]["level"] == level
    assert data["unit"]["sameLevelOffice"]["unit"] == {"code": office, "kind": "NEWS_OFFICE"}


@pytest.mark.parametrize("kind", ["GOVERNMENT_OFFICE", "PUBLICITY", "NEWS_OFFICE", "CYBERSPACE"])
@pytest.mark.parametrize("place", ["13", "1301", "130123", "3418", "341824"])
async def test_each_filled_place_has_the_offices_of_response(
    demo_api: Api, place: str, kind: str
) -> None:
    data = await demo_api.ask(
        "query ($c: String!, $k: UnitKind!) { unit(code: $c) {"
        " sameLevelOffice(kind: $k) { unit { parent { code } } } } }",
        {"c": place, "k": kind},
    )
    assert data["unit"]["sameLevelOffice"]["unit"] == {"parent": {"code": place}}


@pytest.mark.requirement(128)
async def test_the_departments_that_must_publish_most_are_marked_as_such(demo_api: Api) -> None:
    data = await demo_api.ask(
        '{ units(tag: "重点发布部门", division: "13", first: 50) {'
        " edges { node { code kind tags workBody } } } }"
    )
    found = [edge["node"] for edge in data["units"]["edges"]]
    assert {unit["code"] for unit in found} >= {"13-YJGLT", "13-STHJT", "13-CZT"}
    assert all(unit["kind"] == "DEPARTMENT" and unit["workBody"] == "办公室" for unit in found)


@pytest.mark.requirement(124)
async def test_lists_wait_for_their_receipts_and_one_copy_is_behind(demo_api: Api) -> None:
    data = await demo_api.ask(
        """
        {
          filings(state: OPEN) { edges { node { unit { code } recipient { code } } } }
          filedDiff(unit: "1301-MZJ", subject: SPOKESPERSONS) { sentence }
          whoSpeaks(unit: "1301-MZJ") { filed filedList { state } candidates { filingOutdated } }
        }
        """
    )
    told = [edge["node"] for edge in data["filings"]["edges"]]
    assert {one["unit"]["code"]: one["recipient"]["code"] for one in told} == {
        "130125": "130125-XWB",
        "1301-STHJJ": "1301-XWB",
        "1301-MZJ": "1301-XWB",
    }
    assert data["filedDiff"]["sentence"] == "已备案版本（2025-03-15）落后 1 处：变更 1。"
    assert data["whoSpeaks"]["filed"]
    assert data["whoSpeaks"]["filedList"] == {"state": "BEHIND"}
    assert data["whoSpeaks"]["candidates"] == [{"filingOutdated": True}]


@pytest.mark.requirement(39)
@pytest.mark.parametrize("kind", ["PUBLICITY", "CYBERSPACE", "MEDIA"])
async def test_who_to_ring_in_publicity_cyberspace_and_media_is_on_the_roster(
    demo_api: Api, kind: str
) -> None:
    """Of a bureau's own level, with the liaison's number."""
    office = (
        'query ($k: UnitKind!) { unit(code: "1301-YJGLJ") {'
        " sameLevelOffice(kind: $k) { unit { code } } } }"
    )
    found = (await demo_api.ask(office, {"k": kind}))["unit"]["sameLevelOffice"]["unit"]
    data = await demo_api.ask(
        'query ($c: String!) { appointments(unit: $c, post: LIAISON, on: "2026-11-21") {'
        " edges { node { title person { name phone } } } } }",
        {"c": found["code"]},
    )
    (edge,) = data["appointments"]["edges"]
    assert edge["node"]["title"] == "联络员"
    assert edge["node"]["person"]["phone"].startswith("1390000")
