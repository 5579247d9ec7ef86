"""Open, change and close channels."""

from uuid import UUID

from services.kit.database import Connection, Database
from services.kit.idempotency import Once
from services.kit.ids import new_id
from services.registry.domain import channels as domain
from services.registry.domain.appointments import local_day
from services.registry.domain.bodies import channel_body
from services.registry.domain.channels import Channel, ChannelPatch, CloseChannel, NewChannel
from services.registry.domain.filed_lists import FILED_CHANNELS, channel_entries
from services.registry.domain.filings import FilingSubject, ListChange
from services.registry.domain.refusals import unknown
from services.registry.domain.units import Unit
from services.registry.store import channels as store
from services.registry.usecases.acting import (
    Act,
    name_of_person,
    note,
    own_unit,
    own_unit_locked,
    perform,
)
from services.registry.usecases.filings import list_changed


async def open_channel(database: Database, act: Act, command: NewChannel) -> Once[Channel]:
    """Register a channel of a unit in the caller's scope; raises Refusal."""

    async def work(conn: Connection) -> Channel:
        unit = await own_unit(conn, act, command.unit, "unit")
        if command.monitor is not None:
            await name_of_person(conn, command.monitor, "monitorPersonId")
        channel = domain.open_channel(command, new_id())
        await store.insert_channel(conn, channel)
        await note(conn, act, "channel", "created", unit.scope, channel, channel_body(channel))
        await _channels_changed(conn, act, unit, ListChange.ADDED, channel)
        return channel

    return await perform(database, act, "openChannel", command, Channel, work)


async def close_channel(database: Database, act: Act, command: CloseChannel) -> Once[Channel]:
    """Close a channel in the caller's scope; raises Refusal."""

    async def work(conn: Connection) -> Channel:
        unit, current = await _own_channel(conn, act, command.id)
        closed = domain.close_channel(current, command)
        await store.save_channel(conn, closed)
        await note(conn, act, "channel", "closed", unit.scope, closed, channel_body(closed))
        await _channels_changed(conn, act, unit, ListChange.REMOVED, closed)
        return closed

    return await perform(database, act, "closeChannel", command, Channel, work)


async def update_channel(database: Database, act: Act, patch: ChannelPatch) -> Once[Channel]:
    """Change a channel of the caller's scope; raises Refusal.

    Who watches a channel, its group and its reach are not filed; what it is called and where it is
    are.
    """

    async def work(conn: Connection) -> Channel:
        if patch.monitor is not None:
            await name_of_person(conn, patch.monitor, "monitorPersonId")
        unit, current = await _own_channel(conn, act, patch.id)
        changed = domain.update_channel(current, patch)
        await store.save_channel(conn, changed)
        await note(conn, act, "channel", "updated", unit.scope, changed, channel_body(changed))
        today = local_day(act.now)
        if channel_entries([changed], today) != channel_entries([current], today):
            await _channels_changed(conn, act, unit, ListChange.CHANGED, changed)
        return changed

    return await perform(database, act, "updateChannel", patch, Channel, work)


async def _own_channel(conn: Connection, act: Act, id: UUID) -> tuple[Unit, Channel]:  # noqa: A002 - the row's own word
    """Return a channel with the unit, which is locked; raises NOT_FOUND or OUT_OF_SCOPE."""
    found = (await store.channels_by_id(conn, [id])).get(id)
    if found is None:
        raise unknown("渠道", "id")
    unit = await own_unit_locked(conn, act, found.unit, "id")
    return unit, (await store.channels_by_id(conn, [id]))[id]


async def _channels_changed(
    conn: Connection, act: Act, unit: Unit, what: ListChange, one: Channel
) -> None:
    """Open a filing where the channel is a 政务微博 or 政务微信 (某省 2013 七)."""
    if one.kind in FILED_CHANNELS:
        subject = FilingSubject.CHANNELS
        await list_changed(conn, act, unit, subject, what, "channel", one.id, one.name)
