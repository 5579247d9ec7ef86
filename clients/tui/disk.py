"""Small files of this machine: replaced in one step, readable by their owner only."""

import os
from contextlib import suppress
from pathlib import Path


def replace_file(path: Path, content: bytes, *, forced: bool = False) -> None:
    """Write a file whole or not at all; `forced`: it outlasts a power cut from here on.

    Raise OSError when the disk refuses.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.with_suffix(f".{os.getpid()}.part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as out:
        out.write(content)
        if forced:
            out.flush()
            os.fsync(out.fileno())
    part.replace(path)
    if forced:
        _force_names(path.parent)


def forget(path: Path) -> None:
    """Remove a file, for good; one that is gone is no error."""
    with suppress(OSError):
        path.unlink()
        _force_names(path.parent)


def _force_names(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
