"""Carrying the obligations of an incident over to what is now required of it."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from uuid import UUID

from msgspec import structs

from services.deadlines.domain import messages
from services.deadlines.domain.obligations import Obligation, ObligationState, existing, newly_owed
from services.deadlines.domain.releases import Act, closings
from services.deadlines.domain.scopes import Scope
from services.deadlines.law.facts import Facts
from services.deadlines.law.reconciliation import reconcile, under_standing_keys
from services.deadlines.law.results import Plan, RequiredDuty
from services.deadlines.store.obligations import (
    Computed,
    close_obligations,
    lapse_obligations,
    move_obligations,
    obligations_of,
    open_obligations,
    renew_contacts,
)
from services.deadlines.store.releases import releases_of
from services.deadlines.usecases.previews import Worked
from services.deadlines.usecases.recording import Record, told_of
from services.kit.database import Connection
from services.kit.ids import new_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """What became of an incident's obligations; ``renewed`` only got new contacts."""

    opened: tuple[UUID, ...]
    moved: tuple[UUID, ...]
    lapsed: tuple[UUID, ...]
    renewed: tuple[UUID, ...]

    @property
    def touched(self) -> frozenset[UUID]:
        """All that changed."""
        return frozenset((*self.opened, *self.moved, *self.lapsed, *self.renewed))


async def carry_out(
    conn: Connection, record: Record, worked: Worked, place: Scope, *, cause: str
) -> Carried:
    """Reconcile, save and note every change. The incident must be locked.

    An obligation that is kept still gets the owner's and the person's present particulars, which
    is how one opened without contacts is completed.
    """
    standing = {row.key: row for row in await obligations_of(conn, record.incident)}
    before = [existing(row) for row in standing.values()]
    duties = under_standing_keys(before, worked.calculation.duties, record.now)
    required = {duty.key: duty for duty in duties}
    plan = reconcile(before, duties, record.now, cause=cause)
    opened = [_computed(new_id(), duty, worked, place) for duty in plan.open]
    await _open(conn, record, opened, cause)
    moved = await _move(conn, record, plan, standing, worked, place)
    lapsed = await _lapse(conn, record, plan, standing)
    kept = [standing[row.key] for row in plan.keep]
    renewed = await _renew(conn, record, kept, required, worked, place)
    return Carried(
        opened=tuple(row.id for row in opened), moved=moved, lapsed=lapsed, renewed=renewed
    )


async def renew(conn: Connection, record: Record, worked: Worked, place: Scope) -> tuple[UUID, ...]:
    """Give the open obligations the present particulars of who answers for them, and no more.

    Their limits and owners stay, whatever else would be calculated now. The incident must be
    locked. Returns those that changed.
    """
    standing = await obligations_of(conn, record.incident)
    before = [existing(row) for row in standing]
    duties = under_standing_keys(before, worked.calculation.duties, record.now)
    required = {duty.key: duty for duty in duties}
    return await _renew(conn, record, standing, required, worked, place)


def _computed(id_: UUID, duty: RequiredDuty, worked: Worked, place: Scope) -> Computed:
    scope = worked.extract.scope_of(duty.owner.code) if duty.owner.known else place
    return Computed(id=id_, duty=duty, scope=scope)


def _stale(row: Obligation, duty: RequiredDuty) -> bool:
    # a breach that was kept stays with the unit whose it is
    same = row.owner.code == duty.owner.code
    return same and (row.owner != duty.owner or row.person != duty.person)


async def _open(conn: Connection, record: Record, opened: list[Computed], cause: str) -> None:
    if not opened:
        return
    by = record.caller.name
    await open_obligations(conn, record.incident, opened, at=record.now, actor=by, reason=cause)
    for row in opened:
        record.add("obligation", row.id, 1, "OPENED", title=row.duty.title, **told_of(row.duty))


async def _move(
    conn: Connection,
    record: Record,
    plan: Plan,
    standing: dict[str, Obligation],
    worked: Worked,
    place: Scope,
) -> tuple[UUID, ...]:
    rows = [
        _computed(standing[move.before.key].id, move.after, worked, place) for move in plan.move
    ]
    if not rows:
        return ()
    reasons = {standing[move.before.key].id: move.reason for move in plan.move}
    await move_obligations(conn, rows, reasons, at=record.now, actor=record.caller.name)
    for move in plan.move:
        before = standing[move.before.key]
        record.add(
            "obligation",
            before.id,
            before.version + 1,
            "REOPENED" if move.reopened else "MOVED",
            title=move.after.title,
            reason=move.reason,
            **{**told_of(move.after), "owed": before.owed},
        )
    return tuple(row.id for row in rows)


async def _lapse(
    conn: Connection, record: Record, plan: Plan, standing: dict[str, Obligation]
) -> tuple[UUID, ...]:
    reasons = {standing[lapse.before.key].id: lapse.reason for lapse in plan.lapse}
    if not reasons:
        return ()
    await lapse_obligations(conn, reasons, at=record.now, by=record.caller.name)
    for lapse in plan.lapse:
        row = standing[lapse.before.key]
        record.add(
            "obligation", row.id, row.version + 1, "LAPSED", title=row.title, reason=lapse.reason
        )
    return tuple(reasons)


async def _renew(
    conn: Connection,
    record: Record,
    rows: Sequence[Obligation],
    required: Mapping[str, RequiredDuty],
    worked: Worked,
    place: Scope,
) -> tuple[UUID, ...]:
    stale = [
        row
        for row in rows
        if row.key in required and row.state.value == "OPEN" and _stale(row, required[row.key])
    ]
    if not stale:
        return ()
    await renew_contacts(
        conn, [_computed(row.id, required[row.key], worked, place) for row in stale]
    )
    for row in stale:
        duty = required[row.key]
        record.add(
            "obligation",
            row.id,
            row.version + 1,
            "CONTACTS_CHANGED",
            title=duty.title,
            unit=duty.owner.name,
            person=duty.person.name if duty.person else None,
            answers=told_of(duty)["answers"],
        )
    return tuple(row.id for row in stale)


async def meet_by_earlier_releases(
    conn: Connection, record: Record, facts: Facts, changed: Set[UUID]
) -> None:
    """Fulfil what an assessment opened or changed and a release had met before, at its time.

    What was published stays published: a regrade asks nobody to say it again.
    """
    releases = await releases_of(conn, record.incident) if changed else []
    if not releases:
        return
    rows = {r.id: r for r in await obligations_of(conn, record.incident)}
    met: set[UUID] = set()
    for release in reversed(releases):
        act = Act(
            form=release.form,
            conclusive=release.conclusive,
            released_at=release.released_at,
            platforms=frozenset(p.platform for p in release.publications if p.platform),
            unit=release.unit.code,
            late_reason=release.late_reason,
        )
        by = record.caller.name
        found = closings(rows.values(), act, facts, at=record.now, by=by)
        closed = [closing for closing in found if closing.id in changed - met]
        if closed:
            await close_obligations(conn, closed)
        ended = {closing.id for closing in closed}
        # what waited for one of these is owed when the next release comes
        owed = set(newly_owed(rows.values(), closed))
        rows = {id_: _as_of_next(row, ended, owed) for id_, row in rows.items()}
        for closing in closed:
            row = rows[closing.id]
            met.add(row.id)
            record.add(
                "obligation",
                row.id,
                row.version + 1,
                "FULFILLED",
                title=row.title,
                outcome=closing.outcome,
                done_at=act.released_at.isoformat(),
                reason=messages.MET_BEFORE,
                release=str(release.id),
            )


def _as_of_next(row: Obligation, ended: Set[UUID], owed: Set[UUID]) -> Obligation:
    if row.id in ended:
        return structs.replace(row, state=ObligationState.FULFILLED)
    return structs.replace(row, owed=True) if row.id in owed else row
