"""``huiying token``: API tokens for scripts, made, listed and ended by whoever they act for."""

import base64
import json
import re
import uuid
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from clients.cli.config import Config
from clients.cli.locale import t
from clients.cli.session import signed_call, wall_clock
from clients.tui.operations import load

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


_TOKENS = re.compile(r"[A-Za-z_]\w*|[{}():]")


# what a board asks for; no incident's file, where whole telephone numbers are
BOARD = ("board", "board_events", "board_page", "changed_rows", "service_status", "unit_name")


def board_operations() -> list[str]:
    """Return the fields that a board asks for, by name, each once; none of them writes."""
    return sorted({field for name in BOARD for field in root_fields(load(name).text)})


def root_fields(document: str) -> Iterator[str]:
    """Yield the fields at the root of a document's operation, aliases apart."""
    body = re.sub(r"#.*", "", document.partition("\nfragment ")[0])
    words = _TOKENS.findall(body)
    braces = rounds = 0
    for word, following in zip(words, [*words[1:], ""], strict=True):
        braces += (word == "{") - (word == "}")
        rounds += (word == "(") - (word == ")")
        if braces == 1 and rounds == 0 and word.isidentifier() and following != ":":
            yield word


def may_write(access_token: str) -> bool:
    """Tell whether a token may do more than a board asks for; one that is no JWT may."""
    try:
        body = access_token.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
        operations = claims["operations"]
    except (ValueError, IndexError, KeyError, TypeError):
        return True
    return not set(operations) <= set(board_operations())


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
