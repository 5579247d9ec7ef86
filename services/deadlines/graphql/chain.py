"""The handling chain put together: what an incident shows of it, and what can be done."""

import strawberry

from services.deadlines.domain.accountability import Accountability
from services.deadlines.domain.consultations import Consultation
from services.deadlines.domain.designations import Designation
from services.deadlines.domain.directives import Directive
from services.deadlines.domain.dispatches import Dispatch
from services.deadlines.domain.hotline import HotlineTicket
from services.deadlines.domain.incidents import Incident
from services.deadlines.domain.referrals import Referral
from services.deadlines.domain.unit_tasks import UnitTask, unit_tasks
from services.deadlines.graphql.accountability import (
    AccountabilityMutation,
    AccountabilityQuery,
    AccountabilityType,
)
from services.deadlines.graphql.consultations import (
    ConsultationMutation,
    ConsultationType,
    DesignationType,
)
from services.deadlines.graphql.directives import DirectiveMutation, DirectiveType
from services.deadlines.graphql.dispatches import DispatchMutation, DispatchType
from services.deadlines.graphql.hotline import HotlineMutation, HotlineQuery, HotlineTicketType
from services.deadlines.graphql.referrals import (
    ReferralMutation,
    ReferralQuery,
    ReferralType,
    UnitTaskType,
)
from services.deadlines.graphql.service import Info
from services.deadlines.store.accountability import accountabilities_by_incident
from services.deadlines.store.consultations import consultations_by_incident
from services.deadlines.store.designations import designations_by_incident
from services.deadlines.store.directives import directives_by_incident
from services.deadlines.store.dispatches import dispatches_by_incident
from services.deadlines.store.hotline import tickets_by_incident
from services.deadlines.store.obligations import obligations_of
from services.deadlines.store.parties import parties_of
from services.deadlines.store.referrals import referrals_of
from services.kit.graphql.batching import loader


@strawberry.type
class IncidentChain:
    @strawberry.field(
        graphql_type=list[DispatchType],
        description="Transfers, reports and questions with their receipts, newest first.",
    )
    async def dispatches(root: strawberry.Parent[Incident], info: Info) -> list[Dispatch]:
        read = dispatches_by_incident
        return await loader(info, "dispatches", read, keep=False).load(root.id) or []

    @strawberry.field(
        graphql_type=list[DesignationType],
        description="Decisions on the lead, newest first; the first holds.",
    )
    async def designations(root: strawberry.Parent[Incident], info: Info) -> list[Designation]:
        read = designations_by_incident
        return await loader(info, "designations", read, keep=False).load(root.id) or []

    @strawberry.field(
        graphql_type=list[ConsultationType], description="Consultations, newest first."
    )
    async def consultations(root: strawberry.Parent[Incident], info: Info) -> list[Consultation]:
        read = consultations_by_incident
        return await loader(info, "consultations", read, keep=False).load(root.id) or []

    @strawberry.field(
        graphql_type=list[HotlineTicketType], description="Calls to the hotline, as linked."
    )
    async def tickets(root: strawberry.Parent[Incident], info: Info) -> list[HotlineTicket]:
        read = tickets_by_incident
        return await loader(info, "tickets", read, keep=False).load(root.id) or []

    @strawberry.field(
        graphql_type=list[ReferralType], description="Referrals with their steps, newest first."
    )
    async def referrals(root: strawberry.Parent[Incident], info: Info) -> list[Referral]:
        async with info.context.database.reading() as conn:
            return await referrals_of(conn, root.id)

    @strawberry.field(
        graphql_type=list[UnitTaskType], description="How far each unit has come with its part."
    )
    async def unit_tasks(root: strawberry.Parent[Incident], info: Info) -> list[UnitTask]:
        async with info.context.database.reading() as conn:
            parties = await parties_of(conn, root.id)
            rows = await obligations_of(conn, root.id)
            referred = await referrals_of(conn, root.id)
        return unit_tasks(parties, rows, referred, info.context.clock.now())

    @strawberry.field(
        graphql_type=list[AccountabilityType], description="Decisions on breaches, newest first."
    )
    async def accountabilities(
        root: strawberry.Parent[Incident], info: Info
    ) -> list[Accountability]:
        read = accountabilities_by_incident
        return await loader(info, "accountabilities", read, keep=False).load(root.id) or []

    @strawberry.field(
        graphql_type=list[DirectiveType],
        description="Orders from above beside the one among the facts, newest first.",
    )
    async def directives(root: strawberry.Parent[Incident], info: Info) -> list[Directive]:
        read = directives_by_incident
        return await loader(info, "directives", read, keep=False).load(root.id) or []


@strawberry.type
class ChainQuery(HotlineQuery, AccountabilityQuery, ReferralQuery):
    pass


@strawberry.type
class ChainMutation(
    DispatchMutation,
    ReferralMutation,
    DirectiveMutation,
    ConsultationMutation,
    HotlineMutation,
    AccountabilityMutation,
):
    pass
