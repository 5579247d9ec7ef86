"""Who speaks (谁来说): per party of the incident, the registry's answer, reason by reason."""

from typing import Any, ClassVar

import msgspec
from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from clients.tui.link import LinkDown, Refused
from clients.tui.locale import t
from clients.tui.models import decode
from clients.tui.models_incident import IncidentFile, Party
from clients.tui.models_speaks import SpeakerAnswer
from clients.tui.operations import OPERATIONS
from clients.tui.screens.about_incident import IncidentForm, hint
from clients.tui.views.pieces import Layout, Line, Piece, line, muted, prose
from clients.tui.views.preview import unit_text
from clients.tui.views.speaks import answer_lines, mirror_lines, number_of
from clients.tui.widgets.choices import DigitRow


class SpeaksScreen(IncidentForm):
    """Opens on the first respondent; a digit or an arrow asks for another party."""

    READS = True
    TITLE_KEY = "speaks.title"
    KEYS = "speaks.keys"
    DRAFTED = {}  # noqa: RUF012 - nothing is written here
    ROWS = ("party",)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+y,y,ｙ", "copy", show=False),
        Binding("f6", "contact", show=False),
    ]

    def __init__(self, row: Any) -> None:
        super().__init__(row)
        self.at = 0
        self.answer: SpeakerAnswer | None = None
        self.why = ""

    def form_rows(self) -> ComposeResult:
        yield DigitRow("party", t("speaks.row.party"))

    @property
    def parties(self) -> list[Party]:
        return self.file.parties[:9] if self.file else []

    @property
    def party(self) -> Party | None:
        return self.parties[self.at] if self.at < len(self.parties) else None

    def file_read(self, file: IncidentFile) -> None:
        self.ask()

    def value(self, row: str) -> Line:
        return line(Piece(unit_text(self.party.unit), "fg", True)) if self.party else ()

    def options(self, row: str, width: int) -> list[Line]:
        rows = [
            line(
                Piece(f"{digit} ", "keys", bold=True),
                Piece(unit_text(party.unit), "fg", digit - 1 == self.at),
                muted(f" {party.role_title}"),
            )
            for digit, party in enumerate(self.parties, start=1)
        ]
        return [*rows, *hint("speaks.hint", width)]

    def side_of(self, file: IncidentFile) -> Layout:
        answer, party, why = self.answer, self.party, self.why
        if answer is not None:
            return lambda width: answer_lines(answer, width)
        if party is None:
            return lambda width: prose(t("incident.no_parties"), width, "near")
        return lambda width: mirror_lines(party, why, width)

    def digit(self, row: str, mark: str) -> None:
        if mark != "0" and int(mark) <= len(self.parties):
            self.at = int(mark) - 1
            self.ask()

    def action_row(self, step: int) -> None:
        if self.parties:
            self.at = (self.at + step) % len(self.parties)
            self.ask()
            self.show_rows()

    def entered(self, row: str) -> None:
        self.action_row(1)

    def action_copy(self) -> None:
        number = number_of(self.answer, self.party)
        if number is not None:
            self.app.copy_to_clipboard(number)
            self.say(f"{t('form.copied')} {number}")

    def action_contact(self) -> None:
        from clients.tui.screens.contact import ContactScreen

        self.app.switch_screen(ContactScreen(self.subject))

    @work(exclusive=True, group="speaks", exit_on_error=False)
    async def ask(self) -> None:
        party = self.party
        if party is None:
            return
        self.answer, self.why = None, t("speaks.asking")
        self.show_side()
        try:
            variables = {"unit": party.unit.code}
            data = await self.desk.registry.execute(OPERATIONS.who_speaks, variables)
            self.why = t("speaks.unknown")
            if data["whoSpeaks"] is not None:
                self.answer = decode(data["whoSpeaks"], SpeakerAnswer)
        except LinkDown:
            self.why = t("speaks.mirror")
        except Refused as refused:
            self.why = t("speaks.refused", message=refused.message)
        except msgspec.ValidationError:
            self.why = t("incident.odd")
        self.show_all()
