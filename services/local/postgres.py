"""Run a PostgreSQL of our own: made on first start, password over TCP and socket, ends with us."""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

from services.local.account import can_reach, server_account
from services.local.binaries import Binaries, find_binaries, reachable
from services.local.children import start_child, stop_child
from services.local.lockfile import clear_stale_lock, is_ready

_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "lc_messages": "C",
}
# A power cut may ruin a throw-away cluster: that is what it is for.
_THROW_AWAY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
}
_ENVIRONMENT = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}
_SOCKET_PATH_LIMIT = 90  # the system allows 107 bytes, of which PostgreSQL adds "/.s.PGSQL.65535"


class PostgresFailed(Exception):
    """PostgreSQL could not be made or started; the message ends with what it said itself."""


class Postgres:
    """One cluster in ``data``, with ``<data>.password`` and ``<data>.log`` beside it.

    ``port`` 0 takes a free one at each start. ``durable=False`` is for tests: it gives up safety
    against power cuts for speed. Start it from the main thread (see ``start_child``).
    """

    def __init__(
        self,
        data: Path,
        port: int = 0,
        *,
        durable: bool = True,
        binaries: Binaries | None = None,
    ) -> None:
        self.data = data.absolute()
        self.port = port
        self.password = ""
        self.made = False
        self._fixed_port = port != 0
        self._durable = durable
        self._account = server_account()
        self._binaries = reachable(binaries or find_binaries(major=_major_of(data)), self._account)
        self._process: subprocess.Popen[bytes] | None = None

    @classmethod
    def running_in(cls, data: Path) -> Self | None:
        """Return the server that another process runs in ``data``, only to be connected to."""
        try:
            lines = (data / "postmaster.pid").read_text().splitlines()
            if len(lines) < 4 or not is_ready(data, int(lines[0])):
                return None
            found = cls(data, int(lines[3]))
            found.password = found._password_file.read_text().strip()
        except (OSError, ValueError):
            return None
        return found

    @property
    def binaries(self) -> Binaries:
        """The installation that runs this cluster."""
        return self._binaries

    @property
    def pid(self) -> int | None:
        """The server's process id, or None before the start and after the stop."""
        return self._process.pid if self._process else None

    @property
    def socket_folder(self) -> Path | None:
        """Where the Unix socket lies; None when the path is too long for one."""
        return self.data if len(os.fsencode(self.data)) < _SOCKET_PATH_LIMIT else None

    def start(self) -> Self:
        """Make the cluster if it is not there, start it, and return when it accepts connections.

        Raises ClusterInUse when another process serves ``data``, PostgresFailed otherwise.
        """
        if not (self.data / "PG_VERSION").exists():
            self._make()
        self.password = self._password_file.read_text().strip()
        clear_stale_lock(self.data)
        for attempt in range(3):
            if not self._fixed_port:
                self.port = _free_port()
            if self._launch():
                return self
            if self._fixed_port or "could not bind" not in self._last_words() or attempt == 2:
                break
        raise PostgresFailed(
            f"PostgreSQL did not start, see {self._log_file}\n{self._last_words()}"
        )

    def stop(self) -> None:
        """End the server by a fast shutdown; nothing happens when it does not run."""
        if self._process is not None:
            stop_child(self._process, signal.SIGINT, patience=30)
            self._process = None

    def dsn(self, database: str = "postgres") -> str:
        """Return the address of ``database`` over TCP on the loopback, password included."""
        return f"postgresql://postgres:{self.password}@127.0.0.1:{self.port}/{database}"

    def socket_dsn(self, database: str = "postgres") -> str:
        """Return the address of ``database`` over the Unix socket, password included."""
        if self.socket_folder is None:
            raise PostgresFailed(f"the path of {self.data} is too long for a socket; use TCP")
        folder = quote(str(self.socket_folder), safe="")
        return f"postgresql://postgres:{self.password}@/{database}?host={folder}&port={self.port}"

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def _password_file(self) -> Path:
        return self.data.with_name(f"{self.data.name}.password")

    @property
    def _log_file(self) -> Path:
        return self.data.with_name(f"{self.data.name}.log")

    def _make(self) -> None:
        """Make the cluster in a draft directory and move it in place whole.

        initdb writes PG_VERSION early: without the draft a kill in between would leave a ruin that
        looks like a cluster.
        """
        home = self.data.parent
        home.mkdir(parents=True, exist_ok=True)
        if not can_reach(self.data, self._account):
            name = self._account.name if self._account else ""
            raise PostgresFailed(f"the account {name} cannot enter {home}; choose another place")
        shutil.rmtree(self.data, ignore_errors=True)
        draft = Path(tempfile.mkdtemp(prefix=f"{self.data.name}.new-", dir=home))
        secret = secrets.token_urlsafe(24)
        try:
            # initdb reads it under the other account, which must not be able to read ours.
            with tempfile.NamedTemporaryFile("w", prefix="password-", dir=home) as password:
                password.write(secret + "\n")
                password.flush()
                if self._account:
                    os.chown(draft, self._account.uid, self._account.gid)
                    os.chown(password.name, self._account.uid, self._account.gid)
                self._initdb(draft, password.name)
            _write_secret(self._password_file, secret)
            draft.rename(self.data)
            self.made = True
        finally:
            shutil.rmtree(draft, ignore_errors=True)

    def _initdb(self, folder: Path, password: str) -> None:
        arguments = [
            self._binaries.program("initdb"),
            f"--pgdata={folder}",
            "--username=postgres",
            f"--pwfile={password}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            # The same order and letter case on every machine; 15 and 16 know only the library's.
            *(["--locale-provider=builtin"] if self._binaries.major >= 17 else []),
            "--locale=C.UTF-8",
            "--no-instructions",
            *([] if self._durable else ["--no-sync"]),
        ]
        account = self._account
        answer = subprocess.run(
            arguments,
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            env=_ENVIRONMENT,
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
        )
        if answer.returncode:
            raise PostgresFailed(f"initdb of PostgreSQL {self._binaries.major}: {answer.stderr}")

    def _launch(self) -> bool:
        """Start the server and wait until it is ready; False when it ended by itself."""
        settings = _SETTINGS | ({} if self._durable else _THROW_AWAY)
        settings |= {
            "port": str(self.port),
            "unix_socket_directories": str(self.socket_folder or ""),
        }
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        program = [self._binaries.program("postgres"), "-D", str(self.data), *options]
        with self._log_file.open("ab") as log:
            self._process = start_child(
                program,
                at_parents_death=signal.SIGINT,
                account=self._account,
                env=_ENVIRONMENT,
                output=log,
            )
        give_up = time.monotonic() + 60  # crash recovery of a busy cluster takes its time
        while time.monotonic() < give_up:
            if self._process.poll() is not None:
                return False
            if is_ready(self.data, self._process.pid):
                return True
            time.sleep(0.01)
        self.stop()
        return False

    def _last_words(self) -> str:
        return self._log_file.read_text(errors="replace")[-1500:] if self._log_file.exists() else ""


def _major_of(data: Path) -> int | None:
    try:
        return int((data / "PG_VERSION").read_text())
    except FileNotFoundError:
        return None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _write_secret(path: Path, secret: str) -> None:
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secret + "\n")
