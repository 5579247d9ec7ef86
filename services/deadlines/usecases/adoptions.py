"""Adopting a version of a rule pack for a place, and withdrawing that."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from services.deadlines.domain import adoption_refusals, period_refusals
from services.deadlines.domain.adoptions import (
    AdoptionRecord,
    check_adoption,
    check_withdrawal,
)
from services.deadlines.domain.facts_input import LONGEST_WORD, text, unit_code
from services.deadlines.domain.refusals import missing, unknown_pack
from services.deadlines.domain.scopes import Scope
from services.deadlines.law.directory import Unit
from services.deadlines.law.selection import Need
from services.deadlines.store import adoptions as store
from services.deadlines.store.directory import directory_for
from services.deadlines.usecases.previews import Law
from services.kit.auth import Principal
from services.kit.changes import record
from services.kit.database import Connection, Database
from services.kit.idempotency import Once, once
from services.kit.ids import new_id

LONGEST_REASON = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Adopted:
    """The answer kept for adoptPack and withdrawAdoption."""

    adoption: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptPack:
    """The command; ``version`` None is the one that came into force last."""

    pack: str
    version: str | None
    unit: str
    effective_from: date
    document: str | None
    reason: str | None
    key: str


async def adopt_pack(
    database: Database, law: Law, caller: Principal, command: AdoptPack, now: datetime
) -> Once[Adopted]:
    """Let a version of a pack bind a unit and all below it from a day on.

    Incidents that are open keep what they are pinned to. Raises Refusal UNKNOWN_PACK,
    UNKNOWN_UNIT, NOT_FOUND (another territory), and those of `check_adoption`.
    """
    pack = law.packs.get(command.pack, command.version)
    if pack is None:
        version = f"@{command.version}" if command.version else ""
        raise unknown_pack(f"{command.pack}{version}", "input.pack")
    code = unit_code("input.unit")(command.unit)
    document = text("input.document", LONGEST_WORD)(command.document or "") or None
    reason = text("input.reason", LONGEST_REASON)(command.reason or "") or None
    begins = command.effective_from

    async with database.transaction() as conn:

        async def act() -> Adopted:
            unit, scope = await own_unit(conn, caller, code, now)
            await store.renew_token(conn)
            standing = await store.adoptions_of(conn, code, pack.id)
            check_adoption(pack, unit, begins, reason, standing, law.packs, now)
            row = AdoptionRecord(
                id=new_id(),
                pack=pack.id,
                pack_version=pack.version,
                unit=code,
                unit_name=unit.name,
                begins=begins,
                ends=None,
                document=document,
                reason=reason,
                decided_at=now,
                decided_by=caller.name,
                withdrawn_at=None,
                withdrawn_by=None,
                withdrawal_reason=None,
                version=1,
            )
            await store.save_adoption(conn, row, scope.named())
            await _note(conn, caller, row, "ADOPTED", reason, pack.title, scope.named(), now)
            return Adopted(adoption=row.id)

        return await once(
            conn,
            principal=caller.subject,
            key=command.key,
            operation="adoptPack",
            request=[pack.id, pack.version, code, begins.isoformat(), document, reason],
            now=now,
            answer=Adopted,
            act=act,
        )


async def withdraw_adoption(
    database: Database,
    law: Law,
    caller: Principal,
    adoption: UUID,
    ends: date,
    reason: str,
    key: str,
    now: datetime,
) -> Once[Adopted]:
    """Let an adoption bind no more from a day on; what was opened under it stays.

    Raises Refusal MISSING (reason), NOT_FOUND, and those of `check_withdrawal`.
    """
    why = text("input.reason", LONGEST_REASON)(reason)
    if not why:
        raise missing("input.reason", "停用理由")

    async with database.transaction() as conn:

        async def act() -> Adopted:
            await store.renew_token(conn)
            found = await store.adoption_by_id(conn, adoption, caller.scope_code)
            if found is None:
                raise adoption_refusals.adoption_not_found("input.adoption")
            row, seen_by = found
            check_withdrawal(row, ends, now)
            ended = replace(
                row,
                ends=ends,
                withdrawn_at=now,
                withdrawn_by=caller.name,
                withdrawal_reason=why,
                version=row.version + 1,
            )
            await store.save_withdrawal(conn, ended)
            pack = law.packs.get(row.pack, row.pack_version)
            title = pack.title if pack else row.pack
            await _note(conn, caller, ended, "WITHDRAWN", why, title, seen_by, now)
            return Adopted(adoption=adoption)

        return await once(
            conn,
            principal=caller.subject,
            key=key,
            operation="withdrawAdoption",
            request=[str(adoption), ends.isoformat(), why],
            now=now,
            answer=Adopted,
            act=act,
        )


async def own_unit(
    conn: Connection, caller: Principal, code: str, now: datetime
) -> tuple[Unit, Scope]:
    """Find a unit of the caller's territory; raises Refusal UNKNOWN_UNIT or NOT_FOUND."""
    extract = await directory_for(conn, Need(divisions=(), units=(code,), lines=()), now, now)
    scope = extract.scope_of(code)
    if scope.at(caller.scope_level) != caller.scope_code:
        raise period_refusals.unit_elsewhere("input.unit")
    unit = extract.directory.unit(code)
    if unit is None:
        raise adoption_refusals.not_registered(code, "input.unit")
    return unit, scope


async def _note(
    conn: Connection,
    caller: Principal,
    row: AdoptionRecord,
    kind: str,
    reason: str | None,
    title: str,
    seen_by: tuple[str, ...] | list[str],
    now: datetime,
) -> None:
    await record(
        conn,
        at=now,
        entity="pack_adoption",
        id=row.id,
        version=row.version,
        kind=kind,
        actor=caller.subject,
        scope=seen_by,
        body={
            "by": caller.name,
            "title": f"{row.unit_name}《{title}》第{row.pack_version}版",
            "pack": f"{row.pack}@{row.pack_version}",
            "unit": row.unit,
            "begins": row.begins.isoformat(),
            "ends": row.ends.isoformat() if row.ends else None,
            "reason": reason,
        },
    )
