"""Where reminders leave the house: a unit's routes, and which addresses may be one."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from services.deadlines.domain import notice_refusals as refusals

CANARY_LANE: Final = "canary"
LONGEST_TARGET = 500
LONGEST_SECRET = 200
MOST_ROUTES = 20
"""So many routes one unit may have: each reminder leaves by all of them."""


class RouteKind(StrEnum):
    """By what means a route carries (告知方式)."""

    WEBHOOK = "WEBHOOK"
    EMAIL = "EMAIL"
    WECOM = "WECOM"
    DINGTALK = "DINGTALK"
    FEISHU = "FEISHU"


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One way to a unit (告知线路). ``target`` may hold a key: as ``secret`` it is never shown."""

    id: UUID
    unit: str
    kind: RouteKind
    target: str
    secret: str | None
    active: bool
    accepts_drills: bool
    version: int
    set_at: datetime
    set_by: str

    @property
    def place(self) -> str:
        """The target as far as it may be shown: the host, or the mailbox with its name cut."""
        if self.kind is RouteKind.EMAIL:
            name, _, domain = self.target.rpartition("@")
            return f"{name[:2]}***@{domain}"
        return urlsplit(self.target).netloc


_MAILBOX = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})*")


def check_target(kind: RouteKind, target: str, hosts: Collection[str], *, mail: bool) -> str:
    """Check an address before anything is ever sent to it; returns it without its blanks.

    A machine of the house must not be reached through us: an http address must be of a host that
    the settings name ("host" means https there; "http://host:port" is taken as written), and
    carries no user, no fragment and no other port. Raises Refusal BAD_TARGET, HOST_NOT_ALLOWED,
    NO_MAIL_SERVER, TOO_LONG.
    """
    target = target.strip()
    if len(target) > LONGEST_TARGET:
        raise refusals.target_too_long(LONGEST_TARGET)
    if kind is RouteKind.EMAIL:
        if not _MAILBOX.fullmatch(target):
            raise refusals.bad_mailbox()
        if not mail:
            raise refusals.no_mail_server()
        return target
    _check_url(target, hosts)
    return target


def _check_url(target: str, hosts: Collection[str]) -> None:
    try:
        parts = urlsplit(target)
        port = parts.port
    except ValueError:
        raise refusals.bad_target() from None
    plain = target.isascii() and target.isprintable() and " " not in target and "\\" not in target
    if not plain or parts.scheme not in ("http", "https") or not parts.hostname:
        raise refusals.bad_target()
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise refusals.bad_target()
    origin = f"{parts.hostname}:{port}" if port else parts.hostname
    wanted = origin if parts.scheme == "https" else f"http://{origin}"
    if wanted.lower() not in hosts:
        raise refusals.host_not_allowed(parts.hostname)


def is_allowed(route: Route, hosts: Collection[str], *, mail: bool) -> bool:
    """Tell whether the settings of today still allow a route that was set some time ago."""
    try:
        check_target(route.kind, route.target, hosts, mail=mail)
    except refusals.Refusal:
        return False
    return True
