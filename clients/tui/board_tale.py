"""What there is to tell of the board, whoever reads it: a reading, a change, a trouble."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from clients.tui.models import BoardAnswer, Obligation

FOLLOWED = ("opened", "accepted", "moved", "changed", "closed", "gone", "turned")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A whole board; not `fresh` when it comes from the cache, then `reason` tells why."""

    board: BoardAnswer
    as_of: datetime
    fresh: bool = True
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """`kind` is one of FOLLOWED; `gone`: ended while nobody listened, so how is not known.

    `turned`: nothing was written, but a limit of time was passed (24 h, 1 h, 15 min, due).
    """

    kind: str
    duty: Obligation


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """The data is of `as_of` and no newer; None where there is none at all."""

    reason: str
    as_of: datetime | None = None


class Tale(Protocol):
    """One way of telling; every text returned ends with a newline or is empty."""

    def board(self, reading: Reading, now: datetime, *, follow: bool) -> str: ...
    def change(self, change: Change, now: datetime) -> str: ...
    def stale(self, trouble: Trouble, now: datetime) -> str: ...
    def current(self, as_of: datetime, now: datetime) -> str: ...
    def failed(self, trouble: Trouble, now: datetime) -> str: ...


def changes(
    before: Mapping[str, Obligation], after: Mapping[str, Obligation], *, whole: bool = True
) -> Iterator[Change]:
    """Yield each open duty that came, changed or went, in the order of `after`.

    Of a duty that is not in `after` at all, what was known last is told, unless `after` is not
    `whole`: a duty beyond the last page has not gone.
    """
    for id_, row in after.items():
        known = before.get(id_)
        if known is None and row.open:
            yield Change("opened", row)
        elif known is not None and known != row:
            yield Change(_kind(known, row), row)
    for id_, known in before.items():
        if whole and id_ not in after:
            yield Change("gone", known)


def _kind(known: Obligation, row: Obligation) -> str:
    if not row.open:
        return "closed"
    if row.due_at != known.due_at:
        return "moved"
    return "accepted" if row.accepted and not known.accepted else "changed"
