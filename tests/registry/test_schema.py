"""Which roles reach which root fields of the registry."""

from services.kit.auth import Policy, Role
from services.registry.domain.access import POLICY
from tests.registry.world import make_principal

PUBLIC = {
    "Mutation.signIn",
    "Mutation.signInOidc",
    "Mutation.refresh",
    "Mutation.signOut",
    "Query.signInOptions",
}
OWN_CREDENTIALS = {
    "Mutation.changePassword",
    "Mutation.createApiToken",
    "Mutation.revokeApiToken",
}


def test_only_signing_in_is_open_to_everybody() -> None:
    public = {action for action in POLICY.rules if POLICY.is_public(action)}
    assert public == PUBLIC


def test_a_vendor_and_a_job_see_units_and_themselves_only() -> None:
    both = {"Query.unit", "Query.units", "Query.me", *PUBLIC}
    assert allowed(POLICY, Role.VENDOR) == both
    assert allowed(POLICY, Role.JOB) == both | {"Mutation.auditRosters"}


def test_an_officer_may_note_leave_and_change_nothing_else() -> None:
    mutations = {
        action for action in allowed(POLICY, Role.OFFICER) if action.startswith("Mutation")
    }
    assert mutations == {
        "Mutation.setAvailability",
        *(PUBLIC - {"Query.signInOptions"}),
        *OWN_CREDENTIALS,
    }


def allowed(policy: Policy, role: Role) -> set[str]:
    caller = make_principal(role)
    return {action for action in policy.rules if policy.admits(caller, action).ok}
