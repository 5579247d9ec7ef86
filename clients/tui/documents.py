"""Journals and reports as files of the deadlines service, fetched as the command fetches them."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO

from clients.tui.link import LinkDown, Refused
from clients.tui.locale import of_service
from clients.tui.service_link import ServiceLink

FORMS = ("txt", "docx", "xlsx", "json")


@dataclass(frozen=True, slots=True)
class Document:
    """Which document, and what it is asked for; `stem` is the name of its files."""

    name: str
    asked: Mapping[str, str | None]
    stem: str


async def fetch(link: ServiceLink, document: Document, form: str) -> bytes:
    """Return a document in a form; raise Refused, LinkDown."""
    token = await link.session.token()
    return await asyncio.to_thread(_fetched, link.base_url, document, form, token or "")


def _fetched(url: str, document: Document, form: str, token: str) -> bytes:
    # the command's own way; loaded here, for nothing of it is needed to open the desk
    from clients.transfer import NotReached, NotTaken, document_address, fetch_file

    out = BytesIO()
    try:
        fetch_file(url, document_address(document.name, form, document.asked), token, out)
    except NotTaken as declined:
        said = of_service(declined.code, declined.message)
        raise Refused(declined.code, said, declined.field) from declined
    except NotReached as away:
        raise LinkDown(str(away)) from away
    return out.getvalue()
