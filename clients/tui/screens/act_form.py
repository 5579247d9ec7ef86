"""A small form made from a list of fields: most acts are some texts, a choice and a time."""

import inspect
import json
from abc import abstractmethod
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar

import msgspec
from rich.cells import cell_len
from textual.app import ComposeResult
from textual.widgets import Input

from clients.tui.link import new_key
from clients.tui.locale import optional, t
from clients.tui.models_preview import Code, Place
from clients.tui.operations import Operation
from clients.tui.outbox import Origin, may_wait
from clients.tui.screens.confirm import ConfirmScreen
from clients.tui.screens.places import PlacePicking
from clients.tui.views.fields import Field, Kind, choice_lines, echo_day, parse_day
from clients.tui.views.intake_rows import picked_names, place_lines
from clients.tui.views.intake_values import fold
from clients.tui.views.menus import menu
from clients.tui.views.moments import BadTime, parse_due, parse_moment, say_clock, say_moment
from clients.tui.views.pieces import Layout, Line, Piece, line, muted, prose, strong
from clients.tui.widgets.choices import DigitRow, TextRow

LABEL_CELLS, LABEL_MOST = 10, 14  # with the mark before a label and the gap behind it
COMMIT = "commit"


class ActForm(PlacePicking):
    """`NAME` begins its keys in the catalogue: `.title`, `.commit`, `.done`, `.row.<row>`, and
    where there is more to say `.hint.<row>` and `.about`; `.confirm` makes it ask for a second key.

    Subclasses give the `operation`, what the act is about (`subject`, `fixed`) and what stands
    beside the form. The keys line is `act.keys` of the catalogue.
    """

    NAME: ClassVar[str] = ""
    FIELDS: ClassVar[tuple[Field, ...]] = ()
    CONFIRMS: ClassVar[bool] = False
    KEYS = "act.keys"
    DRAFTED: ClassVar[Mapping[str, Any]] = {
        "texts": dict[str, str],
        "typed_at": dict[str, datetime],
        "taken": dict[str, tuple[str, ...]],
        "places": dict[str, tuple[Place, ...]],
    }

    made_of: Mapping[str, Any]

    def __init__(self) -> None:
        self.fields = {field.row: field for field in self.FIELDS}
        self.ROWS = (*self.fields, COMMIT)  # type: ignore[misc] # made of the fields, per class
        self.picking = {
            row: "place" if field.kind is Kind.PLACE else "unit"
            for row, field in self.fields.items()
            if field.searched
        }
        super().__init__()
        self.row = self.ROWS[0]
        self.key = new_key()
        self.texts: dict[str, str] = {}
        self.typed_at: dict[str, datetime] = {}
        self.taken: dict[str, tuple[str, ...]] = {
            field.row: (field.first,) for field in self.FIELDS if field.first
        }
        self.places: dict[str, tuple[Place, ...]] = {}

    # what an act says of itself

    def draft_subject(self) -> str:
        return json.dumps(self.fixed(), sort_keys=True, default=str)

    def filled(self) -> dict[str, Any]:
        """Return what makes up a draft; a secret never lies on the disk."""
        kept = super().filled()
        secret = {row for row, field in self.fields.items() if field.kind is Kind.SECRET}
        texts = {row: text for row, text in kept["texts"].items() if row not in secret}
        return {**kept, "texts": texts}

    def __new__(cls, *given: Any, **named: Any) -> "ActForm":
        """Note what the form is opened with: what waits in the outbox opens it as it was."""
        made = super().__new__(cls)
        made.made_of = inspect.signature(cls.__init__).bind(made, *given, **named).arguments
        return made

    def origin(self) -> Origin | None:
        made = super().origin()
        if made is None or not self.waits():
            return None
        _, *given = self.made_of.items()
        told = {name: msgspec.to_builtins(value) for name, value in given}
        return msgspec.structs.replace(made, made_of=told)

    def waits(self) -> bool:
        return self.SERVICE == "deadlines" and may_wait(self.operation.name)

    def sentence(self, sent: Mapping[str, Any]) -> str:
        texts = (self.text(row) for row in self.fields if row not in self.picking)
        said = next((text for text in texts if text), "")
        return " ".join((t(f"{self.NAME}.title").strip(), said)).strip()

    @property
    @abstractmethod
    def operation(self) -> Operation:
        """Return the mutation; it takes one variable, `input`."""

    def subject(self) -> Sequence[Piece]:
        """Return what the act is about, for the title bar."""
        return ()

    def fixed(self) -> dict[str, Any]:
        """Return what is sent beside the fields: the id of what is acted upon."""
        return {}

    def choices(self, row: str) -> tuple[Code, ...]:
        """Return what a row chooses from by digit."""
        field = self.fields[row]
        return menu(field.menu).choices if field.menu else ()

    def done(self, answer: dict[str, Any]) -> str:
        """Return the sentence that tells what was done."""
        return t(f"{self.NAME}.done")

    def question(self) -> str:
        return t(f"{self.NAME}.confirm")

    def beside(self, width: int) -> list[Line]:
        """Return what stands beside the form."""
        return prose(said, width) if (said := optional(f"{self.NAME}.about")) else []

    # rows

    def label_cells(self) -> int:
        """Return how wide the labels stand: as the widest needs, with a gap behind it."""
        widest = max((cell_len(self.label(row)) for row in self.fields), default=0)
        return max(LABEL_CELLS, min(LABEL_MOST, widest + 2))

    def form_rows(self) -> ComposeResult:
        cells = self.label_cells()
        for row, field in self.fields.items():
            label = self.label(row)
            if field.by_digit:
                yield DigitRow(row, label, label_cells=cells)
            else:
                text = TextRow(row, label, cells=_cells(field), label_cells=cells)
                text.input.password = field.kind is Kind.SECRET
                yield text
        yield DigitRow(COMMIT, "", label_cells=cells)

    def label(self, row: str) -> str:
        """Return a row's own label, else the one that rows of its name bear everywhere."""
        return optional(f"{self.NAME}.row.{row}") or t(f"act.row.{row}")

    def title_line(self) -> Line:
        return self.bar(t(f"{self.NAME}.title"), *self.subject())

    def side(self) -> Layout:
        return self.beside

    def value(self, row: str) -> Line:
        if row == COMMIT:
            return self.commit_button(f"{self.NAME}.commit")
        field = self.fields[row]
        if field.by_digit:
            titles = [c.title for c in self.choices(row) if c.code in self.taken.get(row, ())]
            shown = t("intake.comma").join(titles)
            return line(strong(shown) if shown else muted(t("intake.none")))
        if field.searched:
            return line(strong(picked_names(self.picked(row))))
        return self._echo(field)

    def _echo(self, field: Field) -> Line:
        """Return how a time or a date is understood."""
        try:
            said = self._understood(field)
        except BadTime:
            return line(Piece(t("intake.unread"), "near"))
        return line(strong(said))

    def _understood(self, field: Field) -> str:
        text, at = self.text(field.row), self.typed_at.get(field.row, self.now)
        if field.kind is Kind.MOMENT:
            moment = parse_moment(text, at)
            if moment is None:
                return t("release.now", at=say_clock(self.now, self.now)) if field.required else ""
            return say_moment(moment, self.now)
        if field.kind is Kind.DUE and text:
            return say_clock(parse_due(text, at), self.now)
        if field.kind is Kind.DAY and (day := parse_day(text, at)):
            return echo_day(day, self.now)
        return ""

    def options(self, row: str, width: int) -> list[Line]:
        said = optional(f"{self.NAME}.hint.{row}") or self._usual_hint(row)
        hint = prose(said, width) if said else []
        field = self.fields.get(row)
        if field is None:
            return hint
        if field.by_digit:
            return [*choice_lines(self.choices(row), self.taken.get(row, ()), width), *hint]
        if field.searched:
            found = self.found_in(row)
            return place_lines(found, width, f"act.hint.{field.kind}") if found.places else hint
        return hint

    def _usual_hint(self, row: str) -> str:
        kind = self.fields[row].kind if row in self.fields else COMMIT
        return optional(f"act.hint.row.{row}") or optional(f"act.hint.{kind}")

    def text(self, row: str) -> str:
        return self.texts.get(row, "").strip()

    def begin_with(self, row: str, text: str) -> None:
        """Fill a text row as the form opens: neither typed nor a draft's."""
        self.texts[row], self.typed_at[row] = text, self.now
        with self.prevent(Input.Changed):
            self.input(row).value = text

    def text_changed(self, row: str, text: str) -> None:
        self.texts[row], self.typed_at[row] = text, self.now
        if row in self.picking:
            self.search_after_pause(row)
        self.show_side()

    def digit(self, row: str, mark: str) -> None:
        field = self.fields.get(row)
        if field is None:
            return
        code = next((c.code for c in self.choices(row) if c.digit == mark), None)
        before = self.taken.get(row, ())
        if mark == "0":
            self.taken[row] = ()
        elif code is None:
            return
        elif field.kind is Kind.MANY:
            kept = tuple(one for one in before if one != code)
            self.taken[row] = kept if code in before else (*before, code)
        else:
            self.taken[row] = (code,)
            self.focus_row(self.ROWS[self.ROWS.index(row) + 1])
        self.show_side()

    def picked(self, row: str) -> tuple[Place, ...]:
        return self.places.get(row, ())

    def picked_changed(self, row: str, picked: tuple[Place, ...]) -> None:
        # a row of one takes the last picked
        many = self.fields[row].kind is Kind.UNITS
        self.places[row] = picked if many else picked[-1:]

    def row_after_pick(self, row: str) -> str:
        many = self.fields[row].kind is Kind.UNITS
        return row if many else self.ROWS[self.ROWS.index(row) + 1]

    # the commit

    def entered(self, row: str) -> None:
        if row in self.picking and self.take_found(row):
            return
        if row != COMMIT:
            super().entered(row)
        elif (sent := self.sendable()) is not None:
            if self.CONFIRMS:
                self.app.push_screen(ConfirmScreen(self.question()), self._confirmed)
            else:
                self.send(self.operation, sent)

    def _confirmed(self, sure: bool | None) -> None:
        if sure and (sent := self.sendable()) is not None:
            self.send(self.operation, sent)

    def sendable(self) -> dict[str, Any] | None:
        """Return the mutation's input; None where a row is at fault, which is shown there."""
        sent: dict[str, Any] = self.fixed()
        for row, field in self.fields.items():
            try:
                value = self.read(field)
            except BadTime as bad:
                self.fault_at(row, t(bad.key))
                return None
            if field.required and value in (None, "", []):
                self.fault_at(row, t("act.missing", row=self.label(row)))
                return None
            sent[field.name] = value
        return {**sent, "idempotencyKey": self.key}

    def read(self, field: Field) -> Any:
        """Return what a row holds as it is sent, None when empty; raise BadTime with its reason."""
        row, text = field.row, self.text(field.row)
        at = self.typed_at.get(row, self.now)
        match field.kind:
            case Kind.CHOICE:
                return next(iter(self.taken.get(row, ())), None)
            case Kind.MANY:
                return list(self.taken.get(row, ()))
            case Kind.UNITS:
                return [place.code for place in self.picked(row)]
            case Kind.UNIT | Kind.PLACE:
                return next((place.code for place in self.picked(row)), None)
            case Kind.MOMENT:
                moment = parse_moment(text, at)
                known = moment.at if moment else self.sending_at if field.required else None
                return known.isoformat() if known else None
            case Kind.DUE:
                return parse_due(text, at).isoformat() if text else None
            case Kind.DAY:
                day = parse_day(text, at)
                return day.isoformat() if day else None
            case Kind.NUMBER:
                return _number(text)
        return text or None

    def refused_row(self, field: str | None) -> str:
        last = (field or "").rsplit(".", 1)[-1]
        return next((row for row, f in self.fields.items() if f.name == last), COMMIT)

    def committed(self, answer: dict[str, Any]) -> None:
        self.finish(self.done(answer))


def _number(text: str) -> int | None:
    folded = fold(text)
    if not folded:
        return None
    if not (folded.isascii() and folded.isdigit() and len(folded) <= 9):
        raise BadTime("fields.no_number")
    return int(folded)


def _cells(field: Field) -> int | None:
    """Return how wide a text field is; None lets it take the row."""
    usual = {Kind.MOMENT: 11, Kind.DUE: 11, Kind.DAY: 11, Kind.NUMBER: 9}
    return field.cells or usual.get(field.kind) or (10 if field.searched else None)
