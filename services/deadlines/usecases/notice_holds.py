"""Planning a silence of a territory, and ending it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.deadlines.domain import notice_refusals as refusals
from services.deadlines.domain.facts_input import text
from services.deadlines.domain.notice_records import check_until
from services.deadlines.domain.notices import Hold
from services.deadlines.domain.refusals import missing
from services.deadlines.domain.scopes import Scope
from services.deadlines.store import holds as store
from services.kit.auth import Principal
from services.kit.changes import record
from services.kit.database import Connection, Database
from services.kit.idempotency import Once, once
from services.kit.ids import new_id

LONGEST_REASON = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """The answer kept: the territory, until when (None: ended)."""

    scope: str
    until: datetime | None


async def hold_notices(
    database: Database, caller: Principal, until: datetime, reason: str, key: str, now: datetime
) -> Once[Held]:
    """Plan a silence of the caller's territory: what comes due is held, and told after in one.

    Raises Refusal MISSING (reason), BAD_UNTIL.
    """
    reason = text("input.reason", LONGEST_REASON)(reason)
    if not reason:
        raise missing("input.reason", "静默原因")
    check_until(until, now)
    async with database.transaction() as conn:

        async def act() -> Held:
            scope = caller.scope_code
            await store.end_holds(conn, scope, now)
            hold = Hold(
                id=new_id(),
                scope=scope,
                begins_at=now,
                until=until,
                reason=reason,
                actor=caller.name,
            )
            await store.save_hold(conn, hold)
            await _note_hold(conn, caller, hold.id, "HELD", reason, until, now)
            return Held(scope=scope, until=until)

        return await once(
            conn,
            principal=caller.subject,
            key=key,
            operation="holdNotices",
            request=[until.isoformat(), reason],
            now=now,
            answer=Held,
            act=act,
        )


async def release_notices(
    database: Database, caller: Principal, key: str, now: datetime
) -> Once[Held]:
    """End the planned silence of the caller's territory; the next sweep tells what was held.

    Raises Refusal NOTHING_HELD.
    """
    async with database.transaction() as conn:

        async def act() -> Held:
            ended = await store.end_holds(conn, caller.scope_code, now)
            if not ended:
                raise refusals.nothing_held()
            for id_ in ended:
                await _note_hold(conn, caller, id_, "RELEASED", "", None, now)
            return Held(scope=caller.scope_code, until=None)

        return await once(
            conn,
            principal=caller.subject,
            key=key,
            operation="releaseNotices",
            request=[],
            now=now,
            answer=Held,
            act=act,
        )


async def _note_hold(
    conn: Connection,
    caller: Principal,
    hold: UUID,
    kind: str,
    reason: str,
    until: datetime | None,
    now: datetime,
) -> None:
    await record(
        conn,
        at=now,
        entity="notice_hold",
        id=hold,
        version=1 if kind == "HELD" else 2,
        kind=kind,
        actor=caller.subject,
        scope=Scope.of_code(caller.scope_code).named(),
        body={
            "by": caller.name,
            "title": "计划静默",
            "reason": reason or None,
            "until": until.isoformat() if until else None,
        },
    )
