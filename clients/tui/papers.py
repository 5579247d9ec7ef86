"""Documents saved to this machine: where officers keep theirs, never over another file."""

import os
import re
from collections.abc import Mapping
from pathlib import Path


def papers_folder(env: Mapping[str, str]) -> Path:
    """Return the officer's documents folder, the current one where there is none."""
    home = Path(env.get("HOME", "/"))
    named = env.get("XDG_DOCUMENTS_DIR") or _configured(env, home)
    for folder in (Path(named) if named else None, home / "Documents"):
        if folder is not None and folder.is_dir():
            return folder
    return Path.cwd()


def _configured(env: Mapping[str, str], home: Path) -> str:
    """Return what xdg-user-dirs wrote down, "" where it did not."""
    file = Path(env.get("XDG_CONFIG_HOME") or home / ".config") / "user-dirs.dirs"
    try:
        found = re.search(r'^XDG_DOCUMENTS_DIR="(.*)"', file.read_text(), re.MULTILINE)
    except (OSError, UnicodeDecodeError):
        return ""
    return found[1].replace("$HOME", str(home)) if found else ""


def save_papers(folder: Path, stem: str, papers: Mapping[str, bytes]) -> list[Path]:
    """Write each paper under its ending beside the others, a number behind a name that is taken.

    Only their owner may read them: telephone numbers stand in them. Raise OSError when the disk
    refuses.
    """
    name = free_stem(folder, re.sub(r"[\s/\\:]+", "-", stem), papers)
    written = []
    for ending, content in papers.items():
        path = folder / f"{name}.{ending}"
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as out:
            out.write(content)
        written.append(path)
    return written


def free_stem(folder: Path, stem: str, endings: Mapping[str, object]) -> str:
    """Return a name under which none of the papers is there yet."""
    number, name = 1, stem
    while any((folder / f"{name}.{ending}").exists() for ending in endings):
        number += 1
        name = f"{stem}-{number}"
    return name
