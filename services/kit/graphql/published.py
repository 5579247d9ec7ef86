"""What may be asked of a service at most, for those who wish to know it before they meet it."""

import strawberry

from services.kit.bodies import LARGEST_BODY
from services.kit.graphql.limits import Limits

_LIMITS = Limits()


@strawberry.type(
    name="RequestLimits",
    description="What one request may ask for at most; what goes beyond is LIMIT_EXCEEDED.",
)
class RequestLimits:
    characters: int = strawberry.field(description="Of the document.")
    tokens: int = strawberry.field(description="Of the document.")
    depth: int = strawberry.field(description="Levels of fields, through fragments.")
    aliases: int = strawberry.field(description="Fields under another name.")
    root_fields: int = strawberry.field(description="Fields of the operation itself.")
    selections: int = strawberry.field(description="Fields altogether, through fragments.")
    rows: int = strawberry.field(
        description="The complexity: page sizes multiplied down each path and added up."
    )
    page: int = strawberry.field(description="Rows of one page, where a field names no other.")
    body_bytes: int = strawberry.field(description="Of a request's body.")
    requests_a_second: int | None = strawberry.field(
        description="How often a caller may ask; null: as often as it likes."
    )


@strawberry.type
class LimitsQuery:
    @strawberry.field(description="What one request may ask for at most.")
    async def limits(self) -> RequestLimits:
        return RequestLimits(
            characters=_LIMITS.characters,
            tokens=_LIMITS.tokens,
            depth=_LIMITS.depth,
            aliases=_LIMITS.aliases,
            root_fields=_LIMITS.root_fields,
            selections=_LIMITS.selections,
            rows=_LIMITS.rows,
            page=_LIMITS.page,
            body_bytes=LARGEST_BODY,
            requests_a_second=None,
        )
