"""Where two rule packs differ is told in words, not in the codes of their files."""

import re
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest

from clients.tui.locale import LANGUAGES, speak
from clients.tui.views.pack_places import place, value
from services.deadlines.packs import pack_texts


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    speak(request.param)
    yield request.param
    speak("zh")


def keys(table: Any) -> Iterator[str]:
    """Yield every key of a pack's file below its tables."""
    if isinstance(table, dict):
        for key, inner in table.items():
            yield key
            yield from keys(inner)
    elif isinstance(table, list):
        for row in table:
            yield from keys(row)


def test_a_place_is_told_in_words() -> None:
    assert place("duty.first-release.due.within") == "first-release 时限 时长"
    assert place("pack.lists.accountability_reasons.NOT_DISCLOSED") == "清单 追责事由"
    assert place("duty.final.when.any_of.1.severity") == "final 条件 任一成立 第1项 级别"


def test_a_value_is_told_in_words() -> None:
    assert value("PARTICULARLY_MAJOR、MAJOR") == "特别重大、重大"
    assert value("按事件发生起算") == "按事件发生起算"
    assert value("BREACH") == "违反规定"


def test_every_key_of_the_shipped_packs_has_its_word(language: str) -> None:
    tables = [one for text in pack_texts().values() for one in tomllib.loads(text).values()]
    raw = {key for table in tables for key in keys(table) if re.search("[a-z]", key)}
    said = {key: place(f"pack.{key}") for key in raw}
    shown = [key for key, word in said.items() if "_" in word or (language == "zh" and word == key)]
    assert shown == []
