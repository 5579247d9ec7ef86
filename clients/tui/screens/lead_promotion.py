"""An incident made of a lead (立案): what it tells is filled in, what it would owe beside."""

from collections.abc import Sequence
from typing import Any

import msgspec
from textual import work

from clients.tui.link import LinkDown, LinkState, Refused
from clients.tui.locale import t
from clients.tui.models import decode
from clients.tui.models_leads import Lead
from clients.tui.models_preview import Code, Place, Preview
from clients.tui.operations import OPERATIONS, Operation
from clients.tui.screens.lead_forms import LeadForm
from clients.tui.screens.offered import offered_menus
from clients.tui.views.fields import Field, Kind
from clients.tui.views.lead_twins import Twin, likely
from clients.tui.views.leads import LeadNotes, claimed_time, twin_lines
from clients.tui.views.menus import Menu, menu
from clients.tui.views.moments import BadTime, parse_moment
from clients.tui.views.pieces import BLANK, Layout, Line, line, muted, prose
from clients.tui.views.preview import asking_lines, offline_lines, preview_lines, refused_lines

_MENUS = ("kind", "severity", "flags")


class PromoteForm(LeadForm):
    """The severity is the officer's: what the sender calls it is never filled in."""

    NAME = "promote"
    FIELDS = (
        Field(row="title", required=True),
        Field(row="kind", kind=Kind.CHOICE, menu="kind"),
        Field(row="severity", kind=Kind.CHOICE, menu="severity"),
        Field(row="place", kind=Kind.PLACE, sent="localities"),
        Field(row="occurred", kind=Kind.MOMENT, sent="occurredAt"),
        Field(row="flags", kind=Kind.MANY, menu="flags"),
        Field(row="note"),
    )

    def __init__(self, lead: Lead, notes: LeadNotes, twins: Sequence[Twin]) -> None:
        super().__init__(lead, notes, twins)
        self.menus: dict[str, Menu] = {name: menu(name) for name in _MENUS}
        self.preview = notes.preview(lead)
        self.refusal = ""
        if lead.locality:
            name = notes.places.get(lead.locality, lead.locality)
            self.places["place"] = (Place(code=lead.locality, name=name),)

    def on_mount(self) -> None:
        # Textual calls the base class's own afterwards, which takes up a draft in its place
        self.begin_with("title", self.lead.title)
        self.ask_menus()
        self.ask_preview()

    @property
    def operation(self) -> Operation:
        return OPERATIONS.promote_lead

    def choices(self, row: str) -> tuple[Code, ...]:
        return self.menus[row].choices

    def value(self, row: str) -> Line:
        if row == "occurred" and not self.text(row) and self.lead.occurred_at:
            said = t("promote.claimed", at=claimed_time(self.lead, self.now))
            return line(muted(said))
        return super().value(row)

    def facts(self) -> dict[str, Any]:
        """Return what the officer states, laid over what the lead tells."""
        stated: dict[str, Any] = {
            row: code for row in ("kind", "severity") for code in self.taken.get(row, ())
        }
        stated |= dict.fromkeys(self.taken.get("flags", ()), True)
        stated["localities"] = [place.code for place in self.picked("place")] or None
        moment = parse_moment(self.text("occurred"), self.typed_at.get("occurred", self.now))
        if moment is not None:
            stated |= {"occurredAt": moment.at.isoformat(), "occurredPrecision": moment.precision}
        return stated

    def sendable(self) -> dict[str, Any] | None:
        sent = super().sendable()
        if sent is None:
            return None
        kept = ("lead", "title", "note", "idempotencyKey")
        return {name: sent[name] for name in kept} | {"facts": self.facts()}

    def done(self, answer: dict[str, Any]) -> str:
        return t("promote.done", number=answer["incident"]["number"])

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
            facts = {**self.lead.facts, **self.facts()}
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
        above = twin_lines(likely(self.twins), width)
        if claimed := self.lead.suggested_severity:
            above += prose(t("promote.suggested", severity=claimed), width, "near")
        above += [BLANK] if above else []
        return [*above, *preview_lines(self.preview, self.now, width)]
