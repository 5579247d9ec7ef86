"""The figures of row 1, counted here as time passes wherever every row is known."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

import msgspec

from clients.tui.models import BoardTally, Obligation
from clients.tui.views.bands import Band, band


def tally_at(
    tally: BoardTally | None, rows: Sequence[Obligation], now: datetime
) -> BoardTally | None:
    """Return the service's tally with the bands as they are at `now`.

    `rows` are all open ones the desk knows. Where the service has counted more than these, its
    own figures stand: they are of its last answer, but whole.
    """
    if tally is None or len(rows) != tally.total:
        return tally
    found = Counter(band(row, now) for row in rows)
    return msgspec.structs.replace(
        tally,
        overdue=found[Band.OVER],
        within15m=found[Band.URGENT],
        untimed=found[Band.UNTIMED],
        within_hour=found[Band.NEAR],
        today=found[Band.TODAY],
        later=found[Band.LATER],
        unacknowledged=sum(not row.accepted for row in rows),
    )
