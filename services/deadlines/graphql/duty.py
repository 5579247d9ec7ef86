"""The desk's own duty put together: its roster, its handovers, its patrols (值班)."""

import strawberry

from services.deadlines.graphql.handovers import HandoverMutation, HandoverQuery
from services.deadlines.graphql.patrols import PatrolMutation, PatrolQuery
from services.deadlines.graphql.shifts import ShiftMutation, ShiftQuery


@strawberry.type
class DutyQuery(ShiftQuery, HandoverQuery, PatrolQuery):
    pass


@strawberry.type
class DutyMutation(ShiftMutation, HandoverMutation, PatrolMutation):
    pass
