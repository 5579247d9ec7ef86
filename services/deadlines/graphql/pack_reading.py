"""Reading packs beside one another: faults, differences, disagreements, and a trial on the past."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

import strawberry

from services.deadlines.domain.pack_comparison import Answer, Answers, Disagreement, compare
from services.deadlines.domain.pack_differences import Difference, differences
from services.deadlines.graphql.packs import RulePackType
from services.deadlines.graphql.service import Info
from services.deadlines.law.loading import Fault
from services.deadlines.law.pack import RulePack
from services.deadlines.law.results import RequiredDuty
from services.deadlines.law.words import MODALITY_TITLES, DueClass
from services.deadlines.usecases.pack_choice import checked, chosen, several
from services.deadlines.usecases.replays import DueChange, Replayed, replay
from services.kit.graphql.pages import PageRequest, encode_cursor
from services.kit.graphql.rows import compiled_field, global_id, shows

REPLAY = "replay"


@strawberry.input(description="A pack: one that is loaded, or the text of one that is not.")
class PackChoiceInput:
    id: str | None = strawberry.field(default=None, description="Its id; or text.")
    version: str | None = strawberry.field(default=None, description="Null: the newest.")
    text: str | None = strawberry.field(
        default=None, description="A pack's whole file, at most 65,536 characters; or id."
    )


@shows(Fault)
@strawberry.type(name="PackFault", description="One fault of a pack's text.")
class PackFaultType:
    path: str = strawberry.field(description="Where in the file; empty: the file as a whole.")
    message: str = strawberry.field(description="What is wrong there.")


@dataclass(frozen=True, slots=True, kw_only=True)
class PackReadRow:
    """What PackRead shows."""

    pack: RulePack | None
    faults: Sequence[Fault]


@shows(PackReadRow)
@strawberry.type(name="PackRead", description="A pack's text as it was read.")
class PackReadType:
    pack: RulePackType | None = strawberry.field(description="Null where there is a fault.")
    faults: list[PackFaultType] = strawberry.field(description="Every fault at once.")


@shows(Difference)
@strawberry.type(name="PackDifference", description="One value in which two packs differ.")
class PackDifferenceType:
    path: str = strawberry.field(description="Where it stands, rows by their ids.")
    table: str = strawberry.field(description="The table in Chinese.")
    before: str | None = strawberry.field(description="Null: the first pack has no such value.")
    after: str | None = strawberry.field(description="Null: the second pack has no such value.")


@shows(Answer)
@strawberry.type(name="PackAnswer", description="What one clause answers to a question.")
class PackAnswerType:
    clause: str | None = strawberry.field(description="Null: the pack's own list answers.")
    text: str = strawberry.field(description="The answer in our words.")


@shows(Answers)
@strawberry.type(name="PackAnswers", description="One pack's answers to a question.")
class PackAnswersType:
    pack: str = strawberry.field(description="The pack's id.")
    version: str = strawberry.field(description="Its version.")
    title: str = strawberry.field(description="Its title.")
    verified: bool = strawberry.field(description="Whether checked with the original.")
    answers: list[PackAnswerType] = strawberry.field(description="Empty: the text is silent.")


@shows(Disagreement)
@strawberry.type(name="PackDisagreement", description="A question the texts answer differently.")
class PackDisagreementType:
    id: str = strawberry.field(description="D1 to D14.")
    question: str = strawberry.field(description="The question.")
    same: bool = strawberry.field(description="Whether those that answer say the same.")
    packs: list[PackAnswersType] = strawberry.field(description="The packs' answers, in order.")


@shows(RequiredDuty)
@strawberry.type(name="ReplayedDue", description="A duty under one set of packs.")
class ReplayedDueType:
    kind: str = strawberry.field(description="FIRST_RELEASE, PRESS_CONFERENCE, …")
    title: str = strawberry.field(description="What, in Chinese.")
    due_class: DueClass = strawberry.field(description="Which sort of limit.")
    due_at: datetime | None = strawberry.field(description="The limit, inclusive; null: untimed.")
    modality_title: str = compiled_field(
        lambda row: MODALITY_TITLES[row.modality], str, description="How strongly it binds."
    )
    provisional: bool = strawberry.field(description="Strictest candidate while facts are unknown.")
    owner_name: str = compiled_field(
        lambda row: row.owner.name, str, description="Who owes it, by name."
    )


@shows(DueChange)
@strawberry.type(name="ReplayedChange", description="One duty before and under the trial.")
class ReplayedChangeType:
    before: ReplayedDueType | None = strawberry.field(description="Null: was not asked for.")
    after: ReplayedDueType | None = strawberry.field(description="Null: would not be asked for.")


@shows(Replayed)
@strawberry.type(name="ReplayedIncident", description="An incident that the trial would change.")
class ReplayedIncidentType:
    id: strawberry.ID = compiled_field(
        lambda row: global_id("Incident", row.past.id),
        strawberry.ID,
        description="The incident's global id.",
    )
    number: str = compiled_field(lambda row: row.past.number, str, description="Its number.")
    title: str = compiled_field(lambda row: row.past.title, str, description="Its title.")
    drill: bool = compiled_field(
        lambda row: row.past.drill, bool, description="Whether it was a drill (演练)."
    )
    opened_at: datetime = compiled_field(
        lambda row: row.past.opened_at, datetime, description="When it was registered."
    )
    changes: list[ReplayedChangeType] = strawberry.field(description="What would differ.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayRow:
    """What Replay shows."""

    examined: int
    changed: Sequence[Replayed]
    end_cursor: str | None
    has_more: bool


@shows(ReplayRow)
@strawberry.type(name="Replay", description="Past incidents under a pack on trial.")
class ReplayType:
    examined: int = strawberry.field(description="How many incidents this answer looked at.")
    changed: list[ReplayedIncidentType] = strawberry.field(
        description="Those that would differ, oldest first."
    )
    end_cursor: str | None = strawberry.field(description="Ask on from here; null: none seen.")
    has_more: bool = strawberry.field(description="Whether the span holds more incidents.")


_Choice = Annotated[PackChoiceInput, strawberry.argument(description="The pack.")]


@strawberry.type
class PackReadingQuery:
    @strawberry.field(
        graphql_type=PackReadType, description="Check the text of a pack; nothing is kept."
    )
    def check_pack(
        self,
        info: Info,
        text: Annotated[str, strawberry.argument(description="The whole file.")],
    ) -> PackReadRow:
        pack, faults = checked(text, "text")
        return PackReadRow(pack=pack, faults=faults)

    @strawberry.field(
        graphql_type=list[PackDifferenceType], description="What differs between two packs."
    )
    def pack_differences(self, info: Info, old: _Choice, new: _Choice) -> tuple[Difference, ...]:
        return differences(_chosen(info, old, "old"), _chosen(info, new, "new"))

    @strawberry.field(
        graphql_type=list[PackDisagreementType],
        description="Fourteen questions that the texts answer differently, side by side.",
    )
    def pack_comparison(
        self,
        info: Info,
        packs: Annotated[
            list[str] | None, strawberry.argument(description="Ids in order; null: all.")
        ] = None,
    ) -> tuple[Disagreement, ...]:
        return compare(several(info.context.service.law.packs, packs))

    @strawberry.field(
        graphql_type=ReplayType,
        description="Which dues of past incidents would be other ones under a pack.",
    )
    async def replay(
        self,
        info: Info,
        pack: _Choice,
        begins: Annotated[datetime, strawberry.argument(name="from", description="Inclusive.")],
        ends: Annotated[datetime, strawberry.argument(name="to", description="Exclusive.")],
        first: Annotated[
            int | None, strawberry.argument(description="Incidents to look at, at most 100.")
        ] = None,
        after: Annotated[
            str | None, strawberry.argument(description="The endCursor of the answer before.")
        ] = None,
    ) -> ReplayRow:
        context = info.context
        law = context.service.law
        page = PageRequest.parse(first, after, connection=REPLAY, key=(UUID,))
        trial = _chosen(info, pack, "pack")
        found = await replay(context.database, law, context.caller, trial, begins, ends, page)
        return ReplayRow(
            examined=len(found.rows),
            changed=[row for row in found.rows if row.changes],
            end_cursor=encode_cursor(REPLAY, found.rows[-1].past.id) if found.rows else None,
            has_more=found.has_next,
        )


def _chosen(info: Info, choice: PackChoiceInput, field: str) -> RulePack:
    packs = info.context.service.law.packs
    return chosen(packs, field, id_=choice.id, version=choice.version, text=choice.text)
