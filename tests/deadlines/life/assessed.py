"""Opening and assessing an incident, and what is looked at after whatever was done to it."""

from datetime import timedelta
from typing import Any, ClassVar
from uuid import UUID

from hypothesis import event
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from services.deadlines.law.facts import Facts
from services.deadlines.law.words import SEVERITIES
from services.kit.refusal import Refusal
from tests.deadlines.law.strategies import maybe
from tests.deadlines.life import ledger as holds
from tests.deadlines.life.expectation import Expectation
from tests.deadlines.life.ledger import Ledger
from tests.deadlines.life.office import Office

PLACES = ["130123", "130121", "130171", "1301", "140403"]
UNITS = ["130123-JYJ", "130123-YJGLJ", "130123-SWJ", "130121-JYJ", "1301-YJGLJ", "1301-JYJ"]
FLAG = maybe(st.booleans())
STATED = {
    "severity": maybe(st.sampled_from(list(SEVERITIES))),
    "emergency": FLAG,
    "localities": maybe(
        st.lists(st.sampled_from(PLACES), min_size=1, max_size=2, unique=True).map(tuple)
    ),
    "units": maybe(st.lists(st.sampled_from(UNITS), max_size=3, unique=True).map(tuple)),
    "major_casualties": FLAG,
    "large_social_impact": FLAG,
    "severe_rumour": FLAG,
    "major_policy": FLAG,
}
MINUTES = st.sampled_from([0, 5, 22, 61, 300, 1500])
CHANGES = st.fixed_dictionaries({}, optional=STATED)


class Assessed(RuleBasedStateMachine):
    """An incident that is opened and assessed, with what is looked at after every act."""

    office: ClassVar[Office]
    incident: UUID
    expected: Expectation
    now: Ledger

    def __init__(self) -> None:
        super().__init__()
        self.office.begin_anew()

    @initialize(stated=st.fixed_dictionaries(STATED), ago=maybe(MINUTES))
    def opened(self, stated: dict[str, Any], ago: int | None) -> None:
        known = self.office.now
        occurred = None if ago is None else known - timedelta(minutes=ago)
        given = {"known_at": known, "occurred_at": occurred, **stated}
        self.first = (given, self.office.key())
        answer = self.office.incident(*self.first)
        assert not isinstance(answer, Refusal), answer
        self.incident = answer.incident
        facts = Facts(known_at=known, occurred_at=occurred, desk="1301", **stated)
        self.expected = Expectation(facts=facts)
        self.expected.pins = self.expected.binding()
        self.law_as_of_now()
        self.now = self.read()
        holds.what_must_be_owed_is(self.now, self.must, self.assessed_at)

    def law_as_of_now(self) -> None:
        self.must, self.assessed_at = self.expected.owed(), self.office.now

    def read(self) -> Ledger:
        return self.office.run(Ledger.read(self.office.owner, self.incident))

    @property
    def ended(self) -> bool:
        return bool(self.now.incident["state"] == "CLOSED")

    def ended_now(self, before: Ledger) -> set[UUID]:
        """Name what was met since."""
        return {
            id_
            for id_, row in self.now.rows.items()
            if row["state"] == "FULFILLED"
            and (id_ not in before.rows or before.rows[id_]["state"] != "FULFILLED")
        }

    def after(self, answer: Any, *refused: str) -> Ledger:
        """Look at what an act left; what was refused has left nothing."""
        before, self.now = self.now, self.read()
        if self.ended and before.incident["state"] == "CLOSED":
            refused = (*refused, "INCIDENT_CLOSED")
        if isinstance(answer, Refusal):
            event(answer.code)
            assert answer.code in refused, answer
            assert self.now == before
        holds.nothing_is_lost(before, self.now)
        holds.nothing_is_overwritten(before, self.now)
        holds.every_due_has_its_clause(self.now, self.expected)
        holds.the_log_tells_all(self.now)
        return before

    def only(self, before: Ledger, ids: set[UUID], *names: str) -> None:
        """Nothing but these obligations changed, in nothing but this."""
        for id_, row in before.rows.items():
            changed = {name for name in row if row[name] != self.now.rows[id_][name]}
            assert not changed or (id_ in ids and changed <= set(names)), (row["key"], changed)

    @rule(given=CHANGES, ago=maybe(MINUTES))
    def assessed(self, given: dict[str, Any], ago: int | None) -> None:
        if ago is not None:
            given = {**given, "occurred_at": self.expected.facts.known_at - timedelta(minutes=ago)}
        self.assess(given)

    @rule(by=maybe(st.just("13")), hours=st.sampled_from([1, 9]))
    def an_order_from_above(self, by: str | None, hours: int) -> None:
        due = self.office.now + timedelta(hours=hours) if by else None
        self.assess({"directed_by": by, "directed_due_at": due})

    def assess(self, given: dict[str, Any]) -> None:
        answer = self.office.assess(self.incident, given)
        before = self.after(answer, *["UNKNOWN_UNIT"] * bool(self.expected.gone))
        if isinstance(answer, Refusal):
            return
        self.expected.restate(given, self.office.now)
        self.law_as_of_now()
        holds.what_must_be_owed_is(self.now, self.must, self.assessed_at)
        holds.no_breach_is_erased(before, self.now, self.assessed_at)

    def only_owed(self, before: Ledger, id_: UUID, *names: str) -> None:
        """Only one changed, and what waited for it may have come to be owed."""
        for other, row in before.rows.items():
            now = self.now.rows[other]
            changed = {name for name in row if row[name] != now[name]} - {"version"}
            assert changed <= (set(names) if other == id_ else set()) | {"owed"}, row["key"]

    @invariant()
    def somebody_is_asked(self) -> None:
        if not self.ended:
            holds.somebody_is_always_asked(self.now)
