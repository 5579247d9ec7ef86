"""Reminder rungs: the house's own, around a due time that they never move."""

from datetime import timedelta

from services.deadlines.law.ladders import DEFAULT, ladder_of, moment, next_wake, reached
from services.deadlines.law.loading import parse_pack
from tests.deadlines.law.law import KNOWN, packs
from tests.deadlines.law.test_loading import DUTY, HEAD, RUNG

DUE = KNOWN + timedelta(hours=2)
TICK = timedelta(microseconds=1)


def test_a_rung_before_the_due_time_comes_at_its_very_moment() -> None:
    near = DUE - timedelta(hours=1)

    assert [r.name for r in reached(DEFAULT, DUE, near - TICK)] == []
    assert [r.name for r in reached(DEFAULT, DUE, near)] == ["NEAR"]


def test_the_rung_at_the_due_time_comes_only_once_it_has_passed() -> None:
    assert [r.name for r in reached(DEFAULT, DUE, DUE)] == ["NEAR", "URGENT"]
    assert [r.name for r in reached(DEFAULT, DUE, DUE + TICK)] == ["NEAR", "URGENT", "OVERDUE"]


def test_the_next_wake_is_the_first_rung_still_to_come() -> None:
    assert next_wake(DEFAULT, DUE, KNOWN) == DUE - timedelta(hours=1)
    assert next_wake(DEFAULT, DUE, DUE - timedelta(hours=1)) == DUE - timedelta(minutes=15)
    assert next_wake(DEFAULT, DUE, DUE) == DUE + TICK == moment(DEFAULT[-1], DUE)
    assert next_wake(DEFAULT, DUE, DUE + TICK) is None


def test_every_rung_is_reached_exactly_when_the_wakes_say() -> None:
    at, seen = KNOWN - timedelta(days=1), 0
    while (wake := next_wake(DEFAULT, DUE, at)) is not None:
        assert len(reached(DEFAULT, DUE, wake - TICK)) == seen
        seen += 1
        assert len(reached(DEFAULT, DUE, wake)) == seen
        at = wake
    assert seen == len(DEFAULT)


def test_the_most_specific_pack_with_a_ladder_gives_it_in_order_of_time() -> None:
    later = '[[ladder]]\nname = "B"\ntitle = "过"\nafter = "2h"\n'
    at_due = '[[ladder]]\nname = "C"\ntitle = "到"\n'
    own = parse_pack(HEAD + DUTY + later + at_due + RUNG, "own")
    bare = packs("shijiazhuang-2019")

    assert [r.name for r in ladder_of([*bare, own])] == ["A", "C", "B"]
    assert ladder_of(bare) == DEFAULT
    assert ladder_of([]) == DEFAULT
