"""``huiying calendar``: the working days of a year, and entering its notice of holidays."""

from pathlib import Path
from typing import Annotated

import typer

from clients.cli.ending import DECLINED, configured, fail, told
from clients.cli.locale import t

calendars = typer.Typer(help=t("calendar.help"), no_args_is_help=True, rich_markup_mode=None)


@calendars.command(help=t("calendar.show"))
def show(
    year: Annotated[int | None, typer.Argument(help=t("calendar.year"), show_default=False)] = None,
) -> None:
    from clients.cli.calendars import shown

    with told():
        _print(shown(configured(), year))


@calendars.command("import", help=t("calendar.import"))
def import_notice(
    file: Annotated[Path, typer.Argument(help=t("calendar.file"))],
    dry_run: Annotated[bool, typer.Option("--dry-run", help=t("calendar.dry_run"))] = False,
    document: Annotated[str | None, typer.Option(help=t("calendar.document"))] = None,
    url: Annotated[str | None, typer.Option(help=t("calendar.url"))] = None,
    note: Annotated[str | None, typer.Option(help=t("calendar.note"))] = None,
) -> None:
    from clients.cli.calendars import BadNotice, imported, notice_in

    with told():
        try:
            notice = notice_in(file, document, url, note)
        except BadNotice as error:
            fail(str(error), DECLINED)
        _print(imported(configured(), notice, dry_run=dry_run))


def _print(lines: list[str]) -> None:
    for line in lines:
        typer.echo(line)
