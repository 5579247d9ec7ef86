"""Times as options: read as the desk reads them, said back so that they mean the same tomorrow."""

from datetime import datetime

from clients.cli.acts import Act
from clients.cli.ending import bad_option
from clients.tui import locale as desk
from clients.tui.clock import local
from clients.tui.views.moments import BadTime, Moment, due_and_rest, parse_due, parse_moment

ABOUT, DAY = "ABOUT", "DAY"


def moment_of(act: Act, option: str, text: str | None) -> Moment | None:
    """Read a time that has passed; None where none was given. Ends the command on a bad one."""
    try:
        found = parse_moment(text or "", act.now)
    except BadTime as bad:
        bad_option(option, desk.t(bad.key))
    if found is not None:
        act.again[f"--{option}"] = again(found)
    return found


def moment_or_now(act: Act, option: str, text: str | None) -> datetime:
    """Read a time; without one it is now, and stays this now when the act is repeated."""
    found = moment_of(act, option, text) or Moment(act.now.replace(microsecond=0), "MINUTE")
    act.again[f"--{option}"] = again(found)
    return found.at


def again(moment: Moment) -> str:
    """Return a text that is read as this very moment whenever it is read."""
    if moment.precision == DAY:
        return f"{local(moment.at):%Y-%m-%d}"
    mark = desk.t("moments.about_marks")[0] if moment.precision == ABOUT else ""
    return local(moment.at).isoformat() + mark


def due_again(text: str, now: datetime) -> str:
    """Return `limit unit` of an order with its limit absolute; as it is where it is no time."""
    when, unit = due_and_rest(text)
    try:
        return f"{local(parse_due(when, now)).isoformat()} {unit}".strip()
    except BadTime:
        return text
