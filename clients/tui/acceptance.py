"""受理 with a second thought: sent ten seconds after the key, at once on a second key or at exit.

The idempotency key is made with the key press, so a repeat after a lost answer writes once. With
the service away it goes to the outbox (待发) under that key.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from clients.tui.keys import key_of
from clients.tui.link import Link, LinkDown, Refused, new_key
from clients.tui.locale import t
from clients.tui.models import Obligation
from clients.tui.operations import OPERATIONS

Tell = Callable[[str, bool], None]
# keeps an acceptance for later (bool: it may have been written); raises OSError
Keep = Callable[["Acceptance", bool], None]


@dataclass(slots=True)
class Acceptance:
    """One acceptance on its way; `fixed` is set once it has been sent."""

    row: Obligation
    key: str = field(default_factory=new_key)
    fixed: bool = False

    @property
    def sentence(self) -> str:
        return t("outbox.says.accept", title=self.row.title)

    def input(self) -> dict[str, str]:
        return {"obligation": self.row.id, "idempotencyKey": self.key}


class Acceptances:
    """Holds at most one acceptance back; `tell(sentence, alarming)` speaks to the officer."""

    def __init__(
        self, link: Link, tell: Tell, seconds: float = 10.0, keep: Keep | None = None
    ) -> None:
        self._link = link
        self._tell = tell
        self._keep = keep
        self.seconds = seconds
        self.pending: Acceptance | None = None
        self._wait: asyncio.Task[None] | None = None

    @property
    def failed(self) -> bool:
        """An acceptance was sent and nobody answered; it is still held."""
        return self.pending is not None and self.pending.fixed

    @property
    def row_id(self) -> str | None:
        return None if self.pending is None else self.pending.row.id

    async def press(self, row: Obligation) -> None:
        """Begin with a row; the second press on it sends, a press on another sends the first."""
        if self.pending is not None:
            same = self.pending.row.id == row.id
            await self.flush()
            if same or self.pending is not None:
                return
        if (refusal := _refusal(row)) is not None:
            self._tell(refusal, True)
            return
        self.pending = Acceptance(row)
        if self.seconds <= 0:
            await self.flush()
            return
        self._tell(t("notice.accepting", title=row.title, mark=key_of("undo")), False)
        self._wait = asyncio.create_task(self._later())

    def undo(self) -> bool:
        """Take back what has not been sent; False when there is nothing."""
        if self.pending is None or self.pending.fixed:
            return False
        title = self.pending.row.title
        self._stop()
        self.pending = None
        self._tell(t("notice.undone", title=title), False)
        return True

    async def flush(self) -> bool:
        """Send what is held back; False when it was refused or nobody answered.

        An unanswered one stays and is sent again on the next press.
        """
        self._stop()
        return await self._send()

    def _stop(self) -> None:
        if self._wait is not None:
            self._wait.cancel()
            self._wait = None

    async def _later(self) -> None:
        await asyncio.sleep(self.seconds)
        await self._send()

    async def _send(self) -> bool:
        one = self.pending
        if one is None:
            return True
        if self._link.status.broken and not one.fixed:
            return self._later_or_told(one, reached=False)
        one.fixed = True
        variables = {"input": one.input()}
        try:
            await self._link.mutate(OPERATIONS.acknowledge, variables)
        except LinkDown as down:
            return self._later_or_told(one, reached=down.reached)
        except Refused as refused:
            if refused.undecided:
                return self._later_or_told(one, reached=True)
            self._tell(refused.message, True)
            self.pending = None
            return False
        self._tell(t("notice.accepted", title=one.row.title), False)
        self.pending = None
        return True

    def _later_or_told(self, one: Acceptance, *, reached: bool) -> bool:
        """Keep it for later; where that cannot be, hold it and say that nothing is known."""
        try:
            if self._keep is None:
                raise OSError
            self._keep(one, reached)
        except OSError:
            one.fixed = True
            self._tell(t("notice.link_down"), True)
            return False
        self.pending = None
        self._tell(t("outbox.kept", mark=key_of("undo"), sentence=one.sentence), False)
        return True


def _refusal(row: Obligation) -> str | None:
    if not row.open:
        return t("notice.done")
    if row.accepted:
        return t("notice.already", by=row.acknowledged_by or "")
    return None
