"""Issuing a report: counted, frozen, numbered, and counted in turn toward the duty to issue it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

import msgspec

from services.deadlines.domain import report_refusals
from services.deadlines.domain.acts import LONGEST_NOTE, LONGEST_NUMBER, optional, wanted
from services.deadlines.domain.facts_input import unit_code
from services.deadlines.domain.incidents import year_of
from services.deadlines.domain.issued import (
    ACT_OF,
    NUMBER,
    Difference,
    Issued,
    differences,
    frozen,
    thawed,
)
from services.deadlines.domain.report_counts import Narrowing
from services.deadlines.domain.reports import Report, ReportKind
from services.deadlines.domain.schemes import Scheme
from services.deadlines.domain.scopes import Scope, within
from services.deadlines.law.results import UnitRef
from services.deadlines.store import issued as store
from services.deadlines.usecases.acts import registered_unit
from services.deadlines.usecases.periodic_acts import RecordPeriodicAct, record_act
from services.deadlines.usecases.previews import Law
from services.deadlines.usecases.reports import Ask, make_assessment, make_bulletin
from services.kit.auth import Principal
from services.kit.changes import record
from services.kit.database import Connection, Database
from services.kit.idempotency import Once, once
from services.kit.ids import new_id

DUTY_OF: Mapping[ReportKind, list[str]] = {
    ReportKind.BULLETIN: ["BULLETIN"],
    ReportKind.ASSESSMENT: ["ANNUAL_ASSESSMENT", "INSPECTION"],
}
"""The kinds of duty that an issued report may meet, where the rule counts such an act."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedAnswer:
    """The answer kept for issueBulletin: the report, and the periods that it met."""

    id: UUID
    met: tuple[UUID, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueBulletin:
    """The command; ``issuer`` None is the caller's own unit, ``number`` None is ours.

    With ``corrects`` the report of that version is counted anew and ``ask`` is not looked at.
    """

    kind: ReportKind
    ask: Ask
    schemes: tuple[str, ...] | None
    issuer: str | None
    number: str | None
    corrects: UUID | None
    reason: str | None
    key: str


async def issue_bulletin(
    database: Database,
    law: Law,
    schemes: Mapping[str, Scheme],
    caller: Principal,
    command: IssueBulletin,
    now: datetime,
) -> Once[IssuedAnswer]:
    """Freeze a report as the record stands, with its number and hash (印发).

    It meets the issuer's open duty to issue one for just that time, unless it is narrowed.
    A correction is another version that names what differs. Raises Refusal NOT_FOUND (unit, issuer
    or what is corrected), BAD_PERIOD, UNKNOWN_SCHEME, UNKNOWN_UNIT, MISSING (reason),
    CORRECTED_ALREADY, NOTHING_DIFFERS, TOO_LONG, TOO_MANY.
    """
    issuer = unit_code("input.issuer")(command.issuer) if command.issuer else caller.unit
    if not within(issuer, caller.scope_level, caller.scope_code):
        raise report_refusals.unit_elsewhere("input.issuer")
    number = optional(command.number, "input.number", LONGEST_NUMBER)
    before = await _before(database, caller, command)
    reason = _reason(command)
    asked = before.asked if before else _written(command)
    report = await _report(database, schemes, caller, asked, now)

    async with database.transaction() as conn:

        async def act() -> IssuedAnswer:
            unit = (
                before.issuer
                if before
                else await registered_unit(conn, issuer, now, "input.issuer")
            )
            made = await _made(conn, report, unit, before, asked, number, reason, caller, now)
            met: tuple[UUID, ...] = ()
            if before is None and not command.ask.narrowing.any:
                made, met = await _counted(conn, law, caller, made, now)
            await store.save_issued(conn, made)
            await _note(conn, made, caller)
            return IssuedAnswer(id=made.id, met=met)

        return await once(
            conn,
            principal=caller.subject,
            key=command.key,
            operation="issueBulletin",
            request=[str(command.corrects), _written(command), issuer, number, reason],
            now=now,
            answer=IssuedAnswer,
            act=act,
        )


async def _before(database: Database, caller: Principal, command: IssueBulletin) -> Issued | None:
    if command.corrects is None:
        return None
    async with database.reading() as conn:
        before = await store.issued_by_id(conn, command.corrects)
    if before is None or not within(before.unit, caller.scope_level, caller.scope_code):
        raise report_refusals.bulletin_not_found("input.corrects")
    return before


def _reason(command: IssueBulletin) -> str | None:
    if command.corrects is None:
        return optional(command.reason, "input.reason", LONGEST_NOTE)
    return wanted(command.reason, "input.reason", "更正原因", LONGEST_NOTE)


def _written(command: IssueBulletin) -> dict[str, object]:
    ask = command.ask
    return {
        "kind": command.kind.value,
        "unit": ask.unit,
        "period": ask.period,
        "begins": ask.begins.isoformat() if ask.begins else None,
        "ends": ask.ends.isoformat() if ask.ends else None,
        "narrowing": msgspec.to_builtins(ask.narrowing),
        "schemes": None if command.schemes is None else list(command.schemes),
    }


async def _report(
    database: Database,
    schemes: Mapping[str, Scheme],
    caller: Principal,
    asked: Mapping[str, object],
    now: datetime,
) -> Report:
    """Count the report that was asked for; one that was issued before, as it was asked then."""
    ask = Ask(
        unit=msgspec.convert(asked["unit"], str | None),
        period=msgspec.convert(asked["period"], str | None),
        begins=msgspec.convert(asked["begins"], datetime | None),
        ends=msgspec.convert(asked["ends"], datetime | None),
        narrowing=msgspec.convert(asked["narrowing"], Narrowing),
        at="input.",
    )
    if asked["kind"] == ReportKind.BULLETIN:
        return await make_bulletin(database, caller, ask, now)
    names = msgspec.convert(asked["schemes"], tuple[str, ...] | None)
    return await make_assessment(database, schemes, caller, ask, names, now)


async def _made(
    conn: Connection,
    report: Report,
    issuer: UnitRef,
    before: Issued | None,
    asked: Mapping[str, object],
    number: str | None,
    reason: str | None,
    caller: Principal,
    now: datetime,
) -> Issued:
    year = before.year if before else year_of(now)
    serial = await store.next_serial(conn, issuer.code, year)  # locks the issuer's year
    changed: tuple[Difference, ...] = ()
    if before is not None:
        serial = before.serial
        if await store.corrected(conn, before.id):
            raise report_refusals.corrected_already(before.title, "input.corrects")
        changed = differences(thawed(before.content), report)
        if not changed:
            raise report_refusals.nothing_differs(before.title, "input.corrects")
    content, sha256 = frozen(report)
    ours = NUMBER.format(issuer=issuer.name, year=year, serial=serial)
    return Issued(
        id=new_id(),
        kind=report.kind,
        title=report.title,
        number=number or (before.number if before else ours),
        year=year,
        serial=serial,
        version=before.version + 1 if before else 1,
        corrects=before.id if before else None,
        reason=reason,
        differences=changed,
        issuer=issuer,
        unit=report.unit.code,
        begins=report.begins,
        ends=report.ends,
        # the time is kept as it was, so that a correction counts the same one
        asked={**asked, "unit": report.unit.code, **_time(asked, report)},
        content=content,
        sha256=sha256,
        act=None,
        issued_at=now,
        issued_by=caller.name,
    )


def _time(asked: Mapping[str, object], report: Report) -> dict[str, object]:
    if asked["period"] is not None:
        return {}
    return {"begins": report.begins.isoformat(), "ends": report.ends.isoformat()}


async def _counted(
    conn: Connection, law: Law, caller: Principal, made: Issued, now: datetime
) -> tuple[Issued, tuple[UUID, ...]]:
    """Count the report toward the period for which its issuer owes one, if there is such."""
    kinds = DUTY_OF[made.kind]
    occasion = await store.period_owed(conn, made.issuer.code, kinds, made.begins, made.ends)
    if occasion is None:
        return made, ()
    done = await record_act(
        conn,
        law,
        caller,
        RecordPeriodicAct(
            kind=ACT_OF[made.kind],
            title=made.title,
            held_at=now,
            unit=made.issuer.code,
            host=None,
            joint=(),
            present=(),
            emergency=False,
            url=None,
            number=made.number,
            occasion=occasion,
            key="",
        ),
        now,
    )
    return replace(made, act=done.act), done.met


async def _note(conn: Connection, made: Issued, caller: Principal) -> None:
    await record(
        conn,
        at=made.issued_at,
        entity="bulletin",
        id=made.id,
        version=made.version,
        kind="ISSUED",
        actor=caller.subject,
        scope=Scope.of_code(made.unit).named(),
        body={
            "by": caller.name,
            "title": made.title,
            "number": made.number,
            "issuer": made.issuer.code,
            "sha256": made.sha256,
            "corrects": str(made.corrects) if made.corrects else None,
            "reason": made.reason,
            "differences": len(made.differences),
        },
    )
