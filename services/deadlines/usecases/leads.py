"""Reporting a lead: taken once, joined to what it tells of again, and nothing opened by it."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from msgspec import structs

from services.deadlines.domain.lead_batches import Batch, joined
from services.deadlines.domain.lead_input import Claimed, checked
from services.deadlines.domain.leads import (
    Lead,
    LeadWarning,
    Report,
    Sighting,
    codes_of,
    lock_keys,
    new_lead,
)
from services.deadlines.law.results import RequiredDuty
from services.deadlines.store import lead_reports as store
from services.deadlines.usecases.previews import Law, work
from services.kit.auth import Principal, Role
from services.kit.changes import NewChange, record_many
from services.kit.database import Connection, Database, DatabaseUnavailable
from services.kit.gathering import Gathering
from services.kit.idempotency import (
    Call,
    Once,
    claim_each,
    keep_each,
    refuse_bad_key,
    replayed,
    request_digest,
)
from services.kit.ids import new_id
from services.kit.refusal import Refusal

MOST_AT_ONCE: Final = 64
"""Reports that share a transaction; more would let the first wait for the last."""
ALONE_AT_ONCE: Final = 4
"""Transactions at once where reports that did not go together are taken apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A report whose bounds were checked, as it waits to be taken."""

    database: Database
    caller: Principal
    report: Report
    call: Call
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A report taken now (``lead`` as it then stands) or before (None: read what stands)."""

    once: Once["Reported"]
    lead: Lead | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """The answer kept for reportLead: the lead as it was joined or made by this sighting."""

    lead: UUID
    sighting: UUID
    joined: bool
    warnings: tuple[LeadWarning, ...]


class LeadReports:
    """Takes reports; those that come while a transaction is under way share the next one."""

    def __init__(self) -> None:
        self._gathering = Gathering(_take_apart, MOST_AT_ONCE)

    async def report(
        self, database: Database, caller: Principal, claimed: Claimed, key: str, now: datetime
    ) -> Taken:
        """Take a report: another sighting of an open lead that it tells of, or a lead of its own.

        No severity, incident or obligation comes of it. Raises Refusal for what is out of bounds,
        for a key used otherwise, and BUSY where others report the same thing for a second on end.
        """
        report = checked(claimed)
        refuse_bad_key(key)
        call = Call(principal=caller.subject, key=key, digest=request_digest("reportLead", claimed))
        return await self._gathering.ask(
            Asked(database=database, caller=caller, report=report, call=call, now=now)
        )


async def _take_apart(asked: Sequence[Asked]) -> list[Taken | Exception]:
    """Take reports together; where that fails each by itself, so that none suffers for another.

    A key that comes twice comes in two rounds: the second is answered as the first was.
    """
    answers: dict[int, Taken | Exception] = {}
    waiting = dict(enumerate(asked))
    while waiting:
        first = {(one.call.principal, one.call.key): n for n, one in reversed(waiting.items())}
        numbers = sorted(first.values())
        together = [waiting.pop(number) for number in numbers]
        answers.update(zip(numbers, await _take_or_each(together), strict=True))
    return [answers[number] for number in range(len(asked))]


async def _take_or_each(asked: Sequence[Asked]) -> list[Taken | Exception]:
    try:
        return await _take(asked)
    except DatabaseUnavailable:
        raise
    except Exception as error:
        if len(asked) == 1:
            return [error]
    few = asyncio.Semaphore(ALONE_AT_ONCE)

    async def alone(one: Asked) -> Taken | Exception:
        async with few:
            return (await _take_or_each([one]))[0]

    return await asyncio.gather(*map(alone, asked))


async def _take(asked: Sequence[Asked]) -> list[Taken | Exception]:
    async with asked[0].database.transaction() as conn:
        calls = [one.call for one in asked]
        ours = await claim_each(conn, calls, "reportLead", max(one.now for one in asked))
        new = [one for one in asked if (one.call.principal, one.call.key) in ours]
        taken = {one.call: each for one, each in zip(new, await _take_new(conn, new), strict=True)}
        return [taken.get(call) or await _replayed(conn, call) for call in calls]


async def _replayed(conn: Connection, call: Call) -> Taken | Exception:
    try:
        return Taken(once=await replayed(conn, call, Reported), lead=None)
    except Refusal as refusal:
        return refusal


async def _take_new(conn: Connection, asked: Sequence[Asked]) -> list[Taken]:
    if not asked:
        return []
    reports = [one.report for one in asked]
    await store.lock_keys(conn, sorted({key for each in reports for key in lock_keys(each)}))
    stored = await store.leads_to_join(conn, reports)
    batch, sightings, changes = Batch(), list[Sighting](), list[NewChange]()
    answers: list[Taken] = []
    for one, match in zip(asked, stored, strict=True):
        found = batch.place(one.report, match)
        seen = _sighting(one, found.id if found else new_id())
        lead = joined(found, seen) if found else _new(one, seen)
        codes = codes_of(one.report, one.caller.unit)
        batch.add(lead, one.report, codes, made=found is None)
        sightings.append(seen)
        kind = "SIGHTED" if found else "REPORTED"
        changes.append(
            lead_change(one.caller, lead, kind, version=lead.version, scope=codes, now=one.now)
        )
        answer = Reported(
            lead=lead.id, sighting=seen.id, joined=found is not None, warnings=seen.warnings
        )
        answers.append(Taken(once=Once(value=answer, replayed=False), lead=lead))
    await _save(conn, batch, sightings, changes)
    kept = zip(asked, answers, strict=True)
    await keep_each(conn, [(one.call, answer.once.value) for one, answer in kept])
    return answers


async def _save(
    conn: Connection, batch: Batch, sightings: Sequence[Sighting], changes: Sequence[NewChange]
) -> None:
    leads = [(lead, batch.codes[lead.id]) for lead in batch.leads.values()]
    if made := [each for each in leads if each[0].id in batch.made]:
        await store.save_leads(conn, made)
    if met := [each for each in leads if each[0].id not in batch.made]:
        await store.join_leads(conn, met)
    await store.save_sightings(conn, sightings)
    await record_many(conn, changes)


def _sighting(one: Asked, lead: UUID) -> Sighting:
    return Sighting(
        id=new_id(),
        lead_id=lead,
        received_at=one.now,
        reporter=one.caller.subject,
        reporter_name=one.caller.name,
        unit_code=one.caller.unit,
        outside=one.caller.role is Role.VENDOR,
        seen_at=one.report.seen_at(one.now),
        report=one.report,
        warnings=one.report.warnings(one.now),
    )


def _new(one: Asked, seen: Sighting) -> Lead:
    return new_lead(seen.lead_id, one.report, one.now, outside=seen.outside)


async def note(
    conn: Connection,
    caller: Principal,
    lead: Lead,
    kind: str,
    *,
    version: int,
    scope: Sequence[str],
    now: datetime,
    incident: UUID | None = None,
    reason: str | None = None,
) -> None:
    """Append to the change log what became of a lead; with an incident also to its timeline."""
    one = lead_change(
        caller,
        lead,
        kind,
        version=version,
        scope=scope,
        now=now,
        incident=incident,
        reason=reason,
    )
    await record_many(conn, [one])


def lead_change(
    caller: Principal,
    lead: Lead,
    kind: str,
    *,
    version: int,
    scope: Sequence[str],
    now: datetime,
    incident: UUID | None = None,
    reason: str | None = None,
) -> NewChange:
    """Say what became of a lead, for the change log."""
    body = {
        "title": lead.title,
        "by": caller.name,
        "reason": reason,
        "incident": str(incident or lead.incident_id) if incident or lead.incident_id else None,
    }
    return NewChange(
        at=now,
        entity="lead",
        id=lead.id,
        version=version,
        kind=kind,
        actor=caller.subject,
        scope=tuple(scope),
        body={name: value for name, value in body.items() if value is not None},
    )


async def provisional(
    conn: Connection, law: Law, caller: Principal, lead: Lead, now: datetime
) -> list[RequiredDuty]:
    """Compute what an incident of this lead would call for at the strictest (暂定), unwritten."""
    worked = await work(conn, law, lead.facts(caller.unit), now, check=False)
    return [structs.replace(duty, provisional=True) for duty in worked.calculation.duties]
