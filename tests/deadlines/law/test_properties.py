"""What holds of every answer, whatever the facts and the packs."""

import random
import tomllib
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from services.deadlines.law.calculation import required
from services.deadlines.law.directory import Directory
from services.deadlines.law.facts import Facts
from services.deadlines.law.fulfilment import Outcome, outcome
from services.deadlines.law.results import Calculation
from services.deadlines.law.words import SEVERITIES, DueClass
from services.deadlines.packs import pack_texts
from tests.deadlines.law.law import make_facts, packs, world
from tests.deadlines.law.strategies import LAW, facts, moments, pack_lists

SPANS = {
    (pack["pack"]["id"], duty["id"]): duty["due"].get("within")
    for pack in map(tomllib.loads, pack_texts().values())
    for duty in pack["duty"]
    if "due" in duty
}
HOURS = {"1h": 1, "5h": 5, "24h": 24, "48h": 48}


def answer(given_facts: Facts, ids: list[str]) -> Calculation:
    return required(given_facts, packs(*ids), world(), given_facts.known_at)


def graded(due_at: datetime, done_at: datetime) -> Outcome:
    return outcome(due_at=due_at, done_at=done_at, known_at=due_at, late_reason=None)


@LAW
@given(facts(), pack_lists)
def test_a_limit_is_inclusive(known: Facts, ids: list[str]) -> None:
    for duty in answer(known, ids).duties:
        if duty.due_at is None:
            continue
        just_after = duty.due_at + timedelta(microseconds=1)

        assert duty.late_at_intake == (known.known_at > duty.due_at)
        assert graded(duty.due_at, duty.due_at) is Outcome.ON_TIME
        assert graded(duty.due_at, just_after) is Outcome.LATE


@LAW
@given(facts(), pack_lists)
def test_every_due_time_traces_to_a_figure_of_a_clause_or_to_the_order(
    known: Facts, ids: list[str]
) -> None:
    for duty in answer(known, ids).duties:
        for line in duty.basis:
            if line.due_at is None:
                continue
            span = SPANS[line.pack, line.duty]
            if span is None:
                assert line.due_at == known.directed_due_at
            else:
                assert line.start_at is not None
                assert line.due_at - line.start_at == timedelta(hours=HOURS[span]) == line.within


@LAW
@given(moments)
def test_no_clock_pauses_at_a_year_end_a_leap_day_or_a_night(at: datetime) -> None:
    known = make_facts(known_at=at, occurred_at=at)
    found = {d.key: d for d in answer(known, ["shijiazhuang-2019", "guoban-2016-80"]).duties}

    assert found["FIRST_RELEASE"].due_at == at + timedelta(seconds=3600)
    assert found["PRESS_CONFERENCE"].due_at == at + timedelta(seconds=86_400)


@LAW
@given(facts(), pack_lists)
def test_an_untimed_clause_never_gets_a_due_time_nor_a_number(known: Facts, ids: list[str]) -> None:
    for duty in answer(known, ids).duties:
        timed = [line for line in duty.basis if (line.pack, line.duty) in SPANS]
        for line in duty.basis:
            if line not in timed:
                assert (line.due_at, line.within, line.start, line.start_at) == (None,) * 4
                assert line.assumption is None
        untimed = not any(line.due_at for line in timed)
        assert (duty.due_at is None) == untimed
        assert (duty.due_class is DueClass.STATUTORY_UNTIMED) == untimed
        assert not (untimed and duty.late_at_intake)


@LAW
@given(facts(), pack_lists)
def test_the_strictest_line_acts_and_every_basis_is_kept(known: Facts, ids: list[str]) -> None:
    found = answer(known, ids)
    for duty in found.duties:
        dues = [line.due_at for line in duty.basis if line.due_at is not None]
        assert duty.due_at == min(dues, default=None)
        assert [line.acting for line in duty.basis] == [True] + [False] * (len(duty.basis) - 1)
        assert duty.modality is duty.basis[0].modality

    alone = {(b.pack, b.duty) for i in ids for d in answer(known, [i]).duties for b in d.basis}
    together = {(b.pack, b.duty) for d in found.duties for b in d.basis}
    assert together == alone


@LAW
@given(facts(), pack_lists)
def test_while_the_severity_is_unknown_what_depends_on_it_is_provisional(
    known: Facts, ids: list[str]
) -> None:
    unknown = replace(known, severity=None)
    graded = [answer(replace(known, severity=s), ids) for s in SEVERITIES]
    certain = set.intersection(
        *({(b.pack, b.duty) for d in g.duties for b in d.basis} for g in graded)
    )
    possible = {(b.pack, b.duty) for g in graded for d in g.duties for b in d.basis}
    lines = {(b.pack, b.duty): b for d in answer(unknown, ids).duties for b in d.basis}

    assert set(lines) == possible
    assert all(line.provisional for name, line in lines.items() if name not in certain)


@LAW
@given(facts(), pack_lists)
def test_while_the_locality_is_unknown_every_duty_is_provisional(
    known: Facts, ids: list[str]
) -> None:
    found = answer(replace(known, localities=None), ids)

    assert all(duty.provisional for duty in found.duties)


@LAW
@given(facts(), pack_lists, st.randoms(use_true_random=False))
def test_the_same_facts_give_the_same_answer_in_any_order_of_the_registry(
    known: Facts, ids: list[str], rng: random.Random
) -> None:
    units, holders = list(world().units.values()), list(world().holders)
    rng.shuffle(units)
    rng.shuffle(holders)
    shuffled = Directory.of(units, holders)

    again = required(known, packs(*ids), shuffled, known.known_at)

    assert again == answer(known, ids) == answer(known, ids)


@LAW
@given(facts(), pack_lists)
def test_a_drill_changes_nothing_in_the_law(known: Facts, ids: list[str]) -> None:
    assert answer(replace(known, drill=True), ids) == answer(replace(known, drill=False), ids)


@LAW
@given(facts(), pack_lists, st.integers(min_value=-5000, max_value=5000))
def test_the_moment_of_asking_moves_no_due_time(known: Facts, ids: list[str], hours: int) -> None:
    later = known.known_at + timedelta(hours=hours)
    now, then = answer(known, ids), required(known, packs(*ids), world(), later)

    assert [(d.key, d.due_at, d.start_at) for d in now.duties] == [
        (d.key, d.due_at, d.start_at) for d in then.duties
    ]


@LAW
@given(facts(), pack_lists)
def test_timed_duties_come_first_by_due_time_and_each_key_stands_once(
    known: Facts, ids: list[str]
) -> None:
    duties = answer(known, ids).duties
    timed = [d.due_at for d in duties if d.due_at is not None]

    assert timed == sorted(timed)
    assert all(d.due_at is None for d in duties[len(timed) :])
    assert len({d.key for d in duties}) == len(duties)
