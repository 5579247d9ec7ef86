"""Who speaks, as the mirror has it: the registry's own decision in every small world."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import product
from uuid import UUID

import pytest

from services.deadlines.law.directory import Directory, Holder, StandIn
from services.deadlines.law.speaking import speaker_of
from services.deadlines.law.words import Post
from services.registry.domain import appointments
from services.registry.domain.speaking import Roster, who_speaks
from tests.deadlines.law.law import KNOWN, local
from tests.registry.world import make_appointment, make_leave

PRESENT, ALONE, STOOD_IN_FOR = "present", "alone", "stood in for"
# Filed or not, and there or not: the first of two took office earlier, or on the same day.
ONES = list(product((True, False), (PRESENT, ALONE, STOOD_IN_FOR)))
One = tuple[bool, str]
# Whether there is a deputy, and a head, and each is there.
LEADERS = list(product((None, PRESENT, ALONE), repeat=2))
Leaders = Sequence[str | None]
LED_BY = ((5, "DEPUTY", "戊"), (6, "HEAD", "己"))


def stand_in_of(n: int) -> UUID:
    return UUID(int=100 + n)


def mirrored(ones: Sequence[One], years: Sequence[int], leaders: Leaders) -> Directory:
    holders = [
        Holder(
            unit="1301",
            post=Post(post),
            person=name,
            person_id=UUID(int=n),
            appointment=UUID(int=n),
            absences=() if state == PRESENT else ((KNOWN, None),),
        )
        for (n, post, name), state in zip(LED_BY, leaders, strict=True)
        if state is not None
    ]
    holders += [
        Holder(
            unit="1301",
            post=Post.SPOKESPERSON,
            person="甲乙"[n],
            person_id=UUID(int=n),
            appointment=UUID(int=10 - n),
            filed=filed,
            begins=local(years[n], 1, 1),
            absences=() if state == PRESENT else ((KNOWN, None),),
            stand_in=StandIn(person=f"代{n}", person_id=stand_in_of(n))
            if state == STOOD_IN_FOR
            else None,
        )
        for n, (filed, state) in enumerate(ones)
    ]
    return Directory.of((), holders)


def in_the_registry(ones: Sequence[One], years: Sequence[int], leaders: Leaders) -> UUID | None:
    posts = [
        make_appointment(
            id=UUID(int=10 - n),
            person="甲乙"[n],
            person_id=UUID(int=n),
            post=appointments.Post.SPOKESPERSON,
            starts_on=date(years[n], 1, 1),
            filed_on=date(2026, 1, 1) if filed else None,
        )
        for n, (filed, _) in enumerate(ones)
    ]
    leave = {
        UUID(int=n): [
            make_leave(
                UUID(int=n),
                stand_in_of(n) if state == STOOD_IN_FOR else None,
                starts_at=KNOWN,
                ends_at=None,
            )
        ]
        for n, (_, state) in enumerate(ones)
        if state != PRESENT
    }
    for (n, post, name), leader in zip(LED_BY, leaders, strict=True):
        who = UUID(int=n)
        if leader is not None:
            posts.append(make_appointment(person=name, person_id=who, post=appointments.Post[post]))
        if leader == ALONE:
            leave[who] = [make_leave(who, None, starts_at=KNOWN, ends_at=None)]
    names = {stand_in_of(n): f"代{n}" for n in range(len(ones))}
    speaker = who_speaks(Roster(appointments=posts, leave=leave, names=names), KNOWN).speaker
    return speaker.person_id if speaker else None


@pytest.mark.requirement(151)
@pytest.mark.parametrize("years", [(2020, 2021), (2021, 2020), (2021, 2021)])
def test_of_two_the_mirror_names_whom_the_registry_names(years: tuple[int, int]) -> None:
    for *ones, leaders in product(ONES, ONES, LEADERS):
        found = speaker_of("1301", mirrored(ones, years, leaders), KNOWN)
        assert found is not None
        expected = in_the_registry(ones, years, leaders)
        assert (found.id if found.present else None) == expected, (ones, leaders)
        assert found.present or found.note == "请假中"


@pytest.mark.parametrize("leaders", LEADERS)
def test_without_a_spokesperson_a_leader_who_is_there_speaks(leaders: Leaders) -> None:
    found = speaker_of("1301", mirrored((), (), leaders), KNOWN)
    expected = in_the_registry((), (), leaders)
    assert (found.id if found else None) == expected
    if found:
        title = "分管负责人" if leaders[0] == PRESENT else "主要负责人"
        assert found.note == f"没有可发言的新闻发言人，由{title}发言"


@pytest.mark.parametrize(
    ("ends", "note"),
    [
        (local(2026, 3, 19), "代甲发言(甲请假至03-18)"),
        (local(2026, 3, 18, 12), "代甲发言(甲请假至03-18 12:00)"),
        (None, "代甲发言(甲请假)"),
    ],
)
def test_the_note_tells_for_whom_and_the_last_day_of_the_leave(
    ends: datetime | None, note: str
) -> None:
    away = Holder(
        unit="1301",
        post=Post.SPOKESPERSON,
        person="甲",
        filed=True,
        absences=((KNOWN - timedelta(days=1), ends),),
        stand_in=StandIn(person="乙"),
        successor="丙局",
    )
    found = speaker_of("1301", Directory.of((), [away]), KNOWN)
    assert found is not None
    assert (found.name, found.note) == ("乙", f"原单位已并入丙局；{note}")
