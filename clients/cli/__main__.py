"""The ``huiying`` command."""

import json
import os
import shlex
import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from clients.cli import locale, saved
from clients.cli.act_command import act_command
from clients.cli.calendar_commands import calendars
from clients.cli.config_commands import config as settings
from clients.cli.ending import DECLINED, DONE, SOME_REJECTED, configured, fail, say, told
from clients.cli.gate_commands import gate
from clients.cli.hotline_commands import hotline
from clients.cli.incident_commands import incident
from clients.cli.lead_commands import leads
from clients.cli.notice_commands import notice
from clients.cli.obligation_commands import obligation
from clients.cli.pack_commands import packs
from clients.cli.report_commands import reports
from clients.cli.shift_commands import shifts
from clients.cli.speaks_command import speaks
from clients.tui.locale import t

app = typer.Typer(
    name="huiying",
    help="回应：此刻依法应办什么、谁来办、何时到期、依据哪一条。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
roster = typer.Typer(help="名录的导入、导出与撤销。", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(roster, name="roster")
tokens = typer.Typer(invoke_without_command=True, rich_markup_mode=None)
app.add_typer(tokens, name="token")
app.add_typer(incident, name="incident")
app.add_typer(obligation, name="obligation")
app.add_typer(gate, name="gate")
app.command(help=locale.t("speaks.help"))(speaks)
app.command("act", help=locale.t("generic.help"))(act_command)
app.add_typer(notice, name="notice")
app.add_typer(packs, name="pack")
app.add_typer(leads, name="lead")
app.add_typer(reports, name="report")
app.add_typer(hotline, name="hotline")
app.add_typer(shifts, name="shift")
app.add_typer(calendars, name="calendar")
app.add_typer(settings, name="config")
audit = typer.Typer(help="核对留痕：记录是否与封存时一致。", rich_markup_mode=None)
app.add_typer(audit, name="audit")


@audit.callback()
def _audit() -> None:
    """核对留痕：记录是否与封存时一致。"""


@app.command()
def up() -> None:
    """在本机启动整套系统（数据库、两个服务、定时任务），按 Ctrl-C 停止。"""
    _become("services.local", "up")


@app.command(help=t("desk.help"))
def desk(
    lang: Annotated[
        Literal["zh", "en"] | None,
        typer.Option("--lang", help=t("desk.help.lang"), show_default=False),
    ] = None,
    readonly: Annotated[bool, typer.Option("--readonly", help=t("desk.help.readonly"))] = False,
    light: Annotated[bool, typer.Option("--light", help=t("desk.help.light"))] = False,
    dark: Annotated[bool, typer.Option("--dark", help=t("desk.help.dark"))] = False,
    ansi: Annotated[bool, typer.Option("--ansi", help=t("desk.help.ansi"))] = False,
    ascii_only: Annotated[bool, typer.Option("--ascii", help=t("desk.help.ascii"))] = False,
) -> None:
    os.environ.update(_desk_environment())
    flags = {
        "--readonly": readonly,
        "--light": light,
        "--dark": dark,
        "--ansi": ansi,
        "--ascii": ascii_only,
    }
    options = [name for name, given in flags.items() if given]
    _become("clients.tui", *options, *(["--lang", lang] if lang else []))


@app.command()
def board(
    plain: Annotated[bool, typer.Option("--plain", help="打印文本，一行一条")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="打印 JSON；跟随时一行一个")] = False,
    follow: Annotated[
        bool, typer.Option("--follow", help="跟随：一有变化打印一行，按 Ctrl-C 停止")
    ] = False,
) -> None:
    """打开值守台的看板；--plain、--json 只打印，不需要终端，供脚本和读屏软件使用。

    两个服务都连不上时打印本机缓存，并说明。退出码：0 完成，1 被拒绝，75 连不上（已打印缓存）。
    """
    if not (plain or as_json or follow):
        os.environ.update(_desk_environment())
        _become("clients.tui")
    from clients.cli.board import printed

    if plain and as_json:
        fail("--plain 和 --json 只能选一种。", DECLINED)
    raise typer.Exit(printed(configured(), as_json=as_json, follow=follow))


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
    with told():
        config = configured()
        chosen = JOBS[name]
        url = config.registry_url if chosen.service == "registry" else config.deadlines_url
        answers = run(chosen, signed_call(config, url))
    for answer in answers:
        counts = {key: value for key, value in answer.items() if key != "__typename"}
        typer.echo(json.dumps({"job": name, **counts}, ensure_ascii=False))


@audit.command()
def verify(
    registry: Annotated[bool, typer.Option("--registry", help="只核对登记服务")] = False,
    deadlines: Annotated[bool, typer.Option("--deadlines", help="只核对时限服务")] = False,
    checkpoints: Annotated[
        list[Path] | None,
        typer.Option(
            "--checkpoints", help="库外签名文件，可写多次；不写用 HUIYING_AUDIT_FOLDER 的"
        ),
    ] = None,
    key: Annotated[
        list[Path] | None, typer.Option("--key", help="验签的公钥文件，可写多次")
    ] = None,
) -> None:
    """逐条核对记录，说出第一条被改、被删、被插入的，或末尾被截去；直接读数据库，不经过服务。

    数据库地址取自 HUIYING_REGISTRY_DSN、HUIYING_DEADLINES_DSN，都不设则为本机正在运行的系统。
    退出码：0 一致，1 不一致，2 参数或文件不对，75 暂时连不上数据库。
    """
    chosen = [*(["--registry"] if registry else []), *(["--deadlines"] if deadlines else [])]
    files = [word for path in checkpoints or () for word in ("--checkpoints", str(path))]
    keys = [word for path in key or () for word in ("--key", str(path))]
    _become("services.local.audit", *chosen, *files, *keys)


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
        fail("只能选一种登录方式。", DECLINED)
    with told():
        config = configured()
        kept = sign_in(config, chosen[0] if chosen else None, say)
        if config.secret_file:
            say(f"已设密钥文件 {config.secret_file}，命令仍优先使用密钥。")
    typer.echo(f"已登录：{kept.who}（{kept.login}）")


@app.command()
def logout() -> None:
    """注销本机的登录，令牌在两个服务上几秒内失效。"""
    from clients.cli.login import sign_out

    with told():
        ended = sign_out(configured())
    typer.echo("已注销。" if ended else "本机没有登录。")


@app.command()
def password() -> None:
    """更改自己的密码，其他地方的登录随之注销。"""
    from clients.cli import session
    from clients.cli.login import change_password

    with told():
        config = configured()
        change_password(config, session.token(config).text, say)


@tokens.callback()
def token(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="连同期限、姓名和单位")] = False,
) -> None:
    """打印短期令牌（用密钥换取，或取自本机的登录），供 curl 等工具使用；脚本用下列接口令牌。"""
    from clients.cli import session

    if context.invoked_subcommand:
        return
    with told():
        found = session.token(configured())
    typer.echo(session.as_json(found) if as_json else found.text)


@tokens.command("create")
def token_create(
    name: Annotated[str, typer.Argument(help="用途，如“监测平台上报”")],
    allow: Annotated[
        list[str],
        typer.Option("--allow", help="允许的一项操作（接口字段名，如 reportLead），可写多次"),
    ],
    days: Annotated[int, typer.Option("--days", min=1, max=365, help="有效天数")] = 90,
) -> None:
    """为脚本生成接口令牌：以自己的名义、只做所列操作，到期作废。令牌只在标准输出显示这一次。

    存入只有脚本可读的文件，以 HUIYING_SECRET_FILE 指明。退出码：0 完成，1 被拒绝，75 暂时连不上。
    """
    from clients.cli.tokens import create, day

    with told():
        made = create(configured(), name, allow, days)
    one = made["apiToken"]
    typer.echo(made["secret"])
    say(f"令牌只显示这一次，有效至 {day(one['expiresAt'])}。撤销：huiying token revoke {one['id']}")


@tokens.command("list")
def token_list() -> None:
    """列出自己的接口令牌，新的在前：编号、状态、期限、最近使用、用途、操作。

    退出码：0 完成，1 被拒绝，75 暂时连不上。
    """
    from clients.cli.tokens import listed

    with told():
        lines = listed(configured())
    for line in lines or ["没有接口令牌。"]:
        typer.echo(line)


@tokens.command("revoke")
def token_revoke(
    token_id: Annotated[str, typer.Argument(help="令牌编号，见 huiying token list")],
) -> None:
    """撤销一个接口令牌，两个服务在五秒内不再接受。退出码：0 已撤销，1 被拒绝，75 暂时连不上。"""
    from clients.cli.tokens import revoke

    with told():
        name = revoke(configured(), token_id)
    typer.echo(f"已撤销接口令牌“{name}”。")


@app.command()
def doctor() -> None:
    """检查地址、数据库、时钟、密钥和终端，逐项说明。"""
    from clients.cli.doctor import Verdict, examine

    worst = DONE
    for finding in examine(configured()):
        typer.echo(f"{finding.verdict}  {finding.text}")
        if finding.verdict is Verdict.BAD:
            worst = DECLINED
    raise typer.Exit(worst)


@roster.command("import")
def roster_import(
    file: Annotated[Path, typer.Argument(help="名单文件，.xlsx 或 .csv（UTF-8、GBK 均可）")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只核对并报告，不写入")] = False,
    unit: Annotated[
        str | None, typer.Option("--unit", help="只接受此单位代码及其下级的行", show_default=False)
    ] = None,
    rejected: Annotated[
        Path | None,
        typer.Option("--rejected", help="把退回的行连同原因另存到此文件", show_default=False),
    ] = None,
) -> None:
    """导入单位、任职、专家、渠道名录；表中缺少的行不会被删除，离任只认离任日期。

    退出码：0 全部接受，1 整个文件未被接受，3 有退回的行（其余已接受），75 暂时连不上，可稍后再试。
    """
    from clients.cli.roster import report, run_import, save_rejected

    with told():
        config = configured()
        ended = run_import(config, file, dry_run=dry_run, unit=unit)
        if ended.failed:
            fail(f"{ended.told['problemCode']}：{ended.told['problem']}", DECLINED)
        for line in report(ended):
            typer.echo(line)
        if rejected is not None and ended.rejected:
            save_rejected(config, ended, rejected)
            typer.echo(f"退回的行已存入 {rejected}，改好后可直接再次导入。")
    raise typer.Exit(SOME_REJECTED if ended.rejected else DONE)


@roster.command("export")
def roster_export(
    unit: Annotated[
        str | None,
        typer.Option("--unit", help="单位代码，含其下级；不写为管理范围", show_default=False),
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option("--kind", help="单位、任职、专家、渠道之一；不写为全部", show_default=False),
    ] = None,
    output: Annotated[
        Path, typer.Option("-o", "--output", help="存到此文件；以 .csv 结尾则为 CSV，- 为标准输出")
    ] = Path("名录.xlsx"),
) -> None:
    """导出名录，格式与导入相同，改好后可以直接导回。CSV 每次只含一类，不写则为任职。

    退出码：0 完成，1 被拒绝，75 暂时连不上，可稍后再试。
    """
    from clients.cli.roster import run_export

    with told():
        run_export(configured(), output, unit=unit, kind=kind)
    if str(output) != "-":
        typer.echo(f"已导出到 {output}")


@roster.command("undo")
def roster_undo(
    import_id: Annotated[str, typer.Argument(help="导入编号，见 huiying roster imports")],
) -> None:
    """整体撤销一次导入；导入之后又有变动时不撤销任何一行，并说明是哪些。

    退出码：0 已撤销，1 被拒绝，75 暂时连不上，可稍后再试。
    """
    from clients.cli.roster import run_undo

    with told():
        ended = run_undo(configured(), import_id)
        if ended.told["state"] != "UNDONE":
            fail(f"{ended.told['problemCode']}：{ended.told['problem']}", DECLINED)
    typer.echo("已整体撤销该次导入。")


@roster.command("imports")
def roster_imports() -> None:
    """列出最近 20 次导入，新的在前。退出码：0 完成，1 被拒绝，75 暂时连不上。"""
    from clients.cli.roster import run_list

    with told():
        lines = run_list(configured())
    for line in lines or ["还没有导入过名录。"]:
        typer.echo(line)


def main() -> None:
    """Entry of the installed command."""
    app()


def _desk_environment() -> dict[str, str]:
    """Hand the desk the secret's file, or the command that keeps the session."""
    config = configured()
    handed = config.environment()
    if config.secret_file is None and saved.session_file(config).exists():
        command = [sys.executable, "-m", "clients.cli", "token", "--json"]
        handed["HUIYING_TOKEN_COMMAND"] = shlex.join(command)
    return handed


def _become(module: str, *arguments: str) -> None:
    """Replace this process, so that signals and the exit code need no handing on."""
    os.execv(sys.executable, [sys.executable, "-m", module, *arguments])  # noqa: S606 - no shell


if __name__ == "__main__":
    main()
