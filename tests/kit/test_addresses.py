"""Under which address a request is counted."""

from typing import Any

import pytest

from services.kit.addresses import client_address, networks

PROXIES = networks(["10.0.0.0/8", "::1"])


def scope(peer: str | None, *forwarded: str) -> dict[str, Any]:
    headers = [(b"x-forwarded-for", one.encode()) for one in forwarded]
    return {"type": "http", "client": (peer, 1) if peer else None, "headers": headers}


@pytest.mark.parametrize(
    ("peer", "forwarded", "counted"),
    [
        ("192.0.2.1", [], "192.0.2.1"),
        ("192.0.2.1", ["198.51.100.7"], "192.0.2.1"),  # a stranger says so
        ("10.0.0.1", ["198.51.100.7"], "198.51.100.7"),
        ("10.0.0.1", ["1.1.1.1, 198.51.100.7, 10.2.3.4"], "198.51.100.7"),
        ("10.0.0.1", ["1.1.1.1", "198.51.100.7"], "198.51.100.7"),
        ("10.0.0.1", ["rubbish"], "10.0.0.1"),
        ("10.0.0.1", [], "10.0.0.1"),
        ("10.0.0.1", ["10.0.0.2, 10.0.0.3"], "10.0.0.2"),
        ("::1", ["2001:db8:1:2:3:4:5:6"], "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.1", [], "192.0.2.1"),
        (None, [], ""),
    ],
)
def test_the_last_hop_that_is_not_ours_counts(
    peer: str | None, forwarded: list[str], counted: str
) -> None:
    assert client_address(scope(peer, *forwarded), PROXIES) == counted


def test_without_proxies_nobodys_word_is_taken() -> None:
    assert client_address(scope("10.0.0.1", "198.51.100.7")) == "10.0.0.1"
