"""Which keys write: a desk that only reads neither offers nor obeys them.

What a key calls says itself whether it writes (`writing`). The link refuses what slips through
(`ServiceLink.mutate`), so nothing is written either way.
"""

import re
from collections.abc import Callable
from typing import Any, TypeVar

from textual.actions import parse

from clients.tui.keys import ACTIONS

_OPENS = re.compile(r"(?:desk|form|act)\('(\w+)'\)")
_NAME = re.compile(r"(?:\w+\.)*(\w+)")
Act = TypeVar("Act", bound=Callable[..., object])


def writing(act: Act) -> Act:
    """Mark an `action_` method that writes to a service, or leads only to what does."""
    act.__dict__["writes"] = True
    return act


def as_tabled(act: Act) -> Act:
    """Mark an `action_` method that writes where the table of keys says so of its argument.

    What the table does not have is a form, and writes.
    """
    act.__dict__["writes"] = _tabled
    return act


def _tabled(name: str) -> bool:
    return next((one.writes for one in ACTIONS if one.id == name), True)


def act_of(action: str) -> str:
    """Return what a binding does: `form('release')` is release, `app.pop_screen` pop_screen."""
    found = _OPENS.fullmatch(action) or _NAME.match(action)
    return found[1] if found else action


def writes(action: str, node: object) -> bool:
    """Tell whether an action of a node, or of its class, writes to a service.

    What is called on the app or the screen (`app.jump`) is looked for there.
    """
    where, name, given = parse(action)
    asked: Any = getattr(node, where, None) if where else node
    marked = getattr(getattr(asked, f"action_{name}", None), "writes", False)
    return bool(marked(*given)) if callable(marked) else bool(marked)
