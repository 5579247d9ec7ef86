"""Which rules bind: a pack adopted or its adoption ended, an incident rebased, a field assigned."""

from collections.abc import Sequence
from typing import Any

import msgspec
from textual import work

from clients.tui.link import LinkDown, Refused
from clients.tui.locale import t
from clients.tui.models import decode
from clients.tui.models_incident import Subject
from clients.tui.models_packs import Adoption, FieldAnswer, Pack, RebasePreview
from clients.tui.models_preview import Place
from clients.tui.operations import OPERATIONS, Operation
from clients.tui.screens.act_form import ActForm
from clients.tui.views.fields import Field, Kind
from clients.tui.views.packs import adoption_lines, pack_lines, rebase_lines
from clients.tui.views.pieces import BLANK, Line, Piece, prose, strong


class AdoptForm(ActForm):
    """采用: a version of a pack binds a place from a day on."""

    NAME = "adopt"
    CONFIRMS = True
    FIELDS = (
        Field(row="unit", kind=Kind.UNIT, required=True),
        Field(row="from", kind=Kind.DAY, sent="effectiveFrom", required=True),
        Field(row="document"),
        Field(row="reason"),
    )

    def __init__(self, pack: Pack) -> None:
        super().__init__()
        self.pack = pack

    @property
    def operation(self) -> Operation:
        return OPERATIONS.adopt_pack

    def subject(self) -> Sequence[Piece]:
        return (strong(self.pack.title),)

    def fixed(self) -> dict[str, Any]:
        return {"pack": self.pack.id, "version": self.pack.version}

    def question(self) -> str:
        return t("adopt.confirm", title=self.pack.title)

    def done(self, answer: dict[str, Any]) -> str:
        return t("adopt.done", told=answer["adoption"]["told"])

    def beside(self, width: int) -> list[Line]:
        return [*super().beside(width), BLANK, *pack_lines(self.pack, width, "")]


class WithdrawForm(ActForm):
    """撤回采用: it binds no more from a day on; what was opened under it stays."""

    NAME = "withdraw"
    CONFIRMS = True
    FIELDS = (
        Field(row="from", kind=Kind.DAY, sent="effectiveFrom", required=True),
        Field(row="reason", required=True),
    )

    def __init__(self, adoption: Adoption) -> None:
        super().__init__()
        self.adoption = adoption

    @property
    def operation(self) -> Operation:
        return OPERATIONS.withdraw_adoption

    def subject(self) -> Sequence[Piece]:
        return (strong(f"{self.adoption.unit_name} {self.adoption.pack}"),)

    def fixed(self) -> dict[str, Any]:
        return {"adoption": self.adoption.id}

    def beside(self, width: int) -> list[Line]:
        return [*super().beside(width), BLANK, *adoption_lines(self.adoption, width, "")]


class RebaseForm(ActForm):
    """改依现行规则: what would change is read first and stands beside the form."""

    NAME = "rebase"
    CONFIRMS = True
    FIELDS = (Field(row="reason", required=True),)

    def __init__(self, incident: Subject) -> None:
        super().__init__()
        self.incident = incident
        self.preview: RebasePreview | None = None
        self.trouble = ""

    @property
    def operation(self) -> Operation:
        return OPERATIONS.rebase_incident

    def on_mount(self) -> None:
        # Textual calls the base class's own afterwards
        self.read_preview()

    @work(exclusive=True, group="preview", exit_on_error=False)
    async def read_preview(self) -> None:
        variables = {"incident": self.incident.id}
        try:
            answer = await self.desk.deadlines.execute(OPERATIONS.preview_rebase, variables)
            self.preview = decode(answer["previewRebase"], RebasePreview)
        except (LinkDown, Refused, msgspec.ValidationError) as fault:
            self.trouble = fault.message if isinstance(fault, Refused) else t("rebase.unread")
        self.show_side()

    def subject(self) -> Sequence[Piece]:
        return (strong(f"{self.incident.number} {self.incident.title}"),)

    def fixed(self) -> dict[str, Any]:
        return {"incident": self.incident.id}

    def done(self, answer: dict[str, Any]) -> str:
        counted = {key: len(answer[key]) for key in ("opened", "moved", "lapsed")}
        return t("rebase.done", **counted)

    def beside(self, width: int) -> list[Line]:
        if self.preview is not None:
            return [*super().beside(width), BLANK, *rebase_lines(self.preview, width)]
        said = self.trouble or t("list.reading")
        return [*super().beside(width), BLANK, *prose(said, width, "near")]


class FieldForm(ActForm):
    """领域责任: which department answers for a field in a place.

    What is set already stands in the rows: an empty department is as good as none.
    """

    NAME = "assign"
    FIELDS = (
        Field(row="field", required=True),
        Field(row="title"),
        Field(row="department", kind=Kind.UNIT),
        Field(row="note"),
    )

    def __init__(self, unit: str, chosen: FieldAnswer | None) -> None:
        super().__init__()
        self.unit, self.chosen_field = unit, chosen

    @property
    def operation(self) -> Operation:
        return OPERATIONS.set_field_responsibility

    def on_mount(self) -> None:
        of = self.chosen_field
        if of is None:
            return
        for row, text in (("field", of.field), ("title", of.title), ("note", of.note or "")):
            self.fill(row, text)
        if of.department is not None:
            name = of.department_name or of.department
            self.places["department"] = (Place(code=of.department, name=name),)
            self.show_rows()

    def fill(self, row: str, text: str) -> None:
        """Write into a row as if it had been typed."""
        from clients.tui.widgets.choices import TextRow

        self.query_one(f"#row-{row}", TextRow).input.value = text
        self.text_changed(row, text)

    def fixed(self) -> dict[str, Any]:
        return {"unit": self.unit}
