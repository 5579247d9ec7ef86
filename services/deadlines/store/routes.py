"""The routes by which reminders leave the house."""

from collections.abc import Sequence
from uuid import UUID

from asyncpg import Record

from services.deadlines.domain.routes import Route, RouteKind
from services.kit.database import Connection


async def routes_of(conn: Connection, units: Sequence[str]) -> list[Route]:
    """List the routes of these units, active or not, by unit, kind and target."""
    rows = await conn.fetch(
        """
        select id, unit, kind, target, secret, active, accepts_drills, version, set_at, set_by
        from notice_route
        where unit = any($1::text[])
        order by unit, kind, target
        """,
        list(units),
    )
    return [_route(row) for row in rows]


async def route_by_id(conn: Connection, route: UUID) -> Route | None:
    """Find a route."""
    row = await conn.fetchrow(
        """
        select id, unit, kind, target, secret, active, accepts_drills, version, set_at, set_by
        from notice_route
        where id = $1
        """,
        route,
    )
    return _route(row) if row else None


async def save_route(conn: Connection, route: Route) -> None:
    """Write a route; the same unit, kind and target are the same route."""
    await conn.execute(
        """
        insert into notice_route (
            id, unit, kind, target, secret, active, accepts_drills, version, set_at, set_by
        )
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        on conflict (unit, kind, target) do update
        set secret = excluded.secret, active = excluded.active,
            accepts_drills = excluded.accepts_drills, version = excluded.version,
            set_at = excluded.set_at, set_by = excluded.set_by
        """,
        route.id,
        route.unit,
        route.kind.value,
        route.target,
        route.secret,
        route.active,
        route.accepts_drills,
        route.version,
        route.set_at,
        route.set_by,
    )


async def unit_exists(conn: Connection, unit: str) -> bool:
    """Tell whether the mirror knows a unit."""
    found: bool = await conn.fetchval(
        "select exists (select from mirror_unit where code = $1)", unit
    )
    return found


async def mark_unrouted(conn: Connection, notices: Sequence[UUID]) -> None:
    """Mark those of these notices that nothing has carried or will carry (无处可送)."""
    await conn.execute(
        """
        update notice n
        set unrouted = true
        where n.id = any($1::uuid[])
        and not n.drill
        and not exists (select from outbox o where o.subject = n.id)
        """,
        list(notices),
    )


async def give_way(conn: Connection, unit: str, limit: int) -> list[Record]:
    """Take those of a unit's notices that had no way out and nobody acknowledged, gravest first."""
    return await conn.fetch(
        """
        update notice n
        set unrouted = false
        from (
            select id
            from notice
            where unit = $1
            and unrouted
            and acknowledged_at is null
            order by rank, due_at
            limit $2
        ) as picked
        where n.id = picked.id
        returning n.id, n.rank, n.due_at
        """,
        unit,
        limit,
    )


def _route(row: Record) -> Route:
    kind = RouteKind(row["kind"])
    return Route(**{**dict(row), "kind": kind})
