"""``huiying report``: journals and reports, printed or as files for the office."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from clients.cli.ending import configured, say, told
from clients.cli.locale import t

reports = typer.Typer(
    help=t("report.help"),
    no_args_is_help=True,
    rich_markup_mode=None,
)
Unit = Annotated[str | None, typer.Option(help=t("report.unit"))]
Docx = Annotated[Path | None, typer.Option(help=t("report.docx"))]
Xlsx = Annotated[Path | None, typer.Option(help=t("report.xlsx"))]
Text = Annotated[Path | None, typer.Option(help=t("report.text"))]
Json = Annotated[Path | None, typer.Option("--json", help=t("report.json"))]


@reports.command(help=t("report.journal"))
def journal(
    on: Annotated[str, typer.Option(help=t("report.on"))],
    unit: Unit = None,
    docx: Docx = None,
    xlsx: Xlsx = None,
    text: Text = None,
    json_: Json = None,
) -> None:
    _write("journal", {"on": on, "unit": unit}, docx, xlsx, text, json_)


@reports.command(help=t("report.special"))
def special(
    number: Annotated[str, typer.Argument(help=t("report.number"))],
    docx: Docx = None,
    xlsx: Xlsx = None,
    text: Text = None,
    json_: Json = None,
) -> None:
    from clients.cli.reports import incident_id

    with told():
        incident = incident_id(configured(), number)
    _write("special", {"incident": incident}, docx, xlsx, text, json_)


@reports.command(help=t("report.monitoring"))
def monitoring(
    first: Annotated[str, typer.Option("--from", help=t("report.first_day"))],
    last: Annotated[str, typer.Option("--to", help=t("report.last_day"))],
    unit: Unit = None,
    docx: Docx = None,
    xlsx: Xlsx = None,
    text: Text = None,
    json_: Json = None,
) -> None:
    asked = {"firstDay": first, "lastDay": last, "unit": unit}
    _write("monitoring", asked, docx, xlsx, text, json_)


@reports.command(help=t("report.bulletin"))
def bulletin(
    period: Annotated[str | None, typer.Option(help=t("report.period"))] = None,
    begins: Annotated[str | None, typer.Option("--from", help=t("report.begins"))] = None,
    ends: Annotated[str | None, typer.Option("--to", help=t("report.ends"))] = None,
    unit: Unit = None,
    kinds: Annotated[str | None, typer.Option(help=t("report.kinds"))] = None,
    severities: Annotated[str | None, typer.Option(help=t("report.severities"))] = None,
    categories: Annotated[str | None, typer.Option(help=t("report.categories"))] = None,
    incidents: Annotated[str | None, typer.Option(help=t("report.incidents"))] = None,
    docx: Docx = None,
    xlsx: Xlsx = None,
    text: Text = None,
    json_: Json = None,
) -> None:
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


@reports.command(help=t("report.assessment"))
def assessment(
    year: Annotated[int, typer.Argument(help=t("report.year"))],
    unit: Unit = None,
    schemes: Annotated[str | None, typer.Option(help=t("report.schemes"))] = None,
    docx: Docx = None,
    xlsx: Xlsx = None,
    text: Text = None,
    json_: Json = None,
) -> None:
    asked = {"year": str(year), "unit": unit, "schemes": schemes}
    _write("assessment", asked, docx, xlsx, text, json_)


@reports.command(help=t("report.issued"))
def issued(
    report: Annotated[str, typer.Argument(help=t("report.id"))],
    docx: Docx = None,
    xlsx: Xlsx = None,
    text: Text = None,
    json_: Json = None,
) -> None:
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
        say(t("report.written", file=path))
