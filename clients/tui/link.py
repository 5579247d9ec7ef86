"""The desk's line to one service: signs in, stays connected, tells how fresh its data is.

`execute` asks once; a mutation carries an idempotency key chosen by its form and is never
repeated silently: after `LinkDown` the form keeps its draft and the officer presses again.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from clients.tui.operations import Operation


class LinkState(StrEnum):
    """通 · 迟 (15 s without a sign of life) · 断 (30 s, or closed); OPENING at first."""

    OPENING = "opening"
    LIVE = "live"
    SLOW = "slow"
    DOWN = "down"


class LinkDown(Exception):
    """The service did not answer; nothing is known of what it did, unless it was not `reached`."""

    def __init__(self, reason: str = "", *, reached: bool = True) -> None:
        super().__init__(reason)
        self.reached = reached


# what the services say of a moment, not of the act: it may be asked again as it stands
PASSING = frozenset({"BUSY", "TIMEOUT", "UNAVAILABLE"})
# it may have been done all the same: only the same key, once more, finds out
UNDECIDED = PASSING | {"INTERNAL", "IDEMPOTENCY_IN_PROGRESS"}


class Refused(Exception):
    """The service refused, with its code, a sentence for the clerk and perhaps a field."""

    def __init__(self, code: str, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.code, self.message, self.field = code, message, field

    @property
    def passing(self) -> bool:
        """Tell whether the same may be taken a moment later."""
        return self.code in PASSING

    @property
    def undecided(self) -> bool:
        """Tell whether the service may yet have done it, or would do it a moment later."""
        return self.code in UNDECIDED


class TokenRefused(Refused):
    """The service did not accept the token shown (HTTP 401): nothing was done."""


@dataclass(slots=True, kw_only=True)
class LinkStatus:
    """`heard_at`: last sign of life; `retry_at` and `attempt` are set while it is down.

    `refused`: the service answers and gives nothing, as to one whose login has ended.
    """

    state: LinkState = LinkState.OPENING
    heard_at: datetime | None = None
    retry_at: datetime | None = None
    attempt: int = 0
    reason: str = ""
    refused: bool = False

    @property
    def broken(self) -> bool:
        """Tell whether a try has failed since it was last heard; silence alone is no proof."""
        return self.state is LinkState.DOWN and self.attempt > 0


class Link(Protocol):
    """What screens use of a link (`app.deadlines`, `app.registry`)."""

    name: str
    status: LinkStatus

    async def execute(
        self, operation: Operation, variables: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """Return `data`; raise Refused for a coded error and LinkDown when none came."""
        ...

    async def mutate(self, operation: Operation, variables: Mapping[str, Any]) -> dict[str, Any]:
        """Return the payload of a one-field mutation; raise Refused when its union says so."""
        ...


def new_key() -> str:
    """Return an idempotency key; a form makes one when opened and keeps it over repeats."""
    return uuid.uuid4().hex
