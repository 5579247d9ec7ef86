"""What a search returns is what a reader of every unit would return, in the same order."""

import random
from typing import Any

import pytest
import pytest_asyncio

from services.kit.database import Database
from services.kit.graphql.pages import PageRequest
from services.registry.domain.searching import letter_terms, name_terms, unit_terms
from services.registry.domain.units import Unit, UnitKind, UnitLevel, code_range
from services.registry.store import search as store
from services.registry.store.units import unit_of
from services.registry.usecases.finding import UnitQuery, find_units, order_of
from tests.registry.world import make_department

FILTERS: list[dict[str, Any]] = [
    {},
    {"under": "13"},
    {"under": "1301"},
    {"kind": UnitKind.DEPARTMENT},
    {"level": UnitLevel.COUNTY},
    {"level": UnitLevel.TOWNSHIP, "under": "14"},
    {"division": "130123"},
    {"tag": "民生密切"},
]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def everything(demo_db: Database) -> list[Unit]:
    async with demo_db.reading() as conn:
        rows = await conn.fetch("select * from unit")
    return sorted(map(unit_of, rows), key=lambda unit: (unit.rank, unit.code))


def spells(unit: Unit, text: str) -> bool:
    return text in (unit.initials if text.isascii() else unit.spoken)


def fits(unit: Unit, query: UnitQuery) -> bool:
    above, below = code_range(query.under or "0")
    return (
        unit.code >= above
        and (below is None or unit.code < below)
        and query.kind in (None, unit.kind)
        and query.level in (None, unit.level)
        and query.division in (None, unit.division)
        and (query.tag is None or query.tag in unit.tags)
    )


async def pages(database: Database, query: UnitQuery, *, backward: bool = False) -> list[str]:
    """Return the codes of the first two pages of five, in the list's order."""
    order = order_of(query)
    found: list[Unit] = []
    place = None
    for _ in range(2):
        request = PageRequest(
            connection=order.connection,
            first=None if backward else 5,
            last=5 if backward else None,
            after=None if backward else place,
            before=place if backward else None,
        )
        rows = (await find_units(database, query, request)).page.rows
        found = rows + found if backward else found + rows
        if not rows:
            break
        place = order.key(rows[0] if backward else rows[-1])
    return [unit.code for unit in found]


def texts(everything: list[Unit], seed: int) -> list[str]:
    """Return pieces of what units are called and of their initials, and some that are nowhere."""
    chance = random.Random(seed)
    found = ["v", "z", "镇", "局", "xx", "zzh", "石家", "乙丙"]
    for unit in chance.sample(everything, 4):
        text = unit.spoken if chance.random() < 0.5 else unit.initials.lstrip("0123456789")
        start = chance.randrange(max(len(text), 1))
        found.append(text[start : start + chance.choice((1, 2, 2, 3, 4, 9))])
    return [text for text in found if text and not text[0].isdigit()]


WAYS = [(100, 1500), (3, 1500), (3, 4)]


@pytest.mark.parametrize(
    ("chosen", "window", "few"),
    # each filter by one way of reading, and none of them by all three
    [(chosen, *WAYS[number % 3]) for number, chosen in enumerate(FILTERS)]
    + [({}, *way) for way in WAYS[1:]],
    ids=str,
)
async def test_a_search_returns_what_reading_every_unit_would(
    demo_db: Database,
    everything: list[Unit],
    chosen: dict[str, Any],
    window: int,
    few: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Small windows make each of the three ways of reading a tier take its turn."""
    monkeypatch.setattr(store, "WINDOW", window)
    monkeypatch.setattr(store, "FEW", few)
    within = [unit for unit in everything if fits(unit, UnitQuery(**chosen))]
    for text in texts(everything, window + few):
        query = UnitQuery(search=text, **chosen)
        codes = [unit.code for unit in within if spells(unit, text)]
        assert await pages(demo_db, query) == codes[:10], text
        assert await pages(demo_db, query, backward=True) == codes[-10:], text


async def test_a_search_counts_what_it_finds_up_to_1001(
    demo_db: Database, everything: list[Unit]
) -> None:
    for text in ("应急", "镇", "zd", "绩溪县", "vv"):
        query = UnitQuery(search=text)
        found = await find_units(demo_db, query, PageRequest.parse(1, connection="foundUnits"))
        there = sum(spells(unit, text) for unit in everything)
        assert await found.count() == min(there, 1001), text


async def test_the_terms_that_stand_in_the_table_are_those_of_the_unit(
    demo_db: Database, everything: list[Unit]
) -> None:
    async with demo_db.reading() as conn:
        rows = await conn.fetch("select code, grams from unit")
    kept = {row["code"]: row["grams"] for row in rows}
    assert all(set(kept[unit.code]) == set(unit_terms(unit)) for unit in everything[::7])


def test_two_characters_of_a_name_are_one_term() -> None:
    assert name_terms("应急局") == {"应", "急", "局", "应急", "急局"}
    assert letter_terms("yjgl") == {"yj", "jg", "gl", "yjg", "jgl"}
    assert letter_terms("ae") == {"a", "e", "ae"}
    assert {"5应急", "5yjg", "5#DEPARTMENT"} <= set(unit_terms(make_department()))
