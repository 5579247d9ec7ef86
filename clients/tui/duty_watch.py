"""Reads each minute who is on duty; tells who took over, once, what the last shift left.

It asks for the sheet of the shift before only when one's own shift has begun since it last looked.
"""

import asyncio
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from clients.tui.disk import replace_file
from clients.tui.keys import key_of
from clients.tui.link import LinkDown, LinkState, Refused
from clients.tui.locale import t
from clients.tui.models import decode
from clients.tui.models_handover import DutyRoster, Handover, ListedShift
from clients.tui.models_on_duty import OnDutyNow
from clients.tui.models_sheet import Sheet, read_sheet
from clients.tui.operations import OPERATIONS
from clients.tui.state import LogLine

if TYPE_CHECKING:
    from clients.tui.app import DutyDesk

BEAT = 60.0
AROUND = timedelta(hours=36)
_FAULTS = (LinkDown, Refused, msgspec.ValidationError, msgspec.DecodeError)


class DutyWatch:
    """Follows the roster of the unit of whoever sits here."""

    def __init__(self, desk: "DutyDesk", beat: float = BEAT) -> None:
        self.desk, self.beat = desk, beat
        self._looked: str = ""

    @property
    def seen_file(self) -> Path:
        return self.desk.config.state_home / "huiying" / "handover-seen"

    async def run(self) -> None:
        """Read for ever; what was read last stands where no answer comes."""
        while True:
            alive = self.desk.deadlines.status.state in (LinkState.LIVE, LinkState.SLOW)
            if alive:
                with suppress(*_FAULTS):
                    await self.look()
            await asyncio.sleep(self.beat if alive else min(self.beat, 1.0))

    async def look(self) -> None:
        """Read who is on duty, and the sheet that whoever sits here has taken over."""
        link, session = self.desk.deadlines, self.desk.session
        await session.token()
        if not session.unit_code:
            return
        answer = await link.execute(OPERATIONS.on_duty, {"unit": session.unit_code})
        now = decode(answer["onDuty"], OnDutyNow)
        self.desk.state.on_duty = now
        self.desk.data_changed()
        own = next((s for s in now.shifts if s.is_of(session.officer, session.account)), None)
        if own is not None and own.started_at is not None and own.id != self._looked:
            await self._tell_left(own)
            self._looked = own.id

    async def _tell_left(self, own: ListedShift) -> None:
        """Tell what was taken over with a sheet, unless it was told before."""
        taken = await self._taken_by(own)
        if taken is None or taken.id is None or taken.id == self._seen():
            return
        sheet = read_sheet(taken.json)
        said = left_text(taken, sheet)
        desk = self.desk
        person = taken.shift.person
        desk.state.note(LogLine(at=desk.clock(), kind="handover", incident=person, text=said))
        desk.tell(said)
        with suppress(OSError):
            replace_file(self.seen_file, taken.id.encode())

    async def _taken_by(self, own: ListedShift) -> Handover | None:
        """Return the sheet of the last shift handed over, if it was handed to this one."""
        desk = self.desk
        at = desk.clock()
        span = {"from": (at - AROUND).isoformat(), "to": (at + timedelta(hours=1)).isoformat()}
        wanted = {"unit": desk.session.unit_code, **span}
        roster = decode(await desk.deadlines.execute(OPERATIONS.duty_roster, wanted), DutyRoster)
        handed = [shift for shift in roster.shifts.shifts if shift.handed_over_at]
        last = max(handed, key=lambda shift: shift.handed_over_at or at, default=None)
        if last is None:
            return None
        answer = await desk.deadlines.execute(OPERATIONS.handover_sheet, {"shift": last.id})
        sheet = decode(answer["handover"], Handover)
        to = sheet.incoming_shift
        return sheet if sheet.state == "TAKEN" and to is not None and to.id == own.id else None

    def _seen(self) -> str:
        try:
            return self.seen_file.read_text()
        except (OSError, UnicodeDecodeError):
            return ""


def left_text(handover: Handover, sheet: Sheet) -> str:
    """Return in a sentence what the last shift left, and what its officer adds."""
    left = len(sheet.duties) + len(sheet.untimed) + sheet.tally.more
    note = handover.outgoing.remark if handover.outgoing else None
    person = handover.shift.person
    if note:
        return t("board.left.note", n=left, person=person, note=note)
    return t("board.left", n=left, person=person, mark=key_of("handover"))
