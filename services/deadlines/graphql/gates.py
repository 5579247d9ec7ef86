"""Gates: what a release still needs, and deciding about it."""

from collections.abc import Sequence
from datetime import date, datetime
from operator import attrgetter
from typing import Annotated, Any

import strawberry

from services.deadlines.domain.gates import (
    VERDICT_TITLES,
    CheckItem,
    GateBasis,
    GateDecision,
    GateStanding,
    GateState,
    ReleaseGates,
    Verdict,
)
from services.deadlines.domain.obligations import Obligation
from services.deadlines.graphql.obligations import ObligationType, dress
from services.deadlines.graphql.parts import TraceLineType, UnitRefType
from services.deadlines.graphql.service import Info
from services.deadlines.law.gates import GateLine
from services.deadlines.law.words import GateKind, ReleaseForm
from services.deadlines.store.gates import decisions_of
from services.deadlines.store.obligations import obligations_by_id
from services.deadlines.usecases import gate_decisions as usecase
from services.deadlines.usecases import gate_overrides as overrides
from services.deadlines.usecases.gates import Wanted, gates_of
from services.kit.graphql.ids import from_global_id
from services.kit.graphql.rows import compiled_field, global_id, shows
from services.kit.graphql.schema import RefusalType
from services.kit.idempotency import Once


@shows(GateLine)
@strawberry.type(name="GateBasisLine", description="One clause that wants a gate (依据).")
class GateLineType:
    pack: str = strawberry.field(description="The rule pack's id.")
    pack_version: str = strawberry.field(description="Its version.")
    pack_title: str = strawberry.field(description="Its title.")
    document: str = strawberry.field(description="The document's number.")
    clause: str = strawberry.field(description="Where in the document.")
    gist: str = strawberry.field(description="What the clause asks, in our words.")
    verified: bool = strawberry.field(description="Whether the pack was checked with the original.")
    provisional: bool = strawberry.field(description="Whether a fact that it needs is not known.")
    assumption: str | None = strawberry.field(
        description="What the text leaves open and we assume."
    )


@shows(GateDecision)
@strawberry.type(name="GateDecision", description="What was decided about a gate (审批).")
class GateDecisionType:
    id: strawberry.ID = global_id("GateDecision")
    gate: GateKind = strawberry.field(description="Which gate.")
    title: str = strawberry.field(description="The gate in Chinese.")
    approver: UnitRefType = strawberry.field(description="The office that decided.")
    verdict: Verdict = strawberry.field(description="What it decided.")
    verdict_title: str = compiled_field(
        lambda row: VERDICT_TITLES[row.verdict], str, description="In Chinese."
    )
    person: str = strawberry.field(description="Who decided.")
    basis: GateBasis | None = strawberry.field(description="On what it rests; null: overridden.")
    note: str | None = strawberry.field(description="Its condition or reason.")
    form: ReleaseForm | None = strawberry.field(description="For which form; null: any.")
    statement: int | None = strawberry.field(description="The version of the line decided about.")
    decided_at: datetime = strawberry.field(description="When it was decided.")
    recorded_at: datetime = strawberry.field(description="When it was recorded.")
    recorded_by: str = strawberry.field(description="Who recorded it.")
    on_behalf: bool = strawberry.field(description="Whether the desk recorded an office's word.")
    paper_follows: bool = strawberry.field(description="Whether the paper has to follow.")
    warnings: list[str] = strawberry.field(description="What a person should look at.")


@shows(GateStanding)
@strawberry.type(name="Gate", description="One gate of a release, and where it stands (审批关口).")
class GateType:
    gate: GateKind = compiled_field(
        attrgetter("gate.gate"), GateKind, description="Which of the six."
    )
    title: str = compiled_field(attrgetter("gate.title"), str, description="In Chinese.")
    approver: UnitRefType = compiled_field(
        attrgetter("gate.approver"), UnitRefType, description="The office that must agree."
    )
    mentioned: bool = compiled_field(
        attrgetter("gate.mentioned"), bool, description="Asked because the release speaks of it."
    )
    missing: str | None = compiled_field(
        attrgetter("gate.missing"), str | None, description="Why the office is not registered."
    )
    provisional: bool = compiled_field(
        attrgetter("gate.provisional"), bool, description="Strictest candidate: a fact is unknown."
    )
    lead: int | None = compiled_field(
        attrgetter("gate.lead"), int | None, description="Working days ahead, where stated."
    )
    emergency_path: str | None = strawberry.field(
        description="Said where the lead cannot be kept before the conference is due."
    )
    ask_by: date | None = strawberry.field(
        description="The last day on which to ask, where a conference is due and a lead stated."
    )
    ask_by_note: str | None = strawberry.field(
        description="That in Chinese, and which years' holidays are not known."
    )
    basis: list[GateLineType] = compiled_field(
        attrgetter("gate.basis"), list[GateLineType], description="The clauses that want it."
    )
    state: GateState = strawberry.field(description="Where it stands.")
    passed: bool = strawberry.field(description="Whether a release may go past it.")
    decision: GateDecisionType | None = strawberry.field(description="The decision that counts.")


@shows(CheckItem)
@strawberry.type(name="ReleaseCheck", description="One thing to look at before a release (自查).")
class CheckItemType:
    id: str = strawberry.field(description="The pack's id and its own, with a slash.")
    clause: str = strawberry.field(description="Where in the document.")
    gist: str = strawberry.field(description="What to look at, in our words.")
    looked_at: bool = strawberry.field(description="Whether it was ticked; it stops nothing.")


@shows(ReleaseGates)
@strawberry.type(name="ReleaseGates", description="All gates of one planned release (发布审批表).")
class ReleaseGatesType:
    form: ReleaseForm = strawberry.field(description="The form of the release.")
    form_title: str = strawberry.field(description="The form in Chinese.")
    unit: UnitRefType = strawberry.field(description="Who releases.")
    ready: bool = strawberry.field(description="Whether no gate is missing.")
    gates: list[GateType] = strawberry.field(description="Every gate, in the order of the packs.")
    checks: list[CheckItemType] = strawberry.field(description="What to look at; stops nothing.")
    trace: list[TraceLineType] = strawberry.field(description="How the gates were found.")


@strawberry.input(description="Record what the right office decided about a gate.")
class DecideGateInput:
    incident: strawberry.ID = strawberry.field(description="The incident.")
    gate: GateKind = strawberry.field(description="Which gate.")
    verdict: Verdict = strawberry.field(description="APPROVED, CONDITIONAL or REFUSED.")
    form: ReleaseForm | None = strawberry.field(default=None, description="Null: any form.")
    unit: str | None = strawberry.field(
        default=None, description="The releasing unit's code; null: the first respondent."
    )
    mentioned_units: list[str] | None = strawberry.field(
        default=None, description="Codes of organs the release speaks of; null: the facts'."
    )
    approver_unit: str | None = strawberry.field(
        default=None, description="The office's code; null: the only one that it can be."
    )
    approver: str | None = strawberry.field(
        default=None, description="Who decided; null: the caller, where the office itself decides."
    )
    basis: GateBasis | None = strawberry.field(
        default=None, description="On what it rests; wanted where the desk records it."
    )
    note: str | None = strawberry.field(
        default=None, description="The condition or the reason; wanted with these."
    )
    statement: int | None = strawberry.field(
        default=None, description="The version of the line; null: the newest, of leaders."
    )
    decided_at: datetime | None = strawberry.field(default=None, description="When; null: now.")
    obligation: strawberry.ID | None = strawberry.field(
        default=None, description="The after-approval that this answers."
    )
    idempotency_key: str = strawberry.field(description="The caller's own key for this act.")


@strawberry.input(description="Let one release go past the gates that it lacks.")
class OverrideGateInput:
    incident: strawberry.ID = strawberry.field(description="The incident.")
    form: ReleaseForm = strawberry.field(description="The form of the release.")
    unit: str | None = strawberry.field(
        default=None, description="The releasing unit's code; null: the first respondent."
    )
    mentioned_units: list[str] | None = strawberry.field(
        default=None, description="Codes of organs the release speaks of; null: the facts'."
    )
    gates: list[GateKind] = strawberry.field(
        default_factory=list, description="Which; empty: all that are missing."
    )
    released_at: datetime | None = strawberry.field(
        default=None, description="When it went out, if it has; null: now."
    )
    reason: str = strawberry.field(description="Why; kept with it.")
    idempotency_key: str = strawberry.field(description="The caller's own key for this act.")


@strawberry.type(description="What was decided, and what follows from it.")
class DecideGatePayload:
    decisions: list[GateDecision] = strawberry.field(
        graphql_type=list[GateDecisionType], description="The decisions."
    )
    opened: list[Obligation] = strawberry.field(
        graphql_type=list[ObligationType], description="Approvals or papers to hand in later."
    )
    fulfilled: list[Obligation] = strawberry.field(
        graphql_type=list[ObligationType], description="The after-approval that it answered."
    )
    replayed: bool = strawberry.field(description="Whether this answers a repeated call.")


@strawberry.type(description="What was passed by, and what has to be made good.")
class OverrideGatePayload:
    decisions: list[GateDecision] = strawberry.field(
        graphql_type=list[GateDecisionType], description="One for each gate passed by."
    )
    opened: list[Obligation] = strawberry.field(
        graphql_type=list[ObligationType], description="The approvals to make good."
    )
    replayed: bool = strawberry.field(description="Whether this answers a repeated call.")


DecideGateResult = Annotated[DecideGatePayload | RefusalType, strawberry.union("DecideGateResult")]
OverrideGateResult = Annotated[
    OverrideGatePayload | RefusalType, strawberry.union("OverrideGateResult")
]


async def gates_of_every_form(info: Info, incident: Any) -> list[ReleaseGates]:
    """Tell for each form where its gates stand, for the first respondent."""
    context = info.context
    wanted = [Wanted(form=form) for form in ReleaseForm]
    now = context.clock.now()
    law = context.service.law
    return await gates_of(context.database, law, context.caller, incident, wanted, now)


@strawberry.type
class GateQuery:
    @strawberry.field(
        graphql_type=ReleaseGatesType, description="Where the gates of a planned release stand."
    )
    async def gates(
        self,
        info: Info,
        incident: Annotated[strawberry.ID, strawberry.argument(description="The incident.")],
        form: Annotated[ReleaseForm, strawberry.argument(description="The form.")],
        unit: Annotated[
            str | None, strawberry.argument(description="Who releases; null: first respondent.")
        ] = None,
        mentioned_units: Annotated[
            list[str] | None, strawberry.argument(description="Null: the facts' own.")
        ] = None,
    ) -> ReleaseGates:
        context = info.context
        mentioned = tuple(mentioned_units) if mentioned_units is not None else None
        usecase.check_mentioned(mentioned, "mentionedUnits")
        found = await gates_of(
            context.database,
            context.service.law,
            context.caller,
            from_global_id(incident, "Incident", "incident"),
            [Wanted(form=form, unit=unit, mentioned=mentioned)],
            context.clock.now(),
        )
        return found[0]


@strawberry.type
class GateMutation:
    @strawberry.mutation(description="Record what an office decided about a gate (审批).")
    async def decide_gate(
        self,
        info: Info,
        input: Annotated[  # noqa: A002 - the schema's word
            DecideGateInput, strawberry.argument(description="What to do.")
        ],
    ) -> DecideGateResult:
        context = info.context
        obligation = input.obligation
        mentioned = input.mentioned_units
        command = usecase.DecideGate(
            incident=from_global_id(input.incident, "Incident", "input.incident"),
            gate=input.gate,
            verdict=input.verdict,
            form=input.form,
            unit=input.unit,
            mentioned=tuple(mentioned) if mentioned is not None else None,
            approver_unit=input.approver_unit,
            approver=input.approver,
            basis=input.basis,
            note=input.note,
            statement=input.statement,
            decided_at=input.decided_at,
            obligation=from_global_id(obligation, "Obligation", "input.obligation")
            if obligation is not None
            else None,
            key=input.idempotency_key,
        )
        law, now = context.service.law, context.clock.now()
        done = await usecase.decide_gate(context.database, law, context.caller, command, now)
        decisions, opened, fulfilled = await _done(info, done)
        return DecideGatePayload(
            decisions=decisions, opened=opened, fulfilled=fulfilled, replayed=done.replayed
        )

    @strawberry.mutation(
        description="Let one release go past the gates that it lacks, with a reason (紧急越过)."
    )
    async def override_gate(
        self,
        info: Info,
        input: Annotated[  # noqa: A002 - the schema's word
            OverrideGateInput, strawberry.argument(description="What to do.")
        ],
    ) -> OverrideGateResult:
        context = info.context
        mentioned = input.mentioned_units
        command = overrides.OverrideGate(
            incident=from_global_id(input.incident, "Incident", "input.incident"),
            wanted=Wanted(
                form=input.form,
                unit=input.unit,
                mentioned=tuple(mentioned) if mentioned is not None else None,
            ),
            gates=tuple(input.gates),
            at=input.released_at,
            reason=input.reason,
            key=input.idempotency_key,
        )
        law, now = context.service.law, context.clock.now()
        done = await overrides.override_gate(context.database, law, context.caller, command, now)
        decisions, opened, _ = await _done(info, done)
        return OverrideGatePayload(decisions=decisions, opened=opened, replayed=done.replayed)


async def _done(
    info: Info, done: Once[usecase.Decided]
) -> tuple[list[GateDecision], list[Obligation], list[Obligation]]:
    caller, value = info.context.caller, done.value
    async with info.context.database.reading() as conn:
        decisions = await decisions_of(conn, value.incident)
        ids = [*value.opened, *value.fulfilled]
        rows = await obligations_by_id(conn, ids, caller.scope_code)
        rows = await dress(rows, conn, info, caller)
    chosen = [d for d in decisions if d.id in value.decisions]
    return chosen, _among(rows, value.opened), _among(rows, value.fulfilled)


def _among(rows: Sequence[Obligation], ids: Sequence[Any]) -> list[Obligation]:
    return [row for row in rows if row.id in ids]
