"""Open and close channels."""

from services.kit.database import Connection, Database
from services.kit.idempotency import Once
from services.kit.ids import new_id
from services.registry.domain import channels as domain
from services.registry.domain.bodies import channel_body
from services.registry.domain.channels import Channel, CloseChannel, NewChannel
from services.registry.domain.refusals import unknown
from services.registry.store import channels as store
from services.registry.usecases.acting import (
    Act,
    name_of_person,
    note,
    own_unit,
    own_unit_locked,
    perform,
)


async def open_channel(database: Database, act: Act, command: NewChannel) -> Once[Channel]:
    """Register a channel of a unit in the caller's scope; raises Refusal."""

    async def work(conn: Connection) -> Channel:
        unit = await own_unit(conn, act, command.unit, "unit")
        if command.monitor is not None:
            await name_of_person(conn, command.monitor, "monitorPersonId")
        channel = domain.open_channel(command, new_id())
        await store.insert_channel(conn, channel)
        await note(conn, act, "channel", "created", unit.scope, channel, channel_body(channel))
        return channel

    return await perform(database, act, "openChannel", command, Channel, work)


async def close_channel(database: Database, act: Act, command: CloseChannel) -> Once[Channel]:
    """Close a channel in the caller's scope; raises Refusal."""

    async def work(conn: Connection) -> Channel:
        found = (await store.channels_by_id(conn, [command.id])).get(command.id)
        if found is None:
            raise unknown("渠道", "id")
        unit = await own_unit_locked(conn, act, found.unit, "id")
        current = (await store.channels_by_id(conn, [command.id]))[command.id]
        closed = domain.close_channel(current, command)
        await store.save_closing(conn, closed)
        await note(conn, act, "channel", "closed", unit.scope, closed, channel_body(closed))
        return closed

    return await perform(database, act, "closeChannel", command, Channel, work)
