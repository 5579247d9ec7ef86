"""Prints the board for a pipe, a log, a screen reader; nothing of Textual is loaded.

Ends with 0 when the service told the board, 75 when it could not be reached (the cached board is
printed, and that it is), 1 when it refused. Following ends with 0 on Ctrl-C and a closed pipe.
"""

import asyncio
import os
import signal
import sys
from datetime import datetime

from clients.tui import cache
from clients.tui.board_tale import Reading, Tale, Trouble
from clients.tui.board_text import TextTale, board_text, duty_text
from clients.tui.clock import system_clock
from clients.tui.config import Config
from clients.tui.link import LinkDown, Refused
from clients.tui.locale import t
from clients.tui.models import BoardAnswer
from clients.tui.service_link import TRY_AGAIN, ServiceLink, Session
from clients.tui.snapshot import whole_board

__all__ = ["board_text", "duty_text", "print_board"]

DONE, DECLINED = 0, 1


def print_board(
    config: Config, *, as_json: bool = False, follow: bool = False, session: Session | None = None
) -> int:
    """Print the board once, or follow it; `session` None signs in as the configuration says."""
    tale: Tale = TextTale(config)
    if as_json:
        from clients.tui.board_json import JsonTale

        tale = JsonTale(config)
    _prepare(utf8=as_json)
    session = session or Session(
        config.registry_url, config.secret, system_clock, config.token_command
    )
    link = ServiceLink("deadlines", config.deadlines_url, session, system_clock)
    try:
        return _follow(config, link, tale) if follow else _once(config, link, tale)
    except BrokenPipeError:
        _let_go()
        return DONE
    except KeyboardInterrupt:
        return DONE


def _prepare(*, utf8: bool) -> None:
    """JSON is UTF-8 everywhere; a terminal that lacks a sign shows another instead of nothing."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            encoding = "utf-8" if utf8 and stream is sys.stdout else None
            reconfigure(encoding=encoding, errors="replace")


def _write(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


def _let_go() -> None:
    """Let the interpreter end without complaining of the pipe that its reader closed."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _once(config: Config, link: ServiceLink, tale: Tale) -> int:
    try:
        answer = asyncio.run(whole_board(link))
    except LinkDown as down:
        sys.stderr.write(t("plain.unreachable", reason=down) + "\n")
        _tell_registry(config)
        return _from_cache(config, tale, str(down), TRY_AGAIN)
    except Refused as refused:
        said = t("plain.refused", code=refused.code, message=refused)
        sys.stderr.write(said + "\n")
        return _from_cache(config, tale, said, TRY_AGAIN if refused.passing else DECLINED)
    now, as_of = system_clock(), answer.board_tally.as_of
    _keep(config, link.session, answer, as_of)
    _write(tale.board(Reading(board=answer, as_of=as_of), now, follow=False))
    return DONE


def _from_cache(config: Config, tale: Tale, reason: str, code: int) -> int:
    """Print what is cached; it is the desk's last word, or that of this command."""
    snapshot, now = cache.read_snapshot(config.snapshot_path), system_clock()
    if snapshot is None:
        sys.stderr.write(t("plain.no_cache") + "\n")
        _write(tale.failed(Trouble(reason=reason), now))
        return code
    reading = Reading(board=snapshot.board, as_of=snapshot.as_of, fresh=False, reason=reason)
    _write(tale.board(reading, now, follow=False))
    return code


def _tell_registry(config: Config) -> None:
    from clients.tui.transport import alive

    try:
        asyncio.run(alive(config.registry_url))
    except LinkDown as down:
        sys.stderr.write(t("plain.registry_down", reason=down) + "\n")


def _keep(config: Config, session: Session, answer: BoardAnswer, as_of: datetime) -> None:
    """Put what was read where the desk looks first, the names it knows of left in place."""
    known = cache.read_snapshot(config.snapshot_path)
    snapshot = cache.Snapshot(
        as_of=as_of,
        board=answer,
        unit_name=known.unit_name if known else "",
        officer=session.officer or (known.officer if known else ""),
    )
    cache.write_snapshot(config.snapshot_path, snapshot)


def _follow(config: Config, link: ServiceLink, tale: Tale) -> int:
    from clients.tui.board_follow import Follower

    async def run() -> None:
        follower = Follower(config, link, tale, lambda text: write(text, follower))
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, follower.stop)
        await follower.run()

    def write(text: str, follower: Follower) -> None:
        try:
            _write(text)
        except BrokenPipeError:
            _let_go()
            follower.stop()

    try:
        asyncio.run(run())
    except Refused as refused:
        sys.stderr.write(t("plain.refused", code=refused.code, message=refused) + "\n")
        return DECLINED
    return DONE
