"""`python -m clients.tui` opens the desk, `--plain` prints the board once."""

import os
import sys

from clients.tui.config import read_config


def main(arguments: list[str]) -> int:
    """Return the process's exit status."""
    config = read_config(os.environ)
    if "--plain" in arguments:
        from clients.tui.plain import print_board

        return print_board(config)
    from clients.tui.app import DutyDesk

    desk = DutyDesk(config, light="--light" in arguments)
    desk.run()
    for sentence in desk.parting:
        sys.stderr.write(sentence + "\n")
    return 1 if desk.parting else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
