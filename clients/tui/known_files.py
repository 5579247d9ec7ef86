"""Incidents as they were last read, on this machine: what a form goes by while nobody answers.

Bounded: the newest MOST are kept. They hold names and telephone numbers, so only their owner can
read them.
"""

import asyncio
from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import msgspec

from clients.tui.clock import Clock
from clients.tui.disk import forget, replace_file
from clients.tui.link import Link, LinkDown, LinkState, Refused
from clients.tui.models import decode, decode_kept
from clients.tui.models_incident import IncidentFile
from clients.tui.operations import OPERATIONS
from clients.tui.state import DeskState

VERSION = 1
MOST = 60
AHEAD = 20  # incidents whose files are read before anybody asks
AHEAD_EVERY = 5.0


class KnownFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file and when it was read."""

    version: int = VERSION
    read_at: datetime
    file: IncidentFile


class KnownFiles:
    """The folder of files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, file: IncidentFile, at: datetime) -> None:
        """Put a file in the place of an older one; a disk that refuses is no alarm."""
        known = KnownFile(read_at=at, file=file)
        with suppress(OSError):
            replace_file(self._path(file.id), msgspec.json.encode(known))
            found = sorted(self.folder.glob("*.json"), key=lambda path: -path.stat().st_mtime_ns)
            for path in found[MOST:]:
                forget(path)

    def of(self, incident: str) -> KnownFile | None:
        """Return the file of an incident; None for one that is unknown, torn or of old."""
        try:
            content = self._path(incident).read_bytes()
            known = decode_kept(content, KnownFile)
        except (OSError, msgspec.DecodeError):
            return None
        return known if known.version == VERSION and known.file.id == incident else None

    def _path(self, incident: str) -> Path:
        return self.folder / f"{sha256(incident.encode()).hexdigest()[:32]}.json"


async def read_ahead(
    link: Link, state: DeskState, files: KnownFiles, clock: Clock, every: float = AHEAD_EVERY
) -> None:
    """Read the files of the most urgent incidents, one at a time, and again once they change."""
    seen: dict[str, tuple[int, int]] = {}
    while True:
        await asyncio.sleep(every)
        urgent = most_urgent(state) if link.status.state is LinkState.LIVE else []
        lacking = (id_ for id_ in urgent if seen.get(id_) != state.heard_of(id_))
        incident = next(lacking, None)
        if incident is None:
            continue
        seen[incident] = state.heard_of(incident)
        with suppress(LinkDown, Refused, msgspec.ValidationError):
            answer = await link.execute(OPERATIONS.incident_file, {"id": incident})
            if answer["incident"] is not None:
                files.keep(decode(answer["incident"], IncidentFile), clock())


def most_urgent(state: DeskState) -> list[str]:
    """Return the incidents whose duties fall due first, those without a limit before them."""
    rows = [row for row in state.rows.values() if row.open and row.incident is not None]
    rows.sort(key=lambda row: (row.due_at is not None, row.due_at or row.start_at))
    return list(dict.fromkeys(row.matter.id for row in rows))[:AHEAD]
