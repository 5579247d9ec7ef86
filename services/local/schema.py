"""The generated files in ``schema/``: each service's GraphQL schema and its tables as SQL.

The tables are dumped by the pinned PostgreSQL of the wheel, so that the text is the same on every
machine.
"""

import asyncio
import difflib
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

import asyncpg

from services.kit.migrations import migrate
from services.local.binaries import pinned_binaries
from services.local.databases import SERVICES
from services.local.home import ROOT
from services.local.postgres import Postgres
from services.local.processes import environment, python

FOLDER = ROOT / "schema"


def write() -> int:
    """Write every file anew."""
    FOLDER.mkdir(exist_ok=True)
    for name, text in _generated():
        (FOLDER / name).write_text(text)
    return 0


def compare() -> int:
    """Print how the files differ from what the code says; return 1 when one does."""
    differences = [line for name, text in _generated() for line in _difference(name, text)]
    if differences:
        sys.stdout.writelines(differences)
        sys.stdout.write("schema/ does not say what the code says: run `make schema`\n")
    return 1 if differences else 0


def _difference(name: str, text: str) -> Iterator[str]:
    file = FOLDER / name
    committed = file.read_text() if file.exists() else ""
    yield from difflib.unified_diff(
        committed.splitlines(keepends=True),
        text.splitlines(keepends=True),
        f"schema/{name}",
        "from the code",
    )


def _generated() -> Iterator[tuple[str, str]]:
    writers = [(service, _start_writer(service)) for service in SERVICES]
    with _throw_away_server() as server:
        for service in SERVICES:
            yield f"{service}.sql", _tables(server, service)
    for service, writer in writers:
        text, _ = writer.communicate()
        if writer.returncode:
            raise OSError(f"python -m services.{service} schema ended with {writer.returncode}")
        yield f"{service}.graphql", text


def _start_writer(service: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        python(f"services.{service}", "schema"),
        stdout=subprocess.PIPE,
        text=True,
        env=environment({}),
        cwd=ROOT,
    )


@contextmanager
def _throw_away_server() -> Iterator[Postgres]:
    with tempfile.TemporaryDirectory(prefix="huiying-schema-") as folder:
        Path(folder).chmod(0o711)  # the server's account must pass through our own folder
        with Postgres(Path(folder) / "data", durable=False, binaries=pinned_binaries()) as server:
            yield server


def _tables(server: Postgres, service: str) -> str:
    asyncio.run(_migrated(server, service))
    dump = subprocess.run(
        [
            server.binaries.program("pg_dump"),
            *("--schema-only", "--no-owner", "--no-privileges", "--exclude-table=schema_migration"),
            server.dsn(service),
        ],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": os.defpath, "LC_ALL": "C"},
    )
    if dump.returncode:
        raise OSError(dump.stderr)
    return _tidied(dump.stdout)


async def _migrated(server: Postgres, service: str) -> None:
    connection = await asyncpg.connect(server.dsn())
    try:
        await connection.execute(f"create database {service} template template0")
    finally:
        await connection.close()
    await migrate(server.dsn(service), files(f"services.{service}") / "migrations")


def _tidied(dump: str) -> str:
    """Leave out comments, session settings and the random marks of pg_dump."""
    noise = re.compile(r"--|SET |SELECT pg_catalog\.set_config|\\(un)?restrict ")
    kept = "\n".join(line for line in dump.splitlines() if not noise.match(line))
    return re.sub(r"\n{3,}", "\n\n", kept).strip() + "\n"
