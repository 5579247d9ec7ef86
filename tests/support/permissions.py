"""The permission matrix: every action × role × relation of the target to the caller's unit.

`make permissions` prints it; docs/permissions.txt holds it, so that a change of a right is a
change that a reviewer sees.
"""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from enum import StrEnum

from services.deadlines.domain.access import POLICY as DEADLINES
from services.kit.auth import Place, Policy, Principal, Role
from services.registry.domain.access import POLICY as REGISTRY

POLICIES = {"registry": REGISTRY, "deadlines": DEADLINES}


class Relation(StrEnum):
    """Where a target stands, seen from the caller's unit; the value is its mark in the matrix."""

    INSIDE = "I"
    BELOW = "B"
    ABOVE = "A"
    BESIDE = "S"


UNIT, LEVEL = "130123", 4
TARGETS = {
    Relation.INSIDE: UNIT,
    Relation.BELOW: f"{UNIT}-BMB",
    Relation.ABOVE: "1301",
    Relation.BESIDE: "130121",
}
LEGEND = """\
Rows: what is asked for, a root field or a field of its own rule. Columns: roles.
I the caller's own unit · B a unit below it · A a unit above it · S a unit elsewhere · - refused
public: no sign-in needed. A machine's token reaches only the root fields named in it besides.
"""


def caller(role: Role) -> Principal:
    """Return somebody of that role in 正定县."""
    return Principal(
        subject=f"{role.value}@{UNIT}",
        name="某人",
        role=role,
        unit=UNIT,
        scope_level=LEVEL,
        scope_code=UNIT,
        expires_at=datetime(2099, 1, 1, tzinfo=UTC),
    )


def place(unit: str) -> Place:
    """Return where a government or its department stands, by its code."""
    division, dash, _ = unit.partition("-")
    two, four, six, nine = (division[:n] if len(division) >= n else None for n in (2, 4, 6, 9))
    return Place(unit=unit, scope=("0", two, four, six, nine, unit if dash else None))


def reached(policy: Policy, action: str, role: Role) -> frozenset[Relation]:
    """Return the relations in which the role may."""
    who = caller(role)
    return frozenset(
        relation
        for relation, unit in TARGETS.items()
        if policy.allowed(who, action, place(unit)).ok
    )


def matrix() -> Iterator[str]:
    """Yield the lines of the matrix."""
    yield from LEGEND.splitlines()
    for service, policy in POLICIES.items():
        width = max(map(len, policy.rules))
        yield ""
        yield f"{service:<{width}}  " + "  ".join(role.value for role in Role)
        for action in sorted(policy.rules):
            yield f"{action:<{width}}  {_cells(policy, action)}".rstrip()


def _cells(policy: Policy, action: str) -> str:
    if policy.is_public(action):
        return "public"
    return "  ".join(f"{_cell(policy, action, role):<{len(role.value)}}" for role in Role)


def _cell(policy: Policy, action: str, role: Role) -> str:
    found = reached(policy, action, role)
    return "".join(one.value if one in found else "-" for one in Relation) if found else "-"


def main() -> None:
    """Print the matrix."""
    sys.stdout.write("\n".join(matrix()) + "\n")


if __name__ == "__main__":
    main()
