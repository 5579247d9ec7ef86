"""Bearer tokens: what holds, what does not, and what outlives a dead issuer."""

import base64
import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, OKPKey

from services.kit.auth import (
    LocalKeys,
    Role,
    TokenIssuer,
    TokenVerifier,
    Unauthenticated,
    new_secret,
    secret_digest,
)
from services.kit.clock import ManualClock
from services.kit.signing import new_signing_key

KEY = new_signing_key()
ISSUER = "registry"


class WatchedKeys(LocalKeys):
    """Local keys whose issuer can be told to be away."""

    def __init__(self, away: datetime | None = None) -> None:
        super().__init__(KEY)
        self.unreachable_since = away


def issue(now: datetime, issuer: TokenIssuer | None = None, **given: Any) -> str:
    usual: dict[str, Any] = {
        "subject": "account:1",
        "name": "李值班",
        "role": Role.OFFICER,
        "unit": "130100",
        "scope_level": 3,
        "scope_code": "1301",
        "now": now,
    }
    return (issuer or TokenIssuer(KEY, ISSUER)).issue(**{**usual, **given})


def verifier(away: datetime | None = None) -> TokenVerifier:
    return TokenVerifier(WatchedKeys(away), ISSUER)


async def refusal(token: str, now: datetime, away: datetime | None = None) -> str:
    with pytest.raises(Unauthenticated) as caught:
        await verifier(away).verify(token, now)
    return caught.value.code


async def test_a_token_names_its_principal(clock: ManualClock) -> None:
    token = issue(clock.now(), operations=frozenset({"sweep"}), introspect=True)
    found = await verifier().verify(token, clock.now())
    assert (found.subject, found.name, found.role) == ("account:1", "李值班", Role.OFFICER)
    assert (found.unit, found.scope_level, found.scope_code) == ("130100", 3, "1301")
    assert (found.operations, found.introspect) == (frozenset({"sweep"}), True)
    assert (found.expires_at, found.stale) == (clock.now() + timedelta(minutes=15), False)


async def test_a_token_holds_for_fifteen_minutes_and_the_leeway(clock: ManualClock) -> None:
    token = issue(clock.now())
    checked = verifier()
    clock.advance(minutes=15, seconds=59)
    await checked.verify(token, clock.now())
    clock.advance(seconds=1)
    with pytest.raises(Unauthenticated, match="TOKEN_EXPIRED"):
        await checked.verify(token, clock.now())


async def test_a_token_of_the_future_is_refused_beyond_the_leeway(clock: ManualClock) -> None:
    soon, later = clock.now() + timedelta(seconds=60), clock.now() + timedelta(seconds=61)
    await verifier().verify(issue(soon), clock.now())
    assert await refusal(issue(later), clock.now()) == "TOKEN_NOT_YET_VALID"


async def test_another_issuers_token_is_refused(clock: ManualClock) -> None:
    foreign = issue(clock.now(), TokenIssuer(KEY, "somebody"))
    assert await refusal(foreign, clock.now()) == "TOKEN_ISSUER_WRONG"
    unknown = issue(clock.now(), TokenIssuer(new_signing_key(), ISSUER))
    assert await refusal(unknown, clock.now()) == "TOKEN_KEY_UNKNOWN"


async def test_a_forged_signature_is_refused(clock: ManualClock) -> None:
    forger = OKPKey.import_key({**new_signing_key().as_dict(private=True), "kid": str(KEY.kid)})
    forged = issue(clock.now(), TokenIssuer(forger, ISSUER))
    assert await refusal(forged, clock.now()) == "TOKEN_SIGNATURE_WRONG"


async def test_no_other_algorithm_is_taken(clock: ManualClock) -> None:
    public = base64.urlsafe_b64decode(str(KEY.as_dict(private=False)["x"]) + "=")
    shared = OctKey.import_key(public, {"kid": str(KEY.kid)})
    claims = {"iss": ISSUER, "sub": "account:1", "exp": 9999999999}
    confused = jwt.encode({"alg": "HS256", "kid": str(KEY.kid)}, claims, shared)
    assert await refusal(confused, clock.now()) == "TOKEN_MALFORMED"
    nothing = f"{encoded({'alg': 'none', 'kid': KEY.kid})}.{encoded(claims)}."
    assert await refusal(nothing, clock.now()) == "TOKEN_MALFORMED"


def encoded(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "change",
    [
        {"aud": "elsewhere"},
        {"aud": ["huiying"]},
        {"role": "EMPEROR"},
        {"exp": "never"},
        {"sub": None},
    ],
)
async def test_claims_of_another_shape_are_refused(
    clock: ManualClock, change: dict[str, Any]
) -> None:
    claims = jwt.decode(issue(clock.now()), KEY, algorithms=["Ed25519"]).claims | change
    header = {"alg": "Ed25519", "kid": KEY.kid}
    token = jwt.encode(header, claims, KEY, algorithms=["Ed25519"])
    assert (await refusal(token, clock.now())).startswith(("TOKEN_AUDIENCE", "TOKEN_SIGNATURE"))


@pytest.mark.parametrize(
    "token",
    ["", ".", "a.b.c", "é.b.c", "e30.e30.e30", "bnVsbA.e30.", encoded([1]) + ".e30.", "x" * 5000],
)
async def test_rubbish_is_malformed(clock: ManualClock, token: str) -> None:
    assert await refusal(token, clock.now()) == "TOKEN_MALFORMED"


async def test_a_deep_header_is_malformed(clock: ManualClock) -> None:
    deep = base64.urlsafe_b64encode(b"[" * 2900).decode()
    assert await refusal(f"{deep}.e30.e30", clock.now()) == "TOKEN_MALFORMED"


async def test_a_token_outlives_an_issuer_that_died_before_it(clock: ManualClock) -> None:
    token = issue(clock.now())
    expiry = clock.now() + timedelta(minutes=15)
    away = expiry - timedelta(seconds=1)
    found = await verifier(away).verify(token, expiry + timedelta(hours=11))
    assert found.stale
    assert found.expires_at == expiry + timedelta(hours=11, minutes=15)
    last = expiry + timedelta(hours=12)
    at_the_end = await verifier(away).verify(token, last - timedelta(seconds=1))
    assert at_the_end.expires_at == last


@pytest.mark.parametrize(
    ("away_minutes", "now_minutes"),
    [
        (None, 17),  # the issuer is there
        (15, 17),  # it died at the expiry or later
        (16, 17),
        (5, 15 + 12 * 60),  # twelve hours are over
    ],
)
async def test_an_expired_token_does_not_hold_otherwise(
    clock: ManualClock, away_minutes: int | None, now_minutes: int
) -> None:
    token = issue(clock.now())
    away = None if away_minutes is None else clock.now() + timedelta(minutes=away_minutes)
    now = clock.now() + timedelta(minutes=now_minutes)
    assert await refusal(token, now, away) == "TOKEN_EXPIRED"


async def test_the_return_of_the_issuer_ends_the_grace(clock: ManualClock) -> None:
    keys = WatchedKeys(clock.now() + timedelta(minutes=5))
    checked = TokenVerifier(keys, ISSUER)
    token = issue(clock.now())
    clock.advance(hours=2)
    assert (await checked.verify(token, clock.now())).stale
    keys.unreachable_since = None
    with pytest.raises(Unauthenticated, match="TOKEN_EXPIRED"):
        await checked.verify(token, clock.now())


async def test_a_withdrawn_key_ends_its_tokens_at_once(clock: ManualClock) -> None:
    keys = WatchedKeys()
    checked = TokenVerifier(keys, ISSUER)
    token = issue(clock.now())
    await checked.verify(token, clock.now())
    keys._keys.clear()
    with pytest.raises(Unauthenticated, match="TOKEN_KEY_UNKNOWN"):
        await checked.verify(token, clock.now())


def test_published_keys_hold_nothing_private() -> None:
    retired = new_signing_key()
    published = TokenIssuer(KEY, ISSUER, retired=[retired]).jwks()["keys"]
    assert [key["kid"] for key in published] == [KEY.kid, retired.kid]
    assert all("d" not in key for key in published)


def test_a_machines_secret_is_long_and_kept_as_a_digest() -> None:
    one, other = new_secret("hyj"), new_secret("hyj")
    assert one.startswith("hyj_")
    assert len(one) == 4 + 43
    assert one != other
    assert len(secret_digest(one)) == 32
