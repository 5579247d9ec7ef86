"""A screen ticks once a second: Textual itself calls each class's own `on_mount`."""

import ast
from pathlib import Path

import pytest
from textual.screen import Screen

import clients.tui
from clients.tui.screens.intake import IntakeScreen
from clients.tui.screens.statistics import StatisticsScreen
from tests.support.scenes import make_desk

SOURCES = sorted(Path(clients.tui.__file__).parent.rglob("*.py"))


def test_no_screen_calls_the_mounting_of_its_base_a_second_time() -> None:
    again = [
        f"{path.name}:{node.lineno}"
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
        and node.attr == "on_mount"
        and isinstance(node.value, ast.Call)
        and getattr(node.value.func, "id", "") == "super"
    ]
    assert again == []


@pytest.mark.parametrize("screen", [IntakeScreen, StatisticsScreen])
async def test_an_open_screen_ticks_by_one_timer(screen: type[Screen[None]]) -> None:
    app = make_desk()
    async with app.run_test(size=(120, 36)) as pilot:
        await app.push_screen(screen())
        await pilot.pause()
        assert [timer._interval for timer in app.screen._timers].count(1) == 1
