"""One table of everything a key can do; bindings, footer, help and palette are made from it.

A Chinese input method eats letters and turns marks into full-width ones. So each action is
reachable by at least one key it lets through: F-key, Ctrl, Enter, arrow, digit, or a mark whose
full-width form is bound too.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.util import find_spec

from textual.binding import Binding, BindingType

# what an input method sends for a mark, by Textual's names
FULL_WIDTH_MARKS = {
    "slash": ("ideographic_comma", "fullwidth_solidus"),
    "question_mark": ("fullwidth_question_mark",),
    "full_stop": ("ideographic_full_stop", "fullwidth_full_stop"),
    "colon": ("fullwidth_colon",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """`keys` by Textual's names, the one shown first; `screen` is "module:Class", opened on it.

    `footer`: place among the footer's nine (None = not there). `needs_row`: acts on the obligation
    under the cursor. `service`: which link must live, "" for none. `incidents`: only for duties of
    incidents, not for those of occasions (事由). `writes`: not offered on a desk that only reads.
    `jump`: the letter that follows g; such an action needs no key of its own, for the jump menu
    takes digits too.
    """

    id: str
    keys: tuple[str, ...] = ()
    screen: str = ""
    footer: int | None = None
    narrow: bool = True
    needs_row: bool = False
    service: str = ""
    incidents: bool = False
    writes: bool = False
    jump: str = ""

    @property
    def title_key(self) -> str:
        return f"action.{self.id}"

    @property
    def help_key(self) -> str:
        return f"action.{self.id}.help"


_SCREENS = "clients.tui.screens"
ACTIONS = (
    Action(id="detail", keys=("enter",), screen=f"{_SCREENS}.incident:IncidentScreen",
           footer=0, needs_row=True),
    Action(id="intake", keys=("n", "f2"), screen=f"{_SCREENS}.intake:IntakeScreen",
           footer=1, writes=True),
    Action(id="whatif", keys=("v", "f3"), screen=f"{_SCREENS}.whatif:WhatIfScreen",
           needs_row=True, service="deadlines", incidents=True),
    Action(id="speaks", keys=("w", "f5"), screen=f"{_SCREENS}.speaks:SpeaksScreen",
           footer=3, needs_row=True, incidents=True),
    Action(id="contact", keys=("c", "f6"), screen=f"{_SCREENS}.contact:ContactScreen",
           needs_row=True, service="deadlines", incidents=True),
    Action(id="fulfil", keys=("x", "f7"), screen=f"{_SCREENS}.fulfil:FulfilScreen",
           needs_row=True, service="deadlines", incidents=True, writes=True),
    Action(id="gates", keys=("p", "f8"), screen=f"{_SCREENS}.gates:GatesScreen",
           needs_row=True, service="deadlines"),
    Action(id="release", keys=("r", "f9"), screen=f"{_SCREENS}.release:ReleaseScreen",
           footer=2, needs_row=True, service="deadlines", incidents=True, writes=True),
    Action(id="accept", keys=("a", "ctrl+o"), footer=4, narrow=False, needs_row=True,
           service="deadlines", writes=True),
    Action(id="basis", keys=("0",), screen=f"{_SCREENS}.basis:BasisScreen", footer=5,
           narrow=False, needs_row=True),
    Action(id="handover", keys=("h", "f12"), screen=f"{_SCREENS}.handover:HandoverScreen",
           footer=7, narrow=False, jump="h"),
    Action(id="leads", screen=f"{_SCREENS}.leads:LeadsScreen", jump="l"),
    Action(id="notices", screen=f"{_SCREENS}.notices:NoticesScreen", jump="n"),
    Action(id="calendar", screen=f"{_SCREENS}.calendar:CalendarScreen", jump="c"),
    Action(id="incidents", screen=f"{_SCREENS}.incidents:IncidentsScreen", jump="i"),
    Action(id="statistics", screen=f"{_SCREENS}.statistics:StatisticsScreen", jump="s"),
    Action(id="rosters", screen=f"{_SCREENS}.rosters:RostersScreen", jump="r"),
    Action(id="packs", screen=f"{_SCREENS}.packs:PacksScreen", jump="p"),
    Action(id="outbox", screen=f"{_SCREENS}.outbox:OutboxScreen", jump="o"),
    Action(id="system", screen=f"{_SCREENS}.system:SystemScreen", jump="y"),
    Action(id="jump", keys=("g", "ctrl+g")),
    Action(id="filter", keys=("slash", "ctrl+f"), footer=6),
    Action(id="help", keys=("question_mark", "f1"), screen=f"{_SCREENS}.help:HelpScreen",
           footer=8),
    Action(id="load", keys=("full_stop",)),
    Action(id="copy", keys=("y", "ctrl+y"), needs_row=True),
    Action(id="undo", keys=("u", "ctrl+u"), writes=True),
    Action(id="light", keys=("ctrl+l",)),
    Action(id="sign_in", keys=("ctrl+t",)),
    Action(id="palette", keys=("colon", "ctrl+p")),
    Action(id="quit", keys=("ctrl+q",)),
)  # fmt: skip


def full_width(key: str) -> tuple[str, ...]:
    """Return the forms of a key that an input method may send in its place."""
    if len(key) == 1 and "!" <= key <= "~":
        return (chr(ord(key) + 0xFEE0),)
    return FULL_WIDTH_MARKS.get(key, ())


def forms(keys: tuple[str, ...]) -> list[str]:
    """Return keys, each followed by its full-width forms."""
    return [form for key in keys for form in (key, *full_width(key))]


def passes_input_method(action: Action) -> bool:
    """Tell whether an action has a key that an active Chinese input method lets through."""
    return bool(action.jump) or any(lets_through(key) for key in action.keys)


def lets_through(key: str) -> bool:
    """Tell whether an active Chinese input method lets a key reach the desk."""
    return len(key) > 1 or key.isdigit()


@cache
def built(action: Action) -> bool:
    """Tell whether the action's screen is in this version; what is not built is not offered."""
    return not action.screen or find_spec(action.screen.partition(":")[0]) is not None


class _Arrangement:
    """The keys an officer chose, and whether this desk only reads. One desk runs in a process."""

    keys: Mapping[str, tuple[str, ...]] = {}
    readonly = False


def arrange(chosen: Mapping[str, tuple[str, ...]], readonly: bool = False) -> None:
    """Take over an officer's own keys, by action; those not named keep the table's."""
    _Arrangement.keys, _Arrangement.readonly = chosen, readonly


def own_keys(id: str) -> tuple[str, ...]:  # noqa: A002 - the table's own word
    """Return the keys the officer chose for an action; none where the table's stand."""
    return _Arrangement.keys.get(id, ())


def arranged(action: Action) -> Action:
    """Return the action with the keys it has at this desk."""
    own = own_keys(action.id)
    return replace(action, keys=own) if own else action


def offered() -> tuple[Action, ...]:
    """Return the actions of this version in the table's order, those a reading desk may take."""
    return tuple(
        arranged(action)
        for action in ACTIONS
        if built(action) and not (action.writes and _Arrangement.readonly)
    )


def tabled(id: str) -> Action:  # noqa: A002 - the table's own word
    """Return a row as the table has it; raise StopIteration for an id that is not there."""
    return next(action for action in ACTIONS if action.id == id)


def action_by_id(id: str) -> Action:  # noqa: A002 - the table's own word
    """Raise StopIteration for an id that is not in the table."""
    return next(arranged(action) for action in ACTIONS if action.id == id)


def bound(id: str, call: str) -> Binding:  # noqa: A002 - the table's own word
    """Return an action's keys bound to what another screen calls it; an officer's keys follow."""
    action = tabled(id)
    return Binding(",".join(forms(action.keys)), call, action.title_key, id=id, show=False)


def bindings() -> list[BindingType]:
    """Return Textual's bindings of all offered actions, full-width forms with them."""
    return [
        bound(action.id, f"desk('{action.id}')")
        for action in ACTIONS
        if built(action) and action.keys
    ]


_SHOWN = {
    "enter": "Enter",
    "escape": "Esc",
    "delete": "Del",
    "tab": "Tab",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    "slash": "/",
    "question_mark": "?",
    "full_stop": ".",
    "colon": ":",
}


def shown(key: str) -> str:
    """Return a key as it is printed on a keyboard."""
    if key in _SHOWN:
        return _SHOWN[key]
    if key.startswith("ctrl+"):
        return f"^{key[5:].upper()}"
    return key.upper() if len(key) > 1 else key


def key_of(id: str) -> str:  # noqa: A002 - the table's own word
    """Return the first key of an action at this desk as it is printed."""
    return shown(arranged(tabled(id)).keys[0])


def sure_key(id: str) -> str:  # noqa: A002 - the table's own word
    """Return the key of an action at this desk that an input method lets through, as printed."""
    keys = arranged(tabled(id)).keys
    return shown(next(filter(lets_through, keys), keys[0]))


def way_to(id: str) -> str:  # noqa: A002 - the table's own word
    """Return how one jumps to a screen from anywhere, as it is pressed: `g o`."""
    return f"{key_of('jump')} {tabled(id).jump}"


def key_texts(action: Action) -> str:
    """Return all ways to an action as they are pressed: `h F12 g h`."""
    jump = (f"{key_of('jump')} {action.jump}",) if action.jump else ()
    return "  ".join((*(shown(key) for key in action.keys), *jump))
