"""Previews: what facts call for, without writing anything."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any
from uuid import NAMESPACE_OID

import strawberry

from services.deadlines.domain.incidents import Party, parties_of, party_id
from services.deadlines.domain.obligations import Obligation, ObligationState
from services.deadlines.graphql.facts import IncidentFactsInput
from services.deadlines.graphql.obligations import ObligationType
from services.deadlines.graphql.parts import (
    BasisType,
    PartyType,
    PersonRefType,
    TraceLineType,
    UnitRefType,
)
from services.deadlines.graphql.service import Info
from services.deadlines.law.casualties import Suggestion
from services.deadlines.law.results import Calculation, Plan, RequiredDuty
from services.deadlines.law.speaking import speaker_of
from services.deadlines.law.words import (
    MODALITY_TITLES,
    SEVERITIES,
    DueClass,
    Modality,
    ReleaseForm,
)
from services.deadlines.usecases import previews as usecase
from services.kit.graphql.ids import from_global_id
from services.kit.graphql.rows import compiled_field, shows


def _modality_title(row: RequiredDuty) -> str:
    return MODALITY_TITLES[row.modality]


@shows(RequiredDuty)
@strawberry.type(name="PlannedObligation", description="A duty that the facts call for.")
class PlannedObligationType:
    key: str = strawberry.field(description="Names it through every reassessment.")
    kind: str = strawberry.field(description="FIRST_RELEASE, PRESS_CONFERENCE, …")
    title: str = strawberry.field(description="What, in Chinese.")
    due_class: DueClass = strawberry.field(description="Which sort of limit.")
    modality: Modality = strawberry.field(description="How strongly the acting clause binds.")
    modality_title: str = compiled_field(_modality_title, str, description="In the clause's word.")
    start_at: datetime = strawberry.field(description="When its clock began.")
    due_at: datetime | None = strawberry.field(description="The limit, inclusive; null: untimed.")
    provisional: bool = strawberry.field(description="Strictest candidate while facts are unknown.")
    late_at_intake: bool = strawberry.field(description="Past due before the desk knew.")
    owed: bool = strawberry.field(description="False while it waits for another one.")
    owner: UnitRefType | None = strawberry.field(description="Who owes it.")
    person: PersonRefType | None = strawberry.field(description="The first responsible person.")
    recipients: list[str] = strawberry.field(description="To whom, of reports and transfers.")
    fulfilled_by: list[ReleaseForm] = strawberry.field(description="Forms of release that meet it.")
    basis: list[BasisType] = strawberry.field(description="The clauses, the acting one first.")


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionRow:
    """A suggested severity with its title."""

    severity: str
    title: str
    clause: str
    document: str


@shows(SuggestionRow)
@strawberry.type(name="SeveritySuggestion", description="The severity that the casualties suggest.")
class SeveritySuggestionType:
    severity: str = strawberry.field(description="The severity.")
    title: str = strawberry.field(description="In Chinese.")
    clause: str = strawberry.field(description="The clause with the scale.")
    document: str = strawberry.field(description="The document with the scale.")


@dataclass(frozen=True, slots=True, kw_only=True)
class PackRefRow:
    """A pack that took part."""

    id: str
    version: str
    title: str
    verified: bool


@shows(PackRefRow)
@strawberry.type(name="RulePackRef", description="A rule pack that took part.")
class RulePackRefType:
    id: str = strawberry.field(description="The pack's id.")
    version: str = strawberry.field(description="Its version.")
    title: str = strawberry.field(description="Its title.")
    verified: bool = strawberry.field(description="Whether checked with the original.")


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewRow:
    """What a Preview shows."""

    obligations: Sequence[RequiredDuty]
    responsibility: Sequence[Any]
    parties: Sequence[Party]
    suggested_severity: SuggestionRow | None
    packs: Sequence[PackRefRow]
    notes: Sequence[str]
    as_of: datetime


@shows(PreviewRow)
@strawberry.type(name="Preview", description="What facts call for, unsaved.")
class PreviewType:
    obligations: list[PlannedObligationType] = strawberry.field(
        description="By due time, then the untimed."
    )
    responsibility: list[TraceLineType] = strawberry.field(description="How units were found.")
    parties: list[PartyType] = strawberry.field(description="Subjects, then coordinators.")
    suggested_severity: SeveritySuggestionType | None = strawberry.field(
        description="What the casualties suggest; never applied by itself."
    )
    packs: list[RulePackRefType] = strawberry.field(description="The packs, most specific first.")
    notes: list[str] = strawberry.field(description="What the texts leave open, in Chinese.")
    as_of: datetime = strawberry.field(description="The moment of the calculation.")


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedRow:
    """An obligation before and after."""

    before: Obligation
    after: RequiredDuty
    reason: str


@shows(MovedRow)
@strawberry.type(name="MovedObligation", description="An obligation that would change.")
class MovedObligationType:
    before: ObligationType = strawberry.field(description="As it stands.")
    after: PlannedObligationType = strawberry.field(description="As it would be.")
    reason: str = strawberry.field(description="What changes, in Chinese.")


@dataclass(frozen=True, slots=True, kw_only=True)
class LapsedRow:
    """An obligation that would lapse."""

    obligation: Obligation
    reason: str


@shows(LapsedRow)
@strawberry.type(name="LapsedObligation", description="An obligation that would lapse.")
class LapsedObligationType:
    obligation: ObligationType = strawberry.field(description="As it stands.")
    reason: str = strawberry.field(description="Why, in Chinese.")


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentPreviewRow:
    """What an AssessmentPreview shows."""

    opened: Sequence[RequiredDuty]
    moved: Sequence[MovedRow]
    kept: Sequence[RequiredDuty]
    lapsed: Sequence[LapsedRow]
    responsibility: Sequence[Any]
    notes: Sequence[str]
    as_of: datetime


@shows(AssessmentPreviewRow)
@strawberry.type(
    name="AssessmentPreview", description="What another assessment would change, unsaved."
)
class AssessmentPreviewType:
    opened: list[PlannedObligationType] = strawberry.field(description="Would be opened.")
    moved: list[MovedObligationType] = strawberry.field(description="Would change.")
    kept: list[PlannedObligationType] = strawberry.field(description="Would stay as they are.")
    lapsed: list[LapsedObligationType] = strawberry.field(description="Would lapse.")
    responsibility: list[TraceLineType] = strawberry.field(description="How units were found.")
    notes: list[str] = strawberry.field(description="What the texts leave open, in Chinese.")
    as_of: datetime = strawberry.field(description="The moment of the calculation.")


Facts = Annotated[IncidentFactsInput, strawberry.argument(description="The facts stated.")]


@strawberry.type
class PreviewQuery:
    @strawberry.field(graphql_type=PreviewType, description="What a new incident would call for.")
    async def preview_incident(
        self,
        info: Info,
        facts: Facts,
        packs: Annotated[
            list[str] | None,
            strawberry.argument(description="Compute with exactly these packs, as a what-if."),
        ] = None,
    ) -> PreviewRow:
        context = info.context
        preview = await usecase.preview_incident(
            context.database,
            context.service.law,
            context.caller,
            facts.given(),
            packs,
            context.clock.now(),
        )
        return _preview(preview)

    @strawberry.field(
        graphql_type=AssessmentPreviewType, description="What another assessment would change."
    )
    async def preview_assessment(
        self,
        info: Info,
        incident: Annotated[strawberry.ID, strawberry.argument(description="The incident.")],
        facts: Facts,
    ) -> AssessmentPreviewRow:
        context = info.context
        preview = await usecase.preview_assessment(
            context.database,
            context.service.law,
            context.caller,
            from_global_id(incident, "Incident", "incident"),
            facts.given(),
            context.clock.now(),
        )
        calculation = preview.worked.calculation
        return plan_rows(preview.plan, preview.standing, calculation, preview.as_of)


def _preview(preview: usecase.IncidentPreview) -> PreviewRow:
    worked = preview.worked
    calculation = worked.calculation
    return PreviewRow(
        obligations=calculation.duties,
        responsibility=calculation.responsibility.trace,
        parties=_parties(worked, preview.as_of),
        suggested_severity=_suggestion(preview.suggestion),
        packs=[
            PackRefRow(id=p.id, version=p.version, title=p.title, verified=p.verified)
            for p in worked.packs
        ],
        notes=calculation.notes,
        as_of=preview.as_of,
    )


def _suggestion(found: Suggestion | None) -> SuggestionRow | None:
    if found is None:
        return None
    return SuggestionRow(
        severity=found.severity,
        title=SEVERITIES[found.severity],
        clause=found.clause,
        document=found.document,
    )


def _as_planned(row: Obligation) -> RequiredDuty:
    """Show what stays as it stands: a kept breach has the limit that it missed, not the new one."""
    return RequiredDuty(
        key=row.key,
        kind=row.kind,
        title=row.title,
        due_class=row.due_class,
        modality=row.modality,
        start_at=row.start_at,
        due_at=row.due_at,
        provisional=row.provisional,
        late_at_intake=row.late_at_intake,
        owed=row.owed,
        owed_after=tuple(row.owed_after),
        owner=row.owner,
        person=row.person,
        recipients=tuple(row.recipients),
        fulfilled_by=tuple(row.fulfilled_by),
        conclusive=row.conclusive,
        at_source=row.at_source,
        basis=row.basis,
    )


def _parties(worked: usecase.Worked, now: datetime) -> list[Party]:
    directory = worked.extract.directory
    parties = []
    for party in parties_of(worked.calculation.responsibility):
        code = party.unit.code
        parties.append(
            Party(
                id=party_id(NAMESPACE_OID, party.role, code),
                incident_id=None,
                role=party.role,
                unit=party.unit,
                person=party.person,
                speaker=speaker_of(code, directory, now),
            )
        )
    return parties


def plan_rows(
    plan: Plan, standing: Mapping[str, Obligation], calculation: Calculation, as_of: datetime
) -> AssessmentPreviewRow:
    """Show a plan beside what stands now."""
    return AssessmentPreviewRow(
        opened=plan.open,
        moved=[
            MovedRow(before=standing[move.before.key], after=move.after, reason=move.reason)
            for move in plan.move
        ],
        kept=[
            _as_planned(standing[row.key])
            for row in plan.keep
            if row.state != ObligationState.LAPSED
        ],
        lapsed=[
            LapsedRow(obligation=standing[lapse.before.key], reason=lapse.reason)
            for lapse in plan.lapse
        ],
        responsibility=calculation.responsibility.trace,
        notes=calculation.notes,
        as_of=as_of,
    )
