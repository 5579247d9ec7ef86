"""The real link: requests over HTTP, signed with the session's token."""

import asyncio
import base64
import hashlib
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from clients.tui.clock import Clock
from clients.tui.link import LinkDown, LinkState, LinkStatus, Refused, TokenRefused
from clients.tui.locale import of_service, t
from clients.tui.operations import OPERATIONS, Operation

TRY_AGAIN = 75  # EX_TEMPFAIL of sysexits.h, as the command ends when it reaches nobody
TOKEN_RESERVE = timedelta(minutes=5)
SLOW_AFTER = timedelta(seconds=15)
DOWN_AFTER = timedelta(seconds=30)


class Session:
    """Exchanges the officer's secret for access tokens and renews them before they run out.

    Without a secret they come from the command that keeps the officer's session (`command`).
    """

    def __init__(
        self,
        registry_url: str,
        secret: str | None,
        clock: Clock,
        command: tuple[str, ...] = (),
    ) -> None:
        self._url = f"{registry_url}/graphql"
        self._secret = secret
        self._command = command
        self._clock = clock
        self._token: str | None = None
        self._expires_at: datetime | None = None
        self.officer = ""
        self.unit_code = ""
        self.account = ""
        self.role = ""
        self._turn = asyncio.Lock()

    async def token(self) -> str | None:
        """Return a token to show, None when the desk has neither secret nor command.

        With the registry away the last one is shown though it has run out: a service that cannot
        reach the registry either goes on accepting it for a shift. Raise Refused when the registry
        refuses the secret, LinkDown when it is away and there is no token at all.
        """
        if self._secret is None and not self._command:
            return None
        async with self._turn:
            await self._renew(self._clock())
        return self._token

    async def _renew(self, now: datetime) -> None:
        if self._token is not None and not self.expiring(now):
            return
        try:
            await self._sign_in()
        except LinkDown:
            if self._token is None:
                raise

    def forget(self) -> None:
        """Let go of the token: the next one may be somebody else's."""
        self._token = self._expires_at = None

    def expiring(self, now: datetime) -> bool:
        """Tell whether the token is due for renewal."""
        return self._expires_at is not None and now >= self._expires_at - TOKEN_RESERVE

    async def renewed(self, refused: str | None) -> str | None:
        """Return another token than the one a service did not accept, None when there is none.

        The old one stays in hand while the registry is away: the other service may accept it.
        """
        if self._secret is None and not self._command:
            return None
        async with self._turn:
            if self._token == refused:
                try:
                    await self._sign_in()
                except LinkDown:
                    return None
            return self._token if self._token != refused else None

    async def _sign_in(self) -> None:
        answer = await (self._by_command() if self._secret is None else self._by_secret())
        self._token = answer["accessToken"]
        self._expires_at = datetime.fromisoformat(answer["expiresAt"])
        self.officer = answer["principal"]["name"]
        self.unit_code = answer["principal"]["unit"]
        self.account = account_of(self._token) or f"{self.unit_code} {self.officer}"
        self.role = claim_of(self._token, "role")

    @property
    def credential(self) -> str:
        """Stands for the secret, and so for its account, before the registry has named it."""
        return "" if self._secret is None else hashlib.sha256(self._secret.encode()).hexdigest()

    def owns(self, account: str, credential: str) -> bool:
        """Tell whether whoever sits here did what was kept under this account or credential."""
        if account and self.account:
            return account == self.account
        if credential or self.credential:
            return credential == self.credential
        return not (account or self.account or self._secret or self._command)

    async def _by_secret(self) -> dict[str, Any]:
        from clients.tui.transport import post

        variables = {"input": {"secret": self._secret}}
        return unpacked(await post(self._url, OPERATIONS.sign_in, variables, None))

    async def _by_command(self) -> dict[str, Any]:
        process = await asyncio.create_subprocess_exec(
            *self._command,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        out, err = await process.communicate()
        if process.returncode == TRY_AGAIN:
            raise LinkDown(err.decode(errors="replace").strip())
        if process.returncode:
            told = err.decode(errors="replace").strip()
            code, _, message = told.replace("：", ": ", 1).partition(": ")
            raise Refused(*((code, message) if code.isupper() else ("UNAUTHENTICATED", told)))
        found: dict[str, Any] = json.loads(out)
        return found


def account_of(token: str | None) -> str:
    """Return whose token it is, "" where it does not say."""
    return claim_of(token, "sub")


def claim_of(token: str | None, name: str) -> str:
    """Return what a token says of itself under a name, "" where it does not."""
    try:
        body = (token or "").split(".")[1]
        told = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
        return str(told[name])
    except (ValueError, IndexError, KeyError, TypeError):
        return ""


def unpacked(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the payload of a one-field mutation; raise Refused for a Refusal."""
    (payload,) = data.values()
    if payload.get("__typename") == "Refusal":
        said = of_service(payload["code"], payload["message"])
        raise Refused(payload["code"], said, payload.get("field"))
    return dict(payload)


class ServiceLink:
    """One service's link; `status` is written by the feed that watches it."""

    def __init__(self, name: str, base_url: str, session: Session, clock: Clock) -> None:
        self.name = name
        self.base_url = base_url
        self.session = session
        self.clock = clock
        self.status = LinkStatus()
        self.readonly = False

    async def execute(
        self, operation: Operation, variables: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        from clients.tui.transport import post

        url = f"{self.base_url}/graphql"
        try:
            token = await self.session.token()
        except LinkDown as down:
            raise LinkDown(str(down), reached=False) from down
        try:
            return await post(url, operation, variables or {}, token)
        except TokenRefused:
            fresh = await self.session.renewed(token)
            if fresh is None:
                raise
        # whoever is refused for the token was not heard: saying it again does nothing twice
        return await post(url, operation, variables or {}, fresh)

    async def mutate(self, operation: Operation, variables: Mapping[str, Any]) -> dict[str, Any]:
        """Write and return the payload; raise Refused at a desk that only reads."""
        if self.readonly:
            raise Refused("READ_ONLY", t("readonly.why"))
        return unpacked(await self.execute(operation, variables))

    def heard(self) -> None:
        """Note a sign of life; a line that was only silent too long is live again."""
        self.status.heard_at = self.clock()
        if self.status.state is LinkState.DOWN and self.status.retry_at is None:
            self.status.state = LinkState.LIVE

    def connected(self) -> None:
        self.heard()
        self.status.state, self.status.reason = LinkState.LIVE, ""
        self.status.retry_at, self.status.attempt = None, 0
        self.status.refused = False

    def age(self, now: datetime) -> bool:
        """Fall to 迟 or 断 when no sign of life came for too long; tell whether that is new."""
        status, was = self.status, self.status.state
        if status.heard_at is not None and was in (LinkState.LIVE, LinkState.SLOW):
            silent = now - status.heard_at
            status.state = LinkState.SLOW if silent >= SLOW_AFTER else LinkState.LIVE
            status.state = LinkState.DOWN if silent >= DOWN_AFTER else status.state
        return status.state is not was

    def broken(
        self, reason: str, retry_at: datetime, attempt: int, *, refused: bool = False
    ) -> None:
        self.status.state, self.status.reason = LinkState.DOWN, reason
        self.status.retry_at, self.status.attempt = retry_at, attempt
        self.status.refused = refused
