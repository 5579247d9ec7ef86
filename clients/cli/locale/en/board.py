"""The board without a desk."""

TEXTS = {
    "board.help": "Open the desk's board. --plain and --json only print it; they need no "
    "terminal and are meant for scripts and screen readers.\n"
    "\n"
    "With both services out of reach the cache of this machine is printed, "
    "and said to be that. Exit codes: 0 done, 1 refused, 75 out of reach (the "
    "cache was printed).",
    "board.plain": "print text, one line a duty",
    "board.json": "print JSON; when following, one object a line",
    "board.follow": "stay and print a line for each change; Ctrl-C ends it",
    "board.one_form": "Choose either --plain or --json.",
}
