"""From an input to an act: who, under which key, when."""

import strawberry

from services.kit.graphql.context import Info
from services.registry.usecases.acting import Act

KEY = "The caller's own key of this act, 1 to 200 characters; the same key is done once."
GIVEN = strawberry.argument(description="What to do, and under which key.")
REPLAYED = "Whether this key was answered before and nothing was done now."


def act_of(info: Info, key: str) -> Act:
    """Return the act that this operation's caller performs now."""
    context = info.context
    return Act(
        principal=context.caller, operation=info.field_name, key=key, now=context.clock.now()
    )
