"""Passwords: which are good enough, and the first one that an administrator hands over."""

import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from services.kit.refusal import Refusal

SHORTEST = 12
LONGEST = 128
FEWEST_DIFFERENT = 5
INITIAL_HOLDS = timedelta(days=7)
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is read for another
_RUNS = (
    "01234567890123456789",
    "98765432109876543210",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
)
_COMMON = (
    "password", "passw0rd", "p@ssword", "p@ssw0rd", "admin", "administrator", "root", "welcome",
    "letmein", "iloveyou", "changeme", "woaini", "mima", "huiying", "zhengfu", "guanliyuan",
    "qwerty", "qwertyuiop", "asdfghjkl", "1q2w3e4r", "1qaz2wsx", "zaq12wsx", "abc123", "a123456",
    "123456", "12345678", "123456789", "1234567890", "123123", "111111", "000000", "888888",
    "666666", "5201314", "1314520", "520", "2024", "2025", "2026", "2027", "2028",
)  # fmt: skip
"""Words that passwords are made of when nobody thinks: one of nothing else is no password."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Password:
    """What is kept of a password. The first one holds until ``usable_until`` (exclusive)."""

    account_id: UUID
    hash: str
    must_change: bool
    usable_until: datetime | None
    changed_at: datetime

    def holds(self, now: datetime) -> bool:
        """Whether it still opens anything."""
        return self.usable_until is None or now < self.usable_until


def normalised(password: str) -> str:
    """Return the password in NFKC: an input method's full-width letters are the same letters."""
    return unicodedata.normalize("NFKC", password)[: LONGEST + 1]


def check_new(password: str, login: str, field: str) -> str:
    """Return the new password, normalised; raises WEAK_PASSWORD naming ``field``.

    12 to 128 characters, five of them different, and neither the login, nor a run of the keyboard,
    nor put together of words that everybody tries first.
    """
    given = normalised(password)
    if not SHORTEST <= len(given) <= LONGEST:
        raise _weak(f"新密码须为 {SHORTEST} 至 {LONGEST} 个字符。", field)
    if not given.isprintable():
        raise _weak("新密码不能含有不可见字符。", field)
    plain = given.casefold()
    if login.casefold() in plain and len(plain) - len(login) < SHORTEST // 2:
        raise _weak("新密码不能只是登录名加几个字符。", field)
    if len(set(plain)) < FEWEST_DIFFERENT or _is_common(plain):
        raise _weak("新密码太常见，请换一个不易猜到的。", field)
    return given


def new_initial_password() -> str:
    """Return a password of 16 letters and digits in four groups, to be changed at once."""
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))
    return "-".join(groups)


def _is_common(plain: str) -> bool:
    letters = "".join(one for one in plain if one.isalnum() or one in "@")
    if any(letters in run for run in _RUNS):
        return True
    for word in sorted(_COMMON, key=len, reverse=True):
        letters = letters.replace(word, "")
    return len(letters) < FEWEST_DIFFERENT


def _weak(message: str, field: str) -> Refusal:
    return Refusal("WEAK_PASSWORD", message, field)
