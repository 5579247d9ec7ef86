"""How a command ends: one sentence to a person, one number to a script."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

import typer

from clients.cli.config import BadConfig, Config, read_config
from clients.cli.locale import t

if TYPE_CHECKING:
    from clients.cli.exchange import Refused

DONE, DECLINED, SOME_REJECTED = 0, 1, 3
TRY_AGAIN = 75  # EX_TEMPFAIL of sysexits.h


def configured() -> Config:
    with told():
        return read_config(os.environ)


@contextmanager
def told() -> Iterator[None]:
    """Turn what can go wrong on the way into one sentence and an exit code."""
    from clients.cli.exchange import Refused, Unreachable
    from clients.cli.saved import Unsafe
    from clients.cli.session import NoSecret

    try:
        yield
    except BadConfig as error:
        fail(str(error), DECLINED)
    except NoSecret:
        fail(no_secret(), DECLINED)
    except Unsafe as error:
        fail(t("end.unsafe", file=error), DECLINED)
    except Refused as refused:
        fail(refusal(refused), TRY_AGAIN if refused.passing else DECLINED)
    except Unreachable as error:
        fail(t("end.unreachable", reason=error), TRY_AGAIN)
    except OSError as error:
        fail(t("end.file", file=error.filename or "", reason=error.strerror), DECLINED)


def no_secret() -> str:
    """Return what to do where nobody is signed in."""
    return t("end.no_secret")


def refusal(refused: "Refused") -> str:
    """Return code, sentence and, where the service names one, the field."""
    said = {"code": refused.code, "message": refused.message}
    if refused.field is None:
        return t("end.refused", **said)
    return t("end.refused_field", field=refused.field, **said)


def bad_option(option: str, sentence: str) -> NoReturn:
    """End because an option's value cannot be read."""
    fail(t("end.option", option=f"--{option.replace('_', '-')}", sentence=sentence), DECLINED)


def say(message: str) -> None:
    """Tell a person something that is not the command's answer."""
    typer.echo(message, err=True)


def fail(message: str, code: int) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(code)
