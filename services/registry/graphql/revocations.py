"""The feed of revocations, by which other services close what was opened with a token."""

from datetime import datetime
from typing import Annotated

import strawberry

from services.kit.graphql.context import Info
from services.kit.graphql.rows import PAGE_LIMIT, compiled_field
from services.kit.revocations import Revocation
from services.registry.usecases.revocations import MOST_REVOCATIONS, revocations_page


@strawberry.type(name="Revocation", description="Tokens that no longer hold, before their end.")
class RevocationType:
    cursor: str = compiled_field(
        lambda row: str(row.seq), str, description="Go on from here with after."
    )
    sid: str | None = strawberry.field(description="The credential whose tokens are meant.")
    subject: str | None = strawberry.field(description="Or the login whose tokens are meant,")
    before: datetime | None = strawberry.field(description="if issued before then (exclusive).")
    at: datetime = strawberry.field(description="When it was done, by the service's clock.")


@strawberry.type
class RevocationQueries:
    @strawberry.field(
        graphql_type=list[RevocationType],
        metadata={PAGE_LIMIT: MOST_REVOCATIONS},
        description="Revocations after a cursor, for services that verify tokens themselves.",
    )
    async def revocations(
        self,
        info: Info,
        after: Annotated[
            str | None, strawberry.argument(description="Cursor, exclusive; null from the start.")
        ] = None,
        first: Annotated[int, strawberry.argument(description="How many, 1 to 1000.")] = 1000,
    ) -> list[Revocation]:
        return await revocations_page(info.context.database, after, first)
