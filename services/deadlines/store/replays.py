"""Past incidents as replaying a pack reads them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.deadlines.domain.incidents import StatedFacts
from services.deadlines.store.incidents import OLDEST
from services.deadlines.store.rows import stated_row
from services.kit.database import Connection
from services.kit.graphql.pages import Page, PageRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What replaying an incident needs of it: its newest facts, and the packs it is pinned to."""

    id: UUID
    number: str
    title: str
    drill: bool
    opened_at: datetime
    packs: list[str]
    rebased_at: datetime | None
    stated: StatedFacts


async def opened_between(
    conn: Connection, begins: datetime, ends: datetime, seen_by: str, page: PageRequest
) -> Page[Past]:
    """List the incidents opened in [begins, ends) that may be seen, oldest first, by id."""
    rows = await conn.fetch(
        """
        select i.id, i.number, i.title, i.drill, i.opened_at, i.packs, i.rebased_at, i.facts
        from incident_scope s
        join incident i on i.id = s.incident
        where s.scope = $1
        and s.incident > $2
        and i.opened_at >= $3
        and i.opened_at < $4
        order by s.incident
        limit $5
        """,
        seen_by,
        page.cursor[0] if page.cursor else OLDEST,
        begins,
        ends,
        page.limit,
    )
    return page.cut(
        [
            Past(
                id=row["id"],
                number=row["number"],
                title=row["title"],
                drill=row["drill"],
                opened_at=row["opened_at"],
                packs=row["packs"],
                rebased_at=row["rebased_at"],
                stated=stated_row(row["facts"]),
            )
            for row in rows
        ]
    )
