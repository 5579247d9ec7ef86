"""What a resolver may reach: the caller, the database, the clock and its service's own parts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar

import strawberry

if TYPE_CHECKING:
    from services.kit.auth import Policy, Principal
    from services.kit.clock import Clock
    from services.kit.database import Database

S = TypeVar("S")


@dataclass(slots=True)
class Context(Generic[S]):
    """The surroundings of one operation; every websocket operation gets its own.

    ``principal`` is None only where the root field's rule is PUBLIC. ``service`` is what the
    service's composition root passed, such as its calendars or its link to another service.
    ``client`` is the address that attempts are counted under. ``loaders`` keeps what batches this
    operation's look-ups.
    """

    principal: Principal | None
    database: Database
    clock: Clock
    request_id: str
    service: S
    policy: Policy
    client: str = ""
    loaders: dict[str, Any] = field(default_factory=dict)

    @property
    def caller(self) -> Principal:
        """Return the principal of a guarded field; raises LookupError in a public one."""
        if self.principal is None:
            raise LookupError("a public field has no caller")
        return self.principal


Info: TypeAlias = "strawberry.Info[Context[Any], None]"
