"""The renderer of the pictures, and what they show."""

import re
from importlib import import_module
from pkgutil import walk_packages

import pytest
from PIL import Image
from rich.segment import Segment
from rich.style import Style
from textual.screen import Screen

import clients.tui
from tests.support import pictures
from tests.support.pictures import NoFont, colours, face


def test_a_missing_font_is_named_with_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "FONTS", ())
    with pytest.raises(NoFont, match="fonts-noto-cjk"):
        face("Regular")


def test_reverse_swaps_ink_and_ground() -> None:
    style = Style(color="#112233", bgcolor="#445566", reverse=True, bold=True)
    assert colours(Segment("x", style)) == ("#445566", "#112233", True)


def test_the_checked_in_pictures_have_whole_cells() -> None:
    taken = sorted(pictures.FOLDER.glob("*.png"))
    assert taken
    for path in taken:
        columns, rows = re.findall(r"-(\d+)x(\d+)", path.stem)[0]
        with Image.open(path) as image:
            assert image.size == (int(columns) * pictures.CELL, int(rows) * pictures.ROW)


# an officer's own token is revoked at a desk of his own, which no town of pictures has yet; its
# sibling, by which an administrator does it, is drawn
UNDRAWN = {"screens.roster_account_forms:RevokeTokenForm"}


def kinds(of: type = Screen) -> set[type]:
    """Return the desk's screens that stand for themselves: nothing is made of them."""
    subs: list[type] = of.__subclasses__()
    below = {kind for sub in subs for kind in kinds(sub)}
    ours = of.__module__.startswith("clients.tui.")
    return below or ({of} if ours else set())


def test_each_screen_form_and_question_has_pictures_in_both_sizes_and_languages() -> None:
    for module in walk_packages(clients.tui.__path__, "clients.tui."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    seen = {
        (screen, size, name.endswith("-en"))
        for name, screen in pictures.screens().items()
        for size in re.findall(r"-(\d+x\d+)", name)
    }
    wanted = {
        (f"{kind.__module__.removeprefix('clients.tui.')}:{kind.__qualname__}", size, english)
        for kind in kinds()
        for size in ("120x36", "80x24")
        for english in (False, True)
    }
    assert len(kinds()) > 90
    assert {screen for screen, *_ in wanted - seen} == UNDRAWN


def test_each_picture_has_its_words_and_each_scene_its_picture() -> None:
    drawn = {path.stem for path in pictures.FOLDER.glob("*.png")}
    assert {path.stem for path in pictures.SNAPSHOTS.glob("*.txt")} == drawn
    assert set(pictures.screens()) == drawn
