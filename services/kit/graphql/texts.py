"""U+0000 in a caller's text: PostgreSQL stores none, so it is refused before anything runs."""

from collections.abc import Iterable, Mapping
from typing import Any

from graphql import DocumentNode, StringValueNode, Visitor, visit

NO_NUL = "文字中不能含有空字符(U+0000)，请删除后重试。"


def field_with_nul(values: Mapping[str, Any] | None) -> str | None:
    """Return the dotted path of the first text in the variables that holds U+0000."""
    for name, value in (values or {}).items():
        place = _place(value)
        if place is not None:
            return f"{name}{place}"
    return None


def _place(value: Any) -> str | None:
    if isinstance(value, str):
        return "" if "\0" in value else None
    if isinstance(value, dict):
        parts: Iterable[tuple[Any, Any]] = value.items()
    else:
        parts = enumerate(value) if isinstance(value, list) else ()
    for name, part in parts:
        place = _place(part)
        if place is not None:
            return f".{name}{place}"
    return None


class _Looking(Visitor):
    found = False

    def enter_string_value(self, node: StringValueNode, *_: Any) -> None:
        self.found |= "\0" in node.value


def literal_with_nul(document: DocumentNode, text: str) -> bool:
    """Tell whether a text in the document holds U+0000, which only an escape can write."""
    if "\\u" not in text:
        return False
    looking = _Looking()
    visit(document, looking)
    return looking.found
