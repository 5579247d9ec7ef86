"""The help sheet: every key of this version, every sign of the board."""

from collections.abc import Sequence

from rich.cells import cell_len

from clients.tui.keys import key_texts, offered
from clients.tui.locale import t
from clients.tui.views.bands import Band
from clients.tui.views.lines import Line, Pen
from clients.tui.views.wrap import broken, fit

KEY_WIDTH = 14
NAME_WIDTH = 10  # at least; a longer name widens the column


def help_lines(palette: str, width: int) -> list[Line]:
    pen = Pen(palette, "bg")
    lines: list[Line] = [[pen(f" {t('help.title')}", "fg", True)]]
    for keys, text in (("help.move", "help.move.text"), ("help.back", "help.back.text")):
        lines += _entry(pen, width, t(keys), "", t(text))
    for action in offered():
        lines += _entry(pen, width, key_texts(action), t(action.title_key), t(action.help_key))
    for act in ("help.waive", "help.close"):
        lines += _entry(pen, width, t(act), t(f"{act}.name"), t(f"{act}.text"))
    return [*lines, *_common(pen, palette, width)]


def screen_lines(palette: str, width: int, here: Sequence[tuple[str, str]]) -> list[Line]:
    """Return the keys of one screen, each with its sentence, and the signs."""
    pen = Pen(palette, "bg")
    lines: list[Line] = [[pen(f" {t('help.here')}", "fg", True)]]
    wide = max(KEY_WIDTH, *(cell_len(keys) + 2 for keys, _ in here))
    for keys, text in here:
        first, *rest = broken(text, max(10, width - wide - 2))
        lines.append([pen(" " + fit(keys, wide), "keys", True), pen(first, "fg")])
        lines += [[pen(" " * (wide + 1) + part, "fg")] for part in rest]
    return [*lines, *_common(pen, palette, width)]


def _common(pen: Pen, palette: str, width: int) -> list[Line]:
    """Return what stands at the end of every help: the input method, the signs."""
    lines = [[pen(f" {text}", "muted")] for text in broken(t("help.ime"), width - 2)]
    lines += [[pen("")], [pen(f" {t('help.signs')}", "fg", True)]]
    for step in Band:
        tile = Pen(palette, step.value)(t(f"tile.{step.value}"), f"tile.{step.value}", True)
        lines.append([pen(" "), tile, pen(f"  {t(f'help.{step.value}')}")])
    lines += [[pen(f" {fit(sign, 2)}  ", "near", True), pen(t(key))] for sign, key in marks()]
    return lines


def marks() -> tuple[tuple[str, str], ...]:
    """Return the signs that stand beside a duty, each with the key of its meaning."""
    return (
        ("!", "help.mark.new"),
        ("?", "help.mark.provisional"),
        (t("span.intake", text="").strip(), "help.mark.intake"),
        (t("due.internal", text=""), "help.mark.internal"),
        ("~", "help.mark.guess"),
    )


def _entry(pen: Pen, width: int, keys: str, title: str, text: str) -> list[Line]:
    wide = max(KEY_WIDTH, len(keys) + 1) if not title else KEY_WIDTH
    names = max(NAME_WIDTH, *(cell_len(t(action.title_key)) + 2 for action in offered()))
    start = [pen(" " + fit(keys, wide), "keys", True)]
    used = 1 + wide
    if title:
        start.append(pen(fit(title, names), "fg", True))
        used += names
    parts = broken(text, max(10, width - used - 2))
    rest: list[Line] = [[pen(" " * used + part, "muted")] for part in parts[1:]]
    return [[*start, pen(parts[0], "muted")], *rest]
