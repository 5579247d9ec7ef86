"""Global ids as Relay clients know them: base64 of ``Type:uuid``."""

import base64
import binascii
from uuid import UUID

from services.kit.refusal import Refusal


def to_global_id(type_name: str, id: UUID) -> str:  # noqa: A002 - the schema's own word
    """Return the id by which clients know this object."""
    return binascii.b2a_base64(f"{type_name}:{id}".encode("ascii"), newline=False).decode("ascii")


def parse_global_id(value: str, field: str = "id") -> tuple[str, UUID]:
    """Return the type's name and the uuid; raises Refusal BAD_ID naming ``field``."""
    try:
        type_name, _, text = base64.b64decode(value, validate=True).decode("ascii").partition(":")
        return type_name, UUID(text)
    except (binascii.Error, UnicodeError, ValueError):
        raise Refusal("BAD_ID", "编号格式不正确。", field) from None


def from_global_id(value: str, expected_type: str, field: str = "id") -> UUID:
    """Return the uuid; raises Refusal BAD_ID where the id is malformed or of another type."""
    type_name, id_ = parse_global_id(value, field)
    if type_name != expected_type:
        raise Refusal("BAD_ID", f"此处需要 {expected_type} 的编号。", field)
    return id_
