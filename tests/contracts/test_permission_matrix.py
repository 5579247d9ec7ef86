"""The permission table: on file, complete, and what the services really do with each target."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from services.kit.auth import Reach, Role
from services.kit.graphql.ids import to_global_id
from services.kit.ids import new_id
from tests.contracts.filling import FACTS, act, tried
from tests.contracts.services import POLICIES, Caller, Reply, Served
from tests.support.permissions import LEVEL, TARGETS, UNIT, Relation, matrix, reached

ON_FILE = Path(__file__).parents[2] / "docs" / "permissions.txt"


def test_the_matrix_is_the_one_on_file() -> None:
    """`make permissions > docs/permissions.txt` writes it; the difference is for reviewers."""
    assert list(matrix()) == ON_FILE.read_text(encoding="utf-8").splitlines()


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Something of every kind that stands in one unit."""

    unit: str
    person: str
    appointment: str
    channel: str
    expert: str
    document: str
    filing: str
    account: str
    file: str
    roster_import: str


Input = Callable[[Target], dict[str, Any]]

WRITES: dict[str, Input] = {
    "createUnit": lambda at: {
        "code": f"{at.unit}-XIN",
        "name": "新科",
        "kind": "DIVISION",
        "parent": at.unit,
    },
    "updateUnit": lambda at: {"code": at.unit, "tags": ["民生密切"]},
    # no end that would take the target from the tests after: something stands in its way
    "mergeUnits": lambda at: {
        "from": [at.unit],
        "into": f"{at.unit}-XIN",
        "effectiveOn": "2026-11-21",
    },
    "splitUnit": lambda at: {
        "code": at.unit,
        "into": [{"code": f"{at.unit}-FEN", "name": "分科", "kind": "DIVISION", "parent": at.unit}],
        "effectiveOn": "2026-11-21",
    },
    "retireUnit": lambda at: {"code": at.unit, "on": "2025-12-31", "reason": "改革"},
    "createPerson": lambda at: {"unit": at.unit, "name": "某人"},
    "updatePerson": lambda at: {"id": at.person, "name": "某某人"},
    "appoint": lambda at: {
        "unit": at.unit,
        "personId": at.person,
        "post": "COLLECTOR",
        "title": "收集员",
        "startsOn": "2026-01-01",
    },
    "endAppointment": lambda at: {"id": at.appointment, "endsOn": "2026-12-01"},
    "setAvailability": lambda at: {"personId": at.person, "startsAt": "2026-11-22T00:00:00Z"},
    "addExpert": lambda at: {"unit": at.unit, "name": "专家", "fields": ["安全生产"]},
    "updateExpert": lambda at: {"id": at.expert, "name": "丙"},
    "setExpertAvailability": lambda at: {"id": at.expert, "available": False},
    "removeExpert": lambda at: {"id": at.expert, "removedOn": "2026-12-01"},
    "openChannel": lambda at: {
        "unit": at.unit,
        "kind": "CLIENT",
        "platform": "客户端",
        "name": "号",
        "openedOn": "2026-01-01",
    },
    "updateChannel": lambda at: {"id": at.channel, "name": "新名"},
    "closeChannel": lambda at: {"id": at.channel, "closedOn": "2026-12-01"},
    "recordTraining": lambda at: {
        "organiser": at.unit,
        "topic": "舆情回应",
        "heldOn": "2026-11-01",
        "attendees": [{"personId": at.person, "staffKind": "RELEASE_STAFF"}],
    },
    "recordDocument": lambda at: {
        "unit": at.unit,
        "kind": "RESPONSE_RULES",
        "title": "回应制度",
        "dated": "2026-01-01",
    },
    "withdrawDocument": lambda at: {"id": at.document, "withdrawnOn": "2026-06-01"},
    "openFiling": lambda at: {"unit": at.unit, "subject": "EXPERT_POOL"},
    "recordFiling": lambda at: {
        "filing": at.filing,
        "receiptNumber": "备1号",
        "filedOn": "2026-11-21",
    },
    "createAccount": lambda at: {
        "login": f"new-{at.unit.lower()}",
        "name": "新账号",
        "role": "OFFICER",
        "unit": at.unit,
    },
    "resetPassword": lambda at: {"accountId": at.account},
    "linkIdentity": lambda at: {
        "accountId": at.account,
        "issuer": "https://id",
        "subject": at.unit,
    },
    "unlinkIdentity": lambda at: {
        "accountId": at.account,
        "issuer": "https://id",
        "subject": at.unit,
    },
    "revoke": lambda at: {"accountId": at.account},
    "importRoster": lambda at: {"file": at.file, "dryRun": True, "unit": at.unit},
    "undoImport": lambda at: {"id": at.roster_import},
}
SYSTEM = Caller(role=Role.SYSTEM, unit="0", level=1)


async def outfitted(service: Served, unit: str) -> Target:
    """Put something of every kind into a unit."""

    async def made(field: str, payload: str, name: str, given: dict[str, Any]) -> str:
        shape = f"{payload} {{ {name} {{ id }} }}"
        answer = await act(service, field, shape, given, SYSTEM)
        found: str = answer[name]["id"]
        return found

    person = await made("createPerson", "PersonPayload", "person", {"unit": unit, "name": "甲"})
    post = {"unit": unit, "personId": person, "post": "MONITOR", "title": "监测员"}
    channel = {"unit": unit, "kind": "CLIENT", "platform": "端", "name": "端"}
    expert = {"unit": unit, "name": "乙", "fields": ["教育"]}
    account = {"login": f"old-{unit.lower()}", "name": "丙", "role": "OFFICER", "unit": unit}
    pool = {"unit": unit, "subject": "EXPERT_POOL"}
    paper = {"unit": unit, "kind": "RESPONSE_RULES", "title": "制度", "dated": "2025-01-01"}
    file, roster_import = await tried(service, unit, SYSTEM)
    begun, opened = {"startsOn": "2026-01-01"}, {"openedOn": "2026-01-01"}
    return Target(
        unit=unit,
        person=person,
        appointment=await made("appoint", "AppointmentPayload", "appointment", post | begun),
        channel=await made("openChannel", "ChannelPayload", "channel", channel | opened),
        document=await made("recordDocument", "StandingDocumentPayload", "document", paper),
        expert=await made("addExpert", "ExpertPayload", "expert", expert),
        filing=await made("openFiling", "FilingPayload", "filing", pool),
        account=await made("createAccount", "CreateAccountPayload", "account", account),
        file=file,
        roster_import=roster_import,
    )


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def targets(registry: Served) -> AsyncIterator[dict[Relation, Target]]:
    yield {relation: await outfitted(registry, unit) for relation, unit in TARGETS.items()}


def targeted(service: str, root: str) -> set[str]:
    """Return the root fields of a service whose right ends somewhere."""
    return {
        action.partition(".")[2]
        for action, rule in POLICIES[service].rules.items()
        if action.startswith(f"{root}.") and set(rule.reaches.values()) - {Reach.ANYWHERE}
    }


def test_each_write_to_the_registry_that_ends_somewhere_is_tried() -> None:
    assert targeted("registry", "Mutation") == set(WRITES)


def refusal(reply: Reply, field: str) -> str | None:
    """Return the code of a refusal, in whichever way it was given; None for a success."""
    if reply.codes:
        return reply.codes[0]
    answer = reply.data[field]
    if isinstance(answer, list):
        return None
    code: str | None = answer.get("code") if answer else "NOT_FOUND"
    return code


@pytest.mark.parametrize("field", WRITES)
async def test_a_write_goes_as_far_as_the_table_says(
    registry: Served, targets: dict[Relation, Target], field: str
) -> None:
    document = f"""mutation M($input: {field[0].upper()}{field[1:]}Input!) {{
        {field}(input: $input) {{ __typename ... on Refusal {{ code }} }} }}"""
    for role in Role:
        may = reached(registry.policy, f"Mutation.{field}", role)
        for relation, target in targets.items():
            given = {"idempotencyKey": f"{role}-{relation}", **WRITES[field](target)}
            caller = Caller(role=role, unit=UNIT, level=LEVEL)
            code = refusal(await registry.send(document, {"input": given}, caller), field)
            if relation in may:
                assert code not in ("OUT_OF_SCOPE", "FORBIDDEN"), (role, relation)
            else:
                assert code == ("OUT_OF_SCOPE" if may else "FORBIDDEN"), (role, relation)


CALLED = "2026-11-21T02:50:00+08:00"
CASES: dict[str, str] = {
    "incident": "query M($id: ID!) { incident(id: $id) { id } }",
    "obligation": "query M($duty: ID!) { obligation(id: $duty) { id } }",
    "lead": "query M($lead: ID!) { lead(id: $lead) { id } }",
    "promoteLead": """mutation M($lead: ID!, $key: String!) {
        promoteLead(input: {lead: $lead, idempotencyKey: $key}) {
            __typename ... on Refusal { code } } }""",
    "dismissLead": """mutation M($lead: ID!, $key: String!) {
        dismissLead(input: {lead: $lead, reason: "无关", idempotencyKey: $key}) {
            __typename ... on Refusal { code } } }""",
    "mergeLead": """mutation M($lead: ID!, $id: ID!, $key: String!) {
        mergeLead(input: {lead: $lead, intoIncident: $id, idempotencyKey: $key}) {
            __typename ... on Refusal { code } } }""",
    "splitLead": """mutation M($sighting: ID!, $key: String!) {
        splitLead(input: {sighting: $sighting, reason: "拆分", idempotencyKey: $key}) {
            __typename ... on Refusal { code } } }""",
    "node": "query M($id: ID!) { node(id: $id) { id } }",
    "phoneReveals": "query M($person: ID!) { phoneReveals(person: $person) { at } }",
    "previewAssessment": """query M($id: ID!, $facts: IncidentFactsInput!) {
        previewAssessment(incident: $id, facts: $facts) { asOf } }""",
    "acknowledge": """mutation M($duty: ID!, $key: String!) {
        acknowledge(input: {obligation: $duty, idempotencyKey: $key}) {
            __typename ... on Refusal { code } } }""",
    "assessIncident": """mutation M($id: ID!, $facts: IncidentFactsInput!, $key: String!) {
        assessIncident(input: {
            incident: $id, facts: $facts, reason: "核实", idempotencyKey: $key
        }) { __typename ... on Refusal { code } } }""",
    "waiveObligation": """mutation M($duty: ID!, $key: String!) {
        waiveObligation(input: {obligation: $duty, reason: "不需要", idempotencyKey: $key}) {
            __typename ... on Refusal { code } } }""",
    "recordFulfilment": """mutation M($duty: ID!, $key: String!) {
        recordFulfilment(input: {obligation: $duty, note: "已办", idempotencyKey: $key}) {
            __typename ... on Refusal { code } } }""",
    "recordRelease": """mutation M($id: ID!, $key: String!) {
        recordRelease(input: {incident: $id, form: STATEMENT, conclusive: false, title: "通报",
            idempotencyKey: $key}) { __typename ... on Refusal { code } } }""",
    "gates": "query M($id: ID!) { gates(incident: $id, form: STATEMENT) { ready } }",
    "draftStatement": """mutation M($id: ID!, $key: String!) {
        draftStatement(input: {incident: $id, text: "正在核实", idempotencyKey: $key}) {
            __typename ... on Refusal { code } } }""",
    "decideGate": """mutation M($id: ID!, $key: String!) {
        decideGate(input: {incident: $id, gate: LEADER_APPROVAL, verdict: APPROVED,
            idempotencyKey: $key}) { __typename ... on Refusal { code } } }""",
    "overrideGate": """mutation M($id: ID!, $key: String!) {
        overrideGate(input: {incident: $id, form: STATEMENT, reason: "紧急",
            idempotencyKey: $key}) { __typename ... on Refusal { code } } }""",
    "recordTransfer": """mutation M($id: ID!, $key: String!) {
        recordTransfer(input: {incident: $id, recipients: [{recipient: "公安机关"}],
            idempotencyKey: $key}) { __typename ... on Refusal { code } } }""",
    "recordUpwardReport": """mutation M($id: ID!, $key: String!) {
        recordUpwardReport(input: {incident: $id, recipients: [{recipient: "上级政府"}],
            idempotencyKey: $key}) { __typename ... on Refusal { code } } }""",
    "verifyWithCyberspace": """mutation M($id: ID!, $key: String!) {
        verifyWithCyberspace(input: {incident: $id, question: "属实否", idempotencyKey: $key}) {
            __typename ... on Refusal { code } } }""",
    "recordReceipt": """mutation M($sent: ID!, $key: String!) {
        recordReceipt(input: {dispatch: $sent, answer: "已阅", idempotencyKey: $key}) {
            __typename ... on Refusal { code } } }""",
    "recordConsultation": """mutation M($id: ID!, $key: String!) {
        recordConsultation(input: {incident: $id, convenors: ["1301-ZFB"], opinion: "先核实",
            idempotencyKey: $key}) { __typename ... on Refusal { code } } }""",
    "designateLead": """mutation M($id: ID!, $key: String!) {
        designateLead(input: {incident: $id, unit: "130123-JYJ", reason: "职责",
            idempotencyKey: $key}) { __typename ... on Refusal { code } } }""",
    "refer": """mutation M($id: ID!, $key: String!) {
        refer(input: {incident: $id, unit: "130123-JYJ", request: "请核实", idempotencyKey: $key
        }) { __typename ... on Refusal { code } } }""",
    "answerReferral": """mutation M($referral: ID!, $key: String!) {
        answerReferral(input: {referral: $referral, step: SIGN, idempotencyKey: $key}) {
            __typename ... on Refusal { code } } }""",
    "recordAccountability": """mutation M($id: ID!, $key: String!) {
        recordAccountability(input: {incident: $id, measures: [SUMMONS], unit: "130123",
            reasons: ["INACTIVE_UNRECTIFIED"], reason: "整改不到位", decidedBy: "某人",
            idempotencyKey: $key}) { __typename ... on Refusal { code } } }""",
    "recordRectification": """mutation M($decision: ID!, $key: String!) {
        recordRectification(input: {accountability: $decision, result: "已整改",
            idempotencyKey: $key}) { __typename ... on Refusal { code } } }""",
    "evidencePack": """query M($decision: ID!) {
        evidencePack(accountability: $decision) { sha256 } }""",
    "recordDirective": """mutation M($id: ID!, $key: String!) {
        recordDirective(input: {incident: $id, superior: "省政府", document: $key,
            idempotencyKey: $key}) { __typename ... on Refusal { code } } }""",
    "linkHotlineTicket": """mutation M($id: ID!, $key: String!) {
        linkHotlineTicket(input: {incident: $id, number: $key, kind: QUESTION, summary: "问",
            receivedAt: "2026-11-21T02:50:00+08:00", idempotencyKey: $key
        }) { __typename ... on Refusal { code } } }""",
    "recordHotlineReply": """mutation M($ticket: ID!, $key: String!) {
        recordHotlineReply(input: {ticket: $ticket, content: "已查", idempotencyKey: $key}) {
            __typename ... on Refusal { code } } }""",
    "recordFollowUpVisit": """mutation M($ticket: ID!, $key: String!) {
        recordFollowUpVisit(input: {ticket: $ticket, result: "满意", idempotencyKey: $key}) {
            __typename ... on Refusal { code } } }""",
    "journal": """query M($unit: String!) { journal(unit: $unit, on: "2026-11-20") { title } }""",
    "specialReport": "query M($id: ID!) { specialReport(incident: $id) { title } }",
    "monitoringReport": """query M($unit: String!) { monitoringReport(
        unit: $unit, firstDay: "2026-11-01", lastDay: "2026-11-20") { title } }""",
    "importCallStatistics": """mutation M($unit: String!, $key: String!) {
        importCallStatistics(input: {source: $key, idempotencyKey: $key,
            rows: [{unit: $unit, day: "2026-11-20", calls: 3, answered: 2}]
        }) { __typename ... on Refusal { code } } }""",
    "recordConference": """mutation M($id: ID!, $key: String!) {
        recordConference(input: {incident: $id, title: "发布会", hosts: [], attendees: [],
            idempotencyKey: $key}) { __typename ... on Refusal { code } } }""",
    "recordProgress": """mutation M($id: ID!, $key: String!) {
        recordProgress(input: {incident: $id, text: "已转移群众", idempotencyKey: $key}) {
            __typename ... on Refusal { code } } }""",
    "decideFurtherConference": """mutation M($duty: ID!, $key: String!) {
        decideFurtherConference(input: {obligation: $duty, another: false, reason: "不需要",
            idempotencyKey: $key}) { __typename ... on Refusal { code } } }""",
    "recordPublication": """mutation M($release: ID!, $key: String!) {
        recordPublication(input: {release: $release, publication: {channelKind: "WEIBO"},
            idempotencyKey: $key}) { __typename ... on Refusal { code } } }""",
    "closeIncident": """mutation M($id: ID!, $key: String!) {
        closeIncident(input: {incident: $id, idempotencyKey: $key}) {
            __typename ... on Refusal { code } } }""",
    "announcePolicy": """mutation M($unit: String!, $key: String!) {
        announcePolicy(input: {unit: $unit, title: $key, major: true, vitalInterests: false,
            idempotencyKey: $key}) { __typename ... on Refusal { code } } }""",
    "reschedulePolicy": """mutation M($policy: ID!, $key: String!) {
        reschedulePolicy(input: {policy: $policy, plannedAt: "2027-01-01T00:00:00Z",
            reason: "推迟", idempotencyKey: $key}) { __typename ... on Refusal { code } } }""",
    "publishPolicy": """mutation M($policy: ID!, $key: String!) {
        publishPolicy(input: {policy: $policy, idempotencyKey: $key}) {
            __typename ... on Refusal { code } } }""",
    "recordRiskAssessment": """mutation M($policy: ID!, $key: String!) {
        recordRiskAssessment(input: {policy: $policy, level: "LOW", planTitle: "预案",
            idempotencyKey: $key}) { __typename ... on Refusal { code } } }""",
    "recordPeriodicAct": """mutation M($unit: String!, $key: String!) {
        recordPeriodicAct(input: {unit: $unit, kind: CONFERENCE, title: $key,
            heldAt: "2026-11-20T00:00:00Z", idempotencyKey: $key
        }) { __typename ... on Refusal { code } } }""",
    "fieldResponsibilities": """query M($unit: String!) {
        fieldResponsibilities(unit: $unit) { id } }""",
    "setFieldResponsibility": """mutation M($unit: String!, $key: String!) {
        setFieldResponsibility(input: {unit: $unit, field: "WATER", title: "供水",
            idempotencyKey: $key}) { __typename ... on Refusal { code } } }""",
    "previewRebase": "query M($id: ID!) { previewRebase(incident: $id) { asOf } }",
    "rebaseIncident": """mutation M($id: ID!, $key: String!) {
        rebaseIncident(input: {incident: $id, reason: "改版", idempotencyKey: $key}) {
            __typename ... on Refusal { code } } }""",
    "adoptPack": """mutation M($unit: String!, $key: String!) {
        adoptPack(input: {pack: "city-monitoring", unit: $unit, effectiveFrom: "2027-01-01",
            idempotencyKey: $key}) { __typename ... on Refusal { code } } }""",
    "withdrawAdoption": """mutation M($adoption: ID!, $key: String!) {
        withdrawAdoption(input: {adoption: $adoption, effectiveFrom: "2028-01-01",
            reason: "改版", idempotencyKey: $key}) { __typename ... on Refusal { code } } }""",
    "reviewIncident": """mutation M($id: ID!, $key: String!) {
        reviewIncident(input: {incident: $id, outcomes: [SLOW], reason: "迟", decidedBy: "某人",
            idempotencyKey: $key}) { __typename ... on Refusal { code } } }""",
    "reviews": "query M($id: ID!) { reviews(incident: $id) { id } }",
    "recordResources": """mutation M($unit: String!, $key: String!) {
        recordResources(input: {unit: $unit, year: 2026, fullTime: 2, source: "自报",
            idempotencyKey: $key}) { __typename ... on Refusal { code } } }""",
    "bulletin": 'query M($unit: String!) { bulletin(unit: $unit, period: "2026") { title } }',
    "assessment": "query M($unit: String!) { assessment(unit: $unit, year: 2026) { title } }",
    "issuedReport": "query M($issued: ID!) { issuedReport(id: $issued) { id } }",
    "issuedReports": "query M($unit: String!) { issuedReports(unit: $unit) { edges { cursor } } }",
    "issueBulletin": """mutation M($unit: String!, $key: String!) {
        issueBulletin(input: {unit: $unit, period: "2026H2", idempotencyKey: $key}) {
            __typename ... on Refusal { code } } }""",
    "reportEvidence": """query M($unit: String!) {
        reportEvidence(unit: $unit, period: "2026", drill: {}) { edges { cursor } } }""",
    "noticesAbout": "query M($duty: ID!) { noticesAbout(obligation: $duty) { id } }",
    "noticeRoutes": "query M($unit: String!) { noticeRoutes(unit: $unit) { id } }",
    "acknowledgeNotice": """mutation M($notice: ID!, $key: String!) {
        acknowledgeNotice(input: {notice: $notice, means: "电话", idempotencyKey: $key}) {
            __typename ... on Refusal { code } } }""",
    "setNoticeRoute": """mutation M($unit: String!, $key: String!) {
        setNoticeRoute(input: {unit: $unit, kind: FEISHU, target: "https://open.feishu.cn/x",
            idempotencyKey: $key}) { __typename ... on Refusal { code } } }""",
    "shifts": """query M($unit: String!) { shifts(unit: $unit, from: "2026-11-01T00:00:00Z",
        to: "2026-12-01T00:00:00Z") { unit } }""",
    "onDuty": "query M($unit: String!) { onDuty(unit: $unit) { text } }",
    "patrols": """query M($unit: String!) { patrols(unit: $unit, from: "2026-11-01T00:00:00Z",
        to: "2026-12-01T00:00:00Z") { unit } }""",
    "dutyRules": "query M($unit: String!) { dutyRules(unit: $unit) { version } }",
    "setDutyRules": """mutation M($unit: String!, $key: String!) {
        setDutyRules(input: {unit: $unit, reason: "试行", idempotencyKey: $key}) {
            __typename ... on Refusal { code } } }""",
    "recordPatrol": """mutation M($unit: String!, $key: String!) {
        recordPatrol(input: {unit: $unit, channels: ["微博"], result: NOTHING_FOUND,
            idempotencyKey: $key}) { __typename ... on Refusal { code } } }""",
    "planShifts": """mutation M($unit: String!, $key: String!) {
        planShifts(input: {unit: $unit, shifts: [{role: "MAIN", person: "虚构午",
            beginsAt: "2026-12-01T00:00:00Z", endsAt: "2026-12-01T08:00:00Z"}],
            idempotencyKey: $key}) { __typename ... on Refusal { code } } }""",
    "startShift": """mutation M($shift: ID!, $key: String!) {
        startShift(input: {shift: $shift, idempotencyKey: $key}) {
            __typename ... on Refusal { code } } }""",
    "replaceOnShift": """mutation M($shift: ID!, $key: String!) {
        replaceOnShift(input: {shift: $shift, person: "虚构未", reason: "病假",
            idempotencyKey: $key}) { __typename ... on Refusal { code } } }""",
    "handover": "query M($ending: ID!) { handover(shift: $ending) { state } }",
    "handOver": """mutation M($ending: ID!, $key: String!) {
        handOver(input: {shift: $ending, idempotencyKey: $key}) {
            __typename ... on Refusal { code } } }""",
    "signHandover": """mutation M($sheet: ID!, $key: String!) {
        signHandover(input: {handover: $sheet, idempotencyKey: $key}) {
            __typename ... on Refusal { code } } }""",
    "cancelShift": """mutation M($shift: ID!, $key: String!) {
        cancelShift(input: {shift: $shift, reason: "排错", idempotencyKey: $key}) {
            __typename ... on Refusal { code } } }""",
}
# lists show what lies in the territory and nothing else; tests of the board hold them to it
LISTED = {
    "breaches",
    "referrals",
    "unrepliedTickets",
    "nodes",
    "obligations",
    "incidents",
    "leads",
    "leadTimeliness",
    "notices",
    "boardTally",
    "changes",
    "periods",
    "policies",
    "replay",
    "packAdoptions",
}
LOCALITIES: dict[Relation, dict[str, Any]] = {
    Relation.INSIDE: {"localities": [UNIT]},
    Relation.BELOW: {"localities": [UNIT], "units": [f"{UNIT}-YJGLJ"], "severity": "GENERAL"},
    Relation.ABOVE: {"localities": ["1301"]},
    Relation.BESIDE: {"localities": ["130121"]},
}


async def posted(deadlines: Served, unit: str) -> str:
    """Mirror somebody who holds a post in a unit, and return who."""
    id_ = new_id()
    async with deadlines.database.transaction() as conn:
        await conn.execute(
            """
            insert into mirror_post (id, version, unit, person_id, person, post, title)
            values ($1, 1, $2, $1, '某', 'LIAISON', '')
            """,
            id_,
            unit,
        )
    return to_global_id("Person", id_)


async def _release(service: Served, incident: str, opener: Caller) -> str:
    """Record a release of the incident, let past the gate that it wants."""
    wanted = {"incident": incident, "form": "ONLINE_REPLY"}  # meets none of its duties
    chief = Caller(role=Role.DUTY_CHIEF, unit="0", level=1)
    query = "mutation M($input: OverrideGateInput!) { overrideGate(input: $input) { __typename } }"
    given = {**wanted, "reason": "紧急", "idempotencyKey": f"past-{incident}"}
    await service.send(query, {"input": given}, chief)
    told = {**wanted, "conclusive": False, "title": "通报"}
    shape = "RecordReleasePayload { release { id } }"
    made = await act(service, "recordRelease", shape, told, opener)
    id_: str = made["release"]["id"]
    return id_


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def cases(deadlines: Served) -> AsyncIterator[dict[Relation, dict[str, Any]]]:
    """An incident with a duty for each relation, opened from elsewhere."""
    found: dict[Relation, dict[str, Any]] = {}
    shape = "OpenIncidentPayload { incident { id obligations { id } } }"
    for relation, where in LOCALITIES.items():
        opener = Caller(role=Role.OFFICER, unit="0", level=1)
        given = {"facts": {**FACTS, **where}}
        incident = (await act(deadlines, "openIncident", shape, given, opener))["incident"]
        told = {"source": {"alertId": relation.value}, "title": "线索"}
        told |= {"localityCode": where["localities"][0]}
        seen = await act(deadlines, "reportLead", "ReportLeadPayload { lead { id } }", told, opener)
        async with deadlines.database.reading() as conn:
            sighting = await conn.fetchval("select id from sighting order by id desc limit 1")
        found[relation] = {
            **await _chained(deadlines, incident["id"], opener),
            "id": incident["id"],
            "lead": seen["lead"]["id"],
            "sighting": to_global_id("LeadSighting", sighting),
            "duty": incident["obligations"][0]["id"],
            "release": await _release(deadlines, incident["id"], opener),
            "person": await posted(deadlines, where.get("units", where["localities"])[0]),
            "facts": {"severity": "MAJOR"},
            "unit": (where.get("units") or where["localities"])[0],
            "notice": await _noticed(deadlines, incident["obligations"][0]["id"]),
            "policy": await _announced(deadlines, where, opener),
            **await _on_duty(deadlines, (where.get("units") or where["localities"])[0], len(found)),
            "issued": await _issued(deadlines, where),
            "adoption": await _adopted(deadlines, where),
        }
    yield found


async def _on_duty(deadlines: Served, unit: str, place: int) -> dict[str, str]:
    """Plan shifts of the unit, and hand one of them over; return their ids and the sheet's."""
    chief = Caller(role=Role.DUTY_CHIEF, unit="0", level=1)
    now = deadlines.clock.now()
    # one person ends one shift after the other: nobody is in two places at once
    ends = [now + timedelta(minutes=20 * n) for n in (place, place + 1, place + 2)]
    lines = [
        {"role": "MAIN", "person": name, "beginsAt": a.isoformat(), "endsAt": b.isoformat()}
        for name, a, b in (
            ("某人", ends[0], ends[1]),
            (f"虚构{unit}", ends[1], ends[2]),
            (f"虚构甲{unit}", ends[0], ends[2]),
        )
    ]
    made = await act(
        deadlines,
        "planShifts",
        "PlanShiftsPayload { shifts { id } }",
        {"unit": unit, "shifts": lines},
        chief,
    )
    ending, _, other = (row["id"] for row in made["shifts"])
    begun = {"shift": ending}
    await act(deadlines, "startShift", "StartShiftPayload { replayed }", begun, chief)
    shape = "HandOverPayload { handover { id } }"
    sheet = await act(deadlines, "handOver", shape, begun, chief)
    return {"ending": ending, "shift": other, "sheet": sheet["handover"]["id"]}


async def _announced(deadlines: Served, where: dict[str, Any], opener: Caller) -> str:
    """Announce a policy of the unit; return its occasion."""
    unit = (where.get("units") or where["localities"])[0]
    given = {"unit": unit, "title": "某办法", "major": True, "vitalInterests": True}
    shape = "AnnouncePolicyPayload { policy { id } }"
    made = await act(deadlines, "announcePolicy", shape, given, opener)
    id_: str = made["policy"]["id"]
    return id_


async def _adopted(deadlines: Served, where: dict[str, Any]) -> str:
    """Adopt a pack for the unit; return the adoption."""
    unit = (where.get("units") or where["localities"])[0]
    given = {"pack": "province-2013", "unit": unit, "effectiveFrom": "2027-01-01"}
    chief = Caller(role=Role.DUTY_CHIEF, unit="0", level=1)
    shape = "AdoptPackPayload { adoption { id } }"
    made = await act(deadlines, "adoptPack", shape, given, chief)
    id_: str = made["adoption"]["id"]
    return id_


async def _issued(deadlines: Served, where: dict[str, Any]) -> str:
    """Issue a bulletin on the unit; return it."""
    unit = (where.get("units") or where["localities"])[0]
    chief = Caller(role=Role.DUTY_CHIEF, unit="0", level=1)
    given = {"unit": unit, "period": "2026H2", "issuer": unit}
    shape = "IssueBulletinPayload { bulletin { id } }"
    id_: str = (await act(deadlines, "issueBulletin", shape, given, chief))["bulletin"]["id"]
    return id_


async def _noticed(deadlines: Served, duty: str) -> str:
    """Let a sweep tell of the duty, and return the notice to the unit that owes it."""
    job = Caller(role=Role.JOB, unit="0", level=1)
    await act(deadlines, "sweepObligations", "SweepObligationsPayload { notices }", {}, job)
    query = "query ($duty: ID!) { noticesAbout(obligation: $duty) { id told } }"
    nation = Caller(unit="0", level=1)
    about = (await deadlines.send(query, {"duty": duty}, nation)).data["noticesAbout"]
    found: str = next(n["id"] for n in about if n["told"] == "RESPONSIBLE_PERSON")
    return found


async def _chained(deadlines: Served, incident: str, opener: Caller) -> dict[str, Any]:
    """Put something of every kind of the handling chain on an incident; return their ids."""
    given = {"incident": incident, "recipients": [{"recipient": "上级政府"}]}
    shape = "RecordUpwardReportPayload { dispatches { id } }"
    report = await act(deadlines, "recordUpwardReport", shape, given, opener)
    call = {"number": "1", "kind": "QUESTION", "summary": "问", "receivedAt": CALLED}
    shape = "LinkHotlineTicketPayload { ticket { id } }"
    ticket = await act(
        deadlines, "linkHotlineTicket", shape, {"incident": incident, **call}, opener
    )
    away = {"incident": incident, "unit": "1404-NYJ", "sender": "1301", "request": "核实"}
    referred = await act(deadlines, "refer", "ReferPayload { referral { id } }", away, opener)
    chief = Caller(role=Role.DUTY_CHIEF, unit="0", level=1)
    decision = {"measures": [], "unit": "1301", "reason": "不追究", "decidedBy": "某人"}
    named = {"incident": incident, "reasons": ["INACTIVE_UNRECTIFIED"], **decision}
    shape = "RecordAccountabilityPayload { accountability { id } }"
    decided = await act(deadlines, "recordAccountability", shape, named, chief)
    return {
        "sent": report["dispatches"][0]["id"],
        "ticket": ticket["ticket"]["id"],
        "referral": referred["referral"]["id"],
        "decision": decided["accountability"]["id"],
    }


def test_each_field_of_cases_that_ends_somewhere_is_tried() -> None:
    tried = targeted("deadlines", "Query") | targeted("deadlines", "Mutation")
    assert tried == set(CASES) | LISTED


@pytest.mark.parametrize("field", CASES)
async def test_a_case_is_reached_as_far_as_the_table_says(
    deadlines: Served, cases: dict[Relation, dict[str, Any]], field: str
) -> None:
    document = CASES[field]
    action = f"{document.partition(' ')[0].title()}.{field}"
    for role in Role:
        may = reached(deadlines.policy, action, role)
        for relation, case in cases.items():
            values = {**case, "key": f"{role}-{relation}"}
            given = {name: values[name] for name in values if f"${name}:" in document}
            caller = Caller(role=role, unit=UNIT, level=LEVEL)
            code = refusal(await deadlines.send(document, given, caller), field)
            if relation in may:
                assert code not in ("NOT_FOUND", "FORBIDDEN"), (role, relation)
            else:
                assert code == ("NOT_FOUND" if may else "FORBIDDEN"), (role, relation)
