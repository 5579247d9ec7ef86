"""What ``huiying account`` asks of the registry, and how it tells the answers."""

from collections.abc import Iterator
from typing import Any

import typer

from clients.cli.acts import Services, print_json
from clients.cli.choices import unit_of
from clients.cli.locale import t
from clients.cli.tokens import line as token_line
from clients.tui.clock import local, system_clock
from clients.tui.models import decode
from clients.tui.models_accounts import RosterAccount
from clients.tui.operations import OPERATIONS
from clients.tui.views.roster_accounts import said_signed_in
from clients.tui.views.rosters import word


def listed(services: Services, unit: str | None, *, everything: bool, as_json: bool) -> None:
    """Print the accounts of the territory, or of a unit and all below it, by unit and login."""
    under = unit_of(services, unit, "unit").code if unit else None
    nodes = [*_all(services, {"under": under, "revoked": None if everything else False})]
    if as_json:
        print_json(nodes)
        return
    for node in nodes:
        typer.echo(_line(decode(node, RosterAccount)))
    if not nodes:
        typer.echo(t("account.none"))


def tokens_of(services: Services, account: str, *, as_json: bool) -> None:
    """Print the tokens of an account, newest first."""
    found = services.ask_registry(OPERATIONS.roster_tokens, {"account": account})["apiTokens"]
    if as_json:
        print_json(found)
        return
    for one in found:
        typer.echo(token_line(one, system_clock()))
    if not found:
        typer.echo(t("account.no_tokens"))


def _all(services: Services, asked: dict[str, Any]) -> Iterator[dict[str, Any]]:
    after = None
    while True:
        page = services.ask_registry(OPERATIONS.roster_accounts, {**asked, "after": after})
        found = page["accounts"]
        yield from (edge["node"] for edge in found["edges"])
        after = found["pageInfo"]["endCursor"]
        if not found["pageInfo"]["hasNextPage"]:
            return


def _line(one: RosterAccount) -> str:
    parts = (
        one.login,
        word("account", one.state),
        word("role", one.role),
        one.name,
        f"{one.unit} {one.unit_name}",
        t("account.made", day=f"{local(one.created_at):%Y-%m-%d}"),
        t("account.signed_in", when=said_signed_in(one, system_clock())),
        one.id,
    )
    return "  ".join(parts)
