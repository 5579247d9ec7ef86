"""Opening the desk and its board, running the system and its jobs, and asking what is wrong."""

import json
import os
import shlex
import sys
from typing import Annotated, Literal

import typer

from clients.cli import saved
from clients.cli.config import Config
from clients.cli.ending import DECLINED, DONE, configured, fail, no_secret, say, told
from clients.cli.locale import t
from clients.tui.locale import t as desk_text


def up() -> None:
    become("services.local", "up")


def desk(
    lang: Annotated[
        Literal["zh", "en"] | None,
        typer.Option("--lang", help=desk_text("desk.help.lang"), show_default=False),
    ] = None,
    readonly: Annotated[
        bool, typer.Option("--readonly", help=desk_text("desk.help.readonly"))
    ] = False,
    light: Annotated[bool, typer.Option("--light", help=desk_text("desk.help.light"))] = False,
    dark: Annotated[bool, typer.Option("--dark", help=desk_text("desk.help.dark"))] = False,
    ansi: Annotated[bool, typer.Option("--ansi", help=desk_text("desk.help.ansi"))] = False,
    ascii_only: Annotated[bool, typer.Option("--ascii", help=desk_text("desk.help.ascii"))] = False,
) -> None:
    os.environ.update(signed_in())
    flags = {
        "--readonly": readonly,
        "--light": light,
        "--dark": dark,
        "--ansi": ansi,
        "--ascii": ascii_only,
    }
    options = [name for name, given in flags.items() if given]
    become("clients.tui", *options, *(["--lang", lang] if lang else []))


def board(
    plain: Annotated[bool, typer.Option("--plain", help=t("board.plain"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=t("board.json"))] = False,
    follow: Annotated[bool, typer.Option("--follow", help=t("board.follow"))] = False,
) -> None:
    if not (plain or as_json or follow):
        os.environ.update(signed_in())
        become("clients.tui")
    from clients.cli.board import printed

    if plain and as_json:
        fail(t("board.one_form"), DECLINED)
    raise typer.Exit(printed(configured(), as_json=as_json, follow=follow))


def job(
    name: Annotated[str, typer.Argument(help=t("job.name"), show_default=False)] = "",
) -> None:
    from clients.cli.jobs import JOBS, run
    from clients.cli.session import signed_call

    if name not in JOBS:
        for known, entry in JOBS.items():
            typer.echo(f"{known}  {entry.title}", err=bool(name))
        raise typer.Exit(DECLINED if name else DONE)
    with told():
        config = configured()
        chosen = JOBS[name]
        url = config.registry_url if chosen.service == "registry" else config.deadlines_url
        answers = run(chosen, signed_call(config, url))
    for answer in answers:
        counts = {key: value for key, value in answer.items() if key != "__typename"}
        typer.echo(json.dumps({"job": name, **counts}, ensure_ascii=False))


def doctor() -> None:
    from clients.cli.doctor import Verdict, examine

    worst = DONE
    for finding in examine(configured()):
        typer.echo(f"{finding.verdict}  {finding.text}")
        if finding.verdict is Verdict.BAD:
            worst = DECLINED
    raise typer.Exit(worst)


def signed_in() -> dict[str, str]:
    """Hand on the desk's environment; whoever is not signed in does it first."""
    config = configured()
    if config.secret_file is None and not saved.session_file(config).exists():
        if not sys.stdin.isatty():
            fail(no_secret(), DECLINED)
        from clients.cli.login import sign_in

        say(t("login.for_desk"))
        with told():
            sign_in(config, None, say)
    return desk_environment(config)


def desk_environment(config: Config) -> dict[str, str]:
    """Hand the desk the secret's file, or the command that keeps the session.

    The command stays good when the session ends meanwhile: a new login elsewhere is found.
    """
    handed = config.environment()
    if config.secret_file is None:
        command = [sys.executable, "-m", "clients.cli", "token", "--json"]
        handed["HUIYING_TOKEN_COMMAND"] = shlex.join(command)
    return handed


def become(module: str, *arguments: str) -> None:
    """Replace this process, so that signals and the exit code need no handing on."""
    os.execv(sys.executable, [sys.executable, "-m", module, *arguments])  # noqa: S606 - no shell
