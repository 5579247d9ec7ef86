"""Who may do what in the registry: one table, deny by default.

Units, channels and rosters are open within the administration to every role that works with them;
a telephone number is read only within the caller's scope, by a leader only in the own unit.
"""

from dataclasses import dataclass

from services.kit.auth import ANY_ROLE, PUBLIC, Policy, Principal, Role, may
from services.registry.domain.refusals import out_of_scope
from services.registry.domain.units import Scope, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something stands, as a rule's condition sees it: the unit's code and its scope."""

    unit: str
    scope: Scope


def within_scope(principal: Principal, place: Place) -> bool:
    """Whether the place lies in the caller's subtree, the caller's own unit included."""
    code = place.scope[principal.scope_level - 1]
    return code is not None and code == principal.scope_code


def may_read_phone(principal: Principal, place: Place) -> bool:
    """Whether the caller may see the number of someone whose home unit stands there."""
    if principal.role is Role.LEADER:
        return place.unit == principal.unit
    return within_scope(principal, place)


_READERS = (
    Role.OFFICER,
    Role.DUTY_CHIEF,
    Role.ROSTER_ADMIN,
    Role.APPROVER,
    Role.LEADER,
    Role.SYSTEM,
)
_ROSTER_WRITERS = (Role.ROSTER_ADMIN, Role.SYSTEM)
_DESK_WRITERS = (Role.ROSTER_ADMIN, Role.DUTY_CHIEF, Role.OFFICER, Role.SYSTEM)
_FEED_READERS = (Role.OFFICER, Role.DUTY_CHIEF, Role.ROSTER_ADMIN, Role.SYSTEM)

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
        "Query.channels": may(*_READERS),
        "Query.whoSpeaks": may(*_READERS),
        "Query.changes": may(*_FEED_READERS),
        "Mutation.createUnit": may(*_ROSTER_WRITERS),
        "Mutation.updateUnit": may(*_ROSTER_WRITERS),
        "Mutation.createPerson": may(*_ROSTER_WRITERS),
        "Mutation.updatePerson": may(*_ROSTER_WRITERS),
        "Mutation.appoint": may(*_ROSTER_WRITERS),
        "Mutation.endAppointment": may(*_ROSTER_WRITERS),
        "Mutation.setAvailability": may(*_DESK_WRITERS),
        "Mutation.addExpert": may(*_ROSTER_WRITERS),
        "Mutation.removeExpert": may(*_ROSTER_WRITERS),
        "Mutation.openChannel": may(*_ROSTER_WRITERS),
        "Mutation.closeChannel": may(*_ROSTER_WRITERS),
        "Mutation.createAccount": may(*_ROSTER_WRITERS),
        "Mutation.revoke": may(*_ROSTER_WRITERS),
        "Mutation.signIn": PUBLIC,
        "Person.phone": may(
            Role.OFFICER,
            Role.DUTY_CHIEF,
            Role.ROSTER_ADMIN,
            Role.LEADER,
            Role.SYSTEM,
            when=may_read_phone,
        ),
    }
)


def place_of(unit: Unit) -> Place:
    """Return where a unit stands."""
    return Place(unit=unit.code, scope=unit.scope)


def require_scope(principal: Principal, unit: Unit, field: str) -> None:
    """Refuse OUT_OF_SCOPE, naming ``field``, where the unit is not the caller's to change."""
    if not within_scope(principal, place_of(unit)):
        raise out_of_scope(field)


def reads_phone(principal: Principal, place: Place) -> bool:
    """Whether the table lets the caller see a number of that place."""
    return POLICY.allowed(principal, "Person.phone", place).ok
