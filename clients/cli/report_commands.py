"""``huiying report``: journals and reports, printed or as files for the office."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from clients.cli.ending import configured, say, told

reports = typer.Typer(
    help="舆情日志、专报、监测报告、通报和考核；不写文件名则打印文本。",
    no_args_is_help=True,
    rich_markup_mode=None,
)
Unit = Annotated[str | None, typer.Option(help="单位代码，含其下级；不写为本辖区")]
Docx = Annotated[Path | None, typer.Option(help="写成公文版式的 docx 文件；- 为标准输出")]
Xlsx = Annotated[Path | None, typer.Option(help="写成 xlsx 文件，每表一页，附证据清单")]
Text = Annotated[Path | None, typer.Option(help="写成文本文件")]
Json = Annotated[Path | None, typer.Option("--json", help="写成 JSON 文件")]


@reports.command()
def journal(
    on: Annotated[str, typer.Option(help="日期，如 2026-11-21")],
    unit: Unit = None,
    docx: Docx = None,
    xlsx: Xlsx = None,
    text: Text = None,
    json_: Json = None,
) -> None:
    """一天的舆情日志：巡查、线索、事件、决定、转办、发布；没有的写“本日无”。"""
    _write("journal", {"on": on, "unit": unit}, docx, xlsx, text, json_)


@reports.command()
def special(
    number: Annotated[str, typer.Argument(help="事件编号，如 2026-0117")],
    docx: Docx = None,
    xlsx: Xlsx = None,
    text: Text = None,
    json_: Json = None,
) -> None:
    """一起事件的舆情专报：经过、应办事项、发布和凭证、未结事项。"""
    from clients.cli.reports import incident_id

    with told():
        incident = incident_id(configured(), number)
    _write("special", {"incident": incident}, docx, xlsx, text, json_)


@reports.command()
def monitoring(
    first: Annotated[str, typer.Option("--from", help="第一天，如 2026-11-01")],
    last: Annotated[str, typer.Option("--to", help="最后一天，含当天")],
    unit: Unit = None,
    docx: Docx = None,
    xlsx: Xlsx = None,
    text: Text = None,
    json_: Json = None,
) -> None:
    """一段时间的舆情监测报告：来源、数字、漏报迟报、转请处置、热线接听。"""
    asked = {"firstDay": first, "lastDay": last, "unit": unit}
    _write("monitoring", asked, docx, xlsx, text, json_)


@reports.command()
def bulletin(
    period: Annotated[str | None, typer.Option(help="2026、2026H2、2026Q4；不写为本半年")] = None,
    begins: Annotated[
        str | None, typer.Option("--from", help="起，如 2026-11-01，与 --to 同用")
    ] = None,
    ends: Annotated[str | None, typer.Option("--to", help="止，不含这一刻")] = None,
    unit: Unit = None,
    kinds: Annotated[str | None, typer.Option(help="只计这些事项种类，逗号分开")] = None,
    severities: Annotated[str | None, typer.Option(help="只计这些级别的事件")] = None,
    categories: Annotated[str | None, typer.Option(help="只计这些类别的事件")] = None,
    incidents: Annotated[str | None, typer.Option(help="只计这些编号的事件")] = None,
    docx: Docx = None,
    xlsx: Xlsx = None,
    text: Text = None,
    json_: Json = None,
) -> None:
    """一段时间的回应情况通报，每个数字附口径；xlsx 另附凭据清单。"""
    asked = {
        "period": period,
        "from": begins,
        "to": ends,
        "unit": unit,
        "kinds": kinds,
        "severities": severities,
        "categories": categories,
        "incidents": incidents,
    }
    _write("bulletin", asked, docx, xlsx, text, json_)


@reports.command()
def assessment(
    year: Annotated[int, typer.Argument(help="年份，如 2026")],
    unit: Unit = None,
    schemes: Annotated[str | None, typer.Option(help="只按这些计分方案，逗号分开")] = None,
    docx: Docx = None,
    xlsx: Xlsx = None,
    text: Text = None,
    json_: Json = None,
) -> None:
    """一年的考核，每个计分方案一部分；xlsx 另附凭据清单。"""
    asked = {"year": str(year), "unit": unit, "schemes": schemes}
    _write("assessment", asked, docx, xlsx, text, json_)


@reports.command()
def issued(
    report: Annotated[str, typer.Argument(help="印发的报告的编号（全局 id）")],
    docx: Docx = None,
    xlsx: Xlsx = None,
    text: Text = None,
    json_: Json = None,
) -> None:
    """一份已印发的通报或考核，按印发时的数字和口径。"""
    _write("issued", {"id": report}, docx, xlsx, text, json_)


def _write(
    name: str,
    asked: Mapping[str, str | None],
    docx: Path | None,
    xlsx: Path | None,
    text: Path | None,
    json_: Path | None,
) -> None:
    from clients.cli.reports import written

    with told():
        files = {"docx": docx, "xlsx": xlsx, "txt": text, "json": json_}
        made = written(configured(), name, asked, files)
    for path in made:
        say(f"已写入 {path}")
