"""A form with a place row (F4): code or pinyin initials, arrows choose, Enter takes."""

from abc import abstractmethod
from collections.abc import Callable
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
from clients.tui.views.intake_rows import Found, nearest_first, typed_code
from clients.tui.views.intake_values import fold

DEBOUNCE = 0.08  # seconds of quiet before a service is asked
SHOWN = 7  # places that fit under the form on 24 lines


class PlacePicking(FormScreen):
    """The row is called `place`; a subclass holds the places taken."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f4", "place", show=False)]

    def __init__(self) -> None:
        super().__init__()
        self.found = Found()
        self._searched = ""
        self.waiting: set[str] = set()
        self._pauses: dict[str, Timer] = {}

    @abstractmethod
    def places(self) -> tuple[Place, ...]:
        """Return the places taken, in the order they were."""

    @abstractmethod
    def places_changed(self, places: tuple[Place, ...]) -> None:
        """Take these places instead."""

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

    def search_after_pause(self) -> None:
        if self.input("place").value:
            self.after_pause("places", self.search_places)
        else:
            self.found = Found()

    def take_place(self) -> bool:
        """Take the chosen place; False when nothing is typed, so that Enter goes on.

        Whoever types faster than the search answers is not refused: Enter waits for it.
        """
        typed = fold(self.input("place").value)
        if not typed:
            return False
        if typed == self._searched:
            self._take(typed)
        else:
            # the search that waits would break this one off, and the Enter would be lost
            self.drop_pause("places")
            self.search_places(then_take=True)
        return True

    def _take(self, typed: str) -> None:
        found = self.found
        place = found.places[found.chosen] if found.places else typed_code(typed)
        if place is None:
            self.fault_at("place", t("intake.fault.place"))
            return
        if place.code not in {known.code for known in self.places()}:
            self.places_changed((*self.places(), place))
        self.input("place").value = ""
        self.found = Found()
        self.focus_row("title" if "title" in self.ROWS else "place")

    def action_row(self, step: int) -> None:
        if self.row == "place" and self.found.places:
            chosen = (self.found.chosen + step) % len(self.found.places)
            self.found = Found(self.found.places, chosen)
            self.show_rows()
        elif self.row != "place" or fold(self.input("place").value) in ("", self._searched):
            super().action_row(step)

    def action_place(self) -> None:
        self.focus_row("place")

    def on_key(self, event: events.Key) -> None:
        """Take the last place back: backspace where nothing is typed."""
        if event.key == "backspace" and self.row == "place" and not self.input("place").value:
            self.places_changed(self.places()[:-1])
            self.show_rows()

    @work(exclusive=True, group="places", exit_on_error=False)
    async def search_places(self, then_take: bool = False) -> None:
        wanted = fold(self.input("place").value)
        found = Found()
        if wanted:
            try:
                answer = await self.desk.deadlines.execute(
                    OPERATIONS.localities, {"search": wanted}
                )
                places = decode(answer["localities"], list[Place])
                home = self.desk.session.unit_code.partition("-")[0]
                found = Found(nearest_first(places, home)[:SHOWN])
            except (LinkDown, Refused):
                found = Found()
        self.found, self._searched = found, wanted
        self.show_rows()
        if then_take and wanted:
            self._take(wanted)
