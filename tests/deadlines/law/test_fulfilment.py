"""When a release meets a duty, how it counts, and what comes to be owed then."""

from datetime import datetime, timedelta

import pytest

from services.deadlines.law.fulfilment import Outcome, asks_reason, fulfils, outcome, owed_now
from services.deadlines.law.words import Modality, ReleaseForm
from tests.deadlines.law.law import KNOWN, by_key, calculate, make_facts

DUE = KNOWN + timedelta(hours=1)
TICK = timedelta(microseconds=1)
F = ReleaseForm


def meets(
    forms: tuple[ReleaseForm, ...],
    form: ReleaseForm,
    *,
    conclusive_wanted: bool = False,
    conclusive: bool = False,
    at_source: bool = False,
    platforms: tuple[str, ...] = (),
    source: str | None = None,
) -> bool:
    return fulfils(
        fulfilled_by=forms,
        conclusive_wanted=conclusive_wanted,
        at_source=at_source,
        form=form,
        conclusive=conclusive,
        platforms=platforms,
        facts=make_facts(source_platform=source),
    )


@pytest.mark.requirement(33, 34)
@pytest.mark.parametrize("form", list(ReleaseForm))
def test_only_a_press_conference_meets_the_duty_to_hold_one(form: ReleaseForm) -> None:
    duty = by_key(calculate("shijiazhuang-2019"))["PRESS_CONFERENCE"]

    assert meets(duty.fulfilled_by, form) is (form is F.PRESS_CONFERENCE)


@pytest.mark.requirement(22)
def test_a_release_without_conclusion_meets_the_first_release_but_not_the_final_outcome() -> None:
    duties = by_key(calculate("shijiazhuang-2019"))
    first, final = duties["FIRST_RELEASE"], duties["FINAL_OUTCOME"]

    assert not first.conclusive
    assert meets(first.fulfilled_by, F.STATEMENT)
    assert final.conclusive
    assert not meets(final.fulfilled_by, F.STATEMENT, conclusive_wanted=True)
    assert meets(final.fulfilled_by, F.STATEMENT, conclusive_wanted=True, conclusive=True)


@pytest.mark.requirement(74)
@pytest.mark.parametrize(
    ("source", "platforms", "met"),
    [
        ("微博", ("微博",), True),
        ("微博", ("政府网站", "微博"), True),
        ("微博", ("政府网站",), False),
        ("微博", (), False),
        (None, ("微博",), False),
    ],
)
def test_a_clarification_counts_only_on_the_platform_that_carried_the_rumour(
    source: str | None, platforms: tuple[str, ...], met: bool
) -> None:
    duty = by_key(calculate("city-monitoring", veracity="FALSE"))["CLARIFICATION"]

    assert duty.at_source
    assert (
        meets(duty.fulfilled_by, F.STATEMENT, at_source=True, platforms=platforms, source=source)
        is met
    )


def test_a_duty_that_no_release_meets_is_met_by_none() -> None:
    duty = by_key(calculate("shijiazhuang-2019"))["UPWARD_REPORT"]

    assert not any(meets(duty.fulfilled_by, form) for form in ReleaseForm)


@pytest.mark.parametrize(
    ("done_at", "known_at", "reason", "counts"),
    [
        (DUE, KNOWN, None, Outcome.ON_TIME),
        (DUE + TICK, KNOWN, None, Outcome.LATE),
        (DUE + TICK, KNOWN, "等待核实", Outcome.LATE_WITH_REASON),
        (DUE + TICK, DUE, None, Outcome.LATE),
        (DUE + 2 * TICK, DUE + TICK, None, Outcome.LATE_AT_INTAKE),
        (DUE + 2 * TICK, DUE + TICK, "等待核实", Outcome.LATE_AT_INTAKE),
    ],
)
def test_a_timed_duty_counts_by_its_inclusive_limit(
    done_at: datetime, known_at: datetime, reason: str | None, counts: Outcome
) -> None:
    found = outcome(due_at=DUE, done_at=done_at, known_at=known_at, late_reason=reason)

    assert found is counts


def test_an_untimed_duty_is_never_late() -> None:
    late = KNOWN + timedelta(days=900)

    assert outcome(due_at=None, done_at=late, known_at=KNOWN, late_reason=None) is Outcome.ON_TIME


@pytest.mark.parametrize("modality", list(Modality))
def test_a_missed_limit_asks_for_a_reason_only_where_the_word_leaves_room(
    modality: Modality,
) -> None:
    hard = modality in (Modality.MUST, Modality.SHALL, Modality.AT_LATEST)

    assert asks_reason(modality, DUE, DUE + TICK) is not hard
    assert not asks_reason(modality, DUE, DUE)
    assert not asks_reason(modality, None, DUE + TICK)


def test_one_that_waits_is_owed_once_what_it_waits_for_is_met() -> None:
    waiting = {"ROLLING_UPDATE": ("FIRST_RELEASE", "RESPONSE")}
    still = {"ROLLING_UPDATE": "ROLLING_UPDATE", "FIRST_RELEASE": "FIRST_RELEASE"}

    assert owed_now(waiting, still, fulfilled_kinds=()) == set()
    assert owed_now(waiting, still, fulfilled_kinds=("RESPONSE",)) == {"ROLLING_UPDATE"}


def test_one_that_waits_for_what_is_no_longer_open_is_owed() -> None:
    waiting = {"ROLLING_UPDATE": ("FIRST_RELEASE",)}

    assert owed_now(waiting, {"ROLLING_UPDATE": "ROLLING_UPDATE"}, ()) == {"ROLLING_UPDATE"}


def test_the_final_outcome_is_owed_once_nothing_else_is() -> None:
    waiting = {"FINAL_OUTCOME": ("*",), "ROLLING_UPDATE": ("FIRST_RELEASE",)}
    both = {"FINAL_OUTCOME": "FINAL_OUTCOME", "FIRST_RELEASE": "FIRST_RELEASE"}
    alone = {"FINAL_OUTCOME": "FINAL_OUTCOME"}

    assert owed_now({"FINAL_OUTCOME": ("*",)}, both, ()) == set()
    assert owed_now({"FINAL_OUTCOME": ("*",)}, alone, ("FIRST_RELEASE",)) == {"FINAL_OUTCOME"}
    rolling = {**alone, "ROLLING_UPDATE": "ROLLING_UPDATE"}
    assert owed_now(waiting, rolling, ("FIRST_RELEASE",)) == {"ROLLING_UPDATE"}


def test_a_duty_that_several_clauses_ask_for_waits_for_the_first_of_them() -> None:
    found = by_key(calculate("shijiazhuang-2019", "guoban-2016-61"))["ROLLING_UPDATE"]

    assert found.owed_after == ("FIRST_RELEASE", "RESPONSE", "PRESS_CONFERENCE")
    assert not found.owed
