"""Findings: the list, the last audit, and the job that audits."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

import strawberry

from services.kit.graphql.context import Info
from services.kit.graphql.pages import (
    After,
    Before,
    Connection,
    ConnectionRow,
    First,
    Last,
    PageRequest,
    connection,
)
from services.kit.graphql.pages import Key as CursorKey
from services.kit.graphql.rows import Node, global_id, shows
from services.kit.graphql.schema import RefusalType
from services.registry.domain.findings import Finding, FindingKind
from services.registry.domain.units import checked_code
from services.registry.graphql.acting import GIVEN, KEY, REPLAYED, act_of
from services.registry.graphql.loaders import unit_by_code
from services.registry.graphql.units import UnitType
from services.registry.store.audits import RosterAudit
from services.registry.usecases import findings as usecases


async def _unit(root: strawberry.Parent[Finding], info: Info) -> Any:
    return await unit_by_code(info, root.unit)


@shows(Finding)
@strawberry.type(name="Finding", description="Something wrong with a roster (名录问题).")
class FindingType(Node):
    id: strawberry.ID = global_id("Finding")
    unit: UnitType = strawberry.field(
        resolver=_unit, graphql_type=UnitType, description="Whose roster."
    )
    kind: FindingKind = strawberry.field(description="What was found.")
    text: str = strawberry.field(description="What is wrong, as a sentence.")
    advice: str = strawberry.field(description="What to do, as a sentence.")
    clause: str | None = strawberry.field(
        description="The clause that asks for it; null where it is good housekeeping."
    )
    since: date | None = strawberry.field(
        description="The first day on which it was so; null where that cannot be told."
    )
    first_seen_at: datetime = strawberry.field(description="When an audit first found it.")
    resolved_at: datetime | None = strawberry.field(
        description="When an audit no longer found it; null while it stands."
    )
    version: int = strawberry.field(description="Counts its changes, from 1.")


@shows(RosterAudit)
@strawberry.type(name="RosterAudit", description="One run of the audit (名录体检).")
class RosterAuditType:
    at: datetime = strawberry.field(description="When.")
    units: int = strawberry.field(
        description="How many units it looked at: those below a roster administrator."
    )
    opened: int = strawberry.field(description="How many findings were new.")
    resolved: int = strawberry.field(description="How many were gone.")
    standing: int = strawberry.field(description="How many stand.")


@strawberry.input(description="Audit the rosters once.")
class AuditRostersInput:
    idempotency_key: str = strawberry.field(description=KEY)


@strawberry.type(description="What one audit did; zeros are said too.")
class AuditRostersPayload:
    audit: RosterAudit = strawberry.field(graphql_type=RosterAuditType, description="The run.")
    replayed: bool = strawberry.field(description=REPLAYED)


Below = Annotated[
    str | None,
    strawberry.argument(description="Of this unit and all below it; null: the own territory."),
]


@strawberry.type
class FindingQueries:
    @strawberry.field(
        graphql_type=Connection[FindingType],
        description="What is wrong in a subtree, by unit and kind, as the last audit found it.",
    )
    async def roster_findings(
        self,
        info: Info,
        under: Below = None,
        kind: Annotated[
            FindingKind | None, strawberry.argument(description="Of this kind.")
        ] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> ConnectionRow[Finding]:
        context = info.context
        request = PageRequest.parse(
            first, after, last, before, connection="rosterFindings", key=_KEY
        )
        chosen = checked_code(under, "under") if under is not None else None
        listed = await usecases.list_findings(
            context.database, context.caller, chosen, kind, request
        )
        return connection(request, listed.page, _key, listed.count)

    @strawberry.field(
        graphql_type=RosterAuditType | None,
        description="The last audit, null before the first: how fresh the findings are.",
    )
    async def roster_audit(self, info: Info) -> RosterAudit | None:
        return await usecases.newest_audit(info.context.database)


@strawberry.type
class FindingMutations:
    @strawberry.mutation(description="Look at all rosters and keep what is wrong; for the job.")
    async def audit_rosters(
        self,
        info: Info,
        input: Annotated[AuditRostersInput, GIVEN],  # noqa: A002 - the schema's word
    ) -> Annotated[AuditRostersPayload | RefusalType, strawberry.union("AuditRostersResult")]:
        act = act_of(info, input.idempotency_key)
        done = await usecases.audit_rosters(info.context.database, act)
        return AuditRostersPayload(audit=done.value, replayed=done.replayed)


_KEY = (str, str, UUID)


def _key(row: Finding) -> CursorKey:
    return (row.unit, row.kind.value, row.id)
