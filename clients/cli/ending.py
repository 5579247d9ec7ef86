"""How a command ends: one sentence to a person, one number to a script."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import typer

from clients.cli.config import BadConfig, Config, read_config

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
        fail(f"{error} 他人可读，登录可能已泄露：请运行 huiying logout 后重新登录。", DECLINED)
    except Refused as refused:
        fail(f"{refused.code}：{refused.message}", DECLINED)
    except Unreachable as error:
        fail(f"连不上 {error}", TRY_AGAIN)
    except OSError as error:
        fail(f"文件 {error.filename or ''} 无法读写：{error.strerror}。", DECLINED)


def no_secret() -> str:
    """Return what to do where nobody is signed in."""
    return "没有登录：请运行 huiying login，或设 HUIYING_SECRET_FILE 或配置文件的 secret_file。"


def say(message: str) -> None:
    """Tell a person something that is not the command's answer."""
    typer.echo(message, err=True)


def fail(message: str, code: int) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(code)
