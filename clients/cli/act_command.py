"""``huiying act``: any act of the desk by its document, for what has no command of its own yet."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from clients.cli.acts import KEY, YES, Services, act, confirm, print_json
from clients.cli.ending import DECLINED, bad_option, configured, fail, told
from clients.cli.exchange import Refused
from clients.cli.locale import t
from clients.tui.operations import load, operation_names

# what a service says of a document that is not its own; nothing was done then
NOT_MINE = "INVALID_DOCUMENT"
# signing in has commands of its own, which keep what they get
_APART = frozenset({"sign_in"})


def act_command(
    name: Annotated[str, typer.Argument(help=t("generic.name"), show_default=False)] = "",
    fields: Annotated[
        list[str] | None, typer.Argument(help=t("generic.fields"), show_default=False)
    ] = None,
    given: Annotated[
        Path | None, typer.Option("--input", help=t("generic.input"), show_default=False)
    ] = None,
    yes: YES = False,
    key: KEY = None,
) -> None:
    names = writing()
    if name.replace("-", "_") not in names:
        for known in names:
            typer.echo(known, err=bool(name))
        raise typer.Exit(DECLINED if name else 0)
    with told():
        begun = act(Services(configured()), key, as_json=True)
        sent = {**_read(given), **_fields(fields or [])}
        confirm(t("generic.sure", name=name, given=json.dumps(sent, ensure_ascii=False)), yes=yes)
        operation = load(name.replace("-", "_"))
        try:
            payload = begun.send(operation, sent)
        except Refused as refused:
            if refused.code != NOT_MINE:
                raise
            payload = begun.send(operation, sent, registry=True)
        print_json({"idempotencyKey": begun.key, **payload})


def writing() -> list[str]:
    """Return the names of all documents of the desk that write."""
    found = (name for name in operation_names() if name not in _APART)
    return [name for name in found if load(name).text.lstrip().startswith("mutation")]


def _read(file: Path | None) -> dict[str, Any]:
    if file is None:
        return {}
    text = sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
    try:
        found = json.loads(text)
    except ValueError as error:
        bad_option("input", str(error))
    if not isinstance(found, dict):
        bad_option("input", t("generic.no_object"))
    return found


def _fields(words: list[str]) -> dict[str, Any]:
    """Return `facts.deaths=3 title=爆炸` as an input; a value that is not JSON is text."""
    found: dict[str, Any] = {}
    for word in words:
        path, equals, text = word.partition("=")
        if not equals:
            fail(t("generic.no_field", word=word), DECLINED)
        *outer, last = path.split(".")
        inner = found
        for one in outer:
            inner = inner.setdefault(one, {})
        inner[last] = _value(text)
    return found


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text
