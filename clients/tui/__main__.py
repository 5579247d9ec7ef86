"""`python -m clients.tui [options]` opens the desk, `--plain` prints the board once."""

import os
import sys
from typing import Literal

from clients.tui.config import read_config
from clients.tui.locale import speak, t
from clients.tui.settings import read_settings


def main(arguments: list[str]) -> int:
    """Return the process's exit status."""
    config, settings = read_config(os.environ), read_settings(os.environ, arguments)
    # before anything that may read a text is imported
    speak(settings.values.language)
    if "--plain" in arguments:
        from clients.tui.plain import print_board

        return print_board(config)
    # the wall's server reads and writes for a browser, by a driver of its own
    if not sys.stdin.isatty() and "TEXTUAL_DRIVER" not in os.environ:
        sys.stderr.write(t("desk.no_terminal") + "\n")
        return 1
    from clients.tui.app import DutyDesk
    from clients.tui.hangup import leave, watch_terminal

    desk = DutyDesk(config, settings=settings, ascii_marks=_wants_ascii(settings.values.ascii))
    watch_terminal(sys.stdin.fileno(), lambda: desk.call_from_thread(leave, desk))
    desk.run()
    for sentence in desk.parting:
        sys.stderr.write(sentence + "\n")
    return desk.return_code or (1 if desk.parting else 0)


def _wants_ascii(said: bool | Literal["auto"]) -> bool:
    if said != "auto":
        return said
    from clients.tui.terminal import ambiguous_width

    return ambiguous_width() == 2


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
