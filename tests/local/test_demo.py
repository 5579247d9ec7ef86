"""The newcomer's first minute: ``make demo`` without a terminal, cold and then warm."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from services.local.home import ROOT, Home
from services.local.lockfile import serves
from services.local.processes import environment, python
from tests.support.cluster import scratch_folder

pytestmark = pytest.mark.timeout(180)


@dataclass(frozen=True, slots=True)
class Ended:
    code: int
    out: str
    err: str


@pytest.fixture(scope="module")
def home() -> Iterator[Home]:
    with scratch_folder() as folder:
        yield Home(folder / "home")


@pytest.fixture(scope="module")
def cold(home: Home) -> Ended:
    return demo(home)


def start(home: Home, command: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        python("services.local", command),
        cwd=ROOT,
        env=environment({"HUIYING_LOCAL_HOME": str(home.path)}),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def demo(home: Home) -> Ended:
    process = start(home, "demo")
    out, err = process.communicate()
    return Ended(process.returncode, out, err)


def drill_number(home: Home) -> str:
    (file,) = home.path.glob("drill-*.json")
    number: str = json.loads(file.read_text())["number"]
    return number


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_the_first_demo_prints_the_board_and_ends_well(cold: Ended) -> None:
    assert cold.code == 0, cold.err
    assert "首次发布" in cold.out
    assert "正定县" in cold.out


def test_it_tells_both_addresses(cold: Ended) -> None:
    assert "registry   http://127.0.0.1:" in cold.out
    assert "deadlines  http://127.0.0.1:" in cold.out


def test_it_shows_its_progress_step_by_step(cold: Ended) -> None:
    told = [line.split("s  ", 1)[1] for line in cold.err.splitlines() if " s  " in line]
    assert told[0] == "PostgreSQL"
    assert told[-1] == "drill incident"


@pytest.mark.usefixtures("cold")
def test_nothing_runs_afterwards(home: Home) -> None:
    assert home.running() is None
    assert not (home.database / "postmaster.pid").exists()


def test_a_second_demo_keeps_the_data_and_opens_no_second_incident(cold: Ended, home: Home) -> None:
    number = drill_number(home)
    warm = demo(home)
    assert warm.code == 0, warm.err
    assert drill_number(home) == number
    assert [warm.out.count(word) for word in ("首次发布", number)] == [
        cold.out.count(word) for word in ("首次发布", number)
    ]


@pytest.mark.usefixtures("cold")
def test_kill_9_of_the_parent_ends_everything_and_the_next_start_recovers(home: Home) -> None:
    process = start(home, "up")
    while (running := home.running()) is None:
        assert process.poll() is None
        time.sleep(0.1)
    server = int((home.database / "postmaster.pid").read_text().split()[0])
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    process.kill()
    process.communicate()
    ended = time.monotonic() + 15
    while any(alive(int(child)) for child in children) or serves(server, home.database):
        assert time.monotonic() < ended, "a child outlived its parent"
        time.sleep(0.1)
    assert running.pid == process.pid
    assert demo(home).code == 0


@pytest.mark.usefixtures("cold")
def test_an_interrupt_stops_everything_and_exits_well(home: Home) -> None:
    process = start(home, "up")
    while home.running() is None:
        assert process.poll() is None
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate()
    assert process.returncode == 0, err
    assert not (home.database / "postmaster.pid").exists()
