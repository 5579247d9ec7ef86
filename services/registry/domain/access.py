"""Who may do what in the registry, and how far from the own unit: one table, deny by default.

Units, channels and rosters are open within the administration to every role that works with them;
they are written, and telephone numbers read, only in the caller's own territory, by a leader only
in the own unit.
"""

from services.kit.auth import ANY_ROLE, PUBLIC, Place, Policy, Principal, Reach, Role, may
from services.registry.domain.accounts import MACHINES
from services.registry.domain.refusals import out_of_scope
from services.registry.domain.units import Unit

_READERS = (
    Role.OFFICER,
    Role.DUTY_CHIEF,
    Role.ROSTER_ADMIN,
    Role.APPROVER,
    Role.LEADER,
    Role.SYSTEM,
)
_own_roster = may(Role.ROSTER_ADMIN, Role.SYSTEM, within=Reach.TERRITORY)
_own_presence = _own_roster | may(Role.DUTY_CHIEF, Role.OFFICER, within=Reach.TERRITORY)
_people = may(*(role for role in Role if role not in MACHINES))
_feed = may(Role.OFFICER, Role.DUTY_CHIEF, Role.ROSTER_ADMIN, within=Reach.TERRITORY) | may(
    Role.SYSTEM
)

POLICY = Policy(
    {
        "Query.node": may(*_READERS),
        "Query.nodes": may(*_READERS),
        "Query.unit": ANY_ROLE,
        "Query.units": ANY_ROLE,
        "Query.me": ANY_ROLE,
        "Query.person": may(*_READERS),
        "Query.appointments": may(*_READERS),
        "Query.spokespersons": may(*_READERS),
        "Query.experts": may(*_READERS),
        "Query.expertPools": may(*_READERS),
        "Query.channels": may(*_READERS),
        "Query.whoSpeaks": may(*_READERS),
        "Query.trainings": may(*_READERS),
        "Query.filings": may(*_READERS),
        "Query.filedDiff": may(*_READERS),
        "Query.changes": _feed,
        "Subscription.changes": _feed,
        "Query.revocations": may(Role.SYSTEM),
        "Mutation.createUnit": _own_roster,
        "Mutation.updateUnit": _own_roster,
        "Mutation.mergeUnits": _own_roster,
        "Mutation.splitUnit": _own_roster,
        "Mutation.retireUnit": _own_roster,
        "Mutation.createPerson": _own_roster,
        "Mutation.updatePerson": _own_roster,
        "Mutation.appoint": _own_roster,
        "Mutation.endAppointment": _own_roster,
        "Mutation.setAvailability": _own_presence,
        "Mutation.addExpert": _own_roster,
        "Mutation.removeExpert": _own_roster,
        "Mutation.updateExpert": _own_roster,
        "Mutation.setExpertAvailability": _own_roster,
        "Mutation.openChannel": _own_roster,
        "Mutation.updateChannel": _own_roster,
        "Mutation.closeChannel": _own_roster,
        "Mutation.recordTraining": _own_roster,
        "Mutation.openFiling": _own_roster,
        "Mutation.recordFiling": _own_roster,
        "Query.accounts": _own_roster,
        "Mutation.createAccount": _own_roster,
        "Mutation.revoke": _own_roster,
        "Mutation.resetPassword": _own_roster,
        "Mutation.linkIdentity": _own_roster,
        "Mutation.unlinkIdentity": _own_roster,
        "Query.signInOptions": PUBLIC,
        "Mutation.signInOidc": PUBLIC,
        "Mutation.changePassword": _people,
        "Mutation.createApiToken": _people,
        "Mutation.revokeApiToken": _people | may(Role.SYSTEM),
        "Query.apiTokens": _people,
        "Query.rosterImport": may(*_READERS, within=Reach.TERRITORY),
        "Query.rosterImports": may(*_READERS),
        "Mutation.importRoster": _own_roster,
        "Mutation.undoImport": _own_roster,
        "Http.upload": may(Role.ROSTER_ADMIN, Role.SYSTEM),
        "Http.rejected": _own_roster,
        "Http.export": _own_roster,
        "Mutation.signIn": PUBLIC,
        "Query.phoneReveals": _own_roster,
        "Mutation.refresh": PUBLIC,
        "Mutation.signOut": PUBLIC,
        "Query.rosterFindings": _own_presence | may(Role.LEADER, within=Reach.OWN_UNIT),
        "Query.rosterAudit": may(*_READERS),
        "Query.standingDocuments": may(*_READERS),
        "Mutation.recordDocument": _own_roster,
        "Mutation.withdrawDocument": _own_roster,
        "Mutation.auditRosters": may(Role.ROSTER_ADMIN, Role.JOB),
        "Person.phone": may(
            Role.OFFICER,
            Role.DUTY_CHIEF,
            Role.ROSTER_ADMIN,
            Role.SYSTEM,
            within=Reach.TERRITORY,
        )
        | may(Role.LEADER, within=Reach.OWN_UNIT),
    }
)


def place_of(unit: Unit) -> Place:
    """Return where a unit stands."""
    return Place(unit=unit.code, scope=unit.scope)


def require(principal: Principal, action: str, unit: Unit, field: str) -> None:
    """Refuse OUT_OF_SCOPE, naming ``field``, where the table does not let the action touch it."""
    if not POLICY.allowed(principal, action, place_of(unit)).ok:
        raise out_of_scope(field)
