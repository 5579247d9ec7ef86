"""``huiying pack``: read the rule packs, check one, and try it on what was."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from clients.cli.ending import DECLINED, configured, fail, told

packs = typer.Typer(
    help="规则包的查看、核对、比较和试算。", no_args_is_help=True, rich_markup_mode=None
)
_PACK = "规则包编号，可带版本（编号@版本），或一个 .toml 文件"


@packs.command("list")
def list_packs() -> None:
    """列出服务已载入的规则包。"""
    from clients.cli.packs import listed

    with told():
        lines = listed(configured())
    _print(lines)


@packs.command()
def show(pack: Annotated[str, typer.Argument(help="规则包编号，可带版本（编号@版本）")]) -> None:
    """逐条列出一个规则包要求什么、由谁、何时、依据哪一条，以及条文没写明的地方。"""
    from clients.cli.packs import shown

    with told():
        _print(shown(configured(), pack))


@packs.command()
def lint(file: Annotated[Path, typer.Argument(help="规则包文件（.toml）")]) -> None:
    """核对一个规则包文件，逐处说明错误。退出码：0 无错，1 有错，75 暂时连不上。"""
    from clients.cli.packs import linted

    with told():
        good, lines = linted(configured(), file)
    if not good:
        fail("\n".join(lines), DECLINED)
    _print(lines)


@packs.command()
def diff(
    before: Annotated[str, typer.Argument(help=_PACK)],
    after: Annotated[str, typer.Argument(help=_PACK)],
) -> None:
    """列出两个规则包（或两个版本）的不同之处。"""
    from clients.cli.packs import differing

    with told():
        lines = differing(configured(), before, after)
    _print(lines or ["两者没有不同。"])


@packs.command()
def compare(
    ids: Annotated[
        list[str] | None, typer.Argument(help="规则包编号；不写为全部", show_default=False)
    ] = None,
) -> None:
    """把各规则包对同一问题的回答放在一起看：首发、起算点、发布会、主体、协调、审批等14问。"""
    from clients.cli.packs import compared

    with told():
        _print(compared(configured(), ids))


@packs.command()
def replay(
    pack: Annotated[str, typer.Argument(help=_PACK)],
    since: Annotated[
        datetime, typer.Option("--from", help="登记时间从此日起", formats=["%Y-%m-%d"])
    ],
    until: Annotated[datetime, typer.Option("--to", help="到此日为止（含）", formats=["%Y-%m-%d"])],
) -> None:
    """用这个规则包重算一段时间里的事件，列出哪些事项的时限会变。只计算，不写入。"""
    from clients.cli.packs import replayed

    with told():
        _print(replayed(configured(), pack, since, until))


def _print(lines: list[str]) -> None:
    for line in lines:
        typer.echo(line)
