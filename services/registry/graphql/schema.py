"""The registry's schema, put together from its features."""

from functools import cache

import strawberry

import services.registry.graphql.words  # noqa: F401 - gives the enums their descriptions first
from services.kit.graphql.schema import Schema, build_schema
from services.registry.domain.access import POLICY
from services.registry.graphql.accounts import AccountMutations, AccountQueries
from services.registry.graphql.appointments import AppointmentMutations, AppointmentQueries
from services.registry.graphql.availability import AvailabilityMutations
from services.registry.graphql.changes import ChangeQueries, ChangeSubscriptions
from services.registry.graphql.channels import ChannelMutations, ChannelQueries
from services.registry.graphql.credentials.api_tokens import ApiTokenMutations, ApiTokenQueries
from services.registry.graphql.credentials.identities import IdentityMutations, IdentityQueries
from services.registry.graphql.credentials.sessions import SessionMutations
from services.registry.graphql.expert_pools import ExpertPoolQueries
from services.registry.graphql.experts import ExpertMutations, ExpertQueries
from services.registry.graphql.filings import FilingMutations, FilingQueries
from services.registry.graphql.findings import FindingMutations, FindingQueries
from services.registry.graphql.imports import ImportMutations, ImportQueries
from services.registry.graphql.nodes import NodeQueries
from services.registry.graphql.persons import PersonMutations, PersonQueries
from services.registry.graphql.revocations import RevocationQueries
from services.registry.graphql.speaking import SpeakingQueries
from services.registry.graphql.standing_documents import (
    StandingDocumentMutations,
    StandingDocumentQueries,
)
from services.registry.graphql.succession import SuccessionMutations
from services.registry.graphql.trainings import TrainingMutations, TrainingQueries
from services.registry.graphql.units import UnitMutations, UnitQueries


@strawberry.type(description="What the registry tells.")
class Query(
    NodeQueries,
    UnitQueries,
    PersonQueries,
    AppointmentQueries,
    ChannelQueries,
    ExpertQueries,
    ExpertPoolQueries,
    SpeakingQueries,
    FindingQueries,
    StandingDocumentQueries,
    FilingQueries,
    TrainingQueries,
    ImportQueries,
    ChangeQueries,
    AccountQueries,
    ApiTokenQueries,
    IdentityQueries,
    RevocationQueries,
):
    """Every root field; each feature declares its own."""


@strawberry.type(description="What may be changed in the registry.")
class Mutation(
    UnitMutations,
    SuccessionMutations,
    PersonMutations,
    AppointmentMutations,
    AvailabilityMutations,
    ChannelMutations,
    ExpertMutations,
    FilingMutations,
    TrainingMutations,
    ImportMutations,
    AccountMutations,
    ApiTokenMutations,
    IdentityMutations,
    SessionMutations,
    FindingMutations,
    StandingDocumentMutations,
):
    """Every mutation; each feature declares its own."""


@strawberry.type(description="What may be followed.")
class Subscription(ChangeSubscriptions):
    """Every subscription; each feature declares its own."""


@cache
def registry_schema() -> Schema:
    """Return the schema, built once per process."""
    return build_schema(Query, Mutation, Subscription, policy=POLICY)
