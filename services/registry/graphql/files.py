"""Files over plain HTTP: uploads for imports, rejected rows and rosters to take away.

``POST /files`` keeps the raw body for a day and answers ``{"id", "sha256", "bytes"}``;
``GET /imports/{id}/rejected.xlsx|csv`` and ``GET /exports/roster.xlsx|csv?unit=…&kind=…`` answer
files. The token and the policy table are those of the GraphQL fields; refusals are in their shape.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

import orjson
from starlette.background import BackgroundTask
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from services.kit.auth import Principal
from services.kit.clock import Clock
from services.kit.database import Database
from services.kit.files import attachment, guarded
from services.kit.gate import Identify
from services.kit.graphql.ids import from_global_id, to_global_id
from services.registry.domain.access import POLICY
from services.registry.domain.imports import faults, runs
from services.registry.domain.imports.container import LARGEST_FILE
from services.registry.domain.imports.words import SheetKind
from services.registry.usecases.acting import Act
from services.registry.usecases.exports import Made, export_rejected, export_roster
from services.registry.usecases.imports import import_of
from services.registry.usecases.uploads import keep_upload

FILE_SECONDS: Mapping[str, float] = {"/files": 120.0, "/imports/": 60.0, "/exports/": 120.0}
"""How long such a request may take; a roster of 32 MiB comes over a slow line."""

_MEDIA = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
_STATUS = {
    "FILE_TOO_LARGE": 413,
    "UNKNOWN_FILE": 410,
    "UNKNOWN_UNIT": 404,
    "OUT_OF_SCOPE": 403,
    "BODY_CUT": 400,
    "TOO_MANY_UPLOADS": 429,
}
Serve = Callable[["_Call"], Awaitable[Response]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Call:
    request: Request
    caller: Principal
    database: Database
    clock: Clock

    def act(self, operation: str) -> Act:
        return Act(principal=self.caller, operation=operation, key="", now=self.clock.now())


def file_routes(database: Database, clock: Clock, identify: Identify) -> list[Route]:
    """Return the routes; each asks for the token, then the table, then reads anything else."""

    def endpoint(action: str, serve: Serve) -> Callable[[Request], Awaitable[Response]]:
        async def called(request: Request, caller: Principal) -> Response:
            return await serve(
                _Call(request=request, caller=caller, database=database, clock=clock)
            )

        return guarded(action, called, policy=POLICY, identify=identify, statuses=_STATUS)

    return [
        Route("/files", endpoint("Http.upload", _upload), methods=["POST"]),
        Route("/imports/{id}/rejected.{form}", endpoint("Http.rejected", _rejected)),
        Route("/exports/roster.{form}", endpoint("Http.export", _export)),
    ]


async def _upload(call: _Call) -> Response:
    request = call.request
    declared = request.headers.get("content-length", "0")
    if declared.isdigit() and int(declared[:12]) > LARGEST_FILE:
        raise faults.too_large(f"超过 {LARGEST_FILE >> 20} MB")
    name = unquote(request.headers.get("x-file-name", ""), errors="replace")
    try:
        kept = await keep_upload(call.database, call.caller, name, _body(request), call.clock.now())
    except ClientDisconnect:
        raise runs.cut_upload() from None
    body = {"id": to_global_id("Upload", kept.id), "sha256": kept.sha256, "bytes": kept.bytes}
    return Response(orjson.dumps(body), status_code=201, media_type="application/json")


async def _body(request: Request) -> AsyncIterator[bytes]:
    async for chunk in request.stream():
        yield chunk


async def _rejected(call: _Call) -> Response:
    form = _form(call.request)
    import_id = from_global_id(call.request.path_params["id"], "RosterImport")
    now = call.clock.now()
    found = await import_of(call.database, call.caller, "Http.rejected", import_id, now)
    return _file(await export_rejected(call.database, call.act("rejected"), found, form), form)


async def _export(call: _Call) -> Response:
    form = _form(call.request)
    asked = call.request.query_params
    unit = asked.get("unit") or call.caller.scope_code
    kinds = _kinds(asked.get("kind", ""), form)
    made = await export_roster(call.database, call.act("export"), unit, kinds, form)
    return _file(made, form)


def _form(request: Request) -> str:
    form: str = request.path_params["form"]
    if form not in _MEDIA:
        raise runs.no_such_form()
    return form


def _kinds(text: str, form: str) -> list[SheetKind]:
    """Return which sheets are wanted: one, or all; csv has no sheets and so needs one."""
    if not text and form == "xlsx":
        return list(SheetKind)
    try:
        return [SheetKind(text.upper() or "POSTS")]
    except ValueError:
        raise runs.unknown_kind("、".join(SheetKind)) from None


def _file(made: Made, form: str) -> Response:
    headers = {"content-disposition": attachment(made.name)}
    done = BackgroundTask(_forget, made.path)
    return FileResponse(made.path, media_type=_MEDIA[form], headers=headers, background=done)


def _forget(path: Path) -> None:
    path.unlink(missing_ok=True)
