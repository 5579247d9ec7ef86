"""Record a release (记回应): digits and a pasted address; what it ends stands beside."""

from collections.abc import Mapping
from typing import Any

from clients.tui.locale import t
from clients.tui.operations import OPERATIONS
from clients.tui.screens.release_rows import ReleaseRows
from clients.tui.views.attendees import toggled, typed_people, who_may_attend

_REFUSED = {
    "form": "form",
    "conclusive": "conclusive",
    "title": "title",
    "releasedAt": "at",
    "publishedAt": "at",
    "lateReason": "reason",
    "url": "url",
    "platform": "platform",
    "channelKind": "channel",
    "unit": "unit",
    "hosts": "hosts",
    "topicSource": "topic",
    "attendees": "attendees",
    "purpose": "purpose",
    "plan": "plan",
    "checks": "checks",
    "mentionedUnits": "units",
}


class ReleaseScreen(ReleaseRows):
    """The form of a release."""

    # keys

    def digit(self, row: str, mark: str) -> None:
        if mark == "=":
            source = self.file.facts.source_platform if self.file else None
            self.set_text("platform", source or "")
        elif row == "form" and (code := self.menus["form"].by_digit(mark)):
            self.form = code
            self.focus_row("conclusive")
        elif row == "conclusive":
            self.conclusive = mark in "1yY"
            self.focus_row("channel")
        elif row == "attendees" and self.file:
            self.attended = toggled(who_may_attend(self.file), self.attended, mark)
        elif row == "unit" and 0 < int(mark) <= len(self.releasing()):
            self.unit = self.releasing()[int(mark) - 1].code
        elif row == "channel":
            self.channel = self.menus["channel"].by_digit(mark)
            self.focus_row("url")
        elif row == "purpose":
            self.purpose = self.menus[row].by_digit(mark)
        elif row == "topic":
            self.topic = self.menus[row].by_digit(mark)
        elif row == "checks":
            self._look_at(mark)
        if row in ("form", "unit"):
            self.ask_gates()
        self.show_side()

    def _look_at(self, mark: str) -> None:
        """Tick what a digit names, or take it back; 0 takes all back."""
        ticked = [check.code for check in self.checks() if check.digit == mark]
        kept = tuple(one for one in self.looked_at if one not in ticked)
        self.looked_at = () if mark == "0" else kept if kept != self.looked_at else (*kept, *ticked)

    def text_changed(self, row: str, text: str) -> None:
        super().text_changed(row, text)
        if row in self.picking:
            self.search_after_pause(row)

    def entered(self, row: str) -> None:
        if row in self.picking and self.take_found(row):
            return
        if row == "commit":
            self._commit()
        elif row == "url":
            self.focus_row("commit")
        else:
            super().entered(row)

    def refused_row(self, field: str | None) -> str:
        return _REFUSED.get((field or "").rsplit(".", 1)[-1], "commit")

    # commit

    def _commit(self) -> None:
        if self.file is None or self.form is None:
            self.fault_at("form", t("release.choose_form"))
            return
        moment = self.moment_or_fault("at")
        if "at" in self.faults:
            return
        wanting = next((row for row in self.effects(self.file) if row.wants_reason), None)
        if wanting and not self.text("reason"):
            self.fault_at("reason", t("release.reason_missing", title=wanting.duty.title))
            return
        at = (moment.at if moment else self.sending_at).isoformat()
        sent = {
            "incident": self.subject.id,
            "form": self.form,
            "conclusive": self.conclusive,
            "title": self.text("title") or self._default_title(),
            "unit": self.unit or None,
            "releasedAt": at,
            "publications": self._publications(at),
            **self._conference(),
            "purpose": self.purpose,
            "plan": self._plan(),
            "checks": list(self.looked_at),
            "mentionedUnits": [one.code for one in self.picked("units")] or None,
            "lateReason": self.text("reason") or None,
            "statement": self.line_version,
            "idempotencyKey": self.key,
        }
        self.send(OPERATIONS.record_release, sent)

    def _conference(self) -> dict[str, Any]:
        """Return who held a conference on what, and who sat there; of another form nobody."""
        if not self.stands("attendees"):
            return {"attendees": [], "hosts": [], "topicSource": None}
        told = [{"unit": one.unit, "person": one.person} for one in self.attended]
        return {
            "attendees": told + typed_people(self.text("others"), self.unit),
            "hosts": [one.code for one in self.picked("hosts")],
            "topicSource": self.topic,
        }

    def _plan(self) -> dict[str, Any] | None:
        """Read `方案标题 https://…`: an address at the end is where the plan can be read."""
        title, _, last = self.text("plan").rpartition(" ")
        if last.startswith(("http://", "https://")):
            return {"title": title.strip(), "url": last}
        return {"title": self.text("plan"), "url": None} if last else None

    def _default_title(self) -> str:
        drill = t("board.drill") if self.file and self.file.drill else ""
        return drill + self.subject.title

    def _publications(self, at: str) -> list[dict[str, Any]]:
        if self.channel is None and not self.text("url"):
            return []
        place = {
            "channelKind": self.channel or "WEBSITE",
            "platform": self.text("platform") or None,
            "url": self.text("url") or None,
            "publishedAt": at,
        }
        return [place]

    def sentence(self, sent: Mapping[str, Any]) -> str:
        form = self.menus["form"].title(sent["form"])
        return t("outbox.says.release", form=form, title=sent["title"])

    def committed(self, answer: dict[str, Any]) -> None:
        titles = [
            t("aside", what=row["title"], more=t(f"outcome.{row['outcome']}"))
            if row["outcome"]
            else row["title"]
            for row in answer["fulfilled"]
        ]
        said = t("release.done", n=len(titles), titles=t("intake.comma").join(titles))
        if not titles:
            said = t("release.done.none")
        if answer.get("replayed"):
            said = t("release.replayed")
        warned = " ".join(warning["message"] for warning in answer["warnings"])
        self.finish(f"{said} {warned}".strip())
