"""What a preview of a new incident costs inside the service, all shipped packs loaded."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import orjson
import uvloop

from clients.tui.operations import OPERATIONS
from services.deadlines.app import shipped_law
from services.deadlines.domain.access import POLICY
from services.deadlines.domain.facts_input import Asking, stated_facts
from services.deadlines.graphql.schema import make_schema
from services.deadlines.graphql.service import Deadlines
from services.deadlines.law.calculation import required
from services.deadlines.law.selection import needed, packs_in_force
from services.deadlines.store.directory import directory_for
from services.deadlines.store.registry import RegistryLink
from services.deadlines.usecases.previews import Law
from services.kit.auth import Principal, Role
from services.kit.clock import ManualClock
from services.kit.database import Database
from services.kit.graphql.context import Context
from services.kit.graphql.schema import Schema
from services.kit.graphql.transport import encoded
from services.kit.poller import ChangePoller
from services.kit.serving import keep_what_stays
from tests.bench.rounds import span, table
from tests.deadlines.desk import make_facts, mirror_world
from tests.support.moments import AT_THREE_IN_THE_MORNING

ROUNDS, BATCH = 9, 60
FACTS = {
    "known_at": AT_THREE_IN_THE_MORNING,
    "occurred_at": AT_THREE_IN_THE_MORNING - timedelta(minutes=22),
    "emergency": True,
    "kind": "ACCIDENT",
    "severity": "PARTICULARLY_MAJOR",
    "localities": ["130123"],
}
CALLER = Principal(
    subject="officer@1301",
    name="值班员",
    role=Role.OFFICER,
    unit="1301",
    scope_level=3,
    scope_code="1301",
    operations=None,
    introspect=False,
    expires_at=AT_THREE_IN_THE_MORNING.replace(year=2099),
)


def measure(dsn: str, rounds: int = ROUNDS) -> None:
    """Print the table of previews."""
    uvloop.run(_measure(dsn, rounds))


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The service without its edge."""

    schema: Schema
    database: Database
    clock: ManualClock
    law: Law

    async def preview(self) -> dict[str, Any]:
        """Answer the desk's own document as the transport does."""
        result = await self.schema.execute(
            OPERATIONS.preview_incident.text, {"facts": make_facts()}, self._context()
        )
        return encoded(result)

    def _context(self) -> Context[Deadlines]:
        return Context(
            principal=CALLER,
            database=self.database,
            clock=self.clock,
            request_id="",
            service=Deadlines(
                law=self.law,
                poller=ChangePoller(self.database),
                registry=RegistryLink(url="http://127.0.0.1:1", secret=None),
            ),
            policy=POLICY,
        )


async def _measure(dsn: str, rounds: int) -> None:
    database = await Database.connect(dsn, size=2)
    clock = ManualClock(AT_THREE_IN_THE_MORNING)
    await mirror_world(database, clock)
    desk = Desk(schema=make_schema(), database=database, clock=clock, law=shipped_law())
    answer = await desk.preview()
    assert len(answer["data"]["previewIncident"]["obligations"]) >= 4, answer
    keep_what_stays()
    await _print(desk, rounds, len(orjson.dumps(answer)))
    await database.close()


async def _print(desk: Desk, rounds: int, size: int) -> None:
    asking = Asking(now=AT_THREE_IN_THE_MORNING, words=desk.law.words, desk=CALLER.unit)
    facts = stated_facts(FACTS, asking)
    async with desk.database.reading() as conn:
        directory = (
            await directory_for(
                conn, needed(facts), AT_THREE_IN_THE_MORNING, AT_THREE_IN_THE_MORNING
            )
        ).directory

    async def law() -> None:
        packs = packs_in_force(desk.law.packs, facts, directory)
        required(facts, packs, directory, AT_THREE_IN_THE_MORNING)

    async def read() -> None:
        async with desk.database.reading() as conn:
            await directory_for(
                conn, needed(facts), AT_THREE_IN_THE_MORNING, AT_THREE_IN_THE_MORNING
            )

    async def whole() -> None:
        orjson.dumps(await desk.preview())

    variants = {"whole preview": whole, "its read": read, "its law": law}
    found: dict[str, list[float]] = {name: [] for name in variants}
    for number in range(rounds + 1):
        for name in variants if number % 2 == 0 else reversed(variants):
            cpu = await _cpu(variants[name])
            if number:  # the first round warms up
                found[name].append(cpu)
    table(
        f"previewIncident in the service, {len(desk.law.packs.packs)} packs, {size:,} bytes of "
        f"answer, {rounds} rounds of {BATCH}; goal: <= 2 ms CPU",
        ["part", "CPU ms"],
        [[name, span(values)] for name, values in found.items()],
    )


async def _cpu(run: Callable[[], Awaitable[None]]) -> float:
    begun = time.process_time()
    for _ in range(BATCH):
        await run()
    used = time.process_time() - begun
    await asyncio.sleep(0)
    return 1000 * used / BATCH
