"""How a table's columns share a page."""

from typing import Final

from services.kit.documents.model import Kind, Table, cleaned, shown
from services.kit.documents.wrapping import width_of

RIGHT: Final = frozenset((Kind.NUMBER, Kind.SHARE))
NARROWEST: Final = 8
DAY: Final = 10
LONGEST_TITLE: Final = 6  # above a number, where room is short: three characters a line


def texts(table: Table) -> list[list[str]]:
    """Return a table as it is read: the titles, then the rows."""
    kinds = [column.kind for column in table.columns]
    rows = [[shown(c, kind) for c, kind in zip(row, kinds, strict=True)] for row in table.rows]
    return [[cleaned(column.title) for column in table.columns], *rows]


def natural(rows: list[list[str]]) -> list[int]:
    """Return how many half-width cells each column would take unbroken, at least 2."""
    return [
        max(2, *(width_of(line) for text in column for line in text.split("\n")))
        for column in zip(*rows, strict=True)
    ]


def fitted(table: Table, rows: list[list[str]], room: int) -> list[int] | None:
    """Return the columns' widths within ``room`` half-width cells.

    Titles above numbers break first, then times between day and hour, then the widest texts give
    way; a number stays whole. None where texts would become narrower than NARROWEST.
    """
    widths = natural(rows)
    elastic = [place for place, column in enumerate(table.columns) if column.kind is Kind.TEXT]
    if sum(widths) > room:
        below = natural(rows[1:]) if rows[1:] else [NARROWEST] * len(widths)
        for place, title in enumerate(rows[0]):
            if place not in elastic:
                widths[place] = max(below[place], min(width_of(title), LONGEST_TITLE))
    if sum(widths) > room:
        widths = [
            min(width, DAY) if column.kind is Kind.TIME else width
            for width, column in zip(widths, table.columns, strict=True)
        ]
    while sum(widths) > room:
        widest = max(elastic, key=lambda place: widths[place], default=None)
        if widest is None or widths[widest] <= NARROWEST:
            return None
        widths[widest] -= 1
    return widths
