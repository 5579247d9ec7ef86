"""Who is calling, and the table of what each role may do."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Literal


class Role(StrEnum):
    """What an account is for; each has one."""

    OFFICER = "OFFICER"
    DUTY_CHIEF = "DUTY_CHIEF"
    ROSTER_ADMIN = "ROSTER_ADMIN"
    APPROVER = "APPROVER"
    LEADER = "LEADER"
    VENDOR = "VENDOR"
    JOB = "JOB"
    SYSTEM = "SYSTEM"


@dataclass(frozen=True, slots=True, kw_only=True)
class Principal:
    """A caller whose token held.

    ``scope_level`` (1 to 6) and ``scope_code`` name the subtree it sees. ``operations`` are the
    root fields a machine's token is for, None where its role alone decides. ``expires_at`` is
    exclusive: a long connection asks again then. ``stale`` tells that the token had expired and
    held only because its issuer cannot be reached.
    """

    subject: str
    name: str
    role: Role
    unit: str
    scope_level: int
    scope_code: str
    operations: frozenset[str] | None = None
    introspect: bool = False
    expires_at: datetime
    stale: bool = False


Condition = Callable[[Principal, Any], bool]


@dataclass(frozen=True, slots=True)
class Rule:
    """The roles that may, and under which condition on the target; see `may` and `PUBLIC`."""

    roles: frozenset[Role]
    condition: Condition | None = None
    public: bool = False


PUBLIC = Rule(frozenset(), public=True)
"""Anybody, signed in or not: signing in itself."""

ANY_ROLE = Rule(frozenset(Role))
"""Whoever is signed in."""


def may(*roles: Role, when: Condition | None = None) -> Rule:
    """Allow these roles, and with ``when`` only where it holds for (principal, target)."""
    return Rule(frozenset(roles), when)


Reason = Literal["OK", "NO_RULE", "UNAUTHENTICATED", "ROLE", "OPERATION", "NO_TARGET", "CONDITION"]


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether, and by which step it was decided."""

    ok: bool
    reason: Reason


_ROOTS = ("Query", "Mutation", "Subscription")


class Policy:
    """The table of one service: action → rule. What is not in it is refused.

    An action is a field as the schema spells it: ``Query.units``, ``Mutation.appoint``,
    ``Person.phone``; or a word of the service's own for a check against a target.
    """

    def __init__(self, rules: Mapping[str, Rule]) -> None:
        self.rules: Mapping[str, Rule] = MappingProxyType(dict(rules))

    def is_public(self, action: str) -> bool:
        """Tell whether the action needs no caller."""
        rule = self.rules.get(action)
        return rule is not None and rule.public

    def allowed(self, principal: Principal | None, action: str, target: Any = None) -> Decision:
        """Decide by the table alone; a rule with a condition refuses where no target is given.

        A principal with ``operations`` reaches only root fields among them, whatever its role.
        """
        rule = self.rules.get(action)
        if rule is None:
            return Decision(False, "NO_RULE")
        if rule.public:
            return Decision(True, "OK")
        if principal is None:
            return Decision(False, "UNAUTHENTICATED")
        if principal.role not in rule.roles:
            return Decision(False, "ROLE")
        if not _within_operations(principal, action):
            return Decision(False, "OPERATION")
        return _on_target(rule.condition, principal, target)


def _within_operations(principal: Principal, action: str) -> bool:
    if principal.operations is None:
        return True
    root, _, field = action.partition(".")
    return root not in _ROOTS or field in principal.operations


def _on_target(condition: Condition | None, principal: Principal, target: Any) -> Decision:
    if condition is None:
        return Decision(True, "OK")
    if target is None:
        return Decision(False, "NO_TARGET")
    return Decision(True, "OK") if condition(principal, target) else Decision(False, "CONDITION")
