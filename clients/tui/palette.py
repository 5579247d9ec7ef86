"""A set of colours by what they mean."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """`tiles`: band -> (foreground, background); `words`: tone -> foreground.

    `ansi`: the colours are names of the terminal's own sixteen, or its default.
    """

    name: str
    dark: bool
    bg: str
    panel: str
    head: str
    fg: str
    muted: str
    rule: str
    selection: str
    keys: str
    tiles: dict[str, tuple[str, str]]
    words: dict[str, str]
    thumb: str = "bright_black"  # of a scroll bar
    stale: str = "#e9b10a"
    brand: str = "#1d5fa8"
    ansi: bool = False

    def ground(self, name: str) -> str:
        """Return a background: bg, panel, head, selection, stale, brand or a tile's."""
        named = {
            "bg": self.bg,
            "panel": self.panel,
            "head": self.head,
            "selection": self.selection,
            "stale": self.stale,
            "brand": self.brand,
            "broken": self.tiles["over"][1],
        }
        return named[name] if name in named else self.tiles[name][1]

    def ink(self, tone: str) -> str:
        """Return a foreground: fg, muted, rule, keys, white, a word tone, or `tile.<band>`."""
        if tone.startswith("tile."):
            return self.tiles[tone[5:]][0]
        named = {"fg": self.fg, "muted": self.muted, "rule": self.rule, "keys": self.keys}
        return named.get(tone) or self.words[tone]
