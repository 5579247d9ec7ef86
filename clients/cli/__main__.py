"""The ``huiying`` command."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, NoReturn

import typer

from clients.cli.config import BadConfig, Config, read_config

DONE, DECLINED, TRY_AGAIN = 0, 1, 75  # the last is EX_TEMPFAIL of sysexits.h

app = typer.Typer(
    name="huiying",
    help="回应：此刻依法应办什么、谁来办、何时到期、依据哪一条。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.command()
def up() -> None:
    """在本机启动整套系统（数据库、两个服务、定时任务），按 Ctrl-C 停止。"""
    _become("services.local", "up")


@app.command()
def desk(light: Annotated[bool, typer.Option("--light", help="浅色")] = False) -> None:
    """打开值守台。"""
    os.environ.update(_config().environment())
    _become("clients.tui", *(["--light"] if light else []))


@app.command()
def board(plain: Annotated[bool, typer.Option("--plain", help="打印一次纯文本")] = False) -> None:
    """打开值守台的看板；--plain 只打印一次，不需要终端。"""
    os.environ.update(_config().environment())
    _become("clients.tui", *(["--plain"] if plain else []))


@app.command()
def job(
    name: Annotated[str, typer.Argument(help="任务名；不写则列出", show_default=False)] = "",
) -> None:
    """运行一个定时任务并打印结果。退出码：0 完成，1 被拒绝，75 暂时连不上，可稍后再试。"""
    from clients.cli.jobs import JOBS, run
    from clients.cli.session import signed_call

    if name not in JOBS:
        for known, entry in JOBS.items():
            typer.echo(f"{known}  {entry.title}", err=bool(name))
        raise typer.Exit(DECLINED if name else DONE)
    with _told():
        config = _config()
        chosen = JOBS[name]
        url = config.registry_url if chosen.service == "registry" else config.deadlines_url
        answers = run(chosen, signed_call(config, url))
    for answer in answers:
        counts = {key: value for key, value in answer.items() if key != "__typename"}
        typer.echo(json.dumps({"job": name, **counts}, ensure_ascii=False))


@app.command()
def token() -> None:
    """用密钥换取短期令牌并打印，供 curl 等工具使用。"""
    from clients.cli import session

    with _told():
        typer.echo(session.token(_config()).text)


@app.command()
def doctor() -> None:
    """检查地址、数据库、时钟、密钥和终端，逐项说明。"""
    from clients.cli.doctor import Verdict, examine

    worst = DONE
    for finding in examine(_config()):
        typer.echo(f"{finding.verdict}  {finding.text}")
        if finding.verdict is Verdict.BAD:
            worst = DECLINED
    raise typer.Exit(worst)


def main() -> None:
    """Entry of the installed command."""
    app()


def _config() -> Config:
    with _told():
        return read_config(os.environ)


@contextmanager
def _told() -> Iterator[None]:
    """Turn what can go wrong on the way into one sentence and an exit code."""
    from clients.cli.exchange import Refused, Unreachable
    from clients.cli.session import NoSecret

    try:
        yield
    except BadConfig as error:
        _fail(str(error), DECLINED)
    except NoSecret:
        _fail("没有密钥：请设 HUIYING_SECRET_FILE 或配置文件的 secret_file。", DECLINED)
    except Refused as refused:
        _fail(f"{refused.code}：{refused.message}", DECLINED)
    except Unreachable as error:
        _fail(f"连不上 {error}", TRY_AGAIN)


def _fail(message: str, code: int) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(code)


def _become(module: str, *arguments: str) -> None:
    """Replace this process, so that signals and the exit code need no handing on."""
    os.execv(sys.executable, [sys.executable, "-m", module, *arguments])  # noqa: S606 - no shell


if __name__ == "__main__":
    main()
