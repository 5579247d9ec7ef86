"""Chinese line breaking (避头尾): which marks may not begin or end a line, what stays together."""

import re
from functools import lru_cache

from rich.cells import cell_len, set_cell_size

from clients.tui.locale import per_language, t

# GB/T 15834-2011 5.1: these may not stand at the head of a line …
NO_START = frozenset("，。、；：？！）》〉」』】〕］｝”’…—·%％℃,.;:?!)]}")
# … and these not at its end
NO_END = frozenset("（《〈「『【〔［｛“‘([{")


# a number, or a date: what stands behind its blank is its unit, its noun or its hour
_LEADING = re.compile(r"\d{1,4}|(\d{4}-)?\d{2}-\d{2}")


@per_language
def _atom() -> re.Pattern[str]:
    units = "|".join((*t("wrap.long_units").split(), f"[{re.escape(t('wrap.units'))}]"))
    return re.compile(
        r"〔\d{4}〕\s?\d+[^\W\d_]?"  # a document's year and number: 〔2016〕80号
        rf"|[0-9A-Za-z_@#&+\-/.:']*[0-9A-Za-z](?:{units})?"  # a word, or a number with its unit
        r"|.",
        re.DOTALL,
    )


def atoms(text: str) -> list[str]:
    """Return the parts of one line of text that may not be torn, in order."""
    parts: list[str] = []
    for match in _atom().finditer(text):
        part = match.group()
        if parts and (part[0] in NO_START or parts[-1][-1] in NO_END):
            parts[-1] += part
        elif _led(parts) and not (part == " " or _LEADING.fullmatch(part)):
            parts[-2:] = ["".join((*parts[-2:], part))]
        else:
            parts.append(part)
    return parts


def _led(parts: list[str]) -> bool:
    """Tell whether the last parts are a number or a date and a blank."""
    return len(parts) > 1 and parts[-1] == " " and _LEADING.fullmatch(parts[-2]) is not None


def broken(text: str, width: int) -> list[str]:
    """Return lines as they are shown: a blank between two words is no indent of the next line."""
    first, *rest = wrap_zh(text, width)
    return [first, *(part.lstrip(" ") for part in rest)]


def wrap_zh(text: str, width: int) -> list[str]:
    """Return lines of at most `width` cells (two at least) that join back to the text.

    Only a part wider than a whole line is torn. A newline ends its line and is not kept.
    """
    return [line for piece in text.split("\n") for line in _fill(piece, width)]


@lru_cache(512)  # the pane wraps the same clause every second
def _fill(text: str, width: int) -> tuple[str, ...]:
    lines = [""]
    room = width
    for atom in atoms(text):
        for part in _torn(atom, width):
            size = cell_len(part)
            if size > room:
                lines.append("")
                room = width
            lines[-1] += part
            room -= size
    return tuple(lines)


def _torn(atom: str, width: int) -> list[str]:
    if cell_len(atom) <= width:
        return [atom]
    parts = [""]
    for char in atom:
        if cell_len(parts[-1]) + cell_len(char) > width:
            parts.append("")
        parts[-1] += char
    return parts


def fit(text: str, width: int, right: bool = False) -> str:
    """Return the text in exactly `width` cells, cut with `..` or filled with blanks."""
    if cell_len(text) > width:
        text = (
            set_cell_size(text, width - 2).rstrip() + ".."
            if width > 2
            else set_cell_size(text, width)
        )
    blanks = " " * (width - cell_len(text))
    return blanks + text if right else text + blanks
