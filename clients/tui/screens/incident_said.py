"""What was said or happened: progress of the work, where a release stood, a further conference."""

from typing import Any

from clients.tui.incident_acts import FURTHER
from clients.tui.models import ObligationState
from clients.tui.models_preview import Code
from clients.tui.screens.incident_act import IncidentActForm, first_nine, without, yes
from clients.tui.views.chain import progress_lines
from clients.tui.views.fields import Field, Kind
from clients.tui.views.moments import say_clock
from clients.tui.views.pieces import Line
from clients.tui.views.released import further_lines, release_page

_PLACE = ("channelKind", "platform", "url", "publishedAt", "checksum", "reach", "reachSource")


class ProgressForm(IncidentActForm):
    """记进展: what happened and when; the duty to keep telling is marked until it is told."""

    NAME = "more.progress"
    OPERATION = "record_progress"
    FIELDS = (
        Field(row="text", required=True),
        Field(row="at", kind=Kind.MOMENT, required=True),
    )

    def known(self, width: int) -> list[Line]:
        return progress_lines(self.chain, self.now, width)


class PublicationForm(IncidentActForm):
    """补记发布位置: another place where a release stood."""

    NAME = "more.publication"
    OPERATION = "record_publication"
    FIELDS = (
        Field(row="release", kind=Kind.CHOICE, required=True),
        Field(row="channel", kind=Kind.CHOICE, sent="channelKind", menu="channel", required=True),
        Field(row="platform"),
        Field(row="url"),
        Field(row="at", kind=Kind.MOMENT, sent="publishedAt", required=True),
        Field(row="checksum"),
        Field(row="reach", kind=Kind.NUMBER),
        Field(row="source", sent="reachSource"),
        Field(row="comments", kind=Kind.NUMBER),
    )

    def choices(self, row: str) -> tuple[Code, ...]:
        if row != "release":
            return super().choices(row)
        told = [
            (one.id, f"{say_clock(one.released_at, self.now)} {one.form_title} {one.title}")
            for one in self.file.releases
        ]
        return first_nine(told)

    def fixed(self) -> dict[str, Any]:
        return {}

    def shaped(self, sent: dict[str, Any]) -> dict[str, Any]:
        place = {name: sent[name] for name in (*_PLACE, "comments")}
        return {**without(sent, *place), "publication": place}

    def known(self, width: int) -> list[Line]:
        return release_page(self.file.releases, self.chain, self.now, width)


class FurtherForm(IncidentActForm):
    """续会决定: another conference and when, or none and why."""

    NAME = "more.further"
    OPERATION = "decide_further_conference"
    FIRST = ("duty",)
    FIELDS = (
        Field(row="duty", kind=Kind.CHOICE, sent="obligation", required=True),
        Field(row="another", kind=Kind.CHOICE, menu="yesno", required=True),
        Field(row="suggested", kind=Kind.DUE, sent="suggestedAt"),
        Field(row="reason"),
        Field(row="decider"),
        Field(row="at", kind=Kind.MOMENT, sent="decidedAt", required=True),
    )

    def choices(self, row: str) -> tuple[Code, ...]:
        if row != "duty":
            return super().choices(row)
        owed = [
            (duty.id, f"{duty.title} {say_clock(duty.start_at, self.now)}")
            for duty in self.file.obligations
            if duty.kind == FURTHER and duty.state is ObligationState.OPEN
        ]
        return first_nine(owed)

    def fixed(self) -> dict[str, Any]:
        return {}

    def shaped(self, sent: dict[str, Any]) -> dict[str, Any]:
        return {**sent, "another": bool(yes(sent["another"]))}

    def known(self, width: int) -> list[Line]:
        return further_lines(self.chain, self.now, width)
