"""Forms about the expert pool (专家库) and the channels (渠道) of a unit."""

from typing import Any

from clients.tui.locale import t
from clients.tui.models_roster_lists import RosterChannel, RosterExpert
from clients.tui.screens.roster_form import RosterForm
from clients.tui.views.fields import Field, Kind


class AddExpertForm(RosterForm):
    """Adds an expert; the first one of a unit founds its pool."""

    NAME = "roster.expert_add"
    DOES = "add_expert"
    FIELDS = (
        Field(row="name", required=True),
        Field(row="fields", required=True),
        Field(row="affiliation"),
        Field(row="added", kind=Kind.DAY, sent="addedOn"),
    )

    def proposed(self) -> dict[str, str]:
        return {"added": self.today}

    def fixed(self) -> dict[str, Any]:
        return {"unit": self.unit.code}

    def sendable(self) -> dict[str, Any] | None:
        return with_parts(self, super().sendable(), "fields")

    def done(self, answer: dict[str, Any]) -> str:
        return t(f"{self.NAME}.done", name=answer["expert"]["name"])


class AboutExpert(RosterForm):
    """A form about an expert of the pool."""

    @property
    def expert(self) -> RosterExpert:
        found: RosterExpert = self.on.item
        return found

    def whom(self) -> str:
        return self.expert.name

    def fixed(self) -> dict[str, Any]:
        return {"id": self.expert.id}

    def question(self) -> str:
        return t(f"{self.NAME}.confirm", name=self.expert.name, unit=self.unit.name)

    def done(self, answer: dict[str, Any]) -> str:
        return t(f"{self.NAME}.done", name=answer["expert"]["name"])


class UpdateExpertForm(AboutExpert):
    """Adjusts what an expert is asked about and where the expert comes from."""

    NAME = "roster.expert_update"
    DOES = "update_expert"
    FIELDS = (
        Field(row="name", required=True),
        Field(row="fields", required=True),
        Field(row="affiliation"),
    )

    def standing(self) -> dict[str, str]:
        one = self.expert
        return {
            "name": one.name,
            "fields": t("intake.comma").join(one.fields),
            "affiliation": one.affiliation or "",
        }

    def sendable(self) -> dict[str, Any] | None:
        return with_parts(self, super().sendable(), "fields")


class ExpertLeaveForm(AboutExpert):
    """Notes whether an expert may be asked these days."""

    NAME = "roster.expert_leave"
    DOES = "set_expert_availability"
    FIELDS = (Field(row="available", kind=Kind.CHOICE, menu="yes", required=True),)

    def sendable(self) -> dict[str, Any] | None:
        sent = super().sendable()
        if sent is not None:
            sent["available"] = sent["available"] == "YES"
        return sent


class RemoveExpertForm(AboutExpert):
    """Takes an expert out of the pool, after a second key."""

    NAME = "roster.expert_remove"
    DOES = "remove_expert"
    CONFIRMS = True
    FIELDS = (Field(row="removed", kind=Kind.DAY, sent="removedOn", required=True),)

    def proposed(self) -> dict[str, str]:
        return {"removed": self.today}


_CHANNEL = (
    Field(row="platform", required=True),
    Field(row="name", required=True),
    Field(row="url"),
    Field(row="owner"),
    Field(row="monitor", kind=Kind.CHOICE, sent="monitorPersonId"),
    Field(row="group"),
    Field(row="reach", kind=Kind.NUMBER),
    Field(row="source", sent="reachSource"),
)


class OpenChannelForm(RosterForm):
    """Registers a channel of the unit."""

    NAME = "roster.channel"
    DOES = "open_channel"
    PEOPLE = ("monitor",)
    FIELDS = (
        Field(row="kind", kind=Kind.CHOICE, menu="channel", required=True),
        *_CHANNEL,
        Field(row="opened", kind=Kind.DAY, sent="openedOn", required=True),
    )

    def proposed(self) -> dict[str, str]:
        return {"opened": self.today}

    def fixed(self) -> dict[str, Any]:
        return {"unit": self.unit.code}

    def done(self, answer: dict[str, Any]) -> str:
        return t("roster.channel.done", name=answer["channel"]["name"])


class AboutChannel(RosterForm):
    """A form about a channel."""

    @property
    def channel(self) -> RosterChannel:
        found: RosterChannel = self.on.item
        return found

    def whom(self) -> str:
        return self.channel.name

    def fixed(self) -> dict[str, Any]:
        return {"id": self.channel.id}

    def question(self) -> str:
        return t(f"{self.NAME}.confirm", name=self.channel.name, unit=self.unit.name)

    def done(self, answer: dict[str, Any]) -> str:
        return t(f"{self.NAME}.done", name=answer["channel"]["name"])


class UpdateChannelForm(AboutChannel):
    """Changes a channel; naming a monitor is the usual reason."""

    NAME = "roster.channel_update"
    DOES = "update_channel"
    PEOPLE = ("monitor",)
    FIELDS = _CHANNEL

    def standing(self) -> dict[str, str]:
        one = self.channel
        if one.monitor:
            self.taken["monitor"] = (one.monitor.id,)
        return {
            "platform": one.platform,
            "name": one.name,
            "url": one.url or "",
            "owner": one.owner or "",
            "group": one.group or "",
            "source": one.reach_source or "",
        }


class CloseChannelForm(AboutChannel):
    """Closes a channel from a day on, after a second key."""

    NAME = "roster.channel_close"
    DOES = "close_channel"
    CONFIRMS = True
    FIELDS = (Field(row="closed", kind=Kind.DAY, sent="closedOn", required=True),)

    def proposed(self) -> dict[str, str]:
        return {"closed": self.today}


def with_parts(form: RosterForm, sent: dict[str, Any] | None, row: str) -> dict[str, Any] | None:
    """Return the input with a row's text as a list, where the row is sent at all."""
    if sent is not None and row in sent:
        sent[row] = form.split_text(row)
    return sent
