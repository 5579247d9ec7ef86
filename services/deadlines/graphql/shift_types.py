"""The types that show a roster."""

from datetime import datetime

import strawberry

from services.deadlines.domain.shifts import (
    STATE_TITLES,
    OnDuty,
    Roster,
    Shift,
    ShiftGap,
    ShiftState,
)
from services.deadlines.graphql.phones import number_of
from services.deadlines.graphql.service import Info
from services.deadlines.usecases import rosters
from services.kit.graphql.ids import to_global_id
from services.kit.graphql.rows import PAGE_LIMIT, Node, compiled_field, global_id, shows


@shows(Shift)
@strawberry.type(name="Shift", description="One person's turn on a unit's desk (班次).")
class ShiftType(Node):
    id: strawberry.ID = global_id("Shift")
    unit: str = strawberry.field(description="The unit's code.")
    unit_name: str = strawberry.field(description="Its name when the shift was planned.")
    role: str = strawberry.field(description="The role's code, of the unit's own rules.")
    role_title: str = strawberry.field(description="The role in Chinese, e.g. 主班.")
    mans: bool = strawberry.field(description="Whether the role keeps the desk.")
    person: str = strawberry.field(description="Who.")
    person_id: strawberry.ID | None = compiled_field(
        lambda row: row.person_id and to_global_id("Person", row.person_id),
        strawberry.ID | None,
        description="The person's id in the registry; null where the name alone was given.",
    )
    account: str | None = strawberry.field(
        description="The login that may act for it; null: whoever signs in under that name."
    )
    begins_at: datetime = strawberry.field(description="When it begins.")
    ends_at: datetime = strawberry.field(description="When it ends, exclusive.")
    planned_end: datetime = strawberry.field(
        description="When it was to end before somebody took over the rest."
    )
    unplanned: bool = strawberry.field(description="临时到岗: it was in no roster.")
    started_at: datetime | None = strawberry.field(description="When the person was there.")
    started_name: str | None = strawberry.field(description="Who said so.")
    signed_at: datetime | None = strawberry.field(
        description="When the outgoing signature was given that still waits for the incoming one."
    )
    handed_over_at: datetime | None = strawberry.field(description="When it was taken over.")
    reason: str | None = strawberry.field(description="Why it was replaced, or put in.")
    replaces: strawberry.ID | None = compiled_field(
        lambda row: row.replaces and to_global_id("Shift", row.replaces),
        strawberry.ID | None,
        description="The shift that it stands in for.",
    )
    planned_at: datetime = strawberry.field(description="When it was written down.")
    planned_by: str = strawberry.field(description="Who wrote it down.")
    version: int = strawberry.field(description="How often it changed.")

    @strawberry.field(description="Where it stands now, by the record and the clock.")
    async def state(root: strawberry.Parent[Shift], info: Info) -> ShiftState:
        return root.state(info.context.clock.now())

    @strawberry.field(description="Where it stands now, in Chinese.")
    async def state_title(root: strawberry.Parent[Shift], info: Info) -> str:
        return STATE_TITLES[root.state(info.context.clock.now())]

    @strawberry.field(description="未交接: it is over, and nobody took the desk over from it.")
    async def unhanded(root: strawberry.Parent[Shift], info: Info) -> bool:
        return root.unhanded(info.context.clock.now())

    @strawberry.field(
        description="The number of today, as the caller may see it; each showing is on record."
    )
    async def phone(root: strawberry.Parent[Shift], info: Info) -> str | None:
        return await number_of(info, root.person_id) if root.person_id else None


@shows(ShiftGap)
@strawberry.type(name="ShiftGap", description="A time in which nobody keeps the desk (无人值班).")
class ShiftGapType:
    begins_at: datetime = strawberry.field(description="From when.")
    ends_at: datetime = strawberry.field(description="Until when, exclusive.")


@shows(Roster)
@strawberry.type(name="Roster", description="A desk's shifts in a time, and its holes (值班表).")
class RosterType:
    unit: str = strawberry.field(description="The unit's code.")
    shifts: list[ShiftType] = strawberry.field(
        description="By beginning, also those replaced or cancelled, at most 1,000.",
        metadata={PAGE_LIMIT: rosters.USUAL},
    )
    gaps: list[ShiftGapType] = strawberry.field(
        description="Where nobody keeps the desk; none where it is kept day and night."
    )


@shows(OnDuty)
@strawberry.type(name="OnDuty", description="Who is on duty at a moment, by the roster alone.")
class OnDutyType:
    unit: str = strawberry.field(description="The unit's code.")
    at: datetime = strawberry.field(description="The moment.")
    manned: bool = strawberry.field(description="Whether somebody keeps the desk.")
    text: str = strawberry.field(description="In one line; 无人值班 where nobody is planned.")
    shifts: list[ShiftType] = strawberry.field(description="Those who keep the desk first.")
    unhanded: ShiftType | None = strawberry.field(
        description="The last shift of the desk that ended, where it was not handed over (未交接)."
    )
