"""Who may sign a handover sheet, and where a sheet stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

import msgspec

from services.deadlines.domain import shift_refusals as refusals
from services.deadlines.domain.handover_changes import SheetChange, Signature
from services.deadlines.domain.sheets import Sheet, digest
from services.deadlines.domain.shifts import (
    EARLIEST_START,
    STATE_TITLES,
    Shift,
    can_take_over,
    check_changeable,
    next_shift,
    same_person,
)


class HandoverState(StrEnum):
    """Where a sheet stands (交接班单状态)."""

    DRAFT = "DRAFT"
    SIGNED = "SIGNED"
    TAKEN = "TAKEN"
    DECLINED = "DECLINED"


HANDOVER_TITLES: Final = {
    HandoverState.DRAFT: "未签",
    HandoverState.SIGNED: "待接班人签字",
    HandoverState.TAKEN: "已交接",
    HandoverState.DECLINED: "接班人拒签",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """A sheet with its signatures (交接班); without an id it is a draft computed just now.

    ``changes`` are those since the outgoing signature: until now, or until the incoming one.
    """

    shift: Shift
    incoming_shift: Shift | None
    sheet: Sheet
    sha256: str
    id: UUID | None = None
    number: int | None = None
    outgoing: Signature | None = None
    incoming: Signature | None = None
    changes: tuple[SheetChange, ...] | None = None

    @property
    def state(self) -> HandoverState:
        """Where it stands."""
        if self.outgoing is None:
            return HandoverState.DRAFT
        if self.incoming is None:
            return HandoverState.SIGNED
        return HandoverState.TAKEN if self.incoming.accepted else HandoverState.DECLINED

    @property
    def state_title(self) -> str:
        """Where it stands, in Chinese."""
        return HANDOVER_TITLES[self.state]

    @property
    def made_at(self) -> datetime:
        """The moment of its figures."""
        return self.sheet.made_at

    @property
    def intact(self) -> bool:
        """Whether the sheet and the signatures are what was signed, by their SHA-256."""
        signatures = [each for each in (self.outgoing, self.incoming) if each is not None]
        return digest(self.sheet) == self.sha256 and all(
            each.sha256 == seal(each, self.sha256) for each in signatures
        )


def seal(signature: Signature, sheet_sha256: str) -> str:
    """Give the SHA-256 in hex of a signature together with that of the sheet it is under."""
    content: dict[str, Any] = msgspec.to_builtins(signature)
    content["sha256"] = sheet_sha256
    return digest(content)


def check_outgoing(shift: Shift, last: Handover | None, subject: str, now: datetime) -> None:
    """Check that this login may hand this shift over now: who began it, near its end.

    A sheet that waits for somebody is waited for; one that waits for a shift that was cancelled
    meanwhile is followed by another.

    Raises Refusal SHIFT_GONE, SHIFT_OVER, NO_HANDOVER, NOT_STARTED, NOT_YOURS, SHEET_WAITS,
    TOO_EARLY.
    """
    check_changeable(shift, now)
    if not shift.mans:
        raise refusals.not_on_the_desk(shift.role_title)
    if shift.started_at is None:
        raise refusals.not_started(shift.person)
    if shift.started_by != subject:
        raise refusals.not_outgoing(shift.person)
    if last is not None and last.state is HandoverState.SIGNED:
        incoming = last.incoming_shift
        if incoming is not None and incoming.gone is None:
            raise refusals.sheet_waits(incoming.person)
    if now < shift.ends_at - EARLIEST_START:
        raise refusals.leaving_early(int(EARLIEST_START / timedelta(hours=1)))


def successor(shift: Shift, shifts: Sequence[Shift], wanted: Shift | None, now: datetime) -> Shift:
    """Choose who takes over: the shift ``wanted``, or the next of the desk.

    Raises Refusal NOBODY_TAKES_OVER, BAD_SUCCESSOR, SAME_PERSON.
    """
    if wanted is not None and not can_take_over(shift, wanted, now):
        raise refusals.bad_successor()
    chosen = wanted or next_shift(shift, shifts, now)
    if chosen is None:
        raise refusals.nobody_takes_over()
    if same_person(shift, chosen):
        raise refusals.your_own_next()
    return chosen


def check_incoming(handover: Handover, incoming: Shift, subject: str, name: str) -> None:
    """Check that this login may sign for the incoming officer: himself, and nobody twice.

    Raises Refusal ALREADY_SIGNED, SAME_PERSON, SHIFT_GONE, NOT_YOURS.
    """
    if handover.incoming is not None:
        raise refusals.already_signed()
    if handover.outgoing is not None and handover.outgoing.subject == subject:
        raise refusals.same_hands()
    if incoming.gone is not None:
        raise refusals.shift_gone(STATE_TITLES[incoming.gone])
    begun_by_another = incoming.started_by is not None and incoming.started_by != subject
    if begun_by_another or not incoming.is_of(subject, name):
        raise refusals.not_incoming(incoming.person)
