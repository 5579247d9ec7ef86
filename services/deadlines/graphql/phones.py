"""Numbers shown and who was shown them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

import strawberry

from services.deadlines.graphql.service import Info
from services.deadlines.law.results import PersonRef
from services.deadlines.store.phones import Reveal
from services.deadlines.usecases.phones import MOST_REVEALS, reveals, shown_phones
from services.kit.database import Connection
from services.kit.graphql.batching import loader
from services.kit.graphql.ids import from_global_id
from services.kit.graphql.rows import PAGE_LIMIT, shows


async def phone_of(root: strawberry.Parent[PersonRef], info: Info) -> str | None:
    """Return a person's number as the caller may see it; those of an answer are one statement."""
    return root.phone_hint if root.id is None else await number_of(info, root.id)


async def number_of(info: Info, person: UUID) -> str | None:
    """Return the number of a person of the registry as the caller may see it."""
    context, place = info.context, [part for part in info.path.as_list() if isinstance(part, str)]
    asked = place[0]

    async def shown(conn: Connection, ids: Sequence[UUID]) -> dict[UUID, str]:
        return await shown_phones(conn, context.caller, ids, asked, context.clock.now())

    # one for each list that holds persons: what two lists bring at different moments is two
    # statements each time, and not one or two as it happens
    return await loader(info, f"phones {place[:-2]}", shown).load(person)


@shows(Reveal)
@strawberry.type(name="PhoneReveal", description="One time that a number was shown (号码查看记录).")
class PhoneRevealType:
    at: datetime = strawberry.field(description="When.")
    actor: str = strawberry.field(description="Who was shown it: the account's login.")
    operation: str = strawberry.field(description="What was asked for.")


@strawberry.type
class PhoneQuery:
    @strawberry.field(
        graphql_type=list[PhoneRevealType],
        metadata={PAGE_LIMIT: MOST_REVEALS},
        description="Who was shown a person's number by this service, newest first.",
    )
    async def phone_reveals(
        self,
        info: Info,
        person: Annotated[
            strawberry.ID, strawberry.argument(description="The person's id in the registry.")
        ],
        first: Annotated[int, strawberry.argument(description="How many, 1 to 100.")] = 50,
    ) -> list[Reveal]:
        context = info.context
        id_, now = from_global_id(person, "Person", "person"), context.clock.now()
        return await reveals(context.database, context.caller, id_, first, now)
