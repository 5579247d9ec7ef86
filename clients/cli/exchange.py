"""One request over HTTP by the standard library: what cron starts each minute is light."""

import http.client
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from clients.cli.locale import of_service, t

TIMEOUT = 30.0


# what the services say of a moment, not of the act
PASSING = frozenset({"BUSY", "TIMEOUT", "UNAVAILABLE"})


class Unreachable(Exception):
    """Nobody answered, or not in this language."""


class Refused(Exception):
    """The service declined; ``code`` is stable, ``message`` is for a person."""

    def __init__(self, code: str, message: str, field: str | None = None) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.field = field

    @property
    def passing(self) -> bool:
        """Tell whether the same may be taken a moment later, unchanged."""
        return self.code in PASSING


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, the Date header as sent, and the body."""

    status: int
    date: str | None
    body: bytes


def request(
    method: str,
    url: str,
    *,
    body: bytes | None = None,
    token: str | None = None,
    timeout: float = TIMEOUT,
) -> Answer:
    """Raises Unreachable when there is no answer within ``timeout`` seconds."""
    parts = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    headers = {"Content-Type": "application/json"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    line = kind(parts.hostname or "127.0.0.1", parts.port, timeout=timeout)
    try:
        line.request(method, parts.path or "/", body, headers)
        answer = line.getresponse()
        return Answer(answer.status, answer.getheader("Date"), answer.read())
    except (OSError, http.client.HTTPException) as error:
        raise Unreachable(t("end.pair", first=url, second=error or type(error).__name__)) from error
    finally:
        line.close()


def ask(
    base_url: str, document: str, variables: Mapping[str, Any], token: str | None = None
) -> dict[str, Any]:
    """Return all that a document asks for.

    Raises Refused for a coded error, Unreachable for anything that is no answer.
    """
    body = json.dumps({"query": document, "variables": variables}).encode()
    answer = request("POST", f"{base_url}/graphql", body=body, token=token)
    try:
        told = json.loads(answer.body)
        errors, data = told.get("errors"), told.get("data")
    except (ValueError, AttributeError) as error:
        raise Unreachable(t("end.http", url=base_url, status=answer.status)) from error
    if errors:
        extensions = errors[0].get("extensions") or {}
        code = extensions.get("code", "UNKNOWN")
        said = of_service(code, errors[0].get("message", ""))
        raise Refused(code, said, extensions.get("field"))
    if not data:
        raise Unreachable(t("end.http", url=base_url, status=answer.status))
    found: dict[str, Any] = data
    return found


def execute(
    base_url: str, document: str, variables: Mapping[str, Any], token: str | None = None
) -> Any:
    """Return the value of the document's only root field.

    Raises Refused for a coded error or a Refusal, Unreachable for anything that is no answer.
    """
    return value_of(ask(base_url, document, variables, token))


def value_of(data: Mapping[str, Any]) -> Any:
    """Return the value of the only root field. Raises Refused where it is a Refusal."""
    value = next(iter(data.values()))
    if isinstance(value, dict) and value.get("__typename") == "Refusal":
        said = of_service(value["code"], value["message"])
        raise Refused(value["code"], said, value.get("field"))
    return value
