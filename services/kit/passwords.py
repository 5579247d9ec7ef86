"""Password hashes: Argon2id (RFC 9106) in two threads beside the event loop, with a bounded queue.

A verification takes 19 MiB and about 0.07 s of one core, on purpose: OWASP's recommendation (2025),
and still within a request's five seconds on a machine that is ten times overloaded. Whoever sends
many at once waits in the queue, or is told to come back; nobody else's request is kept.
"""

import asyncio
import threading
from base64 import b64encode
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from argon2 import PasswordHasher, Type
from argon2.exceptions import Argon2Error, InvalidHashError

T = TypeVar("T")

AT_ONCE = 2
WAITING = 16
PASSES = 2
MEMORY_KIB = 19 << 10


class PasswordsBusy(Exception):
    """Both threads work and the queue is full; nothing was verified."""


class Passwords:
    """Hashes and verifies; one per process."""

    def __init__(
        self,
        *,
        passes: int = PASSES,
        memory_kib: int = MEMORY_KIB,
        at_once: int = AT_ONCE,
        waiting: int = WAITING,
    ) -> None:
        self._hasher = PasswordHasher(
            time_cost=passes, memory_cost=memory_kib, parallelism=1, type=Type.ID
        )
        self._nobodys = _nobodys_hash(passes, memory_kib)
        self._threads = ThreadPoolExecutor(at_once, thread_name_prefix="argon2")
        self._most = at_once + waiting
        self._lock = threading.Lock()
        self.pending = 0
        """How many are being worked on or wait; `PasswordsBusy` beyond 18."""

    async def hash(self, password: str) -> str:
        """Return a fresh salted hash in PHC form; raises PasswordsBusy."""
        return await self._run(lambda: self._hasher.hash(password))

    async def verify(self, stored: str | None, password: str) -> bool:
        """Tell whether the password made the hash; None takes as long and is never right.

        Raises PasswordsBusy.
        """
        return await self._run(lambda: self._verify(stored or self._nobodys, password))

    def is_outdated(self, stored: str) -> bool:
        """Tell whether the hash was made with other costs than those of now."""
        return self._hasher.check_needs_rehash(stored)

    def close(self) -> None:
        """Take no more work; what runs ends by itself within a second."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _verify(self, stored: str, password: str) -> bool:
        try:
            return self._hasher.verify(stored, password)
        except (Argon2Error, InvalidHashError):
            return False

    async def _run(self, work: Callable[[], T]) -> T:
        with self._lock:
            if self.pending >= self._most:
                raise PasswordsBusy
            self.pending += 1
        running = self._threads.submit(work)
        running.add_done_callback(self._done)
        return await asyncio.wrap_future(running)

    def _done(self, running: Future[T]) -> None:
        # called in a thread, or in the loop where a waiting one was given up
        with self._lock:
            self.pending -= 1


def _nobodys_hash(passes: int, memory_kib: int) -> str:
    """Return a well-formed hash that no password has, costing what a true one costs."""
    salt, digest = (b64encode(bytes(size)).decode().rstrip("=") for size in (16, 32))
    return f"$argon2id$v=19$m={memory_kib},t={passes},p=1${salt}${digest}"
