"""Every text of the command, by key; one file a subject in `zh/`, the same file in `en/`.

The key's first word is its file (`incident.open`), read when it is first asked for: help for one
command loads no other's. HUIYING_LANG chooses the language, `huiying --lang en …` goes before it;
Chinese is the default.
"""

import os
from functools import cache
from importlib import import_module
from typing import Any


def language() -> str:
    """Return `zh` or `en`; any other word is no reason not to run a command."""
    return "en" if os.environ.get("HUIYING_LANG") == "en" else "zh"


@cache
def texts(language: str, subject: str) -> dict[str, str]:
    """Return a subject's texts; raise ModuleNotFoundError where there is no such file."""
    found: dict[str, str] = import_module(f"{__name__}.{language}.{subject}").TEXTS
    return found


def t(key: str, /, **values: object) -> str:
    """Return the text of a key, its {places} filled; a missing key raises KeyError."""
    text = texts(language(), key.partition(".")[0])[key]
    if not values:
        return text
    said = text.format(**values)
    return _counted(said) if "[" in text else said


def _counted(text: str) -> str:
    from clients.english.counting import counted

    return counted(text) if language() == "en" else text


def of_service(code: str, said: str) -> str:
    """Return what a service said with a code, in the language chosen."""
    if language() != "en":
        return said
    from clients.english import in_english

    return in_english(code, said)


def in_own_words(answer: Any) -> Any:
    """Return what a service answered, its titles and sentences in the language chosen."""
    if language() != "en":
        return answer
    from clients.english.answers import in_english_words

    return in_english_words(answer)
