"""Signing in from the desk: the terminal is lent to `huiying login`, then all is read anew."""

import os
import subprocess
import sys
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from clients.tui.locale import in_chinese, t

if TYPE_CHECKING:
    from clients.tui.app import DutyDesk

LOGIN = (sys.executable, "-m", "clients.cli", "login")


def sign_in(desk: "DutyDesk") -> None:
    """Let whoever sits here sign in. What a secret's file opened only its owner can renew."""
    if not desk.config.token_command:
        desk.tell(t("sign_in.by_secret"), True)
        return
    try:
        with desk.suspend():
            done = _asked()
    except SuspendNotSupported:
        desk.tell(t("sign_in.no_terminal"), True)
        return
    if done:
        desk.session.forget()
        desk.start_feeds()
    else:
        desk.tell(t("sign_in.failed"), True)


def _asked() -> bool:
    """Run the login in the terminal; what went wrong stands there until Enter."""
    words = {**os.environ, "HUIYING_LANG": "zh" if in_chinese() else "en"}
    done = subprocess.run(LOGIN, check=False, env=words)
    if done.returncode:
        input(t("sign_in.back"))
    return done.returncode == 0
