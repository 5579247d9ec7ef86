"""Handing over: the outgoing signature, the incoming one, and being there (到岗)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar

from clients.tui.link import Link
from clients.tui.locale import t
from clients.tui.models_handover import Handover, ListedShift
from clients.tui.models_preview import Code
from clients.tui.operations import OPERATIONS, Operation
from clients.tui.screens.act_form import ActForm
from clients.tui.second_login import link_of_another
from clients.tui.shift_choice import successors
from clients.tui.views.fields import Field, Kind, numbered
from clients.tui.views.handover_aside import shift_text, signatures
from clients.tui.views.moments import say_clock
from clients.tui.views.pieces import BLANK, Line, Piece, labelled, line, muted, prose

DECLINE = "decline"


class HandOverForm(ActForm):
    """The outgoing officer signs: the sheet is computed once more, and frozen."""

    NAME = "handing"
    FIELDS = (Field(row="to", kind=Kind.CHOICE), Field(row="note"))
    CONFIRMS = True

    def __init__(self, handover: Handover, shifts: Sequence[ListedShift]) -> None:
        super().__init__()
        self.handover = handover
        self.next_ones = successors(shifts, handover.shift)

    @property
    def operation(self) -> Operation:
        return OPERATIONS.hand_over

    def subject(self) -> Sequence[Piece]:
        return (Piece(shift_text(self.handover.shift, self.now)),)

    def fixed(self) -> dict[str, Any]:
        return {"shift": self.handover.shift.id}

    def choices(self, row: str) -> tuple[Code, ...]:
        return numbered([(one.id, shift_text(one, self.now)) for one in self.next_ones[:9]])

    def value(self, row: str) -> Line:
        if row == "to" and not self.taken.get("to"):
            return line(muted(t("handing.next")))
        return super().value(row)

    def beside(self, width: int) -> list[Line]:
        return [*signatures(self.handover, self.now, width), BLANK, *super().beside(width)]

    def question(self) -> str:
        return t("handing.confirm", person=self.handover.shift.person)

    def done(self, answer: dict[str, Any]) -> str:
        sheet = answer["handover"]
        incoming = sheet["incomingShift"] or {}
        return t("handing.done", n=sheet["number"], person=incoming.get("person", ""))


class SignForm(ActForm):
    """The incoming officer signs or refuses, by his own login though another's desk is open."""

    NAME = "taking"
    FIELDS: ClassVar[tuple[Field, ...]] = (
        Field(row="accept", kind=Kind.CHOICE, first="accept", required=True),
        Field(row="remark"),
    )
    OF_ANOTHER = (Field(row="login"), Field(row="password", kind=Kind.SECRET, required=True))
    CONFIRMS = True

    def __init__(self, handover: Handover, by_own: bool) -> None:
        self.handover, self.by_own = handover, by_own
        self.signer: Link | None = None
        if not by_own:
            self.FIELDS = (*self.FIELDS, *self.OF_ANOTHER)  # type: ignore[misc] # made of who sits here
        super().__init__()

    @property
    def link(self) -> Link:
        return self.signer or self.desk.deadlines

    @property
    def operation(self) -> Operation:
        return OPERATIONS.sign_handover

    @property
    def person(self) -> str:
        incoming = self.handover.incoming_shift
        return incoming.person if incoming else ""

    def subject(self) -> Sequence[Piece]:
        return (Piece(t("taking.subject", n=self.handover.number, person=self.person)),)

    def fixed(self) -> dict[str, Any]:
        return {"handover": self.handover.id}

    def choices(self, row: str) -> tuple[Code, ...]:
        return numbered([("accept", t("taking.accept")), (DECLINE, t("taking.decline"))])

    def question(self) -> str:
        refuses = DECLINE in self.taken.get("accept", ())
        return t("taking.confirm.decline" if refuses else "taking.confirm", person=self.person)

    def beside(self, width: int) -> list[Line]:
        changes = self.handover.changes or []
        key = "taking.by_own" if self.by_own else "taking.by_another"
        rows = [*signatures(self.handover, self.now, width), BLANK]
        rows += [*prose(t(key, person=self.person), width), BLANK]
        rows += prose(t("taking.changes" if changes else "taking.no_changes"), width, "keys")
        indent = int(t("handover.change.cells"))
        for one in changes:
            kind = t(f"handover.change.{one.kind}")
            rows += labelled(kind, [Piece(one.what, "near")], width, indent)
        return rows

    def sendable(self) -> dict[str, Any] | None:
        sent = super().sendable()
        if sent is None:
            return None
        accept = sent["accept"] != DECLINE
        login, password = sent.pop("login", None), sent.pop("password", None)
        if not accept and not sent["remark"]:
            self.fault_at("remark", t("taking.why"))
            return None
        if not self.by_own:
            desk = self.desk
            self.signer = link_of_another(
                desk.deadlines, desk.config.registry_url, login or "", password
            )
        return {**sent, "accept": accept}

    def done(self, answer: dict[str, Any]) -> str:
        sheet = answer["handover"]
        if sheet["state"] == "DECLINED":
            return t("taking.declined")
        return t("taking.done", person=sheet["incoming"]["person"], n=len(sheet["changes"] or ()))


class StartForm(ActForm):
    """Says that one is there: for the planned shift, or for one that is in no roster."""

    NAME = "starting"

    def __init__(self, planned: ListedShift | None, unit: str) -> None:
        self.planned, self.unit = planned, unit
        if planned is None:
            self.FIELDS = (Field(row="until", sent="endsAt", kind=Kind.DUE, required=True),)  # type: ignore[misc] # made of what is planned
        super().__init__()

    @property
    def operation(self) -> Operation:
        return OPERATIONS.start_shift

    def subject(self) -> Sequence[Piece]:
        if self.planned is None:
            return (Piece(t("starting.unplanned"), "near"),)
        return (Piece(shift_text(self.planned, self.now)),)

    def fixed(self) -> dict[str, Any]:
        return {"shift": self.planned.id} if self.planned else {"unit": self.unit}

    def beside(self, width: int) -> list[Line]:
        return prose(t("starting.planned" if self.planned else "starting.about"), width)

    def done(self, answer: dict[str, Any]) -> str:
        (shift,) = answer["shifts"]
        ends = say_clock(datetime.fromisoformat(shift["endsAt"]), self.now)
        return t("starting.done", person=shift["person"], at=ends)
