"""A person's acts on notices: taking note, and setting where they go."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.deadlines.domain import notice_refusals as refusals
from services.deadlines.domain.facts_input import text
from services.deadlines.domain.notice_records import StoredNotice, check_acknowledge
from services.deadlines.domain.routes import (
    LONGEST_SECRET,
    MOST_ROUTES,
    Route,
    RouteKind,
    check_target,
)
from services.deadlines.domain.scopes import Scope, within
from services.deadlines.store import notice_reading as reading
from services.deadlines.store import routes as route_store
from services.deadlines.store.carriers import Carriers
from services.deadlines.usecases.notices import parcel_of
from services.kit.auth import Principal
from services.kit.changes import record
from services.kit.database import Connection, Database
from services.kit.idempotency import Once, once
from services.kit.ids import new_id
from services.kit.outbox import enqueue, withdraw

LONGEST_MEANS = 50
MOST_CAUGHT_UP = 200
"""So many notices that had no way out leave by a new route at once, the gravest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeActed:
    """The answer kept: which notice."""

    notice: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteSet:
    """The answer kept: which route, and how many waiting notices it was given."""

    route: UUID
    caught_up: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SetRoute:
    """The command: where a unit's notices go. ``secret`` None leaves the one that is there."""

    unit: str
    kind: RouteKind
    target: str
    secret: str | None
    active: bool
    accepts_drills: bool
    key: str


async def acknowledge_notice(
    database: Database, caller: Principal, notice: UUID, means: str | None, key: str, now: datetime
) -> Once[NoticeActed]:
    """Record that a recipient took note; nobody else's notice is touched, nor his own others.

    Raises Refusal NOT_FOUND, ALREADY_ACKNOWLEDGED, NOT_YOURS, MISSING (means).
    """
    means = text("input.means", LONGEST_MEANS)(means or "") or None
    async with database.transaction() as conn:

        async def act() -> NoticeActed:
            found = await reading.notice_for_update(conn, notice, caller.scope_code)
            if found is None:
                raise refusals.notice_not_found()
            check_acknowledge(
                found, role=caller.role, unit=caller.unit, name=caller.name, means=means
            )
            await reading.save_notice_acknowledgement(
                conn, notice, at=now, by=caller.name, means=means
            )
            await _note(conn, caller, found, means, now)
            return NoticeActed(notice=notice)

        return await once(
            conn,
            principal=caller.subject,
            key=key,
            operation="acknowledgeNotice",
            request=[str(notice), means],
            now=now,
            answer=NoticeActed,
            act=act,
        )


async def _note(
    conn: Connection, caller: Principal, notice: StoredNotice, means: str | None, now: datetime
) -> None:
    await record(
        conn,
        at=now,
        entity="notice",
        id=notice.id,
        version=2,
        kind="ACKNOWLEDGED",
        actor=caller.subject,
        scope=Scope.of_code(notice.unit).named(),
        body={
            "by": caller.name,
            "title": notice.subject,
            "person": notice.person or notice.unit_name,
            "means": means,
        },
    )


async def set_notice_route(
    database: Database, carriers: Carriers, caller: Principal, command: SetRoute, now: datetime
) -> Once[RouteSet]:
    """Set where a unit's notices go, or stop it; what waits for a stopped one is not lost.

    A new way out is given what had none. Raises Refusal NOT_FOUND (unit), BAD_TARGET,
    HOST_NOT_ALLOWED, NO_MAIL_SERVER, BAD_SECRET, TOO_LONG, TOO_MANY.
    """
    secret = _secret(command.secret)
    target = command.target.strip()
    if command.active:
        target = check_target(
            command.kind, command.target, carriers.hosts, mail=carriers.mail is not None
        )
    async with database.transaction() as conn:

        async def act() -> RouteSet:
            if not within(command.unit, caller.scope_level, caller.scope_code) or not (
                await route_store.unit_exists(conn, command.unit)
            ):
                raise refusals.unit_elsewhere()
            standing = await route_store.routes_of(conn, [command.unit])
            route = _route(command, target, secret, standing, caller, now)
            await route_store.save_route(conn, route)
            caught_up = await _follow(conn, route, now)
            await _note_route(conn, caller, route, now)
            return RouteSet(route=route.id, caught_up=caught_up)

        return await once(
            conn,
            principal=caller.subject,
            key=command.key,
            operation="setNoticeRoute",
            request=[
                command.unit,
                command.kind.value,
                target,
                secret,
                command.active,
                command.accepts_drills,
            ],
            now=now,
            answer=RouteSet,
            act=act,
        )


def _secret(secret: str | None) -> str | None:
    if secret is not None and not (
        0 < len(secret) <= LONGEST_SECRET and secret.isprintable() and secret.isascii()
    ):
        raise refusals.bad_secret(LONGEST_SECRET)
    return secret


def _route(
    command: SetRoute,
    target: str,
    secret: str | None,
    standing: list[Route],
    caller: Principal,
    now: datetime,
) -> Route:
    same = next((r for r in standing if (r.kind, r.target) == (command.kind, target)), None)
    if same is None and sum(route.active for route in standing) >= MOST_ROUTES:
        raise refusals.too_many_routes(MOST_ROUTES)
    return Route(
        id=same.id if same else new_id(),
        unit=command.unit,
        kind=command.kind,
        target=target,
        secret=secret or (same.secret if same else None),
        active=command.active,
        accepts_drills=command.accepts_drills,
        version=same.version + 1 if same else 1,
        set_at=now,
        set_by=caller.name,
    )


async def _follow(conn: Connection, route: Route, now: datetime) -> int:
    """Give a new way out what had none; take from a stopped one what waits for it."""
    if not route.active:
        subjects = await withdraw(conn, str(route.id))
        await route_store.mark_unrouted(conn, subjects)
        return 0
    waiting = await route_store.give_way(conn, route.unit, MOST_CAUGHT_UP)
    parcels = [parcel_of(row["id"], route.id, row["rank"], row["due_at"]) for row in waiting]
    if parcels:
        await enqueue(conn, parcels, now)
    return len(parcels)


async def _note_route(conn: Connection, caller: Principal, route: Route, now: datetime) -> None:
    await record(
        conn,
        at=now,
        entity="notice_route",
        id=route.id,
        version=route.version,
        kind="SET" if route.active else "STOPPED",
        actor=caller.subject,
        scope=Scope.of_code(route.unit).named(),
        body={
            "by": caller.name,
            "title": f"{route.unit} {route.kind.value} {route.place}",
            "accepts_drills": route.accepts_drills,
        },
    )
