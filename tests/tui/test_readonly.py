"""A desk that only reads: what it does not offer, what it answers, and that nothing is written."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from importlib import import_module
from pathlib import Path

import pytest
from textual.actions import parse
from textual.pilot import Pilot

from clients.tui.app import DutyDesk
from clients.tui.commands import DeskCommands
from clients.tui.incident_acts import FORMS
from clients.tui.keys import ACTIONS, Action, arrange, offered
from clients.tui.link import Refused
from clients.tui.locale import t
from clients.tui.operations import OPERATIONS
from clients.tui.readonly import act_of, writes
from clients.tui.screens.commit import CommitScreen
from clients.tui.screens.duty import DutyScreen
from clients.tui.screens.fulfil import FulfilScreen
from clients.tui.screens.incident import IncidentScreen
from clients.tui.screens.leads import LeadsScreen
from clients.tui.settings import DeskFile, Settings
from clients.tui.views.help import help_lines
from clients.tui.widgets.lines import Lines
from tests.support.key_calls import bindings, comes_to_write, kinds
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


def typed(action: str) -> tuple[str, tuple[object, ...]]:
    """Return the method that a binding calls, and with what."""
    _, name, given = parse(action)
    return f"action_{name}", given


def test_whatever_comes_to_write_says_so() -> None:
    forgotten = []
    for kind, binding in bindings():
        name, given = typed(binding.action)
        chosen_by_name = bool(given) and isinstance(given[0], str)  # judged by what it opens
        if not chosen_by_name and comes_to_write(kind, name) and not writes(binding.action, kind):
            forgotten.append(f"{kind.__name__}: {binding.key} {binding.action}")
    assert forgotten == []


def opened(named: str) -> type:
    module, _, name = named.partition(":")
    where = module if "." in module else f"clients.tui.screens.{module}"
    kind: type = getattr(import_module(where), name)
    return kind


def is_form(kind: type) -> bool:
    return issubclass(kind, CommitScreen) and not kind.READS


@pytest.mark.parametrize("action", [one for one in ACTIONS if one.screen], ids=lambda one: one.id)
def test_the_table_says_of_a_screen_what_the_screen_says_of_itself(action: Action) -> None:
    assert action.writes == is_form(opened(action.screen))


def test_every_act_of_a_list_opens_a_form() -> None:
    forms = {form for kind in kinds() for form in vars(kind).get("ACTS", {}).values()}
    assert len(forms) > 15
    assert [form for form in sorted(forms) if not is_form(opened(form))] == []


def test_what_an_incident_opens_beside_the_table_is_a_form() -> None:
    tabled = {action.id for action in ACTIONS}
    assert [
        name for name, form in FORMS.items() if name not in tabled and not is_form(opened(form))
    ] == []


def test_an_act_is_told_by_what_a_binding_calls() -> None:
    assert [act_of(one) for one in ("form('waive')", "app.pop_screen", "row(-1)", "accept")] == [
        "waive",
        "pop_screen",
        "row",
        "accept",
    ]


def test_the_same_word_writes_here_and_not_there() -> None:
    assert writes("desk('release')", DutyScreen)
    assert not writes("desk('gates')", DutyScreen)
    assert writes("form('close')", IncidentScreen)
    assert not writes("form('gates')", IncidentScreen)
    assert not writes("dismiss", LeadsScreen)  # Esc must leave whatever is open
    assert writes("act('dismiss')", LeadsScreen)
    assert not writes("row(1)", FulfilScreen)


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


async def test_an_empty_board_does_not_say_what_cannot_be_done() -> None:
    async with reading() as (app, pilot):
        app.state.query = "no such duty"
        app.duty.order.refresh(app.state, app.clock(), held=False)
        app.state.query = ""
        app.duty.paint()
        await pilot.pause()
        assert "现在没有应办事项。" in app.duty.board.text()
        assert "登记事件" not in app.duty.board.text()
