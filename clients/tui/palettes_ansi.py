"""The desk in a terminal's own sixteen colours, on its own ground.

Orange is not among them: what is orange elsewhere (急, 重大) is magenta here. The background tells
the urgency and the coloured word the severity, as everywhere.
"""

from dataclasses import replace

from clients.tui.palette import Palette

ANSI = Palette(
    name="huiying-ansi",
    dark=True,
    ansi=True,
    bg="default",
    panel="default",
    head="default",
    fg="default",
    muted="white",
    rule="bright_black",
    selection="blue",
    keys="bright_cyan",
    stale="yellow",
    brand="blue",
    tiles={
        "over": ("bright_white", "red"),
        "urgent": ("bright_white", "magenta"),
        "untimed": ("bright_white", "blue"),
        "near": ("black", "yellow"),
        "today": ("black", "green"),
        "later": ("bright_white", "bright_black"),
        "done": ("green", "default"),
    },
    words={
        "over": "bright_red",
        "urgent": "bright_magenta",
        "untimed": "bright_cyan",
        "near": "bright_yellow",
        "today": "bright_green",
        "later": "white",
        "done": "green",
        "severity1": "bright_red",
        "severity2": "bright_magenta",
        "severity3": "bright_yellow",
        "severity4": "bright_cyan",
        "ok": "bright_green",
        "white": "bright_white",
        "on_stale": "black",
    },
)

ANSI_LIGHT = replace(
    ANSI,
    name="huiying-ansi-light",
    dark=False,
    muted="bright_black",
    rule="white",
    selection="white",
    keys="blue",
    tiles=ANSI.tiles | {"later": ("black", "white")},
    words=ANSI.words
    | {
        "over": "red",
        "urgent": "magenta",
        "untimed": "blue",
        "near": "default",
        "today": "green",
        "later": "bright_black",
        "severity1": "red",
        "severity2": "magenta",
        "severity3": "default",
        "severity4": "blue",
        "ok": "green",
    },
)
