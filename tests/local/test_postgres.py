"""The embedded PostgreSQL: TCP and socket, with a password, recovering, never touching others."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from services.local.binaries import find_binaries
from services.local.lockfile import ClusterInUse, serves
from services.local.postgres import Postgres
from tests.support.cluster import scratch_folder


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with scratch_folder() as folder:
        yield folder


@pytest.fixture
def server(folder: Path) -> Iterator[Postgres]:
    """One cluster for the module, started anew for each test that ends it."""
    server = make_server(folder)
    with server:
        yield server


def make_server(folder: Path, name: str = "data") -> Postgres:
    return Postgres(folder / name, durable=False, binaries=find_binaries(wheel_first=True))


async def ask(dsn: str, question: str) -> object:
    connection = await asyncpg.connect(dsn)
    try:
        return await connection.fetchval(question)
    finally:
        await connection.close()


async def test_it_answers_over_tcp_with_its_password(server: Postgres) -> None:
    assert await ask(server.dsn(), "select 42") == 42


async def test_it_answers_over_the_socket_with_its_password(server: Postgres) -> None:
    assert await ask(server.socket_dsn(), "select inet_server_addr()") is None


async def test_a_wrong_password_is_refused_on_tcp_and_socket(server: Postgres) -> None:
    for dsn in (server.dsn(), server.socket_dsn()):
        with pytest.raises(asyncpg.InvalidPasswordError):
            await ask(dsn.replace(server.password, "wrong"), "select 1")


async def test_chinese_is_stored_and_ordered_the_same_on_every_version(server: Postgres) -> None:
    ordered = "select string_agg(x, '' order by x) from unnest(array['石','b','A','a','家']) x"
    assert await ask(server.dsn(), ordered) == "Aab家石"
    assert await ask(server.dsn(), "select lower('ÀÉ')") == "àé"


def test_only_its_owner_reads_the_data_and_the_password(server: Postgres) -> None:
    assert server.data.stat().st_mode & 0o077 == 0
    assert server.data.with_name("data.password").stat().st_mode & 0o077 == 0


def test_it_never_runs_as_root(server: Postgres) -> None:
    assert server.pid
    owner = Path(f"/proc/{server.pid}").stat().st_uid
    assert owner != 0
    assert os.geteuid() in (0, owner)


async def test_committed_rows_survive_kill_9(folder: Path) -> None:
    first = make_server(folder, "killed").start()
    await ask(first.dsn(), "create table kept as select 7 as n")
    await ask(first.dsn(), "checkpoint")
    assert first.pid
    os.kill(first.pid, signal.SIGKILL)
    time.sleep(0.2)  # its children notice
    with make_server(folder, "killed") as second:
        assert await ask(second.dsn(), "select n from kept") == 7
        assert not second.made
    first.stop()


def test_a_lock_file_that_names_another_program_is_removed_and_the_program_lives(
    folder: Path,
) -> None:
    server = make_server(folder)
    server.start()
    server.stop()
    stranger = subprocess.Popen(["/bin/sleep", "60"])
    try:
        (server.data / "postmaster.pid").write_text(f"{stranger.pid}\n{server.data}\n")
        with server:
            assert stranger.poll() is None
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_a_lock_file_that_names_a_zombie_is_removed(folder: Path) -> None:
    server = make_server(folder)
    dead = subprocess.Popen(["/bin/true"])
    while Path(f"/proc/{dead.pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z":
        time.sleep(0.01)
    (server.data / "postmaster.pid").write_text(f"{dead.pid}\n{server.data}\n")
    with server:
        assert server.pid != dead.pid
    dead.wait()


async def test_a_live_server_of_the_same_data_is_refused_and_not_signalled(
    server: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.local.postgres.clear_stale_lock", impatient)
    with pytest.raises(ClusterInUse) as refused:
        Postgres(server.data, durable=False).start()
    assert refused.value.pid == server.pid
    assert await ask(server.dsn(), "select 1") == 1


def impatient(data: Path) -> None:
    from services.local.lockfile import clear_stale_lock

    clear_stale_lock(data, patience=0)


def test_a_server_of_other_data_is_not_taken_for_ours(server: Postgres, tmp_path: Path) -> None:
    assert server.pid
    assert serves(server.pid, server.data)
    assert not serves(server.pid, tmp_path)


def test_kill_9_of_the_parent_ends_the_server(folder: Path) -> None:
    program = (
        "import sys, time; from pathlib import Path;"
        "from services.local.postgres import Postgres;"
        "server = Postgres(Path(sys.argv[1]), durable=False).start();"
        "print(server.pid, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", program, str(folder / "data")], stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout
    pid = int(parent.stdout.readline())
    parent.kill()
    parent.communicate()
    ended = time.monotonic() + 10
    while serves(pid, folder / "data"):
        assert time.monotonic() < ended, "the server outlived its parent"
        time.sleep(0.05)


async def test_what_a_killed_making_left_is_made_anew(folder: Path) -> None:
    ruin = folder / "ruin"
    ruin.mkdir()
    (ruin / "postgresql.conf").touch()
    with make_server(folder, "ruin") as server:
        assert server.made
        assert await ask(server.dsn(), "select 1") == 1
