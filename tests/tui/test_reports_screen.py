"""Reports on real services: counted by tab, down to the incident, saved, issued, corrected."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from clients.tui.screens.evidence import EvidenceScreen
from clients.tui.screens.incident import IncidentScreen
from clients.tui.screens.paper import PaperScreen
from services.kit.auth import Role
from services.kit.clock import ManualClock
from services.kit.database import Database
from tests.stories.a_half_year import half_a_year
from tests.stories.town import Officer, Town, at_the_desk, open_town
from tests.support.moments import AT_THREE_IN_THE_MORNING


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town(
    town_dbs: list[Database], tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Town]:
    clock = ManualClock(AT_THREE_IN_THE_MORNING)
    folder = tmp_path_factory.mktemp("town")
    async with open_town(town_dbs[0], town_dbs[1], clock, folder) as town:
        await half_a_year(town)
        yield town


async def to_reports(officer: Officer, tab: str, sight: str) -> None:
    await officer.press("g", "s")
    await officer.press("f2")
    await officer.press(tab)
    await officer.until(sight)


async def test_a_bulletin_shows_its_parts_and_leads_to_incidents(town: Town) -> None:
    async with at_the_desk(town) as officer:
        await to_reports(officer, "1", "总体情况")
        assert "本期无" in officer.sees()
        await officer.press("down", "enter")
        assert isinstance(officer.app.screen, EvidenceScreen)
        await officer.press("escape")
        await officer.press("slash", *"长安区积水", "enter")
        await officer.press("enter")
        assert isinstance(officer.app.screen, IncidentScreen)


async def test_an_assessment_is_counted_by_the_scheme_that_is_chosen(town: Town) -> None:
    async with at_the_desk(town) as officer:
        await to_reports(officer, "2", "全部方案")
        await officer.press("f7")
        await officer.until("2026年")
        assert "全部方案" not in officer.sees()


async def test_journal_special_and_monitoring_are_read_as_text(town: Town) -> None:
    async with at_the_desk(town, (80, 24)) as officer:
        await to_reports(officer, "3", "舆情日志")
        await officer.press("5")
        await officer.until("监测")
        await officer.press("4")
        await officer.until("长安区积水")
        await officer.press("enter")
        assert isinstance(officer.app.screen, PaperScreen)
        await officer.until("专报")


async def test_one_key_saves_a_report_in_four_forms(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DOCUMENTS_DIR", str(tmp_path))
    async with at_the_desk(town) as officer:
        await to_reports(officer, "1", "总体情况")
        await officer.press("f6")
        await officer.until("已存为")
    assert {path.suffix for path in tmp_path.iterdir()} == {".txt", ".docx", ".xlsx", ".json"}


async def test_issuing_wants_two_keys_and_stands_among_the_issued(town: Town) -> None:
    async with at_the_desk(town, role=Role.DUTY_CHIEF) as officer:
        await to_reports(officer, "1", "总体情况")
        await officer.press("f8", "f2", "enter")
        await officer.press("y")
        await officer.until("已印发")
        await officer.press("6")
        await officer.until("校验")


async def test_a_review_is_recorded_of_the_chosen_incident(town: Town) -> None:
    async with at_the_desk(town, role=Role.DUTY_CHIEF) as officer:
        await to_reports(officer, "4", "长安区积水")
        await officer.press("f2", "1", "down", "down")
        await officer.type("没有发布")
        await officer.press("enter")
        await officer.type("虚构市长")
        await officer.press("f2", "enter")
        await officer.until("评议已登记")
