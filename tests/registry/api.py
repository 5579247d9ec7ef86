"""A caller of the registry over real HTTP, and the fields that tests ask for."""

import itertools
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import aiohttp

from services.kit.auth import Principal, TokenIssuer
from services.kit.clock import Clock
from tests.registry.world import make_principal

_KEYS = itertools.count(1)


@dataclass(slots=True, kw_only=True)
class Api:
    """Sends operations as whoever the test says, by default a roster administrator of 1301."""

    http: aiohttp.ClientSession
    issuer: TokenIssuer
    clock: Clock
    principal: Principal = field(default_factory=make_principal)

    def token(self, caller: Principal | None = None, **overrides: Any) -> str:
        """Return a token that holds now."""
        who = caller or self.principal
        told: dict[str, Any] = {
            "subject": who.subject,
            "name": who.name,
            "role": who.role,
            "unit": who.unit,
            "scope_level": who.scope_level,
            "scope_code": who.scope_code,
            "operations": who.operations,
            "introspect": who.introspect,
            "now": self.clock.now(),
            "lifetime": timedelta(minutes=15),
        }
        return self.issuer.issue(**{**told, **overrides})

    async def send(
        self,
        query: str,
        variables: dict[str, Any] | None = None,
        *,
        caller: Principal | None = None,
        token: str | None = None,
    ) -> dict[str, Any]:
        """Return the whole answer; an empty token sends none."""
        bearer = self.token(caller) if token is None else token
        headers = {"authorization": f"Bearer {bearer}"} if bearer else {}
        body = {"query": query, "variables": variables or {}}
        async with self.http.post("/graphql", json=body, headers=headers) as response:
            answer: dict[str, Any] = await response.json(content_type=None)
        return answer

    async def ask(
        self,
        query: str,
        variables: dict[str, Any] | None = None,
        *,
        caller: Principal | None = None,
    ) -> dict[str, Any]:
        """Return the data of an answer without errors."""
        answer = await self.send(query, variables, caller=caller)
        assert "errors" not in answer, answer
        data: dict[str, Any] = answer["data"]
        return data

    async def act(
        self,
        field: str,
        payload: str,
        *,
        caller: Principal | None = None,
        key: str | None = None,
        **given: Any,
    ) -> dict[str, Any]:
        """Run a mutation and return its payload, or code and field of its refusal."""
        name = field[0].upper() + field[1:]
        query = f"""
        mutation Act($input: {name}Input!) {{
          {field}(input: $input) {{
            __typename
            ... on Refusal {{ code message field }}
            ... on {payload}
          }}
        }}
        """
        values = {"idempotencyKey": key or f"key-{next(_KEYS)}", **given}
        data = await self.ask(query, {"input": values}, caller=caller)
        answer: dict[str, Any] = data[field]
        return answer
