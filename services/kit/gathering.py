"""Calls that come while others are under way are answered together, in the next round.

A transaction costs the same round trips and the same write to the disk for fifty rows as for one.
Nothing waits on purpose: a call that finds nobody at work begins a round at once.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

Q = TypeVar("Q")
A = TypeVar("A")


class Gathering(Generic[Q, A]):
    """Hands questions to ``work``, at most ``most`` at a time, one round after the other.

    ``work`` returns an answer for each question, in their order; an answer that is an exception is
    raised to its caller alone, an exception that it raises itself to all of the round.
    """

    def __init__(
        self, work: Callable[[Sequence[Q]], Awaitable[Sequence[A | Exception]]], most: int = 64
    ) -> None:
        self._work = work
        self._most = most
        self._waiting: list[tuple[Q, asyncio.Future[A]]] = []
        self._task: asyncio.Task[None] | None = None

    async def ask(self, question: Q) -> A:
        """Return the answer; whoever is cancelled before the round begins takes no part in it."""
        future: asyncio.Future[A] = asyncio.get_running_loop().create_future()
        self._waiting.append((question, future))
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run(), name="gathering")
        return await future

    async def _run(self) -> None:
        while self._waiting:
            taken = self._waiting[: self._most]
            del self._waiting[: self._most]
            await self._round([(asked, future) for asked, future in taken if not future.done()])

    async def _round(self, asked: Sequence[tuple[Q, "asyncio.Future[A]"]]) -> None:
        answers: Sequence[A | Exception]
        try:
            answers = await self._work([question for question, _ in asked]) if asked else ()
        except Exception as error:
            answers = [error] * len(asked)
        for (_, future), answer in zip(asked, answers, strict=True):
            if future.done():
                continue
            if isinstance(answer, Exception):
                future.set_exception(answer)
            else:
                future.set_result(answer)
