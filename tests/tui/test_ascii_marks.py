"""A terminal that draws ambiguous characters wide: how it is found out, what it is shown."""

import os
import pty
import select
import termios
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from clients.tui.app import DutyDesk
from clients.tui.ascii_marks import in_ascii
from clients.tui.terminal import asked_width
from tests.support.form_scenes import FormScene, named, on_stage
from tests.support.pictures import Scene
from tests.support.scenes import SCENES, make_desk


@contextmanager
def terminal(answer: bytes) -> Iterator[int]:
    """A terminal that answers the question for its cursor, or does not; yields the line to it."""
    master, slave = pty.openpty()

    def reply() -> None:
        seen = b""
        while b"\x1b[6n" not in seen and select.select([master], [], [], 5)[0]:
            seen += os.read(master, 100)
        os.write(master, answer)

    there = threading.Thread(target=reply)
    there.start()
    try:
        yield slave
    finally:
        there.join()
        os.close(master)
        os.close(slave)


@pytest.mark.parametrize(
    ("answer", "width"),
    [(b"\x1b[1;2R", 1), (b"\x1b[12;3R", 2), (b"", None), (b"abc\x1b[7;3R", 2), (b"\x1b[1;", None)],
)  # fmt: skip
def test_a_terminal_is_asked_and_left_as_it_was(answer: bytes, width: int | None) -> None:
    with terminal(answer) as line:
        before = termios.tcgetattr(line)
        assert asked_width(line, line, 0.15) == width
        assert termios.tcgetattr(line) == before


@given(st.text(st.characters(blacklist_categories=("Cs", "Cc"))))
def test_nothing_is_left_whose_width_a_terminal_may_choose(text: str) -> None:
    plain = in_ascii(text)
    assert not any(unicodedata.east_asian_width(char) == "A" for char in plain)
    assert in_ascii(plain) == plain


@given(st.text("│─┌…—·“”×°①Ⅳ§※→│█▁α", max_size=20))
def test_each_mark_keeps_its_one_cell(text: str) -> None:
    assert in_ascii(text).isascii()
    assert len(in_ascii(text)) == cell_len(text)


def ambiguous(app: DutyDesk) -> set[str]:
    painted = "".join(strip.text for strip in app.screen._compositor.render_strips())
    return {char for char in painted if unicodedata.east_asian_width(char) == "A"}


def one_of_each(scenes: list[Scene]) -> list[Scene]:
    return list({scene.name.partition("-")[0]: scene for scene in scenes}.values())


@pytest.mark.parametrize("scene", one_of_each(SCENES), ids=lambda scene: scene.name)
async def test_no_cell_of_a_board_is_of_uncertain_width(scene: Scene) -> None:
    app = make_desk(scene.light, ascii_marks=True)
    async with app.run_test(size=scene.size) as pilot:
        await scene.act(app)
        await pilot.pause()
        assert ambiguous(app) == set()


FORMS = named(
    "intake-80x24",
    "incident-120x36",
    "gates-80x24",
    "release-80x24",
    "contact-80x24",
    "waive-80x24",
)


@pytest.mark.parametrize("scene", FORMS, ids=lambda scene: scene.name)
async def test_no_cell_of_a_form_is_of_uncertain_width(scene: FormScene) -> None:
    async with on_stage(scene, ascii_marks=True) as desk:
        assert ambiguous(desk.app) == set()


async def test_without_it_the_desk_has_its_rules_and_quotes() -> None:
    scene = SCENES[0]
    app = make_desk()
    async with app.run_test(size=scene.size) as pilot:
        await scene.act(app)
        await pilot.pause()
        assert ambiguous(app)
