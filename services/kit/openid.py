"""An OpenID provider that people sign in at: where its keys are, and what its tokens prove."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import structlog

from services.kit.id_tokens import (
    BadIdToken,
    Expected,
    Proven,
    ProviderKey,
    choose_key,
    provider_keys,
    verified,
)
from services.kit.jwks import BadKeySet, IssuerUnreachable, fetch_json

CACHED = timedelta(minutes=10)
UNKNOWN_KEY_PAUSE = timedelta(minutes=1)
KEPT = timedelta(hours=24)
_LOOPBACK = ("127.0.0.1", "::1", "localhost")

_log = structlog.get_logger("huiying.openid")


class ProviderUnavailable(Exception):
    """The provider's keys are not known and cannot be fetched now."""


class OpenIdProvider:
    """One provider by its issuer's name, as OpenID Connect Discovery describes.

    Keys are read again after ten minutes, and for one that is not known at most once a minute;
    while the provider is away they serve for 24 hours.
    """

    def __init__(self, issuer: str, client_id: str, audience: str | None = None) -> None:
        """Raise ValueError for an issuer that is no https address (http on this machine only)."""
        if not _is_safe(issuer):
            raise ValueError(f"{issuer}: an OpenID provider needs https")
        self.issuer = issuer
        self.client_id = client_id
        self._audience = audience or client_id
        self._keys: Sequence[ProviderKey] = ()
        self._fetched_at: datetime | None = None
        self._tried_at: datetime | None = None
        self._lock = asyncio.Lock()

    async def verify(self, token: str, nonce: str | None, now: datetime) -> Proven:
        """Return whom an id token proves.

        Raises:
            BadIdToken: as `id_tokens.verified`; ID_TOKEN_KEY_UNKNOWN.
            ProviderUnavailable: no keys are known.
        """
        key = choose_key(token, await self._known(now))
        if key is None and self._may_look(now):
            await self._look(now)
            key = choose_key(token, self._keys)
        if key is None:
            raise BadIdToken("ID_TOKEN_KEY_UNKNOWN")
        expected = Expected(
            issuer=self.issuer, client_id=self.client_id, audience=self._audience, nonce=nonce
        )
        return verified(token, key, expected, now)

    async def _known(self, now: datetime) -> Sequence[ProviderKey]:
        old = self._fetched_at is None or now - self._fetched_at > CACHED
        if old and self._may_look(now):
            await self._look(now)
        if self._fetched_at is None or now - self._fetched_at > KEPT:
            raise ProviderUnavailable(self.issuer)
        return self._keys

    def _may_look(self, now: datetime) -> bool:
        return self._tried_at is None or abs(now - self._tried_at) >= UNKNOWN_KEY_PAUSE

    async def _look(self, now: datetime) -> None:
        async with self._lock:
            if not self._may_look(now):
                return
            self._tried_at = now
            try:
                self._keys = await self._fetch()
                self._fetched_at = now
            except (IssuerUnreachable, BadKeySet) as error:
                _log.warning("openid provider not readable", issuer=self.issuer, error=str(error))

    async def _fetch(self) -> Sequence[ProviderKey]:
        told = await fetch_json(f"{self.issuer.removesuffix('/')}/.well-known/openid-configuration")
        if not isinstance(told, dict) or told.get("issuer") != self.issuer:
            raise BadKeySet("the configuration is another issuer's")
        address = told.get("jwks_uri")
        if not isinstance(address, str) or not _is_safe(address):
            raise BadKeySet("no safe jwks_uri")
        keys = provider_keys(await fetch_json(address))
        if not keys:
            raise BadKeySet("no usable signing key in it")
        return keys


def _is_safe(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)
