"""``huiying notice``: reminders (告知) nobody has answered, taken note of, held or let go."""

from typing import Annotated

import typer

from clients.cli import notices
from clients.cli.acts import JSON, KEY, Services, act
from clients.cli.ending import configured, told
from clients.cli.locale import t

notice = typer.Typer(help=t("notice.help"), no_args_is_help=True, rich_markup_mode=None)


@notice.command("list", help=t("notice.list"))
def list_notices(
    unit: Annotated[
        str | None, typer.Option("--unit", help=t("notice.unit"), show_default=False)
    ] = None,
    first: Annotated[int, typer.Option("--first", help=t("notice.first"), min=1, max=100)] = 20,
    as_json: JSON = False,
) -> None:
    with told():
        notices.listed(Services(configured()), unit, first, as_json=as_json)


@notice.command(help=t("notice.take"))
def take(
    ref: Annotated[str, typer.Argument(help=t("notice.ref"), show_default=False)],
    means: Annotated[
        str | None, typer.Option("--means", help=t("notice.means"), show_default=False)
    ] = None,
    key: KEY = None,
    as_json: JSON = False,
) -> None:
    with told():
        notices.taken(act(Services(configured()), key, as_json), ref, means)


@notice.command(help=t("notice.hold"))
def hold(
    until: Annotated[str, typer.Option("--until", help=t("notice.until"), show_default=False)],
    reason: Annotated[str, typer.Option("--reason", help=t("notice.reason"), show_default=False)],
    key: KEY = None,
    as_json: JSON = False,
) -> None:
    with told():
        notices.held(act(Services(configured()), key, as_json), until, reason)


@notice.command(help=t("notice.release"))
def release(key: KEY = None, as_json: JSON = False) -> None:
    with told():
        notices.let_go(act(Services(configured()), key, as_json))
