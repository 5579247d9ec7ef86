"""Finding units among 45,670: by Chinese, by code, by initials, page by page."""

from typing import Any

import pytest

from services.kit.database import Database
from services.kit.graphql.pages import PageRequest
from services.kit.refusal import Refusal
from services.registry.domain.units import UnitKind, UnitLevel
from services.registry.usecases.finding import UnitQuery, find_units, order_of
from tests.registry.api import Api


async def found(database: Database, first: int = 20, **query: Any) -> list[str]:
    asked = UnitQuery(**query)
    request = PageRequest.parse(first, connection=order_of(asked).connection)
    return [unit.code for unit in (await find_units(database, asked, request)).page.rows]


@pytest.mark.parametrize(
    ("search", "first"),
    [
        ("绩溪", "341824"),
        ("石家庄", "1301"),
        ("石家庄市人民政府", "1301"),
        ("上庄镇", "130110103"),
        ("正定县应急", "130123-YJGLJ"),
        ("1301", "1301"),
        ("13010", "130102"),
        ("1404-nyj", "1404-NYJ"),
        ("sjzs", "1301"),
        ("SJZSYJGLJ", "1301-YJGLJ"),
        ("czsnyj", "1404-NYJ"),
        ("zdx", "130123"),
        ("正", "130123"),
    ],
)
async def test_the_first_found_is_the_highest_that_fits(
    demo_db: Database, search: str, first: str
) -> None:
    assert (await found(demo_db, search=search))[0] == first


async def test_initials_are_found_in_the_middle_too(demo_db: Database) -> None:
    codes = await found(demo_db, 100, search="yjglj", under="1301")
    assert len(codes) == 25
    assert codes[0] == "1301-YJGLJ"


@pytest.mark.parametrize("search", ["%", "_", "'", "\\", "零零零", "zzzzzzzz", "　", "x" * 1000])
async def test_what_is_nowhere_is_not_found(demo_db: Database, search: str) -> None:
    assert len(await found(demo_db, search=search)) in {0, 20}


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"level": UnitLevel.PROVINCE, "kind": UnitKind.GOVERNMENT}, 31),
        ({"kind": UnitKind.COMMITTEE, "level": UnitLevel.COUNTY, "under": "1301"}, 2),
        ({"division": "130123", "kind": UnitKind.DEPARTMENT}, 26),
        ({"division": "130123", "tag": "民生密切"}, 10),
        ({"under": "1404-NYJ"}, 11),
        ({"search": "应急", "division": "1301"}, 1),
    ],
)
async def test_filters_narrow(demo_db: Database, query: dict[str, Any], count: int) -> None:
    assert len(await found(demo_db, 100, **query)) == count


@pytest.mark.parametrize(
    "query", [{"search": "应急"}, {"under": "1301"}, {"search": "zdx"}, {"search": "1301"}]
)
async def test_pages_forward_and_backward_are_the_same_list(
    demo_api: Api, query: dict[str, str]
) -> None:
    forward = await walk(demo_api, query, "first", "after", "endCursor", "hasNextPage")
    backward = await walk(demo_api, query, "last", "before", "startCursor", "hasPreviousPage")
    assert forward == backward[::-1]
    assert len(set(forward)) == len(forward) > 20


async def walk(
    api: Api, query: dict[str, str], size: str, place: str, cursor: str, more: str
) -> list[str]:
    """Collect codes page by page, in the direction of walking."""
    name, value = next(iter(query.items()))
    codes: list[str] = []
    at = ""
    while True:
        data = await api.ask(
            f'{{ units({name}: "{value}", {size}: 90 {at}) {{'
            " edges { node { code } }"
            " pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }"
        )
        page = data["units"]
        found_here = [edge["node"]["code"] for edge in page["edges"]]
        codes += found_here if size == "first" else found_here[::-1]
        if not page["pageInfo"][more] or len(codes) > 2000:
            return codes
        at = f'{place}: "{page["pageInfo"][cursor]}"'


async def test_a_cursor_of_the_other_order_is_refused(demo_api: Api) -> None:
    listed = await demo_api.ask("{ units(first: 1) { pageInfo { endCursor } } }")
    cursor = listed["units"]["pageInfo"]["endCursor"]
    answer = await demo_api.send(
        f'{{ units(search: "应急", after: "{cursor}") {{ edges {{ cursor }} }} }}'
    )
    assert answer["errors"][0]["extensions"] == {
        "code": "CURSOR_OF_OTHER_CONNECTION",
        "field": "after",
    }


async def test_a_count_stops_at_1000_and_says_so(demo_api: Api) -> None:
    data = await demo_api.ask("{ units { totalCount totalCountCapped } }")
    few = await demo_api.ask('{ units(search: "绩溪县应急") { totalCount totalCountCapped } }')
    assert data["units"] == {"totalCount": 1000, "totalCountCapped": True}
    assert few["units"] == {"totalCount": 1, "totalCountCapped": False}


async def test_a_subtree_that_is_no_code_is_refused(demo_db: Database) -> None:
    with pytest.raises(Refusal) as refused:
        await found(demo_db, under="1301'--")
    assert (refused.value.code, refused.value.field) == ("BAD_CODE", "under")
