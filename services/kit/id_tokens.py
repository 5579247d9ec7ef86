"""Id tokens of an OpenID provider (OpenID Connect Core §2, §3.1.3.7), verified step by step.

Pure: keys and the present moment are arguments. What fetches the keys is `openid`.
"""

import binascii
import warnings
from base64 import urlsafe_b64decode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
from joserfc import jwt
from joserfc.errors import JoseError, SecurityWarning
from joserfc.jwk import ECKey, OKPKey, RSAKey

LEEWAY = timedelta(seconds=60)
OLDEST = timedelta(minutes=10)
"""An id token is exchanged when it is issued; an old one was kept for something else."""
LONGEST_TOKEN = 16 << 10
LONGEST_NAME = 255
SMALLEST_RSA = 2048

Key = RSAKey | ECKey | OKPKey


class BadIdToken(Exception):
    """An id token that proves nothing; ``code`` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderKey:
    """A published key with the only algorithms that it may verify."""

    kid: str | None
    algorithms: tuple[str, ...]
    key: Key


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What a token has to say: who issued it, for whom, and in answer to which question."""

    issuer: str
    client_id: str
    audience: str
    nonce: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proven:
    """Who the provider says it is, and until when the token says so (exclusive)."""

    issuer: str
    subject: str
    expires_at: datetime


def provider_keys(jwks: Any) -> list[ProviderKey]:
    """Return the usable signing keys of a set; symmetric, small and encryption keys are passed."""
    entries = jwks.get("keys") if isinstance(jwks, Mapping) else None
    if not isinstance(entries, list):
        return []
    found = (_provider_key(entry) for entry in entries if isinstance(entry, dict))
    return [one for one in found if one is not None]


def kid_of(token: str) -> str | None:
    """Return which key a token names, before anything is verified; raises ID_TOKEN_MALFORMED."""
    kid = _header(token).get("kid")
    if kid is not None and not isinstance(kid, str):
        raise BadIdToken("ID_TOKEN_MALFORMED")
    return kid


def choose_key(token: str, keys: Sequence[ProviderKey]) -> ProviderKey | None:
    """Return the key a token names, or the only one where it names none.

    Raises:
        BadIdToken: ID_TOKEN_MALFORMED; ID_TOKEN_ALGORITHM, the token's algorithm is not the key's.
    """
    kid = kid_of(token)
    fitting = [one for one in keys if one.kid == kid] if kid is not None else list(keys)
    if len(fitting) != 1:
        return None
    if _header(token).get("alg") not in fitting[0].algorithms:
        raise BadIdToken("ID_TOKEN_ALGORITHM")
    return fitting[0]


def verified(token: str, key: ProviderKey, expected: Expected, now: datetime) -> Proven:
    """Return whom a token proves; times with a leeway of 60 s.

    Raises:
        BadIdToken: ID_TOKEN_SIGNATURE, ID_TOKEN_MALFORMED, ID_TOKEN_ISSUER, ID_TOKEN_AUDIENCE,
            ID_TOKEN_EXPIRED, ID_TOKEN_NOT_YET_VALID, ID_TOKEN_TOO_OLD or ID_TOKEN_NONCE.
    """
    claims = _signed(token, key)
    if claims.get("iss") != expected.issuer:
        raise BadIdToken("ID_TOKEN_ISSUER")
    _check_audience(claims, expected)
    expires_at = _check_times(claims, now)
    if claims.get("nonce") != expected.nonce:
        raise BadIdToken("ID_TOKEN_NONCE")
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_NAME or "\0" in subject:
        raise BadIdToken("ID_TOKEN_MALFORMED")
    return Proven(issuer=expected.issuer, subject=subject, expires_at=expires_at)


def _signed(token: str, key: ProviderKey) -> dict[str, Any]:
    with warnings.catch_warnings():
        # RFC 9864 renames EdDSA to Ed25519; providers still say EdDSA
        warnings.simplefilter("ignore", SecurityWarning)
        try:
            return jwt.decode(token, key.key, algorithms=list(key.algorithms)).claims
        except (JoseError, ValueError, TypeError):
            raise BadIdToken("ID_TOKEN_SIGNATURE") from None


def _check_audience(claims: Mapping[str, Any], expected: Expected) -> None:
    """Take a token that is for us alone: others of its readers could show it here."""
    audience, presenter = claims.get("aud"), claims.get("azp")
    if audience not in (expected.audience, [expected.audience]):
        raise BadIdToken("ID_TOKEN_AUDIENCE")
    if presenter is not None and presenter != expected.client_id:
        raise BadIdToken("ID_TOKEN_AUDIENCE")


def _check_times(claims: Mapping[str, Any], now: datetime) -> datetime:
    expires, issued = _moment(claims.get("exp")), _moment(claims.get("iat"))
    if expires is None or issued is None:
        raise BadIdToken("ID_TOKEN_MALFORMED")
    begins = _moment(claims["nbf"]) if "nbf" in claims else issued
    if begins is None:
        raise BadIdToken("ID_TOKEN_MALFORMED")
    if now >= expires + LEEWAY:
        raise BadIdToken("ID_TOKEN_EXPIRED")
    if max(issued, begins) > now + LEEWAY:
        raise BadIdToken("ID_TOKEN_NOT_YET_VALID")
    if now - issued > OLDEST + LEEWAY:
        raise BadIdToken("ID_TOKEN_TOO_OLD")
    return expires


def _moment(seconds: Any) -> datetime | None:
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        return None
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _header(token: str) -> dict[str, Any]:
    if len(token) > LONGEST_TOKEN or token.count(".") != 2:
        raise BadIdToken("ID_TOKEN_MALFORMED")
    try:
        encoded = token.split(".", 1)[0].encode("ascii")
        header = orjson.loads(urlsafe_b64decode(encoded + b"=" * (-len(encoded) % 4)))
    except (ValueError, binascii.Error):
        raise BadIdToken("ID_TOKEN_MALFORMED") from None
    if not isinstance(header, dict) or "crit" in header:
        raise BadIdToken("ID_TOKEN_MALFORMED")
    return header


def _provider_key(entry: dict[str, Any]) -> ProviderKey | None:
    found = _KINDS.get((entry.get("kty"), entry.get("crv")))
    if found is None or entry.get("use", "sig") != "sig" or _is_small(entry):
        return None
    kind, algorithms = found
    named, kid = entry.get("alg"), entry.get("kid")
    if named is not None and named not in algorithms:
        return None
    try:
        key = kind.import_key({name: entry[name] for name in entry if name in _PUBLIC})
    except (JoseError, ValueError, TypeError):
        return None
    fixed = algorithms if named is None else (str(named),)
    return ProviderKey(kid=kid if isinstance(kid, str) else None, algorithms=fixed, key=key)


def _is_small(entry: dict[str, Any]) -> bool:
    """Tell whether an RSA modulus has less than 2048 bits."""
    return entry.get("kty") == "RSA" and len(str(entry.get("n"))) * 6 < SMALLEST_RSA


_PUBLIC = frozenset({"kty", "crv", "x", "y", "n", "e", "kid"})
_KINDS: dict[tuple[Any, Any], tuple[type[Key], tuple[str, ...]]] = {
    ("RSA", None): (RSAKey, ("RS256",)),
    ("EC", "P-256"): (ECKey, ("ES256",)),
    ("OKP", "Ed25519"): (OKPKey, ("EdDSA", "Ed25519")),
}
