"""The way to the registry: its change feed over HTTP, bounded in time and size."""

import asyncio
import time
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import aiohttp
import orjson

from services.deadlines.domain.mirror import FeedFault, FeedPage
from services.kit.revocations import PAGE as REVOCATIONS
from services.kit.revocations import Revocation

PAGE = 1000
LARGEST_ANSWER = 8 << 20
SECONDS_A_SYNC = 3.0
"""After so long no further page is asked for; the rest comes with the next sync."""

LONGEST_FETCH = 3.5
"""Seconds for all that one sync asks: what remains of a request's five is for applying it, or for
recording that the registry was silent."""

_TIMEOUT = aiohttp.ClientTimeout(connect=2, sock_connect=2, sock_read=5, total=10)
_RENEW_BEFORE = timedelta(minutes=1)
_SIGN_IN = """
mutation SignIn($secret: String!) {
  signIn(input: {secret: $secret}) {
    ... on SignInPayload { accessToken expiresAt }
    ... on Refusal { code message }
  }
}
"""
_CHANGES = """
query Changes($after: String, $first: Int!) {
  changes(after: $after, first: $first) {
    changes { cursor entity kind version at body }
    cursor
    hasMore
  }
}
"""
_REVOCATIONS = """
query Revocations($after: String, $first: Int!) {
  revocations(after: $after, first: $first) { cursor sid subject before at }
}
"""


class RegistryUnreachable(Exception):
    """The registry did not answer in time, or refused us; nothing was read."""


@dataclass(slots=True)
class RegistryLink:
    """One connection pool to the registry, with the short token that it gave us."""

    url: str
    secret: str | None
    _session: aiohttp.ClientSession | None = None
    _token: str | None = field(default=None, repr=False)
    _until: datetime | None = None

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def changes(self, after: str | None, limit: int, now: datetime) -> FeedPage:
        """Fetch at most ``limit`` changes after the cursor (exclusive; None from the beginning).

        What came before the registry fell silent is not lost: the rest comes with the next sync.

        Raises:
            RegistryUnreachable: it is away, too slow, or does not know us.
            FeedFault: it answers, but not with its change feed.
        """
        fetched = FeedPage(after=after, changes=(), cursor=after, has_more=True)
        try:
            async with asyncio.timeout(LONGEST_FETCH):
                async for page in self._pages(after, limit, now):
                    fetched = page
        except TimeoutError as error:
            if not fetched.changes:
                raise RegistryUnreachable("it did not answer in time") from error
        return fetched

    async def _pages(
        self, after: str | None, limit: int, now: datetime
    ) -> AsyncGenerator[FeedPage, None]:
        """Yield all that was fetched so far, after each page."""
        found: list[dict[str, Any]] = []
        cursor, more = after, True
        stop = time.monotonic() + SECONDS_A_SYNC
        while more and len(found) < limit and (not found or time.monotonic() < stop):
            variables = {"after": cursor, "first": min(PAGE, limit - len(found))}
            page = await self._ask(_CHANGES, variables, await self._bearer(now))
            page = page.get("changes") or {}
            try:
                rows, more = list(page["changes"]), bool(page["hasMore"])
                end = page["cursor"] or cursor
            except (KeyError, TypeError) as error:
                raise FeedFault(f"no change feed: {error!r}") from error
            if more and end == cursor:
                raise FeedFault("the feed does not advance")
            found += rows
            cursor = end
            yield FeedPage(after=after, changes=tuple(found), cursor=cursor, has_more=more)

    async def revocations(self, after: int, now: datetime) -> list[Revocation]:
        """Fetch a page of revocations after the number (exclusive), ascending.

        Raises:
            RegistryUnreachable: it is away, too slow, or does not know us.
            FeedFault: it answers, but not with revocations.
        """
        if self.secret is None:
            return []  # a service without a credential of its own mirrors nothing either
        variables = {"after": str(after), "first": REVOCATIONS}
        rows = (await self._ask(_REVOCATIONS, variables, await self._bearer(now))).get(
            "revocations"
        )
        try:
            return [_revocation(row) for row in rows or ()]
        except (KeyError, TypeError, ValueError) as error:
            raise FeedFault(f"no revocations: {error!r}") from error

    async def _bearer(self, now: datetime) -> str:
        if self._token is None or self._until is None or now > self._until - _RENEW_BEFORE:
            if self.secret is None:
                raise RegistryUnreachable("HUIYING_REGISTRY_TOKEN is not set")
            answer = (await self._ask(_SIGN_IN, {"secret": self.secret}, None)).get("signIn") or {}
            if "accessToken" not in answer:
                raise RegistryUnreachable(f"sign-in refused: {answer.get('code')}")
            self._token = answer["accessToken"]
            self._until = datetime.fromisoformat(answer["expiresAt"])
        return str(self._token)

    async def _ask(
        self, query: str, variables: dict[str, Any], bearer: str | None
    ) -> dict[str, Any]:
        headers = {"authorization": f"Bearer {bearer}"} if bearer else {}
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=_TIMEOUT)
        try:
            async with self._session.post(
                f"{self.url}/graphql",
                json={"query": query, "variables": variables},
                headers={**headers, "accept": "application/json"},
            ) as response:
                raw = await response.content.read(LARGEST_ANSWER + 1)
                while len(raw) <= LARGEST_ANSWER and (
                    more := await response.content.read(LARGEST_ANSWER + 1)
                ):
                    raw += more
                status = response.status
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            raise RegistryUnreachable(type(error).__name__) from error
        if len(raw) > LARGEST_ANSWER:
            raise FeedFault("the answer is larger than 8 MiB")
        if status == 401:
            self._token = None
        if status >= 400:
            raise RegistryUnreachable(f"status {status}")
        return _data(raw)


def _revocation(row: dict[str, Any]) -> Revocation:
    before = row["before"]
    return Revocation(
        seq=int(row["cursor"]),
        sid=row["sid"],
        subject=row["subject"],
        before=None if before is None else datetime.fromisoformat(before),
        at=datetime.fromisoformat(row["at"]),
    )


def _data(raw: bytes) -> dict[str, Any]:
    try:
        answer = orjson.loads(raw)
        data = answer.get("data")
    except (orjson.JSONDecodeError, AttributeError) as error:
        raise FeedFault("the answer is not a GraphQL answer") from error
    if not isinstance(data, dict) or answer.get("errors"):
        errors = answer.get("errors") or [{}]
        code = (errors[0].get("extensions") or {}).get("code")
        raise RegistryUnreachable(f"refused: {code}")
    return data
