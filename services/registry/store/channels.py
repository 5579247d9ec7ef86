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
    """What listed channels have in common; ``on`` is a day on which they are open."""

    unit: str | None = None
    kind: str | None = None
    on: date | None = None


async def channels_after(
    conn: Connection, chosen: ChannelFilter, after: UUID | None, limit: int
) -> list[Channel]:
    """Return channels with ids after ``after`` (exclusive): oldest entry first."""
    rows = await conn.fetch(
        """
        select id, unit, kind, platform, name, url, owner, monitor, opened_on, closed_on, version
        from channel
        where ($1::text is null or unit = $1)
        and ($2::text is null or kind = $2)
        and ($3::date is null or (opened_on <= $3 and (closed_on is null or $3 < closed_on)))
        and ($4::uuid is null or id > $4)
        order by id
        limit $5
        """,
        chosen.unit,
        chosen.kind,
        chosen.on,
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
        select id, unit, kind, platform, name, url, owner, monitor, opened_on, closed_on, version
        from channel
        where ($1::text is null or unit = $1)
        and ($2::text is null or kind = $2)
        and ($3::date is null or (opened_on <= $3 and (closed_on is null or $3 < closed_on)))
        and ($4::uuid is null or id < $4)
        order by id desc
        limit $5
        """,
        chosen.unit,
        chosen.kind,
        chosen.on,
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
            limit $4
        ) counted
        """,
        chosen.unit,
        chosen.kind,
        chosen.on,
        COUNTED,
    )
    return count


async def channels_by_id(conn: Connection, ids: Sequence[UUID]) -> dict[UUID, Channel]:
    """Return those of the channels that exist, by id."""
    rows = await conn.fetch(
        """
        select id, unit, kind, platform, name, url, owner, monitor, opened_on, closed_on, version
        from channel
        where id = any($1::uuid[])
        """,
        list(ids),
    )
    return {row["id"]: _channel(row) for row in rows}


async def channels_of(conn: Connection, units: Sequence[str]) -> list[Channel]:
    """Return all channels of these units, closed ones too, as entered."""
    rows = await conn.fetch(
        """
        select id, unit, kind, platform, name, url, owner, monitor, opened_on, closed_on, version
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
            id, unit, kind, platform, name, url, owner, monitor, opened_on, closed_on, version
        )
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        """,
        *_values(channel),
    )


async def save_closing(conn: Connection, channel: Channel) -> None:
    """Write the first closed day."""
    await conn.execute(
        """
        update channel
        set closed_on = $2, version = $3
        where id = $1
        """,
        channel.id,
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
            "opened_on",
            "closed_on",
            "version",
        ),
    )


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
        opened_on=row["opened_on"],
        closed_on=row["closed_on"],
        version=row["version"],
    )
