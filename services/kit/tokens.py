"""Short-lived bearer tokens: JWTs (RFC 7519) signed with Ed25519 (RFC 8037, RFC 9864).

The registry issues them, every service verifies them with the registry's published keys. The
present moment is always an argument.
"""

import binascii
import hashlib
import secrets
from base64 import urlsafe_b64decode
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

import msgspec
import orjson
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from services.kit.principals import Principal, Role

ALGORITHM = "Ed25519"
AUDIENCE = "huiying"
LIFETIME = timedelta(minutes=15)
LEEWAY = timedelta(seconds=60)
OUTAGE_GRACE = timedelta(hours=12)
REEXAMINED_AFTER = timedelta(minutes=15)
LONGEST_TOKEN = 4096
REMEMBERED_TOKENS = 1024


class Unauthenticated(Exception):
    """A token that does not hold; ``code`` says why, ``message`` says it to a clerk."""

    def __init__(self, code: str, message: str = "登录凭证无效，请重新登录。") -> None:
        super().__init__(code)
        self.code = code
        self.message = message


class KeySource(Protocol):
    """Where a verifier finds the issuer's public keys."""

    @property
    def unreachable_since(self) -> datetime | None:
        """Since when the issuer has not answered at all; None while it answers."""
        ...

    async def key(self, kid: str, now: datetime) -> OKPKey | None:
        """Return the public key of that id, None where the issuer has published none."""
        ...


class RevocationList(Protocol):
    """What a verifier asks about tokens that were taken back before their end."""

    def refuses(self, subject: str, sid: str | None, issued: int) -> bool:
        """Tell whether a token is taken back; ``issued`` in seconds since 1970."""
        ...


class LocalKeys:
    """The keys of an issuer in the same process."""

    unreachable_since: datetime | None = None

    def __init__(self, *keys: OKPKey) -> None:
        for key in keys:
            key.ensure_kid()
        self._keys = {key.kid: key for key in keys}

    async def key(self, kid: str, now: datetime) -> OKPKey | None:
        """Return the key of that id; ``now`` does not matter."""
        return self._keys.get(kid)


class TokenIssuer:
    """Signs with one key; publishes it and those that were retired within a token's lifetime."""

    def __init__(self, key: OKPKey, issuer: str, *, retired: Sequence[OKPKey] = ()) -> None:
        key.ensure_kid()
        self._key = key
        self._issuer = issuer
        self._published = (key, *retired)

    def issue(
        self,
        *,
        subject: str,
        name: str,
        role: Role,
        unit: str,
        scope_level: int,
        scope_code: str,
        operations: frozenset[str] | None = None,
        introspect: bool = False,
        sid: str | None = None,
        now: datetime,
        lifetime: timedelta = LIFETIME,
    ) -> str:
        """Return a token that holds from ``now`` for the lifetime (exclusive), in whole seconds.

        ``sid`` is the credential that bought it, by which it can be taken back.
        """
        issued = int(now.timestamp())
        claims = {
            "iss": self._issuer,
            "aud": AUDIENCE,
            "sub": subject,
            "iat": issued,
            "nbf": issued,
            "exp": int((now + lifetime).timestamp()),
            "jti": secrets.token_hex(8),
            "name": name,
            "role": role.value,
            "unit": unit,
            "level": scope_level,
            "code": scope_code,
            "introspect": introspect,
        }
        if operations is not None:
            claims["operations"] = sorted(operations)
        if sid is not None:
            claims["sid"] = sid
        header = {"alg": ALGORITHM, "kid": self._key.kid}
        return jwt.encode(header, claims, self._key, algorithms=[ALGORITHM])

    def jwks(self) -> dict[str, Any]:
        """Return the public keys as a JWK set (RFC 7517 §5)."""
        return {"keys": [key.as_dict(private=False) for key in self._published]}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Claims:
    iss: str
    aud: str
    sub: str
    iat: int
    nbf: int
    exp: int
    name: str
    role: Role
    unit: str
    level: int
    code: str
    introspect: bool
    operations: list[str] | None = None
    sid: str | None = None


class TokenVerifier:
    """Turns a bearer token into the principal it names."""

    def __init__(self, keys: KeySource, issuer: str, revoked: RevocationList | None = None) -> None:
        self._keys = keys
        self._issuer = issuer
        self._revoked = revoked
        self._checked: OrderedDict[str, _Claims] = OrderedDict()

    async def verify(self, token: str, now: datetime) -> Principal:
        """Return the principal; signature, issuer, audience and times are checked, leeway 60 s.

        A token that expired while its issuer was away holds for 12 hours more (marked stale): the
        issuer must have been unreachable since before the expiry and still be.

        Raises:
            Unauthenticated: TOKEN_MALFORMED, TOKEN_KEY_UNKNOWN, TOKEN_SIGNATURE_WRONG,
                TOKEN_ISSUER_WRONG, TOKEN_AUDIENCE_WRONG, TOKEN_REVOKED, TOKEN_NOT_YET_VALID or
                TOKEN_EXPIRED.
        """
        claims = await self._claims(token, now)
        if now + LEEWAY < _moment(max(claims.nbf, claims.iat)):
            raise Unauthenticated("TOKEN_NOT_YET_VALID")
        principal = _principal(claims)
        self.refuse_revoked(principal)
        if now < principal.expires_at + LEEWAY:
            return principal
        return self._outliving(principal, now)

    def refuse_revoked(self, principal: Principal) -> None:
        """Raise Unauthenticated TOKEN_REVOKED where the principal's token was taken back."""
        issued = int(principal.issued_at.timestamp()) if principal.issued_at else 0
        if self._revoked and self._revoked.refuses(principal.subject, principal.sid, issued):
            raise Unauthenticated("TOKEN_REVOKED", "此登录已被注销，请重新登录。")

    def _outliving(self, principal: Principal, now: datetime) -> Principal:
        away = self._keys.unreachable_since
        last = principal.expires_at + OUTAGE_GRACE
        if away is None or away >= principal.expires_at or now >= last:
            raise Unauthenticated("TOKEN_EXPIRED", "登录已过期，请重新登录。")
        return replace(principal, stale=True, expires_at=min(last, now + REEXAMINED_AFTER))

    async def _claims(self, token: str, now: datetime) -> _Claims:
        key = await self._keys.key(_kid(token), now)
        if key is None:
            raise Unauthenticated("TOKEN_KEY_UNKNOWN")
        if claims := self._checked.get(token):
            self._checked.move_to_end(token)
            return claims
        claims = self._checked[token] = self._read(token, key)
        if len(self._checked) > REMEMBERED_TOKENS:
            self._checked.popitem(last=False)
        return claims

    def _read(self, token: str, key: OKPKey) -> _Claims:
        try:
            claims = msgspec.convert(
                jwt.decode(token, key, algorithms=[ALGORITHM]).claims, type=_Claims
            )
        except (JoseError, ValueError):
            raise Unauthenticated("TOKEN_SIGNATURE_WRONG") from None
        if claims.iss != self._issuer:
            raise Unauthenticated("TOKEN_ISSUER_WRONG")
        if claims.aud != AUDIENCE:
            raise Unauthenticated("TOKEN_AUDIENCE_WRONG")
        return claims


def _kid(token: str) -> str:
    """Read the key's id before anything is verified, from a header that may be hostile."""
    if len(token) > LONGEST_TOKEN:
        raise Unauthenticated("TOKEN_MALFORMED")
    try:
        encoded = token.split(".", 1)[0].encode("ascii")
        header = orjson.loads(urlsafe_b64decode(encoded + b"=" * (-len(encoded) % 4)))
        if header["alg"] == ALGORITHM and isinstance(header["kid"], str):
            return header["kid"]
    except (ValueError, KeyError, TypeError, binascii.Error):
        pass
    raise Unauthenticated("TOKEN_MALFORMED")


def _principal(claims: _Claims) -> Principal:
    return Principal(
        subject=claims.sub,
        name=claims.name,
        role=claims.role,
        unit=claims.unit,
        scope_level=claims.level,
        scope_code=claims.code,
        operations=None if claims.operations is None else frozenset(claims.operations),
        introspect=claims.introspect,
        sid=claims.sid,
        issued_at=_moment(claims.iat),
        expires_at=_moment(claims.exp),
    )


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def new_secret(prefix: str) -> str:
    """Return a machine's secret: the prefix, an underscore and 256 random bits; shown once."""
    return f"{prefix}_{secrets.token_urlsafe(32)}"


def secret_digest(secret: str) -> bytes:
    """Return what is stored of a machine's secret: 256 random bits need no slow hash."""
    return hashlib.sha256(secret.encode()).digest()
