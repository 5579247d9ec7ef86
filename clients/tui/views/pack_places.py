"""Where in a rule pack a value stands, and what it says, in words instead of the file's codes."""

import re

from clients.tui.locale import optional, t

_CODE = re.compile(r"[A-Z][A-Z0-9_]*")
_WHOLE = ("pack",)  # the table that is one row; of the others each row has its name
# whose codes may stand in a pack, the likeliest first
_FAMILIES = (
    "modality",
    "menu.severity",
    "menu.form",
    "menu.categories",
    "menu.veracity",
    "menu.value",
    "menu.measure",
    "start",
    "post",
    "rosters.unit",
    "rosters.level",
    "rosters.channel",
    "notices.colour",
    "periodic.kind",
    "packs.code",
)


def place(path: str) -> str:
    """Return the place of a value: `duty.first-release.due.within` is `first-release 时限 长度`.

    The code of an entry of a list is left out, for its value is its word.
    """
    table, *keys = path.split(".")
    row = [] if table in _WHOLE else [keys.pop(0)] if keys else []
    return " ".join([*row, *(_key(key) for key in keys if not _CODE.fullmatch(key))])


def _key(key: str) -> str:
    return t("packs.nth", n=key) if key.isdigit() else optional(f"packs.key.{key}") or key


def value(text: str) -> str:
    """Return what stands there, its codes in words where the desk has one."""
    return t("intake.comma").join(_word(one) for one in text.split(t("packs.between")))


def _word(text: str) -> str:
    if not _CODE.fullmatch(text):
        return text
    return next((said for one in _FAMILIES if (said := optional(f"{one}.{text}"))), text)
