"""The renderer of the pictures."""

import re

import pytest
from PIL import Image
from rich.segment import Segment
from rich.style import Style

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
