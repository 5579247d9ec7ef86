"""A document in one of its forms, with the name and type that a download needs."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import msgspec

from services.kit.documents.model import Document, check_size, cleaned
from services.kit.documents.plain import as_text
from services.kit.documents.sheets import as_xlsx
from services.kit.documents.word import as_docx

_OFFICE: Final = "application/vnd.openxmlformats-officedocument"


class Form(StrEnum):
    """In what a document is written; the value is the ending of its file's name."""

    TEXT = "txt"
    DOCX = "docx"
    XLSX = "xlsx"
    JSON = "json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A file: its bytes, its name with ending, its media type and the bytes' SHA-256 in hex."""

    body: bytes
    name: str
    media_type: str
    sha256: str


def as_json(document: Document) -> str:
    """Write the document itself as JSON: blocks carry their ``type``, times are UTC."""
    return msgspec.json.encode(document).decode()


_WRITERS: Final[Mapping[Form, tuple[str, Callable[[Document], bytes]]]] = {
    Form.TEXT: ("text/plain; charset=utf-8", lambda document: as_text(document).encode()),
    Form.DOCX: (f"{_OFFICE}.wordprocessingml.document", as_docx),
    Form.XLSX: (f"{_OFFICE}.spreadsheetml.sheet", as_xlsx),
    Form.JSON: ("application/json", lambda document: as_json(document).encode()),
}


def render(document: Document, form: Form) -> Rendered:
    """Write a document; the same document gives the same bytes.

    Raises Refusal DOCUMENT_TOO_LARGE.
    """
    check_size(document)
    media_type, write = _WRITERS[form]
    body = write(document)
    return Rendered(
        body=body,
        name=f"{_file_name(document)}.{form.value}",
        media_type=media_type,
        sha256=hashlib.sha256(body).hexdigest(),
    )


def _file_name(document: Document) -> str:
    title = cleaned(document.title).replace("\n", "")
    kept = "".join("_" if char in '\\/:*?"<>|' else char for char in title).strip(". ")
    return f"{'演练-' if document.drill else ''}{kept[:80] or '文件'}-{document.on:%Y%m%d}"
