"""Occasions: what obligations come from that belong to no incident."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import strawberry

from services.deadlines.domain.obligations import Obligation
from services.deadlines.domain.occasions import (
    Occasion,
    OccasionKind,
    OccasionState,
    Policy,
    RiskAssessment,
)
from services.deadlines.graphql.obligations import ObligationType, dress
from services.deadlines.graphql.parts import UnitRefType
from services.deadlines.graphql.service import Info
from services.deadlines.store import occasions as store
from services.deadlines.store.obligations import obligations_of_occasions
from services.kit.database import Connection
from services.kit.graphql.batching import loader
from services.kit.graphql.rows import Node, compiled_field, global_id, shows


@shows(RiskAssessment)
@strawberry.type(name="RiskAssessment", description="The risk found before a policy (风险评估).")
class RiskAssessmentType:
    level: str = strawberry.field(description="HIGH, MEDIUM or LOW.")
    level_title: str = strawberry.field(description="The grade in Chinese.")
    plan_title: str = strawberry.field(description="The plan made for it (处置预案).")
    plan_url: str | None = strawberry.field(description="Where the plan can be read.")
    done_at: datetime = strawberry.field(description="When it was done.")


@shows(Policy)
@strawberry.type(name="Policy", description="A policy to be published (政策发布).")
class PolicyType:
    title: str = strawberry.field(description="Its name.")
    major: bool = strawberry.field(description="Whether a major one (重大政策).")
    vital_interests: bool = strawberry.field(description="Whether it touches 群众切身利益.")
    drafting_unit: str = strawberry.field(description="Who drafts it, by unit code.")
    fields: list[str] = strawberry.field(description="In which fields.")
    planned_at: datetime | None = strawberry.field(description="For when it is planned.")
    published_at: datetime | None = strawberry.field(description="When it was published.")
    risk: RiskAssessmentType | None = strawberry.field(description="The risk found before it.")


def _unit(row: Occasion) -> object:
    return row.unit


@shows(Occasion)
@strawberry.type(name="Occasion", description="What a duty comes from that is no incident (事由).")
class OccasionType(Node):
    id: strawberry.ID = global_id("Occasion")
    number: str = strawberry.field(description="A short name of it: 2026年第4季度; not unique.")
    kind: OccasionKind = strawberry.field(description="Which sort.")
    kind_title: str = strawberry.field(description="The sort in Chinese.")
    title: str = strawberry.field(description="What it is called.")
    state: OccasionState = strawberry.field(description="Whether anything of it is still open.")
    unit: UnitRefType = compiled_field(_unit, UnitRefType, description="The unit it is about.")
    policy: PolicyType | None = compiled_field(
        lambda row: row.policy, PolicyType | None, description="The policy, if it is about one."
    )
    begins_at: datetime = strawberry.field(description="When it arose, or its period begins.")
    ends_at: datetime | None = strawberry.field(description="When its period ends, exclusive.")
    packs: list[str] = strawberry.field(description="Its rule packs, id@version.")
    opened_at: datetime = strawberry.field(description="When it was opened.")
    opened_by: str = strawberry.field(description="Who opened it.")
    closed_at: datetime | None = strawberry.field(description="When the last duty was closed.")
    closed_by: str | None = strawberry.field(description="Who closed the last duty.")
    version: int = strawberry.field(description="Grows with every change of the occasion itself.")

    @strawberry.field(
        graphql_type=list[ObligationType], description="All, by due time, then the untimed."
    )
    async def obligations(root: strawberry.Parent[Occasion], info: Info) -> list[Obligation]:
        caller = info.context.caller

        async def read(conn: Connection, ids: Sequence[UUID]) -> dict[UUID, list[Obligation]]:
            rows = await obligations_of_occasions(conn, ids)
            found: dict[UUID, list[Obligation]] = {id_: [] for id_ in ids}
            for row in await dress(rows, conn, info, caller):
                if row.occasion_id is not None:
                    found[row.occasion_id].append(row)
            return found

        return await loader(info, "occasionDuties", read, keep=False).load(root.id) or []


async def load_occasions(info: Info, ids: Sequence[UUID]) -> dict[UUID, Occasion]:
    """Find those of these occasions that the caller may see, by one statement."""
    async with info.context.database.reading() as conn:
        rows = await store.occasions_by_id(conn, ids, info.context.caller.scope_code)
    return {row.id: row for row in rows}
