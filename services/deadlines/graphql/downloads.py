"""Journals and reports as files: ``GET /documents/{name}.txt|docx|xlsx|json``.

``journal?unit=…&on=…``, ``special?incident=…``, ``monitoring?unit=…&firstDay=…&lastDay=…``. The
token and the right are those of the GraphQL field of the same document, and so are the refusals.
The answer bears the SHA-256 of its bytes (Repr-Digest, RFC 9530).
"""

import asyncio
from base64 import b64encode
from collections.abc import Awaitable, Callable, Mapping
from datetime import date, datetime
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from services.deadlines.domain import document_refusals, refusals
from services.deadlines.domain.access import POLICY
from services.deadlines.usecases import documents as usecase
from services.kit.auth import Principal
from services.kit.clock import Clock
from services.kit.database import Database
from services.kit.documents.model import Document
from services.kit.documents.rendering import Form, render
from services.kit.files import attachment, guarded
from services.kit.gate import Identify
from services.kit.graphql.ids import from_global_id

DOCUMENT_SECONDS: Final[Mapping[str, float]] = {"/documents/": 30.0}
"""How long such a request may take: a report of a year is large."""

Asked = Mapping[str, str]
Make = Callable[[Database, Principal, Asked, datetime], Awaitable[Document]]


async def _journal(database: Database, caller: Principal, asked: Asked, now: datetime) -> Document:
    return await usecase.make_journal(
        database, caller, asked.get("unit") or None, _day(asked, "on"), now
    )


async def _special(database: Database, caller: Principal, asked: Asked, now: datetime) -> Document:
    incident = from_global_id(asked.get("incident", ""), "Incident", "incident")
    return await usecase.make_special_report(database, caller, incident, now)


async def _monitoring(
    database: Database, caller: Principal, asked: Asked, now: datetime
) -> Document:
    first, last = _day(asked, "firstDay"), _day(asked, "lastDay")
    return await usecase.make_monitoring_report(
        database, caller, asked.get("unit") or None, first, last, now
    )


DOCUMENTS: Final[Mapping[str, tuple[str, Make]]] = {
    "journal": ("Query.journal", _journal),
    "special": ("Query.specialReport", _special),
    "monitoring": ("Query.monitoringReport", _monitoring),
}
"""Each document by its name in the address: whose right it takes, and what makes it."""


def document_routes(database: Database, clock: Clock, identify: Identify) -> list[Route]:
    """Return a route for each of DOCUMENTS."""

    def endpoint(action: str, make: Make) -> Callable[[Request], Awaitable[Response]]:
        async def serve(request: Request, caller: Principal) -> Response:
            form = _form(request.path_params["form"])
            document = await make(database, caller, request.query_params, clock.now())
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
