"""The roster and the patrols as pure decisions: gaps, who is on duty, what was missed."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from services.deadlines.domain.duty_rules import DutyRules, Expectation, PatrolTime, SourceKind
from services.deadlines.domain.handover_tables import span
from services.deadlines.domain.patrols import Patrol, PatrolResult, patrol_slots
from services.deadlines.domain.shifts import (
    Shift,
    ShiftGap,
    ShiftState,
    check_overlaps,
    gaps,
    heir,
    next_shift,
    on_duty,
)
from services.deadlines.domain.silences import Heard, sources
from services.kit.refusal import Refusal
from tests.deadlines.duty import at, turn


def test_a_desk_kept_day_and_night_has_no_gap() -> None:
    round_the_clock = [turn("甲", 0, 8), turn("乙", 8, 16), turn("丙", 16, 24)]
    assert gaps(round_the_clock, at(0), at(24)) == ()


@pytest.mark.parametrize(
    ("shifts", "found"),
    [
        ([], [(0, 24)]),
        ([turn("甲", 0, 8), turn("乙", 9, 24)], [(8, 9)]),
        ([turn("甲", 2, 8), turn("乙", 4, 22)], [(0, 2), (22, 24)]),
        # a longer one behind a shorter one is not cut by it
        ([turn("甲", 0, 20), turn("乙", 2, 4), turn("丙", 19, 24)], []),
        # who leads is not at the desk; who was taken off is not there
        ([turn("甲", 0, 24, mans=False, role="LEAD")], [(0, 24)]),
        ([turn("甲", 0, 24, gone=ShiftState.CANCELLED)], [(0, 24)]),
        ([turn("甲", -5, 1), turn("乙", 23, 30)], [(1, 23)]),
    ],
)
def test_each_gap_is_told_from_when_to_when(
    shifts: list[Shift], found: list[tuple[int, int]]
) -> None:
    expected = tuple(ShiftGap(begins_at=at(a), ends_at=at(b)) for a, b in found)
    assert gaps(shifts, at(0), at(24)) == expected


def test_nobody_is_made_up_where_nobody_is_planned() -> None:
    lead = turn("带", 0, 24, mans=False, role="LEAD", role_title="带班")
    alone = on_duty("1301", [lead], at(3))
    assert (alone.manned, alone.text) == (
        False,
        "无人值班；带班 带（至11-22 08:00，未到岗）",
    )
    before = turn("甲", -8, 2, started_at=at(-8))
    assert on_duty("1301", [before], at(3)).text == "无人值班；上一班甲（至11-21 10:00）未交接"
    assert on_duty("1301", [before], at(1)).text == "主班 甲（至11-21 10:00）"
    # the end is exclusive: at that moment the next one is on duty
    assert [s.person for s in on_duty("1301", [before, turn("乙", 2, 8)], at(2)).shifts] == ["乙"]


def test_a_shift_stands_by_the_record_and_the_clock() -> None:
    shift = turn("甲", 0, 8)
    assert shift.state(at(-1)) is ShiftState.PLANNED
    assert shift.state(at(0)) is ShiftState.ABSENT
    assert shift.state(at(8)) is ShiftState.NOT_HANDED_OVER
    begun = replace(shift, started_at=at(0))
    assert begun.state(at(7)) is ShiftState.ON_DUTY
    assert begun.state(at(99)) is ShiftState.NOT_HANDED_OVER
    assert replace(begun, signed_at=at(8)).state(at(9)) is ShiftState.HANDING_OVER
    taken = replace(begun, signed_at=None, handed_over_at=at(8))
    assert (taken.state(at(9)), taken.unhanded(at(9))) == (ShiftState.HANDED_OVER, False)
    assert replace(shift, mans=False).state(at(8)) is ShiftState.ENDED


def test_one_person_is_not_in_two_places() -> None:
    first = turn("甲", 0, 8)
    check_overlaps(turn("甲", 8, 16), [first], "f")
    check_overlaps(turn("乙", 0, 8), [first], "f")
    known = uuid4()
    namesake = turn("甲", 0, 8, person_id=uuid4())
    check_overlaps(turn("甲", 0, 8, person_id=known), [namesake], "f")
    for other in (first, turn("改名", 7, 9, person_id=known)):
        with pytest.raises(Refusal, match="此时段已有班次") as refused:
            check_overlaps(turn("甲", 7, 9, person_id=known), [other], "f")
        assert (refused.value.code, refused.value.field) == ("OVERLAPS", "f")


def test_the_next_of_the_desk_takes_over_or_nobody() -> None:
    own = turn("甲", 0, 8)
    lead = turn("带", 8, 16, mans=False)
    later, soon = turn("丙", 16, 24), turn("乙", 8, 16)
    assert next_shift(own, [own, lead, later, soon], at(8)) is soon
    assert next_shift(own, [own, lead, turn("丁", -8, 0)], at(8)) is None
    gone = replace(soon, gone=ShiftState.REPLACED)
    stand_in = turn("戊", 8, 16, replaces=gone.id)
    assert heir(gone, [own, gone, stand_in]) is stand_in


RULES = DutyRules(
    unit="1301",
    version=1,
    patrols=(
        PatrolTime(at="08:00", tolerance=30, channels=("微博", "论坛")),
        PatrolTime(at="09:00", tolerance=30, channels=("微博",)),
    ),
    set_at=at(-24),
)


def looked(hours: float, *channels: str) -> Patrol:
    return Patrol(
        id=uuid4(),
        unit="1301",
        at=at(hours),
        person="甲",
        channels=channels,
        result=PatrolResult.NOTHING_FOUND,
        note=None,
        leads=(),
        recorded_at=at(hours),
        recorded_by="甲",
    )


@pytest.mark.parametrize(
    ("done", "now", "states"),
    [
        ([], 0.4, ["DUE", "COMING"]),
        ([], 0.5, ["DUE", "DUE"]),
        ([], 0.51, ["MISSED", "DUE"]),
        # one look half way between counts for the earlier of the two alone
        ([looked(0.5, "微博", "论坛")], 9, ["DONE", "MISSED"]),
        ([looked(-0.5, "微博"), looked(0.2, "论坛")], 9, ["DONE", "MISSED"]),
        ([looked(0, "微博"), looked(0.9, "微博")], 9, ["PARTLY", "DONE"]),
        ([looked(-0.51, "微博", "论坛")], 9, ["MISSED", "MISSED"]),
    ],
)
def test_a_patrol_is_done_missed_or_lacks_a_channel(
    done: list[Patrol], now: float, states: list[str]
) -> None:
    slots = patrol_slots([RULES], done, at(-1), at(2), at(now))
    assert [slot.state.value for slot in slots] == states


def test_what_was_missed_is_measured_by_the_rules_of_its_own_time() -> None:
    new = DutyRules(
        unit="1301",
        version=2,
        patrols=(PatrolTime(at="20:00", tolerance=5, channels=("微信",)),),
        set_at=at(0.5),
    )
    slots = patrol_slots([RULES, new], [], at(-1), at(24), at(48))
    assert [slot.at - at(0) for slot in slots] == [timedelta(0), timedelta(hours=12)]
    assert patrol_slots([], [], at(-1), at(24), at(48)) == ()


def test_a_source_is_silent_by_what_is_expected_of_it_and_not_otherwise() -> None:
    rules = DutyRules(
        unit="1301",
        version=1,
        expectations=(
            Expectation(kind=SourceKind.VENDOR, subject="v1", within=60),
            Expectation(kind=SourceKind.VENDOR, subject="never", within=60),
            Expectation(kind=SourceKind.REGISTRY, within=None),
        ),
    )
    heard = [
        Heard(kind=SourceKind.VENDOR, subject="v1", name="甲公司", last_at=at(-1)),
        Heard(kind=SourceKind.VENDOR, subject="v2", name="乙公司", last_at=at(-99)),
        Heard(kind=SourceKind.REGISTRY, last_at=at(-99)),
        Heard(kind=SourceKind.SWEEP, last_at=at(0) - timedelta(minutes=3)),
        Heard(kind=SourceKind.DELIVERY, last_at=at(0) - timedelta(minutes=3, seconds=1)),
    ]
    found = {each.title: each.silent for each in sources(heard, rules.expected, at(0))}
    assert found == {
        "告知送达": True,
        "监测单位 never": True,
        "监测单位 甲公司": False,  # the limit is inclusive
        "定时提醒任务": False,
        "监测单位 乙公司": None,
        "登记簿同步": None,
    }


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, "不到1分"), (-59, "不到1分"), (60, "1分"), (-3900, "1时05分"), (93600, "1天2时")],
)
def test_a_length_of_time_is_said_as_people_say_it(seconds: int, said: str) -> None:
    assert span(seconds) == said
