"""Journals and reports as files: ``GET /documents/{name}.txt|docx|xlsx|json``.

``journal?unit=…&on=…``, ``special?incident=…``, ``monitoring?unit=…&firstDay=…&lastDay=…``,
``bulletin?unit=…&period=…`` or ``…&from=…&to=…``, narrowed by ``kinds``, ``modalities``,
``severities``, ``incidentKinds``, ``categories`` and ``incidents``, each a list with commas,
``assessment?year=…&schemes=…``, ``issued?id=…``. The
token and the right are those of the GraphQL field of the same document, and so are the refusals.
The answer bears the SHA-256 of its bytes (Repr-Digest, RFC 9530).
"""

import asyncio
from base64 import b64encode
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from services.deadlines.domain import document_refusals, refusals
from services.deadlines.domain.access import POLICY
from services.deadlines.domain.report_counts import Narrowing
from services.deadlines.domain.schemes import Scheme
from services.deadlines.law.words import Modality
from services.deadlines.usecases import documents as usecase
from services.deadlines.usecases.reports import Ask
from services.kit.auth import Principal
from services.kit.clock import Clock
from services.kit.database import Database
from services.kit.documents.model import CHINA, Document
from services.kit.documents.rendering import Form, render
from services.kit.files import attachment, guarded
from services.kit.gate import Identify
from services.kit.graphql.ids import from_global_id

DOCUMENT_SECONDS: Final[Mapping[str, float]] = {"/documents/": 30.0}
"""How long such a request may take: a report of a year is large."""

Asked = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Call:
    """Who asks for what, in which form, and when."""

    database: Database
    caller: Principal
    asked: Asked
    form: Form
    now: datetime
    schemes: Mapping[str, Scheme]

    @property
    def proven(self) -> bool:
        """Whether the form carries the list of what was counted."""
        return self.form in (Form.XLSX, Form.JSON)


Make = Callable[[_Call], Awaitable[Document]]


async def _journal(call: _Call) -> Document:
    unit, on = call.asked.get("unit") or None, _day(call.asked, "on")
    return await usecase.make_journal(call.database, call.caller, unit, on, call.now)


async def _special(call: _Call) -> Document:
    incident = from_global_id(call.asked.get("incident", ""), "Incident", "incident")
    return await usecase.make_special_report(call.database, call.caller, incident, call.now)


async def _monitoring(call: _Call) -> Document:
    unit = call.asked.get("unit") or None
    first, last = _day(call.asked, "firstDay"), _day(call.asked, "lastDay")
    return await usecase.make_monitoring_report(
        call.database, call.caller, unit, first, last, call.now
    )


async def _bulletin(call: _Call) -> Document:
    return await usecase.make_bulletin_document(
        call.database, call.caller, _ask(call.asked), call.now, proven=call.proven
    )


async def _assessment(call: _Call) -> Document:
    year = call.asked.get("year", "")
    if not (year.isascii() and year.isdigit()):
        raise document_refusals.bad_year("year")
    return await usecase.make_assessment_document(
        call.database,
        call.schemes,
        call.caller,
        Ask(unit=call.asked.get("unit") or None, period=year),
        _words(call.asked, "schemes"),
        call.now,
        proven=call.proven,
    )


async def _issued(call: _Call) -> Document:
    wanted = from_global_id(call.asked.get("id", ""), "Bulletin", "id")
    return await usecase.make_issued_document(call.database, call.caller, wanted)


DOCUMENTS: Final[Mapping[str, tuple[str, Make]]] = {
    "journal": ("Query.journal", _journal),
    "special": ("Query.specialReport", _special),
    "monitoring": ("Query.monitoringReport", _monitoring),
    "bulletin": ("Query.bulletin", _bulletin),
    "assessment": ("Query.assessment", _assessment),
    "issued": ("Query.issuedReport", _issued),
}
"""Each document by its name in the address: whose right it takes, and what makes it."""


def document_routes(
    database: Database, clock: Clock, identify: Identify, schemes: Mapping[str, Scheme]
) -> list[Route]:
    """Return a route for each of DOCUMENTS; assessments are by these schemes."""

    def endpoint(action: str, make: Make) -> Callable[[Request], Awaitable[Response]]:
        async def serve(request: Request, caller: Principal) -> Response:
            form = _form(request.path_params["form"])
            call = _Call(
                database=database,
                caller=caller,
                asked=request.query_params,
                form=form,
                now=clock.now(),
                schemes=schemes,
            )
            document = await make(call)
            return await _file(document, form)

        return guarded(action, serve, policy=POLICY, identify=identify, statuses={})

    return [
        Route(f"/documents/{name}.{{form}}", endpoint(action, make))
        for name, (action, make) in DOCUMENTS.items()
    ]


async def _file(document: Document, form: Form) -> Response:
    made = await asyncio.to_thread(render, document, form)
    digest = b64encode(bytes.fromhex(made.sha256)).decode()
    headers = {
        "content-disposition": attachment(made.name),
        "repr-digest": f"sha-256=:{digest}:",
        "cache-control": "no-store",
    }
    return Response(made.body, media_type=made.media_type, headers=headers)


def _ask(asked: Asked) -> Ask:
    return Ask(
        unit=asked.get("unit") or None,
        period=asked.get("period") or None,
        begins=_moment(asked, "from"),
        ends=_moment(asked, "to"),
        narrowing=Narrowing(
            kinds=_words(asked, "kinds"),
            modalities=_modalities(asked),
            severities=_words(asked, "severities"),
            incident_kinds=_words(asked, "incidentKinds"),
            categories=_words(asked, "categories"),
            incidents=_words(asked, "incidents"),
        ),
    )


def _words(asked: Asked, name: str) -> tuple[str, ...] | None:
    given = asked.get(name)
    return tuple(dict.fromkeys(given.split(","))) if given else None


def _modalities(asked: Asked) -> tuple[Modality, ...] | None:
    words = _words(asked, "modalities")
    try:
        return None if words is None else tuple(map(Modality, words))
    except ValueError:
        raise document_refusals.no_such_modality("modalities", list(Modality)) from None


def _moment(asked: Asked, name: str) -> datetime | None:
    given = asked.get(name)
    if not given:
        return None
    try:
        at = datetime.fromisoformat(given)
        return at if at.tzinfo else at.replace(tzinfo=CHINA)
    except ValueError:
        raise document_refusals.bad_date(name) from None


def _form(given: str) -> Form:
    try:
        return Form(given)
    except ValueError:
        raise document_refusals.no_such_form(list(Form)) from None


def _day(asked: Asked, name: str) -> date:
    given = asked.get(name, "")
    if not given:
        raise refusals.missing(name, "日期")
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise document_refusals.bad_date(name) from None
