"""Chinese text in lines of a given width (避头尾), measured in half-width cells."""

import re
import unicodedata
from functools import lru_cache

# GB/T 15834-2011 5.1: which marks may not begin a line, and which may not end one
_NEVER_FIRST = frozenset("，。、；：？！）》〉」』】〕］｝”’…—·%％℃,.;:?!)]}")
_NEVER_LAST = frozenset("（《〈「『【〔［｛“‘([{")
_TOKEN = re.compile(
    r"〔\d{4}〕\d+号?|[0-9A-Za-z_@#&+\-/.:]+[年月日时分秒个件条家人次岁元万亿]?|.", re.S
)


@lru_cache(4096)
def _char_width(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def width_of(text: str) -> int:
    """Return how many half-width cells a text takes; marks of ambiguous width take one."""
    return len(text) if text.isascii() else sum(map(_char_width, text))


def lines_of(text: str, width: int, *, first: int = 0) -> list[str]:
    """Break a text into lines of at most ``width`` cells; the first has ``first`` fewer.

    The lines join back to the text; its own newlines end a line and are not kept. What is wider
    than a line is torn. At least one line, perhaps empty, is returned.
    """
    found: list[str] = []
    for paragraph in text.split("\n"):
        room, line = width - (0 if found else first), ""
        for part in _unbroken(paragraph):
            if line and width_of(line) + width_of(part) > room:
                found.append(line)
                room, line = width, ""
            for char in part:  # only a part wider than a whole line overflows here
                if line and width_of(line) + _char_width(char) > room:
                    found.append(line)
                    room, line = width, ""
                line += char
        found.append(line)
    return found


def _unbroken(paragraph: str) -> list[str]:
    parts: list[str] = []
    for token in _TOKEN.findall(paragraph):
        if parts and (token[0] in _NEVER_FIRST or parts[-1][-1] in _NEVER_LAST):
            parts[-1] += token
        else:
            parts.append(token)
    return parts


def padded(text: str, width: int, *, right: bool = False) -> str:
    """Fill a text with blanks up to a width; a wider one stays as it is."""
    blanks = " " * (width - width_of(text))
    return blanks + text if right else text + blanks


def centred(text: str, width: int) -> str:
    """Set a text in the middle of a line, without blanks after it."""
    return " " * max(0, (width - width_of(text)) // 2) + text
