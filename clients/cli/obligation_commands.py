"""``huiying obligation``: look at duties (应办事项), accept, do and waive them, record releases."""

from typing import Annotated

import typer

from clients.cli import obligations, releases
from clients.cli.acts import AT, DRY_RUN, JSON, KEY, YES, Services, act
from clients.cli.ending import configured, told
from clients.cli.locale import t

obligation = typer.Typer(help=t("obligation.help"), no_args_is_help=True, rich_markup_mode=None)
DUTY = Annotated[str, typer.Argument(help=t("act.obligation"), show_default=False)]
LATE = Annotated[
    str | None, typer.Option("--late-reason", help=t("obligation.late"), show_default=False)
]


@obligation.command("list", help=t("obligation.list"))
def list_obligations(
    query: Annotated[str, typer.Argument(help=t("obligation.query"), show_default=False)] = "",
    unaccepted: Annotated[
        bool, typer.Option("--unaccepted", help=t("obligation.unaccepted"))
    ] = False,
    as_json: JSON = False,
) -> None:
    with told():
        asked = Services(configured())
        obligations.listed(asked, query, unaccepted=unaccepted, as_json=as_json)


@obligation.command(help=t("obligation.show"))
def show(ref: DUTY, as_json: JSON = False) -> None:
    with told():
        obligations.shown(Services(configured()), ref, as_json=as_json)


@obligation.command(help=t("obligation.accept"))
def accept(ref: DUTY, key: KEY = None, as_json: JSON = False) -> None:
    with told():
        obligations.accepted(act(Services(configured()), key, as_json), ref)


@obligation.command(help=t("obligation.fulfil"))
def fulfil(
    ref: DUTY,
    note: Annotated[
        str | None, typer.Option("--note", help=t("obligation.note"), show_default=False)
    ] = None,
    at: AT = None,
    receipt: Annotated[
        str | None, typer.Option("--receipt", help=t("obligation.receipt"), show_default=False)
    ] = None,
    late_reason: LATE = None,
    dry_run: DRY_RUN = False,
    key: KEY = None,
    as_json: JSON = False,
) -> None:
    with told():
        begun = act(Services(configured()), key, as_json)
        done = obligations.Done(at=at, note=note, receipt=receipt, late_reason=late_reason)
        obligations.fulfilled(begun, ref, done, dry_run=dry_run)


@obligation.command(help=t("obligation.waive"))
def waive(
    ref: DUTY,
    reason: Annotated[str, typer.Option("--reason", help=t("obligation.reason"))],
    yes: YES = False,
    key: KEY = None,
    as_json: JSON = False,
) -> None:
    with told():
        obligations.waived(act(Services(configured()), key, as_json), ref, reason, yes=yes)


@obligation.command(help=t("release.help"))
def release(
    ref: Annotated[str, typer.Argument(help=t("release.ref"), show_default=False)],
    form: Annotated[
        str | None, typer.Option("--form", help=t("release.form"), show_default=False)
    ] = None,
    conclusive: Annotated[
        bool | None,
        typer.Option("--conclusive/--interim", help=t("release.conclusive"), show_default=False),
    ] = None,
    title: Annotated[
        str | None, typer.Option("--title", help=t("release.title"), show_default=False)
    ] = None,
    at: AT = None,
    channel: Annotated[
        str | None, typer.Option("--channel", help=t("release.channel"), show_default=False)
    ] = None,
    url: Annotated[
        str | None, typer.Option("--url", help=t("release.url"), show_default=False)
    ] = None,
    platform: Annotated[
        str | None, typer.Option("--platform", help=t("release.platform"), show_default=False)
    ] = None,
    attendee: Annotated[
        list[str] | None,
        typer.Option("--attendee", help=t("release.attendee"), show_default=False),
    ] = None,
    unit: Annotated[
        str | None, typer.Option("--unit", help=t("release.unit"), show_default=False)
    ] = None,
    statement: Annotated[
        int | None, typer.Option("--statement", help=t("release.statement"), show_default=False)
    ] = None,
    checked: Annotated[
        list[str] | None, typer.Option("--checked", help=t("release.checked"), show_default=False)
    ] = None,
    late_reason: LATE = None,
    dry_run: DRY_RUN = False,
    key: KEY = None,
    as_json: JSON = False,
) -> None:
    given = releases.Given(
        form=form,
        conclusive=conclusive,
        title=title,
        at=at,
        channel=channel,
        url=url,
        platform=platform,
        attendees=tuple(attendee or ()),
        unit=unit,
        statement=statement,
        late_reason=late_reason,
        checked=tuple(checked or ()),
    )
    with told():
        begun = act(Services(configured()), key, as_json)
        releases.released(begun, ref, given, dry_run=dry_run)
