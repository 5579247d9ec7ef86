"""What the forms decode, against their documents and the services' schemas."""

from typing import Any

import graphql
import pytest

from clients.tui.models import Model
from clients.tui.models_incident import IncidentFile, Subject
from clients.tui.models_preview import AssessmentPreview, Code, Place, Preview
from clients.tui.models_speaks import SpeakerAnswer
from tests.tui.test_operations import compare, hold_nulls, root_selection, schema_of

DECODED: list[tuple[str, str, type[Any]]] = [
    ("incident_file", "incident", IncidentFile),
    ("preview_incident", "previewIncident", Preview),
    ("preview_assessment", "previewAssessment", AssessmentPreview),
    ("localities", "localities", Place),
    ("who_speaks", "whoSpeaks", SpeakerAnswer),
]


@pytest.mark.parametrize(("name", "at", "model"), DECODED)
def test_a_struct_asks_for_what_its_document_reads(name: str, at: str, model: type[Model]) -> None:
    compare(root_selection(name)[at], model, f"{name}.{at}")


@pytest.mark.parametrize(("name", "at", "model"), DECODED)
def test_a_struct_allows_null_where_the_schema_does(name: str, at: str, model: type[Model]) -> None:
    query = schema_of(name).query_type
    assert query is not None
    hold_nulls(graphql.get_named_type(query.fields[at].type), model)


def test_every_menu_is_read_as_digit_code_and_title() -> None:
    for menu in root_selection("code_lists")["codeLists"].values():
        compare(menu, Code, "codeLists")


def test_an_opened_incident_is_what_its_screen_needs() -> None:
    opened = root_selection("open_incident")["openIncident"]["incident"]
    assert set(opened) == {"id", "number", "title"} <= set(Subject.__struct_fields__)
