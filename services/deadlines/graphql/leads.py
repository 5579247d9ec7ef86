"""Leads: what vendors and the own people report, and the queue of a desk."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Annotated
from uuid import UUID

import strawberry
from msgspec import structs

from services.deadlines.domain import lead_refusals
from services.deadlines.domain.facts_input import division, unit_code
from services.deadlines.domain.leads import Lead, LeadOrder, Timeliness, Untimely
from services.deadlines.graphql.lead_types import (
    LeadFilter,
    LeadReportType,
    LeadType,
    ReportLeadInput,
    ReportLeadPayload,
    ReportLeadResult,
    ReportRow,
    StatusRow,
    UntimelyLeadType,
)
from services.deadlines.graphql.parts import selected
from services.deadlines.graphql.service import Info
from services.deadlines.law.results import RequiredDuty
from services.deadlines.store import lead_pages as store
from services.deadlines.store.sightings import newest_sightings
from services.deadlines.usecases import leads as usecase
from services.kit.graphql.ids import from_global_id
from services.kit.graphql.pages import (
    After,
    Before,
    Connection,
    ConnectionRow,
    First,
    Last,
    Page,
    PageRequest,
    connection,
)


async def load_leads(info: Info, ids: Sequence[UUID]) -> dict[UUID, Lead]:
    """Find those of these leads that the caller may see, with their newest reports."""
    async with info.context.database.reading() as conn:
        rows = await store.leads_by_id(conn, ids, info.context.caller.scope_code)
    return {row.id: row for row in await with_sources(info, rows)}


async def with_sources(info: Info, rows: Sequence[Lead]) -> list[Lead]:
    """Add the newest reports of leads where they are asked for, by one statement."""
    if not selected(info, "sightings"):
        return list(rows)
    async with info.context.database.reading() as conn:
        found = await newest_sightings(conn, [row.id for row in rows])
    return [structs.replace(row, sources=found.get(row.id, ())) for row in rows]


@strawberry.type
class LeadQuery:
    @strawberry.field(graphql_type=LeadType | None, description="One lead, null if not to be seen.")
    async def lead(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="Its global id.")],  # noqa: A002 - the schema's word
    ) -> Lead | None:
        wanted = from_global_id(id, "Lead")
        return (await load_leads(info, [wanted])).get(wanted)

    @strawberry.field(graphql_type=Connection[LeadType], description="Leads by their receipt.")
    async def leads(
        self,
        info: Info,
        filter: Annotated[  # noqa: A002 - the schema's word
            LeadFilter | None, strawberry.argument(description="Which; null: all.")
        ] = None,
        order_by: Annotated[
            LeadOrder, strawberry.argument(description="In which order.")
        ] = LeadOrder.NEWEST,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> ConnectionRow[Lead]:
        name = f"leads by {order_by.value}"
        page = PageRequest.parse(first, after, last, before, connection=name, key=(datetime, UUID))
        wanted, seen_by = filter or LeadFilter(), info.context.caller.scope_code
        async with info.context.database.reading() as conn:
            found = await store.leads_page(
                conn,
                page,
                seen_by,
                state=wanted.state,
                locality=division("filter.locality")(wanted.locality) if wanted.locality else None,
                since=wanted.since,
                oldest_first=order_by is LeadOrder.WAITING,
            )
        found.rows[:] = await with_sources(info, found.rows)

        async def count() -> int:
            async with info.context.database.reading() as conn:
                return await store.leads_count(conn, seen_by)

        return connection(
            page, found, lambda row: (row.known_at, row.id), count if filter is None else None
        )

    @strawberry.field(
        graphql_type=Connection[LeadReportType],
        description="The caller's own reports and what became of them, newest first.",
    )
    async def reported_leads(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> ConnectionRow[ReportRow]:
        page = PageRequest.parse(
            first, after, last, before, connection="reportedLeads", key=(datetime, UUID)
        )
        async with info.context.database.reading() as conn:
            found = await store.reports_page(conn, page, info.context.caller.subject)
            ids = [row.lead_id for row in found.rows]
            leads = {row.id: row for row in await store.leads_by_id(conn, ids, None)}
        rows = [ReportRow(row, StatusRow(leads[row.lead_id])) for row in found.rows]
        return connection(
            page,
            Page(rows=rows, has_next=found.has_next, has_previous=found.has_previous),
            lambda row: (row.sighting.received_at, row.sighting.id),
        )

    @strawberry.field(
        graphql_type=Connection[UntimelyLeadType],
        description="Leads of a unit tree that it missed (漏报) or told late (迟报), oldest first;"
        " without dismissed ones and exercises.",
    )
    async def lead_timeliness(
        self,
        info: Info,
        kind: Annotated[
            Timeliness | None, strawberry.argument(description="Missed or late; null: both.")
        ] = None,
        since: Annotated[
            datetime | None, strawberry.argument(description="Received from then on; null: ever.")
        ] = None,
        until: Annotated[
            datetime | None, strawberry.argument(description="And before then; null: to this day.")
        ] = None,
        unit: Annotated[
            str | None, strawberry.argument(description="A unit's code; null: the caller's all.")
        ] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> ConnectionRow[Untimely]:
        if since and until and until <= since:
            raise lead_refusals.bad_period()
        name = f"leadTimeliness {kind.value if kind else ''}"
        page = PageRequest.parse(first, after, last, before, connection=name, key=(datetime, UUID))
        seen_by = info.context.caller.scope_code
        async with info.context.database.reading() as conn:
            found = await store.untimely_page(
                conn,
                page,
                kind,
                seen_by=seen_by,
                unit=unit_code("unit")(unit) if unit else seen_by,
                since=since,
                until=until,
            )
        leads = await with_sources(info, [row.lead for row in found.rows])
        found.rows[:] = [
            replace(row, lead=lead) for row, lead in zip(found.rows, leads, strict=True)
        ]
        return connection(page, found, lambda row: (row.lead.known_at, row.lead.id))


@strawberry.type
class LeadMutation:
    @strawberry.mutation(
        description="Report a lead (线索上报); it opens nothing, a person decides what it is."
    )
    async def report_lead(
        self,
        info: Info,
        input: Annotated[  # noqa: A002 - the schema's word
            ReportLeadInput, strawberry.argument(description="What to do.")
        ],
    ) -> ReportLeadResult:
        context = info.context
        caller, now = context.caller, context.clock.now()
        taken = await context.service.reports.report(
            context.database, caller, input.claimed(), input.idempotency_key, now
        )
        answer, lead, duties = taken.once.value, taken.lead, list[RequiredDuty]()
        clocks = selected(info, "provisional")
        if lead is None or clocks:
            async with context.database.reading() as conn:
                (lead,) = await store.leads_by_id(conn, [answer.lead], None)
                if clocks:
                    law = context.service.law
                    duties = await usecase.provisional(conn, law, caller, lead, now)
        return ReportLeadPayload(
            lead=StatusRow(lead),
            joined=answer.joined,
            warnings=list(answer.warnings),
            provisional=duties,
            replayed=taken.once.replayed,
        )
