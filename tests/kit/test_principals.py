"""The policy table: what is not allowed by a rule is refused."""

from datetime import UTC, datetime
from typing import Any

import pytest

from services.kit.auth import ANY_ROLE, PUBLIC, Place, Policy, Principal, Reach, Role, may


def make_principal(**given: Any) -> Principal:
    usual: dict[str, Any] = {
        "subject": "account:1",
        "name": "李值班",
        "role": Role.OFFICER,
        "unit": "130100",
        "scope_level": 3,
        "scope_code": "1301",
        "expires_at": datetime(2026, 11, 21, tzinfo=UTC),
    }
    return Principal(**{**usual, **given})


POLICY = Policy(
    {
        "Mutation.signIn": PUBLIC,
        "Query.me": ANY_ROLE,
        "Mutation.appoint": may(Role.ROSTER_ADMIN),
        "Mutation.sweep": may(Role.JOB),
        "Person.phone": may(Role.OFFICER, within=Reach.TERRITORY)
        | may(Role.LEADER, within=Reach.OWN_UNIT),
    }
)


@pytest.mark.parametrize("role", Role)
def test_an_action_without_a_rule_is_refused_to_every_role(role: Role) -> None:
    decision = POLICY.allowed(make_principal(role=role), "Mutation.dropAll")
    assert (decision.ok, decision.reason) == (False, "NO_RULE")


def test_only_a_public_action_needs_no_caller() -> None:
    assert POLICY.allowed(None, "Mutation.signIn").ok
    assert POLICY.allowed(None, "Query.me").reason == "UNAUTHENTICATED"
    assert [action for action in POLICY.rules if POLICY.is_public(action)] == ["Mutation.signIn"]
    assert not POLICY.is_public("Mutation.dropAll")


def test_a_role_reaches_what_its_rules_name_and_nothing_else() -> None:
    admin, system = make_principal(role=Role.ROSTER_ADMIN), make_principal(role=Role.SYSTEM)
    assert POLICY.allowed(admin, "Mutation.appoint").ok
    assert POLICY.allowed(admin, "Query.me").ok
    assert POLICY.allowed(admin, "Mutation.sweep").reason == "ROLE"
    assert POLICY.allowed(system, "Mutation.appoint").reason == "ROLE"


def test_a_machines_token_reaches_only_the_root_fields_it_names() -> None:
    job = make_principal(role=Role.JOB, operations=frozenset({"sweep"}))
    assert POLICY.allowed(job, "Mutation.sweep").ok
    assert POLICY.allowed(job, "Query.me").reason == "OPERATION"


def make_place(unit: str) -> Place:
    code = unit.partition("-")[0]
    steps = [code[:n] if len(code) >= n else None for n in (2, 4, 6, 9)]
    return Place(unit=unit, scope=("0", steps[0], steps[1], steps[2], steps[3], None))


@pytest.mark.parametrize(
    ("role", "unit", "reason"),
    [
        (Role.OFFICER, "1301", "OK"),
        (Role.OFFICER, "130123", "OK"),
        (Role.OFFICER, "130123-YJGLJ", "OK"),
        (Role.OFFICER, "1302", "REACH"),
        (Role.OFFICER, "13", "REACH"),
        (Role.LEADER, "1301", "OK"),
        (Role.LEADER, "130123", "REACH"),
        (Role.VENDOR, "1301", "ROLE"),
    ],
)
def test_a_right_goes_as_far_as_its_reach(role: Role, unit: str, reason: str) -> None:
    caller = make_principal(role=role, unit="1301")
    assert POLICY.allowed(caller, "Person.phone", make_place(unit)).reason == reason


def test_a_right_that_does_not_go_everywhere_needs_a_target() -> None:
    officer = make_principal()
    assert POLICY.admits(officer, "Person.phone").ok
    assert POLICY.allowed(officer, "Person.phone").reason == "NO_TARGET"


def test_of_two_rules_for_a_role_the_second_holds() -> None:
    rule = may(Role.OFFICER) | may(Role.OFFICER, within=Reach.OWN_UNIT)
    assert rule.reaches == {Role.OFFICER: Reach.OWN_UNIT}
