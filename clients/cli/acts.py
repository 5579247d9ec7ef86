"""What every act of the desk has in common on the command line.

An act has a key. It is printed, and the same key with the same words is the same act: where no
answer came, the command to repeat is printed whole, its times made absolute.
"""

import json
import shlex
import shutil
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Any

import typer

from clients.cli import session
from clients.cli.config import Config
from clients.cli.ending import DECLINED, fail, say
from clients.cli.exchange import Refused, Unreachable, value_of
from clients.cli.locale import t
from clients.tui.clock import system_clock
from clients.tui.link import new_key
from clients.tui.operations import Operation
from clients.tui.views.pieces import Line, plain

KEY = Annotated[str | None, typer.Option("--key", help=t("act.key"), show_default=False)]
JSON = Annotated[bool, typer.Option("--json", help=t("act.json"))]
YES = Annotated[bool, typer.Option("--yes", help=t("act.yes"))]
DRY_RUN = Annotated[bool, typer.Option("--dry-run", help=t("act.dry_run"))]
AT = Annotated[str | None, typer.Option("--at", help=t("act.at"), show_default=False)]


@dataclass(frozen=True, slots=True)
class Services:
    """Both services, asked with the desk's documents and our token."""

    config: Config

    def ask(self, operation: Operation | str, variables: Mapping[str, Any]) -> dict[str, Any]:
        """Ask the deadlines service. Raises what `session.signed_ask` raises."""
        return session.signed_ask(self.config, self.config.deadlines_url)(
            _text(operation), variables
        )

    def ask_registry(
        self, operation: Operation | str, variables: Mapping[str, Any]
    ) -> dict[str, Any]:
        return session.signed_ask(self.config, self.config.registry_url)(
            _text(operation), variables
        )


def _text(operation: Operation | str) -> str:
    return operation if isinstance(operation, str) else operation.text


@dataclass(slots=True)
class Act:
    """One act on its way: its key, its moment, and what a repeat must say in other words.

    `again` holds options by name (`--at`) with the text that means the same at any time.
    """

    services: Services
    as_json: bool = False
    key: str = field(default_factory=new_key)
    again: dict[str, str] = field(default_factory=dict)
    now: datetime = field(default_factory=system_clock)

    def send(
        self, operation: Operation | str, sent: Mapping[str, Any], *, registry: bool = False
    ) -> dict[str, Any]:
        """Commit and return the payload; where no answer came, say how to repeat it."""
        given = {**sent, "idempotencyKey": self.key}
        ask = self.services.ask_registry if registry else self.services.ask
        try:
            payload: dict[str, Any] = value_of(ask(operation, {"input": given}))
        except Unreachable:
            self._tell_again()
            raise
        except Refused as refused:
            if refused.passing:
                self._tell_again()
            raise
        payload.pop("__typename", None)
        return payload

    def finish(self, payload: Mapping[str, Any], lines: Iterable[str]) -> None:
        """Print what was done: JSON with the key, or lines, the key apart from them."""
        if self.as_json:
            print_json({"idempotencyKey": self.key, **payload})
            return
        for line in lines:
            typer.echo(line)
        if payload.get("replayed"):
            say(t("act.replayed"))
        say(t("act.key_was", key=self.key))

    def _tell_again(self) -> None:
        words = repeated(sys.argv[1:], {**self.again, "--key": self.key})
        say(t("act.again", command=shlex.join(("huiying", *words))))


def act(services: Services, key: str | None, as_json: bool) -> Act:
    """Begin an act; without a key one is made up."""
    return Act(services, as_json, key or new_key())


def repeated(words: list[str], options: Mapping[str, str]) -> list[str]:
    """Return a command's words with these options in place of what they said."""
    kept, skip = list[str](), False
    for word in words:
        if skip or word.partition("=")[0] in options:
            skip = not skip and "=" not in word
            continue
        kept.append(word)
    return [*kept, *(word for pair in options.items() for word in pair)]


def confirm(sentence: str, *, yes: bool) -> None:
    """Ask before what cannot be undone; end without a terminal to ask on."""
    if yes:
        return
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        fail(t("act.confirm_missing", sentence=sentence), DECLINED)
    sys.stderr.write(t("act.confirm", sentence=sentence))
    sys.stderr.flush()
    if sys.stdin.readline().strip().lower() != "yes":
        fail(t("act.not_confirmed"), DECLINED)


def print_json(value: Any) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False))


def print_lines(lines: Iterable[Line]) -> None:
    """Print a pane of the desk without colours."""
    typer.echo(plain(lines))


def width() -> int:
    """Return the cells of a line: the terminal's, 100 where there is none."""
    return min(shutil.get_terminal_size((100, 24)).columns, 120) if sys.stdout.isatty() else 100
