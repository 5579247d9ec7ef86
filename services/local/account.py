"""The operating-system account that PostgreSQL runs under.

PostgreSQL refuses to run as root. A root caller therefore drops to an account that already exists;
none is ever created, and no permission above our own directories is ever changed.
"""

import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path

_PREFERRED = ("postgres", "nobody")


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An existing account by its numbers."""

    name: str
    uid: int
    gid: int


def server_account() -> Account | None:
    """Return the account to drop to, or None when the caller is an ordinary user.

    Raises LookupError for a root caller on a machine without any of the known accounts.
    """
    if os.geteuid() != 0:
        return None
    for name in _PREFERRED:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name=name, uid=entry.pw_uid, gid=entry.pw_gid)
    raise LookupError(f"root needs one of the accounts {', '.join(_PREFERRED)} to run PostgreSQL")


def can_reach(path: Path, account: Account | None) -> bool:
    """Tell whether ``account`` may enter every existing directory on the way to ``path``.

    Judged by owner, group and mode alone, so that asking needs no process of that account.
    """
    if account is None:
        return True
    parents = [p for p in path.resolve().parents if p.exists()]
    return all(_may_enter(parent.stat(), account) for parent in parents)


def _may_enter(status: os.stat_result, account: Account) -> bool:
    if status.st_uid == account.uid:
        return bool(status.st_mode & stat.S_IXUSR)
    if status.st_gid == account.gid:
        return bool(status.st_mode & stat.S_IXGRP)
    return bool(status.st_mode & stat.S_IXOTH)
