"""Gates: what must be agreed to before a release, by which office, on which clause."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from services.deadlines.calendars import calendar_text
from services.deadlines.law.gates import Planned, ask_by, gates_for, takes_emergency_path
from services.deadlines.law.loading import PackFaults, parse_pack
from services.deadlines.law.pack import RulePack
from services.deadlines.law.selection import CHINA
from services.deadlines.law.words import ReleaseForm, TraceOutcome
from services.deadlines.law.workdays import Workdays
from services.deadlines.packs import pack_texts
from tests.deadlines.law.law import KNOWN, make_facts, packs, shipped, world

WORKDAYS = Workdays.parse(calendar_text(), "china.csv")

STATEMENT, CONFERENCE = ReleaseForm.STATEMENT, ReleaseForm.PRESS_CONFERENCE
FIVE = {
    "shijiazhuang-2019/leaders-decide",
    "city-monitoring/leaders-decide",
    "changzhi-energy/legality",
    "changzhi-energy/confirmed-with-others",
    "province-2013/news-office",
    "province-2013/competent-authority",
    "province-2013/secrecy",
    "province-2013/confirmed-with-others",
}


def with_gate(text: str) -> RulePack:
    """A pack of the province with one more row."""
    return parse_pack(pack_texts()["province-2013.toml"] + text, "province-2013.toml")


LOCAL = """
[[gate]]
id = "form-three-days-ahead"
gate = "SAME_LEVEL_NEWS_OFFICE"
clause = "虚构地方细则"
gist = "开发布会提前报批"
forms = ["PRESS_CONFERENCE"]
approver = "SAME_LEVEL_NEWS_OFFICE"
before = "3wd"
"""


@pytest.mark.requirement(45, 68, 86, 90, 134, 152, 153)
def test_the_gates_of_the_packs_are_those_of_the_texts_and_no_more() -> None:
    found = {f"{p.id}/{gate.id}" for p in shipped().packs for gate in p.gates}
    assert found == FIVE
    assert all(gate.lead is None for p in shipped().packs for gate in p.gates)


@pytest.mark.requirement(152)
@pytest.mark.parametrize("form", ReleaseForm)
@pytest.mark.parametrize("severity", ["PARTICULARLY_MAJOR", "GENERAL", None])
def test_no_release_of_the_province_goes_without_its_secrecy_review(
    form: ReleaseForm, severity: str | None
) -> None:
    facts = make_facts(severity=severity)
    planned = Planned(form=form, unit="130123")
    found = gates_for(facts, packs("province-2013"), world(), planned).gates
    assert [g.provisional for g in found if g.gate == "SECRECY_REVIEW"] == [False]


@pytest.mark.requirement(134)
def test_a_news_office_that_is_not_registered_is_said_and_never_sought_above() -> None:
    facts = make_facts(localities=("130121",))
    planned = Planned(form=CONFERENCE, unit="130121")
    found = gates_for(facts, packs("province-2013"), world(), planned)
    office = found.gates[0]
    assert (office.approver.known, office.approver.code) == (False, "130121-NEWS_OFFICE")
    assert office.missing is not None
    assert "不由上级代批" in office.missing
    assert found.trace[0].outcome is TraceOutcome.OWNER_MISSING


@pytest.mark.requirement(90, 153)
def test_a_release_that_speaks_of_itself_alone_is_confirmed_with_nobody() -> None:
    facts = make_facts(mentioned_units=("1404-WXB",), units=("1404-NYJ-DLK",))
    for mentioned, asked in ((None, ["1404-WXB"]), ((), []), (("1404-NYJ-DLK",), [])):
        planned = Planned(form=STATEMENT, unit="1404-NYJ-DLK", mentioned=mentioned)
        found = gates_for(facts, packs("changzhi-energy"), world(), planned).gates
        assert [g.approver.code for g in found if g.mentioned] == asked


def test_two_texts_that_want_the_same_office_are_one_gate_with_both_clauses() -> None:
    both = packs("shijiazhuang-2019", "city-monitoring")
    planned = Planned(form=STATEMENT, unit="130123")
    (gate,) = gates_for(make_facts(), both, world(), planned).gates
    assert [line.clause for line in gate.basis] == ["六", "(六)"]


def test_every_gate_that_does_not_stand_is_told_with_its_reason() -> None:
    planned = Planned(form=STATEMENT, unit="130123")
    trace = gates_for(make_facts(), packs("province-2013"), world(), planned).trace
    assert [(line.rule, line.outcome.value) for line in trace] == [
        ("news-office", "NOT_APPLICABLE"),
        ("competent-authority", "NOT_APPLICABLE"),
        ("secrecy", "FIRED"),
        ("confirmed-with-others", "NOT_APPLICABLE"),
    ]


def test_a_lead_of_working_days_that_a_conference_within_a_day_cannot_keep_is_an_emergency() -> (
    None
):
    planned = Planned(form=CONFERENCE, unit="130123")
    gate = gates_for(make_facts(), [with_gate(LOCAL)], world(), planned).gates[0]
    assert gate.lead == 3
    assert [line.clause for line in gate.basis] == ["3", "虚构地方细则"]
    soon, later = KNOWN + timedelta(hours=24), KNOWN + timedelta(days=9)
    assert takes_emergency_path(ask_by(gate.lead, soon, WORKDAYS), KNOWN)
    assert not takes_emergency_path(ask_by(gate.lead, later, WORKDAYS), KNOWN)
    assert not takes_emergency_path(ask_by(None, KNOWN, WORKDAYS), KNOWN)
    assert not takes_emergency_path(ask_by(gate.lead, None, WORKDAYS), KNOWN)


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({'before = "3wd"': 'before = "3d"'}, "gate.4.before"),
        ({'approver = "SAME_LEVEL_NEWS_OFFICE"': 'approver = "SOMEBODY"'}, "gate.4.approver"),
        ({'approver = "SAME_LEVEL_NEWS_OFFICE"': ""}, "gate.4"),
        ({'clause = "虚构地方细则"': ""}, "gate.4.clause"),
        ({'gate = "SAME_LEVEL_NEWS_OFFICE"': 'gate = "MAYOR"'}, "gate.4.gate"),
        ({'id = "form-three-days-ahead"': 'id = "secrecy"'}, "gate.4.id"),
        ({"forms": 'when = { weather = ["RAIN"] }\nforms'}, "gate.4.when.weather"),
    ],
)
def test_a_gate_with_a_fault_is_refused_with_its_path(change: dict[str, Any], path: str) -> None:
    text = LOCAL
    for old, new in change.items():
        text = text.replace(old, new, 1) if old in text else text
    with pytest.raises(PackFaults) as faults:
        with_gate(text)
    assert [fault.path for fault in faults.value.faults] == [path]


@pytest.mark.requirement(86)
def test_every_answer_of_the_bureau_passes_the_division_that_reviews_legality() -> None:
    for form in ReleaseForm:
        planned = Planned(form=form, unit="1404-NYJ-DLK")
        facts = make_facts(severity="GENERAL", units=("1404-NYJ-DLK",))
        (gate,) = gates_for(facts, packs("changzhi-energy"), world(), planned).gates
        assert (gate.title, gate.approver.code) == ("合法性审查", "1404-NYJ-BZRSK")
        assert gate.approver.name == "长治市能源局编制人事科(法制和改革科)"


@pytest.mark.requirement(68)
@pytest.mark.parametrize(
    ("severity", "found"),
    [
        ("PARTICULARLY_MAJOR", [False]),
        ("MAJOR", [False]),
        ("LARGER", []),
        ("GENERAL", []),
        (None, [True]),
    ],
)
def test_a_grave_matter_of_the_city_is_settled_by_government_leaders_first(
    severity: str | None, found: list[bool]
) -> None:
    planned = Planned(form=STATEMENT, unit="130123-JYJ")
    gates = gates_for(make_facts(severity=severity), packs("city-monitoring"), world(), planned)
    assert [gate.provisional for gate in gates.gates if gate.gate == "LEADER_APPROVAL"] == found
    assert all(gate.approver.code == "130123" for gate in gates.gates)


@pytest.mark.parametrize(
    ("due", "latest", "years"),
    [
        (datetime(2026, 10, 10, 9, tzinfo=CHINA), date(2026, 9, 30), ()),
        (datetime(2026, 11, 22, 2, tzinfo=CHINA), date(2026, 11, 18), ()),
        (datetime(2027, 1, 5, 9, tzinfo=CHINA), date(2026, 12, 31), (2027,)),
    ],
)
def test_a_lead_in_working_days_skips_holidays_and_names_years_without_a_notice(
    due: datetime, latest: date, years: tuple[int, ...]
) -> None:
    found = ask_by(3, due, WORKDAYS)
    assert found is not None
    assert (found.day, found.provisional) == (latest, years)
