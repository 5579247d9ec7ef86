"""Figures as the officer types them."""

import re
import unicodedata

from clients.tui.locale import t


def fold(text: str) -> str:
    """Return the text as an input method would have left it alone: half-width, trimmed."""
    return unicodedata.normalize("NFKC", text).strip()


def read_count(text: str, row: str, faults: dict[str, str]) -> int | None:
    """Read a head count; None for an empty text or a fault, which is put at the row."""
    folded = fold(text)
    if not folded:
        return None
    # "30+" is how a caller says it; the figure is the least that is known.
    match = re.fullmatch(r"(\d{1,6})\+?", folded)
    if not match:
        faults[row] = t("intake.fault.count")
        return None
    return int(match[1])


def read_yuan(text: str, row: str, faults: dict[str, str]) -> float | None:
    """Read 万元 as typed and return yuan, the service's unit."""
    folded = fold(text)
    if not folded:
        return None
    if not re.fullmatch(r"\d{1,8}(\.\d{1,4})?\+?", folded):
        faults[row] = t("intake.fault.loss")
        return None
    return float(round(float(folded.rstrip("+")) * 10_000))
