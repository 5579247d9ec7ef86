"""Imports and undos that run beside the requests that began them, one at a time in a process."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID

import structlog

from services.kit.clock import Clock
from services.kit.database import Database
from services.kit.refusal import Refusal
from services.registry.domain.imports import runs
from services.registry.domain.imports.runs import ImportPhase
from services.registry.usecases.acting import Act
from services.registry.usecases.imports import Tell, note_failure, note_progress

MOST_WAITING = 8
REPORT_SECONDS = 0.5
_log = structlog.get_logger("huiying.imports")

Work = Callable[[Database, Act, UUID, Tell], Awaitable[None]]


@dataclass(slots=True)
class _Progress:
    phase: ImportPhase = ImportPhase.WAITING
    done: int = 0
    total: int | None = None

    def tell(self, phase: ImportPhase, done: int, total: int | None) -> None:
        self.phase, self.done, self.total = phase, done, total


class ImportRuns:
    """What runs now, by the id of the import; whoever asks may wait for it a while."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._one_at_a_time = asyncio.Semaphore(1)
        self._tasks: dict[UUID, asyncio.Task[None]] = {}

    def refuse_when_busy(self) -> None:
        """Refuse IMPORTS_BUSY where many wait already."""
        if len(self._tasks) >= MOST_WAITING:
            raise runs.busy()

    def begin(self, act: Act, id: UUID, work: Work) -> None:  # noqa: A002 - the row's own word
        """Let ``work`` run; it is told about on the import's row."""
        task = asyncio.create_task(self._run(act, id, work), name=f"import {id}")
        self._tasks[id] = task
        task.add_done_callback(lambda _: self._tasks.pop(id, None))

    async def wait(self, id: UUID, seconds: float) -> None:  # noqa: A002 - the row's own word
        """Wait for it at most so long; it goes on."""
        if task := self._tasks.get(id):
            await asyncio.wait([task], timeout=seconds)

    async def stop(self) -> None:
        """Break off what runs; nothing of it is written."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _run(self, act: Act, id: UUID, work: Work) -> None:  # noqa: A002 - the row's own word
        progress = _Progress()
        reporting = asyncio.create_task(self._report(id, progress))
        try:
            async with self._one_at_a_time:
                await work(self._database, act, id, progress.tell)
        except Refusal as refusal:
            await self._fail(id, refusal)
        except asyncio.CancelledError:
            await self._fail(id, runs.interrupted())
            raise
        except Exception as error:
            # whatever it was, the transaction is rolled back and the clerk is told so
            _log.error("import failed", id=str(id), exc_info=error)
            await self._fail(id, runs.failed_inside())
        finally:
            reporting.cancel()

    async def _fail(self, id: UUID, why: Refusal) -> None:  # noqa: A002 - the row's own word
        with contextlib.suppress(Exception):  # silence says the same a minute later
            await note_failure(self._database, id, why, self._clock.now())

    async def _report(self, id: UUID, progress: _Progress) -> None:  # noqa: A002 - the row's own word
        while True:
            await asyncio.sleep(REPORT_SECONDS)
            with contextlib.suppress(Exception):  # the next report says more
                await note_progress(
                    self._database,
                    id,
                    progress.phase,
                    progress.done,
                    progress.total,
                    self._clock.now(),
                )
