"""Gates over the API: what is missing, who may decide, what the record keeps of it."""

from typing import Any

import pytest

from services.kit.auth import Role
from services.kit.clock import ManualClock
from tests.deadlines.desk import CHIEF, OFFICER, Desk, Who, serving
from tests.deadlines.test_lifecycle import adopted

PROVINCE = adopted("province-2013.toml", "1301")
STAND = """query G($id: ID!, $form: ReleaseForm!, $unit: String, $with: [String!]) {
  gates(incident: $id, form: $form, unit: $unit, mentionedUnits: $with) {
    ready form formTitle unit { code } checks { id lookedAt } trace { rule outcome }
    gates { gate title state passed provisional missing mentioned approver { code known }
      basis { pack clause assumption } decision { person basis paperFollows recordedBy } }
} }"""
DECIDED = """decisions { gate person onBehalf paperFollows statement warnings }
  opened { id kind title dueClass dueAt basis { clause assumption } owner { code } }
  fulfilled { id kind }"""
LEADER = Who(role=Role.LEADER, unit="130123", level=4, code="130123")
NEWS_OFFICE = Who(role=Role.APPROVER, unit="130123-XWB", level=4, code="130123")


def phoned(incident: dict[str, Any], gate: str = "LEADER_APPROVAL", **more: Any) -> dict[str, Any]:
    told = {"verdict": "APPROVED", "approver": "虚构丁", "basis": "PHONE"}
    return {"incident": incident["id"], "gate": gate, **told, **more}


async def stands(
    desk: Desk, incident: dict[str, Any], form: str = "STATEMENT", **more: Any
) -> dict[str, Any]:
    found = await desk.ask(STAND, id=incident["id"], form=form, **more)
    gates: dict[str, Any] = found["gates"]
    return gates


def states(found: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(g["gate"], g["approver"]["code"], g["state"]) for g in found["gates"]]


@pytest.mark.requirement(45)
async def test_a_major_incident_wants_the_leaders_word_before_anything_is_said(desk: Desk) -> None:
    incident = await desk.open()
    found = await stands(desk, incident)
    assert states(found) == [("LEADER_APPROVAL", "130123", "OPEN")]
    assert (found["ready"], found["gates"][0]["basis"][0]["clause"]) == (False, "六")
    await desk.act("decideGate", DECIDED, phoned(incident))
    after = await stands(desk, incident)
    assert after["ready"]
    told = {"person": "虚构丁", "basis": "PHONE", "paperFollows": True, "recordedBy": OFFICER.name}
    assert after["gates"][0]["decision"] == told


async def test_what_was_agreed_to_by_word_opens_a_target_of_the_house_for_its_paper(
    desk: Desk,
) -> None:
    incident = await desk.open()
    (paper,) = (await desk.act("decideGate", DECIDED, phoned(incident)))["opened"]
    assert (paper["kind"], paper["dueClass"]) == ("AFTER_APPROVAL", "INTERNAL_TARGET")
    assert (paper["dueAt"], paper["title"]) == (None, "补书面审批(领导审定口径)")
    assert "条文未写" in paper["basis"][0]["assumption"]
    given = {"obligation": paper["id"], "note": "书面批件已补", "receipt": "石政批〔2026〕1号"}
    done = await desk.act("recordFulfilment", "obligation { state }", given)
    assert done["obligation"] == {"state": "FULFILLED"}


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"approver": None}, "MISSING", "input.approver"),
        ({"basis": None}, "MISSING", "input.basis"),
        ({"basis": "SYSTEM"}, "MISSING", "input.basis"),
        ({"verdict": "REFUSED"}, "MISSING", "input.note"),
        ({"gate": "SECRECY_REVIEW"}, "GATE_NOT_REQUIRED", "input.gate"),
        ({"approverUnit": "1301"}, "WRONG_OFFICE", "input.approverUnit"),
        ({"statement": 4}, "UNKNOWN_STATEMENT", "input.statement"),
        ({"decidedAt": "2026-11-21T04:00:00+08:00"}, "TIME_IN_FUTURE", "input.decidedAt"),
        ({"decidedAt": "2026-11-21T02:00:00+08:00"}, "BEFORE_OCCURRENCE", "input.decidedAt"),
    ],
)
async def test_a_decision_that_cannot_be_is_refused(
    desk: Desk, change: dict[str, Any], code: str, field: str
) -> None:
    incident = await desk.open()
    refusal = await desk.act("decideGate", DECIDED, phoned(incident, **change))
    assert (refusal["code"], refusal["field"]) == (code, field)
    assert not (await stands(desk, incident))["ready"]


async def test_leaders_decide_for_their_own_office_and_nobody_elses(desk: Desk) -> None:
    incident = await desk.open()
    given = {"incident": incident["id"], "gate": "LEADER_APPROVAL", "verdict": "APPROVED"}
    for wrong in (
        Who(role=Role.LEADER, unit="1301"),
        Who(role=Role.APPROVER, unit="130123", level=4, code="130123"),
        NEWS_OFFICE,
    ):
        refusal = await desk.act("decideGate", DECIDED, given, wrong)
        assert refusal["code"] == "WRONG_OFFICE", wrong
    (decision,) = (await desk.act("decideGate", DECIDED, given, LEADER))["decisions"]
    assert (decision["person"], decision["onBehalf"]) == (LEADER.name, False)


async def test_a_leader_not_known_to_be_in_office_is_a_warning_on_the_decision(desk: Desk) -> None:
    incident = await desk.open()
    for person, warned in (("虚构丁", 0), ("过路人", 1)):
        given = phoned(incident, approver=person)
        (decision,) = (await desk.act("decideGate", DECIDED, given))["decisions"]
        assert len(decision["warnings"]) == warned


async def test_the_last_decision_counts(desk: Desk) -> None:
    incident = await desk.open()
    await desk.act("decideGate", DECIDED, phoned(incident))
    refused = phoned(incident, verdict="REFUSED", note="数字未核实")
    await desk.act("decideGate", DECIDED, refused)
    assert states(await stands(desk, incident))[0][2] == "REFUSED"
    agreed = phoned(incident, verdict="CONDITIONAL", note="删去伤亡数字", basis="MEETING")
    payload = await desk.act("decideGate", DECIDED, agreed)
    assert payload["opened"] == []
    assert (await stands(desk, incident))["ready"]


@pytest.mark.requirement(134, 152, 153)
async def test_each_form_has_its_own_gates_and_each_organ_its_own_confirmation(
    desk: Desk, module_clock: ManualClock
) -> None:
    async with serving(desk.database, module_clock, law=PROVINCE) as here:
        incident = await here.open(severity="GENERAL", emergency=False, units=["130123-YJGLJ"])
        plain = await stands(here, incident, unit="130123")
        assert [s[0] for s in states(plain)] == ["SECRECY_REVIEW"]
        found = await stands(
            here, incident, "PRESS_CONFERENCE", **{"unit": "130123", "with": ["130123-JYJ"]}
        )
        assert [(gate, office) for gate, office, _ in states(found)] == [
            ("SAME_LEVEL_NEWS_OFFICE", "130123-XWB"),
            ("COMPETENT_AUTHORITY", "130123-YJGLJ"),
            ("SECRECY_REVIEW", "130123"),
            ("INTER_AGENCY_CONFIRM", "130123-JYJ"),
        ]
        given = {"gate": "SAME_LEVEL_NEWS_OFFICE", "verdict": "APPROVED", "unit": "130123"}
        await here.act("decideGate", DECIDED, {"incident": incident["id"], **given}, NEWS_OFFICE)
        found = await stands(here, incident, "PRESS_CONFERENCE", unit="130123")
        assert [state for _, _, state in states(found)] == ["APPROVED", "OPEN", "OPEN"]


@pytest.mark.requirement(135)
async def test_only_a_chief_or_a_leader_goes_past_a_gate_and_the_approval_stays_owed(
    desk: Desk,
) -> None:
    incident = await desk.open()
    given = {"incident": incident["id"], "form": "STATEMENT", "reason": "现场谣言扩散"}
    answer = await desk.send(
        "mutation M($i: OverrideGateInput!) { overrideGate(input: $i) { __typename } }",
        i={**given, "idempotencyKey": "forbidden"},
    )
    assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    payload = await desk.act("overrideGate", DECIDED.partition("fulfilled")[0], given, CHIEF)
    (owed,) = payload["opened"]
    assert (owed["kind"], owed["dueClass"]) == ("AFTER_APPROVAL", "STATUTORY_UNTIMED")
    assert (owed["basis"][0]["clause"], owed["owner"]["code"]) == ("六", "130123")
    assert states(await stands(desk, incident))[0][2] == "OVERRIDDEN"
    again = await desk.act("overrideGate", "replayed", given, CHIEF)
    assert again["code"] == "NOTHING_TO_OVERRIDE"
    done = await desk.act("decideGate", DECIDED, phoned(incident, obligation=owed["id"]))
    assert [row["id"] for row in done["fulfilled"]] == [owed["id"]]
    twice = await desk.act("decideGate", DECIDED, phoned(incident, obligation=owed["id"]))
    assert twice["code"] == "NOT_AN_AFTER_APPROVAL"


async def passed_by(desk: Desk, incident: dict[str, Any], **more: Any) -> dict[str, Any]:
    given = {"incident": incident["id"], "form": "STATEMENT", "reason": "谣言扩散", **more}
    payload = await desk.act("overrideGate", DECIDED.partition("fulfilled")[0], given, CHIEF)
    owed: dict[str, Any] = payload["opened"][0]
    return owed


async def test_what_was_passed_by_is_closed_by_the_offices_decision_and_by_nothing_else(
    desk: Desk,
) -> None:
    incident = await desk.open()
    owed = await passed_by(desk, incident)
    given = {"obligation": owed["id"], "note": "已补办"}
    refusal = await desk.act("recordFulfilment", "replayed", given)
    assert (refusal["code"], refusal["field"]) == ("MET_BY_DECISION", "input.obligation")
    assert "须由正定县人民政府决定" in refusal["message"]
    no = phoned(incident, obligation=owed["id"], verdict="REFUSED", note="不应发布")
    assert (await desk.act("decideGate", DECIDED, no))["fulfilled"] == []
    yes = phoned(incident, obligation=owed["id"], basis="PAPER")
    (done,) = (await desk.act("decideGate", DECIDED, yes))["fulfilled"]
    assert done["id"] == owed["id"]


async def test_what_was_passed_by_can_be_decided_though_no_release_wants_it_today(
    desk: Desk, module_clock: ManualClock
) -> None:
    async with serving(desk.database, module_clock, law=PROVINCE) as here:
        incident = await here.open(severity="GENERAL", emergency=False)
        spoken = {"gates": ["INTER_AGENCY_CONFIRM"], "mentionedUnits": ["130123-JYJ"]}
        owed = await passed_by(here, incident, **spoken)
        told = {"incident": incident["id"], "gate": "INTER_AGENCY_CONFIRM", "basis": "PAPER"}
        word = {"verdict": "APPROVED", "approver": "虚构戊"}
        refusal = await here.act("decideGate", DECIDED, {**told, **word})
        assert refusal["code"] == "GATE_NOT_REQUIRED"
        done = await here.act("decideGate", DECIDED, {**told, **word, "obligation": owed["id"]})
        assert [row["id"] for row in done["fulfilled"]] == [owed["id"]]


async def test_an_override_without_a_reason_is_refused(desk: Desk) -> None:
    incident = await desk.open()
    given = {"incident": incident["id"], "form": "STATEMENT", "reason": "  "}
    refusal = await desk.act("overrideGate", "replayed", given, CHIEF)
    assert (refusal["code"], refusal["field"]) == ("MISSING", "input.reason")


@pytest.mark.requirement(12)
async def test_the_line_is_kept_in_versions_and_the_approved_one_is_named(desk: Desk) -> None:
    incident = await desk.open()
    for words in ("正在核实", "已转移群众二百人"):
        given = {"incident": incident["id"], "text": words}
        drafted = await desk.act("draftStatement", "statement { version author }", given)
    assert drafted["statement"] == {"version": 2, "author": OFFICER.name}
    await desk.act("decideGate", DECIDED, phoned(incident, statement=1))
    query = """query S($id: ID!) { incident(id: $id) {
        statements { version text approved approval { person } }
        gates { form ready } gateDecisions { gate statement } timeline { kindTitle text } } }"""
    found = (await desk.ask(query, id=incident["id"]))["incident"]
    assert [(s["version"], s["approved"]) for s in found["statements"]] == [(2, False), (1, True)]
    assert found["statements"][1]["approval"] == {"person": "虚构丁"}
    assert [g["ready"] for g in found["gates"]] == [True] * 7
    assert found["gateDecisions"] == [{"gate": "LEADER_APPROVAL", "statement": 1}]
    told = [(row["kindTitle"], row["text"]) for row in found["timeline"]]
    assert ("审批", "领导审定口径（正定县人民政府）：同意（虚构丁）") in told
    assert ("口径", "第2版：已转移群众二百人") in told


async def test_an_empty_line_is_refused(desk: Desk) -> None:
    incident = await desk.open()
    given = {"incident": incident["id"], "text": " "}
    refusal = await desk.act("draftStatement", "replayed", given)
    assert (refusal["code"], refusal["field"]) == ("MISSING", "input.text")


@pytest.mark.requirement(19)
async def test_what_to_look_at_before_a_release_is_told_and_stops_nothing(desk: Desk) -> None:
    incident = await desk.open()
    found = await stands(desk, incident)
    assert found["checks"] == [{"id": "shijiazhuang-2019/grounded", "lookedAt": False}]
