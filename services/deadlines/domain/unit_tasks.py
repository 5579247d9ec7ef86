"""How far each unit of an incident has come with its own part (协同处置)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.deadlines.domain.incidents import Party
from services.deadlines.domain.obligations import Obligation, ObligationState
from services.deadlines.domain.referrals import Referral
from services.deadlines.law.results import UnitRef
from services.deadlines.law.words import PARTY_TITLES


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitTask:
    """One unit's part: its roles, what it owes, has met, has missed, and what was referred to it.

    ``overdue`` counts what is open past its limit at the moment of asking.
    """

    unit: UnitRef
    roles: tuple[str, ...]
    open: int
    overdue: int
    fulfilled: int
    waived: int
    referrals: tuple[str, ...]


def unit_tasks(
    parties: Sequence[Party],
    obligations: Iterable[Obligation],
    referrals: Sequence[Referral],
    now: datetime,
) -> list[UnitTask]:
    """List the part of each unit: parties in their order, then whoever else owes something."""
    rows = list(obligations)
    units: dict[str, UnitRef] = {}
    for unit in (
        *(party.unit for party in parties),
        *(row.owner for row in rows),
        *(referral.receiver for referral in referrals),
    ):
        units.setdefault(unit.code, unit)
    return [_task(unit, parties, rows, referrals, now) for unit in units.values()]


def _task(
    unit: UnitRef,
    parties: Sequence[Party],
    rows: Sequence[Obligation],
    referrals: Sequence[Referral],
    now: datetime,
) -> UnitTask:
    own = [row for row in rows if row.owner.code == unit.code]
    open_rows = [row for row in own if row.state is ObligationState.OPEN and row.owed]
    roles = [party.role for party in parties if party.unit.code == unit.code]
    return UnitTask(
        unit=unit,
        roles=tuple(PARTY_TITLES.get(role, role) for role in roles),
        open=len(open_rows),
        overdue=sum(row.due_at is not None and row.due_at < now for row in open_rows),
        fulfilled=sum(row.state is ObligationState.FULFILLED for row in own),
        waived=sum(row.state is ObligationState.WAIVED for row in own),
        referrals=tuple(r.state_title for r in referrals if r.receiver.code == unit.code),
    )
