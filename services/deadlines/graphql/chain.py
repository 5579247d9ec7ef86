"""The handling chain put together: what an incident shows of it, and what can be done."""

import strawberry

from services.deadlines.domain.consultations import Consultation
from services.deadlines.domain.designations import Designation
from services.deadlines.domain.dispatches import Dispatch
from services.deadlines.domain.hotline import HotlineTicket
from services.deadlines.domain.incidents import Incident
from services.deadlines.graphql.consultations import (
    ConsultationMutation,
    ConsultationType,
    DesignationType,
)
from services.deadlines.graphql.dispatches import DispatchMutation, DispatchType
from services.deadlines.graphql.hotline import HotlineMutation, HotlineQuery, HotlineTicketType
from services.deadlines.graphql.service import Info
from services.deadlines.store.consultations import consultations_of
from services.deadlines.store.designations import designations_of
from services.deadlines.store.dispatches import dispatches_of
from services.deadlines.store.hotline import tickets_of


@strawberry.type
class IncidentChain:
    @strawberry.field(
        graphql_type=list[DispatchType],
        description="Transfers, reports and questions with their receipts, newest first.",
    )
    async def dispatches(root: strawberry.Parent[Incident], info: Info) -> list[Dispatch]:
        async with info.context.database.reading() as conn:
            return await dispatches_of(conn, root.id)

    @strawberry.field(
        graphql_type=list[DesignationType],
        description="Decisions on the lead, newest first; the first holds.",
    )
    async def designations(root: strawberry.Parent[Incident], info: Info) -> list[Designation]:
        async with info.context.database.reading() as conn:
            return await designations_of(conn, root.id)

    @strawberry.field(
        graphql_type=list[ConsultationType], description="Consultations, newest first."
    )
    async def consultations(root: strawberry.Parent[Incident], info: Info) -> list[Consultation]:
        async with info.context.database.reading() as conn:
            return await consultations_of(conn, root.id)

    @strawberry.field(
        graphql_type=list[HotlineTicketType], description="Calls to the hotline, as linked."
    )
    async def tickets(root: strawberry.Parent[Incident], info: Info) -> list[HotlineTicket]:
        async with info.context.database.reading() as conn:
            return await tickets_of(conn, root.id)


@strawberry.type
class ChainQuery(HotlineQuery):
    pass


@strawberry.type
class ChainMutation(DispatchMutation, ConsultationMutation, HotlineMutation):
    pass
