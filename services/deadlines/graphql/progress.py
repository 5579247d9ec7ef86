"""What follows a release: later places, progress of the work, further conferences."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import strawberry

from services.deadlines.domain.obligations import Obligation
from services.deadlines.domain.publishing import ConferenceDecision, Progress
from services.deadlines.domain.releases import Release, ReleaseWarning, TopicSource
from services.deadlines.graphql.obligations import ObligationType, load_obligations
from services.deadlines.graphql.releases import (
    AttendeeInput,
    PublicationInput,
    RecordReleaseInput,
    ReleaseType,
    WarningType,
    recorded,
    released,
    stated_publication,
)
from services.deadlines.graphql.service import Info
from services.deadlines.law.words import ReleaseForm
from services.deadlines.store.progress import (
    conference_decisions_by_incident,
    progress_by_incident,
)
from services.deadlines.usecases import progress as usecase
from services.deadlines.usecases.publications import record_publication
from services.kit.graphql.ids import from_global_id
from services.kit.graphql.rows import global_id, shows
from services.kit.graphql.schema import RefusalType


@shows(Progress)
@strawberry.type(name="Progress", description="One step of the work (进展).")
class ProgressType:
    id: strawberry.ID = global_id("Progress")
    at: datetime = strawberry.field(description="When it happened.")
    text: str = strawberry.field(description="What happened.")
    recorded_at: datetime = strawberry.field(description="When it was recorded.")
    recorded_by: str = strawberry.field(description="Who recorded it.")


@shows(ConferenceDecision)
@strawberry.type(
    name="ConferenceDecision", description="What was decided after a press conference (续会决定)."
)
class ConferenceDecisionType:
    id: strawberry.ID = global_id("ConferenceDecision")
    another: bool = strawberry.field(description="Whether another one is held.")
    suggested_at: datetime | None = strawberry.field(description="When, as suggested.")
    reason: str | None = strawberry.field(description="Why; always told where there is none.")
    decider: str = strawberry.field(description="Who decided.")
    decided_at: datetime = strawberry.field(description="When it was decided.")
    recorded_by: str = strawberry.field(description="Who recorded it.")


@strawberry.input(description="Add a place where a release stood.")
class RecordPublicationInput:
    release: strawberry.ID = strawberry.field(description="The release.")
    publication: PublicationInput = strawberry.field(description="Where it stood.")
    idempotency_key: str = strawberry.field(description="The caller's own key for this act.")


@strawberry.type(description="The release, and what the place met.")
class RecordPublicationPayload:
    release: Release = strawberry.field(graphql_type=ReleaseType, description="The release.")
    fulfilled: list[Obligation] = strawberry.field(
        graphql_type=list[ObligationType], description="The obligations it fulfilled."
    )
    warnings: list[ReleaseWarning] = strawberry.field(
        graphql_type=list[WarningType], description="What a person should look at."
    )
    replayed: bool = strawberry.field(description="Whether this answers a repeated call.")


@strawberry.input(description="Record a press conference.")
class RecordConferenceInput:
    incident: strawberry.ID = strawberry.field(description="The incident.")
    title: str = strawberry.field(description="Its title.")
    held_at: datetime | None = strawberry.field(default=None, description="When; null: now.")
    conclusive: bool = strawberry.field(
        default=False, description="Whether it told the final result."
    )
    hosts: list[str] = strawberry.field(description="Codes of who held it, the first one first.")
    topic_source: TopicSource | None = strawberry.field(
        default=None, description="What it was about."
    )
    attendees: list[AttendeeInput] = strawberry.field(description="Who attended, at most 50.")
    publications: list[PublicationInput] = strawberry.field(
        default_factory=list, description="Where it stood, at most 50."
    )
    statement: int | None = strawberry.field(
        default=None, description="The version of the line to take that it follows."
    )
    late_reason: str | None = strawberry.field(default=None, description="Why late, if late.")
    idempotency_key: str = strawberry.field(description="The caller's own key for this act.")


@strawberry.type(description="What was recorded, and what it fulfilled.")
class RecordConferencePayload:
    release: Release = strawberry.field(graphql_type=ReleaseType, description="The conference.")
    fulfilled: list[Obligation] = strawberry.field(
        graphql_type=list[ObligationType], description="The obligations it fulfilled."
    )
    warnings: list[ReleaseWarning] = strawberry.field(
        graphql_type=list[WarningType], description="What a person should look at."
    )
    replayed: bool = strawberry.field(description="Whether this answers a repeated call.")


@strawberry.input(description="Decide after a press conference on a further one.")
class DecideFurtherConferenceInput:
    obligation: strawberry.ID = strawberry.field(description="The decision that is owed.")
    another: bool = strawberry.field(description="Whether another one is held.")
    suggested_at: datetime | None = strawberry.field(
        default=None, description="When; wanted with another."
    )
    reason: str | None = strawberry.field(default=None, description="Why; wanted with none.")
    decider: str | None = strawberry.field(default=None, description="Who; null: the caller.")
    decided_at: datetime | None = strawberry.field(default=None, description="When; null: now.")
    idempotency_key: str = strawberry.field(description="The caller's own key for this act.")


@strawberry.type(description="The decision and what it opened.")
class DecideFurtherConferencePayload:
    decision: ConferenceDecision = strawberry.field(
        graphql_type=ConferenceDecisionType, description="The decision."
    )
    obligation: Obligation = strawberry.field(
        graphql_type=ObligationType, description="What was owed, as it now stands."
    )
    opened: Obligation | None = strawberry.field(
        graphql_type=ObligationType | None, description="The next conference, if there is one."
    )
    replayed: bool = strawberry.field(description="Whether this answers a repeated call.")


@strawberry.input(description="Note a step of the work.")
class RecordProgressInput:
    incident: strawberry.ID = strawberry.field(description="The incident.")
    text: str = strawberry.field(description="What happened.")
    at: datetime | None = strawberry.field(default=None, description="When; null: now.")
    idempotency_key: str = strawberry.field(description="The caller's own key for this act.")


@strawberry.type(description="The step that was noted.")
class RecordProgressPayload:
    progress: Progress = strawberry.field(graphql_type=ProgressType, description="The step.")
    replayed: bool = strawberry.field(description="Whether this answers a repeated call.")


RecordPublicationResult = Annotated[
    RecordPublicationPayload | RefusalType, strawberry.union("RecordPublicationResult")
]
RecordConferenceResult = Annotated[
    RecordConferencePayload | RefusalType, strawberry.union("RecordConferenceResult")
]
DecideFurtherConferenceResult = Annotated[
    DecideFurtherConferencePayload | RefusalType, strawberry.union("DecideFurtherConferenceResult")
]
RecordProgressResult = Annotated[
    RecordProgressPayload | RefusalType, strawberry.union("RecordProgressResult")
]


@strawberry.type
class ProgressMutation:
    @strawberry.mutation(description="Add a place where a release stood (补登发布渠道).")
    async def record_publication(
        self,
        info: Info,
        input: Annotated[  # noqa: A002 - the schema's word
            RecordPublicationInput, strawberry.argument(description="What to do.")
        ],
    ) -> RecordPublicationResult:
        context = info.context
        done = await record_publication(
            context.database,
            context.service.law,
            context.caller,
            from_global_id(input.release, "Release", "input.release"),
            stated_publication(input.publication, None),
            input.idempotency_key,
            context.clock.now(),
        )
        release, fulfilled = await released(info, done.value.release, done.value.fulfilled)
        return RecordPublicationPayload(
            release=release,
            fulfilled=fulfilled,
            warnings=list(release.warnings),
            replayed=done.replayed,
        )

    @strawberry.mutation(description="Record a press conference (记发布会).")
    async def record_conference(
        self,
        info: Info,
        input: Annotated[  # noqa: A002 - the schema's word
            RecordConferenceInput, strawberry.argument(description="What to do.")
        ],
    ) -> RecordConferenceResult:
        done = await recorded(info, _as_release(input))
        release, fulfilled = await released(info, done.value.release, done.value.fulfilled)
        return RecordConferencePayload(
            release=release,
            fulfilled=fulfilled,
            warnings=list(release.warnings),
            replayed=done.replayed,
        )

    @strawberry.mutation(
        description="Decide after a press conference: another one, or none and why (续会决定)."
    )
    async def decide_further_conference(
        self,
        info: Info,
        input: Annotated[  # noqa: A002 - the schema's word
            DecideFurtherConferenceInput, strawberry.argument(description="What to do.")
        ],
    ) -> DecideFurtherConferenceResult:
        context = info.context
        command = usecase.DecideFurther(
            obligation=from_global_id(input.obligation, "Obligation", "input.obligation"),
            another=input.another,
            suggested_at=input.suggested_at,
            reason=input.reason,
            decider=input.decider,
            decided_at=input.decided_at,
            key=input.idempotency_key,
        )
        law, now = context.service.law, context.clock.now()
        done = await usecase.decide_further_conference(
            context.database, law, context.caller, command, now
        )
        return await _decided(info, done.value, done.replayed)

    @strawberry.mutation(description="Note a step of the work (记进展).")
    async def record_progress(
        self,
        info: Info,
        input: Annotated[  # noqa: A002 - the schema's word
            RecordProgressInput, strawberry.argument(description="What to do.")
        ],
    ) -> RecordProgressResult:
        context = info.context
        done = await usecase.record_progress(
            context.database,
            context.caller,
            from_global_id(input.incident, "Incident", "input.incident"),
            input.text,
            input.at,
            input.idempotency_key,
            context.clock.now(),
        )
        value = done.value
        async with context.database.reading() as conn:
            rows = (await progress_by_incident(conn, [value.incident]))[value.incident]
        progress = next(row for row in rows if row.id == value.progress)
        return RecordProgressPayload(progress=progress, replayed=done.replayed)


def _as_release(given: RecordConferenceInput) -> RecordReleaseInput:
    return RecordReleaseInput(
        incident=given.incident,
        form=ReleaseForm.PRESS_CONFERENCE,
        conclusive=given.conclusive,
        title=given.title,
        unit=given.hosts[0] if given.hosts else None,
        released_at=given.held_at,
        publications=given.publications,
        attendees=given.attendees,
        late_reason=given.late_reason,
        statement=given.statement,
        hosts=given.hosts,
        topic_source=given.topic_source,
        idempotency_key=given.idempotency_key,
    )


async def _decided(
    info: Info, done: usecase.Further, replayed: bool
) -> DecideFurtherConferencePayload:
    async with info.context.database.reading() as conn:
        rows = (await conference_decisions_by_incident(conn, [done.incident]))[done.incident]
    ids: list[UUID] = [done.obligation, *([done.opened] if done.opened else [])]
    found = await load_obligations(info, ids)
    return DecideFurtherConferencePayload(
        decision=next(row for row in rows if row.id == done.decision),
        obligation=found[done.obligation],
        opened=found.get(done.opened) if done.opened else None,
        replayed=replayed,
    )
