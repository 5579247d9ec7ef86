"""Channels as rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from asyncpg import Record

from services.kit.database import Connection
from services.registry.domain.channels import Channel, ChannelKind

COUNTED = 1001


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelFilter:
    """What listed channels have in common; None does not filter.

    ``on`` is a day on which they are open, ``watched`` whether somebody monitors them.
    """

    unit: str | None = None
    kind: str | None = None
    on: date | None = None
    group: str | None = None
    watched: bool | None = None


async def channels_after(
    conn: Connection, chosen: ChannelFilter, after: UUID | None, limit: int
) -> list[Channel]:
    """Return channels with ids after ``after`` (exclusive): oldest entry first."""
    rows = await conn.fetch(
        """
        select id, unit, kind, platform, name, url, owner, monitor, chat_group, reach, reach_source,
            opened_on, closed_on, version
        from channel
        where ($1::text is null or unit = $1)
        and ($2::text is null or kind = $2)
        and ($3::date is null or (opened_on <= $3 and (closed_on is null or $3 < closed_on)))
        and ($4::text is null or chat_group = $4)
        and ($5::boolean is null or (monitor is not null) = $5)
        and ($6::uuid is null or id > $6)
        order by id
        limit $7
        """,
        *_bounds(chosen),
        after,
        limit,
    )
    return [_channel(row) for row in rows]


async def channels_before(
    conn: Connection, chosen: ChannelFilter, before: UUID | None, limit: int
) -> list[Channel]:
    """Return channels with ids before ``before`` (exclusive): newest entry first."""
    rows = await conn.fetch(
        """
        select id, unit, kind, platform, name, url, owner, monitor, chat_group, reach, reach_source,
            opened_on, closed_on, version
        from channel
        where ($1::text is null or unit = $1)
        and ($2::text is null or kind = $2)
        and ($3::date is null or (opened_on <= $3 and (closed_on is null or $3 < closed_on)))
        and ($4::text is null or chat_group = $4)
        and ($5::boolean is null or (monitor is not null) = $5)
        and ($6::uuid is null or id < $6)
        order by id desc
        limit $7
        """,
        *_bounds(chosen),
        before,
        limit,
    )
    return [_channel(row) for row in rows]


async def count_channels(conn: Connection, chosen: ChannelFilter) -> int:
    """Count the channels of a list, stopping at 1001."""
    count: int = await conn.fetchval(
        """
        select count(*)
        from (
            select 1
            from channel
            where ($1::text is null or unit = $1)
            and ($2::text is null or kind = $2)
            and ($3::date is null or (opened_on <= $3 and (closed_on is null or $3 < closed_on)))
            and ($4::text is null or chat_group = $4)
            and ($5::boolean is null or (monitor is not null) = $5)
            limit $6
        ) counted
        """,
        *_bounds(chosen),
        COUNTED,
    )
    return count


async def channels_by_id(conn: Connection, ids: Sequence[UUID]) -> dict[UUID, Channel]:
    """Return those of the channels that exist, by id."""
    rows = await conn.fetch(
        """
        select id, unit, kind, platform, name, url, owner, monitor, chat_group, reach, reach_source,
            opened_on, closed_on, version
        from channel
        where id = any($1::uuid[])
        """,
        list(ids),
    )
    return {row["id"]: _channel(row) for row in rows}


async def channels_by_reach(conn: Connection, unit: str, day: date, limit: int) -> list[Channel]:
    """Return a unit's channels open on a day: those that reach most first, uncounted ones last."""
    rows = await conn.fetch(
        """
        select id, unit, kind, platform, name, url, owner, monitor, chat_group, reach, reach_source,
            opened_on, closed_on, version
        from channel
        where unit = $1
        and opened_on <= $2
        and (closed_on is null or $2 < closed_on)
        order by reach desc nulls last, id
        limit $3
        """,
        unit,
        day,
        limit,
    )
    return [_channel(row) for row in rows]


async def channels_of(conn: Connection, units: Sequence[str]) -> list[Channel]:
    """Return all channels of these units, closed ones too, as entered."""
    rows = await conn.fetch(
        """
        select id, unit, kind, platform, name, url, owner, monitor, chat_group, reach, reach_source,
            opened_on, closed_on, version
        from channel
        where unit = any($1::text[])
        order by id
        """,
        list(units),
    )
    return [_channel(row) for row in rows]


async def insert_channel(conn: Connection, channel: Channel) -> None:
    """Write a new channel."""
    await conn.execute(
        """
        insert into channel (
            id, unit, kind, platform, name, url, owner, monitor, chat_group, reach, reach_source,
            opened_on, closed_on, version
        )
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
        """,
        *_values(channel),
    )


async def save_channel(conn: Connection, channel: Channel) -> None:
    """Write what may change in a channel: all but its unit, its kind and its first day."""
    await conn.execute(
        """
        update channel
        set platform = $2, name = $3, url = $4, owner = $5, monitor = $6, chat_group = $7,
            reach = $8, reach_source = $9, closed_on = $10, version = $11
        where id = $1
        """,
        channel.id,
        channel.platform,
        channel.name,
        channel.url,
        channel.owner,
        channel.monitor,
        channel.group,
        channel.reach,
        channel.reach_source,
        channel.closed_on,
        channel.version,
    )


async def copy_channels(conn: Connection, channels: Sequence[Channel]) -> None:
    """Write many new channels at once."""
    await conn.copy_records_to_table(
        "channel",
        records=[_values(channel) for channel in channels],
        columns=(
            "id",
            "unit",
            "kind",
            "platform",
            "name",
            "url",
            "owner",
            "monitor",
            "chat_group",
            "reach",
            "reach_source",
            "opened_on",
            "closed_on",
            "version",
        ),
    )


def _bounds(chosen: ChannelFilter) -> tuple[object, ...]:
    return (chosen.unit, chosen.kind, chosen.on, chosen.group, chosen.watched)


def _values(channel: Channel) -> tuple[object, ...]:
    return (
        channel.id,
        channel.unit,
        channel.kind.value,
        channel.platform,
        channel.name,
        channel.url,
        channel.owner,
        channel.monitor,
        channel.group,
        channel.reach,
        channel.reach_source,
        channel.opened_on,
        channel.closed_on,
        channel.version,
    )


def _channel(row: Record) -> Channel:
    return Channel(
        id=row["id"],
        unit=row["unit"],
        kind=ChannelKind(row["kind"]),
        platform=row["platform"],
        name=row["name"],
        url=row["url"],
        owner=row["owner"],
        monitor=row["monitor"],
        group=row["chat_group"],
        reach=row["reach"],
        reach_source=row["reach_source"],
        opened_on=row["opened_on"],
        closed_on=row["closed_on"],
        version=row["version"],
    )
