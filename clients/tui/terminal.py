"""What this terminal does with characters that may be one cell wide or two."""

import os
import re
import select
import sys
import termios
import time
import tty

AMBIGUOUS = "│"


def ambiguous_width(patience: float = 0.5) -> int | None:
    """Return how many cells this terminal gives an ambiguous character.

    None where there is no terminal, or it does not answer within `patience` seconds.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return None
    sys.stdout.flush()
    return asked_width(sys.stdin.fileno(), sys.stdout.fileno(), patience)


def asked_width(keyboard: int, screen: int, patience: float) -> int | None:
    """Draw one such character and ask where the cursor is (CSI 6n); the line is left empty."""
    before = termios.tcgetattr(keyboard)
    try:
        tty.setcbreak(keyboard)
        os.write(screen, f"\r{AMBIGUOUS}\x1b[6n".encode())
        column = _column(keyboard, patience)
        os.write(screen, b"\r\x1b[K")
    finally:
        termios.tcsetattr(keyboard, termios.TCSADRAIN, before)
    return None if column is None else column - 1


def _column(keyboard: int, patience: float) -> int | None:
    """Return the column of the answer; what else was typed meanwhile is let go."""
    answer, end = b"", time.monotonic() + patience
    while select.select([keyboard], [], [], max(0.0, end - time.monotonic()))[0]:
        answer += os.read(keyboard, 32)
        if place := re.search(rb"\x1b\[\d+;(\d+)R", answer):
            return int(place[1])
    return None
