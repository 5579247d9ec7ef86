"""Who may do what here, and how far from the own unit; deny by default.

A case lies in a territory where one of its units or localities does; the statements that read or
change cases carry the caller's territory themselves, so that the store finds nothing else.
"""

from services.kit.auth import Policy, Reach, Role, may

PHONE = "Person.phone"
READERS = (Role.OFFICER, Role.DUTY_CHIEF, Role.LEADER, Role.APPROVER, Role.ROSTER_ADMIN)
DESK = (Role.OFFICER, Role.DUTY_CHIEF)

_reference = may(*READERS)
_cases = may(*READERS, within=Reach.TERRITORY)
_desk = may(*DESK, within=Reach.TERRITORY)
# another system of the house follows what is owed and what changes; a vendor never does
_pulled = _cases | may(Role.SYSTEM, within=Reach.TERRITORY)
_job = may(Role.JOB)

POLICY = Policy(
    {
        "Query.node": _cases,
        "Query.nodes": _cases,
        "Query.obligations": _pulled,
        "Query.obligation": _pulled,
        "Query.boardTally": _cases,
        "Query.incident": _cases,
        "Query.incidents": _cases,
        # a vendor may ask what a case would call for; it sees no telephone number and no case
        "Query.previewIncident": may(*READERS, Role.VENDOR),
        "Query.previewAssessment": _cases,
        "Query.rulePacks": may(*READERS, Role.VENDOR),
        "Query.rulePack": may(*READERS, Role.VENDOR),
        "Query.checkPack": _reference,
        "Query.packDifferences": _reference,
        "Query.packComparison": _reference,
        "Query.replay": _cases,
        "Query.packAdoptions": _cases,
        "Query.workingDay": may(*READERS, Role.VENDOR),
        "Query.holidayNotice": _reference,
        "Query.workingYear": _reference,
        # one notice holds for the whole country; who entered it stands with it
        "Mutation.importHolidayNotice": may(Role.DUTY_CHIEF, Role.ROSTER_ADMIN),
        "Query.fieldResponsibilities": _cases,
        # administrators' data, as the roster is
        "Mutation.setFieldResponsibility": may(
            Role.DUTY_CHIEF, Role.ROSTER_ADMIN, within=Reach.TERRITORY
        ),
        "Query.previewRebase": _cases,
        # other law for what is under way already is never the lone officer's to choose
        "Mutation.rebaseIncident": may(Role.DUTY_CHIEF, within=Reach.TERRITORY),
        # which rules bind a place is decided above the desk
        "Mutation.adoptPack": may(Role.DUTY_CHIEF, Role.LEADER, within=Reach.TERRITORY),
        "Mutation.withdrawAdoption": may(Role.DUTY_CHIEF, Role.LEADER, within=Reach.TERRITORY),
        "Query.localities": _reference,
        "Query.codeLists": may(*READERS, Role.VENDOR),
        "Query.lead": _cases,
        "Query.leads": _cases,
        "Query.leadTimeliness": _cases,
        # everybody reads back what was reported under the own name, and nothing of others
        "Query.reportedLeads": may(Role.VENDOR, *DESK),
        "Query.periods": _cases,
        "Query.policies": _cases,
        "Query.bulletin": _cases,
        "Query.reportEvidence": _cases,
        "Query.assessment": _cases,
        "Query.reviews": _cases,
        "Query.assessmentSchemes": _reference,
        "Query.issuedReport": _cases,
        "Query.issuedReports": _cases,
        # in the office's name, and never the lone officer's to do
        "Mutation.issueBulletin": may(Role.DUTY_CHIEF, within=Reach.TERRITORY),
        "Query.changes": _pulled,
        "Query.phoneReveals": may(
            Role.DUTY_CHIEF, Role.ROSTER_ADMIN, Role.SYSTEM, within=Reach.TERRITORY
        ),
        "Query.limits": may(*Role),
        "Query.sweepStatus": may(*READERS, Role.JOB),
        "Query.mirrorStatus": may(*READERS, Role.JOB),
        # whoever hears of it first writes it down, wherever it happened
        "Mutation.openIncident": may(*DESK),
        # a vendor tells, wherever it happened; what it is, the desk decides
        "Mutation.reportLead": may(Role.VENDOR, *DESK),
        "Mutation.promoteLead": _desk,
        "Mutation.mergeLead": _desk,
        "Mutation.splitLead": _desk,
        "Mutation.dismissLead": _desk,
        "Mutation.assessIncident": _desk,
        "Mutation.acknowledge": _desk,
        "Mutation.recordRelease": _desk,
        "Mutation.recordFulfilment": _desk,
        "Query.gates": _cases,
        "Mutation.draftStatement": _desk,
        "Mutation.recordPublication": _desk,
        "Mutation.recordConference": _desk,
        "Mutation.decideFurtherConference": _desk,
        "Mutation.recordProgress": _desk,
        # the desk records what an office said; an office decides for itself
        "Mutation.decideGate": may(*DESK, Role.APPROVER, Role.LEADER, within=Reach.TERRITORY),
        # to go past an approval is never the lone officer's to do
        "Mutation.overrideGate": may(Role.DUTY_CHIEF, Role.LEADER, within=Reach.TERRITORY),
        "Mutation.recordTransfer": _desk,
        "Mutation.recordUpwardReport": _desk,
        "Mutation.verifyWithCyberspace": _desk,
        "Mutation.recordReceipt": _desk,
        "Mutation.recordConsultation": _desk,
        "Mutation.refer": _desk,
        "Mutation.recordDirective": _desk,
        "Mutation.answerReferral": _desk,
        "Query.referrals": _cases,
        "Query.unrepliedTickets": _cases,
        # read over GraphQL or taken away as a file: the same right
        "Query.journal": _cases,
        "Query.specialReport": _cases,
        "Query.monitoringReport": _cases,
        "Query.breaches": _cases,
        "Query.evidencePack": may(Role.DUTY_CHIEF, Role.LEADER, within=Reach.TERRITORY),
        # who is called to account is never the lone officer's to write down
        "Mutation.recordAccountability": may(Role.DUTY_CHIEF, Role.LEADER, within=Reach.TERRITORY),
        "Mutation.recordRectification": may(Role.DUTY_CHIEF, Role.LEADER, within=Reach.TERRITORY),
        # how a handling is judged is never the lone officer's to write down
        "Mutation.reviewIncident": may(Role.DUTY_CHIEF, Role.LEADER, within=Reach.TERRITORY),
        "Mutation.recordResources": may(Role.DUTY_CHIEF, Role.ROSTER_ADMIN, within=Reach.TERRITORY),
        "Mutation.linkHotlineTicket": _desk,
        "Mutation.recordHotlineReply": _desk,
        "Mutation.recordFollowUpVisit": _desk,
        "Mutation.importCallStatistics": _desk,
        # whose office it must be besides is the decision's own question: it differs by incident
        "Mutation.designateLead": may(*DESK, Role.LEADER, Role.APPROVER, within=Reach.TERRITORY),
        # at three in the morning the officer is alone: both may, and the record names who did
        "Mutation.waiveObligation": _desk,
        "Mutation.closeIncident": _desk,
        "Mutation.recordPeriodicAct": _desk,
        "Mutation.announcePolicy": _desk,
        "Mutation.reschedulePolicy": _desk,
        "Mutation.publishPolicy": _desk,
        "Mutation.recordRiskAssessment": _desk,
        "Mutation.sweepObligations": _job,
        "Mutation.openPeriods": _job,
        "Mutation.syncRegistry": _job,
        "Mutation.deliverNotifications": _job,
        "Query.notices": _cases,
        "Query.noticesAbout": _cases,
        # a leader takes note of what he himself is told; the desk, of what it told him
        "Mutation.acknowledgeNotice": _desk | may(Role.LEADER, within=Reach.TERRITORY),
        "Query.noticeRoutes": may(Role.DUTY_CHIEF, Role.ROSTER_ADMIN, within=Reach.TERRITORY),
        "Mutation.setNoticeRoute": may(Role.DUTY_CHIEF, Role.ROSTER_ADMIN, within=Reach.TERRITORY),
        # of the caller's own territory, and never the lone officer's to do
        "Mutation.holdNotices": may(Role.DUTY_CHIEF),
        "Mutation.releaseNotices": may(Role.DUTY_CHIEF),
        "Query.shifts": _cases,
        "Query.onDuty": _cases,
        "Query.patrols": _cases,
        "Query.dutyRules": _cases,
        "Mutation.setDutyRules": may(Role.DUTY_CHIEF, Role.ROSTER_ADMIN, within=Reach.TERRITORY),
        "Mutation.planShifts": may(Role.DUTY_CHIEF, Role.ROSTER_ADMIN, within=Reach.TERRITORY),
        "Mutation.cancelShift": may(Role.DUTY_CHIEF, Role.ROSTER_ADMIN, within=Reach.TERRITORY),
        # who falls ill at three in the morning is relieved by whoever is there
        "Mutation.replaceOnShift": _desk | may(Role.ROSTER_ADMIN, within=Reach.TERRITORY),
        "Mutation.startShift": _desk | may(Role.LEADER, within=Reach.TERRITORY),
        "Mutation.recordPatrol": _desk,
        "Query.handover": _cases,
        # whose shift it is besides is asked of the shift: a third person never signs
        "Mutation.handOver": _desk,
        "Mutation.signHandover": _desk,
        "Subscription.board": _cases,
        # as in the registry: a leader reads the numbers of the own unit alone
        PHONE: _desk | may(Role.LEADER, within=Reach.OWN_UNIT),
    }
)
