"""The tree of commands as Typer builds it."""

from functools import cache
from typing import Any

from clients.cli.frame import build


@cache
def commands() -> dict[str, Any]:
    """Return every command by its words: `incident open`; groups are among them."""
    found: dict[str, Any] = {}
    _gather(build(), "", found)
    return found


def _gather(command: Any, words: str, found: dict[str, Any]) -> None:
    context = command.make_context("huiying", [], resilient_parsing=True)
    for name in command.list_commands(context):
        child = command.get_command(context, name)
        found[f"{words}{name}"] = child
        if hasattr(child, "list_commands"):
            _gather(child, f"{words}{name} ", found)
