"""What the keys of a screen do, made from its bindings; so help cannot tell of a key that is not.

A binding's sentence is, in this order: that of the desk's own table for its id, `bind.<act>` of the
catalogue, or what the screen's line of keys says of one of its keys. Without any it is not told.
"""

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import NamedTuple

from textual.binding import Binding

from clients.tui.keymap import key_named
from clients.tui.keys import ACTIONS, arranged, full_width, shown
from clients.tui.locale import optional, t
from clients.tui.readonly import act_of

_TEXTUALS = "copy_text"  # copies what the mouse selected; the desk has no such text


class KeyHelp(NamedTuple):
    """One line of a screen's help."""

    keys: str
    text: str


def key_help(bindings: Iterable[Binding], line: str) -> list[KeyHelp]:
    """Return a screen's keys in the order they are bound; `line` is its line of keys."""
    told = dict(entry.partition(" ")[::2] for entry in line.split("|"))
    named = {key_named(label) or label: text for label, text in told.items() if text}
    kept = [one for one in bindings if act_of(one.action) != _TEXTUALS]
    rows: dict[str, list[str]] = {}
    for (id_, name), group in groupby(kept, key=lambda one: (one.id, said_at(one.action))):
        keys = [one.key for one in group]
        text = _text(id_, name, keys, named)
        if text:
            rows.setdefault(text, []).extend(_own(id_) or keys)
    return [KeyHelp(keys_text(keys), text) for text, keys in rows.items()]


def said_at(action: str) -> str:
    """Return what stands behind `bind.` in the key of a binding's sentence.

    An act of a list has a sentence of its own: `act('dismiss')` dismisses a lead, not the screen.
    """
    act = act_of(action)
    return f"act.{act}" if action.startswith("act(") else act


def _text(id_: str | None, name: str, keys: list[str], named: Mapping[str, str]) -> str:
    tabled = next((one for one in ACTIONS if one.id == name), None)
    if tabled is not None and id_ is not None:
        return t(tabled.help_key)
    said = optional(f"bind.{name}") or next((named[key] for key in keys if key in named), "")
    return said or (t(tabled.help_key) if tabled is not None else "")


def _own(id_: str | None) -> list[str]:
    tabled = next((one for one in ACTIONS if one.id == id_), None)
    return list(arranged(tabled).keys) if tabled is not None else []


def keys_text(keys: Iterable[str]) -> str:
    """Return keys as they are printed, digits as `1-9`; what an input method sends is left out."""
    listed = list(dict.fromkeys(keys))
    wide = {form for key in listed for form in full_width(key)}
    plain = [key for key in listed if key not in wide and not (len(key) == 1 and ord(key) > 0xFF00)]
    digits = sorted(key for key in plain if key.isdigit())
    said = [shown(key) for key in plain if not key.isdigit()]
    if len(digits) > 2:
        digits = [f"{digits[0]}-{digits[-1]}"]
    return " ".join(digits + said)
