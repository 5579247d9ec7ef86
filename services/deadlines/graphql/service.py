"""What the resolvers of this service reach besides the caller, the database and the clock."""

from dataclasses import dataclass
from typing import TypeAlias

import strawberry

from services.deadlines.store.registry import RegistryLink
from services.deadlines.usecases.previews import Law
from services.kit.graphql.context import Context
from services.kit.poller import ChangePoller


@dataclass(slots=True, kw_only=True)
class Deadlines:
    """The loaded law, the one reader of the change log, the way to the registry."""

    law: Law
    poller: ChangePoller
    registry: RegistryLink


Info: TypeAlias = "strawberry.Info[Context[Deadlines], None]"
