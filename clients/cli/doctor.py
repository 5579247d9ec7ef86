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
from clients.cli.locale import t
from clients.cli.saved import Unsafe
from clients.cli.session import NoSecret, sign_in, token
from clients.tui.terminal import ambiguous_width

_CLOCK_TOLERANCE = 5.0  # seconds; the header tells whole seconds


class Verdict(StrEnum):
    """How a finding is marked."""

    GOOD = t("doctor.good")
    DOUBTFUL = t("doctor.doubtful")
    BAD = t("doctor.bad")


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report."""

    verdict: Verdict
    text: str


def examine(config: Config) -> Iterator[Finding]:
    """Yield the findings one by one, as each is made."""
    for name, url in (
        (t("doctor.registry"), config.registry_url),
        (t("doctor.deadlines"), config.deadlines_url),
    ):
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
        yield Finding(Verdict.BAD, t("doctor.unreachable", name=name, error=error))
        return
    if alive.status != 200:
        yield Finding(Verdict.BAD, t("doctor.stranger", name=name, url=url, status=alive.status))
        return
    yield Finding(Verdict.GOOD, t("doctor.runs", name=name, url=url))
    if ready.status == 200:
        yield Finding(Verdict.GOOD, t("doctor.database", name=name))
    else:
        yield Finding(Verdict.BAD, t("doctor.not_ready", name=name, problems=_problems(ready)))
    yield from _seals(name, url)
    yield from _clock(name, alive)


def _seals(name: str, url: str) -> Iterator[Finding]:
    try:
        answer = request("GET", f"{url}/health/audit", timeout=5)
        told = json.loads(answer.body)
        status, waits = told["status"], float(told["unsealedSeconds"])
    except (Unreachable, ValueError, KeyError, TypeError):
        yield Finding(Verdict.DOUBTFUL, t("doctor.seal_unknown", name=name))
        return
    match status:
        case "sealed":
            yield Finding(Verdict.GOOD, t("doctor.sealed", name=name, seconds=waits))
        case "unsigned":
            text = t("doctor.unsigned", name=name)
            yield Finding(Verdict.DOUBTFUL, text)
        case "behind":
            text = t("doctor.behind", name=name, seconds=waits)
            yield Finding(Verdict.BAD, text)
        case _:
            text = t("doctor.altered", name=name)
            yield Finding(Verdict.BAD, text)


def _reminders(url: str) -> Iterator[Finding]:
    try:
        answer = request("GET", f"{url}/health/sweep", timeout=5)
        told = json.loads(answer.body)
        verdict, stuck, unrouted = told["status"], told["repeatedlyFailed"], told["unrouted"]
    except Unreachable:
        return  # said already: the service cannot be reached
    except (ValueError, KeyError, TypeError):
        yield Finding(Verdict.DOUBTFUL, t("doctor.reminders_unknown"))
        return
    match verdict:
        case "swept":
            yield Finding(Verdict.GOOD, t("doctor.swept"))
        case "silent":
            text = t("doctor.silent")
            yield Finding(Verdict.BAD, text)
        case "lost":
            text = t("doctor.lost")
            yield Finding(Verdict.BAD, text)
        case _:
            yield Finding(Verdict.BAD, t("doctor.stuck", count=stuck))
    if unrouted:
        yield Finding(Verdict.DOUBTFUL, t("doctor.unrouted", count=unrouted))


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
        yield Finding(Verdict.GOOD, t("doctor.clock", name=name))
    else:
        side = t("doctor.fast") if apart > 0 else t("doctor.slow")
        yield Finding(Verdict.BAD, t("doctor.apart", name=name, side=side, seconds=abs(apart)))


def _sign_in(config: Config) -> Finding:
    means = t("doctor.secret") if config.secret_file else t("doctor.session")
    try:
        secret = config.secret()
        who = sign_in(config, secret).who if secret else token(config).who
    except NoSecret:
        return Finding(
            Verdict.DOUBTFUL,
            t("doctor.nobody"),
        )
    except BadConfig as error:
        return Finding(Verdict.BAD, str(error))
    except Unsafe as error:
        return Finding(Verdict.BAD, t("doctor.unsafe", file=error))
    except Refused as refused:
        return Finding(Verdict.BAD, t("doctor.refused", means=means, message=refused.message))
    except Unreachable:
        return Finding(Verdict.DOUBTFUL, t("doctor.unchecked", means=means))
    return Finding(Verdict.GOOD, t("doctor.valid", means=means, who=who))


def _secret_file(config: Config) -> Iterator[Finding]:
    if config.secret_file and config.secret_file.exists():
        mode = config.secret_file.stat().st_mode & 0o777
        if mode & 0o077:
            text = t("doctor.readable", file=config.secret_file, mode=mode)
            yield Finding(Verdict.BAD, text)


def _terminal() -> Iterator[Finding]:
    if (sys.stdout.encoding or "").lower().replace("-", "") != "utf8":
        yield Finding(Verdict.BAD, t("doctor.encoding", encoding=sys.stdout.encoding))
    width = ambiguous_width()
    if width is None:
        text = t("doctor.no_terminal")
        yield Finding(Verdict.DOUBTFUL, text)
    elif width == 1:
        yield Finding(Verdict.GOOD, t("doctor.narrow"))
    else:
        text = t("doctor.wide")
        yield Finding(Verdict.BAD, text)
