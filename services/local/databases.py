"""The two databases of the local system, created and brought up to date."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from urllib.parse import urlsplit

import asyncpg

from services.kit.migrations import migrate
from services.kit.settings import Settings
from services.local.home import Home
from services.local.postgres import Postgres

SERVICES = ("registry", "deadlines")


@dataclass(frozen=True, slots=True, kw_only=True)
class Databases:
    """The address of each database; ``server`` says what serves them.

    ``mark`` tells these databases from others that the same home has worked with.
    """

    registry: str
    deadlines: str
    server: str
    mark: str


@contextmanager
def databases(home: Home, settings: Settings) -> Iterator[Databases]:
    """Lend both databases: those that the settings name, else those of an embedded server.

    Raises ValueError when the settings name only one of the two.
    """
    if settings.registry_dsn and settings.deadlines_dsn:
        yield Databases(
            registry=settings.registry_dsn,
            deadlines=settings.deadlines_dsn,
            server=urlsplit(settings.registry_dsn).hostname or "local socket",
            mark=_mark(settings.registry_dsn, settings.deadlines_dsn),
        )
        return
    if settings.registry_dsn or settings.deadlines_dsn:
        raise ValueError("set both HUIYING_REGISTRY_DSN and HUIYING_DEADLINES_DSN, or neither")
    with Postgres(home.database) as server:
        asyncio.run(_create_missing(server.dsn()))
        one = server.binaries
        yield Databases(
            registry=server.dsn("registry"),
            deadlines=server.dsn("deadlines"),
            server=f"PostgreSQL {one.major} ({one.source}) on 127.0.0.1:{server.port}",
            mark=_embedded_mark(server),
        )


def addresses_of_running(home: Home) -> dict[str, str]:
    """Return the address of each database of the embedded server that runs here; empty for none."""
    server = Postgres.running_in(home.database)
    return {name: server.dsn(name) for name in SERVICES} if server else {}


async def bring_up_to_date(found: Databases) -> None:
    """Apply what is missing to both databases, side by side."""
    await asyncio.gather(
        migrate(found.registry, files("services.registry") / "migrations"),
        migrate(found.deadlines, files("services.deadlines") / "migrations"),
    )


def _mark(*dsns: str) -> str:
    """Digest the places of the databases, without their passwords."""
    places = [f"{parts.hostname}:{parts.port}{parts.path}" for parts in map(urlsplit, dsns)]
    return sha256(" ".join(places).encode()).hexdigest()[:12]


def _embedded_mark(server: Postgres) -> str:
    """Digest the cluster's password: it is new in each new cluster, whatever its port."""
    return sha256(server.password.encode()).hexdigest()[:12]


async def _create_missing(dsn: str) -> None:
    connection = await asyncpg.connect(dsn)
    try:
        present = await connection.fetch("select datname from pg_database")
        for name in SERVICES:
            if name not in {row["datname"] for row in present}:
                await connection.execute(f"create database {name} template template0")
    finally:
        await connection.close()
