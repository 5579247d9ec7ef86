"""Duties that a gate leaves behind: to make an approval good, to hand in its paper."""

from datetime import datetime
from typing import Final

from services.deadlines.domain import messages
from services.deadlines.domain.obligations import Obligation
from services.deadlines.law.gates import GateLine, RequiredGate
from services.deadlines.law.results import BasisLine, PersonRef, RequiredDuty, UnitRef
from services.deadlines.law.words import DueClass, GateKind, Modality

AFTER_APPROVAL: Final = "AFTER_APPROVAL"


def after_approval(
    gate: RequiredGate,
    owner: UnitRef,
    person: PersonRef | None,
    *,
    at: datetime,
    number: int,
    paper: bool,
) -> RequiredDuty:
    """Make the duty to make an approval good (补办审批) on the clauses of its gate.

    With ``paper`` the approval was given by word and its paper has to follow, which no text says:
    that is a target of the house. Neither has a limit.
    """
    title = messages.PAPER_FOLLOWS if paper else messages.AFTER_APPROVAL
    return RequiredDuty(
        key=f"{AFTER_APPROVAL}:{gate.gate}@{gate.approver.code}#{number}",
        kind=AFTER_APPROVAL,
        title=f"{title}({gate.title})",
        due_class=DueClass.INTERNAL_TARGET if paper else DueClass.STATUTORY_UNTIMED,
        modality=Modality.SHALL,
        start_at=at,
        due_at=None,
        provisional=False,
        late_at_intake=False,
        owed=True,
        owed_after=(),
        owner=owner,
        person=person,
        recipients=(gate.approver.name,),
        fulfilled_by=(),
        conclusive=False,
        at_source=False,
        basis=_basis(gate, paper=paper),
    )


def closed_by_decision(row: Obligation) -> bool:
    """Tell whether only the office's own decision closes it; a paper is handed in by anybody."""
    return row.kind == AFTER_APPROVAL and row.due_class is not DueClass.INTERNAL_TARGET


def owed_gate(row: Obligation) -> RequiredGate | None:
    """Return the gate that an after-approval was opened for, None for any other obligation.

    It stays owed on its own clauses where no release would want the gate today: the facts were
    changed, or the release spoke of an organ that the facts do not mention.
    """
    kind, _, rest = row.key.removeprefix(f"{AFTER_APPROVAL}:").partition("@")
    if row.kind != AFTER_APPROVAL or kind not in GateKind.__members__:
        return None
    code = rest.rpartition("#")[0]
    return RequiredGate(
        gate=GateKind(kind),
        approver=UnitRef(code=code, name=next(iter(row.recipients), code), known=False),
        mentioned=False,
        missing=None,
        lead=None,
        basis=tuple(_line(line) for line in row.basis),
    )


def _line(line: BasisLine) -> GateLine:
    return GateLine(
        pack=line.pack,
        pack_version=line.pack_version,
        pack_title=line.pack_title,
        document=line.document,
        gate=line.duty,
        clause=line.clause,
        gist=line.gist,
        verified=line.verified,
        provisional=line.provisional,
        assumption=line.assumption,
    )


def _basis(gate: RequiredGate, *, paper: bool) -> tuple[BasisLine, ...]:
    house = messages.PAPER_IS_OURS if paper else None
    return tuple(
        BasisLine(
            pack=line.pack,
            pack_version=line.pack_version,
            pack_title=line.pack_title,
            document=line.document,
            duty=line.gate,
            clause=line.clause,
            gist=line.gist,
            modality=Modality.SHALL,
            start=None,
            start_at=None,
            within=None,
            due_at=None,
            assumption=house or line.assumption,
            verified=line.verified,
            provisional=line.provisional,
            acting=not place,
        )
        for place, line in enumerate(gate.basis)
    )
