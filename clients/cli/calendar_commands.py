"""``huiying calendar``: the working days of a year, and entering its notice of holidays."""

from pathlib import Path
from typing import Annotated

import typer

from clients.cli.ending import DECLINED, configured, fail, told

calendars = typer.Typer(help="工作日历和放假安排。", no_args_is_help=True, rich_markup_mode=None)


@calendars.command()
def show(
    year: Annotated[int | None, typer.Argument(help="年份，不填为今年", show_default=False)] = None,
) -> None:
    """列出一年的工作日历：依据哪份通知、是否暂定，以及与平常周不同的日子。"""
    from clients.cli.calendars import shown

    with told():
        _print(shown(configured(), year))


@calendars.command("import")
def import_notice(
    file: Annotated[Path, typer.Argument(help="放假安排，.toml 或 .csv（UTF-8、GBK 均可）")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只列出将写入什么，不写入")] = False,
    document: Annotated[str | None, typer.Option(help="通知文号；csv 必填")] = None,
    url: Annotated[str | None, typer.Option(help="通知的网址")] = None,
    note: Annotated[str | None, typer.Option(help="更正的理由；该年已有安排时必填")] = None,
) -> None:
    """录入一年的放假安排；同一文件重发不会写两次。

    toml：year、document、working_days，每个节日一段 [[holiday]]（name、begins、ends）。csv 表头：
    节日,开始,结束；调休上班的日子，节日写 上班。退出码：0 完成，1 被拒绝，75 暂时连不上。
    """
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
