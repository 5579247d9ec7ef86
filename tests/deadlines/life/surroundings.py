"""What happens around an incident: time, reminders, the registry, newer rules, restarts."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid5

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from services.deadlines.domain.sweep import KEYS_KEPT
from services.kit.refusal import Refusal
from tests.deadlines.desk import NAMESPACE
from tests.deadlines.law.law import CHINA
from tests.deadlines.life import ledger as holds
from tests.deadlines.life.assessed import Assessed
from tests.deadlines.life.expectation import HOLDERS, TEXTS, WORLD
from tests.deadlines.life.newer_pack import stricter_from

LED = ("130123", "1301-YJGLJ", "130123-JYJ")


class Surrounded(Assessed):
    """An incident in a world that goes on."""

    @rule(minutes=st.sampled_from([1, 30, 61, 301, 1441, 3000]))
    def time_passes(self, minutes: int) -> None:
        self.office.now += timedelta(minutes=minutes)

    @rule(back=st.booleans())
    def reminders_are_swept(self, back: bool) -> None:
        answer = self.office.sweep()
        before = self.after(answer)
        assert answer.backlog == 0
        self.only(before, set())
        if not self.ended:
            holds.the_overdue_looks_overdue(self.now, self.office.now)
        if back:
            earlier = self.office.now - timedelta(hours=1)
            refusal = self.office.sweep(earlier)
            assert isinstance(refusal, Refusal)
            assert refusal.code == "CLOCK_BACKWARDS"

    @rule(unit=st.sampled_from(LED))
    def a_head_leaves(self, unit: str) -> None:
        holder = next(h for h in HOLDERS if h["unit"] == unit and h["post"] == "HEAD")
        body = {
            "unit": unit,
            "person_id": str(uuid5(NAMESPACE, holder["person"])),
            "person": holder["person"],
            "post": "HEAD",
            "title": holder["title"],
            "from": None,
            "to": (self.office.now - timedelta(days=1)).date().isoformat(),
        }
        self.told("appointment", f"post {HOLDERS.index(holder)}", body)

    @rule(code=st.sampled_from(["130123-JYJ", "130121-JYJ", "130123"]))
    def a_unit_is_renamed(self, code: str) -> None:
        body = {
            "unit": code,
            "from": self.office.now.date().isoformat(),
            "name": "改了名的单位",
            "short_name": "改名",
        }
        self.told("unit_name", f"name {code}", body)

    @precondition(lambda self: "130123-JYJ" not in self.expected.gone)
    @rule()
    def two_units_are_merged(self) -> None:
        day = self.today()
        row = next(row for row in WORLD if row["code"] == "130123-JYJ")
        last = (day - timedelta(days=1)).isoformat()
        self.expected.gone[row["code"]] = datetime.combine(day, time(), tzinfo=CHINA)
        self.told("unit", row["code"], {**row, "active_to": last})
        body = {"predecessor": row["code"], "successor": "130123-YJGLJ", "kind": "MERGED"}
        self.told("unit_succession", "merger", {**body, "effective_on": day.isoformat()})

    def told(self, entity: str, name: str, body: dict[str, Any]) -> None:
        """The registry tells of a change: people may change by it, dues and owners do not.

        Only what waits for the registry's word is calculated anew by it.
        """
        waits = self.now.incident["contacts_pending"] and not self.ended
        answer = self.office.hear(entity, name, body)
        before = self.after(answer)
        assert answer.applied == 1
        if waits:
            self.must, self.assessed_at = self.expected.owed(), self.office.now
            holds.what_must_be_owed_is(self.now, self.must, self.assessed_at)
            holds.no_breach_is_erased(before, self.now, self.assessed_at)
            return
        self.only(
            before,
            set(before.rows),
            *("person", "answerable", "owner", "version", "acknowledged_at", "acknowledged_by"),
        )

    @precondition(lambda self: len(self.expected.texts) == len(TEXTS))
    @rule(days=st.sampled_from([-1, 0, 1]))
    def a_newer_version_of_a_pack_appears(self, days: int) -> None:
        """A stricter text from yesterday, today or tomorrow on: what is open keeps its own."""
        day = self.today() + timedelta(days=days)
        self.office.law, self.expected.texts = stricter_from(day)
        self.after(None)

    @rule(
        pack=st.sampled_from(["province-2013", "city-monitoring"]),
        unit=st.sampled_from(["1301", "130123"]),
        days=st.sampled_from([-1, 0, 1]),
    )
    def a_place_adopts_a_pack(self, pack: str, unit: str, days: int) -> None:
        """What is open keeps what it was opened under, whatever is decided since."""
        begins = self.today() + timedelta(days=days)
        answer = self.office.adopt(pack, unit, begins)
        before = self.after(answer, "ALREADY_ADOPTED")
        self.only(before, set())
        if not isinstance(answer, Refusal):
            self.expected.adopt(pack, unit, begins)

    @rule()
    def it_is_put_under_the_law_of_today(self) -> None:
        """What was owed is kept with every version, and a breach stays one."""
        answer = self.office.rebase(self.incident)
        pins = dict(self.expected.pins)
        before = self.after(answer, "NOTHING_TO_REBASE")
        if isinstance(answer, Refusal):
            return
        self.expected.rebase(self.today())
        assert self.expected.pins != pins
        self.law_as_of_now()
        holds.what_must_be_owed_is(self.now, self.must, self.assessed_at)
        holds.no_breach_is_erased(before, self.now, self.assessed_at)

    def today(self) -> date:
        return self.office.now.astimezone(CHINA).date()

    @rule()
    def the_service_is_restarted(self) -> None:
        """Whoever asks again what he asked before the restart gets the same answer."""
        self.office.restart()
        if self.office.now - self.expected.facts.known_at > KEYS_KEPT:
            return
        answer = self.office.incident(*self.first)
        before = self.after(answer)
        assert not isinstance(answer, Refusal)
        assert answer.incident == self.incident
        assert self.now == before
