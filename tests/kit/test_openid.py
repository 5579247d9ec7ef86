"""Id tokens: what each of their claims and their algorithm have to be, and how keys are kept."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio
from joserfc.jwk import ECKey, OctKey, OKPKey, RSAKey

from services.kit.clock import ManualClock
from services.kit.id_tokens import BadIdToken, provider_keys
from services.kit.openid import OpenIdProvider, ProviderUnavailable
from tests.support.provider import EC, ED, RSA, Key, Provider, confused, encoded, serving_provider


@pytest_asyncio.fixture(loop_scope="module")
async def provider() -> AsyncIterator[Provider]:
    async with serving_provider() as one:
        yield one


async def code(
    provider: Provider, token: str, now: datetime, nonce: str | None = "n-1", **given: Any
) -> str:
    """Return the reason why a token is refused, or whom it proves."""
    asked = OpenIdProvider(provider.url, "huiying", **given)
    try:
        return (await asked.verify(token, nonce, now)).subject
    except BadIdToken as error:
        return error.code


@pytest.mark.parametrize(("key", "alg"), [(RSA, "RS256"), (EC, "ES256"), (ED, "Ed25519")])
async def test_three_algorithms_are_taken(
    provider: Provider, clock: ManualClock, key: Key, alg: str
) -> None:
    token = provider.token(clock.now(), key, alg)
    assert await code(provider, token, clock.now()) == "zhang.san"


@pytest.mark.filterwarnings("ignore:EdDSA")
async def test_eddsa_by_its_old_name_is_taken(provider: Provider, clock: ManualClock) -> None:
    token = provider.token(clock.now(), ED, "EdDSA")
    assert await code(provider, token, clock.now()) == "zhang.san"


@pytest.mark.parametrize(
    ("claims", "refused"),
    [
        ({"iss": "https://elsewhere"}, "ID_TOKEN_ISSUER"),
        ({"iss": None}, "ID_TOKEN_ISSUER"),
        ({"aud": "another"}, "ID_TOKEN_AUDIENCE"),
        ({"aud": ["huiying", "another"]}, "ID_TOKEN_AUDIENCE"),
        ({"aud": None}, "ID_TOKEN_AUDIENCE"),
        ({"azp": "another"}, "ID_TOKEN_AUDIENCE"),
        ({"nonce": "n-2"}, "ID_TOKEN_NONCE"),
        ({"nonce": None}, "ID_TOKEN_NONCE"),
        ({"sub": None}, "ID_TOKEN_MALFORMED"),
        ({"sub": ""}, "ID_TOKEN_MALFORMED"),
        ({"sub": "x" * 256}, "ID_TOKEN_MALFORMED"),
        ({"sub": 5}, "ID_TOKEN_MALFORMED"),
        ({"exp": None}, "ID_TOKEN_MALFORMED"),
        ({"exp": "never"}, "ID_TOKEN_MALFORMED"),
        ({"exp": True}, "ID_TOKEN_MALFORMED"),
        ({"exp": 1e400}, "ID_TOKEN_MALFORMED"),
        ({"iat": None}, "ID_TOKEN_MALFORMED"),
        ({"nbf": "soon"}, "ID_TOKEN_MALFORMED"),
    ],
)
async def test_a_claim_that_is_not_as_it_should_be_is_refused(
    provider: Provider, clock: ManualClock, claims: dict[str, Any], refused: str
) -> None:
    token = provider.token(clock.now(), **claims)
    assert await code(provider, token, clock.now()) == refused


@pytest.mark.parametrize("claims", [{"aud": ["huiying"]}, {"azp": "huiying"}, {"nbf": 1}])
async def test_what_the_standard_allows_is_taken(
    provider: Provider, clock: ManualClock, claims: dict[str, Any]
) -> None:
    token = provider.token(clock.now(), **claims)
    assert await code(provider, token, clock.now()) == "zhang.san"


async def test_another_audience_is_what_the_settings_say(
    provider: Provider, clock: ManualClock
) -> None:
    token = provider.token(clock.now(), aud="api", azp="huiying")
    assert await code(provider, token, clock.now(), audience="api") == "zhang.san"
    assert await code(provider, token, clock.now()) == "ID_TOKEN_AUDIENCE"


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (-61, "ID_TOKEN_NOT_YET_VALID"),
        (-60, "zhang.san"),
        (359, "zhang.san"),
        (360, "ID_TOKEN_EXPIRED"),
    ],
)
async def test_times_have_a_leeway_of_a_minute(
    provider: Provider, clock: ManualClock, seconds: int, told: str
) -> None:
    begun = clock.now().replace(microsecond=0)
    token = provider.token(begun)
    assert await code(provider, token, begun + timedelta(seconds=seconds)) == told


async def test_an_id_token_of_long_ago_is_refused(provider: Provider, clock: ManualClock) -> None:
    hour = int(clock.now().timestamp()) + 3600
    token = provider.token(clock.now() - timedelta(minutes=12), exp=hour)
    assert await code(provider, token, clock.now()) == "ID_TOKEN_TOO_OLD"


async def test_alg_none_is_refused(provider: Provider, clock: ManualClock) -> None:
    claims = provider.token(clock.now()).split(".")[1]
    for alg in ("none", "None", "", None, 5):
        token = f"{encoded({'alg': alg, 'kid': 'rsa'})}.{claims}."
        assert await code(provider, token, clock.now()) == "ID_TOKEN_ALGORITHM"


async def test_a_public_key_is_no_shared_secret(provider: Provider, clock: ManualClock) -> None:
    """HS256 with the published key as its secret, in each form it may be read from."""
    for public in (RSA.as_pem(private=False), RSA.as_der(private=False)):
        token = confused(provider.token(clock.now()), public)
        assert await code(provider, token, clock.now()) == "ID_TOKEN_ALGORITHM"


async def test_a_keys_algorithm_is_fixed(provider: Provider, clock: ManualClock) -> None:
    now = clock.now()
    assert await code(provider, provider.token(now, RSA, "PS256"), now) == "ID_TOKEN_ALGORITHM"
    _, claims, signature = provider.token(now, EC, "ES256").split(".")
    other = encoded({"alg": "ES256", "kid": "rsa"})
    assert await code(provider, f"{other}.{claims}.{signature}", now) == "ID_TOKEN_ALGORITHM"


async def test_a_forged_signature_is_refused(provider: Provider, clock: ManualClock) -> None:
    forger = RSAKey.generate_key(2048, parameters={"kid": "rsa"})
    token = provider.token(clock.now(), forger)
    assert await code(provider, token, clock.now()) == "ID_TOKEN_SIGNATURE"
    head, _, signature = provider.token(clock.now()).split(".")
    other = provider.token(clock.now(), sub="wang.wu").split(".")[1]
    assert await code(provider, f"{head}.{other}.{signature}", clock.now()) == "ID_TOKEN_SIGNATURE"


@pytest.mark.parametrize(
    "token",
    [
        "",
        "a",
        "a.b",
        "a.b.c",
        "a.b.c.d.e",
        "é.b.c",
        "e30.e30.",
        encoded([1]) + ".e30.",
        "x" * 99999,
    ],
)
async def test_rubbish_is_refused(provider: Provider, clock: ManualClock, token: str) -> None:
    refused = await code(provider, token, clock.now())
    assert refused in ("ID_TOKEN_MALFORMED", "ID_TOKEN_ALGORITHM", "ID_TOKEN_KEY_UNKNOWN")


async def test_a_critical_header_is_refused(provider: Provider, clock: ManualClock) -> None:
    rest = provider.token(clock.now()).split(".", 1)[1]
    header = encoded({"alg": "RS256", "kid": "rsa", "crit": ["b64"], "b64": False})
    assert await code(provider, f"{header}.{rest}", clock.now()) == "ID_TOKEN_MALFORMED"


async def test_keys_are_read_again_after_ten_minutes(
    provider: Provider, clock: ManualClock
) -> None:
    asked = OpenIdProvider(provider.url, "huiying")
    for _ in range(3):
        await asked.verify(provider.token(clock.now()), "n-1", clock.now())
    clock.advance(minutes=10, seconds=1)
    await asked.verify(provider.token(clock.now()), "n-1", clock.now())
    assert provider.asked == 2


async def test_a_new_key_is_looked_for_once_a_minute(
    provider: Provider, clock: ManualClock
) -> None:
    asked = OpenIdProvider(provider.url, "huiying")
    await asked.verify(provider.token(clock.now()), "n-1", clock.now())
    fresh = RSAKey.generate_key(2048, parameters={"kid": "new"})
    clock.advance(seconds=61)
    for _ in range(5):
        with pytest.raises(BadIdToken, match="ID_TOKEN_KEY_UNKNOWN"):
            await asked.verify(provider.token(clock.now(), fresh), "n-1", clock.now())
    assert provider.asked == 2
    provider.keys.append(fresh)
    clock.advance(seconds=60)
    await asked.verify(provider.token(clock.now(), fresh), "n-1", clock.now())


async def test_keys_outlive_the_provider_for_a_day(provider: Provider, clock: ManualClock) -> None:
    asked = OpenIdProvider(provider.url, "huiying")
    await asked.verify(provider.token(clock.now()), "n-1", clock.now())
    provider.away = True
    clock.advance(hours=24)
    await asked.verify(provider.token(clock.now()), "n-1", clock.now())
    clock.advance(seconds=1)
    with pytest.raises(ProviderUnavailable):
        await asked.verify(provider.token(clock.now()), "n-1", clock.now())


@pytest.mark.parametrize("issuer", ["http://id.example", "ftp://127.0.0.1", "id.example", ""])
def test_a_provider_without_https_is_refused(issuer: str) -> None:
    with pytest.raises(ValueError, match="https"):
        OpenIdProvider(issuer, "huiying")


@pytest.mark.parametrize("change", [{"use": "enc"}, {"alg": "RS512"}, {"n": "AQAB"}, {"n": 5}])
def test_a_key_for_something_else_is_no_key(change: dict[str, Any]) -> None:
    assert provider_keys({"keys": [RSA.as_dict(private=False) | change]}) == []


@pytest.mark.parametrize("jwks", [None, [], {}, {"keys": None}, {"keys": [5, None, "x"]}])
def test_what_is_no_set_of_keys_has_none(jwks: Any) -> None:
    assert provider_keys(jwks) == []


def test_symmetric_and_other_curves_are_no_keys() -> None:
    others = [
        OctKey.generate_key(256).as_dict(private=True),
        ECKey.generate_key("P-521").as_dict(private=False),
        OKPKey.generate_key("X25519").as_dict(private=False),
    ]
    assert provider_keys({"keys": others}) == []
