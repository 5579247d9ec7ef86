"""Consultations on how to handle an incident and what to say."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from services.deadlines.domain import chain_messages
from services.deadlines.domain.acts import Evidence
from services.deadlines.domain.obligations import Obligation
from services.deadlines.domain.releases import Attendee, ReleaseWarning
from services.deadlines.law.directory import Directory
from services.deadlines.law.facts import Facts
from services.deadlines.law.results import UnitRef
from services.deadlines.law.selection import PackSet
from services.deadlines.law.selectors import SELECTORS, ref


@dataclass(frozen=True, slots=True, kw_only=True)
class Consultation:
    """One consultation (会商): who convened it, who took part, what they advise, when."""

    id: UUID
    incident_id: UUID
    title: str
    convenors: tuple[UnitRef, ...]
    attendees: tuple[Attendee, ...]
    opinion: str
    held_at: datetime
    warnings: tuple[ReleaseWarning, ...]
    recorded_at: datetime
    recorded_by: str
    evidence: Evidence = field(default_factory=Evidence)


def called_convenors(
    obligations: Iterable[Obligation], packs: PackSet, facts: Facts, directory: Directory
) -> tuple[UnitRef, ...]:
    """Name who convenes by the clauses that ask for the consultation; those not found, by title.

    Which units those are differs from text to text: 网信 and 信息公开 in one, the 联席会议 of the
    government office in another.
    """
    found: dict[str, UnitRef] = {}
    for row in obligations:
        for line in row.basis if row.kind == "CONSULTATION" else ():
            pack = packs.get(line.pack, line.pack_version)
            duties = [d for d in pack.duties if d.id == line.duty] if pack else []
            for name in (name for duty in duties for name in duty.convenors):
                answer = SELECTORS[name](facts, directory)
                units = [ref(unit) for unit in answer.units[:1]]
                if not units and answer.placeholder is not None:
                    units = [answer.placeholder]
                found |= {unit.code: unit for unit in units}
    return tuple(found.values())


def convenor_doubts(
    convenors: Sequence[UnitRef], called: Sequence[UnitRef]
) -> tuple[ReleaseWarning, ...]:
    """Doubt a consultation that one of those the clause names did not convene."""
    codes = {unit.code for unit in convenors}
    if codes.issuperset(unit.code for unit in called):
        return ()
    message = chain_messages.wrong_convenor([unit.name for unit in called])
    return (ReleaseWarning(code="CONVENOR_NOT_NAMED", message=message),)
