"""A desk that only reads: what it does not offer, what it answers, and that nothing is written."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest
from textual.binding import Binding
from textual.dom import DOMNode
from textual.pilot import Pilot

import clients.tui
from clients.tui.app import DutyDesk
from clients.tui.commands import DeskCommands
from clients.tui.keys import ACTIONS, Action, arrange, offered
from clients.tui.link import Refused
from clients.tui.locale import t
from clients.tui.operations import OPERATIONS
from clients.tui.readonly import WRITING, act_of, writes
from clients.tui.settings import DeskFile, Settings
from clients.tui.views.help import help_lines
from clients.tui.widgets.lines import Lines
from tests.support.scenes import desk_config, night


@pytest.fixture(autouse=True)
def others_may_write_again() -> Iterator[None]:
    yield
    arrange({})


@asynccontextmanager
async def reading() -> AsyncIterator[tuple[DutyDesk, Pilot[None]]]:
    settings = Settings(values=DeskFile(readonly=True))
    app = DutyDesk(desk_config(), connect=False, settings=settings)
    async with app.run_test(size=(120, 36)) as pilot:
        await night(app)
        yield app, pilot


def bindings() -> Iterator[Binding]:
    """Yield every binding of every screen and widget of the desk."""
    for found in walk_packages(clients.tui.__path__, "clients.tui."):
        if found.name.startswith(("clients.tui.screens", "clients.tui.widgets")):
            for kind in vars(import_module(found.name)).values():
                ours = getattr(kind, "__module__", "").startswith("clients.")
                if ours and isinstance(kind, type) and issubclass(kind, DOMNode):
                    own = vars(kind).get("BINDINGS", ())
                    yield from (one for one in own if isinstance(one, Binding))


def test_every_act_that_is_held_to_write_is_an_act_of_some_screen() -> None:
    assert WRITING - {act_of(one.action) for one in bindings()} == set()


def test_an_act_is_told_by_what_a_binding_calls() -> None:
    assert [act_of(one) for one in ("form('waive')", "app.pop_screen", "row(-1)", "accept")] == [
        "waive",
        "pop_screen",
        "row",
        "accept",
    ]
    assert writes("desk('release')")
    assert writes("form('close')")
    assert not writes("form('gates')")
    assert not writes("dismiss")  # Esc must leave whatever is open
    assert writes("act('dismiss')")
    assert not writes("row(1)")


async def test_what_writes_is_offered_nowhere() -> None:
    writing = {action.id for action in ACTIONS if action.writes}
    async with reading() as (app, _):
        assert writing
        assert not writing & {action.id for action in offered()}
        footer = app.duty.query_one("#footer", Lines).text()
        sheet = "\n".join("".join(p.text for p in line) for line in help_lines("huiying-dark", 100))
        palette = [str(hit.text) async for hit in DeskCommands(app.duty).discover()]
        for action in ACTIONS:
            if action.writes:
                assert t(action.title_key) not in footer
                assert t(action.help_key) not in sheet
                assert not any(hit.startswith(f"{t(action.title_key)}  ") for hit in palette)


@pytest.mark.parametrize("action", [one for one in ACTIONS if one.writes], ids=lambda one: one.id)
async def test_a_key_that_would_write_says_why_not(action: Action) -> None:
    async with reading() as (app, pilot):
        for key in action.keys:
            app.tell("")
            await pilot.press(key)
            assert t("readonly.why") in app.duty.query_one("#state", Lines).text()
            assert len(app.screen_stack) == 1


async def test_the_desk_says_that_it_only_reads() -> None:
    async with reading() as (app, _):
        assert "只读" in app.duty.query_one("#brand", Lines).text()


async def test_the_file_of_an_incident_opens_without_the_keys_that_write() -> None:
    async with reading() as (app, pilot):
        await pilot.press("enter")
        await pilot.pause()
        keys = "".join(piece.text for piece in app.screen.query_one("#keys").words)  # type: ignore[attr-defined] # Words
        assert "F3" in keys
        for key in ("F9", "F7", "^O", "Del"):
            assert key not in keys
        for key in ("delete", "ctrl+e", "a", "f9"):
            await pilot.press(key)
            assert app.screen.said.text == t("readonly.why")  # type: ignore[attr-defined] # IncidentScreen


async def test_the_link_refuses_what_slips_through(tmp_path: Path) -> None:
    async with reading() as (app, _):
        with pytest.raises(Refused) as refused:
            await app.deadlines.mutate(OPERATIONS.acknowledge, {})
        assert refused.value.message == t("readonly.why")
