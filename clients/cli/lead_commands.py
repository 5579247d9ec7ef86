"""``huiying lead``: what was seen and is no incident yet."""

from typing import Annotated

import typer

from clients.cli.ending import configured, told
from clients.cli.locale import t

leads = typer.Typer(help=t("lead.help"), no_args_is_help=True, rich_markup_mode=None)
_LEAD = t("lead.id")


@leads.command("list", help=t("lead.list"))
def list_leads(
    everything: Annotated[bool, typer.Option("--all", help=t("lead.all"))] = False,
    first: Annotated[int, typer.Option(help=t("lead.first"), min=1, max=100)] = 20,
) -> None:
    from clients.cli.leads import listed

    with told():
        lines = listed(configured(), everything=everything, first=first)
    for line in lines or [t("lead.none")]:
        typer.echo(line)


@leads.command("received", help=t("lead.list_received"))
def list_received() -> None:
    from clients.cli.leads import received

    with told():
        lines = received(configured())
    for line in lines or [t("lead.none_received")]:
        typer.echo(line)


@leads.command(help=t("lead.report"))
def report(
    title: Annotated[str, typer.Argument(help=t("lead.title"))],
    url: Annotated[str | None, typer.Option(help=t("lead.url"))] = None,
    platform: Annotated[str | None, typer.Option(help=t("lead.platform"))] = None,
    locality: Annotated[str | None, typer.Option(help=t("lead.locality"))] = None,
    occurred: Annotated[str | None, typer.Option(help=t("lead.occurred"))] = None,
    key: Annotated[str | None, typer.Option(help=t("lead.key"))] = None,
) -> None:
    from clients.cli.leads import reported

    source = {"url": url, "platform": platform}
    given = {"title": title, "source": source, "localityCode": locality, "occurredAt": occurred}
    with told():
        lines = reported(configured(), given, key)
    for line in lines:
        typer.echo(line)


@leads.command(help=t("lead.promote"))
def promote(
    lead: Annotated[str, typer.Argument(help=_LEAD)],
    title: Annotated[str | None, typer.Option(help=t("lead.incident_title"))] = None,
    severity: Annotated[str | None, typer.Option(help=t("lead.severity"))] = None,
    locality: Annotated[str | None, typer.Option(help=t("lead.corrected"))] = None,
    emergency: Annotated[bool | None, typer.Option(help=t("lead.emergency"))] = None,
) -> None:
    from clients.cli.leads import promoted

    stated = {
        "severity": severity,
        "localities": [locality] if locality else None,
        "emergency": emergency,
    }
    facts = {name: value for name, value in stated.items() if value is not None}
    with told():
        typer.echo(promoted(configured(), lead, facts, title))


@leads.command(help=t("lead.dismiss"))
def dismiss(
    lead: Annotated[str, typer.Argument(help=_LEAD)],
    reason: Annotated[str, typer.Option(help=t("lead.reason"))],
) -> None:
    from clients.cli.leads import dismissed

    with told():
        typer.echo(dismissed(configured(), lead, reason))
