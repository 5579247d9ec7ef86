"""Every text the desk shows, by key; one file a screen in `zh/`, the same file in `en/`.

A file holds `TEXTS: dict[str, str]`, keys with the file's name in front (`board.stale`).
HUIYING_LANG chooses the language at start; Chinese is the default.
"""

import os
from functools import cache
from importlib import import_module
from importlib.resources import files


@cache
def catalogue(language: str) -> dict[str, str]:
    """Return all texts of a language; raise ModuleNotFoundError for one that is not shipped."""
    package = f"clients.tui.locale.{language}"
    merged: dict[str, str] = {}
    for entry in sorted(files(package).iterdir(), key=lambda e: e.name):
        stem = entry.name.removesuffix(".py")
        if entry.name.endswith(".py") and stem != "__init__":
            merged.update(import_module(f"{package}.{stem}").TEXTS)
    return merged


# any other word is no reason not to open the desk
LANGUAGE = "en" if os.environ.get("HUIYING_LANG") == "en" else "zh"
_texts = catalogue(LANGUAGE)


def t(key: str, **values: object) -> str:
    """Return the text of a key, its {places} filled; a missing key raises KeyError."""
    text = _texts[key]
    return text.format(**values) if values else text
