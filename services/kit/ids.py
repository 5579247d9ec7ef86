"""Identifiers are UUIDv7: made by the application, in the order of time (RFC 9562 §5.7)."""

from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """Return a fresh UUIDv7; ids of one process ascend, ids of two only by their millisecond."""
    return uuid7()
