"""Where a request comes from, also behind proxies that we know."""

from collections.abc import Sequence
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from starlette.requests import HTTPConnection
from starlette.types import Scope

Network = IPv4Network | IPv6Network
_HOUSEHOLD = 64
"""One subscriber of IPv6 has as many addresses as it likes below this prefix (RFC 6177)."""


def networks(named: Sequence[str]) -> tuple[Network, ...]:
    """Return networks of addresses or CIDR blocks; raises ValueError."""
    return tuple(ip_network(one, strict=False) for one in named)


def client_address(scope: Scope, trusted: Sequence[Network] = ()) -> str:
    """Return the address a request is counted under, empty where it has none.

    It is the peer's, and where the peer is a trusted proxy the last one of X-Forwarded-For that is
    none: whatever stands before it was written by strangers. Of an IPv6 address the first 64 bits.
    """
    peer = scope.get("client")
    found = peer[0] if peer else ""
    hops = [hop.strip() for hop in _forwarded(scope).split(",")] if trusted else []
    while hops and _is_trusted(found, trusted) and _is_address(hops[-1]):
        found = hops.pop()
    return _counted(found)


def _forwarded(scope: Scope) -> str:
    return ",".join(HTTPConnection(scope).headers.getlist("x-forwarded-for"))


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _is_trusted(text: str, trusted: Sequence[Network]) -> bool:
    return _is_address(text) and any(ip_address(text) in network for network in trusted)


def _counted(text: str) -> str:
    if not _is_address(text):
        return text
    address = ip_address(text)
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ip_network((address, _HOUSEHOLD), strict=False))
    return str(address)
