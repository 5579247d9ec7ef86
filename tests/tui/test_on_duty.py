"""Who is on duty stands in the header; whoever took over reads once what the last shift left."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio

from clients.tui.models_handover import ListedShift
from clients.tui.models_on_duty import OnDutyNow
from clients.tui.views.header import on_duty_piece
from services.kit.auth import Role
from services.kit.clock import ManualClock
from services.kit.database import Database
from tests.stories.on_duty import COMES, GOES, a_night
from tests.stories.town import Town, at_the_desk, open_town
from tests.support.moments import AT_THREE_IN_THE_MORNING

NOTE = "两个小区未恢复供暖"
EIGHT = datetime(2026, 11, 21, tzinfo=UTC)


def shift(**changed: Any) -> ListedShift:
    given: dict[str, Any] = {
        "id": "1",
        "role": "MAIN",
        "role_title": "主班",
        "mans": True,
        "person": GOES,
        "begins_at": EIGHT - timedelta(hours=12),
        "ends_at": EIGHT,
        "started_at": EIGHT - timedelta(hours=12),
        "state": "ON_DUTY",
        "unhanded": False,
        "unplanned": False,
    }
    return ListedShift(**given | changed)


@pytest.mark.parametrize(
    ("changed", "before", "said", "tone"),
    [
        ({}, 60, f"主班 {GOES} 08:00交接", "fg"),
        ({}, 15, f"主班 {GOES} 08:00交接", "near"),
        ({"state": "HANDING_OVER"}, 5, f"主班 {GOES} 交接中", "near"),
        ({"started_at": None, "state": "ABSENT"}, 60, f"主班 {GOES} 未到岗", "over"),
    ],
)
def test_the_header_says_who_keeps_the_desk(
    changed: dict[str, Any], before: int, said: str, tone: str
) -> None:
    now = OnDutyNow(manned=True, shifts=[shift(**changed)])
    assert on_duty_piece(now, EIGHT - timedelta(minutes=before)) == (said, tone)


def test_a_desk_that_nobody_keeps_is_said_to_be_empty() -> None:
    assert on_duty_piece(OnDutyNow(manned=False, shifts=[]), EIGHT) == ("无人值班", "near")
    assert on_duty_piece(None, EIGHT) == ("", "")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town(
    town_dbs: list[Database], tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Town]:
    clock = ManualClock(AT_THREE_IN_THE_MORNING)
    folder = tmp_path_factory.mktemp("town")
    async with open_town(town_dbs[0], town_dbs[1], clock, folder) as town:
        shifts = await a_night(town)
        given: dict[str, Any] = {"shift": shifts[0]["id"], "note": NOTE}
        made = await town.act("handOver", "handover { id }", given)
        taken = {"handover": made["handover"]["id"]}
        await town.act("signHandover", "replayed", taken, Role.DUTY_CHIEF)
        town.clock.advance(minutes=6)
        yield town


async def test_the_incoming_officer_reads_once_what_was_left(town: Town) -> None:
    async with at_the_desk(town, role=Role.DUTY_CHIEF) as officer:
        await officer.until(f"上一班（{GOES}）留下 11 件，交代：{NOTE}")
        assert f"主班 {COMES} 20:00交接" in officer.sees()
    async with at_the_desk(town, role=Role.DUTY_CHIEF) as officer:
        await officer.until(f"主班 {COMES} 20:00交接")
        assert "上一班" not in officer.sees()


async def test_others_are_not_told(town: Town) -> None:
    async with at_the_desk(town, (80, 24)) as officer:
        await officer.until(f"主班 {COMES}")
        assert "上一班" not in officer.sees()
