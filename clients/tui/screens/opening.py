"""A form that opens an incident of what is known already, what it would owe beside it."""

from abc import abstractmethod
from typing import Any

import msgspec
from textual import work

from clients.tui.link import LinkDown, LinkState, Refused
from clients.tui.models import decode
from clients.tui.models_preview import Code, Place, Preview
from clients.tui.operations import OPERATIONS
from clients.tui.screens.act_form import ActForm
from clients.tui.screens.offered import offered_menus
from clients.tui.views.fields import Field, Kind
from clients.tui.views.menus import Menu, menu
from clients.tui.views.moments import BadTime, parse_moment
from clients.tui.views.pieces import BLANK, Layout, Line
from clients.tui.views.preview import asking_lines, offline_lines, preview_lines, refused_lines

_MENUS = ("kind", "severity", "flags")


class OpeningForm(ActForm):
    """What is known (`told`) is sent with what the officer states over it."""

    FIELDS = (
        Field(row="title", required=True),
        Field(row="kind", kind=Kind.CHOICE, menu="kind"),
        Field(row="severity", kind=Kind.CHOICE, menu="severity"),
        Field(row="place", kind=Kind.PLACE, sent="localities"),
        Field(row="occurred", kind=Kind.MOMENT, sent="occurredAt"),
        Field(row="flags", kind=Kind.MANY, menu="flags"),
        Field(row="note"),
    )

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.menus: dict[str, Menu] = {name: menu(name) for name in _MENUS}
        self.preview: Preview | None = None
        self.refusal = ""

    @abstractmethod
    def told(self) -> dict[str, Any]:
        """Return the facts that are known without the officer."""

    def above(self, width: int) -> list[Line]:
        """Return what stands over the preview."""
        return []

    def on_mount(self) -> None:
        # Textual calls the base class's own afterwards, which takes up a draft in its place
        self.ask_menus()
        self.ask_preview()

    def choices(self, row: str) -> tuple[Code, ...]:
        return self.menus[row].choices

    def facts(self) -> dict[str, Any]:
        """Return what the officer states, laid over what is told."""
        stated: dict[str, Any] = {
            row: code for row in ("kind", "severity") for code in self.taken.get(row, ())
        }
        stated |= dict.fromkeys(self.taken.get("flags", ()), True)
        stated["localities"] = [place.code for place in self.picked("place")] or None
        moment = parse_moment(self.text("occurred"), self.typed_at.get("occurred", self.now))
        if moment is not None:
            stated |= {"occurredAt": moment.at.isoformat(), "occurredPrecision": moment.precision}
        return stated

    # the preview beside it

    def text_changed(self, row: str, text: str) -> None:
        super().text_changed(row, text)
        if row == "occurred":
            self.after_pause("preview", self.ask_preview)

    def digit(self, row: str, mark: str) -> None:
        super().digit(row, mark)
        self.after_pause("preview", self.ask_preview)

    def picked_changed(self, row: str, picked: tuple[Place, ...]) -> None:
        super().picked_changed(row, picked)
        self.after_pause("preview", self.ask_preview)

    @work(exit_on_error=False)
    async def ask_menus(self) -> None:
        """Take the service's further codes; without an answer the desk's own menus do."""
        self.menus = await offered_menus(self.desk.deadlines, self.menus)
        self.show_rows()

    @work(exclusive=True, group="preview", exit_on_error=False)
    async def ask_preview(self) -> None:
        try:
            facts = {**self.told(), **self.facts()}
            answer = await self.desk.deadlines.execute(
                OPERATIONS.preview_incident, {"facts": facts}
            )
            self.preview, self.refusal = decode(answer["previewIncident"], Preview), ""
        except BadTime:
            return  # a time half typed is no fault yet
        except Refused as refused:
            self.refusal = refused.message
        except (LinkDown, msgspec.ValidationError):
            self.preview = None
        self.show_side()

    def side(self) -> Layout:
        if self.desk.deadlines.status.state is LinkState.DOWN:
            return offline_lines
        return self.beside

    def beside(self, width: int) -> list[Line]:
        if self.refusal:
            return refused_lines(self.refusal, width)
        if self.preview is None:
            return asking_lines(width)
        above = self.above(width)
        above += [BLANK] if above else []
        return [*above, *preview_lines(self.preview, self.now, width)]
