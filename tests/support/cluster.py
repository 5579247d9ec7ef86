"""The cluster that the whole run shares, with one migrated template per service.

Which server: ``HUIYING_TEST_DSN`` (an account that may create databases), else ``PG_BIN``, else the
wheel's, else the system's. The wheel stands before the system here, because a suite should say the
same on every machine; ``PG_BIN=/usr/lib/postgresql/15/bin make test`` runs it on another version.
"""

import asyncio
import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from services.kit.migrations import migrate
from services.local.binaries import find_binaries
from services.local.postgres import Postgres

_SERVICES = Path(__file__).parents[2] / "services"
_PREFIX = "huiying-test-"


@dataclass(slots=True)
class Cluster:
    """Hands out databases; ``dsn`` is the address of its maintenance database."""

    dsn: str
    run: str = field(default_factory=lambda: f"t{os.getpid()}")
    _templates: dict[str, str] = field(default_factory=dict)
    _made: int = 0

    def clone(self, service: str) -> str:
        """Make a fresh database with the tables of ``service`` ("kit" for the kit's own alone)."""
        template = self._template(service)
        self._made += 1
        name = f"{self.run}_{service}_{self._made}"
        self._run(f"create database {name} template {template} strategy file_copy")
        return self.address(name)

    def prepared(
        self,
        name: str,
        services: Sequence[str],
        prepare: Callable[[list[str]], Coroutine[Any, Any, None]],
    ) -> list[str]:
        """Make a fresh database of each service, filled together once in the whole run."""
        keys = [f"{name}_{service}" for service in services]
        if keys[0] not in self._templates:
            made = [self._copy(self._template(one), f"template_{name}_{one}") for one in services]
            asyncio.run(prepare([self.address(one) for one in made]))
            self._templates |= dict(zip(keys, made, strict=True))
        self._made += 1
        copies = [self._copy(self._templates[key], f"{key}_{self._made}") for key in keys]
        return [self.address(copy) for copy in copies]

    def _copy(self, template: str, name: str) -> str:
        full = f"{self.run}_{name}"
        self._run(f"create database {full} template {template} strategy file_copy")
        return full

    def empty(self, name: str) -> str:
        """Make a database without any table and return its address."""
        self._made += 1
        full = f"{self.run}_{name}_{self._made}"
        self._run(f"create database {full} template template0")
        return self.address(full)

    def drop(self, dsn: str) -> None:
        """Drop a database handed out before, whoever is still connected."""
        name = urlsplit(dsn).path.removeprefix("/")
        self._run(f"drop database if exists {name} with (force)")

    def drop_templates(self) -> None:
        """Drop the templates; a borrowed server keeps nothing of a run."""
        for name in self._templates.values():
            self._run(f"drop database if exists {name} with (force)")

    def address(self, name: str) -> str:
        """Return the address of the database ``name`` on this server."""
        return urlunsplit(urlsplit(self.dsn)._replace(path=f"/{name}"))

    def _template(self, service: str) -> str:
        if service not in self._templates:
            name = f"{self.run}_template_{service}"
            self._run(f"create database {name} template template0")
            asyncio.run(_migrate(self.address(name), service))
            self._templates[service] = name
        return self._templates[service]

    def _run(self, statement: str) -> None:
        asyncio.run(execute(self.dsn, statement))


async def execute(dsn: str, statements: str) -> None:
    """Run ``statements`` on a connection of their own."""
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute(statements)
    finally:
        await connection.close()


async def empty_tables(dsn: str) -> None:
    """Delete every row but the record of migrations; far faster than truncate on small tables."""
    connection = await asyncpg.connect(dsn)
    try:
        tables = await connection.fetch(
            """
            select format('%I.%I', schemaname, tablename) as name
            from pg_tables
            where schemaname not in ('pg_catalog', 'information_schema')
              and tablename not like '%migration%'
            """
        )
        deletes = "".join(f"delete from {table['name']};" for table in tables)  # noqa: S608 - names from the catalogue
        await connection.execute("set session_replication_role = replica;" + deletes)
    finally:
        await connection.close()


@contextmanager
def shared_cluster() -> Iterator[Cluster]:
    """Lend the server that this run uses; one of our own is removed at the end."""
    borrowed = os.environ.get("HUIYING_TEST_DSN")
    if borrowed:
        cluster = Cluster(borrowed)
        try:
            yield cluster
        finally:
            cluster.drop_templates()
        return
    with scratch_folder() as folder:
        server = Postgres(folder / "data", durable=False, binaries=find_binaries(wheel_first=True))
        with server:
            yield Cluster(server.dsn())


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """Lend a folder that the server's account can enter, in memory where there is room.

    The lock in it tells a later run that its owner lives; folders of killed runs are removed.
    """
    base = _roomy_memory() or Path(tempfile.gettempdir())
    _remove_leftovers(base)
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=base))
    folder.chmod(0o755)
    with (folder / "owner.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _roomy_memory() -> Path | None:
    memory = Path("/dev/shm")  # noqa: S108 - a private directory is made in it
    usable = memory.is_dir() and os.access(memory, os.W_OK)
    return memory if usable and shutil.disk_usage(memory).free > 1 << 30 else None


def _remove_leftovers(base: Path) -> None:
    for folder in base.glob(f"{_PREFIX}*"):
        lock = folder / "owner.lock"
        if not lock.exists() or folder.stat().st_uid != os.geteuid():
            continue
        with lock.open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
        shutil.rmtree(folder, ignore_errors=True)


async def _migrate(dsn: str, service: str) -> None:
    folder = _SERVICES / service / "migrations"
    if service == "kit" or not folder.is_dir():
        with tempfile.TemporaryDirectory() as nothing:
            await migrate(dsn, Path(nothing))
    else:
        await migrate(dsn, folder)
