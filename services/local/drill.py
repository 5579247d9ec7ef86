"""One drill incident on the empty board, opened through the API as an officer would."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from services.local.home import write_private
from services.local.network import ask

_COUNTY = "130123"  # 正定县
_OPEN = """
mutation Drill($input: OpenIncidentInput!) {
  openIncident(input: $input) {
    __typename
    ... on OpenIncidentPayload { incident { number title } replayed }
    ... on Refusal { code message field }
  }
}
"""
_SIGN_IN = """
mutation SignIn($input: SignInInput!) {
  signIn(input: $input) {
    __typename
    ... on SignInPayload { accessToken }
    ... on Refusal { code message field }
  }
}
"""


def is_opened(file: Path) -> bool:
    """Tell whether the drill that ``file`` tells of has been opened."""
    return file.exists() and "number" in json.loads(file.read_text())


def open_drill(
    file: Path, secret: str, registry_url: str, deadlines_url: str, now: datetime
) -> str:
    """Open the drill, known ``now`` and occurred 22 minutes before, and return its number.

    What is sent is written down first: after a kill in between, the same request is sent again
    under the same key, and the service answers with the incident it opened then.
    Raises AnswerRefused, OSError.
    """
    if file.exists():
        sent: dict[str, Any] = json.loads(file.read_text())["sent"]
    else:
        sent = _request(now)
        write_private(file, json.dumps({"sent": sent}))
    token = ask(registry_url, _SIGN_IN, {"input": {"secret": secret}})["accessToken"]
    number: str = ask(deadlines_url, _OPEN, {"input": sent}, token)["incident"]["number"]
    write_private(file, json.dumps({"sent": sent, "number": number}))
    return number


def _request(now: datetime) -> dict[str, Any]:
    return {
        "idempotencyKey": f"drill:{now:%Y%m%dT%H%M%S}",
        "title": "正定县某化工厂爆炸",
        "facts": {
            "knownAt": now.isoformat(),
            "occurredAt": (now - timedelta(minutes=22)).isoformat(),
            "occurredPrecision": "MINUTE",
            "emergency": True,
            "kind": "ACCIDENT",
            "severity": "PARTICULARLY_MAJOR",
            "categories": ["EMERGENCY_OR_DISASTER"],
            "localities": [_COUNTY],
            "drill": True,
        },
    }
