"""Sends what waits in the outbox once its service is back: in order, one at a time, same key."""

import asyncio
from collections.abc import Callable
from typing import Any, Protocol

import msgspec

from clients.tui.clock import Clock
from clients.tui.keys import way_to
from clients.tui.link import Link, LinkDown, LinkState, Refused, TokenRefused
from clients.tui.locale import t
from clients.tui.operations import load
from clients.tui.outbox import ActState, KeptAct, Outbox

Tell = Callable[[str, bool], None]
LOOK_EVERY = 1.0
REST = 5.0  # seconds after a pass that was broken off


class Login(Protocol):
    """Who sits at the desk; `owns` compares with whoever kept an act."""

    async def token(self) -> str | None: ...
    def owns(self, account: str, credential: str) -> bool: ...


class OutboxSender:
    """`tell(sentence, alarming)` speaks to the officer, `changed()` repaints."""

    def __init__(
        self,
        outbox: Outbox,
        link: Link,
        login: Login,
        clock: Clock,
        tell: Tell,
        changed: Callable[[], None],
    ) -> None:
        self.outbox = outbox
        self.link = link
        self._login = login
        self._clock = clock
        self._tell = tell
        self._changed = changed

    def mine(self, act: KeptAct) -> bool:
        return self._login.owns(act.owner, act.credential)

    def ready(self, act: KeptAct) -> bool:
        """Tell whether an act goes out by itself: it waits, is mine, and its key still counts."""
        waits = act.state is ActState.WAITING
        return waits and self.mine(act) and not act.outdated(self._clock())

    def take_back(self, seconds: float) -> str:
        """Drop the act that was kept last, so many seconds ago at most; return what is to be said.

        What may have been written is not dropped: that would not take it back.
        """
        kept = [act for act in self.outbox.waiting() if self.mine(act) and act.tried_at is None]
        last = kept[-1] if kept else None
        if last is None or (self._clock() - last.kept_at).total_seconds() > seconds:
            return t("notice.no_undo")
        if not self.outbox.drop(last):
            return t("outbox.no.now")
        return t("outbox.taken_back", sentence=last.sentence)

    async def run(self) -> None:
        """Look each second whether something can be sent; never end."""
        self.outbox.tidy(self._clock())
        while True:
            done = True
            if self.link.status.state is LinkState.LIVE and any(
                map(self.ready, self.outbox.acts())
            ):
                done = await self.send_all()
            await asyncio.sleep(LOOK_EVERY if done else REST)

    async def send_all(self) -> bool:
        """Send what is ready; False when the line broke or another desk is sending."""
        with self.outbox.sending() as alone:
            if not alone:
                return False
            try:
                # whose acts these are is known for sure only once somebody has signed in
                await self._login.token()
            except (LinkDown, Refused):
                return False
            before = [act.key for act in self.outbox.acts() if self.ready(act)]
            whole = await self._send_each()
        self._report([act for act in self.outbox.acts() if act.key in before])
        return whole

    async def send_one(self, act: KeptAct) -> str:
        """Send one act because the officer says so; return what became of it.

        `busy`: another desk is sending; `silent`: nobody answered; else its state.
        """
        with self.outbox.sending() as alone:
            if not alone:
                return "busy"
            if not await self._send(act):
                return "silent"
        self._changed()
        known = (kept.state for kept in self.outbox.acts() if kept.key == act.key)
        return next(known, ActState.SENT).value

    async def _send_each(self) -> bool:
        for act in self.outbox.acts():
            if self.ready(act) and not await self._send(act):
                return False
            self._changed()
        return True

    async def _send(self, act: KeptAct) -> bool:
        """Send one act; False when nothing is known of it and the rest must wait behind it."""
        try:
            act = self._marked(act)
            answer = await self.link.mutate(load(act.operation), act.variables)
        except (LinkDown, TokenRefused, OSError):
            return False
        except Refused as refused:
            if refused.undecided:
                return False
            self.outbox.settle(act, ActState.REFUSED, refused.message, self._clock())
            return True
        state = ActState.REPLAYED if answer.get("replayed") else ActState.SENT
        self.outbox.settle(act, state, _number(answer), self._clock())
        return True

    def _marked(self, act: KeptAct) -> KeptAct:
        """Note on the disk that an act may have been written, before it leaves."""
        if act.tried_at is not None:
            return act
        act = msgspec.structs.replace(act, tried_at=self._clock())
        self.outbox.keep(act)
        return act

    def _report(self, acts: list[KeptAct]) -> None:
        refused = [act for act in acts if act.state is ActState.REFUSED]
        done = [act for act in acts if act.state in (ActState.SENT, ActState.REPLAYED)]
        if refused:
            self._tell(
                t("outbox.refused", n=len(refused), way=way_to("outbox"), said=refused[0].said),
                True,
            )
        elif done:
            sentence = done[0].sentence
            said = "outbox.sent.one" if len(done) == 1 else "outbox.sent"
            self._tell(t(said, n=len(done), sentence=sentence), False)
        self._changed()


def _number(answer: dict[str, Any]) -> str:
    """Return the number that an incident got, "" for any other act."""
    incident = answer.get("incident")
    return str(incident.get("number", "")) if isinstance(incident, dict) else ""
