"""``huiying incident``: open, look at, assess and close incidents (舆情事件)."""

from typing import Annotated, Any

import typer

from clients.cli import incidents
from clients.cli.acts import DRY_RUN, JSON, KEY, YES, Services, act
from clients.cli.ending import configured, told
from clients.cli.facts import with_facts
from clients.cli.locale import t

incident = typer.Typer(help=t("incident.help"), no_args_is_help=True, rich_markup_mode=None)
INCIDENT = Annotated[str, typer.Argument(help=t("act.incident"), show_default=False)]


@incident.command("list", help=t("incident.list"))
def list_incidents(
    search: Annotated[
        str | None, typer.Argument(help=t("incident.search"), show_default=False)
    ] = None,
    state: Annotated[
        str | None, typer.Option("--state", help=t("incident.state"), show_default=False)
    ] = None,
    severity: Annotated[
        str | None, typer.Option("--severity", help=t("facts.severity"), show_default=False)
    ] = None,
    drill: Annotated[
        bool | None,
        typer.Option("--drill/--no-drill", help=t("incident.drill"), show_default=False),
    ] = None,
    first: Annotated[int, typer.Option("--first", help=t("incident.first"), min=1)] = 20,
    as_json: JSON = False,
) -> None:
    with told():
        asked = {"search": search, "state": state, "severity": severity, "drill": drill}
        incidents.listed(Services(configured()), asked, first, as_json=as_json)


@incident.command(help=t("incident.show"))
def show(ref: INCIDENT, as_json: JSON = False) -> None:
    with told():
        incidents.shown(Services(configured()), ref, as_json=as_json)


@incident.command("open", help=t("incident.open"))
@with_facts
def open_incident(
    stated: dict[str, Any],
    title: Annotated[
        str | None, typer.Option("--title", help=t("incident.title"), show_default=False)
    ] = None,
    note: Annotated[
        str | None, typer.Option("--note", help=t("incident.note"), show_default=False)
    ] = None,
    referral: Annotated[
        str | None, typer.Option("--referral", help=t("incident.referral"), show_default=False)
    ] = None,
    dry_run: DRY_RUN = False,
    key: KEY = None,
    as_json: JSON = False,
) -> None:
    with told():
        begun = act(Services(configured()), key, as_json)
        if dry_run:
            incidents.previewed(begun, stated)
        else:
            incidents.opened(begun, stated, title=title, note=note, referral=referral)


@incident.command(help=t("incident.assess"))
@with_facts
def assess(
    ref: INCIDENT,
    stated: dict[str, Any],
    reason: Annotated[
        str, typer.Option("--reason", help=t("incident.reason"), show_default=False)
    ] = "",
    unknown: Annotated[
        list[str] | None, typer.Option("--unknown", help=t("facts.unknown"), show_default=False)
    ] = None,
    nature: Annotated[
        str | None, typer.Option("--nature", help=t("incident.nature"), show_default=False)
    ] = None,
    reach: Annotated[
        str | None, typer.Option("--reach", help=t("incident.reach"), show_default=False)
    ] = None,
    media: Annotated[
        str | None, typer.Option("--media", help=t("incident.media"), show_default=False)
    ] = None,
    consequences: Annotated[
        str | None,
        typer.Option("--consequences", help=t("incident.consequences"), show_default=False),
    ] = None,
    decided_by: Annotated[
        str | None, typer.Option("--decided-by", help=t("incident.decided_by"), show_default=False)
    ] = None,
    dry_run: DRY_RUN = False,
    key: KEY = None,
    as_json: JSON = False,
) -> None:
    factors = {"nature": nature, "reach": reach, "media": media, "consequences": consequences}
    with told():
        begun = act(Services(configured()), key, as_json)
        facts = incidents.changes(begun, stated, unknown or [])
        if dry_run:
            incidents.assessment_previewed(begun, ref, facts)
        else:
            incidents.assessed(begun, ref, facts, reason, decided_by, factors)


@incident.command(help=t("incident.close"))
def close(
    ref: INCIDENT,
    note: Annotated[
        str | None, typer.Option("--note", help=t("incident.note"), show_default=False)
    ] = None,
    yes: YES = False,
    key: KEY = None,
    as_json: JSON = False,
) -> None:
    with told():
        incidents.closed(act(Services(configured()), key, as_json), ref, note, yes=yes)


@incident.command(help=t("incident.reached"))
def reached(
    ref: INCIDENT,
    party: Annotated[
        str | None, typer.Option("--party", help=t("incident.party"), show_default=False)
    ] = None,
    by: Annotated[
        str | None, typer.Option("--by", help=t("incident.by"), show_default=False)
    ] = None,
    means: Annotated[
        str, typer.Option("--means", help=t("incident.means"), show_default=False)
    ] = "PHONE",
    key: KEY = None,
    as_json: JSON = False,
) -> None:
    with told():
        begun = act(Services(configured()), key, as_json)
        incidents.reached(begun, ref, party, by, means)
