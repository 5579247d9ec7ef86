"""Reports as the record stands: bulletins of any time and filter, and what a figure counted."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import strawberry

from services.deadlines.domain import report_refusals
from services.deadlines.domain.report_counts import Narrowing
from services.deadlines.domain.reports import Drill, Report, ReportEvidence
from services.deadlines.graphql.report_types import (
    ReportDrillInput,
    ReportEvidenceType,
    ReportType,
)
from services.deadlines.graphql.service import Info
from services.deadlines.law.words import Modality
from services.deadlines.usecases import reports
from services.kit.graphql.pages import (
    After,
    Before,
    Connection,
    ConnectionRow,
    First,
    Last,
    PageRequest,
    connection,
)

Unit = Annotated[
    str | None,
    strawberry.argument(description="A unit's code: it and all below; null: the own territory."),
]
PeriodName = Annotated[
    str | None,
    strawberry.argument(description="2026, 2026H2, 2026Q4; or from and to. Null: this half-year."),
]
From = Annotated[
    datetime | None, strawberry.argument(name="from", description="Inclusive; with to.")
]
To = Annotated[datetime | None, strawberry.argument(name="to", description="Exclusive.")]


@strawberry.input(description="What a report is narrowed to; null asks nothing.")
class ReportFilter:
    kinds: list[str] | None = strawberry.field(default=None, description="Kinds of duty.")
    modalities: list[Modality] | None = strawberry.field(default=None, description="Modalities.")
    severities: list[str] | None = strawberry.field(
        default=None, description="Severities of incidents; what is of none is left out."
    )
    incident_kinds: list[str] | None = strawberry.field(
        default=None, description="Kinds of incidents; what is of none is left out."
    )
    categories: list[str] | None = strawberry.field(
        default=None, description="Categories of incidents; what is of none is left out."
    )
    incidents: list[str] | None = strawberry.field(
        default=None, description="Numbers of incidents; what is of none is left out."
    )


Filter = Annotated[
    ReportFilter | None, strawberry.argument(description="What to narrow it to; null: nothing.")
]


def narrowing_of(given: ReportFilter | None) -> Narrowing:
    """Read a filter; without any it narrows nothing."""
    if given is None:
        return Narrowing()

    def listed(words: list[str] | None) -> tuple[str, ...] | None:
        return None if words is None else tuple(dict.fromkeys(words))

    return Narrowing(
        kinds=listed(given.kinds),
        modalities=None if given.modalities is None else tuple(dict.fromkeys(given.modalities)),
        severities=listed(given.severities),
        incident_kinds=listed(given.incident_kinds),
        categories=listed(given.categories),
        incidents=listed(given.incidents),
    )


def _drill(given: ReportDrillInput) -> Drill:
    return Drill(
        what=given.what,
        limit_class=given.limit_class,
        standings=tuple(given.standings),
        kind=given.kind,
        modality=given.modality,
        part=given.part,
        owner=given.owner,
        person=given.person,
        word=given.word,
        stage=given.stage,
        only=given.only,
        unborne=given.unborne,
    )


@strawberry.type
class ReportQuery:
    @strawberry.field(
        graphql_type=ReportType,
        description="A bulletin (通报) of any time, as the record stands now; nothing is written.",
    )
    async def bulletin(
        self,
        info: Info,
        unit: Unit = None,
        period: PeriodName = None,
        begins: From = None,
        ends: To = None,
        filter: Filter = None,  # noqa: A002 - the schema's word
    ) -> Report:
        ask = reports.Ask(
            unit=unit, period=period, begins=begins, ends=ends, narrowing=narrowing_of(filter)
        )
        context = info.context
        return await reports.make_bulletin(
            context.database, context.caller, ask, context.clock.now()
        )

    @strawberry.field(
        graphql_type=Connection[ReportEvidenceType],
        description="What a figure of a bulletin counts, by unit and moment, as it stands now.",
    )
    async def report_evidence(
        self,
        info: Info,
        drill: Annotated[
            ReportDrillInput | None,
            strawberry.argument(description="The figure's drill; null: all obligations."),
        ] = None,
        unit: Unit = None,
        period: PeriodName = None,
        begins: From = None,
        ends: To = None,
        filter: Filter = None,  # noqa: A002 - the schema's word
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> ConnectionRow[ReportEvidence]:
        page = PageRequest.parse(
            first, after, last, before, connection="reportEvidence", key=(str, datetime, UUID)
        )
        if page.cursor is not None and None in page.cursor:
            raise report_refusals.bad_cursor("before" if page.backward else "after")
        ask = reports.Ask(
            unit=unit, period=period, begins=begins, ends=ends, narrowing=narrowing_of(filter)
        )
        context = info.context
        counted, now = _drill(drill or ReportDrillInput()), context.clock.now()
        found = await reports.evidence_of(context.database, context.caller, ask, counted, page, now)
        return connection(page, found, lambda row: (row.owner, row.at, row.id))
