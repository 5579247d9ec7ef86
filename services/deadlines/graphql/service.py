"""What the resolvers of this service reach besides the caller, the database and the clock."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import strawberry

from services.deadlines.domain.schemes import Scheme
from services.deadlines.store.carriers import Carriers
from services.deadlines.store.registry import RegistryLink
from services.deadlines.usecases.leads import LeadReports
from services.deadlines.usecases.previews import Law
from services.kit.graphql.context import Context
from services.kit.poller import ChangePoller


@dataclass(slots=True, kw_only=True)
class Deadlines:
    """The loaded law, the one reader of the change log, the ways to the registry and outside, and
    the reports of leads that wait for each other.

    Without carriers of one's own nothing may leave the house.
    """

    law: Law
    poller: ChangePoller
    registry: RegistryLink
    schemes: Mapping[str, Scheme] = field(default_factory=dict)
    carriers: Carriers = field(default_factory=lambda: Carriers(hosts=frozenset()))
    reports: LeadReports = field(default_factory=LeadReports)


Info: TypeAlias = "strawberry.Info[Context[Deadlines], None]"
