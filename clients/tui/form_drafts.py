"""Forms that were left or cut off half filled in, on this machine: a file a form and subject.

Bounded: the newest MOST are kept, none longer than OLDEST.
"""

from contextlib import suppress
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec

from clients.tui.disk import forget, replace_file

VERSION = 1
MOST = 40
OLDEST = timedelta(days=7)


class FormDraft(msgspec.Struct, frozen=True, kw_only=True):
    """`form` and `subject` say what it is a draft of; `filled` holds the form's own attributes.

    `owner` is the account it was filled in under, `credential` stands for it before a sign-in.
    """

    version: int = VERSION
    form: str
    subject: str
    owner: str
    credential: str = ""
    saved_at: datetime
    filled: dict[str, Any]


class FormDrafts:
    """The folder of drafts."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def of(self, form: str, subject: str, now: datetime) -> FormDraft | None:
        """Return the draft of a form on a subject; None without one, torn or too old."""
        try:
            path = self._path(form, subject)
            draft = msgspec.json.decode(path.read_bytes(), type=FormDraft)
        except (OSError, msgspec.DecodeError):
            return None
        known = (draft.version, draft.form, draft.subject) == (VERSION, form, subject)
        return draft if known and now - draft.saved_at <= OLDEST else None

    def keep(self, draft: FormDraft) -> bool:
        """Put a draft on the disk and let the oldest go; False when the disk refuses."""
        try:
            replace_file(self._path(draft.form, draft.subject), msgspec.json.encode(draft))
        except OSError:
            return False
        with suppress(OSError):
            found = sorted(self.folder.glob("*.json"), key=lambda path: -path.stat().st_mtime_ns)
            for path in found[MOST:]:
                forget(path)
        return True

    def drop(self, form: str, subject: str) -> None:
        forget(self._path(form, subject))

    def _path(self, form: str, subject: str) -> Path:
        name = sha256(f"{form}\0{subject}".encode()).hexdigest()[:32]
        return self.folder / f"{name}.json"
