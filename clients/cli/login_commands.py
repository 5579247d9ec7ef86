"""Signing in and out, and changing one's password."""

from typing import Annotated

import typer

from clients.cli.ending import DECLINED, configured, fail, say, told
from clients.cli.locale import t


def login(
    password: Annotated[bool, typer.Option("--password", help=t("login.by_password"))] = False,
    browser: Annotated[bool, typer.Option("--browser", help=t("login.by_browser"))] = False,
    device: Annotated[bool, typer.Option("--device", help=t("login.by_device"))] = False,
) -> None:
    from clients.cli.login import Way, sign_in

    chosen = [
        way
        for way, given in ((Way.PASSWORD, password), (Way.BROWSER, browser), (Way.DEVICE, device))
        if given
    ]
    if len(chosen) > 1:
        fail(t("login.one_way"), DECLINED)
    with told():
        config = configured()
        kept = sign_in(config, chosen[0] if chosen else None, say)
        if config.secret_file:
            say(t("login.secret_first", file=config.secret_file))
    typer.echo(t("login.done", who=kept.who, login=kept.login))


def logout() -> None:
    from clients.cli.login import sign_out

    with told():
        ended = sign_out(configured())
    typer.echo(t("login.ended") if ended else t("login.nobody"))


def password() -> None:
    from clients.cli import session
    from clients.cli.login import change_password

    with told():
        config = configured()
        change_password(config, session.token(config).text, say)
