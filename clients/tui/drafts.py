"""A form that was not sent, on this machine's disk: nothing typed at three o'clock is lost."""

import os
from contextlib import suppress
from pathlib import Path

import msgspec

from clients.tui.views.intake import Draft, decode_draft, encode_draft


def draft_path(state_home: Path) -> Path:
    return state_home / "huiying" / "intake-draft.json"


def read_draft_file(path: Path) -> Draft | None:
    """Return the stored draft; None when there is none or it cannot be read."""
    try:
        return decode_draft(path.read_bytes())
    except (OSError, msgspec.DecodeError, msgspec.ValidationError):
        return None


def write_draft_file(path: Path, draft: Draft) -> bool:
    """Replace the file in one step, readable by its owner only; False when the disk refuses."""
    part = path.with_suffix(f".{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as out:
            out.write(encode_draft(draft))
        part.replace(path)
    except OSError:
        return False
    return True


def drop_draft_file(path: Path, key: str) -> None:
    """Remove the stored draft if it is the one with this key: another one stays."""
    stored = read_draft_file(path)
    if stored is not None and stored.key == key:
        with suppress(OSError):
            path.unlink()
