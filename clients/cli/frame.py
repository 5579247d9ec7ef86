"""The command's tree: a module is imported only when one of its commands is run or explained."""

import re
import types
from importlib import import_module
from typing import Annotated, Any, Literal, NamedTuple

import typer
from typer.core import TyperGroup
from typer.main import get_command, get_group

from clients.cli.locale import t
from clients.cli.usage import worded_faults


class Entry(NamedTuple):
    """Where a command is, and the key of its help; a group is found as one."""

    module: str
    name: str
    help: str


COMMANDS = {
    "up": Entry("desk_commands", "up", "root.up"),
    "desk": Entry("desk_commands", "desk", "root.desk"),
    "board": Entry("desk_commands", "board", "board.help"),
    "wall": Entry("wall_command", "wall", "wall.help"),
    "incident": Entry("incident_commands", "incident", "incident.help"),
    "obligation": Entry("obligation_commands", "obligation", "obligation.help"),
    "gate": Entry("gate_commands", "gate", "gate.help"),
    "speaks": Entry("speaks_command", "speaks", "speaks.help"),
    "notice": Entry("notice_commands", "notice", "notice.help"),
    "outbox": Entry("outbox_commands", "outbox", "outbox.help"),
    "lead": Entry("lead_commands", "leads", "lead.help"),
    "shift": Entry("shift_commands", "shifts", "shift.help"),
    "report": Entry("report_commands", "reports", "report.help"),
    "pack": Entry("pack_commands", "packs", "pack.help"),
    "calendar": Entry("calendar_commands", "calendars", "calendar.help"),
    "hotline": Entry("hotline_commands", "hotline", "hotline.help"),
    "roster": Entry("roster_commands", "roster", "roster.help"),
    "act": Entry("act_command", "act_command", "generic.help"),
    "login": Entry("login_commands", "login", "login.help"),
    "logout": Entry("login_commands", "logout", "login.out"),
    "password": Entry("login_commands", "password", "login.password"),
    "account": Entry("account_commands", "accounts", "account.help"),
    "token": Entry("token_commands", "tokens", "token.help"),
    "config": Entry("config_commands", "config", "root.config"),
    "doctor": Entry("desk_commands", "doctor", "root.doctor"),
    "audit": Entry("audit_commands", "audit", "audit.help"),
    "job": Entry("desk_commands", "job", "job.help"),
}


class Tree(TyperGroup):
    """Lists all commands from the table; builds one when it is asked for."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        # the names are looked through for what was mistyped
        self.commands = dict.fromkeys(COMMANDS)  # type: ignore[assignment] # each is built when asked for

    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        return _built(cmd_name) if cmd_name in COMMANDS else None

    def make_context(self, *given: Any, **named: Any) -> Any:
        with worded_faults():
            return super().make_context(*given, **named)

    def invoke(self, ctx: Any) -> Any:
        with worded_faults():
            return super().invoke(ctx)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, _first(t(one.help))) for name, one in COMMANDS.items()])


def build() -> Any:
    """Return the whole command."""
    app = typer.Typer(
        name="huiying",
        cls=Tree,
        help=t("root.help"),
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    app.callback()(_options)
    return _explained(get_group(app))


def _options(
    lang: Annotated[
        Literal["zh", "en"] | None, typer.Option("--lang", help=t("root.lang"), show_default=False)
    ] = None,
) -> None:
    """Its value was taken before anything was imported."""


def _built(name: str) -> Any:
    entry = COMMANDS[name]
    found = getattr(import_module(f"clients.cli.{entry.module}"), entry.name)
    if isinstance(found, typer.Typer):
        command: Any = get_group(found)
    else:
        single = typer.Typer(add_completion=False, rich_markup_mode=None)
        single.command(name, help=t(entry.help))(found)
        command = get_command(single)
    command.name = name
    return _explained(command)


def _first(text: str) -> str:
    """Return a help text's first sentence, without its stop."""
    return re.split(t("root.frame.sentence"), text)[0].rstrip(".")


def _explained(command: Any) -> Any:
    """Let a command, and those below it, explain themselves in the language chosen."""
    plain = command.get_help

    def explain(self: Any, ctx: Any) -> str:
        return _worded(plain(ctx))

    command.get_help = types.MethodType(explain, command)
    if not isinstance(command, Tree):
        for below in getattr(command, "commands", {}).values():
            _explained(below)
    return command


def _worded(page: str) -> str:
    """Put the words of the frame, which its library knows in English only, into our language."""
    for word in ("Usage", "Options", "Commands", "Arguments"):
        page = re.sub(rf"^{word}: ?", t(f"root.frame.{word.lower()}"), page, flags=re.MULTILINE)
    page = page.replace("Show this message and exit.", t("root.frame.help"))
    page = page.replace("[required]", t("root.frame.required"))
    return re.sub(
        r"\[default:\s+([^\]]*)\]", lambda found: t("root.frame.default", value=found[1]), page
    )
