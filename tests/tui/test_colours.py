"""Sixteen colours, no colour at all, and what still tells the scales apart."""

from dataclasses import replace

import pytest
from rich.color import ColorType

from clients.tui.app import DutyDesk
from clients.tui.palette import Palette
from clients.tui.settings import DeskFile, Settings
from clients.tui.theme import PALETTES, other
from clients.tui.views.bands import Band
from tests.support.form_scenes import FormScene, named, on_stage
from tests.support.pictures import Scene
from tests.support.scenes import SCENES, make_desk

IN_ANSI = {
    "ansi": Settings(values=DeskFile(theme="ansi")),
    "ansi-light": Settings(values=DeskFile(theme="ansi-light")),
}
SHOWN = {scene.name.partition("-")[0]: scene for scene in SCENES}.values()
FORMS = named("intake-120x36", "incident-120x36", "speaks-80x24")


def colour_types(app: DutyDesk) -> set[ColorType]:
    """Return the sorts of colours that are painted: of every ground, and of what stands on it."""
    painted = [
        segment
        for strip in app.screen._compositor.render_strips()
        for segment in strip
        if segment.style is not None
    ]
    grounds = [segment.style.bgcolor for segment in painted if segment.style]
    inks = [segment.style.color for segment in painted if segment.style and segment.text.strip()]
    return {color.type for color in grounds + inks if color}


@pytest.mark.parametrize("scene", SHOWN, ids=lambda scene: scene.name)
async def test_an_ansi_board_sends_no_colour_of_its_own(scene: Scene) -> None:
    app = make_desk(settings=IN_ANSI["ansi"])
    async with app.run_test(size=scene.size) as pilot:
        await scene.act(app)
        await pilot.pause()
        assert colour_types(app) <= {ColorType.DEFAULT, ColorType.STANDARD}


@pytest.mark.parametrize("scene", FORMS, ids=lambda scene: scene.name)
async def test_an_ansi_form_sends_no_colour_of_its_own(scene: FormScene) -> None:
    async with on_stage(replace(scene, light=False), settings=IN_ANSI["ansi-light"]) as desk:
        assert colour_types(desk.app) <= {ColorType.DEFAULT, ColorType.STANDARD}


@pytest.mark.parametrize("palette", PALETTES.values(), ids=lambda palette: palette.name)
def test_every_urgency_and_every_severity_has_its_own_colour(palette: Palette) -> None:
    tiles = [palette.tiles[band.value] for band in Band]
    assert len(set(tiles)) == len(Band)
    severities = [palette.words[f"severity{rank}"] for rank in range(1, 5)]
    assert len(set(severities)) == 4


def test_light_and_dark_are_a_pair() -> None:
    for palette in PALETTES.values():
        assert other(palette).dark is not palette.dark
        assert other(other(palette)) is palette
        assert other(palette).ansi is palette.ansi


@pytest.mark.parametrize("theme", ["dark", "ansi"])
@pytest.mark.parametrize("scene", FORMS, ids=lambda scene: scene.name)
async def test_no_colour_means_none(
    scene: FormScene, theme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    settings = IN_ANSI.get(theme, Settings())
    async with on_stage(scene, settings=settings) as desk:
        assert coloured(desk.app) == []


def coloured(app: DutyDesk) -> list[str]:
    """Return what is painted in any colour but grey."""
    found = []
    for strip in app.screen._compositor.render_strips():
        for segment in strip:
            style = segment.style
            for color in (style.color, style.bgcolor) if style else ():
                if color is None or color.type is ColorType.DEFAULT:
                    continue
                if len(set(color.get_truecolor())) > 1:
                    found.append(segment.text)
    return found
