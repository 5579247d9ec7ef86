"""The board's page through HTTP, beside the same page written by hand."""

import json
import statistics
import time
import urllib.request
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from clients.tui.operations import OPERATIONS
from services.kit.auth import Role, TokenIssuer
from services.kit.clock import SystemClock
from services.kit.settings import Settings
from services.kit.signing import new_signing_key, write_signing_key
from services.local.network import is_ready, next_free_port
from tests.bench.processes import Load, cpu_seconds, load, server
from tests.bench.rounds import alternate, ratios, span, table
from tests.support.cluster import scratch_folder

ROUNDS, REQUESTS, CONNECTIONS, CALLERS = 9, 300, 4, 8
PAGE = """query Page($first: Int!) {
  obligations(filter: { timed: true }, orderBy: DUE_AT, first: $first) {
    edges {
      cursor
      node {
        id kind title dueClass modality state startAt dueAt provisional acknowledgedAt closedAt
        version
        incident { id number title state drill severity }
        owner { code name kind level }
      }
    }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Burst:
    """What one burst cost: CPU milliseconds of the server a request, requests a second, waits."""

    cpu: float
    rate: float
    p50: float
    p99: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """Where one variant answers, and what it is asked."""

    pid: int
    port: int
    path: str
    bodies: list[tuple[str, str]]

    def requests(self) -> list[str]:
        """Return whole requests, one for each caller."""
        return [
            f"POST {self.path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n"
            f"accept: application/json\r\nauthorization: Bearer {token}\r\n"
            f"content-length: {len(body.encode())}\r\n\r\n{body}"
            for token, body in self.bodies
        ]

    def answers(self) -> list[Any]:
        """Ask once as each caller and return the answers."""
        found = []
        for token, body in self.bodies:
            request = urllib.request.Request(
                f"http://127.0.0.1:{self.port}{self.path}",
                body.encode(),
                {"authorization": f"Bearer {token}", "content-type": "application/json"},
            )
            with urllib.request.urlopen(request, timeout=10) as response:  # noqa: S310 - as above
                found.append(json.load(response))
        return found

    def burst(self, sender: Load, count: int) -> Burst:
        """Measure one burst."""
        before = cpu_seconds(self.pid)
        answer = sender.drive(self.port, self.requests(), CONNECTIONS, count)
        used = cpu_seconds(self.pid) - before
        waits = sorted(1000 * wait for wait in answer["latencies"])
        return Burst(
            cpu=1000 * used / count,
            rate=count / answer["seconds"],
            p50=statistics.median(waits),
            p99=waits[int(len(waits) * 0.99)],
        )


def measure(dsn: str, rows: int, rounds: int = ROUNDS) -> None:
    """Print the table of the board's page."""
    with ExitStack() as stack:
        variants = _served(stack, dsn)
        _assert_equal(variants)
        sender = stack.enter_context(load())
        bursts: dict[str, Callable[[], Burst]] = {
            name: partial(variant.burst, sender, REQUESTS if name != DESK else REQUESTS // 3)
            for name, variant in variants.items()
        }
        alternate(bursts, 1)  # warm up
        _print(alternate(bursts, rounds), rows)


SERVICE, SAME, NARROW, DESK = "huiying", "floor, same SQL", "floor, own columns", "desk's document"


def _served(stack: ExitStack, dsn: str) -> dict[str, Variant]:
    key = new_signing_key()
    key_file = Path(stack.enter_context(scratch_folder())) / "key.json"
    write_signing_key(key_file, key)
    floor_port = next_free_port(18801)
    port = next_free_port(18802, floor_port)
    env = {
        "HUIYING_DEADLINES_DSN": dsn,
        "HUIYING_REGISTRY_URL": f"http://127.0.0.1:{floor_port}",
        "HUIYING_REGISTRY_PORT": str(floor_port),
        "HUIYING_DEADLINES_PORT": str(port),
    }
    floor_pid = stack.enter_context(server("tests.bench.floor", str(key_file), env=env))
    wait_for(lambda: answers_at(f"http://127.0.0.1:{floor_port}/.well-known/jwks.json"))
    pid = stack.enter_context(server("services.deadlines", "serve", env=env))
    wait_for(lambda: is_ready(f"http://127.0.0.1:{port}"))
    issuer = TokenIssuer(key, Settings().issuer)
    tokens = [_token(issuer, str(10 + n)) for n in range(CALLERS)]
    page = [(token, _body(PAGE, {"first": 50})) for token in tokens]
    board = [(token, _body(OPERATIONS.board.text, {"first": 50})) for token in tokens]
    return {
        SERVICE: Variant(pid=pid, port=port, path="/graphql", bodies=page),
        SAME: Variant(pid=floor_pid, port=floor_port, path="/same", bodies=page),
        NARROW: Variant(pid=floor_pid, port=floor_port, path="/narrow", bodies=page),
        DESK: Variant(pid=pid, port=port, path="/graphql", bodies=board),
    }


def _token(issuer: TokenIssuer, province: str) -> str:
    return issuer.issue(
        subject=f"officer@{province}",
        name="值班员",
        role=Role.OFFICER,
        unit=province,
        scope_level=2,
        scope_code=province,
        now=SystemClock().now(),
    )


def _body(query: str, variables: dict[str, Any]) -> str:
    return json.dumps({"query": query, "variables": variables}, ensure_ascii=False)


def _assert_equal(variants: dict[str, Variant]) -> None:
    ours = variants[SERVICE].answers()
    for answer in ours:
        assert len(answer["data"]["obligations"]["edges"]) == 50, answer
    for name in (SAME, NARROW):
        assert variants[name].answers() == ours, f"{name} answers something else"


def wait_for(ready: Callable[[], bool], seconds: float = 30) -> None:
    """Wait until it is ready; raises TimeoutError."""
    give_up = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > give_up:
            raise TimeoutError("a server did not start")
        time.sleep(0.05)


def answers_at(url: str) -> bool:
    """Tell whether an address answers with 200."""
    try:
        with urllib.request.urlopen(url, timeout=2) as response:  # noqa: S310 - loopback
            return bool(response.status == 200)
    except OSError:
        return False


def _print(found: dict[str, list[Burst]], rows: int) -> None:
    floor = found[SAME]
    lines = []
    for name, bursts in found.items():
        cpu = [burst.cpu for burst in bursts]
        rate = [burst.rate for burst in bursts]
        lines.append(
            [
                name,
                span(cpu),
                span(ratios(cpu, [burst.cpu for burst in floor])),
                span(rate, 0),
                span(ratios(rate, [burst.rate for burst in floor])),
                f"{statistics.median(b.p50 for b in bursts):.1f}",
                f"{statistics.median(b.p99 for b in bursts):.1f}",
            ]
        )
    table(
        f"board: 50 rows of 22 fields over HTTP, {rows:,} obligations, {CONNECTIONS} connections, "
        f"{len(floor)} rounds; equal answers asserted; goal: CPU <= 2.5 x floor",
        ["variant", "server CPU ms", "x floor", "requests/s", "x floor", "p50 ms", "p99 ms"],
        lines,
    )
