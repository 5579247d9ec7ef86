"""``huiying config``: the desk's settings, where they come from, what is wrong with them."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from clients.cli.ending import DECLINED
from clients.tui.locale import t

config = typer.Typer(help=t("config.help"), no_args_is_help=True, rich_markup_mode=None)


@config.command(help=t("config.help.show"))
def show(
    keys: Annotated[bool, typer.Option("--keys", help=t("config.help.keys"))] = False,
) -> None:
    from clients.tui.settings import read_settings
    from clients.tui.views.settings import problem_text, settings_lines

    settings = read_settings(os.environ)
    for line in settings_lines(settings):
        typer.echo(line)
    for line in _key_lines(settings.values.keys) if keys else ():
        typer.echo(line)
    for problem in settings.problems:
        typer.echo(problem_text(problem), err=True)


@config.command(help=t("config.help.validate"))
def validate(
    file: Annotated[
        Path | None, typer.Argument(help=t("config.help.file"), show_default=False)
    ] = None,
) -> None:
    from clients.tui.keymap import chosen_keys
    from clients.tui.settings import desk_file, read_file
    from clients.tui.views.settings import problem_text

    path = file or desk_file(os.environ)
    if not path.exists():
        typer.echo(t("config.none", where=path), err=True)
        raise typer.Exit(DECLINED if file else 0)
    values, problems = read_file(path)
    if "keys" in values:
        problems += chosen_keys(values["keys"], str(path), path.read_text(encoding="utf-8"))[1]
    for problem in problems:
        typer.echo(problem_text(problem), err=True)
    if problems:
        raise typer.Exit(DECLINED)
    typer.echo(t("config.good", where=path))


@config.command(help=t("config.help.schema"))
def schema() -> None:
    import msgspec

    from clients.tui.settings import DeskFile

    made = msgspec.json.schema(DeskFile)["$defs"]["DeskFile"]
    fields: dict[str, dict[str, Any]] = made["properties"]
    for name, one in fields.items():
        one["description"] = t(f"config.about.{name}")
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "desk.toml"}
    about = {"type": "object", "properties": fields, "additionalProperties": False}
    typer.echo(json.dumps(head | about, ensure_ascii=False, indent=2))


def _key_lines(chosen: dict[str, list[str]]) -> Iterator[str]:
    from clients.tui.keymap import chosen_keys
    from clients.tui.keys import ACTIONS, arrange, arranged, shown
    from clients.tui.views.wrap import fit

    arrange(chosen_keys(chosen, "desk.toml")[0])
    yield ""
    for action in map(arranged, ACTIONS):
        keys = " ".join(shown(key) for key in action.keys)
        yield f"{fit(action.id, 12)}  {fit(keys, 14)}  {t(action.help_key)}"
