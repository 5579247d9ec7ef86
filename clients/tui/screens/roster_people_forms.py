"""Forms about people: appoint (任命), end (离任), leave (请假), training (培训), corrections."""

from collections.abc import Mapping
from typing import Any

from clients.tui.link import new_key
from clients.tui.locale import t
from clients.tui.models_preview import Code
from clients.tui.models_rosters import RosterAppointment
from clients.tui.operations import OPERATIONS, Operation
from clients.tui.screens.roster_acts import About
from clients.tui.screens.roster_form import RosterForm
from clients.tui.views.fields import Field, Kind, numbered


class AppointForm(RosterForm):
    """Appoints somebody of the unit by digit, or a new person, who is registered first."""

    NAME = "roster.appoint"
    DOES = "appoint"
    PEOPLE = ("person",)
    LOCAL = ("name", "phone")
    FIELDS = (
        Field(row="post", kind=Kind.CHOICE, menu="post", required=True),
        Field(row="person", kind=Kind.CHOICE, sent="personId"),
        Field(row="name"),
        Field(row="phone"),
        Field(row="title", required=True),
        Field(row="employment", kind=Kind.CHOICE, menu="employment"),
        Field(row="starts", kind=Kind.DAY, sent="startsOn", required=True),
        Field(row="ends", kind=Kind.DAY, sent="endsOn"),
        Field(row="filed", kind=Kind.DAY, sent="filedOn"),
        Field(row="rank"),
        Field(row="qualification"),
    )

    def __init__(self, about: About) -> None:
        super().__init__(about)
        self.person_key = new_key()
        self.made: str | None = None

    def proposed(self) -> dict[str, str]:
        return {"starts": self.today}

    def fixed(self) -> dict[str, Any]:
        return {"unit": self.unit.code}

    def sendable(self) -> dict[str, Any] | None:
        if not (self.made or self.chosen_in("person") or self.text("name")):
            self.fault_at("name", t("roster.appoint.nobody"))
            return None
        return super().sendable()

    def send(self, operation: Operation, sent: Mapping[str, Any]) -> None:
        """Register a new person first, under a key of its own; then appoint."""
        if self.made:
            sent = {**sent, "personId": self.made}
        elif not self.chosen_in("person"):
            operation = OPERATIONS.create_person
            sent = {
                "unit": self.unit.code,
                "name": self.text("name"),
                "phone": self.text("phone") or None,
                "idempotencyKey": self.person_key,
            }
        super().send(operation, sent)

    def committed(self, answer: dict[str, Any]) -> None:
        if "person" not in answer:
            super().committed(answer)
            return
        self.made = answer["person"]["id"]
        if (sent := self.sendable()) is not None:
            self.send(self.operation, sent)

    def done(self, answer: dict[str, Any]) -> str:
        return t("roster.appoint.done", name=answer["appointment"]["person"]["name"])


class AboutAppointment(RosterForm):
    """A form about somebody who holds a post."""

    @property
    def held(self) -> RosterAppointment:
        found: RosterAppointment = self.on.item
        return found

    def whom(self) -> str:
        return f"{self.held.person.name} {self.held.title}"

    def question(self) -> str:
        return t(f"{self.NAME}.confirm", name=self.held.person.name, unit=self.unit.name)

    def done(self, answer: dict[str, Any]) -> str:
        return t(f"{self.NAME}.done", name=self.held.person.name)


class EndForm(AboutAppointment):
    """Sets the last day of an appointment, after a second key."""

    NAME = "roster.end"
    DOES = "end_appointment"
    CONFIRMS = True
    FIELDS = (
        Field(row="ends", kind=Kind.DAY, sent="endsOn", required=True),
        Field(row="reason"),
    )

    def fixed(self) -> dict[str, Any]:
        return {"id": self.held.id}


class LeaveForm(AboutAppointment):
    """Notes that somebody is away, with who stands in (代班人), or is back."""

    NAME = "roster.leave"
    DOES = "set_availability"
    PEOPLE = ("standin",)
    LOCAL = ("absence",)
    FIELDS = (
        Field(row="absence", kind=Kind.CHOICE, menu="absence", required=True, first="AWAY"),
        Field(row="from", kind=Kind.DUE, sent="startsAt"),
        Field(row="until", kind=Kind.DUE, sent="endsAt"),
        Field(row="standin", kind=Kind.CHOICE, sent="standInPersonId"),
        Field(row="reason"),
    )

    def menu_of(self, row: str) -> tuple[Code, ...]:
        if row != "standin":
            return super().menu_of(row)
        others = [(c.code, c.title) for c in self.people if c.code != self.held.person.id]
        return numbered(others)

    def fixed(self) -> dict[str, Any]:
        present = self.chosen_in("absence") == "BACK"
        return {"personId": self.held.person.id, "present": present}

    def sendable(self) -> dict[str, Any] | None:
        sent = super().sendable()
        if sent is not None:
            sent.setdefault("startsAt", self.sending_at.isoformat())
        return sent


class TrainingForm(RosterForm):
    """Records a training of people of the unit, all as the same kind of staff."""

    NAME = "roster.training"
    DOES = "record_training"
    PEOPLE = ("attendees",)
    LOCAL = ("attendees", "staff")
    FIELDS = (
        Field(row="topic", required=True),
        Field(row="held", kind=Kind.DAY, sent="heldOn", required=True),
        Field(row="attendees", kind=Kind.MANY, required=True),
        Field(row="staff", kind=Kind.CHOICE, menu="staff", required=True, first="SPOKESPERSON"),
        Field(row="hours", kind=Kind.NUMBER),
        Field(row="place"),
    )

    def proposed(self) -> dict[str, str]:
        return {"held": self.today}

    def fixed(self) -> dict[str, Any]:
        return {"organiser": self.unit.code}

    def sendable(self) -> dict[str, Any] | None:
        sent = super().sendable()
        if sent is not None:
            staff = self.chosen_in("staff")
            people = self.taken.get("attendees", ())
            sent["attendees"] = [{"personId": one, "staffKind": staff} for one in people]
        return sent

    def done(self, answer: dict[str, Any]) -> str:
        return t("roster.training.done", n=len(answer["training"]["attendees"]))


class PersonForm(AboutAppointment):
    """Corrects a name or a number; the number that stands there is not shown."""

    NAME = "roster.person"
    DOES = "update_person"
    FIELDS = (Field(row="name", required=True), Field(row="phone"))

    def standing(self) -> dict[str, str]:
        return {"name": self.held.person.name}

    def fixed(self) -> dict[str, Any]:
        return {"id": self.held.person.id}

    def sendable(self) -> dict[str, Any] | None:
        sent = super().sendable()
        if sent is not None and self.text("phone") == "-":
            sent["phone"] = ""
        return sent
