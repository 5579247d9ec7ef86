"""``huiying speaks UNIT``: who speaks for a unit now (谁来说), and why that person."""

from typing import Annotated

import typer

from clients.cli.acts import JSON, Services, print_json, print_lines, width
from clients.cli.choices import unit_of
from clients.cli.ending import DECLINED, configured, fail, told
from clients.cli.locale import t
from clients.tui.models import decode
from clients.tui.models_speaks import SpeakerAnswer
from clients.tui.operations import OPERATIONS
from clients.tui.views.speaks import answer_lines


def speaks(
    unit: Annotated[str, typer.Argument(help=t("speaks.unit"), show_default=False)],
    as_json: JSON = False,
) -> None:
    with told():
        services = Services(configured())
        code = unit_of(services, unit, "unit").code
        found = services.ask_registry(OPERATIONS.who_speaks, {"unit": code})["whoSpeaks"]
        if found is None:
            fail(t("speaks.none", unit=unit), DECLINED)
        if as_json:
            print_json(found)
        else:
            print_lines(answer_lines(decode(found, SpeakerAnswer), width()))
