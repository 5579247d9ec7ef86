"""``huiying shift``: who is on duty, and handing the desk over."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from clients.cli.ending import DECLINED, configured, fail, say, told
from clients.cli.locale import t

shifts = typer.Typer(help=t("shift.help"), no_args_is_help=True, rich_markup_mode=None)
_UNIT = Annotated[str | None, typer.Option("--unit", help=t("shift.unit"), show_default=False)]
_OWN = t("shift.id")
_MINUTES = ["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"]


@shifts.command(help=t("shift.plan"))
def plan(
    file: Annotated[Path, typer.Argument(help=t("shift.file"))],
    unit: _UNIT = None,
    key: Annotated[str | None, typer.Option(help=t("act.key"))] = None,
) -> None:
    from clients.cli.rosters import BadTable, planned, rows_of

    with told():
        try:
            rows = rows_of(file)
        except BadTable as error:
            fail(str(error), DECLINED)
        _print(planned(configured(), unit, rows, key))


@shifts.command("list", help=t("shift.list"))
def list_shifts(
    unit: _UNIT = None,
    since: Annotated[
        datetime | None,
        typer.Option("--from", help=t("shift.since"), formats=["%Y-%m-%d"]),
    ] = None,
    days: Annotated[int, typer.Option(help=t("shift.days"), min=1, max=62)] = 7,
    everything: Annotated[bool, typer.Option("--all", help=t("shift.all"))] = False,
) -> None:
    from clients.cli.shifts import listed

    with told():
        _print(listed(configured(), unit, since, days, everything=everything))


@shifts.command(help=t("shift.start"))
def start(
    shift: Annotated[str | None, typer.Argument(help=_OWN, show_default=False)] = None,
    until: Annotated[
        datetime | None,
        typer.Option(help=t("shift.until"), formats=_MINUTES),
    ] = None,
    unit: _UNIT = None,
) -> None:
    from clients.cli.shifts import begun

    with told():
        _print(begun(configured(), shift, unit, until))


@shifts.command(help=t("shift.sheet"))
def sheet(
    shift: Annotated[str | None, typer.Argument(help=_OWN, show_default=False)] = None,
    number: Annotated[int | None, typer.Option(help=t("shift.number"), min=1)] = None,
    as_json: Annotated[bool, typer.Option("--json", help=t("shift.json"))] = False,
    docx: Annotated[Path | None, typer.Option(help=t("shift.docx"))] = None,
    width: Annotated[int | None, typer.Option(help=t("shift.width"), min=60, max=160)] = None,
    unit: _UNIT = None,
) -> None:
    from clients.cli.handovers import as_docx, printed

    with told():
        config = configured()
        if docx is not None:
            docx.write_bytes(as_docx(config, shift, unit, number))
            say(t("shift.saved", file=docx))
            return
        typer.echo(printed(config, shift, unit, number, width, as_json=as_json), nl=False)


@shifts.command("hand-over", help=t("shift.hand_over"))
def hand_over(
    shift: Annotated[str | None, typer.Argument(help=_OWN, show_default=False)] = None,
    to: Annotated[str | None, typer.Option(help=t("shift.to"), show_default=False)] = None,
    note: Annotated[str | None, typer.Option(help=t("shift.more"))] = None,
    unit: _UNIT = None,
    key: Annotated[str | None, typer.Option(help=t("act.key"))] = None,
) -> None:
    from clients.cli.handovers import handed_over

    with told():
        _print(handed_over(configured(), shift, unit, to, note, key))


@shifts.command(help=t("shift.sign"))
def sign(
    shift: Annotated[
        str | None,
        typer.Argument(help=t("shift.outgoing"), show_default=False),
    ] = None,
    decline: Annotated[bool, typer.Option("--decline", help=t("shift.decline"))] = False,
    remark: Annotated[str | None, typer.Option(help=t("shift.remark"))] = None,
    unit: _UNIT = None,
    key: Annotated[str | None, typer.Option(help=t("act.key"))] = None,
) -> None:
    from clients.cli.handovers import signed

    with told():
        _print(signed(configured(), shift, unit, remark, key, accept=not decline))


@shifts.command(help=t("shift.patrol"))
def patrol(
    channels: Annotated[list[str], typer.Argument(help=t("shift.channels"))],
    found: Annotated[str | None, typer.Option(help=t("shift.found"))] = None,
    at: Annotated[datetime | None, typer.Option(help=t("shift.at"), formats=_MINUTES)] = None,
    unit: _UNIT = None,
) -> None:
    from clients.cli.shifts import patrolled

    with told():
        typer.echo(patrolled(configured(), unit, channels, found, at))


def _print(lines: list[str]) -> None:
    for line in lines:
        typer.echo(line)
