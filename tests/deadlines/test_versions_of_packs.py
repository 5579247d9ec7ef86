"""Which version of a pack governs: the one in force on the incident's day, or the pinned one."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from services.deadlines.app import shipped_law
from services.deadlines.law.facts import Facts
from services.deadlines.law.selection import PackSet
from services.deadlines.usecases.previews import Law, Pinned, work
from services.kit.clock import ManualClock
from services.kit.database import Database
from tests.deadlines.desk import mirror_world
from tests.support.moments import AT_THREE_IN_THE_MORNING

CITY = "shijiazhuang-2019"
NEW_YEAR = date(2027, 1, 1)


def law_that_changes() -> Law:
    """The city's pack ends with 2026; another version of it follows."""
    (old,) = (pack for pack in shipped_law().packs.packs if pack.id == CITY)
    ended = replace(old, effective_to=NEW_YEAR)
    newer = replace(old, version="99", effective_from=NEW_YEAR)
    return Law(PackSet.of([ended, newer]))


@pytest.mark.parametrize(
    ("year", "pinned", "version"),
    [
        (2026, (), "1"),
        (2027, (), "99"),
        (2027, (f"{CITY}@1",), "1"),
        (2026, ("another@7",), "1"),
    ],
)
async def test_the_version_of_the_incidents_own_day_governs_unless_one_is_pinned(
    deadlines_db: Database, year: int, pinned: tuple[str, ...], version: str
) -> None:
    clock = ManualClock(AT_THREE_IN_THE_MORNING)
    await mirror_world(deadlines_db, clock, fresh=False)
    known = datetime(year, 6, 1, 3, 2, tzinfo=UTC)
    facts = Facts(known_at=known, emergency=True, localities=("130123",))
    async with deadlines_db.reading() as conn:
        law, bound = law_that_changes(), Pinned(packs=pinned) if pinned else None
        worked = await work(conn, law, facts, known, pinned=bound)
    assert [pack.version for pack in worked.packs] == [version]
