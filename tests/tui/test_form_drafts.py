"""What was filled in outlives the form: by form and subject, for whoever filled it in."""

import stat
from datetime import timedelta
from pathlib import Path

import pytest
from textual.widgets import Input

from clients.tui.form_drafts import MOST, OLDEST, FormDraft, FormDrafts
from clients.tui.operations import OPERATIONS
from clients.tui.screens.act_form import ActForm
from clients.tui.screens.contact import ContactScreen
from clients.tui.screens.fulfil import FulfilScreen
from clients.tui.screens.outbox import OutboxScreen
from clients.tui.screens.release import ReleaseScreen
from clients.tui.screens.waive import WaiveScreen
from clients.tui.views.fields import Field, Kind
from tests.tui.canned import NOW
from tests.tui.desk_forms import open_form
from tests.tui.test_acts import fulfilling, on_duty, reaching, waiving
from tests.tui.test_release_form import recording


def draft(subject: str = "incident-1", **more: object) -> FormDraft:
    given = {"form": "f:F", "owner": "duty", "saved_at": NOW, "filled": {"values": {}}}
    return FormDraft(subject=subject, **(given | more))  # type: ignore[arg-type] # its own fields


def test_a_draft_is_found_by_its_form_and_subject(tmp_path: Path) -> None:
    drafts = FormDrafts(tmp_path)
    assert drafts.keep(draft())
    assert drafts.of("f:F", "incident-1", NOW) == draft()
    assert drafts.of("f:F", "incident-2", NOW) is None
    assert drafts.of("g:G", "incident-1", NOW) is None
    (path,) = tmp_path.glob("*.json")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_drafts_are_bounded_in_number_and_age(tmp_path: Path) -> None:
    drafts = FormDrafts(tmp_path)
    for number in range(MOST + 5):
        drafts.keep(draft(f"incident-{number}"))
    assert len(list(tmp_path.glob("*.json"))) == MOST
    late = NOW + OLDEST + timedelta(seconds=1)
    assert drafts.of("f:F", f"incident-{MOST}", late) is None


def test_a_torn_draft_is_none(tmp_path: Path) -> None:
    drafts = FormDrafts(tmp_path)
    drafts.keep(draft())
    next(tmp_path.glob("*.json")).write_bytes(b'{"form"')
    assert drafts.of("f:F", "incident-1", NOW) is None


class Signing(ActForm):
    """A form with a password in it."""

    FIELDS = (Field(row="login"), Field(row="password", kind=Kind.SECRET))
    operation = OPERATIONS.record_fulfilment


def test_a_secret_never_lies_on_the_disk() -> None:
    form = Signing()
    form.texts = {"login": "chief", "password": "a secret"}
    assert form.filled()["texts"] == {"login": "chief"}


async def test_a_form_that_was_left_comes_back_as_it_was(tmp_path: Path) -> None:
    async with open_form(on_duty(ReleaseScreen), service=recording(), state_home=tmp_path) as desk:
        await desk.press("up", "3", "1")
        await desk.press("3")
        await desk.type("https")
        await desk.press("escape")
    async with open_form(on_duty(ReleaseScreen), service=recording(), state_home=tmp_path) as desk:
        desk.late = timedelta(minutes=5)
        screen = desk.app.screen
        assert isinstance(screen, ReleaseScreen)
        assert "恢复了 03:02 的草稿" in desk.pane("options")
        assert (screen.form, screen.conclusive, screen.text("url")) == (
            "PRESS_CONFERENCE",
            True,
            "https",
        )
        assert screen.query_one("#input-url", Input).value == "https"


async def test_a_commit_lets_the_draft_go(tmp_path: Path) -> None:
    async with open_form(on_duty(FulfilScreen), service=fulfilling(), state_home=tmp_path) as desk:
        await desk.press("1", "x", "f2", "enter")
        assert list((tmp_path / "huiying" / "drafts").glob("*.json")) == []


async def test_a_form_only_looked_at_leaves_no_draft(tmp_path: Path) -> None:
    async with open_form(on_duty(ContactScreen), service=reaching(), state_home=tmp_path) as desk:
        await desk.press("down", "escape")
    assert list((tmp_path / "huiying").glob("drafts/*")) == []


async def test_ctrl_r_begins_anew(tmp_path: Path) -> None:
    async with open_form(on_duty(WaiveScreen), service=waiving(), state_home=tmp_path) as desk:
        await desk.type("li you")
        await desk.press("escape")
        desk.app.push_screen(on_duty(WaiveScreen)())
        await desk.settle()
        assert "恢复了" in desk.pane("options")
        await desk.press("ctrl+r", "f2", "f2")
        assert "免办须写明理由" in desk.pane("options")


async def test_nobody_takes_up_what_another_officer_filled_in(tmp_path: Path) -> None:
    async with open_form(on_duty(WaiveScreen), service=waiving(), state_home=tmp_path) as desk:
        await desk.type("li you")
        await desk.press("escape")
        desk.app.session.account = "somebody else"
        desk.app.push_screen(on_duty(WaiveScreen)())
        await desk.settle()
        assert "恢复了" not in desk.pane("options")


async def test_a_repeat_from_a_draft_is_the_same_commit(tmp_path: Path) -> None:
    service = fulfilling()
    service.dumb.add("RecordFulfilment")
    async with open_form(on_duty(FulfilScreen), service=service, state_home=tmp_path) as desk:
        await desk.press("1", "f2", "enter", "escape", "escape")
        service.dumb.clear()
        desk.late = timedelta(minutes=9)
        desk.app.push_screen(on_duty(FulfilScreen)())
        await desk.settle()
        await desk.press("f2", "enter")
        first, second = service.of("RecordFulfilment")
        assert first == second


@pytest.mark.parametrize("key", ["ctrl+e", "e"])
async def test_a_kept_act_is_changed_in_its_form(tmp_path: Path, key: str) -> None:
    async with open_form(on_duty(FulfilScreen), service=fulfilling(), state_home=tmp_path) as desk:
        desk.app.deadlines.broken("closed", NOW, 1)
        await desk.press("1", "x", "f2", "enter", "y")
        desk.app.deadlines.connected()
        desk.app.push_screen(OutboxScreen())
        await desk.settle()
        await desk.press(key)
        assert isinstance(desk.app.screen, FulfilScreen)
        assert desk.app.outbox.acts() == ()
        await desk.press("z", "f2", "enter")
        (sent,) = desk.service.of("RecordFulfilment")
        assert "x" in sent["input"]["note"]
