"""Rules, quotes and marks in ASCII, for a terminal that draws them two cells wide.

Such characters (│ … — · “ ” ×, of East Asian Ambiguous width) are counted as one cell; a terminal
set to wide ones would push everything right of them. Each is replaced as the line is painted, cell
for cell, so nothing else need know. Han characters and 。，（） are always two cells and stay.
"""

import unicodedata

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

_DRAWN = {
    "─━┄┅┈┉╌╍═╴╶╸╺—–―‾": "-",
    "│┃┆┇┊┋╎╏║╵╷╹╻▌▍▎▏▐▕": "|",
    "█▉▊▋▇▆▄▀▓▒░■": "#",
    "▅": "=",  # the four parts of a bar stay apart
    "▃": "-",
    "┌┐╭╮┏┓╔╗": ".",
    "└┘╰╯┗┛╚╝": "'",
    "├┤┣┫╠╣": "|",
    "▁▂": "_",
    "▔": "^",
    "“”„‟″": '"',
    "‘’‛′`´": "'",
    "·…∙⋯": ".",
    "•●○◎◆◇★☆※□△▲▽▼": "*",
    "→⇒▶▷": ">",
    "←◀◁": "<",
    "↑∧": "^",
    "↓∨": "v",
    "×✕": "x",
    "÷": "/",
    "±": "+",
    "≈": "~",
    "≤": "<",
    "≥": ">",
    "≠": "=",
    "°": "o",
    "§": "S",
    "¶": "P",
    "√": "v",
}
_TABLE = {char: plain for chars, plain in _DRAWN.items() for char in chars}
_BOXES = range(0x2500, 0x2580)  # corners and crossings, those not in the table


class _Replacements(dict[int, str]):
    """What each character becomes, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        self[code] = char if unicodedata.east_asian_width(char) != "A" else _replaced(char)
        return self[code]


_replacements = _Replacements()


def _replaced(char: str) -> str:
    if char in _TABLE:
        return _TABLE[char]
    if ord(char) in _BOXES:
        return "+"
    if unicodedata.combining(char):
        return ""
    number = unicodedata.numeric(char, None)
    if number is not None and number == int(number):
        return str(int(number) % 10)
    base = unicodedata.normalize("NFKD", char)[0]
    return base if base.isascii() and base.isprintable() else "?"


def in_ascii(text: str) -> str:
    """Return the text with nothing in it whose width a terminal may choose, as many cells wide."""
    return text if text.isascii() else text.translate(_replacements)


class AsciiMarks(LineFilter):
    """Paints every line of the desk so."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [
            segment if segment.text.isascii() else Segment(in_ascii(segment.text), *segment[1:])
            for segment in segments
        ]
