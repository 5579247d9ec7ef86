"""Who may do what here; deny by default. Lists carry the caller's scope in their SQL besides."""

from services.kit.auth import Policy, Principal, Role, may

READERS = (Role.OFFICER, Role.DUTY_CHIEF, Role.LEADER, Role.APPROVER, Role.ROSTER_ADMIN)
DESK = (Role.OFFICER, Role.DUTY_CHIEF)
PHONES = frozenset((Role.OFFICER, Role.DUTY_CHIEF, Role.LEADER))

_reading = may(*READERS)
_desk = may(*DESK)
_job = may(Role.JOB)

POLICY = Policy(
    {
        "Query.node": _reading,
        "Query.nodes": _reading,
        "Query.obligations": _reading,
        "Query.obligation": _reading,
        "Query.boardTally": _reading,
        "Query.incident": _reading,
        "Query.incidents": _reading,
        # a vendor may ask what a case would call for; it sees no telephone number and no case
        "Query.previewIncident": may(*READERS, Role.VENDOR),
        "Query.previewAssessment": _reading,
        "Query.rulePacks": may(*READERS, Role.VENDOR),
        "Query.rulePack": may(*READERS, Role.VENDOR),
        "Query.localities": _reading,
        "Query.codeLists": may(*READERS, Role.VENDOR),
        "Query.changes": may(*READERS, Role.SYSTEM),
        "Query.sweepStatus": may(*READERS, Role.JOB),
        "Query.mirrorStatus": may(*READERS, Role.JOB),
        "Mutation.openIncident": _desk,
        "Mutation.assessIncident": _desk,
        "Mutation.acknowledge": _desk,
        "Mutation.recordRelease": _desk,
        "Mutation.recordFulfilment": _desk,
        # at three in the morning the officer is alone: both may, and the record names who did
        "Mutation.waiveObligation": _desk,
        "Mutation.closeIncident": _desk,
        "Mutation.sweepObligations": _job,
        "Mutation.syncRegistry": _job,
        "Subscription.board": _reading,
        "Person.phone": may(*PHONES),
    }
)


def sees_phones(principal: Principal) -> bool:
    """Tell whether the caller's role may read telephone numbers of its own territory."""
    return POLICY.allowed(principal, "Person.phone").ok
