"""Journals and reports as the record stands, as text and as the document itself."""

import asyncio
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

import strawberry

from services.deadlines.graphql.service import Info
from services.deadlines.usecases import documents as usecase
from services.kit.documents.model import Document
from services.kit.documents.rendering import Form, render
from services.kit.graphql.ids import from_global_id
from services.kit.graphql.rows import shows


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A document with its text and its JSON, whose SHA-256 is beside it in hex."""

    title: str
    unit: str
    on: date
    made_at: datetime
    drill: bool
    text: str
    json: str
    sha256: str


async def written(document: Document) -> Written:
    """Write a document as text and JSON beside the event loop; raises DOCUMENT_TOO_LARGE."""
    text = await asyncio.to_thread(render, document, Form.TEXT)
    json = await asyncio.to_thread(render, document, Form.JSON)
    return Written(
        title=document.title,
        unit=document.unit,
        on=document.on,
        made_at=document.made_at,
        drill=document.drill,
        text=text.body.decode(),
        json=json.body.decode(),
        sha256=json.sha256,
    )


@shows(Written)
@strawberry.type(name="OfficeDocument", description="A document of the office (公文), not issued.")
class OfficeDocumentType:
    title: str = strawberry.field(description="Its title.")
    unit: str = strawberry.field(description="Who writes it.")
    on: date = strawberry.field(description="Its date.")
    made_at: datetime = strawberry.field(description="The moment of its numbers.")
    drill: bool = strawberry.field(description="Whether it is of an exercise, and marked so.")
    text: str = strawberry.field(description="As plain text, in lines of 78 half-width cells.")
    json: str = strawberry.field(description="The document itself: headings, tables, notes.")
    sha256: str = strawberry.field(description="The SHA-256 of that JSON in UTF-8, in hex.")


Unit = Annotated[
    str | None,
    strawberry.argument(description="A unit's code: it and all below; null: the own territory."),
]


@strawberry.type
class DocumentQuery:
    @strawberry.field(
        graphql_type=OfficeDocumentType,
        description="The journal (舆情日志) of a unit tree's day; exercises are not in it.",
    )
    async def journal(
        self,
        info: Info,
        on: Annotated[date, strawberry.argument(description="The day, in China.")],
        unit: Unit = None,
    ) -> Written:
        context = info.context
        now = context.clock.now()
        return await written(
            await usecase.make_journal(context.database, context.caller, unit, on, now)
        )

    @strawberry.field(
        graphql_type=OfficeDocumentType,
        description="The report on an incident (舆情专报): what happened, was owed and done.",
    )
    async def special_report(
        self,
        info: Info,
        incident: Annotated[strawberry.ID, strawberry.argument(description="The incident.")],
    ) -> Written:
        context = info.context
        wanted = from_global_id(incident, "Incident", "incident")
        now = context.clock.now()
        return await written(
            await usecase.make_special_report(context.database, context.caller, wanted, now)
        )

    @strawberry.field(
        graphql_type=OfficeDocumentType,
        description="The monitoring report (舆情监测报告) of a unit tree over days: sources,"
        " numbers, what was referred, how hotlines answered.",
    )
    async def monitoring_report(
        self,
        info: Info,
        first_day: Annotated[date, strawberry.argument(description="The first day, in China.")],
        last_day: Annotated[date, strawberry.argument(description="The last day, inclusive.")],
        unit: Unit = None,
    ) -> Written:
        context = info.context
        now = context.clock.now()
        return await written(
            await usecase.make_monitoring_report(
                context.database, context.caller, unit, first_day, last_day, now
            )
        )
