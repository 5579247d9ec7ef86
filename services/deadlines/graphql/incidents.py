"""Incidents: one file whole, lists, opening, assessing, closing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import strawberry

from services.deadlines.domain import refusals
from services.deadlines.domain.gates import GateDecision, ReleaseGates, Statement
from services.deadlines.domain.incidents import (
    Assessment,
    Incident,
    IncidentState,
    Party,
    StatedFacts,
)
from services.deadlines.domain.obligations import Obligation
from services.deadlines.domain.publishing import ConferenceDecision, Progress
from services.deadlines.domain.releases import Release
from services.deadlines.graphql.chain import IncidentChain
from services.deadlines.graphql.facts import IncidentFactsInput, IncidentFactsType
from services.deadlines.graphql.gates import (
    GateDecisionType,
    ReleaseGatesType,
    gates_of_every_form,
)
from services.deadlines.graphql.history import AssessmentType, StagesType, TimelineEntryType
from services.deadlines.graphql.obligations import ObligationType, dress, obligations_for
from services.deadlines.graphql.parties import parties_for
from services.deadlines.graphql.parts import PartyType, TraceLineType
from services.deadlines.graphql.progress import ConferenceDecisionType, ProgressType
from services.deadlines.graphql.releases import ReleaseType
from services.deadlines.graphql.service import Info
from services.deadlines.graphql.statements import StatementType
from services.deadlines.law.results import TraceLine
from services.deadlines.store import incidents as store
from services.deadlines.store.gates import decisions_by_incident
from services.deadlines.store.obligations import obligations_by_id
from services.deadlines.store.progress import (
    conference_decisions_by_incident,
    progress_by_incident,
)
from services.deadlines.store.releases import releases_by_incident
from services.deadlines.store.stages import Stages, stages_by_incident
from services.deadlines.store.timeline import timelines_by_incident
from services.deadlines.usecases import incidents as usecase
from services.deadlines.usecases.gates import statements_with_approval
from services.kit.changes import Change
from services.kit.graphql.batching import loader
from services.kit.graphql.ids import from_global_id
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
from services.kit.graphql.rows import Node, global_id, shows
from services.kit.graphql.schema import RefusalType


@shows(Incident)
@strawberry.type(name="Incident", description="An incident (舆情事件).")
class IncidentType(IncidentChain, Node):
    id: strawberry.ID = global_id("Incident")
    number: str = strawberry.field(description="YYYY-NNNN.")
    title: str = strawberry.field(description="What it is called.")
    state: IncidentState = strawberry.field(description="Whether it is still worked on.")
    drill: bool = strawberry.field(description="Whether an exercise (演练).")
    contacts_pending: bool = strawberry.field(description="联系方式待补.")
    opened_at: datetime = strawberry.field(description="When it was opened.")
    opened_by: str = strawberry.field(description="Who opened it.")
    closed_at: datetime | None = strawberry.field(description="When it was closed.")
    closed_by: str | None = strawberry.field(description="Who closed it.")
    severity: str | None = strawberry.field(description="How severe; null unknown.")
    severity_title: str | None = strawberry.field(description="The severity in Chinese.")
    kind_title: str | None = strawberry.field(description="The kind in Chinese.")
    packs: list[str] = strawberry.field(description="Its rule packs, id@version.")
    version: int = strawberry.field(description="Grows with every change of the incident itself.")

    @strawberry.field(graphql_type=IncidentFactsType, description="The facts as last assessed.")
    async def facts(root: strawberry.Parent[Incident], info: Info) -> StatedFacts:
        found = await loader(info, "facts", store.facts_by_incident, keep=False).load(root.id)
        assert found is not None  # noqa: S101 - an incident is never without its facts
        return found

    @strawberry.field(graphql_type=list[PartyType], description="Subjects, then coordinators.")
    async def parties(root: strawberry.Parent[Incident], info: Info) -> list[Party]:
        return await parties_for(info, root.id)

    @strawberry.field(
        graphql_type=list[TraceLineType], description="How the responsible units were found."
    )
    async def responsibility(
        root: strawberry.Parent[Incident], info: Info
    ) -> tuple[TraceLine, ...]:
        return (
            await loader(info, "traces", store.traces_by_incident, keep=False).load(root.id) or ()
        )

    @strawberry.field(
        graphql_type=list[ObligationType], description="All, by due time, then the untimed."
    )
    async def obligations(root: strawberry.Parent[Incident], info: Info) -> list[Obligation]:
        return await obligations_for(info, root.id)

    @strawberry.field(graphql_type=list[ReleaseType], description="Releases, newest first.")
    async def releases(root: strawberry.Parent[Incident], info: Info) -> list[Release]:
        return await loader(info, "releases", releases_by_incident, keep=False).load(root.id) or []

    @strawberry.field(
        graphql_type=list[ReleaseGatesType],
        description="For each form of release, what is agreed to and what is missing.",
    )
    async def gates(root: strawberry.Parent[Incident], info: Info) -> list[ReleaseGates]:
        return await gates_of_every_form(info, root.id)

    @strawberry.field(
        graphql_type=list[GateDecisionType], description="All decisions about gates, newest first."
    )
    async def gate_decisions(root: strawberry.Parent[Incident], info: Info) -> list[GateDecision]:
        read = decisions_by_incident
        return await loader(info, "decisions", read, keep=False).load(root.id) or []

    @strawberry.field(
        graphql_type=list[StatementType], description="The line to take, newest version first."
    )
    async def statements(root: strawberry.Parent[Incident], info: Info) -> list[Statement]:
        read = statements_with_approval
        return await loader(info, "statements", read, keep=False).load(root.id) or []

    @strawberry.field(
        graphql_type=list[ProgressType], description="The steps of the work, newest first."
    )
    async def progress(root: strawberry.Parent[Incident], info: Info) -> list[Progress]:
        return await loader(info, "progress", progress_by_incident, keep=False).load(root.id) or []

    @strawberry.field(
        graphql_type=list[ConferenceDecisionType],
        description="What was decided after press conferences, newest first.",
    )
    async def conference_decisions(
        root: strawberry.Parent[Incident], info: Info
    ) -> list[ConferenceDecision]:
        read = conference_decisions_by_incident
        return await loader(info, "conferences", read, keep=False).load(root.id) or []

    @strawberry.field(graphql_type=list[AssessmentType], description="Newest first.")
    async def assessments(root: strawberry.Parent[Incident], info: Info) -> list[Assessment]:
        read = store.assessments_by_incident
        return await loader(info, "assessments", read, keep=False).load(root.id) or []

    @strawberry.field(
        graphql_type=StagesType, description="When it was collected, reported, assessed, answered."
    )
    async def stages(root: strawberry.Parent[Incident], info: Info) -> Stages:
        found = await loader(info, "stages", stages_by_incident, keep=False).load(root.id)
        assert found is not None  # noqa: S101 - whoever has the incident read it a moment ago
        return found

    @strawberry.field(
        graphql_type=list[TimelineEntryType], description="The newest hundred entries."
    )
    async def timeline(root: strawberry.Parent[Incident], info: Info) -> list[Change]:
        return await loader(info, "timeline", timelines_by_incident, keep=False).load(root.id) or []


@strawberry.input(description="Which incidents.")
class IncidentFilter:
    state: IncidentState | None = strawberry.field(default=None, description="Null: any.")
    severity: str | None = strawberry.field(default=None, description="Null: any.")
    drill: bool | None = strawberry.field(default=None, description="Null: both.")
    search: str | None = strawberry.field(default=None, description="In number or title.")


@strawberry.input(description="Open an incident.")
class OpenIncidentInput:
    facts: IncidentFactsInput = strawberry.field(description="What is known.")
    title: str | None = strawberry.field(
        default=None, description="What it is called; null: place and kind."
    )
    note: str | None = strawberry.field(default=None, description="A note.")
    referral: strawberry.ID | None = strawberry.field(
        default=None,
        description="What it came by: it is known from when that reached the receiver.",
    )
    idempotency_key: str = strawberry.field(description="The caller's own key for this act.")


@strawberry.type(description="The incident that was opened.")
class OpenIncidentPayload:
    incident: Incident = strawberry.field(graphql_type=IncidentType, description="The incident.")
    replayed: bool = strawberry.field(description="Whether this answers a repeated call.")


@strawberry.input(description="The four factors of an assessment.")
class AssessmentFactorsInput:
    nature: str | None = strawberry.field(default=None, description="性质.")
    reach: str | None = strawberry.field(default=None, description="影响范围.")
    media_involvement: str | None = strawberry.field(default=None, description="媒体介入程度.")
    consequences: str | None = strawberry.field(default=None, description="可能产生的后果.")


@strawberry.input(description="Assess an incident anew.")
class AssessIncidentInput:
    incident: strawberry.ID = strawberry.field(description="The incident.")
    facts: IncidentFactsInput = strawberry.field(
        description="What changes: omitted is unchanged, null means unknown."
    )
    reason: str = strawberry.field(description="Why; kept with it.")
    factors: AssessmentFactorsInput | None = strawberry.field(
        default=None,
        description="What the assessment weighed; some rule packs want all four where it sets or"
        " changes the severity.",
    )
    decided_by: str | None = strawberry.field(
        default=None, description="Who decided, where that is not the caller."
    )
    idempotency_key: str = strawberry.field(description="The caller's own key for this act.")


@strawberry.type(description="What the assessment changed.")
class AssessIncidentPayload:
    incident: Incident = strawberry.field(graphql_type=IncidentType, description="The incident.")
    opened: list[Obligation] = strawberry.field(
        graphql_type=list[ObligationType], description="Newly owed."
    )
    moved: list[Obligation] = strawberry.field(
        graphql_type=list[ObligationType], description="With a new due version."
    )
    lapsed: list[Obligation] = strawberry.field(
        graphql_type=list[ObligationType], description="No longer called for."
    )
    replayed: bool = strawberry.field(description="Whether this answers a repeated call.")


@strawberry.input(description="Close an incident.")
class CloseIncidentInput:
    incident: strawberry.ID = strawberry.field(description="The incident.")
    note: str | None = strawberry.field(default=None, description="A note.")
    idempotency_key: str = strawberry.field(description="The caller's own key for this act.")


@strawberry.type(description="The incident that was closed.")
class CloseIncidentPayload:
    incident: Incident = strawberry.field(graphql_type=IncidentType, description="The incident.")
    replayed: bool = strawberry.field(description="Whether this answers a repeated call.")


OpenIncidentResult = Annotated[
    OpenIncidentPayload | RefusalType, strawberry.union("OpenIncidentResult")
]
AssessIncidentResult = Annotated[
    AssessIncidentPayload | RefusalType, strawberry.union("AssessIncidentResult")
]
CloseIncidentResult = Annotated[
    CloseIncidentPayload | RefusalType, strawberry.union("CloseIncidentResult")
]


async def load_incident(info: Info, id_: UUID) -> Incident | None:
    """Find one incident that the caller may see."""
    return (await load_incidents(info, [id_])).get(id_)


async def load_incidents(info: Info, ids: Sequence[UUID]) -> dict[UUID, Incident]:
    """Find those of these incidents that the caller may see, by one statement."""
    async with info.context.database.reading() as conn:
        rows = await store.incidents_by_id(conn, ids, info.context.caller.scope_code)
    return {row.id: row for row in rows}


async def _acted_on(info: Info, id_: UUID) -> Incident:
    row = await load_incident(info, id_)
    if row is None:
        # a replayed call of somebody whose territory is another one by now
        raise refusals.incident_not_found("input.idempotencyKey")
    return row


@strawberry.type
class IncidentQuery:
    @strawberry.field(
        graphql_type=IncidentType | None,
        description="One incident by id or number, null if not to be seen.",
    )
    async def incident(
        self,
        info: Info,
        id: Annotated[  # noqa: A002 - the schema's word
            strawberry.ID | None, strawberry.argument(description="Its global id; or number.")
        ] = None,
        number: Annotated[str | None, strawberry.argument(description="YYYY-NNNN; or id.")] = None,
    ) -> Incident | None:
        if id is not None:
            return await load_incident(info, from_global_id(id, "Incident"))
        if number is None:
            raise refusals.missing("id", "事件编号")
        async with info.context.database.reading() as conn:
            return await store.incident_by_number(conn, number, info.context.caller.scope_code)

    @strawberry.field(graphql_type=Connection[IncidentType], description="Incidents, newest first.")
    async def incidents(
        self,
        info: Info,
        filter: Annotated[  # noqa: A002 - the schema's word
            IncidentFilter | None, strawberry.argument(description="Which; null: all.")
        ] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> ConnectionRow[Incident]:
        page = PageRequest.parse(first, after, last, before, connection="incidents", key=(UUID,))
        wanted = filter or IncidentFilter()
        async with info.context.database.reading() as conn:
            rows = await store.incidents_page(
                conn,
                page,
                info.context.caller.scope_code,
                state=wanted.state.value if wanted.state else None,
                severity=wanted.severity,
                drill=wanted.drill,
                search=wanted.search,
            )

        async def count() -> int:
            async with info.context.database.reading() as conn:
                return await store.incidents_count(conn, info.context.caller.scope_code)

        return connection(page, rows, lambda row: (row.id,), count if filter is None else None)


@strawberry.type
class IncidentMutation:
    @strawberry.mutation(description="Open an incident with all it calls for (登记).")
    async def open_incident(
        self,
        info: Info,
        input: Annotated[  # noqa: A002 - the schema's word
            OpenIncidentInput, strawberry.argument(description="What to do.")
        ],
    ) -> OpenIncidentResult:
        context = info.context
        command = usecase.OpenIncident(
            facts=input.facts.given(),
            title=input.title or "",
            note=input.note,
            key=input.idempotency_key,
            referral=(
                from_global_id(input.referral, "Referral", "input.referral")
                if input.referral is not None
                else None
            ),
        )
        law, now = context.service.law, context.clock.now()
        done = await usecase.open_incident(context.database, law, context.caller, command, now)
        incident = await _acted_on(info, done.value.incident)
        return OpenIncidentPayload(incident=incident, replayed=done.replayed)

    @strawberry.mutation(description="Assess an incident anew; nothing is overwritten (研判).")
    async def assess_incident(
        self,
        info: Info,
        input: Annotated[  # noqa: A002 - the schema's word
            AssessIncidentInput, strawberry.argument(description="What to do.")
        ],
    ) -> AssessIncidentResult:
        context = info.context
        factors: dict[str, Any] = vars(input.factors) if input.factors else {}
        command = usecase.AssessIncident(
            incident=from_global_id(input.incident, "Incident", "input.incident"),
            facts=input.facts.given(),
            reason=input.reason,
            factors={name: value for name, value in factors.items() if value},
            decided_by=input.decided_by,
            key=input.idempotency_key,
        )
        law, now = context.service.law, context.clock.now()
        done = await usecase.assess_incident(context.database, law, context.caller, command, now)
        rows = await assessed_rows(info, done.value)
        return AssessIncidentPayload(
            incident=rows.incident,
            opened=rows.opened,
            moved=rows.moved,
            lapsed=rows.lapsed,
            replayed=done.replayed,
        )

    @strawberry.mutation(description="Close an incident; refused while anything is owed (办结).")
    async def close_incident(
        self,
        info: Info,
        input: Annotated[  # noqa: A002 - the schema's word
            CloseIncidentInput, strawberry.argument(description="What to do.")
        ],
    ) -> CloseIncidentResult:
        context = info.context
        done = await usecase.close_incident(
            context.database,
            context.service.law,
            context.caller,
            from_global_id(input.incident, "Incident", "input.incident"),
            input.note,
            input.idempotency_key,
            context.clock.now(),
        )
        incident = await _acted_on(info, done.value.incident)
        return CloseIncidentPayload(incident=incident, replayed=done.replayed)


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessedRows:
    """An incident with what an act on its law or facts opened, moved and let lapse."""

    incident: Incident
    opened: list[Obligation]
    moved: list[Obligation]
    lapsed: list[Obligation]


async def assessed_rows(info: Info, done: usecase.Assessed) -> AssessedRows:
    """Read what an act changed, as far as the caller may see it."""
    caller = info.context.caller
    ids = [*done.opened, *done.moved, *done.lapsed]
    async with info.context.database.reading() as conn:
        rows = await obligations_by_id(conn, ids, caller.scope_code)
        rows = await dress(rows, conn, info, caller)
    by_id = {row.id: row for row in rows}
    return AssessedRows(
        incident=await _acted_on(info, done.incident),
        opened=[by_id[id_] for id_ in done.opened if id_ in by_id],
        moved=[by_id[id_] for id_ in done.moved if id_ in by_id],
        lapsed=[by_id[id_] for id_ in done.lapsed if id_ in by_id],
    )
