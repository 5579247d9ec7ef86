"""The session of whoever signed in here: one file per registry, for its owner alone.

Several commands may run at once. Each takes the lock before it reads, and a session that has to be
refreshed is refreshed and written back under it: a refresh token is good once.
"""

import fcntl
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from clients.cli.config import Config


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """``expires_at`` of the access token is in seconds since 1970; ``who`` is a person's name."""

    access_token: str
    expires_at: float
    refresh_token: str
    who: str
    login: str
    unit: str


class Unsafe(Exception):
    """The file may be read by others, so somebody may have."""


def session_file(config: Config) -> Path:
    """Return where the session at this registry is kept."""
    mark = sha256(config.registry_url.encode()).hexdigest()[:16]
    return config.state_home / f"session-{mark}.json"


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Keep other commands away from the session; the kernel lets go however we end."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with file.with_suffix(".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def read(file: Path, *, unsafe: bool = False) -> Saved | None:
    """Return the session, None where there is none. Raises Unsafe unless that is no matter."""
    try:
        if not unsafe and file.stat().st_mode & 0o077:
            raise Unsafe(str(file))
        return Saved(**json.loads(file.read_text()))
    except (OSError, ValueError, TypeError):
        return None


def write(file: Path, saved: Saved) -> None:
    """Replace the session, whole or not at all, and on the disk before the old one is gone."""
    descriptor, draft = tempfile.mkstemp(dir=file.parent)  # readable by its owner alone
    with os.fdopen(descriptor, "w") as out:
        json.dump(asdict(saved), out)
        out.flush()
        os.fsync(out.fileno())
    Path(draft).replace(file)


def forget(file: Path) -> None:
    """Remove the session."""
    file.unlink(missing_ok=True)


def of_answer(answer: dict[str, Any], expires_at: float) -> Saved:
    """Return the session that a SignInPayload opens."""
    return Saved(
        access_token=answer["accessToken"],
        expires_at=expires_at,
        refresh_token=answer["refreshToken"],
        who=answer["principal"]["name"],
        login=answer["principal"]["login"],
        unit=answer["principal"]["unit"],
    )
