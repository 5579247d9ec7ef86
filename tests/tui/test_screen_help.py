"""Help on every screen, made from its bindings."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from textual.binding import Binding
from textual.screen import Screen

from clients.tui.keys import ACTIONS, action_by_id, arrange, key_texts, way_to
from clients.tui.locale import catalogue
from clients.tui.screen_help import key_help, keys_text, said_at
from clients.tui.screens.basis import BasisScreen
from clients.tui.screens.confirm import ConfirmScreen
from clients.tui.screens.help import HelpScreen
from clients.tui.screens.jump import JumpScreen
from clients.tui.screens.roster_acts import ActMenu
from clients.tui.settings import DeskFile, Settings
from clients.tui.widgets.lines import Lines
from tests.support.desk_rows import make_row
from tests.support.form_scenes import FormScene, named, on_stage
from tests.support.key_calls import bindings, kinds
from tests.tui.desk_forms import Desk

(INCIDENT,) = named("incident-120x36")
SHOWN = named("incident-80x24", "release-80x24", "speaks-80x24", "waive-80x24")
READING = Settings(values=DeskFile(readonly=True))


@pytest.fixture(autouse=True)
def own_keys_end_with_the_test() -> Iterator[None]:
    yield
    arrange({})


def sheet(desk: Desk) -> str:
    return desk.app.screen.query_one("#sheet-body", Lines).text()


@pytest.mark.parametrize("scene", SHOWN, ids=lambda scene: scene.name)
async def test_f1_tells_the_keys_of_the_screen_and_escape_goes_back(scene: FormScene) -> None:
    async with on_stage(scene) as desk:
        before = desk.app.screen
        await desk.press("f1")
        text = sheet(desk)
        assert text.splitlines()[0].strip() == "本屏按键"
        assert "Esc" in text
        assert "? F1" in text
        await desk.press("escape")
        assert desk.app.screen is before


async def test_a_question_mark_asks_too_where_no_text_is_typed() -> None:
    async with on_stage(INCIDENT) as desk:
        await desk.press("fullwidth_question_mark")
        assert "Del d         免办选中的事项" in sheet(desk)


async def test_at_a_reading_desk_help_tells_only_what_reads() -> None:
    async with on_stage(INCIDENT, settings=READING) as desk:
        await desk.press("f1")
        assert "免办" not in sheet(desk)
        assert "v F3" in sheet(desk)


async def test_help_tells_the_officers_own_keys() -> None:
    own = Settings(values=DeskFile(keys={"release": ["z", "^K"]}))
    async with on_stage(INCIDENT, settings=own) as desk:
        await desk.press("f1")
        assert "z ^K          记一次发布和它的链接" in sheet(desk)


def test_keys_are_printed_without_their_full_width_forms() -> None:
    assert keys_text(["slash", "ideographic_comma", "ctrl+f"]) == "/ ^F"
    assert keys_text(["1", "１", "2", "２", "3", "３"]) == "1-3"
    assert keys_text(["up", "down"]) == "↑ ↓"


def test_a_key_without_a_sentence_takes_the_one_of_the_key_line() -> None:
    bindings = [Binding("f8", "fly"), Binding("f7", "dig")]
    assert key_help(bindings, "F8 飞|Esc 返回") == [("F8", "飞")]


def test_every_key_of_every_screen_has_a_sentence_in_the_catalogue() -> None:
    tabled = {action.id for action in ACTIONS}
    silent = {
        f"{kind.__name__}: {binding.key} {said_at(binding.action)}"
        for kind, binding in bindings()
        if binding.id not in tabled and f"bind.{said_at(binding.action)}" not in catalogue("zh")
    }
    assert {one for one in silent if not one.startswith("DutyScreen")} == set()


def test_a_key_taken_as_it_is_typed_has_a_sentence_too() -> None:
    here = [act for kind in kinds() for _, act in getattr(kind, "HERE", ())]
    assert here
    assert [act for act in here if f"bind.{act}" not in catalogue("zh")] == []


QUESTIONS = [
    (lambda: ConfirmScreen("?"), "确认去做"),
    (JumpScreen, "按数字或字母选"),
    (lambda: ActMenu((), ""), "按数字或字母选"),
]


@pytest.mark.parametrize(("make", "said"), QUESTIONS, ids=["confirm", "jump", "acts"])
@pytest.mark.parametrize("key", ["f1", "question_mark"])
async def test_a_question_and_a_menu_tell_their_keys(
    make: Callable[[], Screen[Any]], said: str, key: str
) -> None:
    async with on_stage(INCIDENT) as desk:
        desk.app.push_screen(make())
        await desk.press(key)
        assert said in sheet(desk)
        await desk.press("f1")  # the key that asks goes back too
        assert not isinstance(desk.app.screen, HelpScreen)


async def test_a_sheet_tells_its_keys() -> None:
    async with on_stage(INCIDENT) as desk:
        desk.app.push_screen(BasisScreen(make_row()))
        await desk.press("f1")
        assert "Esc q Enter" in sheet(desk)


def test_another_key_for_jumping_is_told_as_it_is() -> None:
    arrange({"jump": ("z", "ctrl+g")})
    assert way_to("outbox") == "z o"
    assert "z o" in key_texts(action_by_id("outbox"))
