"""The ``huiying`` command."""

import json
import os
import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, NoReturn

import typer

from clients.cli import saved
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
    os.environ.update(_desk_environment())
    _become("clients.tui", *(["--light"] if light else []))


@app.command()
def board(plain: Annotated[bool, typer.Option("--plain", help="打印一次纯文本")] = False) -> None:
    """打开值守台的看板；--plain 只打印一次，不需要终端。"""
    os.environ.update(_desk_environment())
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
def login(
    password: Annotated[bool, typer.Option("--password", help="用登录名和密码")] = False,
    browser: Annotated[
        bool, typer.Option("--browser", help="用本机浏览器在统一身份平台登录")
    ] = False,
    device: Annotated[bool, typer.Option("--device", help="用另一台设备的浏览器登录")] = False,
) -> None:
    """登录，此后的命令无需密钥。不写方式时：接入了统一身份平台用浏览器，否则用密码。"""
    from clients.cli.login import Way, sign_in

    chosen = [
        way
        for way, given in ((Way.PASSWORD, password), (Way.BROWSER, browser), (Way.DEVICE, device))
        if given
    ]
    if len(chosen) > 1:
        _fail("只能选一种登录方式。", DECLINED)
    with _told():
        config = _config()
        kept = sign_in(config, chosen[0] if chosen else None, _say)
        if config.secret_file:
            _say(f"已设密钥文件 {config.secret_file}，命令仍优先使用密钥。")
    typer.echo(f"已登录：{kept.who}（{kept.login}）")


@app.command()
def logout() -> None:
    """注销本机的登录，令牌在两个服务上几秒内失效。"""
    from clients.cli.login import sign_out

    with _told():
        ended = sign_out(_config())
    typer.echo("已注销。" if ended else "本机没有登录。")


@app.command()
def password() -> None:
    """更改自己的密码，其他地方的登录随之注销。"""
    from clients.cli import session
    from clients.cli.login import change_password

    with _told():
        config = _config()
        change_password(config, session.token(config).text, _say)


@app.command()
def token(
    as_json: Annotated[bool, typer.Option("--json", help="连同期限、姓名和单位")] = False,
) -> None:
    """打印短期令牌（用密钥换取，或取自本机的登录），供 curl 等工具使用。"""
    from clients.cli import session

    with _told():
        found = session.token(_config())
    typer.echo(session.as_json(found) if as_json else found.text)


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
    from clients.cli.saved import Unsafe
    from clients.cli.session import NoSecret

    try:
        yield
    except BadConfig as error:
        _fail(str(error), DECLINED)
    except NoSecret:
        message = (
            "没有登录：请运行 huiying login，或设 HUIYING_SECRET_FILE 或配置文件的 secret_file。"
        )
        _fail(message, DECLINED)
    except Unsafe as error:
        _fail(f"{error} 他人可读，登录可能已泄露：请运行 huiying logout 后重新登录。", DECLINED)
    except Refused as refused:
        _fail(f"{refused.code}：{refused.message}", DECLINED)
    except Unreachable as error:
        _fail(f"连不上 {error}", TRY_AGAIN)


def _desk_environment() -> dict[str, str]:
    """Hand the desk the secret's file, or the command that keeps the session."""
    config = _config()
    handed = config.environment()
    if config.secret_file is None and saved.session_file(config).exists():
        command = [sys.executable, "-m", "clients.cli", "token", "--json"]
        handed["HUIYING_TOKEN_COMMAND"] = shlex.join(command)
    return handed


def _say(message: str) -> None:
    """Tell a person something that is not the command's answer."""
    typer.echo(message, err=True)


def _fail(message: str, code: int) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(code)


def _become(module: str, *arguments: str) -> None:
    """Replace this process, so that signals and the exit code need no handing on."""
    os.execv(sys.executable, [sys.executable, "-m", module, *arguments])  # noqa: S606 - no shell


if __name__ == "__main__":
    main()
