"""Whole cases of each of the five texts through GraphQL, from opening to closing."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from services.kit.auth import Role
from services.kit.clock import ManualClock
from services.kit.database import Database
from tests.deadlines.desk import Desk, Who, mirror_world, serving
from tests.deadlines.law.law import CHINA
from tests.deadlines.lives.playing import Player, Table, lives
from tests.support.moments import AT_THREE_IN_THE_MORNING

LIVES = [
    pytest.param(text, head, life, id=f"{text}: {life['name']}") for text, head, life in lives()
]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def year(deadlines_db: Database) -> AsyncIterator[Desk]:
    """A desk on whose calendar the lives follow one another."""
    clock = ManualClock(AT_THREE_IN_THE_MORNING)
    await mirror_world(deadlines_db, clock)
    async with serving(deadlines_db, clock) as desk:
        yield desk


async def adopt(desk: Desk, wanted: Table) -> None:
    """Let the place adopt the text, which names none itself, from today on."""
    chief = Who(
        role=Role.DUTY_CHIEF, unit=wanted["unit"], level=wanted["level"], code=wanted["unit"]
    )
    today = desk.clock.now().astimezone(CHINA).date().isoformat()
    given: dict[str, Any] = {"pack": wanted["pack"], "unit": wanted["unit"]}
    made = await desk.act("adoptPack", "replayed", {**given, "effectiveFrom": today}, chief)
    assert made["__typename"] == "AdoptPackPayload" or made["code"] == "ALREADY_ADOPTED"


@pytest.mark.parametrize(("text", "head", "life"), LIVES)
async def test_a_case_runs_from_its_opening_to_its_closing(
    year: Desk, text: str, head: Table, life: Table
) -> None:
    year.clock.advance(days=1)
    if "adopted" in head:
        await adopt(year, head["adopted"])
    player = Player(year, Who(**head["desk"]), year.clock.now())
    await player.play(life)
    assert text in {name.partition("@")[0] for name in player.file["packs"]}
