"""The table of keys."""

import pytest
from textual.keys import _character_to_key

from clients.tui import keys
from clients.tui.keys import (
    ACTIONS,
    Action,
    bindings,
    built,
    full_width,
    offered,
    passes_input_method,
    shown,
)
from clients.tui.locale import t
from clients.tui.screens.duty import DutyScreen


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.id)
def test_every_action_is_reachable_with_an_input_method_on(action: Action) -> None:
    assert passes_input_method(action)


def test_no_key_means_two_things() -> None:
    every = [form for action in ACTIONS for key in action.keys for form in (key, *full_width(key))]
    assert len(every) == len(set(every))


def test_no_action_lives_only_on_keys_that_terminals_take() -> None:
    for action in ACTIONS:
        assert action.jump or set(action.keys) - {"f1", "f10", "f11"}


def test_no_jump_letter_means_two_things() -> None:
    letters = [action.jump for action in ACTIONS if action.jump]
    assert len(letters) == len(set(letters)) <= 10


@pytest.mark.parametrize("char", ["、", "？", "。", "：", "／", "．", "ａ", "０"])
def test_full_width_forms_are_bound(char: str) -> None:
    bound = ",".join(binding.key for binding in bindings())  # type: ignore[union-attr] # all are Binding
    assert _character_to_key(char) in bound.split(",")


def test_an_action_that_is_not_built_is_not_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    later = Action(id="later", keys=("z",), screen="clients.tui.screens.no_such:Screen")
    monkeypatch.setattr(keys, "ACTIONS", (*ACTIONS, later))
    assert not built(later)
    assert later not in offered()


def test_every_action_has_a_title_a_sentence_and_a_handler() -> None:
    for action in ACTIONS:
        assert t(action.title_key)
        assert t(action.help_key)
        assert action.screen or callable(getattr(DutyScreen, f"do_{action.id}", None))


def test_the_footer_has_at_most_nine_places() -> None:
    places = [action.footer for action in ACTIONS if action.footer is not None]
    assert len(places) == len(set(places)) <= 9


def test_keys_are_shown_as_they_are_printed() -> None:
    printed = [shown(key) for key in ("n", "f2", "slash", "ctrl+o", "enter")]
    assert printed == ["n", "F2", "/", "^O", "Enter"]
