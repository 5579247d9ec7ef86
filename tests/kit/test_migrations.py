"""The migration runner on empty databases."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import asyncpg
import pytest

from services.kit import migrations
from services.kit.migrations import MigrationError, migrate, pending
from tests.support.cluster import Cluster

OWN = [
    "kit/0001_change.sql",
    "kit/0002_idempotency.sql",
    "kit/0003_issuer_keys.sql",
    "kit/0004_revocation.sql",
    "kit/0005_outbox.sql",
    "kit/0006_seal.sql",
]
Write = Callable[[str, str], None]


@pytest.fixture
def empty_dsn(cluster: Cluster) -> Iterator[str]:
    dsn = cluster.empty("migrations")
    yield dsn
    cluster.drop(dsn)


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(name: str, sql: str) -> None:
        (tmp_path / name).write_text(sql, "utf-8")

    write("0001_units.sql", "create table unit (code text primary key);")
    return write


async def ask(dsn: str, question: str) -> object:
    conn = await asyncpg.connect(dsn)
    try:
        return await conn.fetchval(question)
    finally:
        await conn.close()


async def test_the_kits_files_come_first_and_each_runs_once(
    empty_dsn: str, tmp_path: Path, write: Write
) -> None:
    steps: list[str] = []
    assert await migrate(empty_dsn, tmp_path, on_step=steps.append) == [*OWN, "0001_units.sql"]
    assert steps == [*OWN, "0001_units.sql"]
    assert await migrate(empty_dsn, tmp_path) == []
    write("0002_more.sql", "alter table unit add column name text;")
    assert await migrate(empty_dsn, tmp_path) == ["0002_more.sql"]


async def test_of_several_runners_one_works_also_with_an_index_made_concurrently(
    empty_dsn: str, tmp_path: Path, write: Write
) -> None:
    write(
        "0002_index.sql",
        "-- no-transaction\n"
        "create index concurrently if not exists unit_a on unit (code);\n"
        "create index concurrently if not exists unit_b on unit (code desc);\n",
    )
    done = await asyncio.gather(*(migrate(empty_dsn, tmp_path) for _ in range(4)))
    assert sorted(map(len, done)) == [0, 0, 0, len(OWN) + 2]


async def test_an_edited_file_is_refused(empty_dsn: str, tmp_path: Path, write: Write) -> None:
    await migrate(empty_dsn, tmp_path)
    write("0001_units.sql", "create table unit (code text primary key); -- better")
    with pytest.raises(MigrationError, match=r"0001_units\.sql was edited"):
        await migrate(empty_dsn, tmp_path)


async def test_line_ends_do_not_count_as_edits(
    empty_dsn: str, tmp_path: Path, write: Write
) -> None:
    write("0001_units.sql", "create table unit (\ncode text primary key);\n")
    await migrate(empty_dsn, tmp_path)
    (tmp_path / "0001_units.sql").write_bytes(b"create table unit (\r\ncode text primary key);\r\n")
    assert await migrate(empty_dsn, tmp_path) == []


async def test_a_newer_database_is_refused(empty_dsn: str, tmp_path: Path, write: Write) -> None:
    write("0002_more.sql", "select 1;")
    await migrate(empty_dsn, tmp_path)
    (tmp_path / "0002_more.sql").unlink()
    with pytest.raises(MigrationError, match="newer than this program: 0002_more"):
        await migrate(empty_dsn, tmp_path)


async def test_a_file_that_comes_late_is_refused(
    empty_dsn: str, tmp_path: Path, write: Write
) -> None:
    write("0003_later.sql", "select 1;")
    await migrate(empty_dsn, tmp_path)
    write("0002_forgotten.sql", "select 1;")
    with pytest.raises(MigrationError, match=r"0002_forgotten\.sql sorts before"):
        await migrate(empty_dsn, tmp_path)


async def test_a_failing_file_leaves_nothing_and_names_itself(
    empty_dsn: str, tmp_path: Path, write: Write
) -> None:
    write("0002_broken.sql", "create table half (i int); create table half (i int);")
    with pytest.raises(MigrationError, match=r"0002_broken\.sql: relation"):
        await migrate(empty_dsn, tmp_path)
    assert await ask(empty_dsn, "select to_regclass('half')") is None
    write("0002_broken.sql", "create table half (i int);")
    assert await migrate(empty_dsn, tmp_path) == ["0002_broken.sql"]


@pytest.mark.parametrize("name", ["2_short.sql", "0002-dash.sql", "0001_twice.sql"])
async def test_a_bad_name_is_refused_before_anything_runs(
    empty_dsn: str, tmp_path: Path, write: Write, name: str
) -> None:
    write(name, "select 1;")
    with pytest.raises(MigrationError):
        await migrate(empty_dsn, tmp_path)
    assert await ask(empty_dsn, "select to_regclass('change')") is None


async def test_pending_tells_without_writing(empty_dsn: str, tmp_path: Path, write: Write) -> None:
    conn = await asyncpg.connect(empty_dsn)
    waiting = await pending(conn, tmp_path)
    assert [step.name for step in waiting] == [*OWN, "0001_units.sql"]
    assert await conn.fetchval("select to_regclass('schema_migration')") is None
    await conn.close()


async def test_a_runner_that_never_gets_the_lock_gives_up(
    empty_dsn: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrations, "LOCK_PATIENCE_SECONDS", 0.15)
    holder = await asyncpg.connect(empty_dsn)
    await holder.execute(f"select pg_advisory_lock({migrations.LOCK_KEY})")
    with pytest.raises(MigrationError, match="another migration"):
        await migrate(empty_dsn, tmp_path)
    await holder.close()
