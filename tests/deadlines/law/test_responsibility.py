"""Who answers, why, and why not the next: the trace of the responsibility rules."""

from typing import Any

import pytest

from services.deadlines.law.directory import Directory, Holder, Unit
from services.deadlines.law.responsibility import resolve
from services.deadlines.law.results import Responsibility
from services.deadlines.law.selectors import common_division
from services.deadlines.law.words import Post, TraceOutcome
from tests.deadlines.law.law import KNOWN, local, make_facts, packs, world

SJZ = "shijiazhuang-2019"
CITY = "city-monitoring"
CZ = "changzhi-energy"
JX = "jixi-response"


def answer(*ids: str, directory: Directory | None = None, **facts: Any) -> Responsibility:
    return resolve(make_facts(**facts), packs(*ids), directory or world(), KNOWN)


def outcomes(found: Responsibility) -> dict[str, TraceOutcome]:
    return {f"{line.pack}/{line.rule}": line.outcome for line in found.trace}


def without(*codes: str) -> Directory:
    return Directory.of((u for u in world().units.values() if u.code not in codes), world().holders)


def test_the_first_rule_that_fires_decides_and_the_rest_is_not_reached() -> None:
    found = answer(SJZ, "guoban-2016-80")

    assert outcomes(found) == {
        f"{SJZ}/particularly-major": TraceOutcome.FIRED,
        f"{SJZ}/vertical": TraceOutcome.NOT_REACHED,
        f"{SJZ}/cross-area": TraceOutcome.NOT_REACHED,
        f"{SJZ}/major-policy": TraceOutcome.NOT_REACHED,
        f"{SJZ}/several-departments": TraceOutcome.NOT_REACHED,
        f"{SJZ}/in-charge": TraceOutcome.NOT_REACHED,
        f"{SJZ}/territorial": TraceOutcome.NOT_REACHED,
        "guoban-2016-80/cross-area": TraceOutcome.NOT_REACHED,
    }
    assert [line.clause for line in found.trace][:2] == ["二¶2", "二¶4"]
    assert all(line.gist and line.reason for line in found.trace)


def test_a_rule_that_needs_a_fact_nobody_knows_says_so() -> None:
    found = answer(CZ, emergency=None, severity="MAJOR", units=("1404-NYJ-DLK",))

    assert outcomes(found)[f"{CZ}/major"] is TraceOutcome.UNKNOWN_FACT
    assert outcomes(found)[f"{CZ}/involved"] is TraceOutcome.FIRED


def test_while_the_severity_is_unknown_the_strictest_rule_decides_for_the_time_being() -> None:
    found = answer(SJZ, severity=None, units=("130123-YJGLJ",))

    assert found.first.unit.code == "130123"
    assert found.trace[0].reason == "级别未定，暂按特别重大"


def test_a_missing_owner_is_said_and_the_next_rule_is_tried() -> None:
    found = answer(SJZ, severity="GENERAL", units=("130123-SWJ",), directory=without("1301-SWJ"))

    missing = found.trace[1]
    assert missing.outcome is TraceOutcome.OWNER_MISSING
    assert missing.reason == "登记簿中没有上级主管部门：正定县税务局的上级主管部门"
    assert missing.unit is not None
    assert not missing.unit.known
    assert found.first.unit.code == "130123-SWJ"


def test_where_some_units_are_missing_the_others_answer_and_the_missing_are_named() -> None:
    found = answer(SJZ, severity="GENERAL", units=("130123-JYJ", "130123-GONE"))

    fired = next(line for line in found.trace if line.outcome is TraceOutcome.FIRED)
    assert [p.unit.code for p in found.subjects] == ["130123-JYJ"]
    assert fired.reason == "条件符合；登记簿中没有涉事单位：130123-GONE"


def test_a_county_without_a_registered_government_is_said_to_lack_it() -> None:
    found = answer(SJZ, localities=("130199",))

    assert found.first.unit.code == "1301"
    assert found.trace[0].reason == "条件符合；登记簿中没有属地政府：130199"


def test_where_no_rule_decides_the_local_government_stands_in_and_no_clause_is_claimed() -> None:
    found = answer("guoban-2016-61")

    assert found.first.unit.code == "130123"
    assert found.trace[-1].clause == ""
    assert "非条文规定" in found.trace[-1].reason


def test_each_place_has_its_government_stand_in_where_no_rule_decides() -> None:
    found = answer("guoban-2016-61", localities=("140403", "341824", "140403"))

    assert [(p.unit.code, p.role) for p in found.subjects] == [
        ("140403", "FIRST_RESPONDENT"),
        ("341824", "RESPONDENT"),
    ]


def test_a_place_without_a_government_is_named_where_the_others_stand_in() -> None:
    found = answer("guoban-2016-61", localities=("140403", "530102"))

    assert [p.unit.code for p in found.subjects] == ["140403"]
    assert found.trace[-1].reason.endswith("登记簿中没有属地政府：530102")


def test_beside_a_vertical_departments_superior_the_other_departments_answer_too() -> None:
    found = answer(SJZ, severity="GENERAL", units=("130123-JYJ", "130123-SWJ"))

    assert [(p.unit.code, p.role) for p in found.subjects] == [
        ("1301-SWJ", "FIRST_RESPONDENT"),
        ("130123-JYJ", "RESPONDENT"),
    ]


def test_a_vertical_department_answers_itself_where_only_anothers_superior_is_registered() -> None:
    found = answer(SJZ, severity="GENERAL", units=("130121-SWJ", "130123-SWJ"))

    fired = next(line for line in found.trace if line.outcome is TraceOutcome.FIRED)
    assert [p.unit.code for p in found.subjects] == ["1301-SWJ", "130121-SWJ"]
    assert fired.reason == "条件符合；登记簿中没有上级主管部门：井陉县税务局的上级主管部门"


def test_an_empty_registry_raises_nothing_and_says_what_is_missing() -> None:
    found = answer(SJZ, CITY, CZ, JX, directory=Directory(), units=("130123-JYJ",))

    assert found.first.unit.code == "130123"
    assert not found.first.unit.known
    assert found.first.person is None
    assert TraceOutcome.OWNER_MISSING in outcomes(found).values()


def test_nothing_known_at_all_still_has_an_answer() -> None:
    found = answer(SJZ, directory=Directory(), localities=None, desk=None, severity=None)

    assert found.first.unit.name == "属地政府(未登记)"


def test_a_head_on_leave_is_shown_as_such_where_the_clause_names_nobody_else() -> None:
    leave = Holder(
        unit="130123", post=Post.HEAD, person="虚构甲", absences=((local(2026, 3, 1), None),)
    )
    directory = Directory.of(world().units.values(), [leave])

    person = answer(SJZ, directory=directory).first.person

    assert person is not None
    assert (person.name, person.present, person.note) == ("虚构甲", False, "请假中")


def test_where_the_clause_names_nobody_the_head_is_given_to_be_called_and_it_is_said() -> None:
    person = answer(SJZ, severity="GENERAL", units=("130123-JYJ",)).first.person
    nobody = answer(SJZ, severity="GENERAL", units=("130121-JYJ",)).first.person

    assert person is not None
    assert (person.name, person.named) == ("虚构庚", False)
    assert person.note == "条文未指明责任人，列主要负责人以便联系"
    assert nobody is None


@pytest.mark.requirement(112)
def test_of_head_or_deputy_the_one_present_is_chosen_and_the_reason_is_kept() -> None:
    person = answer(JX, localities=("341824",), major_policy=True).first.person

    assert person is not None
    assert (person.name, person.post) == ("虚构子", Post.DEPUTY)
    assert person.note == "主要负责人虚构癸请假，改由分管负责人负责"


@pytest.mark.requirement(8)
def test_the_head_is_the_one_who_serves_at_that_moment() -> None:
    old = Holder(unit="130123", post=Post.HEAD, person="虚构甲", ends=KNOWN)
    new = Holder(unit="130123", post=Post.HEAD, person="虚构乙", begins=KNOWN)
    directory = Directory.of(world().units.values(), [old, new])
    facts = make_facts()

    after = resolve(facts, packs(SJZ), directory, KNOWN)
    before = resolve(facts, packs(SJZ), directory, local(2026, 3, 14, 3, 1))

    assert after.first.person is not None
    assert before.first.person is not None
    assert (before.first.person.name, after.first.person.name) == ("虚构甲", "虚构乙")


def test_of_two_holders_the_present_one_comes_first_then_the_one_who_came_last() -> None:
    early = Holder(unit="130123", post=Post.HEAD, person="虚构甲", begins=local(2020, 1, 1))
    late = Holder(unit="130123", post=Post.HEAD, person="虚构乙", begins=local(2025, 1, 1))
    away = Holder(
        unit="130123", post=Post.HEAD, person="虚构丙", absences=((local(2026, 1, 1), None),)
    )

    for holders in ([early, late, away], [away, late, early], [late, away, early]):
        found = Directory.of((), holders).holder("130123", Post.HEAD, KNOWN)
        assert found is late


def test_a_townships_incident_is_its_countys_even_where_the_township_is_registered() -> None:
    town = Unit(
        code="130123100", name="某镇", kind="GOVERNMENT", level="TOWNSHIP", division="130123100"
    )
    directory = Directory.of([*world().units.values(), town])

    found = answer(SJZ, directory=directory, localities=("130123100",))

    assert found.first.unit.code == "130123"


def test_of_two_organs_of_a_kind_the_lower_code_answers_in_any_order() -> None:
    second = Unit(
        code="130123-AAA", name="另一办", kind="CYBERSPACE", level="COUNTY", division="130123"
    )
    for units in ([*world().units.values(), second], [second, *world().units.values()]):
        assert Directory.of(units).organ("130123", "CYBERSPACE") is second


@pytest.mark.parametrize(
    ("divisions", "common"),
    [
        (("130123100", "130123101"), "130123"),
        (("130123100", "130121"), "1301"),
        (("130123", "1301"), "1301"),
        (("130123", "1404"), ""),
        ((), ""),
    ],
)
def test_the_common_division_is_the_lowest_that_holds_all(
    divisions: tuple[str, ...], common: str
) -> None:
    assert common_division(divisions) == common
