"""The processes of a measurement: servers on core 0; the database, the load and we on core 1."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

TICK = os.sysconf("SC_CLK_TCK")
SERVER_CORE = frozenset({0})


def leave_core_0() -> bool:
    """Keep this process and its future children off core 0; False where there is no other."""
    here = os.sched_getaffinity(0)
    if here >= {0, 1}:
        os.sched_setaffinity(0, {1})
        return True
    return False


@contextmanager
def on_core_0() -> Iterator[None]:
    """Run this process on core 0 for a while, if `leave_core_0` took it from there."""
    before = os.sched_getaffinity(0)
    pin_to_core_0(0)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def pin_to_core_0(pid: int) -> None:
    """Put a process alone on core 0, if `leave_core_0` took us from there."""
    if os.sched_getaffinity(0) == {1}:
        os.sched_setaffinity(pid, SERVER_CORE)


def cpu_seconds(pid: int) -> float:
    """Return the user and system seconds of a process so far, to a hundredth."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def family_cpu_seconds(pid: int) -> float:
    """Return those of a process and its children that live, as of a PostgreSQL server."""
    every = (int(folder.name) for folder in Path("/proc").iterdir() if folder.name.isdigit())
    return sum(cpu_seconds(one) for one in every if one == pid or _parent(one) == pid)


def _parent(pid: int) -> int | None:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return None


@contextmanager
def server(module: str, *arguments: str, env: Mapping[str, str]) -> Iterator[int]:
    """Run a server on core 0 and lend its process id; what it logs is written and thrown away."""
    process = subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        env=os.environ | env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    pin_to_core_0(process.pid)
    try:
        yield process.pid
    finally:
        process.terminate()
        process.wait(15)


@dataclass(slots=True)
class Load:
    """The process that sends requests."""

    tasks: IO[str]
    answers: IO[str]

    def drive(self, port: int, requests: list[str], connections: int, count: int) -> dict[str, Any]:
        """Send so many requests and return seconds and latencies; raises what the client did."""
        task = {"port": port, "requests": requests, "connections": connections, "count": count}
        self.tasks.write(json.dumps(task) + "\n")
        self.tasks.flush()
        line = self.answers.readline()
        if not line:
            raise RuntimeError("the load ended early, see above")
        answer: dict[str, Any] = json.loads(line)
        return answer


@contextmanager
def load() -> Iterator[Load]:
    """Run the load beside us and lend it."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.bench.client"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin
        assert process.stdout
        try:
            yield Load(process.stdin, process.stdout)
        finally:
            process.stdin.close()
