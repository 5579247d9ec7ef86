"""A form whose filled-in rows outlive it: kept while it is filled in, let go with the commit."""

from abc import abstractmethod
from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

import msgspec
from textual.timer import Timer
from textual.widgets import Input

from clients.tui.form_drafts import FormDraft
from clients.tui.link import new_key
from clients.tui.locale import t
from clients.tui.outbox import Origin
from clients.tui.screens.commit import CommitScreen
from clients.tui.views.moments import say_clock

SAVE_AFTER = 1.0  # seconds of quiet before a draft is written
# kept with every draft, so that a commit without an answer stays the same commit
_COMMIT: Mapping[str, Any] = {
    "key": str,
    "first_sent": datetime | None,
    "tried_at": datetime | None,
}


class DraftedScreen(CommitScreen):
    """`DRAFTED` names the attributes that make up a draft, with their types; none, no draft.

    The first of them holds the texts by row. `touched` once the officer has changed anything.
    """

    DRAFTED: ClassVar[Mapping[str, Any]] = {}

    def __init__(self) -> None:
        super().__init__()
        self.touched = False
        self._blank: dict[str, Any] = {}
        self._found: FormDraft | None = None
        self._saving: Timer | None = None

    def draft_subject(self) -> str:
        """Return what the form is about; drafts of one form on other subjects are others."""
        return ""

    @abstractmethod
    def show_all(self) -> None:
        """Show what the attributes say."""

    @property
    def _form(self) -> str:
        return f"{type(self).__module__}:{type(self).__name__}"

    # keeping

    def changed_by_hand(self) -> None:
        """Note that the officer changed something; it is on the disk a second later."""
        self.touched = True
        if not self.DRAFTED or self.desk.readonly:
            return
        if self._saving is not None:
            self._saving.stop()
        self._saving = self.set_timer(SAVE_AFTER, self.keep_draft)

    def filled(self) -> dict[str, Any]:
        """Return the attributes of a draft as JSON has them."""
        names = (*self.DRAFTED, *_COMMIT)
        return {name: msgspec.to_builtins(getattr(self, name)) for name in names}

    def keep_draft(self) -> None:
        """Write what was changed; say so where the disk refuses."""
        if not (self.DRAFTED and self.touched) or self.desk.readonly:
            return
        session = self.desk.session
        draft = FormDraft(
            form=self._form,
            subject=self.draft_subject(),
            owner=session.account,
            credential=session.credential,
            saved_at=self.now,
            filled=self.filled(),
        )
        if not self.desk.drafts.keep(draft):
            self.say(t("intake.draft.unsaved"), grave=True)

    def drop_draft(self) -> None:
        if self._saving is not None:
            self._saving.stop()
        self.touched = False
        if self.DRAFTED:
            self.desk.drafts.drop(self._form, self.draft_subject())

    def on_unmount(self) -> None:
        self.keep_draft()

    # taking up again

    def find_draft(self) -> None:
        """Take up the draft that the officer left, and say from when it is."""
        if not self.DRAFTED or self._blank:
            return
        self._blank = self.filled()
        found = self.desk.drafts.of(self._form, self.draft_subject(), self.now)
        if found and self.desk.session.owns(found.owner, found.credential):
            self._found = found
            self.take_draft()

    def take_draft(self) -> None:
        """Fill the form from the draft, once more where the file has chosen since."""
        if self._found is None or self.touched:
            return
        try:
            self._fill(self._found.filled)
        except (msgspec.ValidationError, KeyError):
            self._found = None
            return
        self.say(t("form.restored", at=say_clock(self._found.saved_at, self.now)))

    def _fill(self, filled: Mapping[str, Any]) -> None:
        kinds = {**self.DRAFTED, **_COMMIT}
        values = {name: msgspec.convert(filled[name], kind) for name, kind in kinds.items()}
        for name, value in values.items():
            setattr(self, name, value)
        texts: Mapping[str, str] = values[next(iter(self.DRAFTED))]
        for field in self.query(Input):
            row = (field.id or "").removeprefix("input-")
            with self.prevent(Input.Changed):
                field.value = texts.get(row, "")
        self.show_all()

    def action_blank(self) -> None:
        """Let the draft go and begin with an empty form."""
        if self.DRAFTED and not self.busy:
            self.drop_draft()
            self._found = None
            self._fill({**self._blank, "key": new_key(), "first_sent": None, "tried_at": None})
            self.say(t("form.blank"))

    def origin(self) -> Origin | None:
        return Origin(screen=self._form, filled=self.filled()) if self.DRAFTED else None
