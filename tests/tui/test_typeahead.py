"""Keys typed faster than the desk deals with them land where they were meant to."""

from clients.tui.screens.intake import IntakeScreen
from tests.tui.desk_forms import open_form


async def test_a_burst_of_keys_fills_row_after_row() -> None:
    async with open_form(IntakeScreen) as desk:
        burst = ("0", "2", "4", "0", "enter", "2", "1")
        for key in burst:
            desk.app.simulate_key(key)
        await desk.settle()
        form = desk.app.screen
        assert isinstance(form, IntakeScreen)
        assert form.draft.occurred == "0240"
        assert form.draft.kind == "ACCIDENT"
        assert form.draft.severity == "PARTICULARLY_MAJOR"
        assert form.row == "place"
