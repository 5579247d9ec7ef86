"""Channels: the type, the list, opening and closing."""

from datetime import date
from typing import Annotated, Any

import strawberry

from services.kit.graphql.context import Info
from services.kit.graphql.ids import from_global_id
from services.kit.graphql.pages import After, Before, Connection, ConnectionRow, First, Last
from services.kit.graphql.rows import Node, global_id, shows
from services.kit.graphql.schema import RefusalType
from services.registry.domain.channels import (
    Channel,
    ChannelKind,
    ChannelPatch,
    CloseChannel,
    NewChannel,
)
from services.registry.graphql.acting import GIVEN, KEY, REPLAYED, act_of
from services.registry.graphql.loaders import person_by_id, unit_by_code
from services.registry.graphql.persons import PersonType
from services.registry.graphql.rosters import InUnit, dressed, page_of
from services.registry.graphql.units import UnitType
from services.registry.store.channels import ChannelFilter
from services.registry.usecases import channels as usecases
from services.registry.usecases.rosters import list_channels


async def _unit(root: strawberry.Parent[Channel], info: Info) -> Any:
    return await unit_by_code(info, root.unit)


async def _monitor(root: strawberry.Parent[Channel], info: Info) -> Any:
    return await person_by_id(info, root.monitor) if root.monitor else None


@shows(Channel)
@strawberry.type(name="Channel", description="Where a unit publishes or is reached (发布渠道).")
class ChannelType(Node):
    id: strawberry.ID = global_id("Channel")
    unit: UnitType = strawberry.field(
        resolver=_unit, graphql_type=UnitType, description="Whose channel it is."
    )
    kind: ChannelKind = strawberry.field(description="What it is.")
    platform: str = strawberry.field(description="The site or network it lives on.")
    name: str = strawberry.field(description="Its name there.")
    url: str | None = strawberry.field(description="Its address.")
    owner: str | None = strawberry.field(description="Who runs it (运营主体).")
    monitor: PersonType | None = strawberry.field(
        resolver=_monitor, graphql_type=PersonType | None, description="Who watches it (监测人)."
    )
    own: bool = strawberry.field(
        description="Whether the unit runs it itself; the press and other sites are run by others."
    )
    group: str | None = strawberry.field(
        description="Group by which accounts are managed together (政务微博微信群)."
    )
    reach: int | None = strawberry.field(description="How many it reaches, null if not counted.")
    reach_source: str | None = strawberry.field(description="Who counted them (出处).")
    opened_on: date = strawberry.field(description="First day.")
    closed_on: date | None = strawberry.field(description="First closed day, null while open.")
    version: int = strawberry.field(description="Counts its changes, from 1.")


@strawberry.input(description="A channel to register.")
class OpenChannelInput:
    idempotency_key: str = strawberry.field(description=KEY)
    unit: str = strawberry.field(description="Code of the unit.")
    kind: ChannelKind = strawberry.field(description="What it is.")
    platform: str = strawberry.field(description="The site or network it lives on.")
    name: str = strawberry.field(description="Its name there.")
    url: str | None = strawberry.field(default=None, description="Its address, http or https.")
    owner: str | None = strawberry.field(default=None, description="Who runs it.")
    monitor_person_id: strawberry.ID | None = strawberry.field(
        default=None, description="Who watches it."
    )
    group: str | None = strawberry.field(default=None, description="Group it is managed in.")
    reach: int | None = strawberry.field(default=None, description="How many it reaches.")
    reach_source: str | None = strawberry.field(
        default=None, description="Who counted them; needed with a reach."
    )
    opened_on: date = strawberry.field(description="First day.")


@strawberry.input(description="What changes in a channel; what is null or absent stays.")
class UpdateChannelInput:
    idempotency_key: str = strawberry.field(description=KEY)
    id: strawberry.ID = strawberry.field(description="Which channel.")
    platform: str | None = strawberry.field(default=None, description="Site or network.")
    name: str | None = strawberry.field(default=None, description="Its name there.")
    url: str | None = strawberry.field(
        default=None, description="Its address; an empty text removes it."
    )
    owner: str | None = strawberry.field(
        default=None, description="Who runs it; an empty text removes it."
    )
    monitor_person_id: strawberry.ID | None = strawberry.field(
        default=None, description="Who watches it; an empty text: nobody."
    )
    group: str | None = strawberry.field(
        default=None, description="Group it is managed in; an empty text removes it."
    )
    reach: int | None = strawberry.field(default=None, description="How many it reaches.")
    reach_source: str | None = strawberry.field(
        default=None, description="Who counted them; an empty text removes the reach too."
    )


@strawberry.input(description="The closing of a channel.")
class CloseChannelInput:
    idempotency_key: str = strawberry.field(description=KEY)
    id: strawberry.ID = strawberry.field(description="Which channel.")
    closed_on: date = strawberry.field(description="First day on which it is closed.")


@strawberry.type(description="A channel opened, changed or closed.")
class ChannelPayload:
    channel: Channel = strawberry.field(graphql_type=ChannelType, description="As it is now.")
    replayed: bool = strawberry.field(description=REPLAYED)


@strawberry.type
class ChannelQueries:
    @strawberry.field(graphql_type=Connection[ChannelType], description="Channels, as entered.")
    async def channels(
        self,
        info: Info,
        unit: InUnit = None,
        kind: Annotated[
            ChannelKind | None, strawberry.argument(description="Of this kind.")
        ] = None,
        on: Annotated[date | None, strawberry.argument(description="Open on this day.")] = None,
        group: Annotated[str | None, strawberry.argument(description="In this group.")] = None,
        watched: Annotated[
            bool | None, strawberry.argument(description="With or without a monitor.")
        ] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> ConnectionRow[Channel]:
        request = page_of("channels", first, after, last, before)
        chosen = ChannelFilter(unit=unit, kind=kind, on=on, group=group, watched=watched)
        return dressed(request, await list_channels(info.context.database, chosen, request))


@strawberry.type
class ChannelMutations:
    @strawberry.mutation(description="Register a channel of a unit in the caller's scope.")
    async def open_channel(
        self,
        info: Info,
        input: Annotated[OpenChannelInput, GIVEN],  # noqa: A002 - the schema's word
    ) -> Annotated[ChannelPayload | RefusalType, strawberry.union("OpenChannelResult")]:
        monitor = input.monitor_person_id
        command = NewChannel(
            unit=input.unit,
            kind=input.kind,
            platform=input.platform,
            name=input.name,
            url=input.url,
            owner=input.owner,
            monitor=from_global_id(monitor, "Person", "monitorPersonId")
            if monitor is not None
            else None,
            group=input.group,
            reach=input.reach,
            reach_source=input.reach_source,
            opened_on=input.opened_on,
        )
        act = act_of(info, input.idempotency_key)
        done = await usecases.open_channel(info.context.database, act, command)
        return ChannelPayload(channel=done.value, replayed=done.replayed)

    @strawberry.mutation(description="Change a channel of the caller's scope.")
    async def update_channel(
        self,
        info: Info,
        input: Annotated[UpdateChannelInput, GIVEN],  # noqa: A002 - the schema's word
    ) -> Annotated[ChannelPayload | RefusalType, strawberry.union("UpdateChannelResult")]:
        monitor = input.monitor_person_id
        patch = ChannelPatch(
            id=from_global_id(input.id, "Channel"),
            platform=input.platform,
            name=input.name,
            url=input.url,
            owner=input.owner,
            monitor=from_global_id(monitor, "Person", "monitorPersonId") if monitor else None,
            unwatched=monitor == "",
            group=input.group,
            reach=input.reach,
            reach_source=input.reach_source,
        )
        act = act_of(info, input.idempotency_key)
        done = await usecases.update_channel(info.context.database, act, patch)
        return ChannelPayload(channel=done.value, replayed=done.replayed)

    @strawberry.mutation(description="Close a channel of the caller's scope.")
    async def close_channel(
        self,
        info: Info,
        input: Annotated[CloseChannelInput, GIVEN],  # noqa: A002 - the schema's word
    ) -> Annotated[ChannelPayload | RefusalType, strawberry.union("CloseChannelResult")]:
        command = CloseChannel(id=from_global_id(input.id, "Channel"), closed_on=input.closed_on)
        act = act_of(info, input.idempotency_key)
        done = await usecases.close_channel(info.context.database, act, command)
        return ChannelPayload(channel=done.value, replayed=done.replayed)
