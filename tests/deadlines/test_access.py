"""Who may do what: every root field, every role."""

import pytest

from services.deadlines.domain.access import DESK, POLICY, READERS
from services.deadlines.graphql.schema import make_schema
from services.kit.auth import Role
from tests.deadlines.desk import CHIEF, JOB, LEADER, OFFICER, VENDOR, Desk, Who, make_facts

ROOTS = {
    f"{root.name}.{name}"
    for kind in ("query_type", "mutation_type", "subscription_type")
    if (root := getattr(make_schema()._schema, kind))
    for name in root.fields
    if name != "_service"
}
PREVIEW = """query P($f: IncidentFactsInput!) { previewIncident(facts: $f) {
  parties { person { name phone } speaker { phone } } obligations { person { phone } } } }"""

NUMBERS = """query P($f: IncidentFactsInput!) { previewIncident(facts: $f) {
  parties { unit { code } person { phone } }
  obligations { owner { code } person { phone } } } }"""


def test_the_table_names_every_root_field_and_nothing_else() -> None:
    assert {action for action in POLICY.rules if action != "Person.phone"} == ROOTS


NOT_THE_DESKS_ALONE = {
    "Mutation.sweepObligations": {Role.JOB},
    "Mutation.syncRegistry": {Role.JOB},
    "Mutation.openPeriods": {Role.JOB},
    "Mutation.reportLead": {*DESK, Role.VENDOR},
    "Mutation.decideGate": {*DESK, Role.APPROVER, Role.LEADER},
    "Mutation.recordAccountability": {Role.DUTY_CHIEF, Role.LEADER},
    "Mutation.recordRectification": {Role.DUTY_CHIEF, Role.LEADER},
    "Mutation.overrideGate": {Role.DUTY_CHIEF, Role.LEADER},
    "Mutation.designateLead": {*DESK, Role.APPROVER, Role.LEADER},
    "Mutation.deliverNotifications": {Role.JOB},
    "Mutation.acknowledgeNotice": {*DESK, Role.LEADER},
    "Mutation.adoptPack": {Role.DUTY_CHIEF, Role.LEADER},
    "Mutation.withdrawAdoption": {Role.DUTY_CHIEF, Role.LEADER},
    "Mutation.rebaseIncident": {Role.DUTY_CHIEF},
    "Mutation.importHolidayNotice": {Role.DUTY_CHIEF, Role.ROSTER_ADMIN},
    "Mutation.setFieldResponsibility": {Role.DUTY_CHIEF, Role.ROSTER_ADMIN},
    "Mutation.setNoticeRoute": {Role.DUTY_CHIEF, Role.ROSTER_ADMIN},
    "Mutation.holdNotices": {Role.DUTY_CHIEF},
    "Mutation.releaseNotices": {Role.DUTY_CHIEF},
    "Mutation.setDutyRules": {Role.DUTY_CHIEF, Role.ROSTER_ADMIN},
    "Mutation.planShifts": {Role.DUTY_CHIEF, Role.ROSTER_ADMIN},
    "Mutation.cancelShift": {Role.DUTY_CHIEF, Role.ROSTER_ADMIN},
    "Mutation.replaceOnShift": {*DESK, Role.ROSTER_ADMIN},
    "Mutation.startShift": {*DESK, Role.LEADER},
    "Mutation.issueBulletin": {Role.DUTY_CHIEF},
    "Mutation.recordResources": {Role.DUTY_CHIEF, Role.ROSTER_ADMIN},
    "Mutation.reviewIncident": {Role.DUTY_CHIEF, Role.LEADER},
}


def test_the_desk_writes_and_others_only_what_is_theirs() -> None:
    for action in ROOTS:
        if action.startswith("Mutation."):
            expected = NOT_THE_DESKS_ALONE.get(action, {*DESK})
            assert POLICY.rules[action].roles == expected, action


def test_a_vendor_reaches_nothing_of_the_record() -> None:
    reached = {a for a in ROOTS if Role.VENDOR in POLICY.rules[a].roles}
    assert reached == {
        "Query.previewIncident",
        "Query.limits",
        "Query.rulePack",
        "Query.rulePacks",
        "Query.codeLists",
        "Query.workingDay",
        "Query.reportedLeads",
        "Mutation.reportLead",
    }


def test_readers_read() -> None:
    for action in ("Query.obligations", "Query.incident", "Subscription.board"):
        assert set(READERS) <= POLICY.rules[action].roles


@pytest.mark.parametrize(
    ("who", "visible"), [(OFFICER, True), (CHIEF, True), (LEADER, False), (VENDOR, False)]
)
async def test_a_number_shows_only_to_roles_that_may_see_it(
    desk: Desk, who: Who, visible: bool
) -> None:
    answer = (await desk.ask(PREVIEW, who, f=make_facts()))["previewIncident"]
    phones = [row["person"]["phone"] for row in answer["obligations"] if row["person"]]
    phones += [row["person"]["phone"] for row in answer["parties"] if row["person"]]
    assert phones
    assert all(("*" not in phone) is visible for phone in phones)


async def test_a_leader_reads_the_numbers_of_the_own_unit_and_of_none_below(desk: Desk) -> None:
    id_ = (await desk.open())["id"]
    for who, own in ((LEADER, "1301"), (Who(role=Role.LEADER, unit="130123"), "130123")):
        incident = await desk.file(id_, who)
        preview = (await desk.ask(NUMBERS, who, f=make_facts()))["previewIncident"]
        duties = [*incident["obligations"], *preview["obligations"]]
        told = [(row["owner"]["code"], row["person"]) for row in duties]
        parties = [*incident["parties"], *preview["parties"]]
        told += [(row["unit"]["code"], row["person"]) for row in parties]
        whole = {unit for unit, person in told if person and "*" not in person["phone"]}
        assert whole == {unit for unit, person in told if person and unit == own}
        hidden = {person["phone"] for unit, person in told if person and unit not in whole}
        assert hidden <= {"139****0001"}


async def test_a_number_of_a_party_elsewhere_is_hidden(desk: Desk) -> None:
    elsewhere = Who(unit="1404", level=3, code="1404")
    answer = (await desk.ask(PREVIEW, elsewhere, f=make_facts()))["previewIncident"]
    assert all("*" in row["person"]["phone"] for row in answer["obligations"] if row["person"])


@pytest.mark.parametrize("who", [VENDOR, JOB, LEADER])
async def test_the_others_do_not_open_incidents(desk: Desk, who: Who) -> None:
    query = """mutation M($i: OpenIncidentInput!) { openIncident(input: $i) { __typename } }"""
    answer = await desk.send(query, who, i={"facts": make_facts(), "idempotencyKey": "x"})
    assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN"


async def test_a_machine_token_reaches_only_its_operations(desk: Desk) -> None:
    narrow = Who(role=Role.JOB, level=1, code="0", operations=frozenset(("syncRegistry",)))
    query = """mutation { sweepObligations(input: {idempotencyKey: "y"}) { __typename } }"""
    answer = await desk.send(query, narrow)
    assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN"
