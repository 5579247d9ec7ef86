"""``huiying pack``: read the rule packs, check one, and try it on what was."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from clients.cli.ending import DECLINED, configured, fail, told
from clients.cli.locale import t

packs = typer.Typer(help=t("pack.help"), no_args_is_help=True, rich_markup_mode=None)
_PACK = t("pack.name")


@packs.command("list", help=t("pack.list"))
def list_packs() -> None:
    from clients.cli.packs import listed

    with told():
        lines = listed(configured())
    _print(lines)


@packs.command(help=t("pack.show"))
def show(pack: Annotated[str, typer.Argument(help=t("pack.id"))]) -> None:
    from clients.cli.packs import shown

    with told():
        _print(shown(configured(), pack))


@packs.command(help=t("pack.lint"))
def lint(file: Annotated[Path, typer.Argument(help=t("pack.file"))]) -> None:
    from clients.cli.packs import linted

    with told():
        good, lines = linted(configured(), file)
    if not good:
        fail("\n".join(lines), DECLINED)
    _print(lines)


@packs.command(help=t("pack.diff"))
def diff(
    before: Annotated[str, typer.Argument(help=_PACK)],
    after: Annotated[str, typer.Argument(help=_PACK)],
) -> None:
    from clients.cli.packs import differing

    with told():
        lines = differing(configured(), before, after)
    _print(lines or [t("pack.same")])


@packs.command(help=t("pack.compare"))
def compare(
    ids: Annotated[list[str] | None, typer.Argument(help=t("pack.ids"), show_default=False)] = None,
) -> None:
    from clients.cli.packs import compared

    with told():
        _print(compared(configured(), ids))


@packs.command(help=t("pack.replay"))
def replay(
    pack: Annotated[str, typer.Argument(help=_PACK)],
    since: Annotated[datetime, typer.Option("--from", help=t("pack.since"), formats=["%Y-%m-%d"])],
    until: Annotated[datetime, typer.Option("--to", help=t("pack.until"), formats=["%Y-%m-%d"])],
) -> None:
    from clients.cli.packs import replayed

    with told():
        _print(replayed(configured(), pack, since, until))


def _print(lines: list[str]) -> None:
    for line in lines:
        typer.echo(line)
