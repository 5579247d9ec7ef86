"""Read and clear ``postmaster.pid``, the file by which PostgreSQL claims a data directory.

After kill -9 or a power cut the file stays, and its process id may since have been given to another
program, or belong to a zombie that nobody has buried (a container without an init). PostgreSQL
itself refuses to start then. Nothing here ever signals a process: a file that names no live server
of this directory is removed, and a live server of this directory is reported.
"""

import subprocess
import time
from pathlib import Path

_SERVERS = ("postgres", "postmaster")


class ClusterInUse(Exception):
    """A live PostgreSQL already serves this data directory."""

    def __init__(self, data: Path, pid: int) -> None:
        super().__init__(f"PostgreSQL (process {pid}) already serves {data}")
        self.data = data
        self.pid = pid


def clear_stale_lock(data: Path, *, patience: float = 5) -> None:
    """Remove the lock file of a server that is gone; wait for one that is going.

    ``patience`` in seconds is the time that a server whose parent has just died gets to shut down.
    Raises ClusterInUse when it is alive after that.
    """
    lock = data / "postmaster.pid"
    give_up = time.monotonic() + patience
    while (pid := _holder(lock)) is not None:
        if not serves(pid, data):
            lock.unlink(missing_ok=True)
            return
        if time.monotonic() >= give_up:
            raise ClusterInUse(data, pid)
        time.sleep(0.05)


def is_ready(data: Path, pid: int) -> bool:
    """Tell whether the server ``pid`` has claimed ``data`` and accepts connections."""
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
    except OSError:
        return False
    return len(lines) >= 8 and lines[0].strip() == str(pid) and lines[7].strip() == "ready"


def serves(pid: int, data: Path) -> bool:
    """Tell whether ``pid`` is a live PostgreSQL server that may serve ``data``.

    A server started with another ``-D`` does not; one started without a readable ``-D`` may, and is
    left alone: removing the lock file of a live server would make it shut down.
    """
    command = _command(pid)
    if not command or Path(command[0]).name not in _SERVERS:
        return False
    if "-D" not in command[:-1]:
        return True
    named = Path(command[command.index("-D") + 1])
    return named == data or named.resolve() == data.resolve()


def _holder(lock: Path) -> int | None:
    try:
        first = lock.read_text().split(maxsplit=1)
    except FileNotFoundError:
        return None
    return int(first[0]) if first and first[0].isdigit() else 0


def _command(pid: int) -> list[str]:
    """Return the arguments of a live process; empty for none, for a zombie and for pid 0."""
    if pid <= 0:
        return []
    if Path("/proc/self").exists():
        try:
            words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except OSError:
            return []
        return [word.decode(errors="surrogateescape") for word in words if word]
    answer = subprocess.run(
        ["/bin/ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return answer.stdout.split()
