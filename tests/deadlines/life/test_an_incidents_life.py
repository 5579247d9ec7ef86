"""An incident's life by chance: nothing owed is lost, whatever is done and in whatever order.

`make soak` does two thousand lives where the suite does fifteen.
"""

import os
from collections.abc import Iterator
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test

from services.deadlines.domain.dispatches import DispatchKind
from services.deadlines.domain.gates import GateBasis, Verdict
from services.deadlines.law.words import ReleaseForm
from services.kit.refusal import Refusal
from tests.deadlines.law.strategies import maybe
from tests.deadlines.life.ledger import Ledger
from tests.deadlines.life.office import Office
from tests.deadlines.life.surroundings import Surrounded

FEW = 15
RUNS = int(os.environ.get("HUIYING_SOAK", FEW))
PARTS = 1 if RUNS == FEW else 2  # one a core, each on a database of its own

FORMS = st.sampled_from(list(ReleaseForm)[:4])
TRANSFERRED_TO = ("公安机关", "国家安全机关", "网络监管部门")


class Life(Surrounded):
    """One incident, from its opening to its end or to wherever chance leaves it."""

    @rule(form=FORMS, conclusive=st.booleans(), by=st.integers(0, 3))
    def released(self, form: ReleaseForm, conclusive: bool, by: int) -> None:
        owners = sorted({row["owner_code"] for row in self.now.rows.values()})
        unit = owners[by] if by < len(owners) else None
        answer = self.office.release(self.incident, form, conclusive=conclusive, unit=unit)
        before = self.after(
            answer, "GATE_MISSING", *["UNKNOWN_UNIT"] * (unit in self.expected.gone)
        )
        if isinstance(answer, Refusal):
            return
        if unit is not None:
            met = self.met_by(before, form, unit, conclusive=conclusive)
            assert self.ended_now(before) == met
        new = [row["opened_on"] for id_, row in self.now.rows.items() if id_ not in before.rows]
        assert set(new) <= {"RELEASE", "CONFERENCE"}
        asks = form is ReleaseForm.PRESS_CONFERENCE and "shijiazhuang-2019" in self.expected.pins
        assert new.count("CONFERENCE") == asks

    def met_by(
        self, before: Ledger, form: ReleaseForm, unit: str, *, conclusive: bool
    ) -> set[UUID]:
        """Say by the packs' own tables what a release meets."""
        rows = before.rows.values()
        own = {r["kind"] for r in rows if r["owner_code"] == unit and r["state"] != "LAPSED"}
        met = set()
        for row in before.open():
            tables = [self.expected.clause(line) for line in row["basis"]]
            if form not in tables[0].get("fulfilled_by", ()) or any(
                table.get("at_source") for table in tables
            ):
                continue
            if not conclusive and (not row["owed"] or any(t.get("conclusive") for t in tables)):
                continue
            if row["owner_code"] == unit or row["kind"] not in own:
                met.add(row["id"])
        return met

    @rule(basis=st.sampled_from([GateBasis.PAPER, GateBasis.PHONE]), agreed=st.booleans())
    def the_leaders_decide(self, basis: GateBasis, agreed: bool) -> None:
        verdict = Verdict.APPROVED if agreed else Verdict.REFUSED
        before = self.after(self.office.approve(self.incident, basis, verdict), "GATE_NOT_REQUIRED")
        self.only(before, set())

    @rule(form=FORMS)
    def gates_are_passed_by(self, form: ReleaseForm) -> None:
        answer = self.office.override(self.incident, form)
        before = self.after(answer, "NOTHING_TO_OVERRIDE")
        self.only(before, set())
        if not isinstance(answer, Refusal):
            opened = [row for id_, row in self.now.rows.items() if id_ not in before.rows]
            assert {row["kind"] for row in opened} == {"AFTER_APPROVAL"}

    @rule(which=st.integers(0, 20))
    def one_is_waived(self, which: int) -> None:
        if not (rows := self.now.open()):
            return
        id_ = rows[which % len(rows)]["id"]
        answer = self.office.waive(id_)
        before = self.after(answer)
        if not isinstance(answer, Refusal):
            assert self.now.rows[id_]["state"] == "WAIVED"
        self.only_owed(before, id_, "state", "closed_at", "closed_by", "close_reason")

    @rule(which=st.integers(0, 20))
    def one_is_met_without_a_release(self, which: int) -> None:
        if not (rows := self.now.open()):
            return
        row = rows[which % len(rows)]
        answer = self.office.fulfil(row["id"])
        before = self.after(answer, "MET_BY_RELEASE", "MET_BY_DECISION", "NOT_OWED_YET")
        if not isinstance(answer, Refusal):
            assert self.now.rows[row["id"]]["state"] == "FULFILLED"
        ending = ("state", "closed_at", "closed_by", "close_reason", "done_at", "outcome")
        self.only_owed(before, row["id"], *ending)

    @rule(which=st.integers(0, 20))
    def one_is_taken_on(self, which: int) -> None:
        if not (rows := self.now.open()):
            return
        id_ = rows[which % len(rows)]["id"]
        before = self.after(self.office.acknowledge(id_), "ALREADY_ACKNOWLEDGED")
        self.only(before, {id_}, "acknowledged_at", "acknowledged_by", "version")

    @rule(number=maybe(st.just("公网安〔2026〕7号")), several=st.integers(1, 3))
    def a_rumour_is_transferred(self, number: str | None, several: int) -> None:
        to = TRANSFERRED_TO[:several]
        answer = self.office.send(self.incident, DispatchKind.TRANSFER, to, receipt=number)
        before = self.after(answer)
        met = self.ended_now(before)
        assert {self.now.rows[id_]["kind"] for id_ in met} <= {"TRANSFER"}
        if number is None:
            assert not met

    @rule(to=st.sampled_from([["上级政府"], ["别的单位"]]))
    def it_is_reported_upward(self, to: list[str]) -> None:
        answer = self.office.send(self.incident, DispatchKind.UPWARD_REPORT, to, receipt=None)
        before = self.after(answer)
        met = self.ended_now(before)
        assert {self.now.rows[id_]["kind"] for id_ in met} <= {"UPWARD_REPORT"}
        named = {name for id_ in met for name in self.now.rows[id_]["recipients"]}
        assert named <= set(to)

    @rule()
    def it_is_brought_to_an_end(self) -> None:
        rows = self.now.open()
        answer = self.office.finish(self.incident)
        refused = []
        if any(row["kind"] == "FINAL_OUTCOME" for row in rows):
            refused = ["FINAL_OUTCOME_OPEN"]
        elif any(row["owed"] for row in rows):
            refused = ["OBLIGATIONS_OPEN"]
        before = self.after(answer, *refused)
        assert isinstance(answer, Refusal) == bool(refused) or self.ended
        if not isinstance(answer, Refusal):
            assert not self.now.open()
            lapsed = {id_ for id_, row in before.rows.items() if row["state"] == "OPEN"}
            self.only(before, lapsed, "state", "closed_at", "closed_by", "close_reason", "version")


@pytest.fixture
def office(deadlines_dsn: str) -> Iterator[Office]:
    office = Office.open(deadlines_dsn)
    yield office
    office.close()


@pytest.mark.parametrize("part", range(PARTS))
def test_no_obligation_is_lost_whatever_is_done(office: Office, part: int) -> None:
    Life.office = office
    run_state_machine_as_test(
        Life,
        settings=settings(
            deadline=None,
            max_examples=RUNS // PARTS,
            stateful_step_count=16,
            derandomize=RUNS == FEW,  # the same lives on every machine, but for a soak
            database=None,
            suppress_health_check=list(HealthCheck),
            report_multiple_bugs=False,
            phases=[Phase.generate, Phase.shrink],
        ),
    )
