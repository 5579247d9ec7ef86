"""Obligations: the board's rows, one obligation, and the acts on it."""

from collections.abc import Sequence
from datetime import datetime
from itertools import islice
from operator import attrgetter
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import strawberry
from msgspec.structs import replace

from services.deadlines.domain import refusals
from services.deadlines.domain.incidents import Party
from services.deadlines.domain.obligations import DueVersion, Obligation, ObligationState
from services.deadlines.graphql.parts import (
    BasisType,
    PartyType,
    PersonRefType,
    UnitRefType,
    selected,
)
from services.deadlines.graphql.service import Info
from services.deadlines.law.fulfilment import Outcome
from services.deadlines.law.words import MODALITY_TITLES, DueClass, Modality, ReleaseForm
from services.deadlines.store.obligations import (
    due_versions_of,
    obligations_by_id,
    obligations_by_incident,
)
from services.deadlines.store.parties import party_by_id
from services.deadlines.store.progress import updates_owed
from services.deadlines.store.speakers import speakers_of
from services.deadlines.usecases import obligations as usecase
from services.kit.auth import Principal
from services.kit.database import Connection
from services.kit.graphql.batching import loader
from services.kit.graphql.ids import from_global_id
from services.kit.graphql.rows import Node, compiled_field, global_id, shows
from services.kit.graphql.schema import RefusalType

if TYPE_CHECKING:
    from services.deadlines.graphql.incidents import IncidentType
    from services.deadlines.graphql.occasions import OccasionType


@shows(DueVersion)
@strawberry.type(name="DueVersion", description="One due time that an obligation has borne.")
class DueVersionType:
    version: int = strawberry.field(description="Its number, from 1.")
    due_at: datetime | None = strawberry.field(description="The due time; null: untimed.")
    at: datetime = strawberry.field(description="When it was set.")
    actor: str = strawberry.field(description="Who set it.")
    reason: str = strawberry.field(description="Why.")


def _modality_title(row: Obligation) -> str:
    return MODALITY_TITLES[row.modality]


@shows(Obligation)
@strawberry.type(name="Obligation", description="One thing that is owed (应办事项).")
class ObligationType(Node):
    id: strawberry.ID = global_id("Obligation")
    kind: str = strawberry.field(description="FIRST_RELEASE, PRESS_CONFERENCE, …")
    title: str = strawberry.field(description="What, in Chinese.")
    due_class: DueClass = strawberry.field(description="Which sort of limit.")
    modality: Modality = strawberry.field(description="How strongly the acting clause binds.")
    modality_title: str = compiled_field(_modality_title, str, description="In the clause's word.")
    state: ObligationState = strawberry.field(description="Where it stands.")
    owed: bool = strawberry.field(description="False while it waits for another one.")
    start_at: datetime = strawberry.field(description="When its clock began.")
    due_at: datetime | None = strawberry.field(
        description="The limit, inclusive; null: untimed, never overdue."
    )
    provisional: bool = strawberry.field(description="Strictest candidate while facts are unknown.")
    late_at_intake: bool = strawberry.field(description="Past due before the desk knew.")
    owner: UnitRefType | None = compiled_field(
        attrgetter("owner"), UnitRefType | None, description="Who owes it."
    )
    person: PersonRefType | None = compiled_field(
        attrgetter("person"), PersonRefType | None, description="The first responsible person."
    )
    speaker: PersonRefType | None = strawberry.field(description="Who speaks for the owner now.")
    recipients: list[str] = strawberry.field(description="To whom, of reports and transfers.")
    fulfilled_by: list[ReleaseForm] = strawberry.field(description="Forms of release that meet it.")
    basis: list[BasisType] = compiled_field(
        attrgetter("basis"), list[BasisType], description="The clauses, the acting one first."
    )
    update_owed_since: datetime | None = strawberry.field(
        description="Since when the work has gone on and the public was not told (更新待发)."
    )
    acknowledged_at: datetime | None = strawberry.field(description="When somebody took it on.")
    acknowledged_by: str | None = strawberry.field(description="Who took it on.")
    closed_at: datetime | None = strawberry.field(description="When its end was recorded.")
    done_at: datetime | None = strawberry.field(description="When it was done.")
    closed_by: str | None = strawberry.field(description="Who recorded its end.")
    outcome: Outcome | None = strawberry.field(description="How it counts once fulfilled.")
    close_reason: str | None = strawberry.field(description="Why it was waived, lapsed or late.")
    version: int = strawberry.field(description="Grows with every change.")
    versions: list[DueVersionType] = strawberry.field(description="Its due times, newest first.")
    incident: (
        Annotated["IncidentType", strawberry.lazy("services.deadlines.graphql.incidents")] | None
    ) = strawberry.field(description="The incident it belongs to; null: it belongs to an occasion.")
    occasion: (
        Annotated["OccasionType", strawberry.lazy("services.deadlines.graphql.occasions")] | None
    ) = strawberry.field(description="The occasion it belongs to; null: it belongs to an incident.")


async def dress(
    rows: Sequence[Obligation], conn: Connection, info: Info, caller: Principal
) -> list[Obligation]:
    """Add what was asked for beyond the rows, one statement each."""
    found = list(rows)
    if selected(info, "speaker") and found:
        codes = {row.owner.code for row in found}
        speakers = await speakers_of(conn, sorted(codes), info.context.clock.now())
        found = [replace(row, speaker=speakers.get(row.owner.code)) for row in found]
    if selected(info, "versions") and found:
        versions = await due_versions_of(conn, [row.id for row in found])
        found = [replace(row, versions=versions.get(row.id, ())) for row in found]
    if selected(info, "updateOwedSince") and found:
        found = await _with_updates(conn, found)
    return found


async def _with_updates(conn: Connection, rows: Sequence[Obligation]) -> list[Obligation]:
    """Mark the duties to keep telling that are owed and behind the work (更新待发)."""
    since = await updates_owed(conn, list({row.incident_id for row in rows if row.incident_id}))

    def behind(row: Obligation) -> datetime | None:
        telling = row.kind == "ROLLING_UPDATE" and row.owed and row.state is ObligationState.OPEN
        return since.get(row.incident_id) if telling and row.incident_id else None

    return [replace(row, update_owed_since=behind(row)) for row in rows]


async def obligations_for(info: Info, incident: UUID) -> list[Obligation]:
    """Return an incident's obligations, dressed; those of a page cost what those of one do."""
    caller = info.context.caller

    async def read(conn: Connection, ids: Sequence[UUID]) -> dict[UUID, list[Obligation]]:
        found = await obligations_by_incident(conn, ids)
        every = await dress([row for rows in found.values() for row in rows], conn, info, caller)
        left = iter(every)
        return {id_: list(islice(left, len(rows))) for id_, rows in found.items()}

    asked = [selected(info, name) for name in ("speaker", "versions")]
    return await loader(info, f"obligations {asked}", read, keep=False).load(incident) or []


async def load_obligation(info: Info, id_: Any) -> Obligation | None:
    """Find one obligation that the caller may see, dressed."""
    return (await load_obligations(info, [id_])).get(id_)


async def load_obligations(info: Info, ids: Sequence[UUID]) -> dict[UUID, Obligation]:
    """Find those of these obligations that the caller may see, dressed, by one statement."""
    caller = info.context.caller
    async with info.context.database.reading() as conn:
        rows = await obligations_by_id(conn, ids, caller.scope_code)
        return {row.id: row for row in await dress(rows, conn, info, caller)}


async def load_party(info: Info, id_: Any) -> Party | None:
    """Find one party of an incident that the caller may see."""
    async with info.context.database.reading() as conn:
        return await party_by_id(conn, id_, info.context.caller.scope_code)


@strawberry.input(description="Take an obligation on, or note that a party was told.")
class AcknowledgeInput:
    obligation: strawberry.ID | None = strawberry.field(
        default=None, description="The obligation; this or party."
    )
    party: strawberry.ID | None = strawberry.field(
        default=None, description="The party; this or obligation."
    )
    by: str | None = strawberry.field(default=None, description="Who; null: the caller.")
    means: str | None = strawberry.field(default=None, description="By what means, e.g. 电话.")
    idempotency_key: str = strawberry.field(description="The caller's own key for this act.")


@strawberry.type(description="What was taken on.")
class AcknowledgePayload:
    obligation: Obligation | None = strawberry.field(
        graphql_type=ObligationType | None, description="The obligation, if one was named."
    )
    party: Party | None = strawberry.field(
        graphql_type=PartyType | None, description="The party, if one was named."
    )
    replayed: bool = strawberry.field(description="Whether this answers a repeated call.")


@strawberry.input(description="Record that a duty was met by something else than a release.")
class RecordFulfilmentInput:
    obligation: strawberry.ID = strawberry.field(description="The obligation.")
    done_at: datetime | None = strawberry.field(default=None, description="When; null: now.")
    note: str = strawberry.field(description="What was done.")
    receipt: str | None = strawberry.field(default=None, description="The receipt's number.")
    late_reason: str | None = strawberry.field(default=None, description="Why late, if late.")
    idempotency_key: str = strawberry.field(description="The caller's own key for this act.")


@strawberry.type(description="The obligation that was met.")
class RecordFulfilmentPayload:
    obligation: Obligation = strawberry.field(
        graphql_type=ObligationType, description="As it now stands."
    )
    replayed: bool = strawberry.field(description="Whether this answers a repeated call.")


@strawberry.input(description="Waive an open obligation.")
class WaiveObligationInput:
    obligation: strawberry.ID = strawberry.field(description="The obligation.")
    reason: str = strawberry.field(description="Why; kept with it.")
    idempotency_key: str = strawberry.field(description="The caller's own key for this act.")


@strawberry.type(description="The obligation that was waived.")
class WaiveObligationPayload:
    obligation: Obligation = strawberry.field(
        graphql_type=ObligationType, description="As it now stands."
    )
    replayed: bool = strawberry.field(description="Whether this answers a repeated call.")


AcknowledgeResult = Annotated[
    AcknowledgePayload | RefusalType, strawberry.union("AcknowledgeResult")
]
RecordFulfilmentResult = Annotated[
    RecordFulfilmentPayload | RefusalType, strawberry.union("RecordFulfilmentResult")
]
WaiveObligationResult = Annotated[
    WaiveObligationPayload | RefusalType, strawberry.union("WaiveObligationResult")
]


@strawberry.type
class ObligationQuery:
    @strawberry.field(
        graphql_type=ObligationType | None, description="One obligation, null if not to be seen."
    )
    async def obligation(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="Its global id.")],  # noqa: A002 - the schema's word
    ) -> Obligation | None:
        return await load_obligation(info, from_global_id(id, "Obligation"))


def _id(value: strawberry.ID | None, type_name: str, field: str) -> Any:
    return None if value is None else from_global_id(value, type_name, field)


@strawberry.type
class ObligationMutation:
    @strawberry.mutation(description="Take an obligation on, or note that a party was told (受理).")
    async def acknowledge(
        self,
        info: Info,
        input: Annotated[  # noqa: A002 - the schema's word
            AcknowledgeInput, strawberry.argument(description="What to do.")
        ],
    ) -> AcknowledgeResult:
        command = usecase.Acknowledge(
            obligation=_id(input.obligation, "Obligation", "input.obligation"),
            party=_id(input.party, "Party", "input.party"),
            by=input.by,
            means=input.means,
            key=input.idempotency_key,
        )
        context = info.context
        law, now = context.service.law, context.clock.now()
        done = await usecase.acknowledge(context.database, law, context.caller, command, now)
        obligation, party = done.value.obligation, done.value.party
        return AcknowledgePayload(
            obligation=await load_obligation(info, obligation) if obligation else None,
            party=await load_party(info, party) if party else None,
            replayed=done.replayed,
        )

    @strawberry.mutation(
        description="Record that a duty was met: a report, a transfer, a decision (记办理)."
    )
    async def record_fulfilment(
        self,
        info: Info,
        input: Annotated[  # noqa: A002 - the schema's word
            RecordFulfilmentInput, strawberry.argument(description="What to do.")
        ],
    ) -> RecordFulfilmentResult:
        command = usecase.RecordFulfilment(
            obligation=from_global_id(input.obligation, "Obligation", "input.obligation"),
            done_at=input.done_at,
            note=input.note,
            receipt=input.receipt,
            late_reason=input.late_reason,
            key=input.idempotency_key,
        )
        context = info.context
        law, now = context.service.law, context.clock.now()
        done = await usecase.record_fulfilment(context.database, law, context.caller, command, now)
        row = await load_obligation(info, done.value.obligation)
        return RecordFulfilmentPayload(obligation=found(row), replayed=done.replayed)

    @strawberry.mutation(description="Waive an open obligation, with a reason (免办).")
    async def waive_obligation(
        self,
        info: Info,
        input: Annotated[  # noqa: A002 - the schema's word
            WaiveObligationInput, strawberry.argument(description="What to do.")
        ],
    ) -> WaiveObligationResult:
        context = info.context
        done = await usecase.waive_obligation(
            context.database,
            context.service.law,
            context.caller,
            from_global_id(input.obligation, "Obligation", "input.obligation"),
            input.reason,
            input.idempotency_key,
            context.clock.now(),
        )
        row = await load_obligation(info, done.value.obligation)
        return WaiveObligationPayload(obligation=found(row), replayed=done.replayed)


def found(row: Obligation | None) -> Obligation:
    """Return a row that was just acted on; NOT_FOUND where a replay comes from elsewhere."""
    if row is None:
        raise refusals.obligation_not_found("input.idempotencyKey")
    return row
