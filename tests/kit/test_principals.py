"""The policy table: what is not allowed by a rule is refused."""

from datetime import UTC, datetime
from typing import Any

import pytest

from services.kit.auth import ANY_ROLE, PUBLIC, Policy, Principal, Role, may


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
        "Person.phone": may(Role.OFFICER, when=lambda who, unit: who.unit == unit),
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


def test_a_condition_is_asked_about_the_target_and_refuses_without_one() -> None:
    officer = make_principal()
    assert POLICY.allowed(officer, "Person.phone", "130100").ok
    assert POLICY.allowed(officer, "Person.phone", "130200").reason == "CONDITION"
    assert POLICY.allowed(officer, "Person.phone").reason == "NO_TARGET"
