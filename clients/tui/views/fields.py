"""The rows of a small form as data: what each holds, how it is read, what it is sent as."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from clients.tui.clock import local
from clients.tui.locale import t
from clients.tui.models_preview import Code
from clients.tui.views.intake_rows import columns
from clients.tui.views.moments import BadTime
from clients.tui.views.pieces import Line, Piece, line

_DAYS = re.compile(r"(?:(\d{4})[-/.]?)?(\d{1,2})[-/.]?(\d{1,2})")
_AWAY = re.compile(r"([+-])(\d{1,4})")


class Kind(StrEnum):
    """What a row takes.

    TEXT; CHOICE one of several by digit; MANY any number of them; MOMENT a past time; DUE a coming
    one; DAY a date; NUMBER a whole number; UNIT and PLACE are searched in the registry, UNITS takes
    several; SECRET is typed unseen.
    """

    TEXT = "text"
    CHOICE = "choice"
    MANY = "many"
    MOMENT = "moment"
    DUE = "due"
    DAY = "day"
    NUMBER = "number"
    UNIT = "unit"
    UNITS = "units"
    PLACE = "place"
    SECRET = "secret"  # noqa: S105 - a word, no password


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """`sent`: its name in the mutation's input, the row's own when empty.

    `menu`: the catalogue's menu a CHOICE or MANY chooses from; a form may answer `choices` itself.
    An empty MOMENT that is required is the moment of sending. `first` is chosen at the start.
    """

    row: str
    kind: Kind = Kind.TEXT
    sent: str = ""
    required: bool = False
    menu: str = ""
    first: str = ""
    cells: int | None = None

    @property
    def name(self) -> str:
        return self.sent or self.row

    @property
    def by_digit(self) -> bool:
        return self.kind in (Kind.CHOICE, Kind.MANY)

    @property
    def searched(self) -> bool:
        return self.kind in (Kind.UNIT, Kind.UNITS, Kind.PLACE)


def parse_day(text: str, now: datetime) -> date | None:
    """Read a date: `2026-12-31`, `1231`, `12-31`, `+7`, `-3`, 今 昨 明; None for an empty text.

    Without a year it is this year's. Raise BadTime.
    """
    folded = unicodedata.normalize("NFKC", text).strip().lower()
    today = local(now).date()
    if not folded:
        return None
    for away, key in ((0, "today"), (-1, "yesterday"), (1, "tomorrow")):
        if folded in tuple(t(f"moments.{key}_marks")):
            return today + timedelta(days=away)
    if match := _AWAY.fullmatch(folded):
        days = int(match[2])
        return today + timedelta(days=days if match[1] == "+" else -days)
    if not (match := _DAYS.fullmatch(folded)):
        raise BadTime("fields.no_day")
    try:
        return date(int(match[1] or today.year), int(match[2]), int(match[3]))
    except ValueError as impossible:
        raise BadTime("moments.impossible") from impossible


def say_day(day: date, now: datetime) -> str:
    """Return a date with how far it is: `2026-12-31 39天后`."""
    days = (day - local(now).date()).days
    key = "fields.today" if days == 0 else "fields.ahead" if days > 0 else "fields.ago"
    return f"{day:%Y-%m-%d} {t(key, n=abs(days))}"


def echo_day(day: date, now: datetime) -> str:
    """Return the same for the few cells beside a typed day: the year or how far, not both."""
    said = say_day(day, now)
    return said[5:] if day.year == local(now).year else said[:10]


def choice_lines(choices: Sequence[Code], chosen: Sequence[str], width: int) -> list[Line]:
    """Return the choices by digit in columns, what is chosen standing out."""
    cells = [
        line(
            Piece(code.digit or " ", "keys", bold=True),
            Piece(
                f" {code.title}",
                "fg",
                code.code in chosen,
                "selection" if code.code in chosen else "",
            ),
        )
        for code in choices
    ]
    return columns(cells, width)


def numbered(pairs: Sequence[tuple[str, str]]) -> tuple[Code, ...]:
    """Return (code, title) pairs as choices with the digits 1 to 9; further ones have none."""
    return tuple(
        Code(digit=str(n) if n < 10 else "", code=code, title=title)
        for n, (code, title) in enumerate(pairs, start=1)
    )
