"""The children of the local system: restarted when they die, gone when it dies."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from services.local.children import start_child, stop_child
from services.local.network import is_ready, next_free_port
from services.local.processes import Job, Process, ServiceDied, environment

_SERVER = (
    "import sys; from http.server import BaseHTTPRequestHandler, HTTPServer\n"
    "class Ready(BaseHTTPRequestHandler):\n"
    "    def do_GET(self): self.send_response(200); self.end_headers()\n"
    "HTTPServer(('127.0.0.1', int(sys.argv[1])), Ready).serve_forever()"
)


def until(fact: Callable[[], bool], patience: float = 10) -> None:
    ended = time.monotonic() + patience
    while not fact():
        assert time.monotonic() < ended, "it did not come about"
        time.sleep(0.02)


def end(one: Process | Job) -> None:
    one.ask_to_stop()
    one.await_end()


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "ZX"


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Process]:
    port = next_free_port(18000)
    command = [sys.executable, "-c", _SERVER, str(port)]
    process = Process(
        "service", f"http://127.0.0.1:{port}", command, environment({}), tmp_path / "log"
    )
    yield process
    end(process)


def test_an_occupied_port_is_passed_over() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port: int = taken.getsockname()[1]
        assert next_free_port(port) > port
        assert next_free_port(port, port + 1) > port + 1


def test_a_service_is_waited_for_and_ended(service: Process) -> None:
    service.start()
    service.wait_until_ready()
    assert is_ready(service.url)
    end(service)
    assert not is_ready(service.url)


def test_a_service_that_dies_at_its_start_is_told_with_its_last_words(service: Process) -> None:
    service.command = [sys.executable, "-c", "raise SystemExit('no such table')"]
    service.start()
    with pytest.raises(ServiceDied, match="no such table"):
        service.wait_until_ready()


def test_a_stranger_on_the_port_is_not_taken_for_the_service(service: Process) -> None:
    port = service.command[-1]
    stranger = subprocess.Popen([sys.executable, "-c", _SERVER, port], stderr=subprocess.DEVNULL)
    until(lambda: is_ready(service.url))
    service.start()
    try:
        with pytest.raises(ServiceDied, match="in use"):
            service.wait_until_ready()
    finally:
        stranger.kill()
        stranger.wait()


def test_a_killed_service_is_started_again(service: Process) -> None:
    service.start()
    service.wait_until_ready()
    first = service.pid
    assert first
    os.kill(first, signal.SIGKILL)

    def back() -> bool:
        service.look_after()
        return service.pid != first and is_ready(service.url)

    until(back)


def test_a_job_never_runs_twice_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = [sys.executable, "-c", "import time; print('ran', flush=True); time.sleep(60)"]
    monkeypatch.setattr("services.local.processes.python", lambda *_: slow)
    job = Job("any", 0.0, environment({}), tmp_path / "log")
    job.start_when_due()
    until(lambda: "ran" in job.log.read_text())
    job.start_when_due()
    time.sleep(0.3)
    assert job.log.read_text().count("ran") == 1
    end(job)


def test_a_job_tells_its_exit_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failing = [sys.executable, "-c", "raise SystemExit(75)"]
    monkeypatch.setattr("services.local.processes.python", lambda *_: failing)
    assert Job("any", 60.0, environment({}), tmp_path / "log").run_now() == 75


def test_a_child_ends_when_its_parent_is_killed() -> None:
    program = (
        "import signal, sys, time; from services.local.children import start_child\n"
        "child = start_child([sys.executable, '-c', 'import time; time.sleep(60)'],"
        " at_parents_death=signal.SIGTERM)\n"
        "time.sleep(0.5); print(child.pid, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert parent.stdout
    child = int(parent.stdout.readline())
    assert alive(child)
    parent.kill()
    parent.communicate()
    until(lambda: not alive(child))


def test_a_child_that_ignores_the_request_is_ended_after_some_patience(tmp_path: Path) -> None:
    stubborn = "import signal, time; signal.signal(15, signal.SIG_IGN); print(1); time.sleep(60)"
    with (tmp_path / "said").open("wb") as said:
        child = start_child(
            [sys.executable, "-u", "-c", stubborn], at_parents_death=signal.SIGTERM, output=said
        )
    until(lambda: (tmp_path / "said").stat().st_size > 0)
    stop_child(child, patience=0.2)
    assert child.returncode == -signal.SIGKILL
