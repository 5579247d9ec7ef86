"""The feed of changes that other services mirror."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from datetime import datetime
from typing import Annotated

import strawberry
from strawberry.scalars import JSON

from services.kit.graphql.context import Info
from services.kit.graphql.ids import to_global_id
from services.kit.graphql.rows import PAGE_LIMIT, compiled_field
from services.registry.domain.refusals import no_longer_allowed
from services.registry.usecases.changes import MOST_CHANGES, ChangesPage, changes_page
from services.registry.usecases.following import Reader, follow_changes

HEARTBEAT_SECONDS = 10.0
AFTER = Annotated[
    str | None, strawberry.argument(description="Cursor, exclusive; null from the start.")
]


@strawberry.type(name="Change", description="One thing that happened to one entity.")
class ChangeType:
    cursor: str = compiled_field(
        lambda row: str(row.seq), str, description="Go on from here with after."
    )
    entity: str = strawberry.field(
        description="The entity's word: unit, person, appointment, channel, filing and so on."
    )
    id: strawberry.ID = compiled_field(
        lambda row: to_global_id(row.entity.capitalize(), row.id),
        strawberry.ID,
        description="Global id of the entity.",
    )
    version: int = strawberry.field(description="The entity's version after the change.")
    kind: str = strawberry.field(
        description="What happened, such as created or updated; after removed there is none."
    )
    at: datetime = strawberry.field(description="When it was done, by the service's clock.")
    body: JSON = strawberry.field(
        description="The entity as it was then; numbers as of now, null where hidden."
    )


@strawberry.type(name="ChangePage", description="Changes in the feed's order.")
class ChangePageType:
    changes: list[ChangeType] = strawberry.field(description="The changes, oldest first.")
    cursor: str = strawberry.field(description="Where to go on, also where nothing came.")
    has_more: bool = strawberry.field(description="Whether more are there now.")


@strawberry.type
class ChangeQueries:
    @strawberry.field(
        graphql_type=ChangePageType,
        metadata={PAGE_LIMIT: MOST_CHANGES},
        description="Changes of the caller's territory after a cursor, to a service all; complete:"
        " none appears later before it.",
    )
    async def changes(
        self,
        info: Info,
        after: AFTER = None,
        first: Annotated[int, strawberry.argument(description="How many, 1 to 1000.")] = 100,
    ) -> ChangesPage:
        context = info.context
        now = context.clock.now()
        return await changes_page(context.database, context.caller, after, first, now)


@strawberry.type
class ChangeSubscriptions:
    @strawberry.subscription(
        graphql_type=ChangePageType,
        description="Changes of the caller's territory after a cursor, those there are and then"
        " those to come, each once and in the feed's order; a page without changes every 10"
        " seconds of silence.",
    )
    async def changes(self, info: Info, after: AFTER = None) -> AsyncGenerator[ChangesPage, None]:
        context = info.context
        reader = Reader(database=context.database, principal=context.caller, now=context.clock.now)
        pages = follow_changes(reader, context.service.poller, after, HEARTBEAT_SECONDS)
        async with aclosing(pages) as coming:
            async for page in coming:
                # asked again at each page: a long connection outlives tables and tokens
                if not context.policy.admits(context.caller, "Subscription.changes").ok:
                    raise no_longer_allowed()
                yield page
