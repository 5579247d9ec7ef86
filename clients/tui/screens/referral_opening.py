"""An incident opened of what was referred here (转来): the sender's facts are filled in."""

from typing import Any

import msgspec
from textual import work

from clients.tui.link import LinkDown, Refused
from clients.tui.locale import t
from clients.tui.models import decode
from clients.tui.models_incident import Facts
from clients.tui.models_preview import Place
from clients.tui.models_referrals import Received
from clients.tui.operations import OPERATIONS, Operation
from clients.tui.screens.opening import OpeningForm
from clients.tui.views.leads import claimed_time
from clients.tui.views.pieces import Line, Piece, line, muted, prose
from clients.tui.views.received import title_of

# what the sender was ordered, knew and by when, is not the receiver's
_NOT_OURS = ("knownAt", "directedBy", "directedDueAt", "localityNames", "units")


class ReferredForm(OpeningForm):
    """What the officer states goes before what the sender told; it is this unit's matter now."""

    NAME = "referred"

    def __init__(self, referral: Received) -> None:
        super().__init__()
        self.referral = referral
        self.theirs: Facts | None = None
        self.shown = False  # what the sender told stands in the rows

    @property
    def operation(self) -> Operation:
        return OPERATIONS.open_incident

    def subject(self) -> tuple[Piece, ...]:
        return (muted(t("referred.from", sender=self.referral.sender.name)),)

    def fixed(self) -> dict[str, Any]:
        return {"referral": self.referral.id}

    def on_mount(self) -> None:
        self.begin_with("title", title_of(self.referral))
        self.read_facts()

    @work(exclusive=True, group="theirs", exit_on_error=False)
    async def read_facts(self) -> None:
        """Read what the sender knows; where it may not be seen, the officer fills it in."""
        if self.referral.incident is None:
            return
        variables = {"id": self.referral.incident.id}
        try:
            answer = await self.desk.deadlines.execute(OPERATIONS.referred_facts, variables)
            found = answer["incident"]
            self.theirs = decode(found["facts"], Facts) if found else None
        except (LinkDown, Refused, msgspec.ValidationError):
            return
        self._fill_in()
        self.ask_preview()

    def _fill_in(self) -> None:
        """Put into the rows what they hold; a draft, or what was typed meanwhile, stays."""
        theirs = self.theirs
        if theirs is None or self.touched:
            return
        self.shown = True
        if self._found is not None:
            return
        known = msgspec.to_builtins(theirs)
        for row in ("kind", "severity"):
            self.taken[row] = (known[row],) if known[row] else ()
        flags = [choice.code for choice in self.choices("flags")]
        self.taken["flags"] = tuple(code for code in flags if known.get(code))
        if theirs.localities:
            name = next(iter(theirs.locality_names), theirs.localities[0])
            self.places["place"] = (Place(code=theirs.localities[0], name=name),)
        self.show_rows()

    def told(self) -> dict[str, Any]:
        told: dict[str, Any] = {
            "knownAt": self.referral.received_at.isoformat(),
            "units": [self.referral.receiver.code],
        }
        if self.theirs is None:
            return told
        in_rows = {"kind", "severity", *(choice.code for choice in self.choices("flags"))}
        left = {*_NOT_OURS, *(in_rows if self.shown else ())}
        known = msgspec.to_builtins(self.theirs)
        return {k: v for k, v in known.items() if v is not None and k not in left} | told

    def facts(self) -> dict[str, Any]:
        """Leave out what no row states, and keep all places where the first was left."""
        stated = {name: value for name, value in super().facts().items() if value is not None}
        theirs = self.theirs.localities if self.theirs else None
        if theirs and stated.get("localities") == theirs[:1]:
            stated["localities"] = theirs
        return stated

    def value(self, row: str) -> Line:
        if row == "occurred" and not self.text(row) and self.theirs and self.theirs.occurred_at:
            return line(muted(t("referred.told", at=claimed_time(self.theirs, self.now))))
        return super().value(row)

    def above(self, width: int) -> list[Line]:
        return prose(t("referred.asked", request=self.referral.request), width, "near")

    def sendable(self) -> dict[str, Any] | None:
        sent = super().sendable()
        if sent is None:
            return None
        kept = ("referral", "title", "note", "idempotencyKey")
        return {name: sent[name] for name in kept} | {"facts": self.told() | self.facts()}

    def done(self, answer: dict[str, Any]) -> str:
        return t("referred.done", number=answer["incident"]["number"])
