"""What goes to a recipient and must come back: transfers, reports, questions to the 网信办."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from services.deadlines.domain import chain_messages
from services.deadlines.domain.acts import Deed, Evidence
from services.deadlines.domain.obligations import Obligation, ObligationState
from services.deadlines.domain.releases import ReleaseWarning
from services.deadlines.law.results import UnitRef


class DispatchKind(StrEnum):
    """What is sent; the words are those of the duties that it meets."""

    TRANSFER = "TRANSFER"
    UPWARD_REPORT = "UPWARD_REPORT"
    INTERNAL_REPORT = "INTERNAL_REPORT"
    VERIFY_WITH_CYBERSPACE = "VERIFY_WITH_CYBERSPACE"


AWAITED: Final[Mapping[DispatchKind, str]] = {
    DispatchKind.TRANSFER: "待回执",
    DispatchKind.UPWARD_REPORT: "待签收",
    DispatchKind.INTERNAL_REPORT: "待签收",
    DispatchKind.VERIFY_WITH_CYBERSPACE: "待答复",
}
RECEIVED: Final[Mapping[DispatchKind, str]] = {
    DispatchKind.TRANSFER: "已回执",
    DispatchKind.UPWARD_REPORT: "已签收",
    DispatchKind.INTERNAL_REPORT: "已签收",
    DispatchKind.VERIFY_WITH_CYBERSPACE: "已答复",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What came back (回执): when, from whom, its number, and the answer to a question."""

    received_at: datetime
    received_by: str | None = None
    number: str | None = None
    answer: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispatch:
    """One thing sent to one recipient (送出件).

    ``recipient`` is the pack's word for it (公安机关), ``recipient_unit`` and ``person`` who it
    really was.
    """

    id: UUID
    incident_id: UUID
    kind: DispatchKind
    unit: UnitRef
    recipient: str
    recipient_unit: str | None
    person: str | None
    means: str | None
    sent_at: datetime
    note: str | None
    late_reason: str | None
    recorded_at: datetime
    recorded_by: str
    version: int
    evidence: Evidence = field(default_factory=Evidence)
    receipt: Receipt | None = None

    @property
    def state_title(self) -> str:
        """Whether something came back, in Chinese."""
        return (RECEIVED if self.received else AWAITED)[self.kind]

    @property
    def received(self) -> bool:
        """Whether what must come back has come: of a transfer the receipt's number."""
        if self.receipt is None:
            return False
        return self.kind is not DispatchKind.TRANSFER or self.receipt.number is not None

    @property
    def proven(self) -> bool:
        """Whether it does what the duty asks of it.

        A report is made when it is sent (报告); a transfer needs its receipt, a question its
        answer (移交、核实衔接).
        """
        reports = (DispatchKind.UPWARD_REPORT, DispatchKind.INTERNAL_REPORT)
        return self.kind in reports or self.received


def deed_of(kind: DispatchKind, unit: str, dispatches: Iterable[Dispatch]) -> Deed | None:
    """Tell what a unit's dispatches of one kind amount to; None while nothing is proven.

    It is done when the last of them was sent, or a question answered; a receipt that comes later
    makes nobody late.
    """
    proven = [d for d in dispatches if d.kind is kind and d.unit.code == unit and d.proven]
    if not proven:
        return None
    last = max(proven, key=lambda d: d.sent_at)
    numbers = [d.receipt.number for d in proven if d.receipt and d.receipt.number]
    return Deed(
        kinds=frozenset({kind.value}),
        unit=unit,
        done_at=last.sent_at,
        told=frozenset(d.recipient for d in proven),
        late_reason=last.late_reason,
        receipt="、".join(numbers)[:500] or None,
    )


def warnings(
    kind: DispatchKind, recipients: Iterable[str], obligations: Iterable[Obligation]
) -> tuple[ReleaseWarning, ...]:
    """Name what is doubtful: no such duty is open, or a recipient that no clause names."""
    rows = [r for r in obligations if r.kind == kind.value and r.state is ObligationState.OPEN]
    if not rows:
        return (ReleaseWarning(code="NOT_CALLED_FOR", message=chain_messages.NOT_CALLED_FOR),)
    named = {name for row in rows for name in row.recipients}
    strange = [name for name in recipients if named and name not in named]
    if not strange:
        return ()
    message = chain_messages.strange_recipients(strange, sorted(named))
    return (ReleaseWarning(code="RECIPIENT_NOT_NAMED", message=message),)
