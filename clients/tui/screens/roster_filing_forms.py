"""Forms about filings (备案) and standing documents (制度)."""

import hashlib
from pathlib import Path
from typing import Any

import msgspec
from textual import work

from clients.tui.link import LinkDown, Refused
from clients.tui.locale import t
from clients.tui.models_roster_lists import FiledDiff, RosterDocument, RosterFiling
from clients.tui.models_rosters import Named
from clients.tui.screens.roster_acts import About
from clients.tui.screens.roster_form import RosterForm
from clients.tui.screens.roster_reading import read_diff
from clients.tui.views.fields import Field, Kind
from clients.tui.views.pieces import Line, line, muted, prose
from clients.tui.views.roster_filings import diff_lines
from clients.tui.views.rosters import word


class WithFile(RosterForm):
    """A form that names a file of this machine; only its hash leaves it."""

    LOCAL = ("file",)

    def path(self) -> Path | None:
        text = self.text("file")
        return Path(text).expanduser() if text else None

    def hashed(self) -> str | None:
        """Return the SHA-256 of the file, None without one; raise OSError."""
        path = self.path()
        if path is None:
            return None
        with path.open("rb") as source:
            return hashlib.file_digest(source, "sha256").hexdigest()

    def value(self, row: str) -> Line:
        if row == "file" and (path := self.path()) is not None and path.is_file():
            return line(muted(f"{path.stat().st_size:,}"))
        return super().value(row)

    def sendable(self) -> dict[str, Any] | None:
        sent = super().sendable()
        if sent is None:
            return None
        try:
            found = self.hashed()
        except OSError as fault:
            self.fault_at("file", t("rosters.no_file", reason=fault.strerror or str(fault)))
            return None
        return {**sent, "fileSha256": found} if found else sent


class RecordFilingForm(WithFile):
    """Closes a filing with its receipt; refused if the list changed since it was looked at."""

    NAME = "roster.filing"
    DOES = "record_filing"
    FIELDS = (
        Field(row="receipt", sent="receiptNumber", required=True),
        Field(row="filed", kind=Kind.DAY, sent="filedOn", required=True),
        Field(row="file"),
    )

    def __init__(self, about: About) -> None:
        super().__init__(about)
        self.diff: FiledDiff | None = None

    @property
    def filing(self) -> RosterFiling:
        found: RosterFiling = self.on.item
        return found

    @property
    def unit(self) -> Named:
        return self.filing.unit

    def proposed(self) -> dict[str, str]:
        return {"filed": self.today}

    def on_mount(self) -> None:
        # Textual calls the base class's own afterwards
        self._read()

    @work(exclusive=True, group="diff", exit_on_error=False)
    async def _read(self) -> None:
        try:
            self.diff = await read_diff(self.link, self.unit.code, self.filing.subject)
        except (LinkDown, Refused, msgspec.ValidationError):
            return
        self.show_side()

    def fixed(self) -> dict[str, Any]:
        looked_at = {"expectedDigest": self.diff.digest} if self.diff else {}
        return {"filing": self.filing.id, **looked_at}

    def sendable(self) -> dict[str, Any] | None:
        sent, path = super().sendable(), self.path()
        return {**sent, "fileName": path.name} if sent is not None and path else sent

    def beside(self, width: int) -> list[Line]:
        diff = diff_lines(self.diff, width) if self.diff else prose(t("list.reading"), width)
        head = prose(word("subject", self.filing.subject), width, "fg")
        return [*head, *diff, (), *super().beside(width)]


class OpenFilingForm(RosterForm):
    """Opens the filing of a list that nobody changed."""

    NAME = "roster.filing_open"
    DOES = "open_filing"
    FIELDS = (Field(row="subject", kind=Kind.CHOICE, menu="subject", required=True),)

    def fixed(self) -> dict[str, Any]:
        return {"unit": self.unit.code}


class DocumentForm(WithFile):
    """Records a document that the unit must have on file."""

    NAME = "roster.document"
    DOES = "record_document"
    FIELDS = (
        Field(row="kind", kind=Kind.CHOICE, menu="document", required=True),
        Field(row="title", required=True),
        Field(row="number"),
        Field(row="dated", kind=Kind.DAY, required=True),
        Field(row="url"),
        Field(row="file"),
    )

    def fixed(self) -> dict[str, Any]:
        return {"unit": self.unit.code}

    def done(self, answer: dict[str, Any]) -> str:
        return t("roster.document.done", title=answer["document"]["title"])


class WithdrawForm(RosterForm):
    """Sets the first day on which a document no longer holds, after a second key."""

    NAME = "roster.withdraw"
    DOES = "withdraw_document"
    CONFIRMS = True
    FIELDS = (Field(row="withdrawn", kind=Kind.DAY, sent="withdrawnOn", required=True),)

    @property
    def document(self) -> RosterDocument:
        found: RosterDocument = self.on.item
        return found

    def whom(self) -> str:
        return self.document.title

    def proposed(self) -> dict[str, str]:
        return {"withdrawn": self.today}

    def fixed(self) -> dict[str, Any]:
        return {"id": self.document.id}

    def question(self) -> str:
        return t("roster.withdraw.confirm", title=self.document.title)

    def done(self, answer: dict[str, Any]) -> str:
        return t("roster.withdraw.done", title=answer["document"]["title"])
