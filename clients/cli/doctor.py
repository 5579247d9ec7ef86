"""What is wrong, asked in the order in which it would be repaired."""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum

from clients.cli.config import BadConfig, Config
from clients.cli.exchange import Answer, Refused, Unreachable, request
from clients.cli.saved import Unsafe
from clients.cli.session import NoSecret, sign_in, token
from clients.tui.terminal import ambiguous_width

_CLOCK_TOLERANCE = 5.0  # seconds; the header tells whole seconds


class Verdict(StrEnum):
    """How a finding is marked."""

    GOOD = "好"
    DOUBTFUL = "疑"
    BAD = "坏"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report."""

    verdict: Verdict
    text: str


def examine(config: Config) -> Iterator[Finding]:
    """Yield the findings one by one, as each is made."""
    for name, url in (("登记服务", config.registry_url), ("时限服务", config.deadlines_url)):
        yield from _service(name, url)
    yield from _reminders(config.deadlines_url)
    yield _sign_in(config)
    yield from _secret_file(config)
    yield from _terminal()


def _service(name: str, url: str) -> Iterator[Finding]:
    try:
        alive = request("GET", f"{url}/health/live", timeout=5)
        ready = request("GET", f"{url}/health/ready", timeout=5)
    except Unreachable as error:
        yield Finding(Verdict.BAD, f"{name}连不上：{error}")
        return
    if alive.status != 200:
        yield Finding(Verdict.BAD, f"{name} {url} 有应答，但不是本系统（HTTP {alive.status}）")
        return
    yield Finding(Verdict.GOOD, f"{name} {url} 在运行")
    if ready.status == 200:
        yield Finding(Verdict.GOOD, f"{name}的数据库可用，结构为最新")
    else:
        yield Finding(Verdict.BAD, f"{name}未就绪：{_problems(ready)}")
    yield from _seals(name, url)
    yield from _clock(name, alive)


def _seals(name: str, url: str) -> Iterator[Finding]:
    try:
        answer = request("GET", f"{url}/health/audit", timeout=5)
        told = json.loads(answer.body)
        status, waits = told["status"], float(told["unsealedSeconds"])
    except (Unreachable, ValueError, KeyError, TypeError):
        yield Finding(Verdict.DOUBTFUL, f"{name}的留痕封存情况问不到")
        return
    match status:
        case "sealed":
            yield Finding(Verdict.GOOD, f"{name}的记录已封存并签名，最久的等了 {waits:.0f} 秒")
        case "unsigned":
            text = f"{name}的记录已封存，但没有库外签名，请设 HUIYING_AUDIT_FOLDER"
            yield Finding(Verdict.DOUBTFUL, text)
        case "behind":
            text = f"{name}的记录封存或签名落后，最久的未封存已 {waits:.0f} 秒"
            yield Finding(Verdict.BAD, text)
        case _:
            text = f"{name}的记录与封存时不一致，请运行 huiying audit verify"
            yield Finding(Verdict.BAD, text)


def _reminders(url: str) -> Iterator[Finding]:
    try:
        answer = request("GET", f"{url}/health/sweep", timeout=5)
        told = json.loads(answer.body)
        verdict, stuck, unrouted = told["status"], told["repeatedlyFailed"], told["unrouted"]
    except Unreachable:
        return  # said already: the service cannot be reached
    except (ValueError, KeyError, TypeError):
        yield Finding(Verdict.DOUBTFUL, "提醒是否送得出去问不到")
        return
    match verdict:
        case "swept":
            yield Finding(Verdict.GOOD, "到期检查按时运行，提醒送得出去")
        case "silent":
            text = "到期检查停了，不会有新提醒，请查定时任务 sweepObligations"
            yield Finding(Verdict.BAD, text)
        case "lost":
            text = "试投的提醒没有送达，请查定时任务 deliverNotifications"
            yield Finding(Verdict.BAD, text)
        case _:
            yield Finding(Verdict.BAD, f"有提醒发不出去：屡送不达 {stuck} 条")
    if unrouted:
        yield Finding(Verdict.DOUBTFUL, f"有 {unrouted} 条提醒无处可送，请为收件人登记送达渠道")


def _problems(answer: Answer) -> str:
    try:
        return json.dumps(json.loads(answer.body), ensure_ascii=False)
    except ValueError:
        return f"HTTP {answer.status}"


def _clock(name: str, answer: Answer) -> Iterator[Finding]:
    if answer.date is None:
        return
    here = datetime.now(UTC)  # noqa: TID251 - the machine's clock is what is examined
    apart = (here - parsedate_to_datetime(answer.date)).total_seconds()
    if abs(apart) <= _CLOCK_TOLERANCE:
        yield Finding(Verdict.GOOD, f"本机时钟与{name}一致")
    else:
        side = "快" if apart > 0 else "慢"
        yield Finding(Verdict.BAD, f"本机时钟比{name}{side} {abs(apart):.0f} 秒，倒计时会不准")


def _sign_in(config: Config) -> Finding:
    means = "密钥" if config.secret_file else "登录"
    try:
        secret = config.secret()
        who = sign_in(config, secret).who if secret else token(config).who
    except NoSecret:
        return Finding(
            Verdict.DOUBTFUL,
            "没有登录：请运行 huiying login，或设 HUIYING_SECRET_FILE 或配置文件的 secret_file",
        )
    except BadConfig as error:
        return Finding(Verdict.BAD, str(error))
    except Unsafe as error:
        return Finding(Verdict.BAD, f"{error} 他人可读，请运行 huiying logout 后重新登录")
    except Refused as refused:
        return Finding(Verdict.BAD, f"{means}不被接受：{refused.message}")
    except Unreachable:
        return Finding(Verdict.DOUBTFUL, f"登记服务连不上，{means}未能核验")
    return Finding(Verdict.GOOD, f"{means}有效，账户：{who}")


def _secret_file(config: Config) -> Iterator[Finding]:
    if config.secret_file and config.secret_file.exists():
        mode = config.secret_file.stat().st_mode & 0o777
        if mode & 0o077:
            text = f"密钥文件 {config.secret_file} 他人可读（{mode:o}），请 chmod 600"
            yield Finding(Verdict.BAD, text)


def _terminal() -> Iterator[Finding]:
    if (sys.stdout.encoding or "").lower().replace("-", "") != "utf8":
        yield Finding(Verdict.BAD, f"终端编码是 {sys.stdout.encoding}，需要 UTF-8")
    width = ambiguous_width()
    if width is None:
        text = "这里不是终端，或终端不答光标位置，未测字符宽度；表格若错位，用 huiying desk --ascii"
        yield Finding(Verdict.DOUBTFUL, text)
    elif width == 1:
        yield Finding(Verdict.GOOD, "终端把歧义宽度字符（│ “ … ·）画作一格")
    else:
        text = (
            "终端把歧义宽度字符（│ “ … ·）画作两格，表格会错位：请在终端设置中改为窄，"
            "或在 desk.toml 写 ascii = true"
        )
        yield Finding(Verdict.BAD, text)
