"""A night with its jobs and its receivers, for the tests of notices."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

from services.kit.clock import ManualClock
from services.kit.database import Database
from tests.deadlines.desk import CHIEF, JOB, Desk, Who, mirror_world, serving
from tests.support.moments import AT_THREE_IN_THE_MORNING

SWEPT = "selected alerts notices backlog asOf catchUp { begins ends }"
DELIVERED = "delivered failed waiting stuck"
NOTICE = """id kind colour unit told person subject text drill items unrouted climbAt climbedFrom
    acknowledgedAt acknowledgedBy acknowledgedMeans dueAt
    tells { obligation rungTitle rungAt lateBySeconds }
    deliveries { routeKind attempts deliveredAt stuck error }"""
STATUS = """{ sweepStatus { healthy backlog catchUp { begins ends } holds { scope reason }
    delivery { waiting readySince stuck unrouted held canaryAt healthy } } }"""
NATION = replace(CHIEF, unit="0", level=1, code="0")


@asynccontextmanager
async def night(database: Database, **settings: Any) -> AsyncIterator[Desk]:
    """An empty board at 03:02, with a clock of its own."""
    clock = ManualClock(AT_THREE_IN_THE_MORNING)
    await mirror_world(database, clock)
    async with serving(database, clock, **settings) as desk:
        yield desk


async def sweep(desk: Desk, **given: Any) -> dict[str, Any]:
    payload: dict[str, Any] = await desk.act("sweepObligations", SWEPT, given, JOB)
    return payload


async def deliver(desk: Desk, **given: Any) -> dict[str, Any]:
    payload: dict[str, Any] = await desk.act("deliverNotifications", DELIVERED, given, JOB)
    return payload


async def tick(desk: Desk, minutes: int = 1) -> None:
    """Let so many minutes pass, each with its sweep."""
    for _ in range(minutes):
        desk.clock.advance(minutes=1)
        await sweep(desk)


async def notices(desk: Desk, who: Who = NATION, **arguments: Any) -> list[dict[str, Any]]:
    """Read what nobody acknowledged yet, the gravest first."""
    query = f"""query ($unit: String) {{ notices(first: 100, unit: $unit) {{
        edges {{ node {{ {NOTICE} }} }} }} }}"""
    found = await desk.ask(query, who, **arguments)
    return [edge["node"] for edge in found["notices"]["edges"]]


async def status(desk: Desk) -> dict[str, Any]:
    found: dict[str, Any] = (await desk.ask(STATUS))["sweepStatus"]
    return found


async def route(desk: Desk, target: str, who: Who = NATION, **given: Any) -> dict[str, Any]:
    """Set a route, by default a webhook of 石家庄市."""
    values = {"unit": "1301", "kind": "WEBHOOK", "target": target, **given}
    fields = "route { id place hasSecret active } caughtUp replayed"
    payload: dict[str, Any] = await desk.act("setNoticeRoute", fields, values, who)
    return payload


async def acknowledge(desk: Desk, notice: str, who: Who, **given: Any) -> dict[str, Any]:
    fields = "notice { acknowledgedBy acknowledgedMeans climbAt } replayed"
    values = {"notice": notice, **given}
    payload: dict[str, Any] = await desk.act("acknowledgeNotice", fields, values, who)
    return payload
