"""Reminder rungs: the house's own, around a due time that they never move."""

from datetime import timedelta

import pytest

from services.deadlines.law.alerting import Answerable, Told, recipients
from services.deadlines.law.ladders import DEFAULT, ladder_of, moment, next_wake, reached
from services.deadlines.law.loading import PackFaults, parse_pack
from services.deadlines.law.pack import Rung
from services.deadlines.law.results import PartyRef, PersonRef, UnitRef
from services.deadlines.law.words import Post
from tests.deadlines.law.law import KNOWN, packs
from tests.deadlines.law.test_loading import DUTY, HEAD, RUNG

DUE = KNOWN + timedelta(hours=2)
TICK = timedelta(microseconds=1)


def test_a_rung_before_the_due_time_comes_at_its_very_moment() -> None:
    near = DUE - timedelta(hours=1)

    assert [r.name for r in reached(DEFAULT, KNOWN, DUE, near - TICK)] == []
    assert [r.name for r in reached(DEFAULT, KNOWN, DUE, near)] == ["NEAR"]


def test_the_rung_at_the_due_time_comes_only_once_it_has_passed() -> None:
    assert [r.name for r in reached(DEFAULT, KNOWN, DUE, DUE)] == ["NEAR", "URGENT"]
    assert [r.name for r in reached(DEFAULT, KNOWN, DUE, DUE + TICK)] == [
        "NEAR",
        "URGENT",
        "OVERDUE",
    ]


def test_the_next_wake_is_the_first_rung_still_to_come() -> None:
    assert next_wake(DEFAULT, KNOWN, DUE, KNOWN) == DUE - timedelta(hours=1)
    assert next_wake(DEFAULT, KNOWN, DUE, DUE - timedelta(hours=1)) == DUE - timedelta(minutes=15)
    assert next_wake(DEFAULT, KNOWN, DUE, DUE) == DUE + TICK == moment(DEFAULT[-1], KNOWN, DUE)
    assert next_wake(DEFAULT, KNOWN, DUE, DUE + TICK) is None


def test_every_rung_is_reached_exactly_when_the_wakes_say() -> None:
    at, seen = KNOWN - timedelta(days=1), 0
    while (wake := next_wake(DEFAULT, KNOWN, DUE, at)) is not None:
        assert len(reached(DEFAULT, KNOWN, DUE, wake - TICK)) == seen
        seen += 1
        assert len(reached(DEFAULT, KNOWN, DUE, wake)) == seen
        at = wake
    assert seen == len(DEFAULT)


def test_the_most_specific_pack_with_a_ladder_gives_it_in_order_of_time() -> None:
    later = '[[ladder]]\nname = "B"\ntitle = "过"\nafter = "2h"\n'
    at_due = '[[ladder]]\nname = "C"\ntitle = "到"\n'
    own = parse_pack(HEAD + DUTY + later + at_due + RUNG, "own")
    bare = packs("guoban-2016-61")

    assert [r.name for r in ladder_of([*bare, own])] == ["A", "C", "B"]
    assert ladder_of(bare) == ladder_of([]) == DEFAULT


def test_a_rung_at_a_part_of_the_limit_waits_for_that_part() -> None:
    half = Rung(name="HALF", title="半", fraction=0.5)
    end = Rung(name="END", title="到", fraction=1.0)

    assert moment(half, KNOWN, DUE) == KNOWN + timedelta(hours=1)
    assert moment(end, KNOWN, DUE) == DUE + TICK
    assert moment(half, DUE, KNOWN) == KNOWN, "a due time before the start waits for nothing"


def test_a_duty_without_a_limit_is_reminded_of_by_elapsed_time_alone() -> None:
    """国办发〔2013〕100号 asks for much 及时: no number, and never overdue."""
    day = Rung(name="DAY", title="日", elapsed=timedelta(days=1))

    assert reached(DEFAULT, KNOWN, None, DUE + timedelta(days=9)) == ()
    assert next_wake((*DEFAULT, day), KNOWN, None, KNOWN) == KNOWN + timedelta(days=1)
    assert moment(day, KNOWN, DUE) is None


def test_whom_a_rung_tells_comes_once_and_a_vacant_post_is_told_at_its_desk() -> None:
    head = PersonRef(name="王某", post=Post.HEAD, title="县长")
    news = PartyRef(role="COORDINATOR", unit=UnitRef(code="130123-XCB", name="宣传部"))
    about = Answerable(
        desk=UnitRef(code="1301", name="市政府"),
        owner=UnitRef(code="130123", name="正定县人民政府"),
        person=head,
        head=head,
        coordinators=(news,),
    )
    found = recipients((Told.RESPONSIBLE_PERSON, Told.HEAD, Told.COORDINATORS), about)

    assert [one.key for one in found] == ["130123/王某", "130123-XCB/#COORDINATORS"]
    assert found[1].person is None


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ("fraction = 0.5\n", "not both"),
        ('then = ["HEAD"]\n', "go together"),
        ('to = ["NOBODY"]\n', "Input should be"),
    ],
)
def test_a_rung_that_cannot_be_meant_is_a_fault(more: str, message: str) -> None:
    with pytest.raises(PackFaults, match=message):
        parse_pack(HEAD + DUTY + RUNG + more, "own")


@pytest.mark.requirement(8)
def test_the_first_responsible_person_gets_the_first_notice() -> None:
    first, *_ = ladder_of(packs("shijiazhuang-2019"))

    assert moment(first, KNOWN, DUE) == KNOWN
    assert Told.RESPONSIBLE_PERSON in first.to
