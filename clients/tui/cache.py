"""The last snapshot on disk, so that the desk paints at once and works with everything down.

Format: JSON {version, unit_name, officer, as_of, board}. A file of another version, torn or
foreign is ignored, never an error: it is only a head start.
"""

from contextlib import suppress
from datetime import datetime
from pathlib import Path

import msgspec

from clients.tui.disk import replace_file
from clients.tui.models import BoardAnswer, decode_kept

VERSION = 1


class Snapshot(msgspec.Struct, frozen=True, kw_only=True):
    version: int = VERSION
    unit_name: str = ""
    officer: str = ""
    as_of: datetime
    board: BoardAnswer


def read_snapshot(path: Path) -> Snapshot | None:
    try:
        snapshot = decode_kept(path.read_bytes(), Snapshot)
    except (OSError, msgspec.DecodeError):
        return None
    return snapshot if snapshot.version == VERSION else None


def write_snapshot(path: Path, snapshot: Snapshot) -> None:
    """Replace the file in one step, readable by its owner only; a full disk is no alarm."""
    with suppress(OSError):
        replace_file(path, msgspec.json.encode(snapshot))
