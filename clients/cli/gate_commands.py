"""``huiying gate``: what must be approved before a release (审批关口), and what was decided."""

from typing import Annotated

import typer

from clients.cli import gates
from clients.cli.acts import AT, JSON, KEY, YES, Services, act
from clients.cli.ending import configured, told
from clients.cli.locale import t

gate = typer.Typer(help=t("gate.help"), no_args_is_help=True, rich_markup_mode=None)
INCIDENT = Annotated[str, typer.Argument(help=t("act.incident"), show_default=False)]
FORM = Annotated[str, typer.Option("--form", help=t("gate.form"))]
UNIT = Annotated[str | None, typer.Option("--unit", help=t("release.unit"), show_default=False)]
MENTION = Annotated[
    list[str] | None, typer.Option("--mention", help=t("gate.mention"), show_default=False)
]


@gate.command("list", help=t("gate.list"))
def list_gates(
    ref: INCIDENT,
    form: FORM = "STATEMENT",
    unit: UNIT = None,
    mention: MENTION = None,
    as_json: JSON = False,
) -> None:
    about = gates.About(form=form, unit=unit, mention=tuple(mention or ()))
    with told():
        gates.listed(Services(configured()), ref, about, as_json=as_json)


@gate.command(help=t("gate.decide"))
def decide(
    ref: INCIDENT,
    name: Annotated[str | None, typer.Argument(help=t("gate.name"), show_default=False)] = None,
    approver: Annotated[
        str, typer.Option("--approver", help=t("gate.approver"), show_default=False)
    ] = "",
    verdict: Annotated[str, typer.Option("--verdict", help=t("gate.verdict"))] = "APPROVED",
    basis: Annotated[str, typer.Option("--basis", help=t("gate.basis"))] = "PHONE",
    note: Annotated[
        str | None, typer.Option("--note", help=t("gate.note"), show_default=False)
    ] = None,
    at: AT = None,
    form: FORM = "STATEMENT",
    unit: UNIT = None,
    mention: MENTION = None,
    statement: Annotated[
        int | None, typer.Option("--statement", help=t("release.statement"), show_default=False)
    ] = None,
    key: KEY = None,
    as_json: JSON = False,
) -> None:
    given = gates.Decision(
        name=name,
        approver=approver,
        verdict=verdict,
        basis=basis,
        note=note,
        at=at,
        about=gates.About(form=form, unit=unit, mention=tuple(mention or ())),
        statement=statement,
    )
    with told():
        gates.decided(act(Services(configured()), key, as_json), ref, given)


@gate.command(help=t("gate.override"))
def override(
    ref: INCIDENT,
    reason: Annotated[str, typer.Option("--reason", help=t("gate.reason"))],
    form: FORM = "STATEMENT",
    unit: UNIT = None,
    mention: MENTION = None,
    yes: YES = False,
    key: KEY = None,
    as_json: JSON = False,
) -> None:
    about = gates.About(form=form, unit=unit, mention=tuple(mention or ()))
    with told():
        begun = act(Services(configured()), key, as_json)
        gates.overridden(begun, ref, about, reason, yes=yes)


@gate.command(help=t("gate.draft"))
def draft(
    ref: INCIDENT,
    text: Annotated[str, typer.Argument(help=t("gate.text"), show_default=False)],
    key: KEY = None,
    as_json: JSON = False,
) -> None:
    with told():
        gates.drafted(act(Services(configured()), key, as_json), ref, text)
