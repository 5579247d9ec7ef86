"""Free ports, readiness, and one GraphQL request: the standard library is enough for these."""

import http.client
import json
import os
import socket
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

_HOST = "127.0.0.1"
_LISTENING = "0A"  # TCP_LISTEN in the kernel's table


class AnswerRefused(Exception):
    """The service answered with errors or a refusal; the message is what it said."""


def next_free_port(wanted: int, *taken: int) -> int:
    """Return ``wanted`` or the first free port above it that is not among ``taken``."""
    for port in range(wanted, min(wanted + 200, 65536)):
        if port not in taken and _is_free(port):
            return port
    raise OSError(f"no free port on {_HOST} from {wanted} on")


def listens(pid: int, port: int) -> bool:
    """Tell whether the process ``pid``, of this account, holds ``port`` of the loopback.

    Believed where the kernel does not tell (elsewhere than on Linux).
    """
    table = Path("/proc/net/tcp")
    if not table.exists():
        return True
    wanted = (f"0100007F:{port:04X}", _LISTENING)
    rows = [line.split() for line in table.read_text().splitlines()[1:]]
    sockets = {f"socket:[{row[9]}]" for row in rows if (row[1], row[3]) == wanted}
    try:
        held = {os.readlink(file) for file in Path(f"/proc/{pid}/fd").iterdir()}
    except OSError:  # it has ended, or a file was closed while we looked
        return False
    return not sockets.isdisjoint(held)


def is_ready(url: str) -> bool:
    """Tell whether the service at ``url`` says that it is ready."""
    try:
        return _exchange("GET", f"{url}/health/ready")[0] == 200
    except (OSError, http.client.HTTPException):
        return False


def ask(
    url: str, document: str, variables: Mapping[str, Any], token: str | None = None
) -> dict[str, Any]:
    """Send one document to the service at ``url`` and return the value of its only root field.

    Raises AnswerRefused for coded errors and for a Refusal, OSError when nobody answers.
    """
    body = json.dumps({"query": document, "variables": variables})
    _, text = _exchange("POST", f"{url}/graphql", body, token)
    answer = json.loads(text)
    if answer.get("errors"):
        raise AnswerRefused(json.dumps(answer["errors"], ensure_ascii=False))
    value: dict[str, Any] = next(iter(answer["data"].values()))
    if value.get("__typename") == "Refusal":
        raise AnswerRefused(f"{value.get('code')}: {value.get('message')} ({value.get('field')})")
    return value


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        # As the servers do: a port that a closed connection still holds back is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((_HOST, port))
        except OSError:
            return False
        return True


def _exchange(
    method: str, url: str, body: str | None = None, token: str | None = None
) -> tuple[int, bytes]:
    parts = urlsplit(url)
    line = http.client.HTTPConnection(parts.hostname or _HOST, parts.port, timeout=10)
    headers = {"Content-Type": "application/json"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    try:
        line.request(method, parts.path, None if body is None else body.encode(), headers)
        answer = line.getresponse()
        return answer.status, answer.read()
    finally:
        line.close()
