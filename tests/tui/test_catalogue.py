"""Every text comes from the catalogue, in both languages."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from string import Formatter

import pytest
from rich.cells import cell_len

import clients.tui
from clients.tui.keys import ACTIONS, arrange, shown
from clients.tui.locale import LANGUAGES, catalogue, speak, t
from clients.tui.screens.act_form import LABEL_MOST
from clients.tui.views.texts import severity_tones
from tests.support.asked_keys import can_be_asked

ROOT = Path(clients.tui.__file__).parent
SOURCES = [path for path in ROOT.rglob("*.py") if "locale" not in path.parts]
HAN = re.compile(r"[\u4e00-\u9fff]")


def strings(tree: ast.AST) -> Iterator[str]:
    """Yield string constants that are not docstrings."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.value


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_chinese_stands_outside_the_catalogue(path: Path) -> None:
    found = [text for text in strings(ast.parse(path.read_text())) if HAN.search(text)]
    assert found == []


def test_both_languages_have_the_same_keys_and_places() -> None:
    zh, en = catalogue("zh"), catalogue("en")
    assert set(zh) == set(en)
    for key in zh:
        assert places(zh[key]) == places(en[key]), key


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_key_stands_in_two_files(language: str) -> None:
    folder = ROOT / "locale" / language
    counted = sum(
        len(import_module(f"clients.tui.locale.{language}.{path.stem}").TEXTS)
        for path in folder.glob("[!_]*.py")
    )
    assert counted == len(catalogue(language))


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_every_key_that_is_asked_for_is_there() -> None:
    asked = re.compile(r"""\bt\(\s*["']([^"'{]*[^"'{.])["']""")
    missing = {
        key
        for path in SOURCES
        for key in asked.findall(path.read_text())
        if key not in catalogue("zh")
    }
    assert missing == set()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    "key",
    ["incident.owner", "incident.to", "incident.accepted", "incident.ended", "incident.reached"]
    + [f"preview.{name}" for name in ("respondent", "person", "speaker", "coordinator")]
    + ["speaks.head", "speaks.deputy"],
)
def test_a_label_leaves_a_gap_before_what_it_labels(language: str, key: str) -> None:
    assert cell_len(catalogue(language)[key]) <= 4


def test_no_text_is_read_before_the_language_is_chosen() -> None:
    program = """
import importlib, pkgutil, clients.tui
from clients.tui import locale
for found in pkgutil.walk_packages(clients.tui.__path__, "clients.tui."):
    if not found.name.endswith("__main__"):
        importlib.import_module(found.name)
raise SystemExit(bool(locale._texts))
"""
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_a_language_chosen_later_holds_for_all_that_follows() -> None:
    try:
        speak("en")
        assert (t("action.quit"), severity_tones()["重大"]) == ("quit", "severity2")
    finally:
        speak("zh")
    assert t("action.quit") == "退出"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_keys_of_a_narrow_screen_fit_its_line(language: str) -> None:
    texts = catalogue(language)
    lines = {
        key: texts.get(f"{key}.narrow", text)
        for key, text in texts.items()
        if key.endswith(".keys") and "|" in text
    }
    wide = {key: cell_len(f" {line.replace('|', ' ')} ") for key, line in lines.items()}
    assert {key: cells for key, cells in wide.items() if cells > 80} == {}


def test_no_key_stands_there_that_nobody_asks_for() -> None:
    assert [key for key in sorted(catalogue("zh")) if not can_be_asked(key)] == []
    assert not can_be_asked("board.never_asked_for")


def test_a_text_names_the_key_that_the_officer_chose() -> None:
    said = {"close.by.release": "F9", "state.held": ".", "detail.more_basis": "0"}
    assert all(key in t(name, count=1) for name, key in said.items())
    try:
        arrange({"release": ("b", "ctrl+b"), "load": ("f11",), "basis": ("f10",)})
        assert "^B" in t("close.by.release")
        assert "F9" not in t("close.by.release")
        assert (t("state.held", count=1)[-6:], "F10" in t("detail.more_basis", count=1)) == (
            "F11 载入",
            True,
        )
    finally:
        arrange({})


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_above_the_board_or_an_incident_names_a_key_of_the_table(language: str) -> None:
    """What these screens do by the table's keys follows the officer's choice; forms have own."""
    keys = {key for action in ACTIONS for key in action.keys}
    tabled = [re.escape(shown(key)) for key in keys if re.fullmatch(r"f\d+|ctrl\+\w", key)]
    named = re.compile(rf"({'|'.join(tabled)})(?!\w)")
    ours = ("state.", "detail.", "notice.", "incident.", "gatepage.", "close.", "preview.")
    texts = catalogue(language).items()
    lines = {k: v for k, v in texts if k.startswith(ours) and ".keys" not in k}
    assert {key: text for key, text in lines.items() if named.search(text)} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_label_of_a_forms_row_stands_whole(language: str) -> None:
    texts = catalogue(language).items()
    rows = {key: text for key, text in texts if ".row." in key and ".hint." not in key}
    wide = LABEL_MOST - 2  # the mark before it and the gap behind it
    assert {key: text for key, text in rows.items() if cell_len(text) > wide} == {}
