"""Both real services over HTTP, alike, so that one test can hold both to the same contract."""

import contextlib
import functools
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import aiohttp
import orjson
from graphql import GraphQLSchema
from starlette.applications import Starlette

from services.deadlines.app import build_app as build_deadlines
from services.deadlines.domain.access import POLICY as DEADLINES_POLICY
from services.deadlines.graphql.schema import make_schema
from services.kit.auth import LocalKeys, Policy, Role, TokenIssuer
from services.kit.clock import ManualClock
from services.kit.database import Database
from services.kit.settings import Settings
from services.kit.signing import new_signing_key, write_signing_key
from services.registry.app import build_app as build_registry
from services.registry.domain.access import POLICY as REGISTRY_POLICY
from services.registry.graphql.schema import registry_schema
from tests.support.servers import serve_app

NAMES = ("registry", "deadlines")
POLICIES: dict[str, Policy] = {"registry": REGISTRY_POLICY, "deadlines": DEADLINES_POLICY}


@functools.cache
def schema_of(name: str) -> GraphQLSchema:
    """Return a service's executable schema, guarded as it is served."""
    return (registry_schema() if name == "registry" else make_schema())._schema


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Whoever a test speaks as; by default the duty chief of 石家庄市."""

    role: Role = Role.DUTY_CHIEF
    unit: str = "1301"
    level: int = 3
    introspect: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as it came over the wire."""

    status: int
    text: str

    @property
    def body(self) -> dict[str, Any]:
        found: dict[str, Any] = orjson.loads(self.text)
        return found

    @property
    def data(self) -> dict[str, Any]:
        """The data of an answer without errors."""
        assert "errors" not in self.body, self.text
        data: dict[str, Any] = self.body["data"]
        return data

    @property
    def codes(self) -> list[str | None]:
        """The code of each error, None for one without."""
        errors = self.body.get("errors", [])
        return [(error.get("extensions") or {}).get("code") for error in errors]


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """One service at an address, with what it takes to speak to it as anybody."""

    name: str
    url: str
    database: Database
    clock: ManualClock
    issuer: TokenIssuer
    session: aiohttp.ClientSession

    @property
    def policy(self) -> Policy:
        return POLICIES[self.name]

    @property
    def schema(self) -> GraphQLSchema:
        return schema_of(self.name)

    def token(self, caller: Caller) -> str:
        return self.issuer.issue(
            subject=f"{caller.role.value}@{caller.unit}",
            name="某人",
            role=caller.role,
            unit=caller.unit,
            scope_level=caller.level,
            scope_code=caller.unit,
            introspect=caller.introspect,
            now=self.clock.now(),
        )

    async def post(self, body: bytes, caller: Caller | None, **headers: str) -> Reply:
        """Send a body as it is; without ``caller`` no token goes with it."""
        sent = {"content-type": "application/json", **headers}
        if caller:
            sent["authorization"] = f"Bearer {self.token(caller)}"
        address = f"{self.url}/graphql"
        async with self.session.post(address, data=BytesIO(body), headers=sent) as response:
            return Reply(response.status, await response.text())

    async def send(
        self, query: str, variables: dict[str, Any] | None = None, caller: Caller | None = None
    ) -> Reply:
        """Send a document as ``caller``, by default the duty chief of 石家庄市."""
        body = orjson.dumps({"query": query, "variables": variables or {}})
        return await self.post(body, caller or Caller())


def caller_of(served: Served, name: str) -> Caller:
    """Return somebody who may ask for a query: the duty chief, or whoever may where he may not."""
    roles = served.policy.rules[f"Query.{name}"].roles
    return Caller(role=Role.DUTY_CHIEF if Role.DUTY_CHIEF in roles else min(roles))


@contextlib.asynccontextmanager
async def serving(
    name: str, database: Database, clock: ManualClock, own: Database | None = None
) -> AsyncIterator[Served]:
    """Serve one of the two on a migrated database; ``own`` is it with the service's own rights."""
    key = new_signing_key()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "signing.json"
        write_signing_key(path, key)
        settings = Settings(signing_key=path)
        app = _application(name, settings, clock, own or database, LocalKeys(key))
        async with serve_app(app) as url, aiohttp.ClientSession() as session:
            yield Served(
                name=name,
                url=url,
                database=database,
                clock=clock,
                issuer=TokenIssuer(key, Settings().issuer),
                session=session,
            )


def _application(
    name: str, settings: Settings, clock: ManualClock, database: Database, keys: LocalKeys
) -> Starlette:
    if name == "registry":
        return build_registry(settings, clock, database)
    return build_deadlines(settings, clock, database, keys=keys, poll_seconds=0.02)
