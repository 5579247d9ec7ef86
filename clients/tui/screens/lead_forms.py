"""What ends a lead without an incident of its own: merge, split, not followed."""

from collections.abc import Sequence
from typing import Any, ClassVar

from clients.tui.locale import t
from clients.tui.models_leads import Lead
from clients.tui.models_preview import Code
from clients.tui.operations import OPERATIONS, Operation
from clients.tui.screens.act_form import ActForm
from clients.tui.views.fields import Field, Kind, numbered
from clients.tui.views.lead_twins import Twin, likely
from clients.tui.views.leads import LeadNotes, sighting_lines, twin_lines
from clients.tui.views.moments import say_clock
from clients.tui.views.pieces import BLANK, Line, Piece, muted, prose
from clients.tui.views.search import initials
from clients.tui.views.wrap import fit

SHOWN_CELLS = 33  # of a choice, so that it stands on one line of a narrow form


class LeadForm(ActForm):
    """A form about one lead; what the list has read of it comes with it."""

    def __init__(self, lead: Lead, notes: LeadNotes, twins: Sequence[Twin]) -> None:
        super().__init__()
        self.lead, self.notes, self.twins = lead, notes, twins

    def subject(self) -> Sequence[Piece]:
        return (muted(fit(self.lead.title, 40).rstrip()),)

    def fixed(self) -> dict[str, Any]:
        return {"lead": self.lead.id}

    def beside(self, width: int) -> list[Line]:
        seen = self.notes.sightings.get(self.lead.id)
        told = sighting_lines(self.lead, seen, self.now, width)
        return [*super().beside(width), BLANK, *told]


class DismissForm(LeadForm):
    """Not followed (不予处理): the reason stays with the lead."""

    NAME = "dismiss"
    CONFIRMS = True
    FIELDS = (Field(row="reason", required=True),)

    @property
    def operation(self) -> Operation:
        return OPERATIONS.dismiss_lead

    def question(self) -> str:
        return t("dismiss.confirm", title=self.lead.title)


class SplitForm(LeadForm):
    """A report that was joined wrongly becomes a lead of its own (拆出)."""

    NAME = "split"
    FIELDS = (
        Field(row="sighting", kind=Kind.CHOICE, required=True),
        Field(row="reason", required=True),
    )

    @property
    def operation(self) -> Operation:
        return OPERATIONS.split_lead

    def fixed(self) -> dict[str, Any]:
        return {}

    def draft_subject(self) -> str:
        return self.lead.id

    def choices(self, row: str) -> tuple[Code, ...]:
        seen = self.notes.sightings.get(self.lead.id, [])
        return numbered(
            [
                (
                    one.id,
                    fit(
                        f"{say_clock(one.received_at, self.now)} {one.vendor or one.reporter_name}"
                        f" {one.platform or ''} {one.alert_id or ''}",
                        SHOWN_CELLS,
                    ).rstrip(),
                )
                for one in seen[:9]
            ]
        )


class MergeForm(LeadForm):
    """Part of an open incident or of another lead (并入); likely ones have the first digits."""

    NAME: ClassVar[str] = "merge"
    CONFIRMS = True
    FIELDS = (
        Field(row="find"),
        Field(row="into", kind=Kind.CHOICE, required=True),
        Field(row="reason"),
    )

    @property
    def operation(self) -> Operation:
        return OPERATIONS.merge_lead

    def shown(self) -> list[Twin]:
        """Return what the digits offer: all that contain what is typed, nine at most."""
        typed = self.text("find").lower()
        return [twin for twin in self.twins if _has(twin, typed)][:9]

    def choices(self, row: str) -> tuple[Code, ...]:
        named = [(twin.key, fit(_name(twin), SHOWN_CELLS).rstrip()) for twin in self.shown()]
        return numbered(named)

    @property
    def chosen(self) -> Twin | None:
        return next((one for one in self.twins if one.key in self.taken.get("into", ())), None)

    def value(self, row: str) -> Line:
        # what was chosen stays shown when other words are typed afterwards
        if row == "into" and self.chosen is not None:
            return (Piece(_name(self.chosen), "fg", bold=True),)
        return super().value(row)

    def question(self) -> str:
        into = _name(self.chosen) if self.chosen else ""
        return t("merge.confirm", title=self.lead.title, into=into)

    def sendable(self) -> dict[str, Any] | None:
        sent = super().sendable()
        chosen = self.chosen
        if sent is None or chosen is None:
            return None
        into = {"intoIncident": chosen.incident or None, "intoLead": chosen.lead or None}
        rest = {name: value for name, value in sent.items() if name not in ("find", "into")}
        return rest | into

    def refused_row(self, field: str | None) -> str:
        row = super().refused_row(field)
        return "into" if (field or "").rsplit(".", 1)[-1].startswith("into") else row

    def beside(self, width: int) -> list[Line]:
        about, told = prose(t("merge.about"), width), super().beside(width)
        return [*about, BLANK, *twin_lines(likely(self.twins), width), *told[len(about) :]]

    def done(self, answer: dict[str, Any]) -> str:
        doubts = "".join(doubt["message"] for doubt in answer.get("warnings", ()))
        return t("merge.done") + doubts


def _name(twin: Twin) -> str:
    return t("leads.twin", number=twin.number or t("leads.a_lead"), title=twin.title)


def _has(twin: Twin, typed: str) -> bool:
    text = _name(twin).lower()
    return typed in text or (typed.isascii() and typed in initials(text))
