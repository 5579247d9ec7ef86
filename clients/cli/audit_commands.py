"""``huiying audit``: is the record still what was sealed?"""

from pathlib import Path
from typing import Annotated

import typer

from clients.cli.desk_commands import become
from clients.cli.locale import t

audit = typer.Typer(help=t("audit.help"), rich_markup_mode=None)


@audit.command(help=t("audit.verify"))
def verify(
    registry: Annotated[bool, typer.Option("--registry", help=t("audit.registry"))] = False,
    deadlines: Annotated[bool, typer.Option("--deadlines", help=t("audit.deadlines"))] = False,
    checkpoints: Annotated[
        list[Path] | None,
        typer.Option("--checkpoints", help=t("audit.checkpoints")),
    ] = None,
    key: Annotated[list[Path] | None, typer.Option("--key", help=t("audit.key"))] = None,
) -> None:
    chosen = [*(["--registry"] if registry else []), *(["--deadlines"] if deadlines else [])]
    files = [word for path in checkpoints or () for word in ("--checkpoints", str(path))]
    keys = [word for path in key or () for word in ("--key", str(path))]
    become("services.local.audit", *chosen, *files, *keys)
