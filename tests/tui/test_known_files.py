"""What was read of an incident serves its forms while nobody answers."""

import asyncio
import stat
from pathlib import Path

from clients.tui.known_files import KnownFiles, most_urgent, read_ahead
from clients.tui.models import BoardAnswer, decode
from clients.tui.models_incident import IncidentFile
from clients.tui.screens.fulfil import FulfilScreen
from clients.tui.screens.incident import IncidentScreen
from clients.tui.service_link import ServiceLink, Session
from clients.tui.state import DeskState
from tests.support.desk_rows import night_board
from tests.tui.canned import NOW, canned, incident_file, serve_canned
from tests.tui.desk_forms import SUBJECT, open_form
from tests.tui.test_acts import fulfilling, on_duty


def file(**more: object) -> IncidentFile:
    return decode(incident_file(**more), IncidentFile)


def test_a_file_is_known_with_its_moment_and_to_its_owner_only(tmp_path: Path) -> None:
    files = KnownFiles(tmp_path)
    files.keep(file(), NOW)
    known = KnownFiles(tmp_path).of("incident-1")
    assert known is not None
    assert (known.read_at, known.file) == (NOW, file())
    (path,) = tmp_path.glob("*.json")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.write_bytes(b'{"version": 1')
    assert files.of("incident-1") is None


async def test_a_report_is_filled_in_and_kept_with_everything_down(tmp_path: Path) -> None:
    KnownFiles(tmp_path / "huiying" / "incidents").keep(file(), NOW)
    service = fulfilling()
    service.dumb.add("IncidentFile")
    async with open_form(on_duty(FulfilScreen), service=service, state_home=tmp_path) as desk:
        desk.app.deadlines.broken("closed", NOW, 1)
        assert "按 03:02 读到的事件填写" in desk.pane("options").replace("\n", "")
        await desk.press("1", "f2", "enter", "y")
        assert [act.sentence for act in desk.app.outbox.acts()] == ["上级报告 石家庄市人民政府"]


async def test_an_incident_is_shown_as_it_was_read(tmp_path: Path) -> None:
    KnownFiles(tmp_path / "huiying" / "incidents").keep(file(), NOW)
    service = canned()
    service.dumb.add("IncidentFile")
    made = IncidentScreen(SUBJECT)
    async with open_form(lambda: made, service=service, state_home=tmp_path) as desk:
        assert "上级报告" in desk.everything()
        assert "03:02" in desk.words("said")


async def test_the_most_urgent_incidents_are_read_before_anybody_asks(tmp_path: Path) -> None:
    state, files, service = DeskState(), KnownFiles(tmp_path), canned()
    state.replace_all(decode(night_board(), BoardAnswer))
    urgent = most_urgent(state)
    service.answers["IncidentFile"] = lambda asked: {"incident": incident_file(id=asked["id"])}
    async with serve_canned(service) as url:
        link = ServiceLink("deadlines", url, Session(url, None, lambda: NOW), lambda: NOW)
        link.connected()
        task = asyncio.create_task(read_ahead(link, state, files, lambda: NOW, 0.001))
        async with asyncio.timeout(10):
            while files.of(urgent[-1]) is None:
                await asyncio.sleep(0.01)
        task.cancel()
    assert [asked["id"] for asked in service.of("IncidentFile")] == urgent
