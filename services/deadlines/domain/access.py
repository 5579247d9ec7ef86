"""Who may do what here, and how far from the own unit; deny by default.

A case lies in a territory where one of its units or localities does; the statements that read or
change cases carry the caller's territory themselves, so that the store finds nothing else.
"""

from services.kit.auth import Policy, Principal, Reach, Role, may

READERS = (Role.OFFICER, Role.DUTY_CHIEF, Role.LEADER, Role.APPROVER, Role.ROSTER_ADMIN)
DESK = (Role.OFFICER, Role.DUTY_CHIEF)
PHONES = frozenset((Role.OFFICER, Role.DUTY_CHIEF, Role.LEADER))

_reference = may(*READERS)
_cases = may(*READERS, within=Reach.TERRITORY)
_desk = may(*DESK, within=Reach.TERRITORY)
_job = may(Role.JOB)

POLICY = Policy(
    {
        "Query.node": _cases,
        "Query.nodes": _cases,
        "Query.obligations": _cases,
        "Query.obligation": _cases,
        "Query.boardTally": _cases,
        "Query.incident": _cases,
        "Query.incidents": _cases,
        # a vendor may ask what a case would call for; it sees no telephone number and no case
        "Query.previewIncident": may(*READERS, Role.VENDOR),
        "Query.previewAssessment": _cases,
        "Query.rulePacks": may(*READERS, Role.VENDOR),
        "Query.rulePack": may(*READERS, Role.VENDOR),
        "Query.localities": _reference,
        "Query.codeLists": may(*READERS, Role.VENDOR),
        "Query.changes": _cases | may(Role.SYSTEM, within=Reach.TERRITORY),
        "Query.sweepStatus": may(*READERS, Role.JOB),
        "Query.mirrorStatus": may(*READERS, Role.JOB),
        # whoever hears of it first writes it down, wherever it happened
        "Mutation.openIncident": may(*DESK),
        "Mutation.assessIncident": _desk,
        "Mutation.acknowledge": _desk,
        "Mutation.recordRelease": _desk,
        "Mutation.recordFulfilment": _desk,
        # at three in the morning the officer is alone: both may, and the record names who did
        "Mutation.waiveObligation": _desk,
        "Mutation.closeIncident": _desk,
        "Mutation.sweepObligations": _job,
        "Mutation.syncRegistry": _job,
        "Subscription.board": _cases,
        "Person.phone": may(*PHONES, within=Reach.TERRITORY),
    }
)


def sees_phones(principal: Principal) -> bool:
    """Tell whether the caller's role may read telephone numbers of its own territory."""
    return POLICY.admits(principal, "Person.phone").ok
