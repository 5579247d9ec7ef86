"""Whose sheet is opened: one's own shift, else one that waits for a signature, else one that runs.

The command `huiying shift sheet` chooses in the same order.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from clients.tui.models_handover import BEGUN, TO_BEGIN, WAITS, ListedShift


def sheet_shift(
    shifts: Sequence[ListedShift], name: str, account: str, now: datetime
) -> ListedShift | None:
    """Return the shift whose sheet whoever sits here wants to see; None where nobody is there."""
    wanted: tuple[Callable[[ListedShift], bool], ...] = (
        lambda s: s.mans and s.is_of(name, account) and s.state in (*BEGUN, WAITS),
        lambda s: s.state == WAITS,
        lambda s: s.mans and s.state in BEGUN,
    )
    return next((found for fits in wanted if (found := _nearest(shifts, fits, now))), None)


def own_next(
    shifts: Sequence[ListedShift], name: str, account: str, now: datetime
) -> ListedShift | None:
    """Return the shift that whoever sits here would begin now."""
    return _nearest(shifts, lambda s: s.state in TO_BEGIN and s.is_of(name, account), now)


def successors(shifts: Sequence[ListedShift], of: ListedShift) -> list[ListedShift]:
    """Return who could take over from a shift, the soonest first."""
    found = [
        shift
        for shift in shifts
        if shift.mans
        and shift.id != of.id
        and shift.state in (*TO_BEGIN, "ON_DUTY")
        and shift.person != of.person
        and shift.ends_at > of.begins_at
    ]
    return sorted(found, key=lambda shift: shift.begins_at)


def _nearest(
    shifts: Sequence[ListedShift], fits: Callable[[ListedShift], bool], now: datetime
) -> ListedShift | None:
    return min(filter(fits, shifts), key=lambda shift: abs(shift.begins_at - now), default=None)
