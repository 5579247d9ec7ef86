"""Small forms of the roster: plan a shift, replace, take off, a patrol done, a patrol laid down."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any, ClassVar

from clients.tui.locale import t
from clients.tui.models_handover import TO_BEGIN, ListedShift
from clients.tui.models_preview import Code
from clients.tui.models_shifts import DutyRules, PatrolTime
from clients.tui.operations import OPERATIONS, Operation
from clients.tui.screens.act_form import ActForm
from clients.tui.views.fields import Field, Kind, numbered
from clients.tui.views.handover_aside import shift_text
from clients.tui.views.pieces import Piece

_TIME = re.compile(r"(\d{1,2})[:：]?(\d{2})")


def words(text: str | None) -> list[str]:
    """Return the words of a list typed with any mark between them."""
    return [word for word in re.split(r"[\s,，、;；]+", text or "") if word]


class PlanForm(ActForm):
    """One shift of a role, from when to when; a whole roster comes from a file by command."""

    NAME = "planning"
    FIELDS = (
        Field(row="role", kind=Kind.CHOICE, required=True),
        Field(row="person", required=True),
        Field(row="begins", sent="beginsAt", kind=Kind.DUE, required=True),
        Field(row="ends", sent="endsAt", kind=Kind.DUE, required=True),
        Field(row="account"),
    )

    def __init__(self, unit: str, rules: DutyRules) -> None:
        super().__init__()
        self.unit, self.rules = unit, rules

    @property
    def operation(self) -> Operation:
        return OPERATIONS.plan_shifts

    def choices(self, row: str) -> tuple[Code, ...]:
        return numbered([(role.code, role.title) for role in self.rules.roles])

    def sendable(self) -> dict[str, Any] | None:
        sent = super().sendable()
        if sent is None:
            return None
        key = sent.pop("idempotencyKey")
        return {"unit": self.unit, "shifts": [sent], "idempotencyKey": key}

    def done(self, answer: dict[str, Any]) -> str:
        gaps, person = len(answer["gaps"]), answer["shifts"][0]["person"]
        return t("planning.done", person=person) if not gaps else t("planning.gaps", n=gaps)


class ReplaceForm(ActForm):
    """Somebody else takes a shift, or the rest of it, or two are swapped."""

    NAME = "replacing"
    FIELDS = (
        Field(row="person"),
        Field(row="swap", sent="swapWith", kind=Kind.CHOICE),
        Field(row="since", kind=Kind.DUE),
        Field(row="reason", required=True),
        Field(row="account"),
    )

    def __init__(self, shift: ListedShift, shifts: Sequence[ListedShift]) -> None:
        super().__init__()
        self.shift = shift
        self.others = [
            one
            for one in shifts
            if one.state in TO_BEGIN and one.id != shift.id and one.person != shift.person
        ]

    @property
    def operation(self) -> Operation:
        return OPERATIONS.replace_on_shift

    def subject(self) -> Sequence[Piece]:
        return (Piece(shift_text(self.shift, self.now)),)

    def fixed(self) -> dict[str, Any]:
        return {"shift": self.shift.id}

    def choices(self, row: str) -> tuple[Code, ...]:
        return numbered([(one.id, shift_text(one, self.now)) for one in self.others[:9]])

    def done(self, answer: dict[str, Any]) -> str:
        comma = t("intake.comma")
        people = comma.join(dict.fromkeys(one["person"] for one in answer["shifts"]))
        warned = "".join(one["message"] for one in answer["warnings"])
        return t("replacing.done", people=people) + warned


class CancelForm(ActForm):
    """A shift is taken off the roster; it stays to be read, with the reason."""

    NAME = "cancelling"
    FIELDS = (Field(row="reason", required=True),)
    CONFIRMS = True

    def __init__(self, shift: ListedShift) -> None:
        super().__init__()
        self.shift = shift

    @property
    def operation(self) -> Operation:
        return OPERATIONS.cancel_shift

    def subject(self) -> Sequence[Piece]:
        return (Piece(shift_text(self.shift, self.now)),)

    def fixed(self) -> dict[str, Any]:
        return {"shift": self.shift.id}

    def question(self) -> str:
        return t("cancelling.confirm", shift=shift_text(self.shift, self.now))

    def done(self, answer: dict[str, Any]) -> str:
        warned = "".join(one["message"] for one in answer["warnings"])
        return t("cancelling.done", person=self.shift.person) + warned


class PatrolForm(ActForm):
    """A patrol that was done; one that found nothing is written down too."""

    NAME = "patrolling"
    FIELDS = (
        Field(row="channels", kind=Kind.MANY),
        Field(row="more"),
        Field(row="result", kind=Kind.CHOICE, first="NOTHING_FOUND", required=True),
        Field(row="note"),
        Field(row="at", kind=Kind.MOMENT),
        Field(row="person"),
    )

    def __init__(self, unit: str, rules: DutyRules) -> None:
        super().__init__()
        self.unit, self.rules = unit, rules
        self.taken["channels"] = tuple(rules.channels[:9])

    @property
    def operation(self) -> Operation:
        return OPERATIONS.record_patrol

    def fixed(self) -> dict[str, Any]:
        return {"unit": self.unit}

    def choices(self, row: str) -> tuple[Code, ...]:
        if row == "result":
            names = ("NOTHING_FOUND", "FOUND")
            return numbered([(name, t(f"shifts.result.{name}")) for name in names])
        return numbered([(name, name) for name in self.rules.channels[:9]])

    def sendable(self) -> dict[str, Any] | None:
        sent = super().sendable()
        if sent is None:
            return None
        sent["channels"] = [*sent["channels"], *words(sent.pop("more"))]
        if not sent["channels"]:
            self.fault_at("more", t("patrolling.no_channel"))
            return None
        return sent

    def done(self, answer: dict[str, Any]) -> str:
        return t("patrolling.done", channels=t("intake.comma").join(answer["patrol"]["channels"]))


class PatrolTimeForm(ActForm):
    """A patrol of each day is laid down, changed, or struck out; the rest of the rules stays."""

    NAME = "timing"
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field(row="at", cells=11, required=True),
        Field(row="tolerance", kind=Kind.NUMBER, required=True),
        Field(row="channels"),
        Field(row="reason", required=True),
    )

    def __init__(self, unit: str, rules: DutyRules, changed: PatrolTime | None) -> None:
        super().__init__()
        self.unit, self.rules, self.changed = unit, rules, changed

    def on_mount(self) -> None:
        # Textual calls the base class's own afterwards, which takes up a draft in its place
        one = self.changed
        self.begin_with("tolerance", str(one.tolerance) if one else "20")
        if one:
            self.begin_with("at", one.at)
            self.begin_with("channels", t("intake.comma").join(one.channels))

    @property
    def operation(self) -> Operation:
        return OPERATIONS.set_duty_rules

    def sendable(self) -> dict[str, Any] | None:
        sent = super().sendable()
        if sent is None:
            return None
        found = _TIME.fullmatch(unicodedata.normalize("NFKC", sent["at"]))
        if found is None:
            self.fault_at("at", t("timing.no_time"))
            return None
        at, channels = f"{int(found[1]):02d}:{found[2]}", words(sent["channels"])
        known = [one for one in self.rules.patrols if one is not self.changed and one.at != at]
        rows = [
            {"at": one.at, "tolerance": one.tolerance, "channels": one.channels} for one in known
        ]
        if channels:
            rows.append({"at": at, "tolerance": sent["tolerance"], "channels": channels})
        rows.sort(key=lambda one: str(one["at"]))
        told = {"reason": sent["reason"], "idempotencyKey": sent["idempotencyKey"]}
        return {"unit": self.unit, "patrols": rows, **told}
