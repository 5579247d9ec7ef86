"""What proves an act, and what every act answers with, as the schema shows and takes them."""

from collections.abc import Sequence
from uuid import UUID

import strawberry

from services.deadlines.domain.acts import Evidence
from services.deadlines.domain.obligations import Obligation
from services.deadlines.graphql.obligations import load_obligations
from services.deadlines.graphql.service import Info
from services.kit.graphql.rows import shows


@shows(Evidence)
@strawberry.type(name="Evidence", description="What proves an act (凭证).")
class EvidenceType:
    document: str | None = strawberry.field(description="The document's number (文号).")
    url: str | None = strawberry.field(description="Where it can be read.")
    sha256: str | None = strawberry.field(description="Its SHA-256 in hex.")


@strawberry.input(description="What proves an act.")
class EvidenceInput:
    document: str | None = strawberry.field(default=None, description="The document's number.")
    url: str | None = strawberry.field(default=None, description="Where it can be read.")
    sha256: str | None = strawberry.field(default=None, description="Its SHA-256 in hex.")


def evidence_of(given: EvidenceInput | None) -> Evidence:
    """Read stated evidence; without any it is empty."""
    if given is None:
        return Evidence()
    return Evidence(document=given.document, url=given.url, sha256=given.sha256)


async def fulfilled_rows(info: Info, ids: Sequence[UUID]) -> list[Obligation]:
    """Load what an act fulfilled or opened, in its order, as far as the caller may see it."""
    rows = await load_obligations(info, ids) if ids else {}
    return [rows[id_] for id_ in ids if id_ in rows]
