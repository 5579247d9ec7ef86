"""The commit of a form: sent once, and where nobody answers kept for later if it may be."""

from abc import abstractmethod
from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar, Literal

import msgspec
from textual import work

from clients.tui.keys import key_of
from clients.tui.link import Link, LinkDown, LinkState, Refused
from clients.tui.locale import t
from clients.tui.operations import Operation
from clients.tui.outbox import KeptAct, Origin, may_wait
from clients.tui.outbox_making import act_by
from clients.tui.screens.desk_screen import DeskScreen, Hearing
from clients.tui.screens.outbox_offer import Choice, OfferScreen


class CommitScreen(DeskScreen):
    """`busy` while a commit is under way; `tried_at` once one may have been written.

    `first_sent` is the moment of the first try: a repeat must say the same, or it is another act.
    """

    SERVICE: ClassVar[str] = "deadlines"
    READS: ClassVar[bool] = False  # it tells something without a commit: opened where none may be
    WAITS: ClassVar[Literal["waits", "not"]] = "not"  # whether the outbox may take the commit

    def __init__(self) -> None:
        super().__init__()
        self.busy = False
        self.first_sent: datetime | None = None
        self.tried_at: datetime | None = None

    # what a form says of its commit

    @property
    def link(self) -> Link:
        """The link of the service that this form writes to."""
        found: Link = getattr(self.desk, self.SERVICE)
        return found

    @property
    def service_down(self) -> bool:
        """Tell whether the service that takes the commit is away."""
        return self.link.status.state is LinkState.DOWN

    @abstractmethod
    def say(self, sentence: str, grave: bool = False) -> None:
        """Say a sentence on the form."""

    @abstractmethod
    def fault_at(self, row: str, sentence: str) -> None:
        """Show a sentence at a row."""

    @abstractmethod
    def show_sending(self) -> None:
        """Show whether a commit is under way."""

    @abstractmethod
    def refused_row(self, field: str | None) -> str:
        """Return the row at which a refusal of this field is shown."""

    def committed(self, answer: dict[str, Any]) -> None:
        """Take the service's answer to the commit."""

    def unanswered(self) -> None:
        """Say that nothing is known of the commit; Enter once more repeats it under its key."""
        self.say(t("form.link_down" if self.tried_at else "form.offline"), grave=True)

    def kept(self) -> None:
        """Let go what was only there until the commit."""
        self.drop_draft()

    @abstractmethod
    def drop_draft(self) -> None:
        """Let the draft of this form go."""

    def origin(self) -> Origin | None:
        """Return how to open this form again as it is filled in, None where it cannot be."""
        return None

    def about(self) -> str:
        """Return the title of the incident, "" where it is about none."""
        return ""

    def sentence(self, sent: Mapping[str, Any]) -> str:
        """Return in one sentence what the commit says."""
        return t("outbox.says.act")

    # what all commits do

    def send(self, operation: Operation, sent: Mapping[str, Any]) -> None:
        """Commit; the answer comes to `committed`, a refusal to its row.

        With the service away what may wait is offered to the outbox, the rest is tried.
        """
        if self.desk.readonly:
            self.fault_at("commit", t("readonly.why"))
        elif self.link.status.broken and self._may_wait(operation):
            self._offer(operation, sent)
        else:
            self._try(operation, sent)

    @property
    def sending_at(self) -> datetime:
        """The moment of the first try: a repeat must say the same, or it is another act."""
        self.first_sent = self.first_sent or self.now
        return self.first_sent

    def _try(self, operation: Operation, sent: Mapping[str, Any]) -> None:
        self.busy = True
        self.show_sending()
        self._send(operation, sent)

    @work(group="commit", exit_on_error=False)
    async def _send(self, operation: Operation, sent: Mapping[str, Any]) -> None:
        try:
            answer = await self.link.mutate(operation, {"input": sent})
        except Refused as refused:
            self.busy = False
            if refused.undecided:
                self._unanswered(operation, sent, reached=True)
                return
            self.first_sent = self.tried_at = None
            self.refused(refused)
        except LinkDown as down:
            self.busy = False
            self._unanswered(operation, sent, reached=down.reached)
        else:
            self.busy = False
            self.drop_draft()
            self.committed(answer)

    def refused(self, refused: Refused) -> None:
        self.fault_at(self.refused_row(refused.field), refused.message)

    def finish(self, sentence: str) -> None:
        """Leave the form and tell below what it did."""
        self.desk.tell(sentence)
        below = self.app.screen_stack[-2]
        self.dismiss()
        if isinstance(below, Hearing):
            below.heard(sentence)

    # when nobody answers

    def _unanswered(self, operation: Operation, sent: Mapping[str, Any], *, reached: bool) -> None:
        if reached:
            self.tried_at = self.tried_at or self.now
        self.show_sending()
        if self._may_wait(operation):
            self._offer(operation, sent)
        else:
            self.unanswered()

    def waits(self) -> bool:
        """Tell whether the outbox may take what this form commits."""
        return self.WAITS == "waits"

    def _may_wait(self, operation: Operation) -> bool:
        return self.SERVICE == "deadlines" and may_wait(operation.name)

    def _offer(self, operation: Operation, sent: Mapping[str, Any]) -> None:
        """Ask whether to keep the act until its service is back."""
        act = self.act_of(operation, dict(sent))
        if self.desk.outbox.already(act):
            self.fault_at("commit", t("outbox.already"))
            return

        def chosen(choice: Choice | None) -> None:
            if choice is Choice.KEEP:
                self._keep(act)
            elif choice is Choice.AGAIN:
                self._try(operation, sent)
            else:
                # what never left may still be done at another moment
                self.first_sent = self.first_sent if self.tried_at else None
                self.unanswered()

        self.app.push_screen(OfferScreen(act), chosen)

    def _keep(self, act: KeptAct) -> None:
        try:
            self.desk.outbox.add(act)
        except OSError:
            self.say(t("outbox.unsaved"), grave=True)
            return
        self.kept()
        self.finish(t("outbox.kept", mark=key_of("undo"), sentence=act.sentence))

    def act_of(self, operation: Operation, given: dict[str, Any]) -> KeptAct:
        """Return the act as it would be kept."""
        act = act_by(
            self.desk.session,
            operation,
            given,
            self.now,
            incident=self.about(),
            sentence=self.sentence(given),
            tried_at=self.tried_at,
        )
        return msgspec.structs.replace(act, origin=self.origin())
