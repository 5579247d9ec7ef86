"""Who speaks, decided without a database."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from services.kit.ids import new_id
from services.registry.domain.appointments import Appointment, Post
from services.registry.domain.availability import Availability
from services.registry.domain.filed_lists import FiledCopy, FiledListState, spokesperson_entries
from services.registry.domain.speaking import Roster, SpeakerDecision, SpeakerOutcome, who_speaks
from tests.registry.world import NOW, make_appointment, make_leave

STAND_IN = new_id()
DEPUTY = make_appointment(post=Post.DEPUTY, person="副", filed_on=None)
HEAD = make_appointment(post=Post.HEAD, person="正", filed_on=None)


def decide(
    *appointments: Appointment,
    leave: tuple[Availability, ...] = (),
    at: datetime = NOW,
    copy: FiledCopy | None = None,
) -> SpeakerDecision:
    grouped: dict[UUID, list[Availability]] = {}
    for entry in leave:
        grouped.setdefault(entry.person_id, []).append(entry)
    names = {one.person_id: one.person for one in appointments} | {STAND_IN: "代"}
    roster = Roster(appointments=appointments, leave=grouped, names=names, copy=copy)
    return who_speaks(roster, at)


def outcomes(decision: SpeakerDecision) -> dict[str, SpeakerOutcome]:
    return {one.person.name: one.outcome for one in decision.candidates}


@pytest.mark.requirement(151)
def test_the_filed_and_present_spokesperson_of_the_unit_speaks() -> None:
    decision = decide(make_appointment(person="甲"), DEPUTY, HEAD)
    assert decision.speaker is not None
    assert (decision.speaker.name, decision.filed, decision.stand_in) == ("甲", True, False)


def test_of_two_the_longer_serving_speaks_and_the_other_is_next() -> None:
    younger = make_appointment(person="乙", starts_on=date(2026, 1, 1))
    decision = decide(younger, make_appointment(person="甲"))
    assert outcomes(decision) == {"甲": SpeakerOutcome.CHOSEN, "乙": SpeakerOutcome.NEXT}


def test_the_stand_in_of_one_on_leave_speaks() -> None:
    away = make_appointment(person="甲")
    decision = decide(away, DEPUTY, leave=(make_leave(away.person_id, STAND_IN),))
    assert decision.speaker is not None
    assert (decision.speaker.person_id, decision.stand_in) == (STAND_IN, True)
    assert outcomes(decision)["甲"] is SpeakerOutcome.ABSENT_WITH_STAND_IN


def test_another_present_spokesperson_comes_before_a_stand_in() -> None:
    away, other = make_appointment(person="甲"), make_appointment(person="乙")
    decision = decide(away, other, leave=(make_leave(away.person_id, STAND_IN),))
    assert outcomes(decision) == {
        "甲": SpeakerOutcome.ABSENT_WITH_STAND_IN,
        "乙": SpeakerOutcome.CHOSEN,
        "代": SpeakerOutcome.NEXT,
    }


def test_stand_ins_in_a_circle_are_nobody() -> None:
    away = make_appointment(person="甲")
    circle = (make_leave(away.person_id, STAND_IN), make_leave(STAND_IN, away.person_id))
    decision = decide(away, DEPUTY, leave=circle)
    assert outcomes(decision)["甲"] is SpeakerOutcome.STAND_IN_ABSENT
    assert decision.speaker is not None
    assert decision.speaker.post is Post.DEPUTY


def test_the_stand_in_of_a_stand_in_speaks() -> None:
    away, second = make_appointment(person="甲"), new_id()
    chain = (make_leave(away.person_id, second), make_leave(second, STAND_IN))
    decision = decide(away, leave=chain)
    assert decision.speaker is not None
    assert decision.speaker.person_id == STAND_IN


def test_the_unfiled_speaks_only_where_no_filed_one_can() -> None:
    unfiled = make_appointment(person="乙", filed_on=None)
    alone = decide(unfiled)
    beside = decide(unfiled, make_appointment(person="甲"))
    assert (alone.reason, alone.filed) == (alone.candidates[0].reason, False)
    assert outcomes(alone) == {"乙": SpeakerOutcome.CHOSEN_UNFILED}
    assert outcomes(beside)["乙"] is SpeakerOutcome.NOT_FILED


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "outcome"),
    [
        (date(2026, 11, 22), None, SpeakerOutcome.NOT_YET_SERVING),
        (date(2025, 1, 1), date(2026, 11, 20), SpeakerOutcome.EXPIRED),
        (date(2026, 11, 21), date(2026, 11, 21), SpeakerOutcome.CHOSEN),
    ],
)
def test_service_counts_by_days_in_china(
    starts_on: date, ends_on: date | None, outcome: SpeakerOutcome
) -> None:
    one = make_appointment(starts_on=starts_on, ends_on=ends_on, filed_on=starts_on)
    assert decide(one).candidates[0].outcome is outcome


def test_without_a_spokesperson_the_deputy_speaks_then_the_head() -> None:
    away = make_leave(DEPUTY.person_id)
    assert decide(DEPUTY, HEAD).reason == "没有可发言的新闻发言人，由分管负责人发言。"
    assert decide(DEPUTY, HEAD, leave=(away,)).reason.endswith("由主要负责人发言。")


def test_nobody_is_said_to_be_nobody() -> None:
    decision = decide()
    assert decision.speaker is None
    assert decision.reason == "此刻没有人可以发言，请补登新闻发言人。"


def test_a_later_entry_ends_a_leave_early() -> None:
    one = make_appointment(person="甲")
    leave = make_leave(one.person_id)
    back = make_leave(
        one.person_id, present=True, recorded_at=leave.recorded_at + timedelta(days=1)
    )
    assert decide(one, leave=(back, leave)).candidates[0].outcome is SpeakerOutcome.CHOSEN


def test_a_leave_ends_at_its_end() -> None:
    one = make_appointment(person="甲")
    leave = make_leave(one.person_id, ends_at=NOW)
    assert decide(one, leave=(leave,)).candidates[0].outcome is SpeakerOutcome.CHOSEN
    earlier = datetime(2026, 11, 20, 19, 1, 59, tzinfo=UTC)
    assert decide(one, leave=(leave,), at=earlier).speaker is None


@pytest.mark.requirement(160)
def test_head_and_deputy_of_the_day_are_told_beside_the_speaker() -> None:
    decision = decide(HEAD, DEPUTY, make_appointment())
    assert decision.head is not None
    assert decision.deputy is not None
    assert (decision.head.name, decision.deputy.name) == ("正", "副")


def filed(*appointments: Appointment) -> FiledCopy:
    """Return the copy that was filed when these were the list."""
    day = date(2025, 3, 15)
    entries = spokesperson_entries(appointments, day)
    marked = frozenset(one.id for one in appointments)
    return FiledCopy(filed_on=day, entries=entries, marked=marked)


@pytest.mark.requirement(124)
def test_a_filed_copy_that_is_behind_is_told_before_a_name_is_offered() -> None:
    one = make_appointment(person="甲")
    gone = make_appointment(person="乙", ends_on=date(2026, 6, 30))
    new = make_appointment(person="丙", starts_on=date(2026, 7, 1), filed_on=None)
    decision = decide(one, gone, new, copy=filed(one, gone))
    told = "已备案版本（2025-03-15）落后 2 处：新增 1、调出 1。"
    assert (decision.filed_list.state, decision.filed_list.behind) == (FiledListState.BEHIND, 2)
    assert decision.filed_list.sentence == told
    assert decision.reason == f"任职有效、在岗、已备案，由其发言。{told}"


def test_a_candidate_filed_with_other_facts_is_told_as_such() -> None:
    before = make_appointment(person="甲", title="办公室副主任")
    decision = decide(replace(before, title="办公室主任"), copy=filed(before))
    (candidate,) = decision.candidates
    assert (candidate.outcome, candidate.filing_outdated) == (SpeakerOutcome.CHOSEN, True)
    assert candidate.reason.endswith("备案信息已变化（职务），尚未补报。")


def test_whoever_is_to_begin_later_does_not_put_the_copy_behind_tonight() -> None:
    one = make_appointment(person="甲")
    later = make_appointment(person="乙", starts_on=date(2026, 12, 1), filed_on=None)
    assert decide(one, later, copy=filed(one)).filed_list.state is FiledListState.CURRENT


def test_without_a_copy_the_days_of_filing_on_the_appointments_tell() -> None:
    one = make_appointment(person="甲")
    unfiled = make_appointment(person="乙", filed_on=None)
    states = [decide(*them).filed_list.state for them in ((one,), (one, unfiled), (unfiled,), ())]
    assert states == [
        FiledListState.CURRENT,
        FiledListState.BEHIND,
        FiledListState.NEVER_FILED,
        FiledListState.EMPTY,
    ]
