"""The line to take, in versions."""

from uuid import UUID

from services.deadlines.domain.gates import Statement
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
    rows = await conn.fetch(
        """
        select id, incident as incident_id, version, text, note, author, at
        from statement
        where incident = $1
        order by version desc
        """,
        incident,
    )
    return [Statement(**dict(row)) for row in rows]
