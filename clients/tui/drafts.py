"""A form that was not sent, on this machine's disk: nothing typed at three o'clock is lost."""

from contextlib import suppress
from pathlib import Path

import msgspec

from clients.tui.disk import replace_file
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
    try:
        replace_file(path, encode_draft(draft))
    except OSError:
        return False
    return True


def drop_draft_file(path: Path, key: str) -> None:
    """Remove the stored draft if it is the one with this key: another one stays."""
    stored = read_draft_file(path)
    if stored is not None and stored.key == key:
        with suppress(OSError):
            path.unlink()
