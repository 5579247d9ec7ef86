"""Acts on policies (政策): announce, move, record the risk found, publish."""

from collections.abc import Sequence
from typing import Any

from textual import work

from clients.tui.locale import t
from clients.tui.models_calendar import PolicyFile
from clients.tui.models_preview import Code, Place
from clients.tui.operations import OPERATIONS, Operation
from clients.tui.screens.act_form import ActForm
from clients.tui.screens.offered import offered_menus
from clients.tui.views.fields import Field, Kind, numbered
from clients.tui.views.menus import Menu, menu
from clients.tui.views.pieces import BLANK, Line, Piece, muted
from clients.tui.views.policies import policy_detail
from clients.tui.views.wrap import fit

_MARKS = ("major", "vital")
_LEVELS = ("HIGH", "MEDIUM", "LOW")


class AnnounceForm(ActForm):
    """Announce a policy to come (政策预告): what is owed before it is out begins to run."""

    NAME = "announce"
    FIELDS = (
        Field(row="title", required=True),
        Field(row="unit", kind=Kind.UNIT, required=True),
        Field(row="drafting", kind=Kind.UNIT, sent="draftingUnit"),
        Field(row="planned", kind=Kind.DUE, sent="plannedAt"),
        Field(row="marks", kind=Kind.MANY),
        Field(row="fields", kind=Kind.MANY),
    )

    def __init__(self) -> None:
        super().__init__()
        self.menus: dict[str, Menu] = {"fields": menu("fields")}

    def on_mount(self) -> None:
        # Textual calls the base class's own afterwards
        code = self.desk.session.unit_code
        if code and not self.places.get("unit"):
            self.places["unit"] = (Place(code=code, name=self.desk.state.unit_name or code),)
        self.ask_menus()

    @work(exit_on_error=False)
    async def ask_menus(self) -> None:
        """Take the fields of the rule packs in force; they are known by the service alone."""
        self.menus = await offered_menus(self.desk.deadlines, self.menus)
        self.show_rows()

    @property
    def operation(self) -> Operation:
        return OPERATIONS.announce_policy

    def choices(self, row: str) -> tuple[Code, ...]:
        if row == "fields":
            return self.menus["fields"].choices
        return numbered([(name, t(f"policies.mark.{name}")) for name in _MARKS])

    def sendable(self) -> dict[str, Any] | None:
        sent = super().sendable()
        if sent is None:
            return None
        marks = sent.pop("marks")
        return sent | {"major": "major" in marks, "vitalInterests": "vital" in marks}

    def done(self, answer: dict[str, Any]) -> str:
        return t("announce.done", n=len(answer["policy"]["obligations"]))


class PolicyForm(ActForm):
    """A form about one policy."""

    def __init__(self, file: PolicyFile) -> None:
        super().__init__()
        self.file = file

    def subject(self) -> Sequence[Piece]:
        return (muted(fit(self.policy_title, 44).rstrip()),)

    @property
    def policy_title(self) -> str:
        return self.file.policy.title if self.file.policy else self.file.number

    def fixed(self) -> dict[str, Any]:
        return {"policy": self.file.id}

    def beside(self, width: int) -> list[Line]:
        return [*super().beside(width), BLANK, *policy_detail(self.file, self.now, width)]


class RescheduleForm(PolicyForm):
    """Move the time for which a policy is planned (改期); its limits move with it."""

    NAME = "reschedule"
    FIELDS = (
        Field(row="planned", kind=Kind.DUE, sent="plannedAt", required=True),
        Field(row="reason", required=True),
    )

    @property
    def operation(self) -> Operation:
        return OPERATIONS.reschedule_policy


class PublishForm(PolicyForm):
    """Record that a policy is out (政策公布): what is owed after it begins to run."""

    NAME = "publish"
    CONFIRMS = True
    FIELDS = (Field(row="at", kind=Kind.MOMENT, sent="publishedAt", required=True),)

    @property
    def operation(self) -> Operation:
        return OPERATIONS.publish_policy

    def question(self) -> str:
        return t("publish.confirm", title=self.policy_title)

    def done(self, answer: dict[str, Any]) -> str:
        owed = [one for one in answer["policy"]["obligations"] if one["state"] == "OPEN"]
        return t("publish.done", n=len(owed))


class RiskForm(PolicyForm):
    """Record the risk found before a policy and the plan made for it (风险评估)."""

    NAME = "risk"
    FIELDS = (
        Field(row="level", kind=Kind.CHOICE, required=True),
        Field(row="plan", sent="planTitle", required=True),
        Field(row="url", sent="planUrl"),
        Field(row="at", kind=Kind.MOMENT, sent="doneAt", required=True),
        Field(row="reason", sent="lateReason"),
    )

    @property
    def operation(self) -> Operation:
        return OPERATIONS.record_risk_assessment

    def choices(self, row: str) -> tuple[Code, ...]:
        return numbered([(name, t(f"risk.level.{name}")) for name in _LEVELS])
