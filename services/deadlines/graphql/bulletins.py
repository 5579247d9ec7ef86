"""Assessments by schemes, and reports as they were issued: frozen, listed, corrected."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import strawberry

from services.deadlines.domain import report_refusals
from services.deadlines.domain.issued import Difference, Issued, thawed
from services.deadlines.domain.report_words import Indicator
from services.deadlines.domain.reports import Report, ReportKind
from services.deadlines.domain.schemes import Scheme, Weight
from services.deadlines.domain.scopes import within
from services.deadlines.graphql.parts import UnitRefType
from services.deadlines.graphql.report_types import ReportType
from services.deadlines.graphql.reports import (
    ReportFilter,
    Unit,
    narrowing_of,
)
from services.deadlines.graphql.service import Info
from services.deadlines.store import issued as store
from services.deadlines.usecases import bulletins, reports
from services.kit.graphql.ids import from_global_id, to_global_id
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
from services.kit.graphql.rows import compiled_field, global_id, shows
from services.kit.graphql.schema import RefusalType


@shows(Weight)
@strawberry.type(name="SchemeWeight", description="One figure of a scheme, and how it is weighed.")
class WeightType:
    indicator: Indicator = strawberry.field(description="Which figure.")
    weight: int = strawberry.field(description="How many of the 100 points.")
    full: float = strawberry.field(description="At this value all of them.")
    zero: float = strawberry.field(description="At this value none; in between in proportion.")


@shows(Scheme)
@strawberry.type(name="AssessmentScheme", description="A scheme of assessment (考核办法).")
class SchemeType:
    id: str = strawberry.field(description="Its id.")
    title: str = strawberry.field(description="Its title.")
    basis: str = strawberry.field(description="What asks for the assessment; not for the weights.")
    verified: bool = strawberry.field(description="False: a sample that no place has confirmed.")
    weights: list[WeightType] = strawberry.field(description="What it weighs.")


@shows(Difference)
@strawberry.type(name="ReportDifference", description="What a correction changed.")
class DifferenceType:
    section: str = strawberry.field(description="In which part.")
    row: str = strawberry.field(description="In which row, or which item of the list.")
    figure: str = strawberry.field(description="Which figure.")
    before: str = strawberry.field(description="As it was printed before.")
    after: str = strawberry.field(description="As it is printed now.")


@shows(Issued)
@strawberry.type(name="IssuedReport", description="A report as issued (印发); it never changes.")
class IssuedType:
    id: strawberry.ID = global_id("Bulletin")
    kind: ReportKind = strawberry.field(description="Which report.")
    title: str = strawberry.field(description="Its title.")
    number: str = strawberry.field(description="The paper's number, else ours.")
    serial: int = strawberry.field(description="Which of its issuer's reports of the year.")
    year: int = strawberry.field(description="The year in which it was issued.")
    version: int = strawberry.field(description="From 1; a correction is another.")
    corrects: strawberry.ID | None = compiled_field(
        lambda row: row.corrects and to_global_id("Bulletin", row.corrects),
        strawberry.ID | None,
        description="The version that it corrects.",
    )
    reason: str | None = strawberry.field(description="Why it was corrected.")
    differences: list[DifferenceType] = strawberry.field(description="What it corrects.")
    issuer: UnitRefType = strawberry.field(description="Who issued it.")
    unit: str = strawberry.field(description="On which unit and all below it, by code.")
    begins: datetime = strawberry.field(description="Of which time, inclusive.")
    ends: datetime = strawberry.field(description="Until when, exclusive.")
    report: ReportType = compiled_field(
        lambda row: thawed(row.content), ReportType, description="The report as frozen."
    )
    content: str = strawberry.field(description="The frozen text, JSON with sorted keys.")
    sha256: str = strawberry.field(description="The SHA-256 of that text in UTF-8, in hex.")
    issued_at: datetime = strawberry.field(description="When.")
    issued_by: str = strawberry.field(description="By whom.")


@strawberry.input(description="Freeze a report as the record stands, with number and hash.")
class IssueBulletinInput:
    kind: ReportKind = strawberry.field(
        default=ReportKind.BULLETIN, description="A bulletin or an assessment."
    )
    unit: str | None = strawberry.field(
        default=None, description="On which unit and all below it; null: the own territory."
    )
    period: str | None = strawberry.field(
        default=None, description="2026, 2026H2, 2026Q4; or begins and ends. Null: this half-year."
    )
    begins: datetime | None = strawberry.field(default=None, description="Inclusive; with ends.")
    ends: datetime | None = strawberry.field(default=None, description="Exclusive.")
    filter: ReportFilter | None = strawberry.field(
        default=None, description="What to narrow it to; it then meets no duty of a period."
    )
    schemes: list[str] | None = strawberry.field(
        default=None, description="Of an assessment: by which schemes; null: all."
    )
    issuer: str | None = strawberry.field(
        default=None, description="Who issues it, by unit code; null: the own unit."
    )
    number: str | None = strawberry.field(
        default=None, description="The paper's number (文号); null: ours."
    )
    corrects: strawberry.ID | None = strawberry.field(
        default=None,
        description="Correct this version: it is counted anew, and of the above only number holds.",
    )
    reason: str | None = strawberry.field(default=None, description="Why; a correction needs it.")
    idempotency_key: str = strawberry.field(description="The caller's own key for this act.")


@strawberry.type(description="The report as issued.")
class IssueBulletinPayload:
    bulletin: Issued = strawberry.field(graphql_type=IssuedType, description="The report.")
    fulfilled: list[strawberry.ID] = strawberry.field(
        description="The occasions of the periods that it met."
    )
    replayed: bool = strawberry.field(description="Whether this answers a repeated call.")


IssueBulletinResult = Annotated[
    IssueBulletinPayload | RefusalType, strawberry.union("IssueBulletinResult")
]


@strawberry.type
class BulletinQuery:
    @strawberry.field(
        graphql_type=ReportType,
        description="An assessment (考核) by schemes, as the record stands; nothing is written.",
    )
    async def assessment(
        self,
        info: Info,
        year: Annotated[int, strawberry.argument(description="Which year.")],
        unit: Unit = None,
        schemes: Annotated[
            list[str] | None, strawberry.argument(description="By which schemes; null: all.")
        ] = None,
    ) -> Report:
        context = info.context
        ask = reports.Ask(unit=unit, period=str(year))
        return await reports.make_assessment(
            context.database,
            context.service.schemes,
            context.caller,
            ask,
            schemes,
            context.clock.now(),
        )

    @strawberry.field(
        graphql_type=list[SchemeType], description="The schemes of assessment that are loaded."
    )
    async def assessment_schemes(self, info: Info) -> list[Scheme]:
        return list(info.context.service.schemes.values())

    @strawberry.field(
        graphql_type=IssuedType | None, description="A report as issued; null if not to be seen."
    )
    async def issued_report(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="Which.")],  # noqa: A002 - the schema's word
    ) -> Issued | None:
        wanted = from_global_id(id, "Bulletin", "id")
        async with info.context.database.reading() as conn:
            found = await store.issued_by_id(conn, wanted)
        caller = info.context.caller
        seen = found and within(found.unit, caller.scope_level, caller.scope_code)
        return found if seen else None

    @strawberry.field(
        graphql_type=Connection[IssuedType],
        description="Reports that were issued on a unit and all below it, newest first.",
    )
    async def issued_reports(
        self,
        info: Info,
        unit: Unit = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> ConnectionRow[Issued]:
        page = PageRequest.parse(
            first, after, last, before, connection="issuedReports", key=(UUID,)
        )
        caller = info.context.caller
        code = unit or caller.scope_code
        if not within(code, caller.scope_level, caller.scope_code):
            raise report_refusals.unit_elsewhere("unit")
        async with info.context.database.reading() as conn:
            found = await store.issued_page(conn, page, code)
        return connection(page, found, lambda row: (row.id,))


@strawberry.type
class BulletinMutation:
    @strawberry.mutation(
        description="Freeze a report as the record stands, or correct one (印发通报、考核)."
    )
    async def issue_bulletin(
        self,
        info: Info,
        input: Annotated[  # noqa: A002 - the schema's word
            IssueBulletinInput, strawberry.argument(description="What to do.")
        ],
    ) -> IssueBulletinResult:
        context = info.context
        done = await bulletins.issue_bulletin(
            context.database,
            context.service.law,
            context.service.schemes,
            context.caller,
            _command(input),
            context.clock.now(),
        )
        async with context.database.reading() as conn:
            made = await store.issued_by_id(conn, done.value.id)
        if made is None:
            raise report_refusals.bulletin_not_found("input.idempotencyKey")
        return IssueBulletinPayload(
            bulletin=made,
            fulfilled=[strawberry.ID(to_global_id("Occasion", id_)) for id_ in done.value.met],
            replayed=done.replayed,
        )


def _command(given: IssueBulletinInput) -> bulletins.IssueBulletin:
    corrects = given.corrects
    return bulletins.IssueBulletin(
        kind=given.kind,
        ask=reports.Ask(
            unit=given.unit,
            period=given.period,
            begins=given.begins,
            ends=given.ends,
            narrowing=narrowing_of(given.filter),
            at="input.",
        ),
        schemes=None if given.schemes is None else tuple(given.schemes),
        issuer=given.issuer,
        number=given.number,
        corrects=None
        if corrects is None
        else from_global_id(corrects, "Bulletin", "input.corrects"),
        reason=given.reason,
        key=given.idempotency_key,
    )
