"""``huiying shift``: who is on duty, and handing the desk over."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from clients.cli.ending import DECLINED, configured, fail, say, told

shifts = typer.Typer(help="值班表和交接班。", no_args_is_help=True, rich_markup_mode=None)
_UNIT = Annotated[
    str | None, typer.Option("--unit", help="单位代码，不填为本人单位", show_default=False)
]
_OWN = "班次编号（huiying shift list 行末）；不写为本人的"
_MINUTES = ["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"]


@shifts.command()
def plan(
    file: Annotated[Path, typer.Argument(help="值班表，.csv（UTF-8、GBK 均可）；- 为标准输入")],
    unit: _UNIT = None,
    key: Annotated[str | None, typer.Option(help="幂等键；重发用同一个")] = None,
) -> None:
    """按表排班，有一行不对就全不写入；写完列出哪些时段无人值班。

    表头：角色,姓名,上班,下班，可加 账号。角色写名称或代码（主班、MAIN），时间为北京时间，如
    2026-11-22 08:00；下班时刻属于下一班。退出码：0 完成，1 被拒绝，75 暂时连不上。
    """
    from clients.cli.rosters import BadTable, planned, rows_of

    with told():
        try:
            rows = rows_of(file)
        except BadTable as error:
            fail(str(error), DECLINED)
        _print(planned(configured(), unit, rows, key))


@shifts.command("list")
def list_shifts(
    unit: _UNIT = None,
    since: Annotated[
        datetime | None,
        typer.Option("--from", help="从此日起，不填为今天", formats=["%Y-%m-%d"]),
    ] = None,
    days: Annotated[int, typer.Option(help="几天", min=1, max=62)] = 7,
    everything: Annotated[bool, typer.Option("--all", help="也列已换班、已撤销的")] = False,
) -> None:
    """列出当前值班、各班次和无人值班的时段。"""
    from clients.cli.shifts import listed

    with told():
        _print(listed(configured(), unit, since, days, everything=everything))


@shifts.command()
def start(
    shift: Annotated[str | None, typer.Argument(help=_OWN, show_default=False)] = None,
    until: Annotated[
        datetime | None,
        typer.Option(help="没有排班、临时到岗时：值到何时（北京时间）", formats=_MINUTES),
    ] = None,
    unit: _UNIT = None,
) -> None:
    """登记到岗。不在值班表上的，用 --until 写明值到何时。"""
    from clients.cli.shifts import begun

    with told():
        _print(begun(configured(), shift, unit, until))


@shifts.command()
def sheet(
    shift: Annotated[str | None, typer.Argument(help=_OWN, show_default=False)] = None,
    number: Annotated[int | None, typer.Option(help="第几份，如被拒签的那份", min=1)] = None,
    as_json: Annotated[bool, typer.Option("--json", help="打印签字所依据的原文")] = False,
    docx: Annotated[Path | None, typer.Option(help="另存为 docx 文件")] = None,
    width: Annotated[int | None, typer.Option(help="每行宽度，不填按终端", min=60, max=160)] = None,
    unit: _UNIT = None,
) -> None:
    """打印交接班单：已签的原样，未签的按此刻计算。"""
    from clients.cli.handovers import as_docx, printed

    with told():
        config = configured()
        if docx is not None:
            docx.write_bytes(as_docx(config, shift, unit, number))
            say(f"已存为 {docx}")
            return
        typer.echo(printed(config, shift, unit, number, width, as_json=as_json), nl=False)


@shifts.command("hand-over")
def hand_over(
    shift: Annotated[str | None, typer.Argument(help=_OWN, show_default=False)] = None,
    to: Annotated[
        str | None, typer.Option(help="接班的班次编号，不填为下一班", show_default=False)
    ] = None,
    note: Annotated[str | None, typer.Option(help="另外要交代的")] = None,
    unit: _UNIT = None,
    key: Annotated[str | None, typer.Option(help="幂等键；重发用同一个")] = None,
) -> None:
    """交班人签字：交接班单就此固定，不再改动，等接班人签字。"""
    from clients.cli.handovers import handed_over

    with told():
        _print(handed_over(configured(), shift, unit, to, note, key))


@shifts.command()
def sign(
    shift: Annotated[
        str | None,
        typer.Argument(help="交班的班次编号；不写为正等签字的", show_default=False),
    ] = None,
    decline: Annotated[bool, typer.Option("--decline", help="拒签，须写 --remark")] = False,
    remark: Annotated[str | None, typer.Option(help="意见")] = None,
    unit: _UNIT = None,
    key: Annotated[str | None, typer.Option(help="幂等键；重发用同一个")] = None,
) -> None:
    """接班人签字（或拒签），并列出交班签字之后变了什么。签字即到岗。"""
    from clients.cli.handovers import signed

    with told():
        _print(signed(configured(), shift, unit, remark, key, accept=not decline))


@shifts.command()
def patrol(
    channels: Annotated[list[str], typer.Argument(help="巡查了哪些渠道，如 微博 论坛")],
    found: Annotated[str | None, typer.Option(help="发现了什么；不写即未发现")] = None,
    at: Annotated[
        datetime | None, typer.Option(help="何时（北京时间），不填为现在", formats=_MINUTES)
    ] = None,
    unit: _UNIT = None,
) -> None:
    """登记一次巡查，没有发现也要登记。"""
    from clients.cli.shifts import patrolled

    with told():
        typer.echo(patrolled(configured(), unit, channels, found, at))


def _print(lines: list[str]) -> None:
    for line in lines:
        typer.echo(line)
