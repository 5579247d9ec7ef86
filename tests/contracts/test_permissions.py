"""Who may do what: each root field as each role over HTTP, and whose numbers any answer tells."""

import re
from typing import Any

import orjson
import pytest
from graphql import GraphQLField, is_leaf_type

from clients.cli.jobs import JOBS
from services.kit.auth import Role
from services.kit.graphql.ids import to_global_id
from tests.contracts.documents import leading_to, needed, operation, root_fields
from tests.contracts.filling import FACTS
from tests.contracts.services import NAMES, POLICIES, Caller, Reply, Served, schema_of

FIELDS = [
    (service, root, name, field)
    for service in NAMES
    for root, name, field in root_fields(schema_of(service), "Query", "Mutation")
]


def each_field() -> pytest.MarkDecorator:
    return pytest.mark.parametrize(
        ("served", "root", "name", "field"),
        FIELDS,
        indirect=["served"],
        ids=[f"{service}-{name}" for service, _, name, _ in FIELDS],
    )


async def call(
    served: Served, root: str, name: str, field: GraphQLField, caller: Caller | None
) -> Reply:
    given = needed(field)
    selection = "" if is_leaf_type(field.type) else "{ __typename }"
    query = operation(root, name, field, selection, *given)
    body = orjson.dumps({"query": query, "variables": given})
    return await served.post(body, caller)


@each_field()
async def test_a_root_field_asks_who_calls_and_then_the_table(
    served: Served, root: str, name: str, field: GraphQLField
) -> None:
    action = f"{root}.{name}"
    for role in Role:
        allowed = role in served.policy.rules[action].roles or served.policy.is_public(action)
        reply = await call(served, root, name, field, Caller(role=role))
        if allowed:
            assert {"FORBIDDEN", "UNAUTHENTICATED", "INTERNAL"}.isdisjoint(reply.codes), role
        else:
            assert reply.codes == ["FORBIDDEN"], role
            assert reply.body["data"] in (None, {name: None}), role


@each_field()
async def test_a_stranger_learns_nothing_but_how_to_sign_in(
    served: Served, root: str, name: str, field: GraphQLField
) -> None:
    reply = await call(served, root, name, field, None)
    public = served.policy.is_public(f"{root}.{name}")
    assert reply.codes == ([] if public else ["UNAUTHENTICATED"])


def test_only_signing_in_is_public() -> None:
    public = {
        f"{service}.{name}"
        for service in NAMES
        for root, name, _ in root_fields(schema_of(service), "Query", "Mutation", "Subscription")
        if POLICIES[service].is_public(f"{root}.{name}")
    }
    assert public == {
        f"registry.{field}"
        for field in ("signIn", "signInOidc", "signInOptions", "refresh", "signOut")
    }


WRITTEN_BY_READERS = {
    # a vendor tells what it saw; who must agree to a release says so, a chief may go past it
    "Mutation.reportLead": {Role.VENDOR},
    "Mutation.decideGate": {Role.APPROVER, Role.LEADER},
    "Mutation.overrideGate": {Role.LEADER},
    "Mutation.recordAccountability": {Role.LEADER},
    "Mutation.recordRectification": {Role.LEADER},
    "Mutation.reviewIncident": {Role.LEADER},
    "Mutation.designateLead": {Role.APPROVER, Role.LEADER},
    # a leader who leads a shift (带班) says that he is there
    "Mutation.startShift": {Role.LEADER},
    # which rules bind a place is a leader's to decide
    "Mutation.adoptPack": {Role.LEADER},
    "Mutation.withdrawAdoption": {Role.LEADER},
    # one may note a notice that was sent to oneself
    "Mutation.acknowledgeNotice": {Role.LEADER},
}


@pytest.mark.parametrize("service", NAMES)
def test_nobody_writes_who_is_there_to_read(service: str) -> None:
    """A vendor, a leader and an approver change only what is named; a job what jobs are for."""
    for action, rule in POLICIES[service].rules.items():
        if action in OWN_CREDENTIALS:
            assert rule.roles.isdisjoint({Role.VENDOR, Role.JOB}), action
        elif action.startswith("Mutation.") and not rule.public:
            readers = rule.roles & {Role.VENDOR, Role.LEADER, Role.APPROVER}
            assert readers == WRITTEN_BY_READERS.get(action, set()), action
            job = action.partition(".")[2] in JOBS
            assert (Role.JOB in rule.roles) == job, action


OWN_CREDENTIALS = {
    "Mutation.changePassword",
    "Mutation.createApiToken",
    "Mutation.revokeApiToken",
}
NUMBER = re.compile(r"139\d{8}")
SPEAKING = {"phone", "body", "text", "note", "reason"}
PLACES = (("1301", 3), ("130123", 4), ("130121", 4), ("1404", 3), ("0", 1))
SEES = {
    "registry": {Role.OFFICER, Role.DUTY_CHIEF, Role.ROSTER_ADMIN, Role.LEADER, Role.SYSTEM},
    "deadlines": {Role.OFFICER, Role.DUTY_CHIEF, Role.LEADER},
}
OWN_UNIT_ONLY = {("registry", Role.LEADER), ("deadlines", Role.LEADER)}
IDS = {
    "registry": "select 'Person' as kind, id from person union all select 'Appointment', id"
    " from appointment union all select 'Channel', id from channel",
    "deadlines": "select 'Incident' as kind, id from incident union all"
    " (select 'Obligation', id from obligation order by id desc limit 20) union all"
    " (select 'Lead', id from lead order by id desc limit 5) union all"
    " (select 'Shift', id from shift limit 1)",
}
OWNERS = {
    "registry": """
        select n.phone, u.code, array[scope1, scope2, scope3, scope4, scope5, scope6] as scope
        from person_phone n join person p on p.id = n.person_id join unit u on u.code = p.unit
    """,
    "deadlines": """
        select n.phone, u.code, array[scope1, scope2, scope3, scope4, scope5, scope6] as scope
        from mirror_post p join mirror_phone n on n.person_id = p.person_id
        join mirror_unit u on u.code = p.unit
    """,
}


async def visible_to(served: Served, caller: Caller) -> set[str]:
    """Return the numbers a caller may read, by the rule in words: role, and own territory."""
    if caller.role not in SEES[served.name]:
        return set()
    async with served.database.reading() as conn:
        rows = await conn.fetch(OWNERS[served.name])
    if (served.name, caller.role) in OWN_UNIT_ONLY:
        return {row["phone"] for row in rows if row["code"] == caller.unit}
    return {row["phone"] for row in rows if row["scope"][caller.level - 1] == caller.unit}


async def answers(served: Served, caller: Caller) -> str:
    """Return all that a caller is told by every query that leads to a number or to free text."""
    given = await arguments(served)
    told = []
    for root, name, field in root_fields(served.schema, "Query"):
        selection = leading_to(served.schema, field.type, SPEAKING, ())
        if selection:
            chosen = {key: value for key, value in given.items() if key in field.args}
            if "id" in chosen:
                chosen["id"] = given.get(f"id of {field.type}", chosen["id"])
            query = operation(root, name, field, f"{{ {selection} }}", *chosen)
            for part in parts_of(chosen):
                reply = await served.send(query, part, caller)
                assert reply.codes in ([], ["FORBIDDEN"], ["NOT_FOUND"]), (name, reply.text)
                told.append(reply.text)
    assert told
    return "".join(told)


def parts_of(chosen: dict[str, Any]) -> list[dict[str, Any]]:
    """Return a question in parts of twenty ids: a hundred, each with all it leads to, take long."""
    ids = chosen.get("ids", [])
    return [chosen | {"ids": ids[at : at + 20]} for at in range(0, len(ids), 20)] or [chosen]


async def arguments(served: Served) -> dict[str, Any]:
    async with served.database.reading() as conn:
        rows = await conn.fetch(IDS[served.name])
    nodes = [row for row in rows if row["kind"] != "Shift"]
    ids = [to_global_id(row["kind"], row["id"]) for row in nodes]
    of = {kind: to_global_id(kind, id_) for kind, id_ in rows}
    return {
        "first": 50,
        "unit": "130123-BMB",
        "form": "STATEMENT",
        "obligation": of.get("Obligation"),
        "incident": of.get("Incident"),
        "shift": of.get("Shift"),
        "facts": FACTS,
        "ids": ids[:100],
        "id": ids[0],
        **{f"id of {kind}": id_ for kind, id_ in of.items()},
        "id of RosterImport!": to_global_id("RosterImport", rows[0]["id"]),
        "id of IssuedReport": to_global_id("Bulletin", rows[0]["id"]),
        "year": 2026,
        "search": "正定",
        "pack": {"id": "shijiazhuang-2019"},
        "from": "2026-11-01T00:00:00Z",
        "to": "2026-12-01T00:00:00Z",
        "on": "2026-11-21",
        "firstDay": "2026-11-01",
        "lastDay": "2026-11-21",
        "start": "2026-11-20",
        "count": 3,
    }


@pytest.mark.parametrize("role", Role)
async def test_no_number_leaves_its_territory_or_reaches_another_role(
    service: Served, role: Role
) -> None:
    for unit, level in PLACES:
        caller = Caller(role=role, unit=unit, level=level)
        found = set(NUMBER.findall(await answers(service, caller)))
        assert found <= await visible_to(service, caller), caller


async def test_an_officer_reads_the_numbers_of_the_own_territory(service: Served) -> None:
    """Else the test above would hold of an answer without any number."""
    for unit, level in (("1301", 3), ("130123", 4)):
        told = await answers(service, Caller(role=Role.OFFICER, unit=unit, level=level))
        assert len(set(NUMBER.findall(told))) > 1
