"""The service's schema, put together of its features."""

from functools import cache
from typing import Annotated, Any

import strawberry

from services.deadlines.domain.access import POLICY
from services.deadlines.graphql.adoptions import AdoptionMutation, AdoptionQuery
from services.deadlines.graphql.board import BoardQuery, BoardSubscription
from services.deadlines.graphql.bulletins import BulletinMutation, BulletinQuery
from services.deadlines.graphql.call_centre import CallCentreMutation
from services.deadlines.graphql.chain import ChainMutation, ChainQuery
from services.deadlines.graphql.delivery import DeliveryMutation
from services.deadlines.graphql.documents import DocumentQuery
from services.deadlines.graphql.duty import DutyMutation, DutyQuery
from services.deadlines.graphql.field_responsibilities import (
    FieldResponsibilityMutation,
    FieldResponsibilityQuery,
)
from services.deadlines.graphql.gates import GateMutation, GateQuery
from services.deadlines.graphql.holidays import HolidayMutation, HolidayQuery
from services.deadlines.graphql.incidents import (
    IncidentMutation,
    IncidentQuery,
    IncidentType,
)
from services.deadlines.graphql.lead_decisions import LeadDecisionMutation
from services.deadlines.graphql.lead_types import LeadType
from services.deadlines.graphql.leads import LeadMutation, LeadQuery
from services.deadlines.graphql.mirror import MirrorMutation, MirrorQuery
from services.deadlines.graphql.nodes import find_nodes
from services.deadlines.graphql.notice_types import NoticeType
from services.deadlines.graphql.notices import NoticeMutation, NoticeQuery
from services.deadlines.graphql.obligations import (
    ObligationMutation,
    ObligationQuery,
    ObligationType,
)
from services.deadlines.graphql.occasions import OccasionType
from services.deadlines.graphql.pack_reading import PackReadingQuery
from services.deadlines.graphql.packs import PackQuery
from services.deadlines.graphql.periods import PeriodMutation, PeriodQuery
from services.deadlines.graphql.phones import PhoneQuery
from services.deadlines.graphql.policies import PolicyMutation, PolicyQuery
from services.deadlines.graphql.previews import PreviewQuery
from services.deadlines.graphql.progress import ProgressMutation
from services.deadlines.graphql.rebasing import RebasingMutation, RebasingQuery
from services.deadlines.graphql.releases import ReleaseMutation, ReleaseType
from services.deadlines.graphql.reports import ReportQuery
from services.deadlines.graphql.reviews import ReviewMutation, ReviewQuery
from services.deadlines.graphql.service import Info
from services.deadlines.graphql.statements import StatementMutation
from services.deadlines.graphql.sweep import SweepMutation, SweepQuery
from services.kit.graphql.published import LimitsQuery
from services.kit.graphql.rows import Node
from services.kit.graphql.schema import Schema, build_schema
from services.kit.refusal import Refusal

MOST_NODES = 100


@strawberry.type(description="What can be asked.")
class Query(
    ChainQuery,
    BoardQuery,
    ObligationQuery,
    IncidentQuery,
    LeadQuery,
    PreviewQuery,
    PackQuery,
    PackReadingQuery,
    SweepQuery,
    MirrorQuery,
    PeriodQuery,
    PolicyQuery,
    GateQuery,
    NoticeQuery,
    PhoneQuery,
    DutyQuery,
    AdoptionQuery,
    RebasingQuery,
    LimitsQuery,
    DocumentQuery,
    ReportQuery,
    ReviewQuery,
    BulletinQuery,
    FieldResponsibilityQuery,
    HolidayQuery,
):
    @strawberry.field(graphql_type=Node | None, description="Any object by its global id.")
    async def node(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="Its global id.")],  # noqa: A002 - the schema's word
    ) -> Any:
        return (await find_nodes(info, [id], lambda place: "id"))[0]

    @strawberry.field(
        graphql_type=list[Node | None], description="Objects by their global ids, at most 100."
    )
    async def nodes(
        self,
        info: Info,
        ids: Annotated[list[strawberry.ID], strawberry.argument(description="Their global ids.")],
    ) -> list[Any]:
        if len(ids) > MOST_NODES:
            raise Refusal("TOO_MANY", f"一次最多查询{MOST_NODES}个对象。", "ids")
        return await find_nodes(info, ids, lambda place: f"ids.{place}")


@strawberry.type(description="What can be done.")
class Mutation(
    IncidentMutation,
    LeadMutation,
    LeadDecisionMutation,
    ObligationMutation,
    ReleaseMutation,
    ChainMutation,
    SweepMutation,
    MirrorMutation,
    PeriodMutation,
    PolicyMutation,
    GateMutation,
    StatementMutation,
    ProgressMutation,
    NoticeMutation,
    DeliveryMutation,
    ReviewMutation,
    BulletinMutation,
    CallCentreMutation,
    DutyMutation,
    AdoptionMutation,
    RebasingMutation,
    FieldResponsibilityMutation,
    HolidayMutation,
):
    pass


@strawberry.type(description="What can be followed.")
class Subscription(BoardSubscription):
    pass


@cache
def make_schema() -> Schema:
    """Return the schema, built once per process."""
    return build_schema(
        Query,
        Mutation,
        Subscription,
        types=[IncidentType, LeadType, NoticeType, ObligationType, OccasionType, ReleaseType],
        policy=POLICY,
    )
