"""Channels: the type, the list, opening and closing."""

from datetime import date
from typing import Annotated, Any

import strawberry

from services.kit.graphql.context import Info
from services.kit.graphql.ids import from_global_id
from services.kit.graphql.pages import After, Before, Connection, ConnectionRow, First, Last
from services.kit.graphql.rows import Node, global_id, shows
from services.kit.graphql.schema import RefusalType
from services.registry.domain.channels import Channel, ChannelKind, CloseChannel, NewChannel
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
    opened_on: date = strawberry.field(description="First day.")


@strawberry.input(description="The closing of a channel.")
class CloseChannelInput:
    idempotency_key: str = strawberry.field(description=KEY)
    id: strawberry.ID = strawberry.field(description="Which channel.")
    closed_on: date = strawberry.field(description="First day on which it is closed.")


@strawberry.type(description="A channel opened or closed.")
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
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> ConnectionRow[Channel]:
        request = page_of("channels", first, after, last, before)
        chosen = ChannelFilter(unit=unit, kind=kind, on=on)
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
            monitor=from_global_id(monitor, "Person", "monitorPersonId") if monitor else None,
            opened_on=input.opened_on,
        )
        act = act_of(info, input.idempotency_key)
        done = await usecases.open_channel(info.context.database, act, command)
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
