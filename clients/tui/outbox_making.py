"""How an act becomes one that is kept (待发): whose it is, when it was done, what it says."""

from datetime import datetime
from typing import Any, Protocol

from clients.tui.acceptance import Acceptance, Keep
from clients.tui.clock import Clock
from clients.tui.operations import OPERATIONS, Operation
from clients.tui.outbox import KeptAct, Outbox


class Signed(Protocol):
    """Who sits at the desk, as far as it is known."""

    @property
    def account(self) -> str: ...
    @property
    def credential(self) -> str: ...
    @property
    def officer(self) -> str: ...


def act_by(
    login: Signed,
    operation: Operation,
    given: dict[str, Any],
    now: datetime,
    *,
    incident: str,
    sentence: str,
    tried_at: datetime | None = None,
) -> KeptAct:
    """Return the act as it is kept; `given` is the mutation's input."""
    return KeptAct(
        key=given["idempotencyKey"],
        operation=operation.name,
        variables={"input": given},
        acted_at=moment_of(given, now),
        kept_at=now,
        owner=login.account,
        credential=login.credential,
        owner_name=login.officer,
        incident=incident,
        sentence=sentence,
        tried_at=tried_at,
    )


def acceptance_by(login: Signed, one: Acceptance, tried: bool, now: datetime) -> KeptAct:
    """Return an acceptance (受理) as it is kept."""
    of = one.row.matter
    return act_by(
        login,
        OPERATIONS.acknowledge,
        one.input(),
        now,
        incident=f"{of.number} {of.title}",
        sentence=one.sentence,
        tried_at=now if tried else None,
    )


def keeping(outbox: Outbox, login: Signed, clock: Clock) -> Keep:
    """Return what puts an acceptance into the outbox; it raises OSError as the disk refuses."""

    def keep(one: Acceptance, tried: bool) -> None:
        act = acceptance_by(login, one, tried, clock())
        if not outbox.already(act):
            outbox.add(act)

    return keep


def moment_of(given: dict[str, Any], now: datetime) -> datetime:
    """Return when the officer did it, by what is sent; else now."""
    facts = given.get("facts") or {}
    said = (given.get(name) for name in ("doneAt", "releasedAt", "at"))
    told = next((text for text in said if text), facts.get("knownAt"))
    return datetime.fromisoformat(told) if isinstance(told, str) else now
