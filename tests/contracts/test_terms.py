"""Every official word that a service puts into an answer has an English one."""

import inspect
import tomllib
from collections.abc import Iterator, Mapping
from importlib import import_module
from pkgutil import walk_packages

import pytest

import services.deadlines
from clients.english.answers import in_english_words
from clients.english.terms import tables, term, terms
from services.deadlines.law import words
from services.deadlines.packs import pack_texts

ELSEWHERE = {
    "SECTION_TITLES": "a report's parts, told with their definitions (clients/english/reports.py)",
    "SEVERITIES": "shown by colour and rank as well (locale, `severity`)",
}


def tables_of_titles() -> Iterator[tuple[str, Mapping[object, str]]]:
    for module in walk_packages(services.deadlines.__path__, "services.deadlines."):
        if not module.name.endswith("__main__"):
            for name, value in inspect.getmembers(import_module(module.name)):
                if name.isupper() and name.endswith("TITLES") and isinstance(value, Mapping):
                    yield name, value


def official_words() -> set[str]:
    """Collect what the tables of titles, the open lists and the shipped packs name."""
    found = {
        title
        for name, table in tables_of_titles()
        if name not in ELSEWHERE
        for title in table.values()
    }
    for table in (words.INCIDENT_KINDS, words.CATEGORIES, words.VERACITIES, words.RESPONSE_VALUES):
        found |= set(table.values())
    for text in pack_texts().values():
        pack = tomllib.loads(text)
        found |= {one["title"] for one in pack.get("duty", ()) if "title" in one}
        for listed in pack["pack"].get("lists", {}).values():
            found |= set(listed.values())
    return found


def test_every_official_word_has_an_english_one() -> None:
    assert sorted(official_words() - terms().keys()) == []


def test_an_english_word_is_short_and_plain() -> None:
    assert [said for said in terms().values() if not said.isascii() or len(said) > 32] == []
    assert [said for said in tables()["duties"].values() if len(said) > 32] == []


@pytest.mark.parametrize(
    ("said", "english"),
    [
        ("48小时", "48 hours"),
        ("1小时", "1 hour"),
        ("补办审批(领导审定口径)", "late approval: leader's approval"),
        ("补办审批(某市新办)", "late approval: 某市新办"),
        ("首次发布会", "首次发布会"),
        ("48公里", "48公里"),
        ("2026年", "2026"),
        ("2026年下半年", "2026, second half"),
        ("2026年第4季度", "2026, quarter 4"),
    ],
)
def test_only_whole_words_are_put_in_english(said: str, english: str) -> None:
    assert term(said) == english


def test_what_a_person_wrote_keeps_its_words() -> None:
    answer = {"title": "首次发布", "text": "首次发布", "basis": [{"clause": "应当"}], "no": None}
    said = in_english_words(answer | {"categoryTitles": ["属实"], "severityTitle": "重大"})
    assert said == {
        **answer,
        "title": "first release",
        "categoryTitles": ["true"],
        "severityTitle": "重大",
    }
