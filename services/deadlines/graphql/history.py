"""An incident's past: its assessments and its timeline."""

from datetime import datetime

import strawberry

from services.deadlines.domain import messages
from services.deadlines.domain.incidents import Assessment, Factors
from services.deadlines.graphql.facts import IncidentFactsType
from services.deadlines.store.stages import Stages
from services.kit.changes import Change
from services.kit.graphql.rows import compiled_field, shows


@shows(Factors)
@strawberry.type(name="AssessmentFactors", description="What an assessment weighed.")
class AssessmentFactorsType:
    nature: str | None = strawberry.field(description="性质.")
    reach: str | None = strawberry.field(description="影响范围.")
    media_involvement: str | None = strawberry.field(description="媒体介入程度.")
    consequences: str | None = strawberry.field(description="可能产生的后果.")


@shows(Assessment)
@strawberry.type(name="Assessment", description="One assessment (研判); never overwritten.")
class AssessmentType:
    version: int = strawberry.field(description="Its number, from 1.")
    at: datetime = strawberry.field(description="When.")
    actor: str = strawberry.field(description="Who assessed.")
    decided_by: str = strawberry.field(description="Who decided; else the one who assessed.")
    reason: str = strawberry.field(description="Why.")
    facts: IncidentFactsType = compiled_field(
        lambda row: row.stated, IncidentFactsType, description="The facts as then held."
    )
    factors: AssessmentFactorsType | None = strawberry.field(
        description="What it weighed, where that was said."
    )


@shows(Stages)
@strawberry.type(name="IncidentStages", description="The four stages, measured and never due.")
class StagesType:
    collected_at: datetime = strawberry.field(description="When the desk heard of it (收集).")
    reported_at: datetime | None = strawberry.field(
        description="When it was first reported upward or inside (报告)."
    )
    assessed_at: datetime | None = strawberry.field(
        description="When its severity was first assessed (研判)."
    )
    responded_at: datetime | None = strawberry.field(
        description="When the first release went out (回应)."
    )


@shows(Change)
@strawberry.type(name="TimelineEntry", description="One thing that happened.")
class TimelineEntryType:
    cursor: str = compiled_field(lambda row: str(row.seq), str, description="Its place in the log.")
    at: datetime = strawberry.field(description="When.")
    kind: str = compiled_field(
        lambda row: f"{row.entity.upper()}_{row.kind}", str, description="What sort of change."
    )
    kind_title: str = compiled_field(
        lambda row: messages.kind_title(row.entity, row.kind), str, description="In two characters."
    )
    actor: str = compiled_field(
        lambda row: row.body.get("by") or row.actor, str, description="Who did it."
    )
    text: str = compiled_field(
        lambda row: messages.text(row.entity, row.kind, row.body),
        str,
        description="One Chinese sentence.",
    )
