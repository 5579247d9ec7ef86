"""The handover sheet on real services: read by sections, saved, signed by two logins."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from textual.widgets import Input

from clients.tui.screens.handover import HandoverScreen
from clients.tui.screens.handover_forms import SignForm
from clients.tui.screens.incident import IncidentScreen
from services.kit.auth import Role
from services.kit.clock import ManualClock
from services.kit.database import Database
from tests.stories.on_duty import COMES, GOES, a_night
from tests.stories.town import Officer, Town, at_the_desk, open_town
from tests.support.moments import AT_THREE_IN_THE_MORNING


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town(
    town_dbs: list[Database], tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Town]:
    clock = ManualClock(AT_THREE_IN_THE_MORNING)
    folder = tmp_path_factory.mktemp("town")
    async with open_town(town_dbs[0], town_dbs[1], clock, folder) as town:
        await a_night(town)
        yield town


async def sheet_read(officer: Officer) -> None:
    """Open the sheet and wait for it."""
    await officer.press("f12")
    await officer.until("制单")


async def test_one_key_opens_the_sheet_as_of_now(town: Town) -> None:
    async with at_the_desk(town) as officer:
        await officer.press("h")
        await officer.until("制单")
        assert isinstance(officer.app.screen, HandoverScreen)
        seen = officer.sees()
        assert f"交班 主班 {GOES}" in seen
        assert f"接班 主班 {COMES}" in seen
        assert "制单 11-21 07:55:00" in seen
        assert "正定县化工园区" in seen


async def test_digits_turn_to_sections_and_an_empty_one_says_so(town: Town) -> None:
    async with at_the_desk(town, (80, 24)) as officer:
        await sheet_read(officer)
        await officer.press("4")
        await officer.until("缺渠道")
        await officer.press("6")
        await officer.until("本班无")
        assert "超期 3 项" in officer.pane("side")


async def test_enter_opens_the_incident_of_a_duty(town: Town) -> None:
    async with at_the_desk(town) as officer:
        await sheet_read(officer)
        await officer.press("enter")
        assert isinstance(officer.app.screen, IncidentScreen)


async def test_one_key_saves_the_sheet_in_three_forms(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DOCUMENTS_DIR", str(tmp_path))
    async with at_the_desk(town) as officer:
        await sheet_read(officer)
        await officer.press("f6")
        await officer.until("已存")
        await officer.press("f6")
    names = sorted(path.name for path in tmp_path.iterdir())
    first = f"交接班单-主班-{GOES}-20261121-0755"
    assert names == [f"{stem}.{end}" for stem in (f"{first}-2", first) for end in ENDINGS]
    assert "值班交接班单" in (tmp_path / f"{first}.txt").read_text()
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}


ENDINGS = ("docx", "json", "txt")


async def test_the_incoming_officer_cannot_sign_first(town: Town) -> None:
    async with at_the_desk(town) as officer:
        await sheet_read(officer)
        await officer.press("f3")
        await officer.until(f"{GOES}还没有交班签字")


async def test_two_sign_at_one_desk_each_by_a_login_of_their_own(town: Town) -> None:
    async with at_the_desk(town, (80, 24)) as officer:
        await sheet_read(officer)
        await officer.press("f2", "down")
        await officer.type("看好桥西区")
        await officer.press("f2", "enter", "enter")
        assert "交班签字" in officer.sees()  # the key that led here does nothing
        await officer.press("y")
        await officer.until("待接班人签字")
        await officer.press("f2")
        await officer.until("单子不再改动")
        await officer.press("f3", "down", "down", "down")
        field = officer.app.screen.query_one("#input-password", Input)
        assert officer.app.screen.focused is field
        field.value = town.secrets[Role.OFFICER]
        assert isinstance(officer.app.screen, SignForm)
        officer.app.screen.keep_draft()
        kept = "".join(path.read_text() for path in officer.app.drafts.folder.glob("*"))
        assert "看好桥西区" not in kept  # signed: its draft is gone
        assert town.secrets[Role.OFFICER] not in kept
        await officer.press("f2", "enter", "y")
        await officer.until("交班和接班不能是同一个人")
        field.value = town.secrets[Role.DUTY_CHIEF]
        await officer.press("f2", "enter", "y")
        await officer.until("已交接")
        assert "看好桥西区" in officer.pane("side")


async def test_a_sheet_of_two_signatures_is_only_read(town: Town) -> None:
    async with at_the_desk(town, role=Role.DUTY_CHIEF) as officer:
        await sheet_read(officer)
        assert f"交班 主班 {COMES}" in officer.sees()  # his own shift has begun
        await officer.press("f4")
        await officer.until("按临时到岗登记")
