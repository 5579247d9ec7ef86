"""What every form of the rosters shares: long menus by pages, people by digit, values to begin."""

from collections.abc import Mapping
from typing import Any, ClassVar

import msgspec
from textual import work

from clients.tui.clock import local
from clients.tui.link import LinkDown, Refused
from clients.tui.locale import t
from clients.tui.models import decode
from clients.tui.models_preview import Code, Place
from clients.tui.models_rosters import Named, RosterPeople, Who
from clients.tui.operations import OPERATIONS, Operation, load
from clients.tui.screens.act_form import COMMIT, ActForm
from clients.tui.screens.roster_acts import About
from clients.tui.views.fields import Kind
from clients.tui.views.pieces import Line, Piece, line, muted, strong
from clients.tui.views.rosters import named, titles

PAGE = 8  # choices a page holds where there are more than digits; 9 turns it
TURN = "9"


class RosterForm(ActForm):
    """`DOES`: its mutation's file. `PEOPLE`: rows that choose among the unit's people.

    `LOCAL`: rows that are not sent as they stand. A text that stood there and was emptied is sent
    as an empty one, which removes it; what is as it was is not sent.
    """

    SERVICE = "registry"
    # a number never lies on the disk, and what stands in the registry is read anew each time
    DRAFTED: ClassVar[Mapping[str, Any]] = {}
    DOES: ClassVar[str] = ""
    PEOPLE: ClassVar[tuple[str, ...]] = ()
    LOCAL: ClassVar[tuple[str, ...]] = ()

    def __init__(self, about: About) -> None:
        self.on = about
        super().__init__()
        self.people: tuple[Code, ...] = ()
        self.pages: dict[str, int] = {}
        self.stood: dict[str, str] = {}
        self.usual: dict[str, str] = {}
        for row, code in about.first:
            if row in self.fields:
                self.taken[row] = (code,)

    # what a form says of itself

    def standing(self) -> dict[str, str]:
        """Return the texts that stand in the registry, by row."""
        return {}

    def proposed(self) -> dict[str, str]:
        """Return what rows begin with; a day is not written there, it holds while none is."""
        return {}

    def text(self, row: str) -> str:
        return super().text(row) or self.usual.get(row, "")

    @property
    def today(self) -> str:
        return f"{local(self.now):%Y-%m-%d}"

    @property
    def unit(self) -> Named:
        return self.on.unit

    @property
    def operation(self) -> Operation:
        return load(self.DOES)

    def whom(self) -> str:
        """Return whom or what of the unit it is about, "" where that is the unit itself."""
        return ""

    def subject(self) -> tuple[Piece, ...]:
        if whom := self.whom():
            return strong(whom), muted(f"  {self.unit.name}")
        return (strong(self.unit.name),)

    # filling

    def on_mount(self) -> None:
        # Textual calls the base class's own afterwards
        self.fill(self.standing())
        for row, text in self.proposed().items():
            if self.fields[row].kind is Kind.DAY:
                self.usual[row] = text
            else:
                self.set_text(row, text)
        self.show_rows()
        if self.PEOPLE:
            self.read_people(self.unit.code)

    def fill(self, texts: dict[str, str]) -> None:
        """Put what stands there into its rows."""
        self.stood |= texts
        for row, text in texts.items():
            self.set_text(row, text)

    def fill_unit(self, row: str, unit: Named | None) -> None:
        """Put the unit that stands there into a row that searches units."""
        if unit is not None:
            self.places[row] = (Place(code=unit.code, name=unit.name),)
            self.stood[row] = unit.code
            self.show_rows()

    @work(exclusive=True, group="people", exit_on_error=False)
    async def read_people(self, unit: str) -> None:
        """Read who ever held a post of a unit: those may be chosen by digit."""
        try:
            answer = await self.link.execute(OPERATIONS.roster_people, {"unit": unit})
            found = decode(answer["appointments"], RosterPeople)
        except (LinkDown, Refused, msgspec.ValidationError):
            return
        self.people = named([self._who(edge.node.person, edge.node.title) for edge in found.edges])
        self.show_rows()

    def _who(self, person: Who, title: str) -> Who:
        return Who(id=person.id, name=f"{person.name} {title}")

    # choosing

    def menu_of(self, row: str) -> tuple[Code, ...]:
        """Return all that a row chooses from."""
        if row in self.PEOPLE:
            return self.people
        return titles(self.fields[row].menu) if self.fields[row].menu else ()

    def choices(self, row: str) -> tuple[Code, ...]:
        every = self.menu_of(row)
        if len(every) <= 9:
            return every
        at = self.pages.get(row, 0) % -(-len(every) // PAGE)
        page = every[at * PAGE : (at + 1) * PAGE]
        more = Code(digit=TURN, code="", title=t("rosters.more"))
        return (*(replace_digit(code, n) for n, code in enumerate(page, start=1)), more)

    def digit(self, row: str, mark: str) -> None:
        if mark == TURN and row in self.fields and len(self.menu_of(row)) > 9:
            self.pages[row] = self.pages.get(row, 0) + 1
            self.show_side()
        else:
            super().digit(row, mark)

    def value(self, row: str) -> Line:
        if row == COMMIT or not self.fields[row].by_digit:
            return super().value(row)
        chosen = [c.title for c in self.menu_of(row) if c.code in self.taken.get(row, ())]
        shown = t("intake.comma").join(chosen)
        return line(strong(shown) if shown else muted(t("intake.none")))

    def chosen_in(self, row: str) -> str:
        """Return the code chosen in a row, "" for none."""
        return next(iter(self.taken.get(row, ())), "")

    # sending

    def sendable(self) -> dict[str, Any] | None:
        sent = super().sendable()
        if sent is None:
            return None
        for row, field in self.fields.items():
            value = sent.get(field.name)
            stood = self.stood.get(row)
            same = stood is not None and (value or "") == stood
            if row in self.LOCAL or same or (value is None and stood is None):
                sent.pop(field.name, None)
            elif value is None and field.kind in (Kind.TEXT, Kind.UNIT):
                sent[field.name] = ""
        return sent

    def split_text(self, row: str) -> list[str]:
        """Return the parts of a text, told apart by blanks or commas."""
        text = self.text(row)
        for mark in t("rosters.commas"):
            text = text.replace(mark, " ")
        return text.split()

    def refused_row(self, field: str | None) -> str:
        row = super().refused_row(field)
        return row if self.query_one_optional(f"#row-{row}") is not None else COMMIT


def replace_digit(code: Code, n: int) -> Code:
    """Return the choice under another digit."""
    return Code(digit=str(n), code=code.code, title=code.title)
