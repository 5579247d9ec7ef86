"""What each row of the intake form shows, and the choices under the form for the row in use."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from clients.tui.locale import t
from clients.tui.models_preview import Place, SuggestedSeverity
from clients.tui.views.intake import Draft
from clients.tui.views.intake_values import fold
from clients.tui.views.menus import Menu
from clients.tui.views.moments import BadTime, say_clock, say_moment
from clients.tui.views.pieces import Line, Piece, line, muted, prose, strong, width_of
from clients.tui.views.texts import cited, place_name

# In the order of the screen, and of Tab.
LEAST_COLUMN = 12  # cells of a column of choices, without the gap behind it
ROWS = (
    "occurred",
    "kind",
    "severity",
    "place",
    "title",
    "commit",
    "deaths",
    "injured",
    "loss",
    "flags",
    "categories",
    "veracity",
    "source",
    "known",
    "directed",
    "units",
    "fields",
    "value",
)
DIGIT_ROWS = ("kind", "severity", "flags", "categories", "veracity", "fields", "value")
MANY = ("categories", "fields")
SEVERITY_TONES = {
    "PARTICULARLY_MAJOR": "severity1",
    "MAJOR": "severity2",
    "LARGER": "severity3",
    "GENERAL": "severity4",
}


@dataclass(frozen=True, slots=True)
class Found:
    """Places that answer the search, and the one Enter takes."""

    places: tuple[Place, ...] = ()
    chosen: int = 0


def next_row(row: str, draft: Draft) -> str:
    """Return where Enter leads: straight to the commit, by the casualties if severity is open."""
    if row == "severity":
        return "place" if draft.severity else "deaths"
    if row == "loss":
        return "place" if draft.severity else "severity"
    if row in ROWS[ROWS.index("commit") :]:
        at = ROWS.index(row) + 1
        return ROWS[at] if at < len(ROWS) else "commit"
    return ROWS[ROWS.index(row) + 1]


def row_value(row: str, draft: Draft, menus: dict[str, Menu], now: datetime) -> Line:
    """Return what a row says beside what is typed in it."""
    if row in ("occurred", "known"):
        return moment_echo(row, draft, now)
    if row == "place":
        return line(strong(picked_names(draft.places)))
    if row == "flags":
        return flags_value(draft, menus["flags"])
    if row == "units":
        return line(strong(picked_names(draft.units)))
    if row in MANY:
        titles = [menus[row].title(code) for code in getattr(draft, row)]
        return line(Piece(t("intake.comma").join(titles)) if titles else muted(t("intake.none")))
    code = getattr(draft, row)
    if code is None:
        return line(muted(t("menu.unknown")))
    return line(strong(menus[row].title(code), SEVERITY_TONES.get(code, "fg")))


def picked_names(picked: Sequence[Place]) -> str:
    """Return the names of the places or units taken, as one text."""
    return t("intake.comma").join(place_name(one.name) for one in picked)


def moment_echo(row: str, draft: Draft, now: datetime) -> Line:
    try:
        moment = draft.moment(row)
    except BadTime:
        return line(muted(t("intake.unread")))
    if moment is not None:
        return line(strong(say_moment(moment, now)))
    if row == "known":
        return line(muted(t("intake.known.default", at=say_clock(draft.opened_at, now))))
    return line(muted(t("intake.occurred.unknown")))


def flags_value(draft: Draft, menu: Menu) -> Line:
    """Return the decided flags, 否 in front of a denied one."""
    said = []
    for choice in menu.choices:
        state = draft.flag(choice.code)
        if state:
            said.append(strong(f"{choice.title} ", "near" if choice.code == "drill" else "fg"))
        elif state is False and (choice.code in draft.flags):
            said.append(muted(t("intake.flag.no", title=choice.title)))
    return tuple(said) or line(muted(t("intake.none")))


def option_lines(
    row: str,
    draft: Draft,
    menus: dict[str, Menu],
    found: Found,
    suggestion: SuggestedSeverity | None,
    width: int,
) -> list[Line]:
    """Return what can be done in the row in use, in words and digits."""
    if row in ("place", "units"):
        return place_lines(found, width, f"intake.hint.{row}")
    rows = list(choice_lines(row, draft, menus[row], width)) if row in DIGIT_ROWS else []
    hint = prose(t(f"intake.hint.{row}"), width)
    if suggestion and row in ("severity", "deaths", "injured", "loss"):
        return [*rows, *suggestion_lines(suggestion, draft, width), *hint]
    return [*rows, *hint]


def suggestion_lines(found: SuggestedSeverity, draft: Draft, width: int) -> list[Line]:
    tone = SEVERITY_TONES.get(found.severity, "fg")
    agrees = draft.severity == found.severity
    key = "intake.suggestion.same" if agrees else "intake.suggestion.take"
    return [
        line(muted(t("intake.suggestion")), strong(f"{found.title} ", tone), Piece(t(key), "keys")),
        *prose(cited(found.document, found.clause), width, "muted"),
    ]


def choice_lines(row: str, draft: Draft, menu: Menu, width: int) -> list[Line]:
    """Return the choices in columns, each with its digit; what is chosen stands out."""
    chosen = {code for code in (getattr(draft, row, None),) if isinstance(code, str)}
    if row in MANY:
        chosen = set(getattr(draft, row))
    cells = [_choice(draft, row, c.digit, c.code, c.title, c.code in chosen) for c in menu.choices]
    return columns(cells, width)


def _choice(draft: Draft, row: str, digit: str, code: str, title: str, chosen: bool) -> Line:
    mark = ""
    if row == "flags":
        state = draft.flag(code)
        chosen = bool(state)
        mark = {True: t("intake.mark.yes"), False: t("intake.mark.no"), None: ""}[state]
    text = Piece(f" {title}{mark}", "fg", chosen, "selection" if chosen else "")
    return line(Piece(digit, "keys", bold=True), text)


def columns(cells: list[Line], width: int) -> list[Line]:
    """Return cells side by side, as many columns as fit, each as wide as its widest."""
    wide = _column_widths(cells, width)
    rows: list[Line] = []
    for at in range(0, len(cells), len(wide)):
        pieces: list[Piece] = []
        for cell, column in zip(cells[at : at + len(wide)], wide, strict=False):
            pieces += [*cell, Piece(" " * (column + 2 - width_of(cell)))]
        rows.append(tuple(pieces))
    return rows


def _column_widths(cells: list[Line], width: int) -> list[int]:
    """Return the cells of as many columns as there is room for, two cells between them."""
    for across in range(max(1, len(cells)), 0, -1):
        wide = [
            max([LEAST_COLUMN, *(width_of(cell) for cell in cells[at::across])])
            for at in range(across)
        ]
        if sum(wide) + 2 * (across - 1) <= width:
            return wide
    return wide


def place_lines(found: Found, width: int, hint: str) -> list[Line]:
    """Return the places or units found, the one Enter takes marked; else how to search."""
    if not found.places:
        return prose(t(hint), width)
    return [
        line(
            Piece("> " if at == found.chosen else "  ", "keys", bold=True),
            muted(f"{place.code:<10}"),
            Piece(
                place_name(place.name),
                "fg",
                at == found.chosen,
                "selection" if at == found.chosen else "",
            ),
        )
        for at, place in enumerate(found.places)
    ]


def nearest_first(places: Sequence[Place], home: str) -> tuple[Place, ...]:
    """Return the places of the desk's own territory first, then of its province, then the rest.

    `home` is the desk's division code; two letters fit dozens of places across the country.
    """

    def distance(place: Place) -> int:
        return 0 if home and place.code.startswith(home) else 1 if place.code[:2] == home[:2] else 2

    return tuple(sorted(places, key=distance))


def typed_code(text: str) -> Place | None:
    """Return a place for a bare division code, so that a dead link does not stop the form."""
    folded = fold(text)
    known_length = len(folded) in (2, 4, 6, 9, 12)
    if folded.isascii() and folded.isdigit() and known_length:
        return Place(code=folded, name=folded)
    return None


def typed_unit(text: str) -> Place | None:
    """Return a unit for a bare code such as `130121-JYJ`, for the same reason."""
    folded = fold(text).upper()
    if re.fullmatch(r"\d{2,12}(-[A-Z0-9]+)+", folded):
        return Place(code=folded, name=folded)
    return typed_code(folded)
