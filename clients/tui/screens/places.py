"""A form with rows that search (地点 F4, 单位): code, Chinese or initials, Enter takes."""

from abc import abstractmethod
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import ClassVar

from textual import events, work
from textual.binding import Binding, BindingType
from textual.timer import Timer
from textual.widgets import Input

from clients.tui.link import LinkDown, Refused
from clients.tui.locale import t
from clients.tui.models import decode
from clients.tui.models_preview import Place
from clients.tui.operations import OPERATIONS
from clients.tui.screens.form import FormScreen
from clients.tui.views.intake_rows import Found, nearest_first, typed_code, typed_unit
from clients.tui.views.intake_values import fold

DEBOUNCE = 0.08  # seconds of quiet before a service is asked
SHOWN = 5  # answers that fit under the form on 24 lines


class PlacePicking(FormScreen):
    """`picking`: the rows that search, each for "place" or "unit"; a subclass holds those taken.

    `found` answers the search of the row in use: coming into a row begins anew.
    """

    picking: Mapping[str, str] = MappingProxyType({"place": "place", "units": "unit"})

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f4", "place", show=False)]

    def __init__(self) -> None:
        super().__init__()
        self.found = Found()
        self._searched = ("", "")
        self.waiting: set[str] = set()
        self._pauses: dict[str, Timer] = {}

    @abstractmethod
    def picked(self, row: str) -> tuple[Place, ...]:
        """Return what is taken in a row, in the order it was."""

    @abstractmethod
    def picked_changed(self, row: str, picked: tuple[Place, ...]) -> None:
        """Take this in a row instead."""

    def row_after_pick(self, row: str) -> str:
        """Return where the cursor goes once something was taken in a row."""
        return "title" if row == "place" and "title" in self.ROWS else row

    def input(self, row: str) -> Input:
        return self.query_one(f"#input-{row}", Input)

    def after_pause(self, name: str, act: Callable[[], object]) -> None:
        """Do something once nothing more is pressed for a moment."""
        if name in self._pauses:
            self._pauses[name].stop()
        self.waiting.add(name)

        def due() -> None:
            self.waiting.discard(name)
            act()

        self._pauses[name] = self.set_timer(DEBOUNCE, due)

    def drop_pause(self, name: str) -> None:
        """Let what waits for a pause be."""
        if (timer := self._pauses.pop(name, None)) is not None:
            timer.stop()
            self.waiting.discard(name)

    def search_after_pause(self, row: str) -> None:
        if self.input(row).value:
            self.after_pause("places", lambda: self.search(row))
        else:
            self.found = Found()

    def take_found(self, row: str) -> bool:
        """Take the chosen answer; False when nothing is typed, so that Enter goes on.

        Whoever types faster than the search answers is not refused: Enter waits for it.
        """
        typed = fold(self.input(row).value)
        if not typed:
            return False
        if (row, typed) == self._searched:
            self._take(row, typed)
        else:
            # the search that waits would break this one off, and the Enter would be lost
            self.drop_pause("places")
            self.search(row, then_take=True)
        return True

    def _take(self, row: str, typed: str) -> None:
        found = self.found
        bare = typed_code if self.picking[row] == "place" else typed_unit
        place = found.places[found.chosen] if found.places else bare(typed)
        if place is None:
            fault = "place" if self.picking[row] == "place" else "units"
            self.fault_at(row, t(f"intake.fault.{fault}"))
            return
        if place.code not in {known.code for known in self.picked(row)}:
            self.picked_changed(row, (*self.picked(row), place))
        self.input(row).value = ""
        self.found = Found()
        self.focus_row(self.row_after_pick(row))

    def found_in(self, row: str) -> Found:
        """Return what the search of a row found, nothing when another row was searched."""
        return self.found if row == self._searched[0] else Found()

    def action_row(self, step: int) -> None:
        if self.row not in self.picking:
            super().action_row(step)
        elif places := self.found_in(self.row).places:
            self.found = Found(places, (self.found.chosen + step) % len(places))
            self.show_rows()
        elif fold(self.input(self.row).value) in ("", self._searched[1]):
            super().action_row(step)

    def action_commit(self) -> None:
        # what was typed and not yet taken is looked up first: it is not to be left out
        if self.row not in self.picking or not self.take_found(self.row):
            super().action_commit()

    def action_place(self) -> None:
        self.focus_row("place")

    def on_key(self, event: events.Key) -> None:
        """Take the last one back: backspace where nothing is typed."""
        row = self.row
        if event.key == "backspace" and row in self.picking and not self.input(row).value:
            self.picked_changed(row, self.picked(row)[:-1])
            self.show_rows()

    @work(exclusive=True, group="places", exit_on_error=False)
    async def search(self, row: str, then_take: bool = False) -> None:
        wanted = fold(self.input(row).value)
        found = Found()
        if wanted:
            try:
                found = Found((await self._answers(row, wanted))[:SHOWN])
            except (LinkDown, Refused):
                found = Found()
        self.found, self._searched = found, (row, wanted)
        self.show_rows()
        if then_take and wanted:
            self._take(row, wanted)

    async def _answers(self, row: str, wanted: str) -> tuple[Place, ...]:
        home = self.desk.session.unit_code.partition("-")[0]
        if self.picking[row] == "place":
            answer = await self.desk.deadlines.execute(OPERATIONS.localities, {"search": wanted})
            return nearest_first(decode(answer["localities"], list[Place]), home)
        answer = await self.desk.registry.execute(OPERATIONS.units, {"search": wanted})
        nodes = [edge["node"] for edge in answer["units"]["edges"]]
        return nearest_first(decode(nodes, list[Place]), home)
