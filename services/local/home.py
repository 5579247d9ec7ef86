"""Where the local system keeps what it makes: the data of a checkout belongs to that checkout."""

import fcntl
import json
import os
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

from services.local.account import can_reach, server_account

ROOT = Path(__file__).resolve().parents[2]
_SHARED = Path("/var/tmp")  # noqa: S108 - a folder of our own in it, whose owner is checked


class AlreadyRunning(Exception):
    """Another process of this checkout holds the home."""


class UnsafeHome(Exception):
    """The folder exists and belongs to somebody else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """What a running system tells those who come later."""

    pid: int
    registry_url: str
    deadlines_url: str
    officer_secret: str
    state: str


@dataclass(frozen=True, slots=True)
class Home:
    """The folder and the names in it."""

    path: Path

    @property
    def database(self) -> Path:
        """The data directory of the embedded PostgreSQL."""
        return self.path / "postgres" / "data"

    @property
    def signing_key(self) -> Path:
        """The registry's private key."""
        return self.path / "signing-key.json"

    @property
    def audit(self) -> Path:
        """Where both services sign checkpoints of their records, with the key that signs them."""
        return self.path / "audit"

    def drill(self, mark: str) -> Path:
        """What was sent to open the drill incident in the databases of that mark."""
        return self.path / f"drill-{mark}.json"

    def seeded(self, mark: str) -> Path:
        """Says that the databases of that mark hold the demo register."""
        return self.path / f"seeded-{mark}"

    @property
    def state(self) -> Path:
        """Where clients keep what they remember, so that two checkouts never see each other's."""
        return self.path / "state"

    def secret(self, login: str) -> Path:
        """The secret of one account."""
        return self.path / "secrets" / login

    def log(self, name: str) -> Path:
        """The log of one process."""
        return self.path / "logs" / f"{name}.log"

    def make(self) -> None:
        """Make the folders. Raises UnsafeHome when the place is somebody else's."""
        # The account that root runs PostgreSQL under must pass through, and may see nothing else.
        mode = 0o711 if os.geteuid() == 0 else 0o700
        for folder in (self.path, self.database.parent):
            folder.mkdir(parents=True, exist_ok=True)
            status = folder.lstat()
            if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.geteuid():
                raise UnsafeHome(
                    f"{folder} belongs to somebody else; remove it or run as its owner"
                )
            folder.chmod(mode)
        for folder in (self.path / "secrets", self.path / "logs"):
            folder.mkdir(mode=0o700, exist_ok=True)

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Hold the home for this process; the kernel lets go however the process ends.

        Raises AlreadyRunning when another holds it.
        """
        with (self.path / "lock").open("a") as lock:
            for patience in (0.2, 0.2, 0.0):  # somebody may just be asking whether we run
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    if not patience:
                        raise AlreadyRunning(
                            f"another process is starting or stopping the system of {self.path}"
                        ) from None
                    time.sleep(patience)
            yield

    @contextmanager
    def announce(self, running: Running) -> Iterator[None]:
        """Tell later comers of this checkout where the running system is."""
        write_private(self._announcement, json.dumps(asdict(running)))
        try:
            yield
        finally:
            self._announcement.unlink(missing_ok=True)

    def running(self) -> Running | None:
        """Return the system that runs now, or None; what a killed one left does not count."""
        try:
            with self.hold():
                return None
        except AlreadyRunning:
            pass
        except FileNotFoundError:
            return None
        try:
            return Running(**json.loads(self._announcement.read_text()))
        except FileNotFoundError:
            return None  # it is still starting, or stopping

    @property
    def _announcement(self) -> Path:
        return self.path / "running.json"


def home_of_checkout(root: Path = ROOT) -> Home:
    """Return the checkout's own ``.local``, or a place that PostgreSQL's account can enter.

    Root runs PostgreSQL under another account, which cannot enter a checkout below /root (mode
    0700). Rather than open that, a folder in /var/tmp is taken, named after the checkout's path, so
    that two clones never share one. An installation that is no checkout uses $XDG_STATE_HOME.
    HUIYING_LOCAL_HOME names another place.
    """
    if named := os.environ.get("HUIYING_LOCAL_HOME"):
        return Home(Path(named).absolute())
    inside = root / ".local" if (root / "pyproject.toml").exists() else _state_home()
    if can_reach(inside / "postgres", server_account()):
        return Home(inside)
    mark = sha256(os.fsencode(root)).hexdigest()[:12]
    return Home(_SHARED / f"huiying-{root.name}-{mark}")


def _state_home() -> Path:
    state = os.environ.get("XDG_STATE_HOME")
    return (Path(state) if state else Path.home() / ".local" / "state") / "huiying" / "local"


def write_private(path: Path, text: str) -> None:
    """Write a file whole or not at all, readable by its owner alone."""
    descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}.")
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
    Path(draft).replace(path)
