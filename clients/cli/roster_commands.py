"""``huiying roster``: import, export and undo rosters (名录)."""

from pathlib import Path
from typing import Annotated

import typer

from clients.cli.ending import DECLINED, DONE, SOME_REJECTED, configured, fail, told
from clients.cli.locale import t

roster = typer.Typer(help=t("roster.help"), no_args_is_help=True, rich_markup_mode=None)
FILE_NAME = Path(t("roster.file_name"))


@roster.command("import", help=t("roster.import"))
def roster_import(
    file: Annotated[Path, typer.Argument(help=t("roster.file"))],
    dry_run: Annotated[bool, typer.Option("--dry-run", help=t("roster.dry_run"))] = False,
    unit: Annotated[
        str | None, typer.Option("--unit", help=t("roster.only"), show_default=False)
    ] = None,
    rejected: Annotated[
        Path | None,
        typer.Option("--rejected", help=t("roster.rejected"), show_default=False),
    ] = None,
) -> None:
    from clients.cli.roster import report, run_import, save_rejected

    with told():
        config = configured()
        ended = run_import(config, file, dry_run=dry_run, unit=unit)
        if ended.failed:
            fail(
                t("end.pair", first=ended.told["problemCode"], second=ended.told["problem"]),
                DECLINED,
            )
        for line in report(ended):
            typer.echo(line)
        if rejected is not None and ended.rejected:
            save_rejected(config, ended, rejected)
            typer.echo(t("roster.kept", file=rejected))
    raise typer.Exit(SOME_REJECTED if ended.rejected else DONE)


@roster.command("export", help=t("roster.export"))
def roster_export(
    unit: Annotated[
        str | None,
        typer.Option("--unit", help=t("roster.unit"), show_default=False),
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option("--kind", help=t("roster.kind"), show_default=False),
    ] = None,
    output: Annotated[Path, typer.Option("-o", "--output", help=t("roster.output"))] = FILE_NAME,
) -> None:
    from clients.cli.roster import run_export

    with told():
        run_export(configured(), output, unit=unit, kind=kind)
    if str(output) != "-":
        typer.echo(t("roster.exported", file=output))


@roster.command("undo", help=t("roster.undo"))
def roster_undo(
    import_id: Annotated[str, typer.Argument(help=t("roster.id"))],
) -> None:
    from clients.cli.roster import run_undo

    with told():
        ended = run_undo(configured(), import_id)
        if ended.told["state"] != "UNDONE":
            fail(
                t("end.pair", first=ended.told["problemCode"], second=ended.told["problem"]),
                DECLINED,
            )
    typer.echo(t("roster.undone"))


@roster.command("imports", help=t("roster.imports"))
def roster_imports() -> None:
    from clients.cli.roster import run_list

    with told():
        lines = run_list(configured())
    for line in lines or [t("roster.none")]:
        typer.echo(line)
