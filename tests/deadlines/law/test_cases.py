"""Every worked case beside the packs, as a lawyer wrote it from the text."""

import pytest

from services.deadlines.law.cases import (
    Case,
    calculate,
    facts_of,
    mismatches,
    parse_cases,
    wrong_gates,
)
from services.deadlines.law.period_cases import PeriodCase, parse_period_cases, wrong_periods
from services.deadlines.packs import case_texts
from tests.deadlines.law.law import PACK_IDS, shipped, world

ALL = [
    (f"{name.removesuffix('.cases.toml')}: {case.name}", case)
    for name, text in case_texts().items()
    for case in parse_cases(text)
]
CASES = [pytest.param(case, id=name) for name, case in ALL]
OF_PERIODS = [
    pytest.param(case, id=f"{name.removesuffix('.cases.toml')}: {case.name}")
    for name, text in case_texts().items()
    for case in parse_period_cases(text)
]
OF_RELEASES = [pytest.param(case, id=name) for name, case in ALL if case.releases]


@pytest.mark.parametrize("case", CASES)
def test_the_calculation_agrees_with_the_worked_case(case: Case) -> None:
    found = calculate(case, shipped(), world())

    assert mismatches(case, found) == []


@pytest.mark.parametrize("case", OF_RELEASES)
def test_the_gates_of_a_release_agree_with_the_worked_case(case: Case) -> None:
    assert wrong_gates(case, shipped(), world()) == []


@pytest.mark.parametrize("case", OF_PERIODS)
def test_what_is_owed_for_periods_agrees_with_the_worked_case(case: PeriodCase) -> None:
    assert wrong_periods(case, shipped(), world()) == []


def test_a_case_of_periods_that_expects_otherwise_says_what_differs() -> None:
    text = """
    [[period]]
    name = "不符"
    pack = "jixi-response"
    at = 2026-05-20T09:00:00+08:00
    owes = [{ unit = "341824-ZFB", duty = "annual-assessment", period = "2025" },
        { unit = "341824", duty = "annual-assessment" }]
    owes_not = [{ unit = "341824-ZFB", duty = "annual-assessment" }]
    """
    (case,) = parse_period_cases(text)
    assert wrong_periods(case, shipped(), world()) == [
        "341824-ZFB annual-assessment: period is 2026, expected 2025",
        "341824 does not owe annual-assessment",
        "341824-ZFB owes annual-assessment",
    ]
    with pytest.raises(ValueError, match=r"不符: no such key: \['expects'\]"):
        parse_period_cases(text.replace("owes_not", "expects"))


@pytest.mark.parametrize("pack", PACK_IDS)
def test_every_pack_has_at_least_eight_worked_cases(pack: str) -> None:
    cases = parse_cases(case_texts()[f"{pack}.cases.toml"])

    assert len(cases) >= 8
    assert len({case.name for case in cases}) == len(cases)


def test_a_case_that_expects_otherwise_says_what_differs() -> None:
    text = """
    [[case]]
    name = "不符的案例"
    packs = ["shijiazhuang-2019"]
    subject = "1301"
    facts = { known_at = 2026-03-14T03:02:00+08:00, emergency = true, localities = ["130123"] }
    expect = [{ kind = "RESPONSE" }, { kind = "FIRST_RELEASE", modality = "MUST" }]
    absent = ["UPWARD_REPORT"]
    untimed = ["FIRST_RELEASE"]
    """
    case = parse_cases(text)[0]

    assert mismatches(case, calculate(case, shipped(), world())) == [
        "RESPONSE is not listed",
        "FIRST_RELEASE.modality is IN_PRINCIPLE, expected MUST",
        "UPWARD_REPORT is listed",
        "FIRST_RELEASE has a due time: 2026-03-14 04:02:00+08:00",
        "subject is 130123, expected 1301",
    ]


def test_a_case_refuses_a_key_and_an_expectation_it_does_not_know() -> None:
    facts = "facts = { known_at = 2026-03-14T03:02:00+08:00 }"

    with pytest.raises(ValueError, match=r"甲: no such key: \['expects'\]"):
        parse_cases(f'[[case]]\nname = "甲"\nexpects = []\n{facts}')
    with pytest.raises(ValueError, match=r"乙: cannot expect \['hours'\]"):
        parse_cases(f'[[case]]\nname = "乙"\nexpect = [{{ kind = "X", hours = 1 }}]\n{facts}')


def test_a_case_refuses_an_unknown_fact_and_a_time_without_offset() -> None:
    with pytest.raises(ValueError, match="no such fact"):
        facts_of({"weather": "rain"})
    with pytest.raises(ValueError, match="known_at: a time needs its offset"):
        parse_cases('[[case]]\nname = "丙"\nfacts = { known_at = 2026-03-14T03:02:00 }')


def test_a_case_that_names_a_pack_that_does_not_exist_says_so() -> None:
    text = '[[case]]\nname = "丁"\npacks = ["nowhere"]\nfacts = { known_at = 2026-03-14T03:02:00Z }'

    with pytest.raises(ValueError, match="丁: no such pack: nowhere"):
        calculate(parse_cases(text)[0], shipped(), world())
