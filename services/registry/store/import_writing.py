"""Changes of many rows at once: one statement however many an import has."""

import re
from collections.abc import Sequence
from uuid import UUID

import asyncpg

from services.kit.database import Connection
from services.registry.domain.appointments import Appointment
from services.registry.domain.channels import Channel
from services.registry.domain.experts import Expert
from services.registry.domain.persons import Person
from services.registry.domain.units import Unit

LONG = 60.0
"""Seconds that one statement of an import may take; the server's own limit is lifted as far."""


async def save_units(conn: Connection, many: Sequence[Unit]) -> None:
    """Write what imports change in units."""
    await conn.execute(
        """
        update unit
        set supervising = given.supervising, management = given.management,
            tags = array(select jsonb_array_elements_text(given.tags)),
            work_body = given.work_body, credit_code = given.credit_code,
            version = given.version
        from jsonb_to_recordset($1) as given (
            id uuid, supervising text, management text, tags jsonb, work_body text,
            credit_code text, version integer
        )
        where unit.id = given.id
        """,
        [
            {
                "id": one.id,
                "supervising": one.supervising,
                "management": one.management,
                "tags": one.tags,
                "work_body": one.work_body,
                "credit_code": one.credit_code,
                "version": one.version,
            }
            for one in many
        ],
        timeout=LONG,
    )


async def save_hints(conn: Connection, many: Sequence[Person]) -> None:
    """Write the hints of persons whose numbers change."""
    await conn.execute(
        """
        update person
        set phone_hint = given.phone_hint, version = given.version
        from unnest($1::uuid[], $2::text[], $3::integer[]) as given (id, phone_hint, version)
        where person.id = given.id
        """,
        [one.id for one in many],
        [one.phone_hint for one in many],
        [one.version for one in many],
        timeout=LONG,
    )


async def save_ends(conn: Connection, many: Sequence[Appointment]) -> None:
    """Write last days of appointments, and why they end."""
    await conn.execute(
        """
        update appointment
        set ends_on = given.ends_on, end_reason = given.end_reason, version = given.version
        from unnest($1::uuid[], $2::date[], $3::text[], $4::integer[])
            as given (id, ends_on, end_reason, version)
        where appointment.id = given.id
        """,
        [one.id for one in many],
        [one.ends_on for one in many],
        [one.end_reason for one in many],
        [one.version for one in many],
        timeout=LONG,
    )


async def save_experts(conn: Connection, many: Sequence[Expert]) -> None:
    """Write what imports change in experts."""
    await conn.execute(
        """
        update expert
        set fields = array(select jsonb_array_elements_text(given.fields)),
            affiliation = given.affiliation, available = given.available,
            removed_on = given.removed_on, version = given.version
        from jsonb_to_recordset($1) as given (
            id uuid, fields jsonb, affiliation text, available boolean, removed_on date,
            version integer
        )
        where expert.id = given.id
        """,
        [
            {
                "id": one.id,
                "fields": one.fields,
                "affiliation": one.affiliation,
                "available": one.available,
                "removed_on": one.removed_on,
                "version": one.version,
            }
            for one in many
        ],
        timeout=LONG,
    )


async def save_channels(conn: Connection, many: Sequence[Channel]) -> None:
    """Write what imports change in channels."""
    await conn.execute(
        """
        update channel
        set platform = given.platform, url = given.url, owner = given.owner,
            monitor = given.monitor, chat_group = given.chat_group, reach = given.reach,
            reach_source = given.reach_source, closed_on = given.closed_on,
            version = given.version
        from jsonb_to_recordset($1) as given (
            id uuid, platform text, url text, owner text, monitor uuid, chat_group text,
            reach integer, reach_source text, closed_on date, version integer
        )
        where channel.id = given.id
        """,
        [
            {
                "id": one.id,
                "platform": one.platform,
                "url": one.url,
                "owner": one.owner,
                "monitor": one.monitor,
                "chat_group": one.group,
                "reach": one.reach,
                "reach_source": one.reach_source,
                "closed_on": one.closed_on,
                "version": one.version,
            }
            for one in many
        ],
        timeout=LONG,
    )


async def keep_phones(
    conn: Connection, kept_for: UUID, persons: Sequence[UUID], seen_from: str
) -> None:
    """Put aside the numbers of these persons, unread, until their import may be undone."""
    await conn.execute(
        "select keep_phones($1, $2, $3)", kept_for, list(persons), seen_from, timeout=LONG
    )


async def restore_phones(conn: Connection, kept_for: UUID, seen_from: str) -> None:
    """Give persons back the numbers that an import replaced, unread."""
    await conn.execute("select restore_phones($1, $2)", kept_for, seen_from, timeout=LONG)


class StillReferred(Exception):
    """Something that was to be deleted is referred to by another row: ``key`` is its id or code."""

    def __init__(self, table: str, key: str) -> None:
        super().__init__(table)
        self.table = table
        self.key = key


async def delete_roster(
    conn: Connection,
    *,
    channels: Sequence[UUID],
    experts: Sequence[UUID],
    appointments: Sequence[UUID],
    persons: Sequence[UUID],
    units: Sequence[UUID],
) -> None:
    """Delete rows whose import is undone; nothing else ever deletes any. Numbers go before.

    Raises StillReferred; the transaction is lost then.
    """
    try:
        await conn.execute(
            "delete from channel where id = any($1::uuid[])", list(channels), timeout=LONG
        )
        await conn.execute(
            "delete from expert where id = any($1::uuid[])", list(experts), timeout=LONG
        )
        await conn.execute(
            "delete from appointment where id = any($1::uuid[])", list(appointments), timeout=LONG
        )
        await conn.execute(
            "delete from person where id = any($1::uuid[])", list(persons), timeout=LONG
        )
        await conn.execute("delete from unit where id = any($1::uuid[])", list(units), timeout=LONG)
    except asyncpg.ForeignKeyViolationError as error:
        key = re.search(r"\)=\((.*?)\)", error.detail or "")
        raise StillReferred(error.table_name or "", key[1] if key else "") from error
