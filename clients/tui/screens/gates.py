"""Record what the offices said about a release (审批): a digit per gate, who, and on what basis."""

from typing import Any

from clients.tui.link import new_key
from clients.tui.locale import t
from clients.tui.operations import OPERATIONS
from clients.tui.screens.gate_rows import GateRows
from clients.tui.views.owed_gates import Asked

_REFUSED = {
    "form": "form",
    "gate": "gate",
    "obligation": "gate",
    "approverUnit": "gate",
    "approver": "approver",
    "basis": "basis",
    "decidedAt": "at",
    "note": "note",
    "reason": "note",
    "statement": "version",
    "mentionedUnits": "units",
    "unit": "unit",
    "text": "line",
}
OVERRIDE = "OVERRIDE"
_AFTER = {"form": "gate", "verdict": "approver", "basis": "commit"}


class GatesScreen(GateRows):
    """`drafted` is the version that the words typed became; a decision is about that one."""

    READS = True

    def __init__(self, row: Any) -> None:
        super().__init__(row)
        self.drafted: int | None = None
        self.line_key = new_key()

    def digit(self, row: str, mark: str) -> None:
        at = int(mark) - 1
        if row in self.MENUS and (code := self.menus[row].by_digit(mark)):
            self.chosen[row] = code
            self.focus_row(_AFTER[row])
        elif row == "gate" and 0 <= at < len(self.asked()):
            self.choose(self.asked()[at].key)
            self.focus_row("verdict")
        elif row == "version":
            self.version = self.versions[at].version if 0 <= at < len(self.offered()) else None
        elif row == "unit" and 0 <= at < len(self.releasing()):
            self.unit = self.releasing()[at].code
        if row in ("form", "unit"):
            self.ask_gates()
        self.show_side()

    def text_changed(self, row: str, text: str) -> None:
        if row == "units":
            self.search_after_pause(row)
            return
        if row == "line":
            # other words are another version, also after a commit that was not answered
            self.drafted, self.line_key = None, new_key()
        super().text_changed(row, text)

    def entered(self, row: str) -> None:
        if row == "units" and self.take_found(row):
            return
        if row == "commit":
            self._commit()
        else:
            super().entered(row)

    def refused_row(self, field: str | None) -> str:
        return _REFUSED.get((field or "").rsplit(".", 1)[-1], "commit")

    # commit

    def _commit(self) -> None:
        gate = self.chosen_gate
        if gate is None:
            self.fault_at("gate", t("gates.none.short"))
            return
        if self.chosen["verdict"] == OVERRIDE:
            self._override(gate)
            return
        moment = self.moment_or_fault("at")
        if "at" in self.faults:
            return
        if not self.text("approver"):
            self.fault_at("approver", t("gates.approver_missing", office=gate.office.name))
            return
        if self.text("line") and self.drafted is None:
            # the line that was read out is a version of its own before anybody agrees to it
            drafted = {"incident": self.subject.id, "text": self.text("line")}
            self.send(OPERATIONS.draft_statement, {**drafted, "idempotencyKey": self.line_key})
            return
        sent = {
            "incident": self.subject.id,
            "gate": gate.gate,
            "verdict": self.chosen["verdict"],
            "unit": self.unit or None,
            "mentionedUnits": [one.code for one in self.mentioned] or None,
            "approverUnit": gate.office.code,
            "approver": self.text("approver"),
            "basis": self.chosen["basis"],
            "note": self.text("note") or None,
            "statement": self.drafted or self.version,
            "decidedAt": (moment.at if moment else self.sending_at).isoformat(),
            "obligation": gate.duty.id if gate.duty else None,
            "idempotencyKey": self.key,
        }
        self.send(OPERATIONS.decide_gate, sent)

    def _override(self, gate: Asked) -> None:
        if gate.duty:
            self.fault_at("verdict", t("gates.owed.passed_by"))
            return
        if not self.text("note"):
            self.fault_at("note", t("gates.reason_missing"))
            return
        sent = {
            "incident": self.subject.id,
            "form": self.chosen["form"],
            "unit": self.unit or None,
            "mentionedUnits": [one.code for one in self.mentioned] or None,
            "reason": self.text("note"),
            "idempotencyKey": self.key,
        }
        self.send(OPERATIONS.override_gate, sent)

    def committed(self, answer: dict[str, Any]) -> None:
        if "statement" in answer:
            self.drafted = answer["statement"]["version"]
            self._commit()
            return
        said = [
            t("gates.done", title=d["title"], verdict=d["verdictTitle"], person=d["person"])
            + (t("gates.paper") if d["paperFollows"] else "")
            for d in answer["decisions"]
        ]
        said += [t("gates.made_good", title=row["title"]) for row in answer.get("fulfilled", ())]
        warned = [warning for d in answer["decisions"] for warning in d["warnings"]]
        self.finish(" ".join((*said, *warned)))
