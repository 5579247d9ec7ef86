"""What 石政办发〔2019〕5号 asks for, clause by clause, and what it inherits."""

from datetime import timedelta

import pytest

from services.deadlines.law.calculation import required
from services.deadlines.law.results import Calculation, Occurrence
from services.deadlines.law.words import ClockStart, DueClass, Modality, Trigger
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

SJZ = "shijiazhuang-2019"
NATIONAL = ("guoban-2016-80", "guoban-2016-61", "guoban-2013-100")


def coordinators(found: Calculation) -> list[tuple[str, str]]:
    return [(p.role, p.unit.code) for p in found.responsibility.coordinators]


@pytest.mark.requirement(1)
def test_the_child_acts_where_it_states_a_figure_and_the_parent_where_it_does_not() -> None:
    spared = {"severity": "MAJOR", "major_casualties": False, "large_social_impact": False}
    duties = by_key(calculate(SJZ, *NATIONAL, **spared))

    first, conference = duties["FIRST_RELEASE"], duties["PRESS_CONFERENCE"]
    assert [line.pack for line in first.basis] == [SJZ, "guoban-2016-80", "guoban-2013-100"]
    assert first.due_at == OCCURRED + timedelta(hours=1)
    assert [line.pack for line in conference.basis] == ["guoban-2016-80", "guoban-2016-61"]
    assert packs(SJZ)[0].derives_from[0] == "国办发〔2016〕61号"


@pytest.mark.requirement(4)
def test_only_an_emergency_opens_the_one_hour_clock() -> None:
    service = calculate(SJZ, emergency=False, severity="GENERAL", kind="SERVICE")

    assert "FIRST_RELEASE" not in kinds(service.duties)
    assert "RESPONSE" in kinds(service.duties)
    assert len(packs(SJZ)[0].code_lists["origins"]) == 3


@pytest.mark.requirement(7, 8)
def test_the_government_answers_for_the_particularly_major_before_any_department() -> None:
    found = calculate(SJZ, units=("130123-YJGLJ",), major_policy=True)

    first = found.responsibility.first
    assert first.unit.code == "130123"
    assert first.person is not None
    assert (first.person.name, first.person.title) == ("虚构丁", "县长")


@pytest.mark.requirement(9)
def test_for_a_major_policy_the_department_answers_and_its_head_is_responsible() -> None:
    found = calculate(SJZ, severity="LARGER", major_policy=True, units=("130123-JYJ",))

    first = found.responsibility.first
    assert first.unit.code == "130123-JYJ"
    assert first.person is not None
    assert (first.person.name, first.person.title) == ("虚构庚", "局长")


@pytest.mark.requirement(10)
def test_the_governments_office_coordinates_together_with_the_publicity_department() -> None:
    assert coordinators(calculate(SJZ)) == [
        ("COORDINATOR", "130123-ZFB"),
        ("CO_COORDINATOR", "130123-XCB"),
    ]


@pytest.mark.requirement(11)
def test_each_of_several_departments_carries_duties_of_its_own() -> None:
    units = ("1301-YJGLJ", "1301-JYJ")
    facts = {"severity": "LARGER", "localities": ("1301",), "units": units}
    emergency = by_key(calculate(SJZ, **facts))
    other = by_key(calculate(SJZ, **{**facts, "emergency": False}))

    assert emergency["FIRST_RELEASE"].owner.code == "1301-YJGLJ"
    assert emergency["FIRST_RELEASE@1301-JYJ"].owner.code == "1301-JYJ"
    assert other["RESPONSE"].owner.code == "1301-YJGLJ"
    assert other["RESPONSE@1301-JYJ"].owner.code == "1301-JYJ"


@pytest.mark.requirement(14, 15)
def test_the_superior_in_its_line_answers_for_a_vertical_department() -> None:
    found = calculate(SJZ, severity="GENERAL", units=("130123-SWJ",))
    unit = world().units["130123-SWJ"]

    assert (unit.parent, unit.supervising) == ("130123", "1301-SWJ")
    assert found.responsibility.first.unit.code == "1301-SWJ"
    assert coordinators(found) == [
        ("COORDINATOR", "130123-ZFB"),
        ("CO_COORDINATOR", "130123-XCB"),
    ]


@pytest.mark.requirement(16)
def test_across_counties_the_department_of_the_common_government_answers() -> None:
    across = {"localities": ("130121", "130123"), "units": ("130123-JYJ",), "severity": "GENERAL"}

    assert calculate(SJZ, **across).responsibility.first.unit.code == "1301-JYJ"
    no_sector = calculate(SJZ, **{**across, "units": None})
    assert no_sector.responsibility.first.unit.code == "130121"


@pytest.mark.requirement(18)
def test_a_severe_rumour_is_transferred_beside_the_response_and_never_late() -> None:
    long_ago = KNOWN - timedelta(days=30)
    found = by_key(
        calculate(
            SJZ, emergency=False, severity="GENERAL", severe_rumour=True, occurred_at=long_ago
        )
    )

    transfer = found["TRANSFER"]
    assert transfer.recipients == ("公安机关", "国家安全机关", "网络监管部门")
    assert transfer.due_class is DueClass.STATUTORY_UNTIMED
    assert (transfer.due_at, transfer.late_at_intake) == (None, False)
    assert found["RESPONSE"].owed


@pytest.mark.requirement(20)
def test_the_focus_categories_are_the_packs_own() -> None:
    assert list(packs(SJZ)[0].code_lists["categories"]) == [
        "POLICY_MISREAD",
        "PUBLIC_INTEREST",
        "LIVELIHOOD_MORAL_LINE",
        "RUMOUR",
        "EMERGENCY_OR_DISASTER",
        "DIRECTED_FROM_ABOVE",
    ]


@pytest.mark.requirement(21)
def test_an_order_from_above_sets_its_own_due_time() -> None:
    due = KNOWN + timedelta(hours=7)
    ordered = by_key(calculate(SJZ, directed_by="1301", directed_at=OCCURRED, directed_due_at=due))[
        "DIRECTED_RESPONSE"
    ]

    assert (ordered.start_at, ordered.due_at) == (OCCURRED, due)
    assert ordered.basis[0].start is ClockStart.DIRECTED
    assert ordered.basis[0].within is None
    open_end = by_key(calculate(SJZ, directed_by="1301"))["DIRECTED_RESPONSE"]
    assert open_end.due_class is DueClass.STATUTORY_UNTIMED
    assert "DIRECTED_RESPONSE" not in kinds(calculate(SJZ, directed_due_at=due).duties)


@pytest.mark.requirement(24)
def test_the_report_upwards_stands_beside_the_first_release() -> None:
    duties = by_key(calculate(SJZ, severity="GENERAL"))

    report, release = duties["UPWARD_REPORT"], duties["FIRST_RELEASE"]
    assert report.basis[0].clause == release.basis[0].clause == "四¶1"
    assert (report.due_at, report.owed, release.owed) == (None, True, True)


@pytest.mark.requirement(25)
@pytest.mark.parametrize("severity", ["PARTICULARLY_MAJOR", "MAJOR", "LARGER", "GENERAL", None])
def test_the_first_release_is_due_an_hour_after_the_event_at_any_severity(
    severity: str | None,
) -> None:
    release = by_key(calculate(SJZ, severity=severity))["FIRST_RELEASE"]

    line = release.basis[0]
    assert (line.start, line.start_at) == (ClockStart.OCCURRED, OCCURRED)
    assert release.due_at == OCCURRED + timedelta(hours=1)
    assert release.modality is Modality.IN_PRINCIPLE
    assert (line.assumption, release.provisional) == (None, False)


@pytest.mark.requirement(26)
def test_rolling_updates_are_statutory_without_an_interval() -> None:
    rolling = by_key(calculate(SJZ))["ROLLING_UPDATE"]

    assert rolling.due_class is DueClass.STATUTORY_UNTIMED
    assert (rolling.due_at, rolling.basis[0].within) == (None, None)
    assert (rolling.owed_after, rolling.owed) == (("FIRST_RELEASE",), False)


@pytest.mark.requirement(27)
def test_the_conference_is_due_at_the_latest_after_a_day_from_an_assumed_start() -> None:
    conference = by_key(calculate(SJZ))["PRESS_CONFERENCE"]

    assert conference.due_at == OCCURRED + timedelta(hours=24)
    assert conference.modality is Modality.AT_LATEST
    assert conference.basis[0].assumption == "条文未写明24小时的起算点，按事件发生起算"
    assert "conference-start" in {q.id for q in packs(SJZ)[0].questions}


@pytest.mark.requirement(28)
@pytest.mark.parametrize(
    ("casualties", "impact", "provisional"),
    [
        (True, False, False),
        (False, True, False),
        (True, None, False),
        (None, None, True),
        (None, False, True),
        (False, False, None),
    ],
)
def test_a_major_emergency_owes_a_conference_by_its_casualties_or_impact(
    casualties: bool | None, impact: bool | None, provisional: bool | None
) -> None:
    facts = {"severity": "MAJOR", "major_casualties": casualties, "large_social_impact": impact}
    conference = by_key(calculate(SJZ, **facts)).get("PRESS_CONFERENCE")

    assert (conference.provisional if conference else None) is provisional
    assert "major-without-casualties" in {q.id for q in packs(SJZ)[0].questions}


@pytest.mark.requirement(29)
def test_each_conference_opens_the_decision_on_the_next() -> None:
    held = KNOWN + timedelta(hours=20)
    found = required(
        make_facts(),
        packs(SJZ),
        world(),
        held,
        trigger=Trigger.CONFERENCE,
        occurrence=Occurrence(at=held, number=2),
    )

    (decision,) = found.duties
    assert decision.key == "FURTHER_CONFERENCE_DECISION#2"
    assert (decision.modality, decision.due_at) == (Modality.AS_APPROPRIATE, None)


@pytest.mark.requirement(30)
def test_everything_else_is_answered_within_two_days_of_the_report() -> None:
    found = by_key(calculate(SJZ, emergency=False, severity="GENERAL"))

    response = found["RESPONSE"]
    assert response.due_at == KNOWN + timedelta(hours=48)
    assert response.basis[0].start is ClockStart.KNOWN
    assert response.basis[0].assumption == "条文未写明48小时的起算点，按接报时间起算"
    assert "RESPONSE" not in by_key(calculate(SJZ, severity="GENERAL"))
