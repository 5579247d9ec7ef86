"""What the clients ask and what they decode, held to the schemas of the services."""

import ast
import importlib
import re
import types
import typing
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest
from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLEnumType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    build_schema,
    get_named_type,
    parse,
    validate,
)

import clients.cli
import clients.tui
from clients.tui import (
    models,
    models_accounts,
    models_calendar,
    models_chain,
    models_gates,
    models_handover,
    models_incident,
    models_incidents,
    models_issued,
    models_leads,
    models_notices,
    models_on_duty,
    models_packs,
    models_preview,
    models_referrals,
    models_reports,
    models_roster_lists,
    models_rosters,
    models_shifts,
    models_speaks,
    models_system,
)
from clients.tui.operations import load, operation_names
from services.kit.graphql.documents import DocumentCache
from services.kit.graphql.limits import Limits
from tests.contracts.services import schema_of

SCHEMAS = Path(__file__).parents[2] / "schema"
# of documents whose fields both services have, those that are sent to the registry
OF_THE_REGISTRY: frozenset[str] = frozenset({"phone_reveals"})
MODELS = tuple(
    importlib.import_module(f"clients.tui.{path.stem}")
    for path in sorted(Path(clients.tui.__path__[0]).glob("models*.py"))
)


def embedded() -> Iterator[tuple[str, str]]:
    """Yield each document that stands in the command's own modules."""
    for path in sorted(Path(clients.cli.__path__[0]).glob("*.py")):
        name = f"clients.cli.{path.stem}"
        for key, value in vars(importlib.import_module(name)).items():
            if isinstance(value, str) and re.match(r"\s*(query|mutation|subscription)\b", value):
                yield f"{name}.{key}", value


DOCUMENTS = {name: load(name).text for name in operation_names()} | dict(embedded())


@cache
def service_of(name: str) -> str:
    """Return the service that has the document's first field; of both, the deadlines service."""
    (operation,) = (
        node
        for node in parse(DOCUMENTS[name]).definitions
        if isinstance(node, OperationDefinitionNode)
    )
    first = next(f for f in operation.selection_set.selections if isinstance(f, FieldNode))
    root = published("deadlines").get_root_type(operation.operation)
    known = root is not None and first.name.value in root.fields
    return "deadlines" if known and name not in OF_THE_REGISTRY else "registry"


@cache
def published(service: str) -> GraphQLSchema:
    return build_schema((SCHEMAS / f"{service}.graphql").read_text())


def test_there_are_documents_of_both_clients() -> None:
    assert len(operation_names()) > 18
    assert len(DOCUMENTS) > len(operation_names())


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_is_valid_against_the_published_schema(name: str) -> None:
    """Every rule of the specification, unused variables and fragments among them."""
    assert validate(published(service_of(name)), parse(DOCUMENTS[name])) == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_is_within_the_services_limits(name: str) -> None:
    cache = DocumentCache(schema_of(service_of(name)), Limits())
    assert cache.get(DOCUMENTS[name]).operations


@dataclass(frozen=True, slots=True)
class Decoded:
    """That the answer of a document, at a path into it, is read as a struct."""

    document: str
    path: str
    kind: Any

    def __str__(self) -> str:
        return f"{self.document}:{self.path}"


DECODED = [
    Decoded("board", "", models.BoardAnswer),
    Decoded("board_page", "obligations", models.ObligationPage),
    Decoded("service_status", "", models.ServiceStatus),
    Decoded("changed_rows", "nodes", list[models.Obligation]),
    Decoded("changed_rows", "boardTally", models.BoardTally),
    Decoded("board_events", "board", models.BoardEvent),
    Decoded("incident_glance", "incident", models.IncidentGlance),
    Decoded("incident_file", "incident", models_incident.IncidentFile),
    Decoded("incident_chain", "incident", models_chain.IncidentChain),
    Decoded("incidents", "incidents", models_incidents.IncidentPage),
    Decoded("leads", "leads", models_leads.LeadPage),
    Decoded("untimely_leads", "leadTimeliness", models_leads.UntimelyPage),
    Decoded("lead_sightings", "lead.sightings", list[models_leads.Sighting]),
    Decoded("duty_roster", "", models_handover.DutyRoster),
    Decoded("duty_rules", "dutyRules", models_shifts.DutyRules),
    Decoded("patrol_book", "", models_shifts.PatrolsAnswer),
    Decoded("system_status", "", models_system.SystemStatus),
    Decoded("undelivered", "notices", models_system.LostNotices),
    Decoded("on_duty", "onDuty", models_on_duty.OnDutyNow),
    Decoded("handover_sheet", "handover", models_handover.Handover),
    Decoded("bulletin", "bulletin", models_reports.Report),
    Decoded("assessment", "assessment", models_reports.Report),
    Decoded("rule_packs", "rulePacks", list[models_packs.Pack]),
    Decoded("pack_adoptions", "packAdoptions", models_packs.AdoptionPage),
    Decoded("pack_comparison", "packComparison", list[models_packs.Disagreement]),
    Decoded("pack_differences", "packDifferences", list[models_packs.PackDifference]),
    Decoded("pack_replay", "replay", models_packs.Replay),
    Decoded("preview_rebase", "previewRebase", models_packs.RebasePreview),
    Decoded("field_responsibilities", "fieldResponsibilities", list[models_packs.FieldAnswer]),
    Decoded("assessment_schemes", "assessmentSchemes", list[models_issued.Scheme]),
    Decoded("issued_reports", "issuedReports", models_issued.IssuedPage),
    Decoded("report_evidence", "reportEvidence", models_reports.EvidencePage),
    Decoded("incidents_by_hour", "incidents", models_reports.HourPage),
    Decoded("incident_by_number", "incident", models_incident.Subject),
    Decoded("periods", "periods", models_calendar.PeriodPage),
    Decoded("policies", "policies", models_calendar.PolicyPage),
    Decoded("working_days", "", models_calendar.WorkingDays),
    Decoded("notices", "notices", models_notices.NoticePage),
    Decoded("notices_about", "noticesAbout", list[models_notices.ToldOf]),
    Decoded("notice_routes", "noticeRoutes", list[models_notices.NoticeRoute]),
    Decoded("delivery", "sweepStatus", models_notices.Reminding),
    Decoded("open_incident", "openIncident.incident", models_incident.Subject),
    Decoded("preview_incident", "previewIncident", models_preview.Preview),
    Decoded("preview_assessment", "previewAssessment", models_preview.AssessmentPreview),
    Decoded("localities", "localities", list[models_preview.Place]),
    Decoded("code_lists", "codeLists", dict[str, list[models_preview.Code]]),
    Decoded("received_referrals", "referrals", models_referrals.ReceivedPage),
    Decoded("referred_facts", "incident.facts", models_incident.Facts),
    Decoded("release_gates", "", models_gates.GatesAnswer),
    Decoded("who_speaks", "whoSpeaks", models_speaks.SpeakerAnswer),
    Decoded("roster_me", "me", models_rosters.Me),
    Decoded("roster_findings", "", models_rosters.Findings),
    Decoded("roster_units", "units", models_rosters.RosterUnitPage),
    Decoded("roster_unit", "", models_rosters.UnitFile),
    Decoded("roster_appointments", "appointments", models_rosters.RosterAppointmentPage),
    Decoded("roster_people", "appointments", models_rosters.RosterPeople),
    Decoded("person_phone", "person", models_rosters.PhoneOf),
    Decoded("phone_reveals", "phoneReveals", list[models_rosters.PhoneReveal]),
    Decoded("roster_experts", "experts", models_roster_lists.RosterExpertPage),
    Decoded("roster_channels", "channels", models_roster_lists.RosterChannelPage),
    Decoded("roster_filings", "filings", models_roster_lists.RosterFilingPage),
    Decoded("filed_diff", "filedDiff", models_roster_lists.FiledDiff),
    Decoded("roster_documents", "standingDocuments", models_roster_lists.RosterDocumentPage),
    Decoded("roster_imports", "rosterImports", models_roster_lists.RosterImportPage),
    Decoded("roster_import", "rosterImport", models_roster_lists.ImportReport),
    Decoded("roster_accounts", "accounts", models_accounts.RosterAccountPage),
    Decoded("roster_tokens", "apiTokens", list[models_accounts.Token]),
]
NOT_ON_THE_WIRE = {
    # the duty a form was opened on: filled in by the desk itself
    "Subject.duty",
}


def test_every_decoding_of_the_desk_is_held_here() -> None:
    names = {name: kind for module in MODELS for name, kind in vars(module).items()}
    found = {
        eval(ast.unparse(call.args[1]), {}, names)  # noqa: S307 - a type that stands in our source
        for path in Path(clients.tui.__path__[0]).rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text()))
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "decode" and len(call.args) == 2
    }
    assert {str(one) for one in found} == {str(one.kind) for one in DECODED}


@pytest.mark.parametrize("decoded", DECODED, ids=str)
def test_a_struct_is_what_its_document_asks_for(decoded: Decoded) -> None:
    """Names, lists, nulls and scalars: nothing missing, nothing asked for in vain."""
    assert list(Reading(decoded).faults()) == []


SCALARS: dict[str, type] = {
    "String": str,
    "ID": str,
    "Int": int,
    "Float": float,
    "Boolean": bool,
    "DateTime": datetime,
    "Date": date,
}


class Reading:
    """Walks a document beside the schema and the struct it is decoded into."""

    def __init__(self, decoded: Decoded) -> None:
        document = parse(DOCUMENTS[decoded.document])
        self._decoded = decoded
        self._schema = schema_of(service_of(decoded.document))
        self._fragments = {
            node.name.value: node
            for node in document.definitions
            if isinstance(node, FragmentDefinitionNode)
        }
        (self._operation,) = (
            node for node in document.definitions if isinstance(node, OperationDefinitionNode)
        )

    def faults(self) -> Iterator[str]:
        root = {
            OperationType.QUERY: self._schema.query_type,
            OperationType.MUTATION: self._schema.mutation_type,
            OperationType.SUBSCRIPTION: self._schema.subscription_type,
        }[self._operation.operation]
        kind: Any = root
        selection: SelectionSetNode | None = self._operation.selection_set
        for step in filter(None, self._decoded.path.split(".")):
            assert selection is not None
            kind, selection = self._fields(selection, get_named_type(kind))[step]
        hint = self._decoded.kind
        if self._decoded.path:
            # a null at the top is looked at before decoding
            kind = kind.of_type if isinstance(kind, GraphQLNonNull) else kind
            yield from self._compare(kind, selection, hint, self._decoded.path, nulls=False)
        else:
            assert selection is not None
            yield from self._object(kind, selection, hint, "")

    def _compare(
        self,
        kind: Any,
        selection: SelectionSetNode | None,
        hint: Any,
        path: str,
        *,
        nulls: bool = True,
    ) -> Iterator[str]:
        required = isinstance(kind, GraphQLNonNull)
        inner = kind.of_type if isinstance(kind, GraphQLNonNull) else kind
        members = _members(hint)
        if nulls and required == (type(None) in members):
            yield f"{path}: {kind} is read as {hint}"
        (hint,) = [member for member in members if member is not type(None)]
        if isinstance(inner, GraphQLList):
            if typing.get_origin(hint) is not list:
                yield f"{path}: {kind} is read as {hint}"
            else:
                # an unknown id of `nodes` is left out before decoding
                strict = path != "nodes"
                (of,) = typing.get_args(hint)
                yield from self._compare(inner.of_type, selection, of, path, nulls=strict)
        elif selection is not None:
            yield from self._object(inner, selection, hint, path)
        elif not _fits(inner, hint):
            yield f"{path}: {kind} is read as {hint}"

    def _object(
        self, kind: Any, selection: SelectionSetNode, hint: Any, path: str
    ) -> Iterator[str]:
        asked = self._fields(selection, kind)
        if typing.get_origin(hint) is dict:
            wanted = dict.fromkeys(asked, typing.get_args(hint)[1])
        else:
            hints = typing.get_type_hints(hint)
            wanted = {
                field.encode_name: hints[field.name]
                for field in msgspec.structs.fields(hint)
                if f"{hint.__name__}.{field.name}" not in NOT_ON_THE_WIRE
            }
        yield from (f"{path}.{name} is read and not asked for" for name in wanted - asked.keys())
        yield from (f"{path}.{name} is asked for in vain" for name in asked.keys() - wanted)
        for name in wanted.keys() & asked.keys():
            yield from self._compare(*asked[name], wanted[name], f"{path}.{name}".lstrip("."))

    def _fields(
        self, selection: SelectionSetNode, kind: Any
    ) -> dict[str, tuple[GraphQLOutputType, SelectionSetNode | None]]:
        """Return what a selection asks for, by answer key, with its type; but __typename."""
        found: dict[str, tuple[GraphQLOutputType, SelectionSetNode | None]] = {}
        for node in selection.selections:
            if isinstance(node, FragmentSpreadNode):
                part = self._fragments[node.name.value]
                found |= self._fields(part.selection_set, self._named(part.type_condition.name))
            elif isinstance(node, InlineFragmentNode):
                narrowed = node.type_condition and self._named(node.type_condition.name)
                if getattr(narrowed, "name", "") != "Refusal":
                    found |= self._fields(node.selection_set, narrowed or kind)
            elif isinstance(node, FieldNode) and node.name.value != "__typename":
                assert isinstance(kind, GraphQLObjectType | GraphQLInterfaceType)
                field = kind.fields[node.name.value]
                found[(node.alias or node.name).value] = (field.type, node.selection_set)
        return found

    def _named(self, name: Any) -> Any:
        return self._schema.type_map[name.value]


def _members(hint: Any) -> tuple[Any, ...]:
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        return typing.get_args(hint)
    return (hint,)


def _fits(kind: Any, hint: Any) -> bool:
    if isinstance(kind, GraphQLEnumType):
        words = isinstance(hint, type) and issubclass(hint, StrEnum)
        return hint is str or (words and {one.value for one in hint} == set(kind.values))
    return SCALARS.get(kind.name) is hint
