"""The line to take, in versions."""

from collections.abc import Sequence
from uuid import UUID

from asyncpg import Record

from services.deadlines.domain.gates import Statement
from services.deadlines.store.rows import by_incident
from services.kit.database import Connection


async def save_statement(conn: Connection, statement: Statement) -> None:
    """Append a version of the line."""
    await conn.execute(
        """
        insert into statement (id, incident, version, text, note, author, at)
        values ($1, $2, $3, $4, $5, $6, $7)
        """,
        statement.id,
        statement.incident_id,
        statement.version,
        statement.text,
        statement.note,
        statement.author,
        statement.at,
    )


async def statements_of(conn: Connection, incident: UUID) -> list[Statement]:
    """List an incident's versions of the line, newest first; none bears its approval."""
    return (await statements_by_incident(conn, [incident])).get(incident, [])


async def statements_by_incident(
    conn: Connection, incidents: Sequence[UUID]
) -> dict[UUID, list[Statement]]:
    """List the versions of the line of each of these incidents, newest first."""
    rows = await conn.fetch(
        """
        select id, incident, version, text, note, author, at
        from statement
        where incident = any($1::uuid[])
        order by incident, version desc
        """,
        list(incidents),
    )
    return by_incident(rows, _statement)


def _statement(row: Record) -> Statement:
    return Statement(
        id=row["id"],
        incident_id=row["incident"],
        version=row["version"],
        text=row["text"],
        note=row["note"],
        author=row["author"],
        at=row["at"],
    )
