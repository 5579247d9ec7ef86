"""Rules of a desk (值班规则) beside its patrols: who keeps it, which silence is too long."""

from typing import Any

from clients.tui.locale import t
from clients.tui.models_preview import Code
from clients.tui.models_shifts import DutyRules, Expectation, ShiftRole
from clients.tui.operations import OPERATIONS, Operation
from clients.tui.screens.act_form import ActForm
from clients.tui.views.fields import Field, Kind, numbered

SOURCES = ("VENDOR", "REGISTRY", "SWEEP", "DELIVERY")


class _RulesForm(ActForm):
    """Lays down one of the rules, or strikes it out; the service takes all of a sort at once."""

    def __init__(self, unit: str, rules: DutyRules) -> None:
        super().__init__()
        self.unit, self.rules = unit, rules

    @property
    def operation(self) -> Operation:
        return OPERATIONS.set_duty_rules

    def draft_subject(self) -> str:
        return self.unit

    def told(self, sent: dict[str, Any]) -> dict[str, Any]:
        """Return what every version of the rules is told with."""
        kept = ("reason", "idempotencyKey")
        return {"unit": self.unit, **{name: sent[name] for name in kept}}


class RoleForm(_RulesForm):
    """A role on duty (班次角色), and whether nobody keeps the desk without it."""

    NAME = "role"
    FIELDS = (
        Field(row="code", required=True),
        Field(row="title"),
        Field(row="mans", kind=Kind.CHOICE, menu="yesno", first="NO", required=True),
        Field(row="reason", required=True),
    )

    def __init__(self, unit: str, rules: DutyRules, changed: ShiftRole | None) -> None:
        super().__init__(unit, rules)
        self.changed = changed
        if changed:
            self.taken["mans"] = ("YES" if changed.mans else "NO",)

    def on_mount(self) -> None:
        # Textual calls the base class's own afterwards, which takes up a draft in its place
        if self.changed:
            self.begin_with("code", self.changed.code)
            self.begin_with("title", self.changed.title)

    def sendable(self) -> dict[str, Any] | None:
        sent = super().sendable()
        if sent is None:
            return None
        code = sent["code"].upper()
        rows = [
            {"code": one.code, "title": one.title, "mans": one.mans} for one in self.rules.roles
        ]
        new = [{"code": code, "title": sent["title"], "mans": sent["mans"] == "YES"}]
        at = next((n for n, row in enumerate(rows) if row["code"] == code), len(rows))
        rows[at : at + 1] = new if sent["title"] else []
        return {"roles": rows, **self.told(sent)}


class SilenceForm(_RulesForm):
    """How many minutes a source may be silent; without a number no silence is too long."""

    NAME = "silence"
    FIELDS = (
        Field(row="kind", kind=Kind.CHOICE, first="VENDOR", required=True),
        Field(row="subject"),
        Field(row="within", kind=Kind.NUMBER),
        Field(row="flags", kind=Kind.MANY),
        Field(row="reason", required=True),
    )

    def __init__(self, unit: str, rules: DutyRules, changed: Expectation | None) -> None:
        super().__init__(unit, rules)
        self.changed = changed
        if changed:
            self.taken["kind"] = (changed.kind,)

    def on_mount(self) -> None:
        if self.changed:  # as above
            self.begin_with("subject", self.changed.subject or "")
            self.begin_with("within", str(self.changed.within or ""))

    def choices(self, row: str) -> tuple[Code, ...]:
        names, stem = (SOURCES, "kind") if row == "kind" else (("strike",), "flag")
        return numbered([(name, t(f"silence.{stem}.{name}")) for name in names])

    def sendable(self) -> dict[str, Any] | None:
        sent = super().sendable()
        if sent is None:
            return None
        chosen = {name: sent[name] for name in ("kind", "subject", "within")}
        # the house's own measures hold wherever the unit has laid down none
        rows = [
            {"kind": one.kind, "subject": one.subject, "within": one.within}
            for one in self.rules.expectations
            if not one.ours and (one.kind, one.subject) != (chosen["kind"], chosen["subject"])
        ]
        rows += [] if sent["flags"] else [chosen]
        return {"expectations": rows, **self.told(sent)}
