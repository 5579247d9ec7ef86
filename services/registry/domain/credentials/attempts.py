"""How often one may try: after five failures in a quarter of an hour each next one waits longer."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from math import ceil

from services.kit.refusal import Refusal

WINDOW = timedelta(minutes=15)
FIRST_WAIT = timedelta(seconds=30)


class Counted(StrEnum):
    """What attempts are counted by."""

    LOGIN = "LOGIN"
    ADDRESS = "ADDRESS"


FREE = {Counted.LOGIN: 5, Counted.ADDRESS: 20}
"""So many failures cost no wait. A whole office stands behind one address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempts:
    """Failures in a row, none of them a quarter of an hour after the one before.

    ``key`` is a digest: what is typed where the login belongs may be a password.
    """

    key: bytes
    by: Counted
    failures: int
    last_at: datetime

    def wait(self, now: datetime) -> timedelta:
        """Return how long the next attempt has to wait from now; zero where it need not.

        30 s after the fifth failure of a login (the 20th of an address), then twice as long after
        each, a quarter of an hour at most.
        """
        excess = self.current(now).failures - FREE[self.by]
        if excess < 0:
            return timedelta(0)
        pause = min(FIRST_WAIT * (1 << min(excess, 10)), WINDOW)
        return max(self.last_at + pause - now, timedelta(0))

    def current(self, now: datetime) -> "Attempts":
        """Return the count as of now: a quarter of an hour without a failure ends a row."""
        return self if now - self.last_at < WINDOW else replace(self, failures=0)

    def failed(self, now: datetime) -> "Attempts":
        """Return the count with one more failure."""
        return replace(self, failures=self.current(now).failures + 1, last_at=now)


def counted(by: Counted, name: str, now: datetime) -> Attempts:
    """Return the count of a name that has not failed yet."""
    key = hashlib.sha256(f"{by.value} {name}".encode()).digest()
    return Attempts(key=key, by=by, failures=0, last_at=now)


def refuse_early(attempts: list[Attempts], now: datetime) -> None:
    """Raise TOO_MANY_ATTEMPTS where one of the counts has to wait."""
    wait = max((one.wait(now) for one in attempts), default=timedelta(0))
    if wait > timedelta(0):
        seconds = ceil(wait.total_seconds())
        message = f"尝试次数过多，请在 {seconds} 秒后再试。"
        raise Refusal("TOO_MANY_ATTEMPTS", message, None, retry_after=seconds)
