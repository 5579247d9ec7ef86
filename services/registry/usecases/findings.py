"""Audit the rosters, and list what was found."""

from uuid import UUID

from services.kit.auth import Principal
from services.kit.database import Connection, Database
from services.kit.graphql.pages import PageRequest
from services.kit.idempotency import Once
from services.kit.ids import new_id
from services.registry.domain.access import require
from services.registry.domain.appointments import local_day
from services.registry.domain.findings import Finding, plan_audit
from services.registry.domain.refusals import bad_cursor, unknown_unit
from services.registry.domain.units import code_range
from services.registry.store import findings as store
from services.registry.store import units
from services.registry.store.audit_looks import count_kept_units, look
from services.registry.store.audits import RosterAudit, insert_audit, last_audit
from services.registry.store.search import plan_for_values
from services.registry.usecases.acting import Act, perform
from services.registry.usecases.filings import open_turned
from services.registry.usecases.moving import apply_due_moves
from services.registry.usecases.rosters import Listed
from services.registry.usecases.units import apply_due_names


async def audit_rosters(database: Database, act: Act) -> Once[RosterAudit]:
    """Compare what is wrong now with what was, and write the difference; safe to run at any time.

    Units that are to bear another name from today on bear it first, mergers whose day has come
    hand over what goes over, and lists that a day put behind their filed copies are to be filed.

    Two runs at once wait for each other, and the second finds nothing new.
    """

    async def work(conn: Connection) -> RosterAudit:
        await units.allow_long_statements(conn)
        await store.lock_audits(conn)
        today = local_day(act.now)
        await apply_due_names(conn, act.now)
        await apply_due_moves(conn, act)
        await open_turned(conn, act)
        found = await look(conn, today, act.now)
        plan = plan_audit(found, await store.standing_findings(conn), act.now, new_id)
        await store.save_audit(conn, plan)
        audit = RosterAudit(
            id=new_id(),
            at=act.now,
            units=await count_kept_units(conn, today),
            opened=len(plan.opened),
            resolved=len(plan.resolved),
            standing=len(found),
        )
        await insert_audit(conn, audit)
        return audit

    return await perform(database, act, "auditRosters", None, RosterAudit, work)


async def list_findings(
    database: Database,
    caller: Principal,
    under: str | None,
    kind: str | None,
    request: PageRequest,
) -> Listed[Finding]:
    """Return the open findings of a subtree, by default the caller's, by unit and kind.

    Raises UNKNOWN_UNIT, or OUT_OF_SCOPE where the subtree is not the caller's.
    """
    above, below = code_range(under or caller.scope_code)
    chosen = store.FindingFilter(above=above, below=below, kind=kind)

    async def count() -> int:
        async with database.transaction() as conn:
            await plan_for_values(conn)
            return await store.count_findings(conn, chosen)

    read = store.findings_before if request.backward else store.findings_after
    async with database.transaction() as conn:
        if under is not None:
            await _own(conn, caller, under)
        await plan_for_values(conn)
        rows = await read(conn, chosen, _place(request), request.limit)
    return Listed(page=request.cut(rows), count=count)


async def newest_audit(database: Database) -> RosterAudit | None:
    """Return the last audit: how far the findings can be trusted."""
    async with database.reading() as conn:
        return await last_audit(conn)


async def _own(conn: Connection, caller: Principal, code: str) -> None:
    found = (await units.units_by_code(conn, [code])).get(code)
    if found is None:
        raise unknown_unit(code, "under")
    require(caller, "Query.rosterFindings", found, "under")


def _place(request: PageRequest) -> tuple[str, str, UUID] | None:
    match request.cursor:
        case None:
            return None
        case (str() as unit, str() as kind, UUID() as id_):
            return unit, kind, id_
        case _:
            raise bad_cursor("before" if request.backward else "after")
