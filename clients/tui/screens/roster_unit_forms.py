"""Forms about a unit: create (新建), update (变更), rename from a day on (更名)."""

from typing import Any

import msgspec
from textual import work

from clients.tui.link import LinkDown, Refused
from clients.tui.locale import t
from clients.tui.models import decode
from clients.tui.models_rosters import Named, RosterUnit, RosterUnitPage
from clients.tui.operations import OPERATIONS
from clients.tui.screens.roster_form import RosterForm
from clients.tui.screens.roster_list_forms import with_parts
from clients.tui.views.fields import Field, Kind
from clients.tui.views.pieces import Piece, strong

_DETAILS = (
    Field(row="short", sent="shortName"),
    Field(row="supervising", kind=Kind.UNIT),
    Field(row="management", kind=Kind.CHOICE, menu="management"),
    Field(row="tags"),
    Field(row="work", sent="workBody"),
    Field(row="credit", sent="creditCode"),
)


class CreateUnitForm(RosterForm):
    """Creates a unit below the one at hand; its code begins with that one's."""

    NAME = "roster.unit"
    DOES = "create_unit"
    FIELDS = (
        Field(row="code", required=True),
        Field(row="name", required=True),
        Field(row="kind", kind=Kind.CHOICE, menu="unit", required=True),
        *_DETAILS,
        Field(row="from", kind=Kind.DAY, sent="activeFrom"),
    )

    def proposed(self) -> dict[str, str]:
        return {"code": f"{self.unit.code}-", "from": self.today}

    def subject(self) -> tuple[Piece, ...]:
        return (strong(t("roster.unit.below", unit=self.unit.name)),)

    def fixed(self) -> dict[str, Any]:
        return {"parent": self.unit.code}

    def sendable(self) -> dict[str, Any] | None:
        return with_parts(self, super().sendable(), "tags")

    def done(self, answer: dict[str, Any]) -> str:
        return t("roster.unit.done", name=answer["unit"]["name"])


class AboutUnit(RosterForm):
    """A form about the unit that was chosen, or the one at hand."""

    @property
    def unit(self) -> Named:
        item = self.on.item
        chosen = isinstance(item, RosterUnit)
        return Named(code=item.code, name=item.name) if chosen else self.on.unit

    def fixed(self) -> dict[str, Any]:
        return {"code": self.unit.code}

    def done(self, answer: dict[str, Any]) -> str:
        return t(f"{self.NAME}.done", name=answer["unit"]["name"])


class UpdateUnitForm(AboutUnit):
    """Changes who leads a unit, how it is managed, its marks, its office and its code."""

    NAME = "roster.unit_update"
    DOES = "update_unit"
    FIELDS = _DETAILS

    def on_mount(self) -> None:
        # Textual calls the base class's own afterwards
        if isinstance(self.on.item, RosterUnit):
            self._stands(self.on.item)
        else:
            self._read()

    @work(exclusive=True, group="unit", exit_on_error=False)
    async def _read(self) -> None:
        """Read the unit, where a finding led here; until then nothing of it can be removed."""
        variables = {"search": self.unit.code, "under": None, "after": None}
        try:
            answer = await self.link.execute(OPERATIONS.roster_units, variables)
            page = decode(answer["units"], RosterUnitPage)
        except (LinkDown, Refused, msgspec.ValidationError):
            return
        for edge in page.edges:
            if edge.node.code == self.unit.code:
                self._stands(edge.node)

    def _stands(self, one: RosterUnit) -> None:
        self.fill(
            {
                "short": one.short_name,
                "tags": t("intake.comma").join(one.tags),
                "work": one.work_body or "",
                "credit": one.credit_code or "",
            }
        )
        self.fill_unit("supervising", one.supervising)
        self.taken["management"] = (one.management,)
        self.stood["management"] = one.management
        self.show_rows()

    def sendable(self) -> dict[str, Any] | None:
        return with_parts(self, super().sendable(), "tags")


class RenameUnitForm(AboutUnit):
    """Gives a unit another name from a day on; old incidents keep the old one."""

    NAME = "roster.unit_rename"
    DOES = "update_unit"
    FIELDS = (
        Field(row="name", required=True),
        Field(row="short", sent="shortName"),
        Field(row="effective", kind=Kind.DAY, sent="effectiveOn", required=True),
    )

    def proposed(self) -> dict[str, str]:
        return {"effective": self.today}
