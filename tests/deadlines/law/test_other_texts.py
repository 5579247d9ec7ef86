"""What the other four texts ask for, and where they disagree with 石家庄2019 (D1 to D14)."""

from datetime import timedelta
from typing import Any

import pytest

from services.deadlines.law.calculation import required
from services.deadlines.law.results import Calculation, Occurrence
from services.deadlines.law.words import DueClass, Modality, ReleaseForm, Trigger
from tests.deadlines.law.law import (
    KNOWN,
    OCCURRED,
    by_key,
    calculate,
    kinds,
    make_facts,
    packs,
    world,
)

SJZ, CITY, CZ = "shijiazhuang-2019", "city-monitoring", "changzhi-energy"
JX, PROV = "jixi-response", "province-2013"
BUREAU: dict[str, Any] = {"localities": ("140403",), "units": ("1404-NYJ-DLK",), "desk": None}
COUNTY: dict[str, Any] = {"localities": ("341824",), "units": ("341824-CZJ",), "desk": None}


def on(trigger: Trigger, *ids: str, **facts: Any) -> Calculation:
    known = make_facts(**facts)
    event = Occurrence(at=KNOWN, number=1)
    return required(known, packs(*ids), world(), KNOWN, trigger=trigger, occurrence=event)


@pytest.mark.requirement(63)
@pytest.mark.parametrize(
    ("value", "listed"), [("RESPOND", True), (None, True), ("WATCH", False), ("NONE", False)]
)
def test_the_judged_value_starts_or_stops_the_response(value: str | None, listed: bool) -> None:
    found = calculate(CITY, response_value=value)

    assert ("RESPONSE" in kinds(found.duties)) is listed


@pytest.mark.requirement(67)
def test_the_convenor_of_the_consultation_differs_by_text() -> None:
    facts = {"severity": "MAJOR", "units": ("130123-JYJ",)}

    assert by_key(calculate(CITY, **facts))["CONSULTATION"].owner.code == "130123-WXB"
    assert by_key(calculate(SJZ, **facts))["CONSULTATION"].owner.code == "130123-ZFB"
    roles = [p.unit.code for p in calculate(CITY, **facts).responsibility.coordinators]
    assert roles == ["130123-WXB", "130123-ZFB"]


@pytest.mark.requirement(73, 74, 75)
@pytest.mark.parametrize(
    ("veracity", "branch"),
    [
        ("TRUE", {"SOLUTION_PLAN", "PUBLIC_REPLY", "PROGRESS", "FINAL_OUTCOME"}),
        ("PARTLY_TRUE", {"SOLUTION_PLAN", "PUBLIC_REPLY", "PROGRESS", "FINAL_OUTCOME"}),
        ("FALSE", {"CLARIFICATION", "VERIFY_WITH_CYBERSPACE"}),
        ("HYPE", {"REFERRAL"}),
        (None, set()),
    ],
)
def test_what_was_found_true_or_false_or_hype_takes_its_own_branch(
    veracity: str | None, branch: set[str]
) -> None:
    found = calculate(CITY, severity="GENERAL", veracity=veracity)

    assert kinds(found.duties) - {"RESPONSE"} == branch
    assert all(d.due_class is DueClass.STATUTORY_UNTIMED for d in found.duties)


@pytest.mark.requirement(85, 88)
def test_inside_the_bureau_the_division_answers_and_not_the_government() -> None:
    found = calculate(CZ, SJZ, **BUREAU)

    assert found.responsibility.first.unit.code == "1404-NYJ-DLK"
    assert found.responsibility.first.unit.level == "INTERNAL"


@pytest.mark.requirement(91)
@pytest.mark.parametrize(
    ("severity", "person"),
    [("PARTICULARLY_MAJOR", "虚构辛"), ("MAJOR", "虚构辛"), ("LARGER", None)],
)
def test_the_bureaus_head_is_responsible_for_both_upper_severities(
    severity: str, person: str | None
) -> None:
    found = calculate(CZ, severity=severity, **BUREAU).responsibility.first

    named = found.person is not None and found.person.named
    assert (found.person.name if found.person and named else None) == person


@pytest.mark.requirement(89, 93)
@pytest.mark.parametrize(
    ("severity", "hours"),
    [("PARTICULARLY_MAJOR", 1), ("MAJOR", 1), ("LARGER", None), ("GENERAL", None)],
)
def test_the_bureaus_first_release_is_timed_only_for_the_upper_severities(
    severity: str, hours: int | None
) -> None:
    release = by_key(calculate(CZ, severity=severity, **BUREAU))["FIRST_RELEASE"]

    assert release.due_at == (OCCURRED + timedelta(hours=hours) if hours else None)
    assert release.modality is (Modality.IN_PRINCIPLE if hours else Modality.SHALL)
    assert (release.basis[0].assumption is not None) is bool(hours)


@pytest.mark.requirement(92)
def test_the_bureaus_rolling_updates_bind_hard_and_have_no_interval() -> None:
    rolling = by_key(calculate(CZ, **BUREAU))["ROLLING_UPDATE"]

    assert rolling.modality is Modality.MUST
    assert rolling.due_class is DueClass.STATUTORY_UNTIMED


@pytest.mark.requirement(94)
def test_the_bureaus_conference_is_in_principle_and_asks_for_no_casualties() -> None:
    facts = {"severity": "MAJOR", "major_casualties": False, "large_social_impact": False, **BUREAU}
    conference = by_key(calculate(CZ, **facts))["PRESS_CONFERENCE"]

    assert conference.due_at == OCCURRED + timedelta(hours=24)
    assert conference.modality is Modality.IN_PRINCIPLE
    assert "PRESS_CONFERENCE" not in by_key(calculate(SJZ, **facts))


@pytest.mark.requirement(95)
@pytest.mark.parametrize("emergency", [True, False])
def test_the_bureau_answers_other_matters_within_two_days(emergency: bool) -> None:
    facts = {"severity": "LARGER", "emergency": emergency, **BUREAU}

    assert by_key(calculate(CZ, **facts))["RESPONSE"].due_at == KNOWN + timedelta(hours=48)
    assert "RESPONSE" not in by_key(calculate(CZ, **BUREAU))


@pytest.mark.requirement(99, 100)
def test_a_major_matter_is_reported_to_two_inside_and_by_the_office_upwards() -> None:
    found = by_key(calculate(CZ, severity="MAJOR", emergency=False, **BUREAU))

    inside = [d for d in found.values() if d.kind == "INTERNAL_REPORT"]
    assert [d.recipients for d in inside] == [("分管领导",), ("局办公室",)]
    assert {d.owner.code for d in inside} == {"1404-NYJ-DLK"}
    upward = found["UPWARD_REPORT"]
    assert upward.owner.code == "1404-NYJ-BGS"
    assert upward.recipients == ("长治市人民政府", "网信部门")
    assert all(d.due_at is None for d in (*inside, upward))


@pytest.mark.requirement(101)
def test_each_text_names_its_own_recipients_of_a_transfer() -> None:
    rumour = {"severe_rumour": True}

    assert by_key(calculate(CZ, **rumour))["TRANSFER"].recipients == ("公安机关", "网络监管部门")
    assert len(by_key(calculate(SJZ, **rumour))["TRANSFER"].recipients) == 3
    for text in (CITY, JX, PROV):
        assert "TRANSFER" not in kinds(calculate(text, **rumour).duties)


@pytest.mark.requirement(20, 87)
def test_categories_and_fields_are_each_texts_own() -> None:
    ours, theirs = (packs(p)[0].code_lists["categories"] for p in (SJZ, CZ))

    assert (len(ours), len(theirs)) == (6, 5)
    assert set(ours) - set(theirs) == {"RUMOUR"}
    fields = [packs(p)[0].code_lists["fields"] for p in (JX, PROV)]
    assert [len(f) for f in fields] == [4, 9]
    assert set(fields[0]) & set(fields[1]) == {"WORK_SAFETY"}


@pytest.mark.requirement(108)
def test_an_opinion_without_a_severity_opens_no_timed_duty_in_jixi() -> None:
    found = calculate(JX, kind="OPINION", severity=None, emergency=False, **COUNTY)

    assert kinds(found.duties) == {"RESPONSE"}
    assert all(d.due_at is None and not d.provisional for d in found.duties)


@pytest.mark.requirement(109)
def test_a_text_without_figures_says_so_and_the_inherited_limits_follow() -> None:
    found = calculate(JX, "guoban-2016-80", **COUNTY)

    assert "绩溪回应制度：本规则未规定时限" in found.notes
    timed = {d.key: d.basis[0].pack for d in found.duties if d.due_at is not None}
    assert timed == {"FIRST_RELEASE": "guoban-2016-80", "PRESS_CONFERENCE": "guoban-2016-80"}


@pytest.mark.requirement(111, 113)
def test_for_a_major_policy_jixi_names_the_government_where_shijiazhuang_names_the_department() -> (
    None
):
    facts = {"severity": "LARGER", "major_policy": True, **COUNTY}
    jixi = calculate(JX, **facts).responsibility

    assert jixi.first.unit.code == "341824"
    assert [p.unit.code for p in jixi.coordinators] == ["341824-ZFB", "341824-XCB"]
    assert calculate(SJZ, **facts).responsibility.first.unit.code == "341824-CZJ"


@pytest.mark.requirement(115)
def test_in_a_key_field_the_department_coordinates_itself_with_the_publicity_department() -> None:
    found = calculate(JX, severity="LARGER", fields=("BUDGET",), **COUNTY).responsibility

    assert [(p.role, p.unit.code) for p in found.coordinators] == [
        ("COORDINATOR", "341824-CZJ"),
        ("CO_COORDINATOR", "341824-XCB"),
    ]


@pytest.mark.requirement(116, 154)
@pytest.mark.parametrize("pack", [JX, PROV])
def test_a_policy_opens_its_interpretation_by_experts(pack: str) -> None:
    drafted = {"units": ("1404-NYJ-DLK",), "major_policy": True}
    (duty,) = (
        d
        for d in on(Trigger.PUBLICATION, pack, **{**COUNTY, **drafted}).duties
        if d.kind == "EXPERT_INTERPRETATION"
    )

    assert duty.owner.code == "1404-NYJ-DLK"
    assert (duty.due_at, duty.fulfilled_by) == (None, (ReleaseForm.EXPERT_INTERPRETATION,))
    assert "EXPERT_INTERPRETATION" not in kinds(calculate(pack, **COUNTY).duties)


@pytest.mark.requirement(119)
def test_an_interview_meets_jixis_response_and_no_conference_is_asked_for() -> None:
    found = by_key(calculate(JX, **COUNTY))

    assert ReleaseForm.INTERVIEW in found["RESPONSE"].fulfilled_by
    assert ReleaseForm.PRESS_CONFERENCE in found["RESPONSE"].fulfilled_by
    assert "PRESS_CONFERENCE" not in found


@pytest.mark.requirement(136)
def test_the_coordinator_of_a_major_emergency_differs_by_text() -> None:
    facts = {"severity": "MAJOR", "units": ("130123-YJGLJ", "130123-JYJ")}

    def coordinators(pack: str) -> list[str]:
        return [p.unit.code for p in calculate(pack, **facts).responsibility.coordinators]

    assert coordinators(PROV) == ["130123-XWB"]
    assert coordinators(SJZ) == ["130123-ZFB", "130123-XCB"]
    assert coordinators(CITY) == ["130123-WXB", "130123-ZFB"]


@pytest.mark.requirement(149)
def test_if_necessary_is_a_decision_without_a_due_time() -> None:
    found = by_key(calculate(PROV, severity="GENERAL", emergency=False))["RESPONSE"]

    assert found.modality is Modality.IF_NECESSARY
    assert (found.due_at, found.due_class) == (None, DueClass.STATUTORY_UNTIMED)
