"""``huiying hotline``: what a call centre counts of its answering."""

from pathlib import Path
from typing import Annotated

import typer

from clients.cli.ending import DECLINED, configured, fail, told
from clients.cli.locale import t

hotline = typer.Typer(help=t("hotline.help"), no_args_is_help=True, rich_markup_mode=None)


@hotline.command("import", help=t("hotline.import"))
def import_calls(
    file: Annotated[Path, typer.Argument(help=t("hotline.file"))],
    source: Annotated[str, typer.Option(help=t("hotline.source"))],
) -> None:
    from clients.cli.hotline import BadSheet, imported

    with told():
        try:
            line = imported(configured(), file, source)
        except BadSheet as bad:
            fail(f"{bad}", DECLINED)
    typer.echo(line)
