"""Runs the command many times out of one process that has imported it: each run is a fork.

A line on standard input asks for a run (JSON: words, env, out, err); its exit code is answered.
"""

import json
import os
import sys
import traceback
from importlib import import_module
from typing import Any, NoReturn

from clients.cli.__main__ import main


def serve() -> None:
    """Answer until standard input ends."""
    from clients.tui.views.search import initials
    from tests.cli.tree import commands

    commands()
    initials("拼音")  # reads its tables
    import_module("typer._adapters")  # what options are checked by
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            run(json.loads(line))
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)  # noqa: T201 - the answer


def run(asked: dict[str, Any]) -> NoReturn:
    """Be the command: its words, its environment, files for what it prints, no terminal."""
    os.environ.clear()
    os.environ.update(asked["env"])
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for number, name in ((1, "out"), (2, "err")):
        os.dup2(os.open(asked[name], flags, 0o600), number)
    sys.argv = ["huiying", *asked["words"]]
    code = 1
    try:
        main()
        code = 0
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(bool(ended.code))
    except BaseException:
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    serve()
