"""A form about one incident: it reads the file first and shows it is reading."""

from abc import abstractmethod
from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

import msgspec
from textual import work

from clients.tui.link import LinkDown, Refused, new_key
from clients.tui.locale import t
from clients.tui.models import Obligation, decode
from clients.tui.models_incident import IncidentFile, Subject, subject_of
from clients.tui.operations import OPERATIONS
from clients.tui.outbox import Origin
from clients.tui.screens.form import FormScreen
from clients.tui.views.moments import BadTime, Moment, parse_moment, say_clock
from clients.tui.views.pieces import Layout, Line, Piece, line, muted, prose
from clients.tui.views.texts import severity_name, severity_tone


class IncidentForm(FormScreen):
    """`values` holds the rows as filled in, `key` makes a repeated commit the same commit."""

    TITLE_KEY = ""
    DRAFTED: ClassVar[Mapping[str, Any]] = {
        "values": dict[str, str],
        "typed": dict[str, datetime],
    }

    def __init__(self, row: Obligation | Subject) -> None:
        super().__init__()
        self.subject = subject_of(row)
        self.file: IncidentFile | None = None
        self.values: dict[str, str] = {}
        self.typed: dict[str, datetime] = {}
        self.key = new_key()
        self.trouble = ""
        self.known_at: datetime | None = None

    def on_mount(self) -> None:
        # Textual calls the base class's own afterwards
        self.read_file()

    def title_line(self) -> Line:
        grave = self.file.severity_title if self.file else None
        said = [muted(f"{self.subject.number} ")]
        if self.file and self.file.drill:
            said.append(Piece(t("board.drill"), "near", bold=True))
        said.append(Piece(f"{self.subject.title} ", bold=True))
        if grave:
            said.append(Piece(severity_name(grave), severity_tone(grave)))
        return self.bar(t(self.TITLE_KEY), *said)

    def about(self) -> str:
        return f"{self.subject.number} {self.subject.title}".strip()

    def draft_subject(self) -> str:
        return self.subject.id

    def origin(self) -> Origin | None:
        made = super().origin()
        subject = msgspec.to_builtins(self.subject)
        return msgspec.structs.replace(made, subject=subject) if made else None

    def sentence(self, sent: Mapping[str, Any]) -> str:
        return t(self.TITLE_KEY).strip()

    def tick(self) -> None:
        away = self.known_at is not None or (self.trouble and self.file is None)
        if away and not self.deadlines_down:
            self.trouble, self.known_at = "", None
            self.read_file()
        super().tick()

    def text_changed(self, row: str, text: str) -> None:
        self.values[row], self.typed[row] = text, self.now
        self.show_side()

    def text(self, row: str) -> str:
        return self.values.get(row, "").strip()

    def moment(self, row: str) -> Moment | None:
        """Read a time row as of when it was typed; raise BadTime."""
        return parse_moment(self.text(row), self.typed.get(row, self.now))

    def moment_or_fault(self, row: str) -> Moment | None:
        """Read a time row; a fault is shown there and None returned with `faults` set."""
        try:
            return self.moment(row)
        except BadTime as bad:
            self.fault_at(row, t(bad.key))
            return None

    def side(self) -> Layout:
        file = self.file
        if file is None:
            message = self.trouble or t("form.reading")
            return lambda width: prose(message, width, "near" if self.trouble else "muted")
        return self.side_of(file)

    @abstractmethod
    def side_of(self, file: IncidentFile) -> Layout:
        """Return what stands beside the form once the file has been read."""

    def file_read(self, file: IncidentFile) -> None:
        """Fill in what the file decides."""

    @work(exclusive=True, group="file", exit_on_error=False)
    async def read_file(self) -> None:
        try:
            variables = {"id": self.subject.id}
            answer = await self.desk.deadlines.execute(OPERATIONS.incident_file, variables)
            if answer["incident"] is None:
                self.trouble = t("incident.gone")
            else:
                self.known_at = None
                file = decode(answer["incident"], IncidentFile)
                self.desk.files.keep(file, self.now)
                self._take_file(file)
        except LinkDown:
            self._take_known()
        except Refused as refused:
            self.trouble = refused.message
        except msgspec.ValidationError:
            self.trouble = t("incident.odd")
        self.show_all()

    def _take_file(self, file: IncidentFile) -> None:
        self.file = file
        self.file_read(file)
        self.take_draft()

    def _take_known(self) -> None:
        """Go by the file as it was last read; without one say that it cannot be read."""
        known = self.desk.files.of(self.subject.id)
        if known is None:
            self.trouble = t("incident.no_link")
        elif self.file is None:
            self.known_at = known.read_at
            self._take_file(known.file)
            self.say(t("form.known", at=say_clock(known.read_at, self.now)))


def hint(key: str, width: int, **values: object) -> list[Line]:
    """Return a row's hint, broken to the width."""
    return prose(t(key, **values), width)


def echo(text: str, tone: str = "muted") -> Line:
    return line(Piece(text, tone))
