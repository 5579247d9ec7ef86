"""Orders from above to respond, each with a duty and a limit of its own."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from services.deadlines.domain.acts import Evidence
from services.deadlines.law.results import BasisLine, RequiredDuty, UnitRef
from services.deadlines.law.words import ClockStart, DueClass, Modality, ReleaseForm

KIND: Final = "DIRECTED_RESPONSE"
OPENED_ON: Final = "DIRECTIVE"
NO_CLAUSE: Final = "规则包没有交办条款，按来文所定的时限办理"


@dataclass(frozen=True, slots=True, kw_only=True)
class Directive:
    """One order from above (上级交办): from whom, its number, when, and the limit that it sets."""

    id: UUID
    incident_id: UUID
    superior: str
    document: str
    content: str | None
    ordered_at: datetime
    due_at: datetime | None
    obligations: tuple[UUID, ...]
    recorded_at: datetime
    recorded_by: str
    evidence: Evidence = field(default_factory=Evidence)


def own_duty(order: Directive, number: int, owner: UnitRef, known_at: datetime) -> RequiredDuty:
    """Make the duty of an order where no pack has a clause on orders.

    It cites the order itself and is of the house (内部目标), never shown as if a text asked for it.
    """
    line = BasisLine(
        pack="",
        pack_version="",
        pack_title="来文",
        document=order.document,
        duty="directive",
        clause="来文",
        gist=f"{order.superior}要求回应",
        modality=Modality.SHALL,
        start=ClockStart.DIRECTED if order.due_at else None,
        start_at=order.ordered_at if order.due_at else None,
        within=None,
        due_at=order.due_at,
        assumption=NO_CLAUSE,
        verified=True,
        provisional=False,
        acting=True,
    )
    return RequiredDuty(
        key=f"{KIND}#{number}",
        kind=KIND,
        title=f"交办回应(内部，{order.document})",
        due_class=DueClass.INTERNAL_TARGET,
        modality=Modality.SHALL,
        start_at=order.ordered_at,
        due_at=order.due_at,
        provisional=False,
        late_at_intake=order.due_at is not None and order.due_at < known_at,
        owed=True,
        owed_after=(),
        owner=owner,
        person=None,
        recipients=(),
        fulfilled_by=tuple(ReleaseForm),
        conclusive=False,
        at_source=False,
        basis=(line,),
    )
