"""The terminal goes: a window is closed, a line drops. The desk then ends by itself, and soon.

Nobody reads from it any more, so what was typed is put on the disk first; whatever would hold the
end up (a service that does not answer) has GRACE seconds.
"""

import os
import select
import signal
from collections.abc import Callable
from contextlib import suppress
from threading import Thread, Timer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clients.tui.app import DutyDesk

HUNG_UP = 128 + signal.SIGHUP  # as a shell tells of a program that SIGHUP ended
GRACE = 5.0  # seconds


def leave(desk: "DutyDesk") -> None:
    """Keep what is half filled in on every screen, and end the desk."""
    for screen in desk.screen_stack:
        if (keep := getattr(screen, "keep_draft", None)) is not None:
            keep()
    desk.exit(return_code=HUNG_UP)


def watch_terminal(keyboard: int, gone: Callable[[], object]) -> None:
    """Call `gone`, in another thread, once the terminal has gone or SIGHUP came."""
    woken, wake = os.pipe()
    signal.signal(signal.SIGHUP, lambda *_: os.write(wake, b"!"))
    Thread(target=_wait, args=(keyboard, woken, gone), name="terminal", daemon=True).start()


def _wait(keyboard: int, woken: int, gone: Callable[[], object]) -> None:
    watched = select.poll()
    watched.register(woken, select.POLLIN)
    watched.register(keyboard, 0)  # only errors and hang-ups are told then
    while not (told := dict(watched.poll())).keys() & {woken} and not _hung_up(told, keyboard):
        watched.unregister(keyboard)  # a system that cannot watch it: SIGHUP alone tells
    end = Timer(GRACE, os._exit, [HUNG_UP])
    end.daemon = True
    end.start()
    if _hung_up(told, keyboard) or _hung_up(dict(watched.poll(0)), keyboard):
        _write_nowhere()
    with suppress(RuntimeError):  # the desk is not up yet, or has ended
        gone()


def _hung_up(told: dict[int, int], keyboard: int) -> bool:
    return bool(told.get(keyboard, 0) & (select.POLLHUP | select.POLLERR))


def _write_nowhere() -> None:
    """What is drawn on the way out would fail, and be waited for."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for handle in (1, 2):
        os.dup2(nowhere, handle)
