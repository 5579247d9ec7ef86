"""Sixteen colours, no colour at all, and what still tells the scales apart."""

from dataclasses import replace

import pytest
from rich.color import ColorType

from clients.tui.app import DutyDesk
from clients.tui.palette import Palette
from clients.tui.settings import DeskFile, Settings
from clients.tui.theme import DARK, LIGHT, PALETTES, other
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


def luminance(colour: str) -> float:
    """Return the relative luminance of `#rrggbb`, as WCAG 2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("palette", [DARK, LIGHT], ids=lambda palette: palette.name)
def test_all_text_has_four_and_a_half_to_one_and_a_scroll_bar_three(palette: Palette) -> None:
    tones = {"fg", "muted", "keys", *palette.words} - {"white", "on_stale"}
    for ground in ("bg", "panel", "head", "selection"):
        for tone in tones:
            assert contrast(palette.ink(tone), palette.ground(ground)) >= 4.5, (tone, ground)
    for ink, ground in (*palette.tiles.values(), (palette.words["white"], palette.brand)):
        assert contrast(ink, ground) >= 4.5, (ink, ground)
    assert contrast(palette.words["on_stale"], palette.stale) >= 4.5
    assert contrast(palette.thumb, palette.bg) >= 3


async def test_an_empty_field_is_a_line_to_write_on() -> None:
    """The line has the colour of muted text; what stands in a field has none under it."""
    async with on_stage(named("intake-80x24")[0]) as desk:
        ruled = [
            "".join(s.text for s in strip if s.style and s.style.underline)
            for strip in desk.app.screen._compositor.render_strips()
        ]
        assert ruled[1] == " " * 8  # `-22` stands in the first of eleven cells
        assert set("".join(ruled)) == {" "}
        assert sum(bool(line) for line in ruled) >= 8
