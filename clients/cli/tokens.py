"""``huiying token``: API tokens for scripts, made, listed and ended by whoever they act for."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from clients.cli.config import Config
from clients.cli.locale import t
from clients.cli.session import signed_call, wall_clock

CREATE = """
mutation CreateApiToken($input: CreateApiTokenInput!) {
  createApiToken(input: $input) {
    __typename
    ... on CreateApiTokenPayload { secret apiToken { id name operations expiresAt } }
    ... on Refusal { code message field }
  }
}
"""
REVOKE = """
mutation RevokeApiToken($input: RevokeApiTokenInput!) {
  revokeApiToken(input: $input) {
    __typename
    ... on RevokeApiTokenPayload { apiToken { id name } }
    ... on Refusal { code message field }
  }
}
"""
LIST = """
query ApiTokens {
  apiTokens { id name operations createdAt expiresAt lastUsedAt revokedAt }
}
"""


def create(config: Config, name: str, operations: Sequence[str], days: int) -> Mapping[str, Any]:
    """Make a token for so many days from now; ``secret`` is told this once.

    Raises Refused, Unreachable.
    """
    given = {
        "name": name,
        "operations": [*operations],
        "expiresAt": (_now() + timedelta(days=days)).isoformat(),
        "idempotencyKey": f"cli:{uuid.uuid4()}",
    }
    made: Mapping[str, Any] = signed_call(config, config.registry_url)(CREATE, {"input": given})
    return made


def revoke(config: Config, token_id: str) -> str:
    """End a token; return its name. Raises Refused, Unreachable."""
    given = {"id": token_id, "idempotencyKey": f"cli:{uuid.uuid4()}"}
    answer = signed_call(config, config.registry_url)(REVOKE, {"input": given})
    name: str = answer["apiToken"]["name"]
    return name


def listed(config: Config) -> list[str]:
    """Return a line for each of one's own tokens, newest first. Raises Refused, Unreachable."""
    found: Any = signed_call(config, config.registry_url)(LIST, {})
    return [line(one, _now()) for one in found]


def line(one: Mapping[str, Any], now: datetime) -> str:
    """Return a token in a line: id, whether it holds, until when, last use, name, operations."""
    until = datetime.fromisoformat(one["expiresAt"])
    state = (
        t("token.state.revoked")
        if one["revokedAt"]
        else t("token.state.over")
        if until <= now
        else t("token.state.holds")
    )
    used = t("token.used", at=day(one["lastUsedAt"])) if one["lastUsedAt"] else t("token.unused")
    told = (one["id"], state, t("token.until", at=day(one["expiresAt"])), used, one["name"])
    return "  ".join((*told, " ".join(one["operations"])))


def day(moment: str) -> str:
    """Return a moment as clerks read it, to the minute, in China."""
    local = datetime.fromisoformat(moment).astimezone(UTC) + timedelta(hours=8)
    return f"{local:%Y-%m-%d %H:%M}"


def _now() -> datetime:
    return datetime.fromtimestamp(wall_clock(), UTC)
