"""The pool: plain JSON, own connections, honest outages."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from urllib.parse import urlsplit, urlunsplit
from uuid import UUID

import asyncpg
import pytest

from services.kit.database import Database, DatabaseUnavailable
from services.kit.ids import new_id


async def test_jsonb_is_plain_python_both_ways(kit_db: Database) -> None:
    at = datetime(2026, 11, 21, 3, 2, tzinfo=UTC)
    unit = UUID(int=7)
    async with kit_db.reading() as conn:
        back = await conn.fetchval(
            "select $1::jsonb", {"at": at, "unit": unit, "名": ["应急", None]}
        )
        several = await conn.fetchval("select $1::jsonb[]", [{"a": 1}, 5, "x"])
    assert back == {"at": "2026-11-21T03:02:00+00:00", "unit": str(unit), "名": ["应急", None]}
    assert several == [{"a": 1}, 5, "x"]


async def test_concurrent_reads_run_on_different_connections(kit_db: Database) -> None:
    async def backend(gate: asyncio.Barrier) -> int:
        async with kit_db.reading() as conn:
            await gate.wait()
            return int(await conn.fetchval("select pg_backend_pid()"))

    gate = asyncio.Barrier(3)
    assert len(set(await asyncio.gather(*(backend(gate) for _ in range(3))))) == 3


async def test_a_transaction_that_raises_leaves_nothing(kit_db: Database) -> None:
    insert = "insert into issuer_keys (url, jwks, fetched_at) values ('x', '{}', now())"

    async def undone() -> None:
        async with kit_db.transaction() as conn:
            await conn.execute(insert)
            raise LookupError

    with pytest.raises(LookupError):
        await undone()
    async with kit_db.reading() as conn:
        assert await conn.fetchval("select count(*) from issuer_keys") == 0


async def test_a_constraint_violation_reaches_the_caller(kit_db: Database) -> None:
    with pytest.raises(asyncpg.NotNullViolationError):
        async with kit_db.transaction() as conn:
            await conn.execute("insert into issuer_keys (url) values ('x')")


async def test_an_error_of_the_block_is_not_taken_for_an_outage(kit_db: Database) -> None:
    with pytest.raises(FileNotFoundError):
        async with kit_db.reading():
            raise FileNotFoundError
    with pytest.raises(asyncpg.InterfaceError):
        async with kit_db.reading() as conn:
            await conn.fetchval("select $1::int", "not a number", "one too many")


async def test_the_waits_of_a_session_are_bounded(kit_db: Database) -> None:
    async with kit_db.reading() as conn:
        shown = [
            await conn.fetchval("select current_setting($1)", name)
            for name in (
                "statement_timeout",
                "lock_timeout",
                "idle_in_transaction_session_timeout",
                "transaction_isolation",
                "timezone",
            )
        ]
    assert shown == ["3s", "1s", "5s", "read committed", "UTC"]


async def test_no_free_connection_is_an_outage(
    kit_dsn: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.kit.database.ACQUIRE_SECONDS", 0.05)
    database = await Database.connect(kit_dsn, size=1)
    async with database.reading():
        with pytest.raises(DatabaseUnavailable):
            async with database.reading():
                pass
    await database.close()


async def test_a_server_that_is_not_there_is_an_outage() -> None:
    with pytest.raises(DatabaseUnavailable):
        await Database.connect("postgresql://nobody@127.0.0.1:1/nothing")


async def test_a_killed_backend_is_an_outage_and_the_pool_recovers(kit_db: Database) -> None:
    async def killed() -> None:
        async with kit_db.reading() as victim, kit_db.reading() as other:
            pid = await victim.fetchval("select pg_backend_pid()")
            await other.execute("select pg_terminate_backend($1, 1000)", pid)
            await victim.fetchval("select 1")

    with pytest.raises(DatabaseUnavailable) as caught:
        await killed()
    assert caught.value.sqlstate in (None, "57P01", "08003")
    async with kit_db.reading() as conn:
        assert await conn.fetchval("select 1") == 1


@contextlib.asynccontextmanager
async def slow_to_hang_up(dsn: str) -> AsyncIterator[tuple[str, asyncio.Event]]:
    """Stand between client and server; what the server closes stays open, and the event is set."""
    server, gone = urlsplit(dsn), asyncio.Event()
    open_ends: list[asyncio.StreamWriter] = []

    async def pump(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        open_ends.append(sink)
        while data := await source.read(65536):
            sink.write(data)

    async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        beyond, upward = await asyncio.open_connection(server.hostname, server.port)
        async with asyncio.TaskGroup() as both:
            both.create_task(pump(reader, upward))
            await pump(beyond, writer)
            gone.set()

    async with await asyncio.start_server(meet, "127.0.0.1", 0) as between:
        port = between.sockets[0].getsockname()[1]
        place = f"{server.username}:{server.password}@127.0.0.1:{port}"
        yield urlunsplit(server._replace(netloc=place)), gone
        for end in open_ends:
            end.close()
            await end.wait_closed()


async def test_a_server_that_says_goodbye_before_it_hangs_up_is_an_outage(
    kit_dsn: str, kit_db: Database
) -> None:
    async with slow_to_hang_up(kit_dsn) as (dsn, gone):
        database = await Database.connect(dsn, size=1)

        async def killed() -> None:
            async with database.reading() as victim, kit_db.reading() as other:
                pid = await victim.fetchval("select pg_backend_pid()")
                await other.execute("select pg_terminate_backend($1, 1000)", pid)
                await gone.wait()
                for _ in range(5):  # turns of the loop: what the server said last is here
                    await asyncio.sleep(0)
                await victim.fetchval("select 1")

        with pytest.raises(DatabaseUnavailable, match="InternalClientError"):
            await killed()
        async with database.reading() as conn:
            assert await conn.fetchval("select 1") == 1
        await database.close()


async def test_a_read_only_server_is_an_outage(kit_db: Database) -> None:
    async def writing() -> None:
        async with kit_db.transaction() as conn:
            await conn.execute("set transaction read only")
            await conn.execute("delete from issuer_keys")

    with pytest.raises(DatabaseUnavailable) as caught:
        await writing()
    assert caught.value.sqlstate == "25006"


def test_ids_of_one_process_ascend() -> None:
    made = [new_id() for _ in range(1000)]
    assert made == sorted(set(made))
    assert {one.version for one in made} == {7}
