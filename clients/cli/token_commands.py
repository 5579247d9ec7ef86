"""``huiying token``: a short-lived token now, and API tokens for scripts."""

from typing import Annotated

import typer

from clients.cli.ending import DECLINED, configured, fail, say, told
from clients.cli.locale import t

tokens = typer.Typer(invoke_without_command=True, rich_markup_mode=None)


@tokens.callback(help=t("token.help"))
def token(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help=t("token.json"))] = False,
) -> None:
    from clients.cli import session

    if context.invoked_subcommand:
        return
    with told():
        found = session.token(configured())
    typer.echo(session.as_json(found) if as_json else found.text)


@tokens.command("create", help=t("token.create"))
def token_create(
    name: Annotated[str, typer.Argument(help=t("token.name"))],
    allow: Annotated[
        list[str] | None,
        typer.Option("--allow", help=t("token.allow"), show_default=False),
    ] = None,
    board: Annotated[bool, typer.Option("--board", help=t("token.board"))] = False,
    days: Annotated[int, typer.Option("--days", min=1, max=365, help=t("token.days"))] = 90,
) -> None:
    from clients.cli.tokens import board_operations, create, day

    operations = [*(allow or ()), *(board_operations() if board else ())]
    if not operations:
        fail(t("token.nothing"), DECLINED)
    with told():
        made = create(configured(), name, operations, days)
    one = made["apiToken"]
    typer.echo(made["secret"])
    say(t("token.once", until=day(one["expiresAt"]), id=one["id"]))


@tokens.command("list", help=t("token.list"))
def token_list() -> None:
    from clients.cli.tokens import listed

    with told():
        lines = listed(configured())
    for line in lines or [t("token.none")]:
        typer.echo(line)


@tokens.command("revoke", help=t("token.revoke"))
def token_revoke(
    token_id: Annotated[str, typer.Argument(help=t("token.id"))],
) -> None:
    from clients.cli.tokens import revoke

    with told():
        name = revoke(configured(), token_id)
    typer.echo(t("token.revoked", name=name))
