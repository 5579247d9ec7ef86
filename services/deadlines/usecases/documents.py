"""Journals and reports put together for those who may see what stands in them; nothing is kept."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from services.deadlines.domain import document_refusals, refusals
from services.deadlines.domain.bulletins import bulletin
from services.deadlines.domain.call_centre import KeptDay, KnownUnit, totals
from services.deadlines.domain.document_parts import without_numbers
from services.deadlines.domain.facts_input import unit_code
from services.deadlines.domain.journal import MOST_INCIDENTS, Journalled, journal
from services.deadlines.domain.journal import MOST_LISTED as MOST_OF_A_DAY
from services.deadlines.domain.monitoring import (
    MOST_LISTED,
    Days,
    Monitored,
    check_day,
    checked_days,
    monitoring_report,
)
from services.deadlines.domain.report_counts import Asked
from services.deadlines.domain.report_documents import Evidence, issued_document, report_document
from services.deadlines.domain.reports import Drill, EvidenceKind, LimitClass
from services.deadlines.domain.schemes import Scheme
from services.deadlines.domain.scopes import within
from services.deadlines.domain.special_report import special_report
from services.deadlines.store import monitoring as store
from services.deadlines.store.call_centre import days_between, known_units
from services.deadlines.store.dispatches import dispatches_by_id
from services.deadlines.store.gathering import entry_of, gathered
from services.deadlines.store.incidents import incidents_by_id
from services.deadlines.store.issued import issued_by_id
from services.deadlines.store.journal import duties_due, incidents_active
from services.deadlines.store.lead_pages import untimely_page
from services.deadlines.store.monitoring import Span
from services.deadlines.store.patrols import patrols_of
from services.deadlines.store.referrals import referrals_by_id
from services.deadlines.store.report_evidence import evidence_page
from services.deadlines.store.timeline import parts_of
from services.deadlines.usecases.patrols import MOST_LOGGED, book
from services.deadlines.usecases.reports import Ask, checked, counted, make_assessment, snapshot
from services.kit.auth import Principal
from services.kit.changes import changes_between
from services.kit.database import Connection, Database
from services.kit.documents.model import Document
from services.kit.graphql.pages import PageRequest

MOST_ENTRIES: Final = 2_000
MOST_LEADS: Final = 5_000
MOST_SOURCES: Final = 1_000
MOST_PROOFS: Final = 2_000


async def make_journal(
    database: Database, caller: Principal, unit: str | None, on: date, now: datetime
) -> Document:
    """Make the journal of a unit tree's day in China; None is the caller's whole territory.

    Raises Refusal DAY_IN_FUTURE, DAY_TOO_EARLY, UNKNOWN_UNIT (no code), NOT_FOUND, TOO_MANY.
    """
    check_day(on, now, "on")
    day = Days(first=on, last=on)
    async with snapshot(database) as conn:
        name, span = await _place(conn, caller, unit, day)
        incidents = await incidents_active(conn, span, MOST_INCIDENTS + 1)
        if len(incidents) > MOST_INCIDENTS:
            raise document_refusals.too_many_incidents(MOST_INCIDENTS, "unit")
        numbers = {one.id: one.number for one in incidents}
        parts = {part: whole for whole, part in await parts_of(conn, list(numbers))}
        changes = await changes_between(conn, list(parts), day.begins, day.ends, MOST_ENTRIES)
        found = Journalled(
            unit=name,
            day=day,
            leads=await store.leads_within(conn, span, MOST_OF_A_DAY),
            decided=await store.leads_decided(conn, span, MOST_OF_A_DAY),
            sources=await store.lead_sources(conn, span, MOST_SOURCES),
            incidents=incidents,
            entries=[(numbers[parts[change.id]], entry_of(change)) for change in changes],
            duties=await duties_due(conn, list(numbers), span, MOST_OF_A_DAY),
            calls=totals(await _calls(conn, span, day)),
            patrols=[
                await book(conn, code, day.begins, day.ends, now) for code in _desks(span, caller)
            ],
        )
        issuer = await _issuer(conn, caller)
    return without_numbers(journal(found, issuer, now))


async def make_special_report(
    database: Database, caller: Principal, incident: UUID, now: datetime
) -> Document:
    """Make the report on an incident as its record stands now; raises Refusal NOT_FOUND."""
    async with snapshot(database) as conn:
        found = await gathered(conn, incident, caller.scope_code)
        if found is None:
            raise refusals.incident_not_found("incident")
        issuer = await _issuer(conn, caller)
    return without_numbers(special_report(found, issuer, now))


async def make_monitoring_report(
    database: Database,
    caller: Principal,
    unit: str | None,
    first: date,
    last: date,
    now: datetime,
) -> Document:
    """Make the monitoring report of a unit tree over whole days, both inclusive.

    Raises Refusal BAD_DAYS, DAY_IN_FUTURE, DAY_TOO_EARLY, UNKNOWN_UNIT (no code), NOT_FOUND.
    """
    days = checked_days(first, last, now)
    async with snapshot(database) as conn:
        name, span = await _place(conn, caller, unit, days)
        seen_by = caller.scope_code
        referrals = await referrals_by_id(
            conn, await store.referred_within(conn, span, MOST_LISTED), seen_by
        )
        transfers = await dispatches_by_id(
            conn, await store.transferred_within(conn, span, MOST_LISTED), seen_by
        )
        concerned = {one.incident_id for one in referrals} | {one.incident_id for one in transfers}
        active = await incidents_active(conn, span, MOST_SOURCES)
        found = Monitored(
            unit=name,
            days=days,
            leads=await store.leads_within(conn, span, MOST_LEADS),
            states=await store.lead_states(conn, span),
            sources=await store.lead_sources(conn, span, MOST_SOURCES),
            places=await store.lead_places(conn, span, MOST_LISTED),
            severities=await store.incident_severities(conn, span),
            incidents=[one for one in active if one.opened_at >= days.begins],
            untimely=(
                await untimely_page(
                    conn,
                    _ALL,
                    None,
                    seen_by=seen_by,
                    unit=span.unit,
                    since=days.begins,
                    until=days.ends,
                )
            ).rows,
            referrals=referrals,
            transfers=transfers,
            numbers={
                one.id: one.number for one in await incidents_by_id(conn, list(concerned), seen_by)
            },
            patrols=sum(
                [
                    len(await patrols_of(conn, code, days.begins, days.ends, MOST_LOGGED))
                    for code in _desks(span, caller)
                ]
            ),
            calls=totals(await _calls(conn, span, days)),
        )
        issuer = await _issuer(conn, caller)
    return without_numbers(monitoring_report(found, issuer, now))


async def make_bulletin_document(
    database: Database, caller: Principal, ask: Ask, now: datetime, *, proven: bool
) -> Document:
    """Make a bulletin (通报); ``proven`` adds the list of what its figures counted.

    Raises Refusal as `make_bulletin` does.
    """
    async with snapshot(database) as conn:
        asked = await checked(conn, caller, ask, now)
        report = bulletin(asked, await counted(conn, asked))
        evidence = await _evidence(conn, asked) if proven else {}
        issuer = await _issuer(conn, caller)
    return without_numbers(report_document(report, issuer, evidence))


async def make_assessment_document(
    database: Database,
    schemes: Mapping[str, Scheme],
    caller: Principal,
    ask: Ask,
    names: Sequence[str] | None,
    now: datetime,
    *,
    proven: bool,
) -> Document:
    """Make an assessment (考核) by schemes, None: by all; raises Refusal as `make_assessment`."""
    report = await make_assessment(database, schemes, caller, ask, names, now)
    async with snapshot(database) as conn:
        asked = await checked(conn, caller, ask, now)
        evidence = await _evidence(conn, asked) if proven else {}
        issuer = await _issuer(conn, caller)
    return without_numbers(report_document(report, issuer, evidence))


async def make_issued_document(database: Database, caller: Principal, issued: UUID) -> Document:
    """Make a report as it was issued, the same bytes for ever; raises Refusal NOT_FOUND."""
    async with database.reading() as conn:
        found = await issued_by_id(conn, issued)
    if found is None or not within(found.unit, caller.scope_level, caller.scope_code):
        raise document_refusals.report_not_found("id")
    return without_numbers(issued_document(found))


async def _evidence(conn: Connection, asked: Asked) -> Evidence:
    found = {}
    for kind in EvidenceKind:
        classes = list(LimitClass) if kind is EvidenceKind.OBLIGATION else [None]
        for limit_class in classes:
            drill = Drill(what=kind, limit_class=limit_class)
            page = await evidence_page(conn, _PROOFS, asked, drill)
            found[kind, limit_class] = page.rows, page.has_next
    return found


_PROOFS: Final = PageRequest.parse(MOST_PROOFS, connection="proofs", maximum=MOST_PROOFS)
_ALL: Final = PageRequest.parse(MOST_LISTED, connection="monitoring", maximum=MOST_LISTED)


async def _place(
    conn: Connection, caller: Principal, given: str | None, days: Days
) -> tuple[str, Span]:
    code = unit_code("unit")(given) if given else caller.scope_code
    known: KnownUnit | None = (await known_units(conn, [code])).get(code)
    own = code == caller.scope_code
    if not own and (known is None or known.scope.at(caller.scope_level) != caller.scope_code):
        raise document_refusals.unit_not_found("unit")
    span = Span(unit=code, seen_by=caller.scope_code, begins=days.begins, ends=days.ends)
    return (known.name if known else "本辖区"), span


def _desks(span: Span, caller: Principal) -> list[str]:
    """Name whose patrols stand in a journal: the unit's, of the own territory the own unit's."""
    own = [caller.unit] if span.unit == caller.scope_code else []
    return list(dict.fromkeys([span.unit, *own]))


async def _issuer(conn: Connection, caller: Principal) -> str:
    known = (await known_units(conn, [caller.unit])).get(caller.unit)
    return known.name if known else "（单位待补）"


async def _calls(conn: Connection, span: Span, days: Days) -> list[KeptDay]:
    return await days_between(
        conn,
        days.first,
        days.last + timedelta(days=1),
        unit=span.unit,
        seen_by=span.seen_by,
    )
