"""Who is calling, and the table of what each role may do, and how far from its own unit."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Literal, Self, TypeAlias

Codes: TypeAlias = tuple[str | None, str | None, str | None, str | None, str | None, str | None]
"""The unit codes of a place: nation, province, prefecture, county, township, department."""


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
    held only because its issuer cannot be reached. ``sid`` and ``issued_at`` are what a token can
    be taken back by: the credential that bought it, and when.
    """

    subject: str
    name: str
    role: Role
    unit: str
    scope_level: int
    scope_code: str
    operations: frozenset[str] | None = None
    introspect: bool = False
    sid: str | None = None
    issued_at: datetime | None = None
    expires_at: datetime
    stale: bool = False


class Reach(StrEnum):
    """How far a right goes: to everything, to the caller's subtree, or to the caller's own unit."""

    ANYWHERE = "ANYWHERE"
    TERRITORY = "TERRITORY"
    OWN_UNIT = "OWN_UNIT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something stands: its unit's code, and the codes of the subtrees it lies in."""

    unit: str
    scope: Codes

    def within(self, principal: Principal, reach: Reach) -> bool:
        """Whether a right of that reach comes this far."""
        if reach is Reach.ANYWHERE:
            return True
        if reach is Reach.OWN_UNIT:
            return self.unit == principal.unit
        return self.scope[principal.scope_level - 1] == principal.scope_code


@dataclass(frozen=True, slots=True)
class Rule:
    """The roles that may, each with its reach; see `may` and `PUBLIC`. Rules add up by ``|``."""

    reaches: Mapping[Role, Reach]
    public: bool = False

    def __or__(self, other: Self) -> "Rule":
        """Allow what either allows; where both name a role, the second's reach holds."""
        return Rule({**self.reaches, **other.reaches})

    @property
    def roles(self) -> frozenset[Role]:
        """The roles that may at all."""
        return frozenset(self.reaches)


PUBLIC = Rule({}, public=True)
"""Anybody, signed in or not: signing in itself."""


def may(*roles: Role, within: Reach = Reach.ANYWHERE) -> Rule:
    """Allow these roles, as far as the reach goes."""
    return Rule(dict.fromkeys(roles, within))


ANY_ROLE = may(*Role)
"""Whoever is signed in."""


Reason = Literal["OK", "NO_RULE", "UNAUTHENTICATED", "ROLE", "OPERATION", "NO_TARGET", "REACH"]


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether, and by which step it was decided."""

    ok: bool
    reason: Reason


_ROOTS = ("Query", "Mutation", "Subscription", "Http")


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

    def allowed(
        self, principal: Principal | None, action: str, target: Place | None = None
    ) -> Decision:
        """Decide by the table alone; a right that does not go everywhere needs a target.

        A principal with ``operations`` reaches only root fields among them, whatever its role.
        """
        decision = self.admits(principal, action)
        if not decision.ok or principal is None or self.is_public(action):
            return decision
        reach = self.rules[action].reaches[principal.role]
        if reach is Reach.ANYWHERE:
            return decision
        if target is None:
            return Decision(False, "NO_TARGET")
        return decision if target.within(principal, reach) else Decision(False, "REACH")

    def reach(self, principal: Principal, action: str) -> Reach | None:
        """Return how far the caller's right goes, for a statement to end there; None: no right."""
        if not self.admits(principal, action).ok:
            return None
        return self.rules[action].reaches.get(principal.role, Reach.ANYWHERE)

    def admits(self, principal: Principal | None, action: str) -> Decision:
        """Decide whether the caller may try at all, before the target is known."""
        rule = self.rules.get(action)
        if rule is None:
            return Decision(False, "NO_RULE")
        if rule.public:
            return Decision(True, "OK")
        if principal is None:
            return Decision(False, "UNAUTHENTICATED")
        if principal.role not in rule.reaches:
            return Decision(False, "ROLE")
        if not _within_operations(principal, action):
            return Decision(False, "OPERATION")
        return Decision(True, "OK")


def _within_operations(principal: Principal, action: str) -> bool:
    if principal.operations is None:
        return True
    root, _, field = action.partition(".")
    return root not in _ROOTS or field in principal.operations
