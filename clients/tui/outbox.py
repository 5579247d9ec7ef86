"""待发: acts kept on this machine while their service was away, a file each until they are let go.

A file is written whole and forced to the disk before anything is called kept. It holds the
idempotency key under which the act was first tried, so that sending it again does nothing twice.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

import msgspec

from clients.tui.disk import forget, replace_file

VERSION = 1
STEP = timedelta(microseconds=1)
SHOWN_FOR = timedelta(hours=12)  # what was sent stays to be read until the shift is over
# the service forgets a key after 48 hours: what may have been written is not said again after that
KEY_LASTS = timedelta(hours=40)

# What records a thing that has happened may be told later; whatever judges by the state of the
# moment (免办, 办结, 强制放行, 审批) may not.
_RECORDS = frozenset({"open_incident", "acknowledge", "acknowledge_party", "report_lead"})


class ActState(StrEnum):
    """WAITING to be sent; SENT, or REPLAYED where it had been written already; REFUSED."""

    WAITING = "waiting"
    SENT = "sent"
    REPLAYED = "replayed"
    REFUSED = "refused"


class Origin(msgspec.Struct, frozen=True, kw_only=True):
    """The form an act came from, to open it again: its class and what had been filled in.

    `made_of` is what a form made of fields was opened with, by the names of its constructor.
    """

    screen: str
    subject: dict[str, Any] | None = None
    made_of: dict[str, Any] = {}
    filled: dict[str, Any] = {}


class KeptAct(msgspec.Struct, frozen=True, kw_only=True):
    """One act. `operation` is a file of operations/, `variables` what was or would be sent.

    `owner` is the account it was done under and `credential` stands for its secret where the
    account was not known yet. `acted_at` is when the officer did it, `kept_at` the order in which
    acts are sent, `tried_at` when it first left this machine: from then on it may have been
    written. `said` is the service's own sentence.
    """

    version: int = VERSION
    key: str
    operation: str
    variables: dict[str, Any]
    acted_at: datetime
    kept_at: datetime
    owner: str
    credential: str = ""
    owner_name: str = ""
    incident: str = ""
    sentence: str
    tried_at: datetime | None = None
    origin: Origin | None = None
    state: ActState = ActState.WAITING
    said: str = ""
    settled_at: datetime | None = None

    @property
    def editable(self) -> bool:
        """Tell whether it is certain that the service has not written it."""
        refused = self.state is ActState.REFUSED
        return self.origin is not None and (
            refused or (self.state is ActState.WAITING and self.tried_at is None)
        )

    def outdated(self, now: datetime) -> bool:
        """Tell whether it may have been written so long ago that its key says nothing any more."""
        return self.tried_at is not None and now - self.tried_at > KEY_LASTS

    def about(self) -> object:
        """Return what the act is done to, None where it may well be done again."""
        given = self.variables["input"]
        return given.get("obligation") or given.get("party")


def may_wait(operation: str) -> bool:
    """Tell whether an act may be told to its service later."""
    return operation in _RECORDS or operation.startswith("record_")


class Outbox:
    """The folder of kept acts. Several desks of one machine may look into it at once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._seen: frozenset[tuple[str, int]] | None = None
        self._acts: tuple[KeptAct, ...] = ()

    def acts(self) -> tuple[KeptAct, ...]:
        """Return all that is kept, in the order in which it was; what is torn is passed by."""
        found = frozenset(self._files())
        if found != self._seen:
            read = (_read(self.folder / name) for name, _ in found)
            kept = (act for act in read if act is not None)
            self._acts = tuple(sorted(kept, key=lambda act: (act.kept_at, act.key)))
            self._seen = found
        return self._acts

    def waiting(self) -> list[KeptAct]:
        return [act for act in self.acts() if act.state is ActState.WAITING]

    def count(self) -> tuple[int, int]:
        """Return how many wait and how many were refused."""
        states = [act.state for act in self.acts()]
        return states.count(ActState.WAITING), states.count(ActState.REFUSED)

    def already(self, act: KeptAct) -> bool:
        """Tell whether the same thing is waiting to be told of the same duty or party."""
        about = act.about()
        same = (act.operation, about)
        return about is not None and any(
            (kept.operation, kept.about()) == same and kept.key != act.key
            for kept in self.waiting()
        )

    def add(self, act: KeptAct) -> None:
        """Put a new act behind all others; raise OSError when the disk refuses."""
        last = max((kept.kept_at + STEP for kept in self.acts()), default=act.kept_at)
        self.keep(msgspec.structs.replace(act, kept_at=max(last, act.kept_at)))

    def keep(self, act: KeptAct) -> None:
        """Put an act on the disk, or another state of it; raise OSError when the disk refuses."""
        replace_file(self._path(act), msgspec.json.encode(act), forced=True)
        self._seen = None

    def settle(self, act: KeptAct, state: ActState, said: str, at: datetime) -> None:
        """Note what became of an act; a disk that refuses leaves it to be sent once more."""
        with suppress(OSError):
            self.keep(msgspec.structs.replace(act, state=state, said=said, settled_at=at))

    def drop(self, act: KeptAct) -> bool:
        """Let an act go; False while it is being sent, here or by another desk."""
        with self.sending() as alone:
            if alone:
                forget(self._path(act))
                self._seen = None
            return alone

    def tidy(self, now: datetime) -> None:
        """Let go what was sent and has been readable for a shift."""
        for act in self.acts():
            done = act.state in (ActState.SENT, ActState.REPLAYED)
            if done and act.settled_at and now - act.settled_at > SHOWN_FOR:
                self.drop(act)

    @contextmanager
    def sending(self) -> Iterator[bool]:
        """Hold the machine's right to send; False when another desk, or this one, has it."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(handle)
            yield False
            return
        try:
            yield True
        finally:
            os.close(handle)

    def _files(self) -> Iterator[tuple[str, int]]:
        with suppress(OSError), os.scandir(self.folder) as entries:
            for entry in entries:
                if entry.name.endswith(".json"):
                    with suppress(OSError):
                        yield entry.name, entry.stat().st_mtime_ns

    def _path(self, act: KeptAct) -> Path:
        return self.folder / f"{act.key}.json"


def _read(path: Path) -> KeptAct | None:
    try:
        act = msgspec.json.decode(path.read_bytes(), type=KeptAct)
    except (OSError, msgspec.DecodeError):
        return None
    return act if act.version == VERSION else None
