"""Who leads where several departments answer (牵头部门)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.deadlines.law.results import UnitRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Designation:
    """One decision on the lead (确定牵头部门): which office chose which unit, when and why."""

    id: UUID
    incident_id: UUID
    unit: UnitRef
    office: UnitRef
    reason: str
    at: datetime
    recorded_by: str
