"""An OpenID provider for tests: a configuration, a set of keys, and tokens that say anything."""

import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from joserfc import jwt
from joserfc.jwk import ECKey, OKPKey, RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from tests.support.servers import serve_app

RSA = RSAKey.generate_key(2048, parameters={"kid": "rsa", "use": "sig"})
EC = ECKey.generate_key("P-256", parameters={"kid": "ec", "use": "sig", "alg": "ES256"})
ED = OKPKey.generate_key("Ed25519", parameters={"kid": "ed"})
Key = RSAKey | ECKey | OKPKey


@dataclass(slots=True)
class Provider:
    """``asked`` counts how often its keys were fetched; ``away`` answers 503."""

    url: str = ""
    keys: list[Key] = field(default_factory=lambda: [RSA, EC, ED])
    asked: int = 0
    away: bool = False

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self._configuration),
                Route("/jwks", self._jwks),
            ]
        )

    def token(self, now: datetime, key: Key = RSA, alg: str = "RS256", **claims: Any) -> str:
        """Return an id token that is good but for what is told; None leaves a claim out."""
        issued = int(now.timestamp())
        told = {
            "iss": self.url,
            "aud": "huiying",
            "sub": "zhang.san",
            "iat": issued,
            "exp": issued + 300,
            "nonce": "n-1",
        } | claims
        kept = {name: value for name, value in told.items() if value is not None}
        return jwt.encode({"alg": alg, "kid": key.kid}, kept, key, algorithms=[alg])

    async def _configuration(self, request: Request) -> JSONResponse:
        return JSONResponse({"issuer": self.url, "jwks_uri": f"{self.url}/jwks"})

    async def _jwks(self, request: Request) -> JSONResponse:
        self.asked += 1
        if self.away:
            return JSONResponse({}, status_code=503)
        return JSONResponse({"keys": [key.as_dict(private=False) for key in self.keys]})


def confused(token: str, public: bytes) -> str:
    """Return the token's claims under HS256, its secret a public key; joserfc would refuse to."""
    header = encoded({"alg": "HS256", "kid": "rsa"})
    signed = f"{header}.{token.split('.')[1]}"
    mark = hmac.new(public, signed.encode(), sha256).digest()
    return f"{signed}.{urlsafe_b64encode(mark).decode().rstrip('=')}"


def encoded(value: object) -> str:
    """Return a part of a token."""
    return urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


@asynccontextmanager
async def serving_provider() -> AsyncIterator[Provider]:
    """Serve one for a while."""
    provider = Provider()
    async with serve_app(provider.app()) as url:
        provider.url = url
        yield provider
