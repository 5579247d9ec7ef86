"""The carriers: HTTP and mail, each bounded in time and size, following no redirect."""

import asyncio
import smtplib
import ssl
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit
from uuid import UUID

import aiohttp

from services.deadlines.domain.messengers import NotTaken, check_answer, letter
from services.deadlines.domain.notice_records import StoredNotice
from services.deadlines.domain.routes import Route, RouteKind, is_allowed

SECONDS = 3.0
"""A receiver that has not answered after so long has not taken it."""

MAIL_THREADS = 8
LONGEST_ANSWER = 64 << 10


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """Where mail is handed in."""

    host: str
    port: int
    tls: bool
    user: str | None
    password: str | None = field(repr=False)
    sender: str

    @classmethod
    def of(cls, url: str, sender: str) -> "MailServer":
        """Read ``smtp://`` or ``smtps://``; raises ValueError for anything else."""
        parts = urlsplit(url)
        if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
            raise ValueError("HUIYING_SMTP_URL must be smtp://host:port or smtps://host:port")
        tls = parts.scheme == "smtps"
        return cls(
            host=parts.hostname,
            port=parts.port or (465 if tls else 25),
            tls=tls,
            user=unquote(parts.username) if parts.username else None,
            password=unquote(parts.password) if parts.password else None,
            sender=sender,
        )


@dataclass(slots=True)
class Carriers:
    """What carries notices out of the house; ``hosts`` are those it may speak to."""

    hosts: frozenset[str]
    mail: MailServer | None = None
    seconds: float = SECONDS
    _session: aiohttp.ClientSession | None = None
    _threads: ThreadPoolExecutor | None = None

    async def close(self) -> None:
        """Close the connections; a mail thread that still waits ends by its own time limit."""
        if self._session is not None:
            await self._session.close()
            self._session = None
        if self._threads is not None:
            self._threads.shutdown(wait=False, cancel_futures=True)
            self._threads = None

    async def carry(self, route: Route, notice: StoredNotice, parcel: UUID, now: datetime) -> None:
        """Hand a notice to a route's receiver; raises whatever kept it from being taken.

        The settings of today decide, not those of the day when the route was set.
        """
        if not is_allowed(route, self.hosts, mail=self.mail is not None):
            raise NotTaken("the settings do not allow this address")
        if route.kind is RouteKind.EMAIL:
            await self._mail(route, notice, parcel)
        else:
            await self._post(route, notice, parcel, now)

    async def _post(self, route: Route, notice: StoredNotice, parcel: UUID, now: datetime) -> None:
        if self._session is None:
            limits = aiohttp.ClientTimeout(total=self.seconds)
            self._session = aiohttp.ClientSession(
                timeout=limits, cookie_jar=aiohttp.DummyCookieJar()
            )
        sent = letter(route, notice, parcel, now)
        async with self._session.post(
            sent.url, data=sent.body, headers=sent.headers, allow_redirects=False
        ) as response:
            answer = await response.content.read(LONGEST_ANSWER)
            check_answer(route.kind, response.status, answer)

    async def _mail(self, route: Route, notice: StoredNotice, parcel: UUID) -> None:
        if self.mail is None:
            raise NotTaken("no mail server")
        if self._threads is None:
            self._threads = ThreadPoolExecutor(MAIL_THREADS, thread_name_prefix="mail")
        message = mail_of(self.mail.sender, route.target, notice, parcel)
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._threads, _hand_in, self.mail, message, self.seconds)


def mail_of(sender: str, to: str, notice: StoredNotice, parcel: UUID) -> EmailMessage:
    """Write the mail; its Message-ID stays the same through retries."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = to
    message["Subject"] = " ".join(notice.subject.split())
    message["Message-ID"] = f"<{parcel}@huiying>"
    message.set_content(f"{notice.text}\n编号 {parcel}\n")
    return message


def _hand_in(server: MailServer, message: EmailMessage, seconds: float) -> None:
    context = ssl.create_default_context()
    with _line(server, context, seconds) as line:
        if not server.tls and line.has_extn("starttls"):
            line.starttls(context=context)
        if server.user:
            line.login(server.user, server.password or "")
        line.send_message(message)


def _line(server: MailServer, context: ssl.SSLContext, seconds: float) -> smtplib.SMTP:
    if server.tls:
        return smtplib.SMTP_SSL(server.host, server.port, timeout=seconds, context=context)
    line = smtplib.SMTP(server.host, server.port, timeout=seconds)
    line.ehlo_or_helo_if_needed()
    return line
