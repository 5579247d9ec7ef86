"""Colours of the desk, light and dark.

Urgency is a background tile, severity a coloured word: two scales that cannot be mistaken.
Both also carry a Han sign or word, so the board reads without colour.
"""

from functools import cache

from rich.style import Style
from textual.theme import BUILTIN_THEMES, Theme

from clients.tui.palette import Palette
from clients.tui.palettes_ansi import ANSI, ANSI_LIGHT

DARK = Palette(
    name="huiying-dark",
    dark=True,
    bg="#0d1117",
    panel="#11161d",
    head="#161d27",
    fg="#d6dde6",
    muted="#8e99a8",
    rule="#27303c",
    selection="#1b304a",
    keys="#6cb2ff",
    thumb="#5a697d",
    tiles={
        "over": ("#ffffff", "#c4162f"),
        "urgent": ("#ffffff", "#c94d05"),
        "untimed": ("#ffffff", "#1d5fa8"),
        "near": ("#1c1400", "#e9b10a"),
        "today": ("#8fe3b6", "#16392b"),
        "later": ("#98a2b0", "#222a35"),
        "done": ("#5fc796", "#11161d"),
    },
    words={
        "over": "#ff7a85",
        "urgent": "#ff9f5a",
        "untimed": "#8fc1ff",
        "near": "#f2c94c",
        "today": "#7fd6a8",
        "later": "#98a2b0",
        "done": "#5fc796",
        "severity1": "#ff7a85",
        "severity2": "#ff9f5a",
        "severity3": "#f2d36b",
        "severity4": "#7fb8ff",
        "ok": "#5fc796",
        "white": "#ffffff",
        "on_stale": "#1c1400",
    },
)

LIGHT = Palette(
    name="huiying-light",
    dark=False,
    bg="#f6f4ef",
    panel="#ffffff",
    head="#e9e5dc",
    fg="#1f2328",
    muted="#5f6672",
    rule="#d5d0c4",
    selection="#dfe9f5",
    keys="#1d5fa8",
    thumb="#80868f",
    tiles={
        "over": ("#ffffff", "#b4001f"),
        "urgent": ("#ffffff", "#c2410c"),
        "untimed": ("#ffffff", "#1d5fa8"),
        "near": ("#1f1300", "#f2b705"),
        "today": ("#0b5d3b", "#cfeadd"),
        "later": ("#566070", "#e6e8ec"),
        "done": ("#0b6b45", "#ffffff"),
    },
    words={
        "over": "#b4001f",
        "urgent": "#ab380a",
        "untimed": "#1d5fa8",
        "near": "#8a5a00",
        "today": "#0b6b45",
        "later": "#5f6672",
        "done": "#0b6b45",
        "severity1": "#b4001f",
        "severity2": "#ab380a",
        "severity3": "#755c00",
        "severity4": "#1d5fa8",
        "ok": "#0b6b45",
        "white": "#ffffff",
        "on_stale": "#1c1400",
    },
)

PALETTES = {palette.name: palette for palette in (DARK, LIGHT, ANSI, ANSI_LIGHT)}
NAMED = {palette.name.removeprefix("huiying-"): palette.name for palette in PALETTES.values()}
_OTHER = ((DARK, LIGHT), (ANSI, ANSI_LIGHT))


def other(palette: Palette) -> Palette:
    """Return the light palette of a dark one, the dark one of a light one."""
    dark, light = next(pair for pair in _OTHER if palette in pair)
    return light if palette is dark else dark


@cache
def style(
    palette_name: str, tone: str, ground: str, bold: bool = False, reverse: bool = False
) -> Style:
    """Return the style of a tone on a ground, one object each, so strips compare by identity."""
    palette = PALETTES[palette_name]
    return Style(
        color=palette.ink(tone), bgcolor=palette.ground(ground), bold=bold, reverse=reverse
    )


def textual_theme(palette: Palette) -> Theme:
    """Return the palette as Textual's own widgets (inputs, lists, palette) see it."""
    base = BUILTIN_THEMES[f"ansi-{'dark' if palette.dark else 'light'}"]
    return Theme(
        name=palette.name,
        ansi=palette.ansi,
        dark=palette.dark,
        primary=_css(palette, palette.keys),
        secondary=_css(palette, palette.muted),
        warning=_css(palette, palette.words["near"]),
        error=_css(palette, palette.words["over"]),
        success=_css(palette, palette.words["ok"]),
        accent=_css(palette, palette.keys),
        foreground=_css(palette, palette.fg),
        background=_css(palette, palette.bg),
        surface=_css(palette, palette.panel),
        panel=_css(palette, palette.head),
        boost="ansi_default" if palette.ansi else None,
        variables=(base.variables if palette.ansi else _bars(palette))
        | {
            name: _css(palette, getattr(palette, name))
            for name in ("muted", "rule", "head", "selection", "keys")
        },
    )


def _bars(palette: Palette) -> dict[str, str]:
    """Return the colours of scroll bars, and of what a field says before anything is typed."""
    grounds = ("scrollbar-background", "scrollbar-background-hover", "scrollbar-background-active")
    return {
        "scrollbar": palette.thumb,
        "scrollbar-hover": palette.muted,
        "scrollbar-active": palette.muted,
        "scrollbar-corner-color": palette.bg,
        "text-disabled": palette.muted,
    } | dict.fromkeys(grounds, palette.bg)


def _css(palette: Palette, colour: str) -> str:
    """Return a colour as style sheets write it."""
    return f"ansi_{colour}" if palette.ansi else colour
