"""Every text the desk shows, by key; one file a screen in `zh/`, the same file in `en/`.

A file holds `TEXTS: dict[str, str]`, keys with the file's name in front (`board.stale`).
`speak` chooses the language before the first text is read; without it HUIYING_LANG does, and
Chinese is the default. No module reads a text while it is imported (a test holds that).
"""

import os
from collections.abc import Callable
from functools import cache
from importlib import import_module
from importlib.resources import files
from typing import TypeVar

LANGUAGES = ("zh", "en")
KEY = "{key["  # `{key[release]}`: the key that an action has at this desk


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


_texts: dict[str, str] = {}
_language = ""
_made: list[Callable[[], object]] = []
Making = TypeVar("Making", bound=Callable[..., object])


def speak(language: str) -> None:
    """Choose the language of every text from here on; raise as `catalogue` does."""
    global _texts, _language
    _texts, _language = catalogue(language), language
    for forget in _made:
        forget()


def per_language(make: Making) -> Making:
    """Keep what a function made from texts until another language is chosen."""
    kept = cache(make)
    _made.append(kept.cache_clear)
    return kept  # type: ignore[return-value] # the cache calls as the function does


def t(key: str, /, **values: object) -> str:
    """Return the text of a key, its {places} filled; a missing key raises KeyError."""
    text = _spoken()[key]
    if KEY in text:
        values["key"] = _KeysHere()
    if not values:
        return text
    said = text.format(**values)
    return _counted(said) if "[" in text else said


class _KeysHere:
    """The keys by action, those that the officer chose among them."""

    def __getitem__(self, action: str) -> str:
        from clients.tui.keys import sure_key

        return sure_key(action)


def _counted(text: str) -> str:
    from clients.english.counting import counted

    return text if in_chinese() else counted(text)


def of_service(code: str, said: str) -> str:
    """Return what a service said with a code, in the desk's language."""
    if in_chinese():
        return said
    from clients.english import in_english

    return in_english(code, said)


def in_chinese() -> bool:
    """Tell whether the desk speaks the language in which the services name things."""
    _spoken()
    return _language == "zh"


def optional(key: str) -> str:
    """Return a text that not every screen has, "" where there is none."""
    return _spoken().get(key, "")


def _spoken() -> dict[str, str]:
    if not _texts:
        # any other word is no reason not to open the desk
        speak("en" if os.environ.get("HUIYING_LANG") == "en" else "zh")
    return _texts
