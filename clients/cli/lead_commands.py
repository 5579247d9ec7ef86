"""``huiying lead``: what was seen and is no incident yet."""

from typing import Annotated

import typer

from clients.cli.ending import configured, told

leads = typer.Typer(help="线索的上报、查看和处理。", no_args_is_help=True, rich_markup_mode=None)
_LEAD = "线索编号（huiying lead list 行末）"


@leads.command("list")
def list_leads(
    everything: Annotated[bool, typer.Option("--all", help="也列已处理的，最新在前")] = False,
    first: Annotated[int, typer.Option(help="最多几条", min=1, max=100)] = 20,
) -> None:
    """列出待处理的线索，等得最久的在前。"""
    from clients.cli.leads import listed

    with told():
        lines = listed(configured(), everything=everything, first=first)
    for line in lines or ["没有待处理的线索。"]:
        typer.echo(line)


@leads.command()
def report(
    title: Annotated[str, typer.Argument(help="标题")],
    url: Annotated[str | None, typer.Option(help="网址")] = None,
    platform: Annotated[str | None, typer.Option(help="平台")] = None,
    locality: Annotated[str | None, typer.Option(help="行政区划代码")] = None,
    occurred: Annotated[
        str | None, typer.Option(help="发生时间，如 2026-11-21T02:40:00+08:00")
    ] = None,
    key: Annotated[str | None, typer.Option(help="幂等键；重发用同一个")] = None,
) -> None:
    """上报一条线索；不登记事件，只列出按最严推算的暂定时限。"""
    from clients.cli.leads import reported

    source = {"url": url, "platform": platform}
    given = {"title": title, "source": source, "localityCode": locality, "occurredAt": occurred}
    with told():
        lines = reported(configured(), given, key)
    for line in lines:
        typer.echo(line)


@leads.command()
def promote(
    lead: Annotated[str, typer.Argument(help=_LEAD)],
    title: Annotated[str | None, typer.Option(help="事件名称，不填用线索标题")] = None,
    severity: Annotated[str | None, typer.Option(help="级别代码，不填为不明")] = None,
    locality: Annotated[str | None, typer.Option(help="更正发生地的行政区划代码")] = None,
    emergency: Annotated[bool | None, typer.Option(help="是否突发事件，不填为未定")] = None,
) -> None:
    """把一条线索转为事件；接报时间即系统收到线索的时间。"""
    from clients.cli.leads import promoted

    stated = {
        "severity": severity,
        "localities": [locality] if locality else None,
        "emergency": emergency,
    }
    facts = {name: value for name, value in stated.items() if value is not None}
    with told():
        typer.echo(promoted(configured(), lead, facts, title))


@leads.command()
def dismiss(
    lead: Annotated[str, typer.Argument(help=_LEAD)],
    reason: Annotated[str, typer.Option(help="排除理由")],
) -> None:
    """排除一条线索，写明理由。"""
    from clients.cli.leads import dismissed

    with told():
        typer.echo(dismissed(configured(), lead, reason))
