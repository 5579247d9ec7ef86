"""Several lines pasted into a row of one: none is lost, and the officer is told."""

from textual import events
from textual.widgets import Input

from clients.tui.screens.waive import WaiveScreen
from tests.tui.desk_forms import SUBJECT, Desk, open_form


async def paste(desk: Desk, text: str) -> None:
    desk.app.screen.query_one("#input-reason", Input).post_message(events.Paste(text))
    await desk.settle()


async def test_pasted_lines_are_joined_and_that_is_said() -> None:
    async with open_form(lambda: WaiveScreen(SUBJECT)) as desk:
        await paste(desk, "事件已并入\n  0116 号\n\n")
        assert desk.app.screen.query_one("#input-reason", Input).value == "事件已并入 0116 号"
        assert "粘贴的 2 行已并为一行，请核对。" in desk.pane("options")


async def test_one_pasted_line_is_taken_as_it_is() -> None:
    async with open_form(lambda: WaiveScreen(SUBJECT)) as desk:
        await paste(desk, "事件已并入 0116 号")
        assert desk.app.screen.query_one("#input-reason", Input).value == "事件已并入 0116 号"
        assert "并为一行" not in desk.pane("options")
