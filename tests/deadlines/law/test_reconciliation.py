"""A regrade loses nothing: planned changes, one by one and over whole histories."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from msgspec.structs import replace

from services.deadlines.law.facts import Facts
from services.deadlines.law.reconciliation import basis_names, reconcile, under_standing_keys
from services.deadlines.law.results import Existing, Plan, RequiredDuty, definite_due
from tests.deadlines.law.law import KNOWN, OCCURRED, calculate
from tests.deadlines.law.strategies import LAW, facts, pack_lists

SJZ = "shijiazhuang-2019"
CAUSE = "研判（级别改为较大）"


def as_existing(duty: RequiredDuty, state: str = "OPEN") -> Existing:
    return Existing(
        key=duty.key,
        kind=duty.kind,
        title=duty.title,
        state=state,
        start_at=duty.start_at,
        due_at=duty.due_at,
        provisional=duty.provisional,
        owner=duty.owner.code,
        modality=duty.modality,
        basis=basis_names(duty),
        definite_due_at=definite_due(duty.basis),
    )


def stand(*ids: str, **facts: Any) -> list[Existing]:
    return [as_existing(duty) for duty in calculate(*ids, **facts).duties]


def plan(existing: list[Existing], at: datetime, *ids: str, **facts: Any) -> Plan:
    return reconcile(existing, calculate(*ids, **facts).duties, at, cause=CAUSE)


def names(rows: tuple[Any, ...]) -> set[str]:
    return {getattr(row, "before", row).key for row in rows}


def test_a_lowered_severity_lapses_the_conference_with_its_reason() -> None:
    found = plan(stand(SJZ), KNOWN, SJZ, severity="LARGER")

    assert names(found.lapse) == {"PRESS_CONFERENCE", "CONSULTATION"}
    assert {lapse.reason for lapse in found.lapse} == {f"{CAUSE}，不再要求"}
    assert found.open == ()


def test_a_raised_severity_opens_what_is_new_and_keeps_the_rest() -> None:
    found = plan(stand(SJZ, severity="LARGER"), KNOWN, SJZ)

    assert names(found.open) == {"PRESS_CONFERENCE", "CONSULTATION"}
    assert "FIRST_RELEASE" in names(found.keep)


def test_the_first_assessment_makes_a_provisional_duty_definite() -> None:
    found = plan(stand(SJZ, severity=None), KNOWN, SJZ)

    moved = {m.before.key: m for m in found.move}
    assert moved["PRESS_CONFERENCE"].reason == f"{CAUSE}，不再暂定"
    assert moved["PRESS_CONFERENCE"].before.provisional


def test_a_corrected_time_moves_the_due_time_and_says_from_when_to_when() -> None:
    found = plan(stand(SJZ), KNOWN, SJZ, occurred_at=OCCURRED - timedelta(minutes=10))

    moved = {m.before.key: m for m in found.move}
    assert moved["FIRST_RELEASE"].reason == f"{CAUSE}，到期由03-14 03:40改为03-14 03:30"


def test_a_new_owner_is_named_in_the_reason() -> None:
    found = plan(stand(SJZ), KNOWN, SJZ, localities=("130121",))

    reasons = {m.before.key: m.reason for m in found.move}
    assert reasons["FIRST_RELEASE"] == f"{CAUSE}，责任单位改为井陉县人民政府"


def test_another_layer_of_law_moves_the_word_or_only_the_basis() -> None:
    more = (SJZ, "guoban-2016-80", "guoban-2016-61")
    one = plan(stand("changzhi-energy"), KNOWN, "changzhi-energy", "guoban-2016-61")
    two = plan(stand(SJZ), KNOWN, *more)

    reasons = {m.before.key: m.reason for m in (*one.move, *two.move)}
    assert "PRESS_CONFERENCE" in reasons
    assert {m.reason for m in one.move if m.before.key == "PRESS_CONFERENCE"} == {
        f"{CAUSE}，力度改为最迟"
    }
    assert reasons["FIRST_RELEASE"] == f"{CAUSE}，依据有变"


@pytest.mark.parametrize("state", ["FULFILLED", "WAIVED"])
def test_what_is_met_or_waived_stays_so(state: str) -> None:
    done = [replace(row, state=state) for row in stand(SJZ)]

    assert plan(done, KNOWN, SJZ).keep == tuple(done)
    assert plan(done, KNOWN, SJZ, severity="GENERAL", emergency=False).lapse == ()


def test_a_lapsed_duty_that_is_required_again_is_reopened() -> None:
    lapsed = [replace(row, state="LAPSED") for row in stand(SJZ)]

    found = plan(lapsed, KNOWN, SJZ)

    assert all(move.reopened for move in found.move)
    assert names(found.move) == {row.key for row in lapsed}
    assert found.open == ()


def test_a_definite_overdue_duty_does_not_lapse_but_a_provisional_one_does() -> None:
    late = OCCURRED + timedelta(hours=25)
    definite = plan(stand(SJZ), late, SJZ, severity="GENERAL")
    provisional = plan(stand(SJZ, severity=None), late, SJZ, severity="GENERAL")

    assert "PRESS_CONFERENCE" in names(definite.keep)
    assert "PRESS_CONFERENCE" in names(provisional.lapse)


def test_at_the_very_due_time_a_duty_is_not_overdue_and_may_lapse() -> None:
    at_due = OCCURRED + timedelta(hours=24)

    assert "PRESS_CONFERENCE" in names(plan(stand(SJZ), at_due, SJZ, severity="GENERAL").lapse)


@pytest.mark.parametrize("regraded", [{"severity": "LARGER"}, {"severity": None}])
def test_a_breached_release_keeps_its_limit_where_the_duty_loses_it(
    regraded: dict[str, Any],
) -> None:
    late = OCCURRED + timedelta(hours=2)
    unit = {"units": ("1404-NYJ-DLK",), "localities": ("140403",)}
    existing = stand("changzhi-energy", **unit)

    found = plan(existing, late, "changzhi-energy", **unit, **regraded)

    kept = {row.key: row for row in found.keep}
    assert kept["FIRST_RELEASE"].due_at == OCCURRED + timedelta(hours=1)
    assert not kept["FIRST_RELEASE"].provisional


def test_what_another_event_opened_is_left_alone() -> None:
    decision = replace(
        stand(SJZ)[0], key="FURTHER_CONFERENCE_DECISION#1", on="CONFERENCE", due_at=None
    )

    assert plan([decision], KNOWN, SJZ, severity="GENERAL").keep == (decision,)


class Regrading(RuleBasedStateMachine):
    """A store that applies plans, watched by a model that knows only the states."""

    def __init__(self) -> None:
        super().__init__()
        self.at = KNOWN
        self.rows: dict[str, Existing] = {}
        self.states: dict[str, str] = {}
        self.reasons: dict[str, str] = {}
        self.wanted: tuple[RequiredDuty, ...] = ()

    @rule(facts=facts(), ids=pack_lists, hours=st.integers(min_value=0, max_value=30))
    def assess(self, facts: Facts, ids: list[str], hours: int) -> None:
        self.at += timedelta(hours=hours)
        shift = self.at - facts.known_at
        occurred = None if facts.occurred_at is None else facts.occurred_at + shift
        self.wanted = calculate(
            *ids, facts=replace(facts, known_at=self.at, occurred_at=occurred)
        ).duties
        self._change()

    @rule(hours=st.integers(min_value=1, max_value=30))
    def time_passes(self, hours: int) -> None:
        self.at += timedelta(hours=hours)

    @precondition(lambda self: "OPEN" in self.states.values())
    @rule(data=st.data(), state=st.sampled_from(["FULFILLED", "WAIVED"]))
    def close(self, data: st.DataObject, state: str) -> None:
        key = data.draw(st.sampled_from([k for k, s in self.states.items() if s == "OPEN"]))
        self.rows[key] = replace(self.rows[key], state=state)
        self.states[key] = state
        self.reasons[key] = "by a person"

    def _change(self) -> None:
        before = dict(self.rows)
        self.wanted = under_standing_keys(list(before.values()), self.wanted, self.at)
        found = reconcile(list(before.values()), self.wanted, self.at, cause=CAUSE)
        every = [*found.keep, *(m.before for m in found.move), *(p.before for p in found.lapse)]
        assert sorted(r.key for r in every) == sorted(before)
        for lapse in found.lapse:
            row = lapse.before
            breached = row.due_at is not None and row.due_at < self.at and not row.provisional
            assert not breached
            assert self.states[row.key] == "OPEN"
            self.rows[row.key] = replace(row, state="LAPSED")
            self.states[row.key], self.reasons[row.key] = "LAPSED", lapse.reason
        for move in found.move:
            assert move.reason.startswith(f"{CAUSE}，")
            assert self.states[move.before.key] == ("LAPSED" if move.reopened else "OPEN")
        for duty in (*found.open, *(m.after for m in found.move)):
            self.rows[duty.key] = as_existing(duty)
            self.states[duty.key] = "OPEN"
        for key, row in before.items():
            overdue = row.due_at is not None and row.due_at < self.at and not row.provisional
            if row.state == "OPEN" and overdue:
                assert self.rows[key].state == "OPEN"
                assert self.rows[key].due_at is not None

    @invariant()
    def every_obligation_is_open_met_or_closed_with_a_reason(self) -> None:
        assert {key: row.state for key, row in self.rows.items()} == self.states
        closed = {k for k, s in self.states.items() if s != "OPEN"}
        assert all(self.reasons[key] for key in closed)

    @invariant()
    def what_the_facts_call_for_stands(self) -> None:
        for duty in self.wanted:
            assert self.states[duty.key] in ("OPEN", "FULFILLED", "WAIVED")

    @invariant()
    def reconciling_again_changes_nothing(self) -> None:
        again = reconcile(list(self.rows.values()), self.wanted, self.at, cause=CAUSE)
        assert (again.open, again.move, again.lapse) == ((), (), ())
        assert len(again.keep) == len(self.rows)


Regrading.TestCase.settings = settings(LAW, max_examples=60, stateful_step_count=20)
test_no_history_of_regrades_loses_an_obligation = Regrading.TestCase
