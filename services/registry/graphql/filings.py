"""Filings: the list, the comparison of a list with its filed copy, and recording receipts."""

from datetime import date, datetime
from typing import Annotated, Any

import strawberry

from services.kit.graphql.context import Info
from services.kit.graphql.ids import from_global_id, to_global_id
from services.kit.graphql.pages import After, Before, Connection, ConnectionRow, First, Last
from services.kit.graphql.rows import Node, compiled_field, global_id, shows
from services.kit.graphql.schema import RefusalType
from services.registry.domain.appointments import local_day
from services.registry.domain.filed_lists import FACTS, FiledListState
from services.registry.domain.filings import (
    Filing,
    FilingState,
    FilingSubject,
    ListChange,
    OpenFiling,
    RecordFiling,
)
from services.registry.domain.refusals import unknown_unit
from services.registry.domain.units import UnitKind, checked_code, code_range
from services.registry.graphql.acting import GIVEN, KEY, REPLAYED, act_of
from services.registry.graphql.loaders import unit_by_code
from services.registry.graphql.rosters import dressed, page_of
from services.registry.graphql.units import UnitType
from services.registry.store.filings import FilingFilter
from services.registry.usecases import filings as usecases
from services.registry.usecases.filed_lists import FiledDiff
from services.registry.usecases.rosters import list_filings


async def _unit(root: strawberry.Parent[Filing], info: Info) -> Any:
    return await unit_by_code(info, root.unit)


async def _recipient(root: strawberry.Parent[Filing], info: Info) -> Any:
    return await unit_by_code(info, root.recipient) if root.recipient else None


def _entity_id(row: Any) -> str:
    return to_global_id(row.entity.capitalize(), row.id)


@strawberry.type(name="ListFact", description="A fact on a filed list, in words.")
class ListFactType:
    key: str = compiled_field(lambda row: row[0], str, description="Its name in the snapshot.")
    label: str = compiled_field(
        lambda row: FACTS.get(row[0], row[0]), str, description="Its name for people."
    )
    value: str = compiled_field(lambda row: row[1], str, description="What is told.")


@strawberry.type(name="ListEntry", description="An entry of a list that is filed (名单条目).")
class ListEntryType:
    entity: str = strawberry.field(description="appointment, expert or channel.")
    id: strawberry.ID = compiled_field(
        _entity_id, strawberry.ID, description="Global id of that entity."
    )
    name: str = strawberry.field(description="Name.")
    facts: list[ListFactType] = compiled_field(
        lambda row: list(row.facts.items()), list[ListFactType], description="What else is told."
    )


@strawberry.type(name="ChangedEntry", description="An entry that was filed with other facts.")
class ChangedEntryType:
    before: ListEntryType = strawberry.field(description="As filed.")
    after: ListEntryType = strawberry.field(description="As it is.")
    facts: list[str] = compiled_field(
        lambda row: [FACTS[key] for key in row.facts],
        list[str],
        description="Which facts differ, in words.",
    )


@strawberry.type(name="ListedChange", description="A change that a filing reports.")
class ListedChangeType:
    at: datetime = strawberry.field(description="When.")
    what: ListChange = strawberry.field(description="What happened.")
    entity: str = strawberry.field(description="appointment, expert or channel.")
    id: strawberry.ID = compiled_field(
        _entity_id, strawberry.ID, description="Global id of that entity."
    )
    name: str = strawberry.field(description="Name then.")


@shows(Filing)
@strawberry.type(name="Filing", description="The filing of a unit's list with its office (备案).")
class FilingType(Node):
    id: strawberry.ID = global_id("Filing")
    unit: UnitType = strawberry.field(
        resolver=_unit, graphql_type=UnitType, description="Whose list."
    )
    subject: FilingSubject = strawberry.field(description="Which list.")
    state: FilingState = strawberry.field(description="Whether the receipt is there.")
    opened_at: datetime = strawberry.field(description="When the list first differed.")
    opened_by: str = strawberry.field(description="Who changed it, as a login.")
    recipient: UnitType | None = strawberry.field(
        resolver=_recipient,
        graphql_type=UnitType | None,
        description="With whom it is filed, null where the level has no such office.",
    )
    recipient_kind: UnitKind = strawberry.field(description="What kind of office that is.")
    recipient_trace: list[str] = strawberry.field(description="How the office was found.")
    changes: list[ListedChangeType] = strawberry.field(description="What changed, oldest first.")
    filed_on: date | None = strawberry.field(description="Day of filing, null while open.")
    receipt_number: str | None = strawberry.field(description="Number of the receipt (备案号).")
    file_sha256: str | None = strawberry.field(description="SHA-256 of the document sent.")
    file_name: str | None = strawberry.field(description="Its name.")
    snapshot: list[ListEntryType] | None = strawberry.field(
        description="The list as filed, frozen; null while open."
    )
    snapshot_digest: str | None = strawberry.field(
        description="SHA-256 of the frozen list as canonical JSON."
    )
    recorded_at: datetime | None = strawberry.field(description="When the receipt was recorded.")
    recorded_by: str | None = strawberry.field(description="By whom, as a login.")
    version: int = strawberry.field(description="Counts its changes, from 1.")


@strawberry.type(name="FiledDiff", description="A list beside its filed copy.")
class FiledDiffType:
    unit: UnitType = strawberry.field(description="Whose list.")
    subject: FilingSubject = strawberry.field(description="Which list.")
    on: date = strawberry.field(description="The day asked for.")
    state: FiledListState = compiled_field(
        lambda row: row.difference.state, FiledListState, description="How the copy stands."
    )
    behind: int = compiled_field(
        lambda row: row.difference.behind, int, description="In how many places it is behind."
    )
    sentence: str = strawberry.field(description="The same for people.")
    added: list[ListEntryType] = compiled_field(
        lambda row: row.difference.added, list[ListEntryType], description="Not on the copy."
    )
    removed: list[ListEntryType] = compiled_field(
        lambda row: row.difference.removed, list[ListEntryType], description="Only on the copy."
    )
    changed: list[ChangedEntryType] = compiled_field(
        lambda row: row.difference.changed,
        list[ChangedEntryType],
        description="On the copy with other facts.",
    )
    filed: FilingType | None = strawberry.field(description="The last filing by that day.")
    open: FilingType | None = strawberry.field(description="The filing that is open now.")
    digest: str = strawberry.field(
        description="SHA-256 of the list that day; give it back as expectedDigest."
    )


@strawberry.input(description="A list to file that nobody changed.")
class OpenFilingInput:
    idempotency_key: str = strawberry.field(description=KEY)
    unit: str = strawberry.field(description="Code of the unit.")
    subject: FilingSubject = strawberry.field(description="Which list.")


@strawberry.input(description="The receipt of a filing.")
class RecordFilingInput:
    idempotency_key: str = strawberry.field(description=KEY)
    filing: strawberry.ID = strawberry.field(description="Which filing.")
    receipt_number: str = strawberry.field(description="Number of the receipt (备案号).")
    filed_on: date = strawberry.field(description="Day of filing, in China.")
    file_sha256: str | None = strawberry.field(
        default=None, description="SHA-256 of the document sent, hexadecimal."
    )
    file_name: str | None = strawberry.field(default=None, description="Name of that document.")
    expected_digest: str | None = strawberry.field(
        default=None, description="Digest of the list that was looked at; refused if it changed."
    )


@strawberry.type(description="A filing opened or recorded.")
class FilingPayload:
    filing: Filing = strawberry.field(graphql_type=FilingType, description="As it is now.")
    replayed: bool = strawberry.field(description=REPLAYED)


@strawberry.type
class FilingQueries:
    @strawberry.field(graphql_type=Connection[FilingType], description="Filings, as opened.")
    async def filings(
        self,
        info: Info,
        under: Annotated[
            str | None, strawberry.argument(description="Of this unit's code and all below it.")
        ] = None,
        state: Annotated[FilingState | None, strawberry.argument(description="So far on.")] = None,
        subject: Annotated[
            FilingSubject | None, strawberry.argument(description="Of this list.")
        ] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> ConnectionRow[Filing]:
        request = page_of("filings", first, after, last, before)
        above, below = code_range(checked_code(under, "under")) if under else ("", None)
        chosen = FilingFilter(above=above, below=below, state=state, subject=subject)
        return dressed(request, await list_filings(info.context.database, chosen, request))

    @strawberry.field(
        graphql_type=FiledDiffType, description="How far a list's filed copy is behind it."
    )
    async def filed_diff(
        self,
        info: Info,
        unit: Annotated[str, strawberry.argument(description="Code of the unit.")],
        subject: Annotated[FilingSubject, strawberry.argument(description="Which list.")],
        on: Annotated[
            date | None, strawberry.argument(description="On this day; without it, today.")
        ] = None,
    ) -> FiledDiff:
        found = await unit_by_code(info, unit)
        if found is None:
            raise unknown_unit(unit, "unit")
        day = on or local_day(info.context.clock.now())
        return await usecases.filed_diff(info.context.database, found, subject, day)


@strawberry.type
class FilingMutations:
    @strawberry.mutation(description="Open the filing of a list whose copy is behind.")
    async def open_filing(
        self,
        info: Info,
        input: Annotated[OpenFilingInput, GIVEN],  # noqa: A002 - the schema's word
    ) -> Annotated[FilingPayload | RefusalType, strawberry.union("OpenFilingResult")]:
        command = OpenFiling(unit=input.unit, subject=input.subject)
        act = act_of(info, input.idempotency_key)
        done = await usecases.open_filing(info.context.database, act, command)
        return FilingPayload(filing=done.value, replayed=done.replayed)

    @strawberry.mutation(description="Close a filing with its receipt and freeze the list.")
    async def record_filing(
        self,
        info: Info,
        input: Annotated[RecordFilingInput, GIVEN],  # noqa: A002 - the schema's word
    ) -> Annotated[FilingPayload | RefusalType, strawberry.union("RecordFilingResult")]:
        command = RecordFiling(
            id=from_global_id(input.filing, "Filing", "filing"),
            receipt_number=input.receipt_number,
            filed_on=input.filed_on,
            file_sha256=input.file_sha256,
            file_name=input.file_name,
            expected_digest=input.expected_digest,
        )
        act = act_of(info, input.idempotency_key)
        done = await usecases.record_filing(info.context.database, act, command)
        return FilingPayload(filing=done.value, replayed=done.replayed)
