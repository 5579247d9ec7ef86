"""What this terminal does with characters that may be one cell wide or two."""

import os
import re
import select
import sys
import termios
import tty

AMBIGUOUS = "│"


def ambiguous_width(patience: float = 0.5) -> int | None:
    """Draw one character of ambiguous width and ask the terminal where the cursor is (CSI 6n).

    Returns its width in cells; None where there is no terminal, or it does not answer in time.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return None
    keyboard = sys.stdin.fileno()
    before = termios.tcgetattr(keyboard)
    try:
        tty.setcbreak(keyboard)
        os.write(sys.stdout.fileno(), f"\r{AMBIGUOUS}\x1b[6n".encode())
        column = _column(keyboard, patience)
        os.write(sys.stdout.fileno(), b"\r\x1b[K")
    finally:
        termios.tcsetattr(keyboard, termios.TCSADRAIN, before)
    return None if column is None else column - 1


def _column(keyboard: int, patience: float) -> int | None:
    answer = b""
    while select.select([keyboard], [], [], patience)[0]:
        answer += os.read(keyboard, 32)
        if place := re.search(rb"\x1b\[\d+;(\d+)R", answer):
            return int(place[1])
    return None
