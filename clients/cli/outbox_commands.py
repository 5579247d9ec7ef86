"""``huiying outbox``: acts kept on this machine while their service was away (待发)."""

from typing import Annotated

import typer

from clients.cli import outbox as kept
from clients.cli.acts import JSON, YES
from clients.cli.ending import configured, told
from clients.cli.locale import t

outbox = typer.Typer(help=t("outbox.help"), no_args_is_help=True, rich_markup_mode=None)


@outbox.command("list", help=t("outbox.list"))
def list_acts(as_json: JSON = False) -> None:
    with told():
        kept.listed(configured(), as_json=as_json)


@outbox.command(help=t("outbox.send"))
def send(
    key: Annotated[str, typer.Argument(help=t("outbox.key_or_all"), show_default=False)] = "",
    yes: YES = False,
) -> None:
    with told():
        code = kept.sent(configured(), key, yes=yes)
    raise typer.Exit(code)


@outbox.command(help=t("outbox.drop"))
def drop(
    key: Annotated[str, typer.Argument(help=t("outbox.key"), show_default=False)],
    yes: YES = False,
) -> None:
    with told():
        kept.dropped(configured(), key, yes=yes)
