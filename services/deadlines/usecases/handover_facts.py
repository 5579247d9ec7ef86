"""Gathering what a handover sheet tells of."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from services.deadlines.domain.board import BoardFilter, ObligationOrder
from services.deadlines.domain.handovers import AHEAD, HandoverFacts, Listed
from services.deadlines.domain.leads import LeadState
from services.deadlines.domain.notices import Hold
from services.deadlines.domain.scopes import Scope
from services.deadlines.domain.shifts import Shift
from services.deadlines.store import handover_facts as store
from services.deadlines.store.board import board_count, board_page, connection_name
from services.deadlines.store.duty_rules import rules_of
from services.deadlines.store.handovers import last_taken
from services.deadlines.store.holds import open_holds
from services.deadlines.store.lead_pages import leads_page
from services.deadlines.store.notice_reading import notices_page
from services.deadlines.store.shifts import shifts_of
from services.deadlines.usecases.patrols import book
from services.deadlines.usecases.rosters import MOST
from services.kit.database import Connection
from services.kit.graphql.pages import PageRequest

MOST_LISTED: Final = 100
A_DAY: Final = timedelta(days=1)
FARTHEST_BACK: Final = timedelta(days=7)
"""So far back patrols and shifts are looked at; what a sheet lists besides has no such bound."""


async def gather(
    conn: Connection,
    shift: Shift,
    incoming: Shift | None,
    now: datetime,
    since: datetime | None = None,
) -> HandoverFacts:
    """Read everything for a sheet of this shift at ``now``; ``since`` None is the last handover.

    What is open is read before what has ended: of an act beside it a sheet that is being signed
    may tell twice, and never not at all.
    """
    level, code = desk_of(shift.unit)
    taken = since or await last_taken(conn, shift.unit, shift.id, now)
    begins = taken or shift.started_at or shift.begins_at
    # what happened at the very beginning of a shift is of that shift; of a sheet, of that sheet
    after = begins if taken else begins - timedelta(microseconds=1)
    near = max(begins, now - FARTHEST_BACK)
    patrols = await book(conn, shift.unit, near, now + AHEAD, now)
    notices = await notices_page(
        conn, _page("notices", (int, datetime, UUID)), None, level=level, code=code
    )
    leads = await leads_page(
        conn,
        _page("leads", (datetime, UUID)),
        code,
        state=LeadState.NEW,
        locality=None,
        since=None,
        oldest_first=True,
    )
    return HandoverFacts(
        unit=shift.unit,
        unit_name=shift.unit_name,
        shift=shift,
        incoming=incoming,
        since=begins,
        after_handover=taken is not None,
        rules=await rules_of(conn, shift.unit, now),
        timed=await _open(conn, level, code, timed=True),
        untimed=await _open(conn, level, code, timed=False),
        notices=notices.rows,
        waived=await store.waived_between(conn, code, after, now),
        fulfilled=await store.fulfilled_between(conn, code, after, now),
        opened=await store.opened_between(conn, code, after, now),
        closed=await store.closed_between(conn, code, after, now),
        overrides=await store.overrides_of(conn, code, after, now),
        leads=leads.rows,
        heard=await store.heard_by(conn, code, now),
        patrols=patrols.slots,
        shifts=await shifts_of(conn, shift.unit, near - A_DAY, now + AHEAD, MOST),
        holds=await _holds(conn, shift.unit, now),
    )


def desk_of(unit: str) -> tuple[int, str]:
    """Tell what a unit's desk may see: level and code of the nearest territory it names."""
    codes = Scope.of_code(unit).codes
    level = max(n for n, code in enumerate(codes, 1) if code is not None)
    return level, codes[level - 1] or ""


def _page(connection: str, key: tuple[type, ...]) -> PageRequest:
    return PageRequest.parse(MOST_LISTED, None, None, None, connection=connection, key=key)


async def _open(conn: Connection, level: int, code: str, *, timed: bool) -> Listed:
    wanted = BoardFilter(timed=timed)
    order = ObligationOrder.DUE_AT if timed else ObligationOrder.STARTED_AT
    page = _page(connection_name(order), (datetime, UUID))
    rows = (await board_page(conn, page, wanted, order, level=level, code=code)).rows
    total = await board_count(conn, wanted, level=level, code=code)
    return Listed(rows=rows, total=total)


async def _holds(conn: Connection, unit: str, now: datetime) -> list[Hold]:
    codes = Scope.of_code(unit).named()
    return [hold for hold in await open_holds(conn, now) if hold.scope in codes]
