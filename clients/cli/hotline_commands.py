"""``huiying hotline``: what a call centre counts of its answering."""

from pathlib import Path
from typing import Annotated

import typer

from clients.cli.ending import DECLINED, configured, fail, told

hotline = typer.Typer(help="热线接听统计的导入。", no_args_is_help=True, rich_markup_mode=None)


@hotline.command("import")
def import_calls(
    file: Annotated[Path, typer.Argument(help="csv 或 xlsx，首行为表头")],
    source: Annotated[str, typer.Option(help="由谁统计，如 市12345热线平台；随数字列出")],
) -> None:
    """导入接听统计（单位代码、日期、来电数、接通数、及时接通数），数字按来源原样保存。

    同一来源同一单位同一天再次导入即为更正，旧数保留。及时接通数可空。
    """
    from clients.cli.hotline import BadSheet, imported

    with told():
        try:
            line = imported(configured(), file, source)
        except BadSheet as bad:
            fail(f"{bad}", DECLINED)
    typer.echo(line)
