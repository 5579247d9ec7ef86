"""Between offices: referrals and their steps, orders from above, consultations, who leads."""

from typing import Any

from clients.tui.locale import t
from clients.tui.models_chain import Referral
from clients.tui.models_preview import Code
from clients.tui.screens.incident_act import IncidentActForm, first_nine, proof, without
from clients.tui.views.attendees import attendee_lines, typed_people, who_may_attend
from clients.tui.views.chain import (
    consultation_lines,
    directive_lines,
    lead_lines,
    referral_lines,
)
from clients.tui.views.fields import Field, Kind
from clients.tui.views.pieces import Line

# in the order of their digits, which stay the same whatever may follow
STEPS = ("SIGN", "RETURN", "FEEDBACK", "COMPLETE")


class _OfReferrals(IncidentActForm):
    def referral_choices(self, rows: list[Referral]) -> tuple[Code, ...]:
        told = [(r.id, f"{r.receiver.name} {r.state_title} {r.request}") for r in rows]
        return first_nine(told)

    def known(self, width: int) -> list[Line]:
        return [row for one in self.chain.referrals for row in referral_lines(one, self.now, width)]


class ReferForm(_OfReferrals):
    """转办 and 改派: the receiver's clock starts when it arrives."""

    NAME = "more.refer"
    OPERATION = "refer"
    FIELDS = (
        Field(row="unit", kind=Kind.UNIT, required=True),
        Field(row="request", required=True),
        Field(row="again", kind=Kind.CHOICE, sent="referral"),
        Field(row="person"),
        Field(row="accepted", kind=Kind.MOMENT, sent="acceptedAt"),
        Field(row="at", kind=Kind.MOMENT, sent="referredAt", required=True),
        Field(row="received", kind=Kind.MOMENT, sent="receivedAt"),
        Field(row="document"),
        Field(row="report"),
        Field(row="late", sent="lateReason"),
        Field(row="sender", kind=Kind.UNIT),
    )

    def choices(self, row: str) -> tuple[Code, ...]:
        return self.referral_choices([r for r in self.chain.referrals if "REFER" in r.next_steps])

    def shaped(self, sent: dict[str, Any]) -> dict[str, Any]:
        told = proof(sent["report"]) or {}
        title = told.pop("document", self.of.title)
        return {**sent, "report": {"title": title, **told} if sent["report"] else None}


class AnswerForm(_OfReferrals):
    """签收、退回、反馈、办结 of a referral: only what may follow is offered."""

    NAME = "more.answer"
    OPERATION = "answer_referral"
    FIRST = ("referral",)
    FIELDS = (
        Field(row="referral", kind=Kind.CHOICE, required=True),
        Field(row="step", kind=Kind.CHOICE, required=True),
        Field(row="at", kind=Kind.MOMENT, required=True),
        Field(row="person"),
        Field(row="note"),
        Field(row="unit", kind=Kind.UNIT),
    )

    def choices(self, row: str) -> tuple[Code, ...]:
        if row == "referral":
            return self.referral_choices([r for r in self.chain.referrals if r.next_steps])
        taken = self.taken.get("referral", ())
        may = [step for r in self.chain.referrals if r.id in taken for step in r.next_steps]
        return tuple(
            Code(digit=str(n), code=step, title=t(f"more.answer.step.{step}"))
            for n, step in enumerate(STEPS, start=1)
            if step in may
        )

    def digit(self, row: str, mark: str) -> None:
        super().digit(row, mark)
        if row == "referral":
            self.taken["step"] = ()

    def fixed(self) -> dict[str, Any]:
        return {}


class DirectiveForm(IncidentActForm):
    """上级交办、督办: an order from above, with the limit that it sets."""

    NAME = "more.directive"
    OPERATION = "record_directive"
    FIELDS = (
        Field(row="superior", required=True),
        Field(row="document", required=True),
        Field(row="content"),
        Field(row="at", kind=Kind.MOMENT, sent="orderedAt", required=True),
        Field(row="due", kind=Kind.DUE, sent="dueAt"),
        Field(row="proof", sent="evidence"),
    )

    def known(self, width: int) -> list[Line]:
        return directive_lines(self.chain, self.now, width)


class ConsultForm(IncidentActForm):
    """会商: who convened it and what they advise."""

    NAME = "more.consult"
    OPERATION = "record_consultation"
    FIELDS = (
        Field(row="convenor", kind=Kind.UNITS, sent="convenors", required=True),
        Field(row="title"),
        Field(row="opinion", required=True),
        Field(row="at", kind=Kind.MOMENT, sent="heldAt", required=True),
        Field(row="present", kind=Kind.MANY),
        Field(row="others"),
        Field(row="proof", sent="evidence"),
        Field(row="late", sent="lateReason"),
    )

    def choices(self, row: str) -> tuple[Code, ...]:
        people = who_may_attend(self.file)
        return first_nine([(f"{one.unit}:{one.person}", one.person) for one in people])

    def shaped(self, sent: dict[str, Any]) -> dict[str, Any]:
        present = ",".join((*sent["present"], sent["others"] or ""))
        kept = without(sent, "present", "others")
        attendees = typed_people(present, sent["convenors"][0])
        return {**kept, "attendees": attendees}

    def options(self, row: str, width: int) -> list[Line]:
        if row != "present":
            return super().options(row, width)
        people, taken = who_may_attend(self.file), self.taken.get(row, ())
        there = tuple(one for one in people if f"{one.unit}:{one.person}" in taken)
        return attendee_lines(people, there)

    def known(self, width: int) -> list[Line]:
        return consultation_lines(self.chain, self.now, width)


class LeadForm(IncidentActForm):
    """牵头部门: the government office of that level alone designates it."""

    NAME = "more.lead"
    OPERATION = "designate_lead"
    FIELDS = (
        Field(row="unit", kind=Kind.UNIT, required=True),
        Field(row="reason", required=True),
    )

    def known(self, width: int) -> list[Line]:
        return lead_lines(self.chain, self.now, width)
