"""Which keys write: a desk that only reads neither offers nor obeys them.

The link refuses what slips through (`ServiceLink.mutate`), so nothing is written either way.
"""

import re

from clients.tui.keys import ACTIONS

# what screens call their own acts that write; those that open a form are named after the form
WRITING = frozenset(
    {"accept", "undo", "to_commit", "commit", "contact", "waive", "close", "again", "drop", "edit"}
    | {"acts", "more", "issue"}
)
_OPENS = re.compile(r"(?:desk|form|act)\('(\w+)'\)")
_NAME = re.compile(r"(?:\w+\.)*(\w+)")


def act_of(action: str) -> str:
    """Return what a binding does: `form('release')` is release, `app.pop_screen` pop_screen."""
    found = _OPENS.fullmatch(action) or _NAME.match(action)
    return found[1] if found else action


def writes(action: str) -> bool:
    """Tell whether the action of a binding writes to a service, or leads only to what does."""
    if action.startswith("act("):
        return True  # a list opens by it the form of an act
    act = act_of(action)
    known = next((one for one in ACTIONS if one.id == act and _OPENS.fullmatch(action)), None)
    return known.writes if known is not None else act in WRITING
