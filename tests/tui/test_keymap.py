"""An officer's own keys."""

from collections.abc import Iterator

import pytest

from clients.tui.app import DutyDesk
from clients.tui.keymap import chosen_keys, key_named
from clients.tui.keys import arrange, offered
from clients.tui.settings import DeskFile, Settings
from clients.tui.views.help import help_lines
from clients.tui.widgets.lines import Lines
from tests.support.scenes import desk_config, night


@pytest.fixture(autouse=True)
def own_keys_end_with_the_test() -> Iterator[None]:
    yield
    arrange({})


def make_desk(keys: dict[str, list[str]]) -> DutyDesk:
    settings = Settings(values=DeskFile(keys=keys))
    return DutyDesk(desk_config(), connect=False, settings=settings)


def kinds(keys: dict[str, list[str]]) -> list[tuple[str, str, str]]:
    return [(one.kind, one.name, one.about) for one in chosen_keys(keys, "desk.toml")[1]]


@pytest.mark.parametrize(
    ("word", "name"),
    [("/", "slash"), ("F9", "f9"), ("^B", "ctrl+b"), ("Ctrl+B", "ctrl+b"), ("？", "question_mark"),
     ("slash", "slash"), ("Delete", "delete"), ("火", None), ("hyper", None), ("", None)],
)  # fmt: skip
def test_a_key_is_named_as_people_write_it(word: str, name: str | None) -> None:
    assert key_named(word) == name


def test_one_key_for_two_actions_is_refused_and_all_keys_stay() -> None:
    taken, problems = chosen_keys({"accept": ["b", "F4"], "undo": ["?", "^U"]}, "desk.toml")
    assert taken == {}
    assert [(one.kind, one.about) for one in problems] == [("clash", "? = help, undo")]


def test_keys_that_an_input_method_eats_are_not_enough() -> None:
    assert kinds({"accept": ["b"], "undo": []}) == [
        ("typed", "keys.accept", ""),
        ("typed", "keys.undo", ""),
    ]


def test_what_is_no_action_no_key_or_not_free_is_named() -> None:
    assert kinds({"fly": ["F4"], "copy": ["hyper", "^Y"], "load": ["Esc", "1", "^N"]}) == [
        ("action", "keys.fly", ""),
        ("key", "keys.copy", "hyper"),
        ("reserved", "keys.load", "Esc"),
        ("reserved", "keys.load", "1"),
    ]


def test_two_actions_may_change_places() -> None:
    swapped = {"accept": ["u", "^U"], "undo": ["a", "^O"]}
    assert kinds(swapped) == []


async def test_an_own_key_acts_and_the_old_one_does_not() -> None:
    app = make_desk({"help": ["z", "F4"]})
    async with app.run_test(size=(120, 36)) as pilot:
        await night(app)
        await pilot.press("f1")
        assert len(app.screen_stack) == 1
        await pilot.press("f4")
        assert len(app.screen_stack) == 2


async def test_an_own_key_stands_in_footer_and_help() -> None:
    app = make_desk({"help": ["z", "F4"]})
    async with app.run_test(size=(120, 36)):
        await night(app)
        assert "z 帮助" in app.duty.query_one("#footer", Lines).text()
        assert "z  F4" in "\n".join(
            "".join(part.text for part in line) for line in help_lines("huiying-dark", 100)
        )


async def test_a_bad_file_is_told_in_the_state_row_and_the_desk_opens() -> None:
    app = make_desk({"accept": ["b"]})
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        assert "config validate" in app.duty.query_one("#state", Lines).text()
        assert next(one for one in offered() if one.id == "accept").keys == ("a", "ctrl+o")
