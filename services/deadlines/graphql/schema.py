"""The service's schema, put together of its features."""

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any
from uuid import UUID

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
    load_incidents,
)
from services.deadlines.graphql.lead_decisions import LeadDecisionMutation
from services.deadlines.graphql.lead_types import LeadType
from services.deadlines.graphql.leads import LeadMutation, LeadQuery, load_leads
from services.deadlines.graphql.mirror import MirrorMutation, MirrorQuery
from services.deadlines.graphql.notice_types import NoticeType
from services.deadlines.graphql.notices import NoticeMutation, NoticeQuery, load_notices
from services.deadlines.graphql.obligations import (
    ObligationMutation,
    ObligationQuery,
    ObligationType,
    load_obligations,
)
from services.deadlines.graphql.occasions import OccasionType, load_occasions
from services.deadlines.graphql.pack_reading import PackReadingQuery
from services.deadlines.graphql.packs import PackQuery
from services.deadlines.graphql.periods import PeriodMutation, PeriodQuery
from services.deadlines.graphql.phones import PhoneQuery
from services.deadlines.graphql.policies import PolicyMutation
from services.deadlines.graphql.previews import PreviewQuery
from services.deadlines.graphql.progress import ProgressMutation
from services.deadlines.graphql.rebasing import RebasingMutation, RebasingQuery
from services.deadlines.graphql.releases import ReleaseMutation, ReleaseType
from services.deadlines.graphql.reports import ReportQuery
from services.deadlines.graphql.reviews import ReviewMutation, ReviewQuery
from services.deadlines.graphql.service import Info
from services.deadlines.graphql.statements import StatementMutation
from services.deadlines.graphql.sweep import SweepMutation, SweepQuery
from services.deadlines.store.releases import release_by_id
from services.kit.graphql.ids import parse_global_id
from services.kit.graphql.published import LimitsQuery
from services.kit.graphql.rows import Node
from services.kit.graphql.schema import Schema, build_schema
from services.kit.refusal import Refusal

MOST_NODES = 100


async def _load(info: Info, wanted: Mapping[str, list[UUID]]) -> dict[UUID, Any]:
    """Find objects by their types' names and ids: one statement a type, but for releases."""
    found: dict[UUID, Any] = {}
    if incidents := wanted.get("Incident"):
        found |= await load_incidents(info, incidents)
    if obligations := wanted.get("Obligation"):
        found |= await load_obligations(info, obligations)
    if occasions := wanted.get("Occasion"):
        found |= await load_occasions(info, occasions)
    if leads := wanted.get("Lead"):
        found |= await load_leads(info, leads)
    if notices := wanted.get("Notice"):
        found |= await load_notices(info, notices)
    for id_ in wanted.get("Release", ()):
        async with info.context.database.reading() as conn:
            found[id_] = await release_by_id(conn, id_, info.context.caller.scope_code)
    return found


async def _nodes(info: Info, ids: Sequence[str], field: Callable[[int], str]) -> list[Any]:
    keys: list[UUID] = []
    wanted: dict[str, list[UUID]] = {}
    for place, value in enumerate(ids):
        type_name, id_ = parse_global_id(value, field(place))
        if type_name not in ("Incident", "Lead", "Notice", "Obligation", "Occasion", "Release"):
            raise Refusal("BAD_ID", "编号不属于本服务的对象。", field(place))
        wanted.setdefault(type_name, []).append(id_)
        keys.append(id_)
    found = await _load(info, wanted)
    return [found.get(key) for key in keys]


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
        return (await _nodes(info, [id], lambda place: "id"))[0]

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
        return await _nodes(info, ids, lambda place: f"ids.{place}")


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


def make_schema() -> Schema:
    """Build the schema, once per process."""
    return build_schema(
        Query,
        Mutation,
        Subscription,
        types=[IncidentType, LeadType, NoticeType, ObligationType, OccasionType, ReleaseType],
        policy=POLICY,
    )
