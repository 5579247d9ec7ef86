"""A breach of a limit that certainly bound is never erased by a regrade, only waived."""

from datetime import datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.deadlines.law.calculation import required
from services.deadlines.law.cases import FACT_FIELDS
from services.deadlines.law.facts import Facts
from services.deadlines.law.reconciliation import reconcile
from services.deadlines.law.results import Calculation, Existing, Plan
from services.deadlines.law.words import SEVERITIES, Modality
from tests.deadlines.law.law import OCCURRED, by_key, calculate, packs, world
from tests.deadlines.law.strategies import LAW, facts, maybe, pack_lists
from tests.deadlines.law.test_reconciliation import CAUSE, as_existing

LAYERS = ("shijiazhuang-2019", "guoban-2016-80", "guoban-2016-61", "guoban-2013-100")
DAY_AFTER = OCCURRED + timedelta(hours=30)


def regraded(before: Calculation, after: Calculation, at: datetime) -> Plan:
    return reconcile([as_existing(d) for d in before.duties], after.duties, at, cause=CAUSE)


def changed(known: Facts, **changes: Any) -> Facts:
    return Facts(**{name: getattr(known, name) for name in FACT_FIELDS} | changes)


def test_of_two_clauses_with_one_due_time_the_definite_one_acts() -> None:
    conference = by_key(calculate(*LAYERS, severity="MAJOR"))["PRESS_CONFERENCE"]

    assert not conference.provisional
    assert [(b.pack, b.provisional) for b in conference.basis] == [
        ("guoban-2016-80", False),
        ("guoban-2016-61", False),
        ("shijiazhuang-2019", True),
    ]


def test_a_conference_that_one_clause_certainly_wanted_is_not_lapsed_once_it_is_overdue() -> None:
    before = calculate(*LAYERS, severity="MAJOR")
    after = calculate(*LAYERS, severity="LARGER")

    assert "PRESS_CONFERENCE" in {r.key for r in regraded(before, after, DAY_AFTER).keep}


def test_a_certain_later_limit_that_has_passed_keeps_a_duty_whose_first_limit_was_a_guess() -> None:
    row = Existing(
        key="FIRST_RELEASE",
        kind="FIRST_RELEASE",
        title="首次发布",
        state="OPEN",
        start_at=OCCURRED,
        due_at=OCCURRED + timedelta(hours=1),
        provisional=True,
        owner="130123",
        modality=Modality.IN_PRINCIPLE,
        basis=("a/1/first", "b/1/first"),
        definite_due_at=OCCURRED + timedelta(hours=5),
    )

    late = reconcile([row], (), OCCURRED + timedelta(hours=6), cause=CAUSE)
    early = reconcile([row], (), OCCURRED + timedelta(hours=4), cause=CAUSE)

    assert late.keep == (row,)
    assert [lapse.before for lapse in early.lapse] == [row]


def test_a_breach_stays_with_its_unit_and_another_unit_gets_a_duty_of_its_own() -> None:
    before = calculate(*LAYERS)
    after = calculate(*LAYERS[1:], localities=("140403",))

    found = regraded(before, after, OCCURRED + timedelta(hours=2))

    kept = {r.key: r.owner for r in found.keep}
    assert kept["FIRST_RELEASE"] == "130123"
    assert [(d.key, d.owner.code) for d in found.open] == [("FIRST_RELEASE@140403", "140403")]


@LAW
@given(
    facts(),
    pack_lists,
    st.integers(min_value=0, max_value=120),
    maybe(st.sampled_from(list(SEVERITIES))),
    maybe(st.booleans()),
)
def test_a_breach_of_a_definite_line_survives_every_regrade(
    known: Facts, ids: list[str], hours: int, severity: str | None, flag: bool | None
) -> None:
    at = known.known_at + timedelta(hours=hours)
    new = changed(known, severity=severity, major_casualties=flag, large_social_impact=flag)
    before = required(known, packs(*ids), world(), known.known_at)
    found = regraded(before, required(new, packs(*ids), world(), at), at)

    open_after = {r.key: r.due_at for r in found.keep}
    open_after |= {m.before.key: m.after.due_at for m in found.move}
    for duty in before.duties:
        dues = [b.due_at for b in duty.basis if b.due_at is not None and not b.provisional]
        if dues and min(dues) < at:
            due_at = open_after[duty.key]
            assert due_at is not None
            assert due_at <= min(dues)
