"""What was typed wrongly, told in the language chosen: the command's library knows English only."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import typer
from typer.exceptions import TyperException

from clients.cli.locale import t

# what the library says, and the key under which we say it; `said` is worded in its turn
_SAID = (
    ("usage.no_command_like", r"No such command '(?P<what>.+)'\. Did you mean (?P<like>.+)\?"),
    ("usage.no_command_like", r"No such command '(?P<what>.+)'[^.]* Did you mean (?P<like>.+)\?"),
    ("usage.no_command", r"No such command '(?P<what>.+)'\."),
    ("usage.no_option_like", r"No such option: (?P<what>\S+) \(Possible options: (?P<like>.+)\)"),
    ("usage.no_option", r"No such option: (?P<what>.+)"),
    ("usage.wants_value", r"Option '(?P<what>.+)' requires an argument\."),
    ("usage.wants_values", r"Option '(?P<what>.+)' requires (?P<n>\d+) arguments\."),
    ("usage.takes_none", r"Option '(?P<what>.+)' does not take a value\."),
    ("usage.missing_one_of", r"Missing \w+ (?P<what>.+?)\. Choose from:\s+(?P<like>.+)"),
    ("usage.missing", r"Missing (?:argument|option|parameter) (?P<what>.+?)\."),
    ("usage.missing_command", r"Missing command\."),
    ("usage.extra", r"Got unexpected extra argument\(s\) \((?P<what>.+)\)"),
    ("usage.bad", r"Invalid value for (?P<what>'.+?'): (?P<said>.+)"),
    ("usage.value", r"Value error, (?P<said>.+)"),
    ("usage.not_one_of", r"'(?P<what>.*)' is not one of (?P<like>.+)\."),
    ("usage.no_time", r"'(?P<what>.*)' does not match the formats? (?P<like>.+)\."),
    ("usage.no_integer", r"Input should be a valid integer.*"),
    ("usage.at_most", r"Input should be less than or equal to (?P<n>.+)"),
    ("usage.at_least", r"Input should be greater than or equal to (?P<n>.+)"),
    ("usage.no_file", r"\w+ (?P<what>'.+') does not exist\."),
)
_FORMS = tuple((key, re.compile(form, re.DOTALL)) for key, form in _SAID)

_DAY = str.maketrans({"%": "", "Y": "YYYY", "m": "MM", "d": "DD"})


@contextmanager
def worded_faults() -> Iterator[None]:
    """Let what the library finds wrong be shown in our words."""
    try:
        yield
    except TyperException as fault:
        if not type(fault).__name__.startswith("NoArgs"):  # that one is a page of help
            # the library lets each fault show itself; ours takes the place of its method
            fault.show = partial(_show, fault)  # type: ignore[attr-defined] # its base has none
        raise


def worded(said: str) -> str:
    """Return in our words what the library said; as it stands where it is not known."""
    for key, form in _FORMS:
        if found := form.fullmatch(said):
            told = {name: _plain(text) for name, text in found.groupdict().items()}
            if "said" in told:
                told["said"] = worded(found["said"])
            if key == "usage.no_time":
                told["like"] = told["like"].translate(_DAY)
            return t(key, **told)
    return said


def _plain(text: str) -> str:
    return re.sub(r",?\s+", ", ", text.strip().replace("'", ""))


def _show(fault: Any, file: Any = None) -> None:
    context = getattr(fault, "ctx", None)
    if context is not None:
        usage = context.get_usage().partition(": ")[2]
        typer.echo(t("root.frame.usage") + usage, err=True)
    typer.echo(t("usage.error", said=worded(fault.format_message())), err=True)
    if context is not None:
        typer.echo(t("usage.try", command=context.command_path), err=True)
