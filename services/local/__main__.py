"""``python -m services.local up | demo | desk | board | schema | forget``: see the Makefile."""

import argparse
import os
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import FrameType

from services.kit.clock import SystemClock
from services.kit.migrations import MigrationError
from services.local.binaries import NoPostgres, copy_of, pinned_binaries
from services.local.children import start_child, stop_child
from services.local.drill import is_opened, open_drill
from services.local.home import AlreadyRunning, Home, Running, UnsafeHome, home_of_checkout
from services.local.lockfile import ClusterInUse
from services.local.network import AnswerRefused
from services.local.postgres import PostgresFailed
from services.local.processes import ServiceDied, environment, python
from services.local.progress import Steps, shown_steps
from services.local.system import STEPS, System, running_system

_EXPECTED = (
    AlreadyRunning,
    AnswerRefused,
    ClusterInUse,
    MigrationError,
    NoPostgres,
    OSError,
    PostgresFailed,
    ServiceDied,
    UnsafeHome,
    ValueError,
)


def main(arguments: list[str]) -> int:
    """Run one command and return the exit code; a foreseeable failure is told in a sentence."""
    parser = argparse.ArgumentParser(prog="python -m services.local", description=__doc__)
    parser.add_argument("command", choices=sorted(_COMMANDS))
    parser.add_argument("--check", action="store_true", help="schema: only compare")
    chosen = parser.parse_args(arguments)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    try:
        return _COMMANDS[chosen.command](chosen)
    except KeyboardInterrupt:
        return 0
    except _EXPECTED as error:
        sys.stderr.write(f"{error}\n")
        return 1


def up(_: argparse.Namespace) -> int:
    """Serve until Ctrl-C."""
    with _held_home() as home, _system(home) as system:
        _print(_addresses(system.running(home, os.getpid()), system.server))
        _print("Ctrl-C stops everything; `make desk` in another terminal opens the desk.")
        while True:
            system.look_after()
            time.sleep(0.2)


def demo(_: argparse.Namespace) -> int:
    """Show the board of the drill: on a running system of this checkout, else on one of our own."""
    home = home_of_checkout()
    if running := home.running():
        return _show(running, f"already running as process {running.pid}")
    with _held_home() as home, _system(home) as system:
        code = _show(system.running(home, os.getpid()), system.server, system.look_after)
    _print(f"stopped; the data stays in {home.path} for the next `make demo`")
    return code


def desk(_: argparse.Namespace) -> int:
    """Open the terminal on the running system."""
    return _client(_running(), [])


def board(_: argparse.Namespace) -> int:
    """Print the board of the running system."""
    return _client(_running(), ["--plain"])


def schema(chosen: argparse.Namespace) -> int:
    """Write the generated files, or compare them with what the code says."""
    from services.local.schema import compare, write

    return compare() if chosen.check else write()


def forget(_: argparse.Namespace) -> int:
    """Remove the local system's data, and the copy of PostgreSQL's programs if one was made."""
    home = home_of_checkout()
    if home.path.exists():
        with home.hold():
            shutil.rmtree(home.path)
    copy = copy_of(pinned_binaries())
    if copy.exists() and copy.stat().st_uid == os.geteuid():
        shutil.rmtree(copy)
    return 0


_COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "up": up,
    "demo": demo,
    "desk": desk,
    "board": board,
    "schema": schema,
    "forget": forget,
}


@contextmanager
def _held_home() -> Iterator[Home]:
    home = home_of_checkout()
    home.make()
    with home.hold():
        yield home


@contextmanager
def _system(home: Home) -> Iterator[System]:
    """Lend a system with the drill on its board; the progress is gone when it stands."""
    with ExitStack() as stack:
        with shown_steps(STEPS + 1) as steps:
            system = stack.enter_context(running_system(home, steps))
            _drill(home, system, steps)
        stack.enter_context(home.announce(system.running(home, os.getpid())))
        yield system


def _drill(home: Home, system: System, steps: Steps) -> None:
    steps.step("drill incident")
    file = home.drill(system.mark)
    if not is_opened(file):
        secret = home.secret("duty").read_text().strip()
        now = SystemClock().now()
        open_drill(file, secret, system.registry.url, system.deadlines.url, now)


def _show(running: Running, server: str, look_after: Callable[[], None] | None = None) -> int:
    terminal = sys.stdin.isatty() and sys.stdout.isatty()
    code = _client(running, [] if terminal else ["--plain"], look_after)
    _print(_addresses(running, server))
    return code


def _addresses(running: Running, server: str) -> str:
    return (
        f"registry   {running.registry_url}/graphql\n"
        f"deadlines  {running.deadlines_url}/graphql\n"
        f"database   {server}\n"
        f"secret     {running.officer_secret}"
    )


def _client(
    running: Running, options: list[str], look_after: Callable[[], None] | None = None
) -> int:
    """Run the desk in this terminal, looking after the system meanwhile."""
    own = {
        "HUIYING_REGISTRY_URL": running.registry_url,
        "HUIYING_DEADLINES_URL": running.deadlines_url,
        "HUIYING_SECRET_FILE": running.officer_secret,
        "XDG_STATE_HOME": running.state,
    }
    client = start_child(
        python("clients.tui", *options),
        at_parents_death=signal.SIGTERM,
        env=environment(own),
        cwd=Path.cwd(),
        foreground=True,
    )
    try:
        while client.poll() is None:
            if look_after:
                look_after()
            time.sleep(0.02)
    finally:
        stop_child(client)
    return client.returncode


def _running() -> Running:
    running = home_of_checkout().running()
    if running is None:
        raise ServiceDied("nothing runs here; start it with `make up`")
    return running


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _print(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
