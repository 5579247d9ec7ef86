"""An officer's own keys: which may be chosen, and what is wrong with those that were."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from textual.keys import KEY_NAME_REPLACEMENTS, Keys

from clients.tui.keys import ACTIONS, Action, lets_through, shown
from clients.tui.settings import Problem, line_of

# what moves, leaves and fills in on every screen; digits choose in forms
_MOVING = "up down left right pageup pagedown home end"
RESERVED = frozenset(f"{_MOVING} escape tab shift+tab backspace space".split())
_NAMED = frozenset(key.value for key in Keys if not key.value.startswith("<"))
_SHORT = {"del": "delete", "esc": "escape", "pgup": "pageup", "pgdn": "pagedown"}
_MARKS = {"ctrl+": "ctrl+", "c-": "ctrl+", "^": "ctrl+"}


def key_named(word: str) -> str | None:
    """Return Textual's name of a key as people write it: `/`, `F9`, `^O`, `Ctrl+O`, `slash`."""
    word = unicodedata.normalize("NFKC", word.strip())
    if len(word) == 1:
        return _of_character(word)
    lower = _SHORT.get(word.lower(), word.lower())
    for mark, prefix in _MARKS.items():
        if lower.startswith(mark) and len(lower) == len(mark) + 1:
            last = lower[len(mark) :]
            return prefix + last if last.isascii() and last.isalnum() else None
    return lower if lower in _NAMED or lower in _names_of_marks() else None


def _of_character(char: str) -> str | None:
    if not char.isascii() or not char.isprintable() or char == " ":
        return None
    if char.isalnum():
        return char
    name = unicodedata.name(char).lower().replace("-", "_").replace(" ", "_")
    return KEY_NAME_REPLACEMENTS.get(name, name)


def _names_of_marks() -> set[str | None]:
    return {_of_character(chr(code)) for code in range(33, 127) if not chr(code).isalnum()}


def chosen_keys(
    chosen: Mapping[str, Sequence[str]], where: str, text: str = ""
) -> tuple[dict[str, tuple[str, ...]], list[Problem]]:
    """Return the choices that can be taken, and what is wrong with the others.

    `text` is the file's, for the lines. Where two actions would share a key none is taken.
    """
    taken: dict[str, tuple[str, ...]] = {}
    problems: list[Problem] = []
    known = {action.id: action for action in ACTIONS}
    for name, words in chosen.items():
        faults = list(_faults(known.get(name), words))
        problems += [_problem(kind, name, about, where, text) for kind, about in faults]
        if not faults:
            taken[name] = tuple(dict.fromkeys(key for word in words if (key := key_named(word))))
    clashes = []
    for key, ids in shared(taken).items():
        name = next(id_ for id_ in ids if id_ in taken)
        clashes.append(_problem("clash", name, f"{shown(key)} = {', '.join(ids)}", where, text))
    return ({} if clashes else taken), problems + clashes


def _faults(action: Action | None, words: Sequence[str]) -> Iterator[tuple[str, str]]:
    if action is None:
        yield "action", ""
        return
    keys = [(word, key_named(word)) for word in words]
    for word, key in keys:
        if key is None:
            yield "key", word
        elif key in RESERVED or (key.isdigit() and key not in action.keys):
            yield "reserved", word
    if not any(key is not None and lets_through(key) for _, key in keys):
        yield "typed", ""


def shared(taken: Mapping[str, tuple[str, ...]]) -> dict[str, list[str]]:
    """Return each key that two actions would have, with those actions."""
    holders: dict[str, list[str]] = defaultdict(list)
    for action in ACTIONS:
        for key in taken.get(action.id, action.keys):
            holders[key].append(action.id)
    return {
        key: ids
        for key, ids in holders.items()
        if len(ids) > 1 and any(id_ in taken for id_ in ids)
    }


def _problem(kind: str, name: str, about: str, where: str, text: str) -> Problem:
    line = line_of(text, name, "keys") or line_of(text, "keys")
    return Problem(kind=kind, name=f"keys.{name}", where=where, line=line, about=about)
