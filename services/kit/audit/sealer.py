"""The loop beside a service that seals its record every five seconds and signs it every minute."""

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import orjson
import structlog
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from services.kit.audit.checkpoints import BadCheckpoint, Checkpoint, CheckpointFile
from services.kit.audit.lanes import Lane
from services.kit.audit.seals import (
    SealBroken,
    hash_at,
    head_of,
    oldest_unsealed,
    seal_next,
    sealed_since,
)
from services.kit.clock import Clock
from services.kit.database import Database
from services.kit.telemetry import Telemetry

SEAL_SECONDS = 5.0
SIGN_SECONDS = 60.0
UNSEALED_TOLERATED = timedelta(seconds=60)
UNSIGNED_TOLERATED = timedelta(minutes=3)

_log = structlog.get_logger("huiying.audit")


class AuditStatus(StrEnum):
    """How the seals stand; only the first two are well."""

    SEALED = "sealed"
    UNSIGNED = "unsigned"
    """Sealed, and no file is set for checkpoints: a rewritten chain would not be noticed."""
    BEHIND = "behind"
    """Rows wait for more than a minute for their seal, or seals for three for a checkpoint."""
    BROKEN = "broken"
    """The record is not what was sealed or signed; `huiying audit verify` tells more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditState:
    """Where the seals stand; ``*_since`` are of the oldest row without, None where all have."""

    status: AuditStatus
    at: datetime
    seals: int
    rows: int
    sealed_at: datetime | None
    unsealed_since: datetime | None
    unsigned_since: datetime | None
    checkpoint: Checkpoint | None

    @property
    def unsealed_seconds(self) -> float:
        """How long the oldest row waits for its seal."""
        return _age(self.unsealed_since, self.at)

    @property
    def unsigned_seconds(self) -> float:
        """How long the oldest seal waits for a checkpoint."""
        return _age(self.unsigned_since, self.at)


class Sealer:
    """Seals and signs; any number of processes may run one each.

    Without ``checkpoints`` nothing is signed. Nothing that goes wrong here stops the service.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        lanes: Sequence[Lane],
        checkpoints: CheckpointFile | None = None,
        *,
        seconds: float = SEAL_SECONDS,
    ) -> None:
        self._database = database
        self._clock = clock
        self._lanes = tuple(lanes)
        self._file = checkpoints
        self._seconds = seconds
        self._signed: Checkpoint | None = None
        self._sign_at = 0.0
        self._broken = ""
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Recall the last checkpoint and begin the loop."""
        if self._file:
            with contextlib.suppress(BadCheckpoint, OSError):  # told at the first signing
                self._signed = await asyncio.to_thread(self._file.last)
        self._task = asyncio.create_task(self._run(), name="sealer")

    async def stop(self) -> None:
        """End the loop."""
        if self._task:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(self._seconds)
            try:
                await self.seal()
                if time.monotonic() >= self._sign_at:
                    self._sign_at = time.monotonic() + SIGN_SECONDS
                    await self.sign()
            except Exception as error:
                # the loop must outlive every fault of the database and of the disk
                _log.warning("record not sealed", error=repr(error))

    async def seal(self) -> None:
        """Seal whatever waits; raises SealBroken, DatabaseUnavailable."""
        try:
            while await seal_next(self._database, self._lanes, self._clock.now()):
                await asyncio.sleep(0)
        except SealBroken as error:
            self._break(f"the row sealed last is gone: {error}")
            raise

    async def sign(self) -> None:
        """Write a checkpoint where there are new seals; never over what was signed otherwise."""
        if self._file is None:
            return
        try:
            last = await asyncio.to_thread(self._file.last)
        except BadCheckpoint as error:
            self._break(f"checkpoints not signed with our key: {error}")
            return
        async with self._database.reading() as conn:
            head = await head_of(conn)
            known = await hash_at(conn, last.no) if last else None
        if last and (known is None or known.hex() != last.hash):
            self._break(f"seal {last.no} is not what was signed at {last.at.isoformat()}")
            return
        if head.no > (last.no if last else 0):
            last = await asyncio.to_thread(self._file.append, head, self._clock.now())
        self._signed = last

    def _break(self, reason: str) -> None:
        if not self._broken:
            _log.error("the record is not what was sealed", reason=reason)
        self._broken = reason

    async def state(self) -> AuditState:
        """Tell how the seals stand now; raises DatabaseUnavailable."""
        now, signed = self._clock.now(), self._signed
        async with self._database.reading() as conn:
            head = await head_of(conn)
            try:
                unsealed = await oldest_unsealed(conn, self._lanes)
            except SealBroken as error:
                self._break(f"the row sealed last is gone: {error}")
                unsealed = None
            unsigned = await sealed_since(conn, signed.no if signed else 0) if self._file else None
        return AuditState(
            status=self._judge(now, unsealed, unsigned),
            at=now,
            seals=head.no,
            rows=head.total,
            sealed_at=head.at,
            unsealed_since=unsealed,
            unsigned_since=unsigned,
            checkpoint=signed,
        )

    def _judge(
        self, now: datetime, unsealed: datetime | None, unsigned: datetime | None
    ) -> AuditStatus:
        if self._broken:
            return AuditStatus.BROKEN
        if unsealed and now - unsealed > UNSEALED_TOLERATED:
            return AuditStatus.BEHIND
        if unsigned and now - unsigned > UNSIGNED_TOLERATED:
            return AuditStatus.BEHIND
        return AuditStatus.SEALED if self._file else AuditStatus.UNSIGNED


def seal_route(sealer: Sealer) -> Route:
    """Return ``/health/audit``: 200 where the record is sealed in time, 503 where it is not."""

    async def health(request: Request) -> Response:
        state = await sealer.state()
        body = {
            "status": state.status,
            "at": state.at,
            "seals": state.seals,
            "rows": state.rows,
            "sealedAt": state.sealed_at,
            "unsealedSeconds": state.unsealed_seconds,
            "unsignedSeconds": state.unsigned_seconds,
            "checkpoint": state.checkpoint.no if state.checkpoint else None,
            "checkpointAt": state.checkpoint.at if state.checkpoint else None,
        }
        well = state.status in (AuditStatus.SEALED, AuditStatus.UNSIGNED)
        status = 200 if well else 503
        return Response(orjson.dumps(body), status_code=status, media_type="application/json")

    return Route("/health/audit", health)


def seal_gauges(telemetry: Telemetry, sealer: Sealer) -> Callable[[], Awaitable[None]]:
    """Make the gauges of the seals; what is returned brings them up to date."""
    unsealed = telemetry.gauge(
        "huiying_audit_unsealed_seconds", "Seconds that the oldest row waits for its seal."
    )
    unsigned = telemetry.gauge(
        "huiying_audit_unsigned_seconds", "Seconds that the oldest seal waits for a checkpoint."
    )
    broken = telemetry.gauge(
        "huiying_audit_broken", "1 where the record is not what was sealed or signed."
    )

    async def show() -> None:
        state = await sealer.state()
        unsealed.set(state.unsealed_seconds)
        unsigned.set(state.unsigned_seconds)
        broken.set(state.status is AuditStatus.BROKEN)

    return show


def _age(since: datetime | None, now: datetime) -> float:
    return round(max((now - since).total_seconds(), 0.0), 1) if since else 0.0
