"""Pictures of the desk's screens: each glyph drawn on its terminal cell.

`python -m tests.support.pictures [word …]` writes them to docs/pictures, or those so named, and
their words to tests/tui/snapshots, which `tests/tui/test_snapshots.py` compares.
Turning Textual's SVG into a bitmap lies for Chinese (the width of a run is ignored), hence this
renderer.
"""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont
from rich.cells import cell_len
from rich.color import Color, ColorType
from rich.segment import Segment
from textual._context import visible_screen_stack
from textual.app import App
from textual.strip import Strip

from clients.tui.app import DutyDesk
from clients.tui.locale import speak

FONTS = (
    Path("/usr/share/fonts/opentype/noto"),
    Path("/usr/share/fonts/noto-cjk"),
    Path("/usr/share/fonts/google-noto-cjk"),
    Path("/Library/Fonts"),
)
FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
SNAPSHOTS = Path(__file__).parents[1] / "tui" / "snapshots"
SCREENS = SNAPSHOTS / "screens.tsv"
FACE = "Noto Sans Mono CJK SC"
SIZE, CELL, ROW = 22, 11, 26
COLOURS = 256  # in a picture's palette
# which arms a box character has: left, right, up, down; thick ones twice as wide
BOXES = {
    **dict.fromkeys("─━", "lr"), **dict.fromkeys("│┃", "ud"),
    **dict.fromkeys("╭┌┏", "rd"), **dict.fromkeys("╮┐┓", "ld"),
    **dict.fromkeys("╰└┗", "ru"), **dict.fromkeys("╯┘┛", "lu"),
    **dict.fromkeys("├┣", "rud"), **dict.fromkeys("┤┫", "lud"),
    **dict.fromkeys("┬┳", "lrd"), **dict.fromkeys("┴┻", "lru"), **dict.fromkeys("┼╋", "lrud"),
    "╶": "r", "╺": "r", "╴": "l", "╸": "l", "╷": "d", "╻": "d", "╵": "u", "╹": "u",
}  # fmt: skip
XTERM = (
    "#000000", "#cd0000", "#00cd00", "#cdcd00", "#0000ee", "#cd00cd", "#00cdcd", "#e5e5e5",
    "#7f7f7f", "#ff0000", "#00ff00", "#ffff00", "#5c5cff", "#ff00ff", "#00ffff", "#ffffff",
)  # fmt: skip
THICK = frozenset("━┃┏┓┗┛┣┫┳┻╋╺╸╻╹")
# block elements: left, top, right, bottom of the filled part, in eighths of the cell
BLOCKS = {
    "█": (0, 0, 8, 8), "▄": (0, 4, 8, 8), "▀": (0, 0, 8, 4), "▌": (0, 0, 4, 8), "▐": (4, 0, 8, 8),
    "▊": (0, 0, 6, 8), "▎": (0, 0, 2, 8), "▏": (0, 0, 1, 8), "▕": (7, 0, 8, 8), "▁": (0, 7, 8, 8),
    "▔": (0, 0, 8, 1), "▍": (0, 0, 3, 8), "▋": (0, 0, 5, 8), "▉": (0, 0, 7, 8), "▂": (0, 6, 8, 8),
    "▃": (0, 5, 8, 8), "▅": (0, 3, 8, 8), "▆": (0, 2, 8, 8), "▇": (0, 1, 8, 8),
}  # fmt: skip


class NoFont(SystemExit):
    """The Chinese monospace font is not on this machine."""


def face(weight: str) -> ImageFont.FreeTypeFont:
    """Return Noto Sans Mono CJK SC, "Regular" or "Bold"; raise NoFont with what to install."""
    for folder in FONTS:
        path = folder / f"NotoSansCJK-{weight}.ttc"
        for index in range(12 if path.exists() else 0):
            try:
                font = ImageFont.truetype(str(path), SIZE, index=index)
            except OSError:
                break
            if font.getname()[0] == FACE:
                return font
    raise NoFont(f"{FACE} is missing: apt-get install fonts-noto-cjk")


@dataclass(frozen=True, slots=True)
class Brush:
    """Draws one cell; `fonts`: regular and bold."""

    draw: ImageDraw.ImageDraw
    fonts: tuple[ImageFont.FreeTypeFont, ImageFont.FreeTypeFont]

    def cell(self, char: str, x: int, y: int, ink: str, ground: str, bold: bool) -> None:
        wide = max(1, cell_len(char))
        left, top = x * CELL, y * ROW
        self.draw.rectangle([left, top, left + wide * CELL - 1, top + ROW - 1], fill=ground)
        if char in BOXES:
            self._box(char, left, top, ink)
        elif char in BLOCKS:
            l_, t_, r_, b_ = BLOCKS[char]
            self.draw.rectangle(
                [left + CELL * l_ // 8, top + ROW * t_ // 8,
                 left + CELL * r_ // 8 - 1, top + ROW * b_ // 8 - 1], fill=ink,
            )  # fmt: skip
        elif char.strip() and self.fonts[bold].getlength(char) > wide * CELL:
            self._narrow(char, left, top, ink, bold)
        elif char.strip():
            self.draw.text((left, top - 4), char, font=self.fonts[bold], fill=ink)

    def underline(self, x: int, y: int, cells: int, ink: str) -> None:
        left, foot = x * CELL, (y + 1) * ROW - 3
        self.draw.rectangle([left, foot, left + cells * CELL - 1, foot + 1], fill=ink)

    def _narrow(self, char: str, left: int, top: int, ink: str, bold: bool) -> None:
        """Draw in one cell a sign that the font draws in two; half of a quotation mark is empty."""
        mask = Image.new("L", (2 * CELL, ROW))
        ImageDraw.Draw(mask).text((0, -4), char, font=self.fonts[bold], fill=255)
        half = {"“": CELL, "‘": CELL, "”": 0, "’": 0}.get(char)
        if half is None:
            mask = mask.resize((CELL, ROW), Image.Resampling.LANCZOS)
        else:
            mask = mask.crop((half, 0, half + CELL, ROW))
        self.draw.bitmap((left, top), mask, fill=ink)

    def _box(self, char: str, left: int, top: int, ink: str) -> None:
        middle, centre, thick = left + CELL // 2, top + ROW // 2, int(char in THICK)
        ends = {
            "l": (left, centre - thick, middle + 1, centre + 1),
            "r": (middle - thick, centre - thick, left + CELL - 1, centre + 1),
            "u": (middle - thick, top, middle + 1, centre + 1),
            "d": (middle - thick, centre - thick, middle + 1, top + ROW - 1),
        }
        for arm in BOXES[char]:
            self.draw.rectangle(ends[arm], fill=ink)


def picture(app: App[Any]) -> Image.Image:
    """Return what the app's screen shows now."""
    image = Image.new("RGB", (app.size.width * CELL, app.size.height * ROW))
    brush = Brush(ImageDraw.Draw(image), (face("Regular"), face("Bold")))
    for y, strip in enumerate(drawn(app)):
        x = 0
        for segment in strip:
            ink, ground, bold = colours(segment, app.current_theme.dark)
            start = x
            for char in segment.text:
                brush.cell(char, x, y, ink, ground, bold)
                x += cell_len(char)
            if segment.style and segment.style.underline:
                brush.underline(start, y, x - start, ink)
    return image


def colours(segment: Segment, dark: bool = True) -> tuple[str, str, bool]:
    """Return foreground, background and whether it is bold; `dark`: what the terminal is."""
    style = segment.style
    own = ("#d6dde6", "#0d1117") if dark else ("#1f2328", "#ffffff")
    if style is None:
        return *own, False
    ink, ground = shade(style.color, own[0]), shade(style.bgcolor, own[1])
    if style.reverse:
        ink, ground = ground, ink
    return ink, ground, bool(style.bold)


def shade(color: Color | None, default: str) -> str:
    """Return a colour as drawn; the terminal's own, and its sixteen, as xterm has them."""
    if color is None or color.is_default:
        return default
    if color.type is ColorType.STANDARD and color.number is not None:
        return XTERM[color.number]
    return color.get_truecolor().hex


def words(app: App[Any]) -> str:
    """Return what the app's screen shows now, line by line, without colours."""
    return "".join(f"{strip.text.rstrip()}\n" for strip in drawn(app))


def drawn(app: App[Any]) -> list[Strip]:
    """Return the screen's lines, those of the screens behind it where it lets them through."""
    visible_screen_stack.set(app._background_screens)
    return app.screen._compositor.render_strips()


def keep(app: App[Any], target: Path) -> Path:
    """Write the screen as a picture, and its words where the tests compare them."""
    # a screen has a few dozen colours; those between them smooth the edges of the glyphs
    picture(app).quantize(COLOURS, Image.Quantize.FASTOCTREE).save(target, optimize=True)
    SNAPSHOTS.mkdir(parents=True, exist_ok=True)
    (SNAPSHOTS / f"{target.stem}.txt").write_text(words(app))
    known = screens() | {target.stem: screen_of(app)}
    SCREENS.write_text("".join(f"{name}\t{known[name]}\n" for name in sorted(known)))
    return target


def screen_of(app: App[Any]) -> str:
    """Return what stands on top, `screens.leads:LeadsScreen`."""
    kind = type(app.screen)
    return f"{kind.__module__.removeprefix('clients.tui.')}:{kind.__qualname__}"


def screens() -> dict[str, str]:
    """Return which screen each view shows."""
    lines = SCREENS.read_text().splitlines() if SCREENS.exists() else []
    return dict(line.split("\t") for line in lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One picture: how the desk is opened, what is done before it is taken."""

    name: str
    size: tuple[int, int] = (120, 36)
    light: bool = False
    colour: bool = True
    language: str = "zh"
    more: Mapping[str, Any] = field(default_factory=dict)
    act: Callable[[DutyDesk], Awaitable[None]]


@asynccontextmanager
async def staged(scene: Scene, make: Callable[..., DutyDesk]) -> AsyncIterator[DutyDesk]:
    """Open the desk as a scene wants it."""
    speak(scene.language)
    if not scene.colour:
        os.environ["NO_COLOR"] = "1"
    app = make(scene.light, **scene.more)
    os.environ.pop("NO_COLOR", None)
    try:
        async with app.run_test(size=scene.size) as pilot:
            await pilot.pause()
            await scene.act(app)
            await pilot.pause()
            yield app
    finally:
        speak("zh")


async def take(scene: Scene, make: Callable[..., DutyDesk], folder: Path) -> Path:
    """Write one picture and return its path."""
    async with staged(scene, make) as app:
        return keep(app, folder / f"{scene.name}.png")


def main(arguments: list[str]) -> None:
    """Take all pictures, or those whose name contains an argument."""
    from tests.support.form_scenes import FORM_SCENES, take_form
    from tests.support.offline_scenes import OFFLINE_SCENES
    from tests.support.scenes import SCENES, make_desk
    from tests.support.town_scenes import take_towns

    folder = FOLDER
    folder.mkdir(parents=True, exist_ok=True)

    def wanted(name: str) -> bool:
        return not arguments or any(word in name for word in arguments)

    for scene in (*SCENES, *OFFLINE_SCENES):
        if wanted(scene.name):
            sys.stdout.write(f"{asyncio.run(take(scene, make_desk, folder))}\n")
    for form in FORM_SCENES:
        if wanted(form.name):
            sys.stdout.write(f"{asyncio.run(take_form(form, folder))}\n")
    take_towns(wanted, folder)


if __name__ == "__main__":
    main(sys.argv[1:])
