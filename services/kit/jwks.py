"""The public keys of an issuer in another process, kept through its outages."""

import asyncio
import contextlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Protocol

import aiohttp
import orjson
import structlog
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from services.kit.clock import Clock
from services.kit.database import Database

WATCH_SECONDS = 30.0
EAGER_SECONDS = 0.5
FETCH_SECONDS = 2.0
LARGEST_SET = 64 << 10
UNKNOWN_KEY_PAUSE = timedelta(minutes=1)
KEPT = timedelta(hours=24)
SAVED_EVERY = timedelta(hours=1)

_log = structlog.get_logger("huiying.jwks")


class IssuerUnreachable(Exception):
    """Nobody answered, or a gateway answered for an issuer that is away (502, 503, 504)."""


class BadKeySet(Exception):
    """The issuer answered something that is no set of Ed25519 keys."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownKeys:
    """What was last learnt from the issuer, and since when it no longer answers."""

    jwks: Mapping[str, Any]
    fetched_at: datetime
    unreachable_since: datetime | None = None


class KeyMemory(Protocol):
    """Keeps the known keys while the process does not run."""

    async def load(self, url: str) -> KnownKeys | None:
        """Return what was saved for this address."""
        ...

    async def save(self, url: str, known: KnownKeys) -> None:
        """Replace what is saved for this address."""
        ...


class JwksKeys:
    """A `KeySource` that watches ``<issuer>/.well-known/jwks.json`` or wherever its set stands.

    Looked at every 30 s, twice a second until the first answer; a key that is not known is looked
    for at most once a minute; known keys serve for 24 hours after the last good answer, so that an
    outage of the issuer stops nobody.
    """

    def __init__(self, url: str, clock: Clock, memory: KeyMemory | None = None) -> None:
        self._url = url
        self._clock = clock
        self._memory = memory
        self._known: KnownKeys | None = None
        self._keys: dict[str, OKPKey] = {}
        self._away_since: datetime | None = None
        self._tried_at: datetime | None = None
        self._kept_at: datetime | None = None
        self._lock = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None

    @property
    def unreachable_since(self) -> datetime | None:
        """When the first of the failed looks in a row was; None while the issuer answers."""
        return self._away_since

    async def start(self) -> None:
        """Recall what is kept, look once, then watch; never fails."""
        await self._recall()
        await self.look(self._clock.now())
        self._task = asyncio.create_task(self._watch(), name="jwks-watch")

    async def stop(self) -> None:
        """End the watch."""
        if self._task:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def key(self, kid: str, now: datetime) -> OKPKey | None:
        """Return the key of that id; waits (2 s at most) only for one that is not known yet."""
        if (found := self._fresh(kid, now)) is None and self._may_look(now):
            async with self._lock:
                if self._may_look(now):
                    await self.look(now)
            found = self._fresh(kid, now)
        return found

    async def look(self, now: datetime) -> None:
        """Ask the issuer once; what it answers, or that it does not, is remembered."""
        self._tried_at = now
        try:
            jwks = await fetch_json(self._url)
            self._keys = _usable(jwks)
        except IssuerUnreachable as error:
            if self._away_since is None:
                _log.warning("token issuer unreachable", url=self._url, error=str(error))
                self._away_since = now
                await self._keep()
        except BadKeySet as error:
            self._away_since = None
            _log.error("token issuer published no usable keys", url=self._url, error=str(error))
        else:
            changed = self._known is None or self._away_since or self._known.jwks != jwks
            self._known = KnownKeys(jwks=jwks, fetched_at=now)
            self._away_since = None
            if changed or self._kept_at is None or now - self._kept_at >= SAVED_EVERY:
                await self._keep()

    def _fresh(self, kid: str, now: datetime) -> OKPKey | None:
        if self._known is None or now - self._known.fetched_at > KEPT:
            return None
        return self._keys.get(kid)

    def _may_look(self, now: datetime) -> bool:
        return self._tried_at is None or abs(now - self._tried_at) >= UNKNOWN_KEY_PAUSE

    async def _watch(self) -> None:
        while True:
            # without any key nobody is let in: one who started before the issuer looks again soon
            await asyncio.sleep(WATCH_SECONDS if self._known else EAGER_SECONDS)
            await self.look(self._clock.now())

    async def _recall(self) -> None:
        if self._memory is None:
            return
        try:
            known = await self._memory.load(self._url)
            if known:
                self._keys = _usable(known.jwks)
                self._known, self._away_since = known, known.unreachable_since
        except Exception as error:
            _log.warning("kept keys not readable", error=repr(error))

    async def _keep(self) -> None:
        if self._memory is None or self._known is None:
            return
        try:
            await self._memory.save(
                self._url, replace(self._known, unreachable_since=self._away_since)
            )
            self._kept_at = self._known.fetched_at
        except Exception as error:
            # keys in hand are worth more than keys kept
            _log.warning("keys not kept", error=repr(error))


async def fetch_json(url: str) -> Any:
    """Return what stands at the address, 64 KiB at most, within 2 s, without following redirects.

    Raises IssuerUnreachable, BadKeySet.
    """
    timeout = aiohttp.ClientTimeout(total=FETCH_SECONDS)
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.get(url, allow_redirects=False) as response,
        ):
            if response.status in (502, 503, 504):
                raise IssuerUnreachable(f"status {response.status}")
            if response.status != 200:
                raise BadKeySet(f"status {response.status}")
            body = await _bounded(response)
    except (OSError, aiohttp.ClientError) as error:
        raise IssuerUnreachable(type(error).__name__) from error
    try:
        return orjson.loads(body)
    except ValueError as error:
        raise BadKeySet("not JSON") from error


async def _bounded(response: aiohttp.ClientResponse) -> bytes:
    body = b""
    async for chunk in response.content.iter_any():
        body += chunk
        if len(body) > LARGEST_SET:
            raise BadKeySet("too large")
    return body


def _usable(jwks: Any) -> dict[str, OKPKey]:
    keys = jwks.get("keys") if isinstance(jwks, Mapping) else None
    found = {}
    for entry in keys if isinstance(keys, list) else ():
        if not (isinstance(entry, dict) and entry.get("crv") == "Ed25519" and "d" not in entry):
            continue
        with contextlib.suppress(JoseError, ValueError, TypeError):
            key = OKPKey.import_key(entry)
            key.ensure_kid()
            found[str(key.kid)] = key
    if not found:
        raise BadKeySet("no public Ed25519 key in it")
    return found


class KeysInDatabase:
    """A `KeyMemory` in the service's own database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def load(self, url: str) -> KnownKeys | None:
        """Return what was saved for this address."""
        async with self._database.reading() as conn:
            row = await conn.fetchrow(
                """
                select jwks, fetched_at, unreachable_since
                from issuer_keys
                where url = $1
                """,
                url,
            )
        return KnownKeys(**row) if row else None

    async def save(self, url: str, known: KnownKeys) -> None:
        """Replace what is saved for this address."""
        async with self._database.reading() as conn:
            await conn.execute(
                """
                insert into issuer_keys (url, jwks, fetched_at, unreachable_since)
                values ($1, $2, $3, $4)
                on conflict (url) do update
                set jwks = excluded.jwks,
                    fetched_at = excluded.fetched_at,
                    unreachable_since = excluded.unreachable_since
                """,
                url,
                known.jwks,
                known.fetched_at,
                known.unreachable_since,
            )
