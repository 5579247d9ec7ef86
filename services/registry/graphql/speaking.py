"""Who speaks for a unit, and why."""

from datetime import datetime
from typing import Annotated

import strawberry

from services.kit.graphql.context import Info
from services.kit.graphql.rows import compiled_field, global_id
from services.registry.domain.appointments import Post
from services.registry.domain.filed_lists import FiledListState
from services.registry.domain.speaking import Speaker, SpeakerOutcome
from services.registry.graphql.channels import ChannelType
from services.registry.graphql.experts import ExpertType
from services.registry.graphql.loaders import phone_for
from services.registry.graphql.persons import PersonType
from services.registry.graphql.units import UnitType
from services.registry.usecases.speaking import SpeakerAnswer, speaker_of


async def _phone(root: strawberry.Parent[Speaker], info: Info) -> str | None:
    return await phone_for(info, root.person_id)


@strawberry.type(name="OfficeHolder", description="Who holds a leading post of a unit.")
class OfficeHolderType:
    id: strawberry.ID = global_id("Person", lambda row: row.person_id)
    name: str = strawberry.field(description="Name.")
    phone: str | None = strawberry.field(
        resolver=_phone, description="Number; its middle is hidden from who may not see it."
    )
    post: Post = strawberry.field(description="The post.")


@strawberry.type(name="SpeakerCandidate", description="Someone who could speak, and why or not.")
class CandidateType:
    person: PersonType = strawberry.field(description="The person.")
    post: Post = compiled_field(
        lambda row: row.person.post, Post, description="The post that makes a candidate."
    )
    chosen: bool = strawberry.field(description="Whether this is who speaks.")
    outcome: SpeakerOutcome = strawberry.field(description="Why, as a code.")
    reason: str = strawberry.field(description="Why, in a sentence.")
    filing_outdated: bool = strawberry.field(
        description="Whether the filed list tells otherwise of this person than the roster."
    )


@strawberry.type(name="FiledList", description="How a filed list stands to the roster.")
class FiledListType:
    state: FiledListState = strawberry.field(description="How the filed copy stands.")
    behind: int = strawberry.field(description="In how many places it is behind.")
    sentence: str = strawberry.field(description="The same for people.")


@strawberry.type(name="SpeakerAnswer", description="Who speaks for a unit at a moment.")
class SpeakerAnswerType:
    unit: UnitType = strawberry.field(description="The unit asked for.")
    at: datetime = compiled_field(
        lambda row: row.decision.at, datetime, description="The moment asked for."
    )
    speaker: PersonType | None = compiled_field(
        lambda row: row.decision.speaker,
        PersonType | None,
        description="Who speaks, null where nobody can.",
    )
    post: Post | None = compiled_field(
        lambda row: row.decision.speaker.post if row.decision.speaker else None,
        Post | None,
        description="As what; a stand-in has the post of whom it replaces.",
    )
    stand_in: bool = compiled_field(
        lambda row: row.decision.stand_in, bool, description="Whether it is a stand-in (代班)."
    )
    filed: bool = compiled_field(
        lambda row: row.decision.filed, bool, description="Whether the list names him (备案)."
    )
    filed_list: FiledListType = compiled_field(
        lambda row: row.decision.filed_list,
        FiledListType,
        description="How the filed list of spokespersons stands that day.",
    )
    reason: str = compiled_field(
        lambda row: row.decision.reason, str, description="Why, in a sentence."
    )
    candidates: list[CandidateType] = compiled_field(
        lambda row: row.decision.candidates,
        list[CandidateType],
        description="All who were considered.",
    )
    head: OfficeHolderType | None = compiled_field(
        lambda row: row.decision.head,
        OfficeHolderType | None,
        description="The head that day (主要负责人).",
    )
    deputy: OfficeHolderType | None = compiled_field(
        lambda row: row.decision.deputy,
        OfficeHolderType | None,
        description="The deputy in charge that day (分管负责人).",
    )
    experts: list[ExpertType] = strawberry.field(
        description="The unit's experts, of the field asked for; available ones first."
    )
    channels: list[ChannelType] = strawberry.field(
        description="The unit's open channels; those that reach most first."
    )


@strawberry.type
class SpeakingQueries:
    @strawberry.field(
        graphql_type=SpeakerAnswerType,
        description="Who speaks for a unit: serving that day, present, filed; else who stands in.",
    )
    async def who_speaks(
        self,
        info: Info,
        unit: Annotated[str, strawberry.argument(description="Code of the unit.")],
        at: Annotated[
            datetime | None, strawberry.argument(description="The moment; without it, now.")
        ] = None,
        field: Annotated[
            str | None, strawberry.argument(description="Show only experts of this field.")
        ] = None,
    ) -> SpeakerAnswer:
        moment = at or info.context.clock.now()
        return await speaker_of(info.context.database, unit, moment, field)
