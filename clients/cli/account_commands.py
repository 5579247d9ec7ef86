"""``huiying account``: the accounts of one's territory and their tokens."""

from typing import Annotated

import typer

from clients.cli.acts import JSON, Services
from clients.cli.ending import configured, told
from clients.cli.locale import t

accounts = typer.Typer(help=t("account.help"), no_args_is_help=True, rich_markup_mode=None)


@accounts.command("list", help=t("account.list"))
def list_accounts(
    unit: Annotated[
        str | None, typer.Option("--unit", help=t("account.unit"), show_default=False)
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help=t("account.all"))] = False,
    as_json: JSON = False,
) -> None:
    from clients.cli.accounts import listed

    with told():
        listed(Services(configured()), unit, everything=everything, as_json=as_json)


@accounts.command("tokens", help=t("account.tokens"))
def list_tokens(
    account: Annotated[str, typer.Argument(help=t("account.id"))],
    as_json: JSON = False,
) -> None:
    from clients.cli.accounts import tokens_of

    with told():
        tokens_of(Services(configured()), account, as_json=as_json)
