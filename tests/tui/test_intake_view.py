"""The intake form's reading of what was typed."""

import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clients.tui.models_preview import Code, Place
from clients.tui.views.intake import (
    FLAGS,
    Draft,
    decode_draft,
    encode_draft,
    read_draft,
    row_of,
)
from clients.tui.views.intake_rows import ROWS, nearest_first, next_row
from clients.tui.views.menus import menu
from tests.tui.canned import NOW


def make_draft(**changes: Any) -> Draft:
    return Draft(**{"opened_at": NOW, "key": "k", **changes})


def test_an_empty_form_knows_only_when_the_call_came() -> None:
    assert read_draft(make_draft()).facts == {"knownAt": NOW.isoformat()}


def test_an_emergency_kind_says_that_it_is_an_emergency() -> None:
    assert read_draft(make_draft(kind="ACCIDENT")).facts["emergency"] is True
    assert read_draft(make_draft(kind="POLICY")).facts["emergency"] is False
    denied = make_draft(kind="ACCIDENT", flags={"emergency": False})
    assert read_draft(denied).facts["emergency"] is False


@pytest.mark.parametrize("flag", [name for name in FLAGS if name != "drill"])
def test_a_flag_turns_from_unknown_to_yes_to_no_and_back(flag: str) -> None:
    draft = make_draft()
    seen = []
    for _ in range(4):
        seen.append(draft.flag(flag))
        draft = draft.turned(flag)
    assert seen == [None, True, False, None]


def test_a_relative_time_keeps_its_meaning_while_the_form_is_filled_in() -> None:
    typed_late = make_draft(occurred="-22", typed={"occurred": NOW + timedelta(minutes=5)})
    assert read_draft(typed_late).facts["occurredAt"] == "2026-11-21T02:45:00+08:00"


def test_an_event_in_the_minute_of_the_call_does_not_precede_its_report() -> None:
    facts = read_draft(make_draft(occurred="0303")).facts
    assert facts["knownAt"] == facts["occurredAt"]


@pytest.mark.parametrize(("typed", "count"), [("30", 30), ("30+", 30), ("３０", 30), ("", None)])
def test_deaths_are_read_as_a_caller_says_them(typed: str, count: int | None) -> None:
    assert read_draft(make_draft(deaths=typed)).facts.get("deaths") == count


def test_losses_are_typed_in_ten_thousands_and_sent_in_yuan() -> None:
    assert read_draft(make_draft(loss="5000.5")).facts["directLoss"] == 50_005_000.0


def test_a_source_is_split_into_platform_and_address() -> None:
    facts = read_draft(make_draft(source="新浪微博 https://weibo.com/1")).facts
    assert facts["sourcePlatform"] == "新浪微博"
    assert facts["sourceUrl"] == "https://weibo.com/1"


def test_an_order_from_above_brings_its_own_limit() -> None:
    facts = read_draft(make_draft(directed="0900 省政府办公厅")).facts
    assert facts["directedDueAt"] == "2026-11-21T09:00:00+08:00"
    assert facts["directedBy"] == "省政府办公厅"


def test_what_cannot_be_read_is_named_and_the_rest_goes_on() -> None:
    reading = read_draft(make_draft(occurred="abc", deaths="many", kind="ACCIDENT"))
    assert set(reading.faults) == {"occurred", "deaths"}
    assert reading.facts["kind"] == "ACCIDENT"
    assert "occurredAt" not in reading.facts


TEXTS = st.text(max_size=20)


@given(TEXTS, TEXTS, TEXTS, TEXTS, TEXTS, TEXTS)
def test_nothing_typed_breaks_the_form(
    occurred: str, deaths: str, loss: str, source: str, known: str, directed: str
) -> None:
    draft = make_draft(
        occurred=occurred, deaths=deaths, loss=loss, source=source, known=known, directed=directed
    )
    reading = read_draft(draft)
    json.dumps(reading.facts)
    assert set(reading.faults) <= {"occurred", "deaths", "loss", "known", "directed"}


@given(
    TEXTS, st.sampled_from([None, "MAJOR"]), st.dictionaries(st.sampled_from(FLAGS), st.booleans())
)
def test_a_stored_draft_comes_back_whole(
    title: str, severity: str | None, flags: dict[str, bool]
) -> None:
    draft = make_draft(
        title=title, severity=severity, flags=flags, places=(Place(code="130121", name="井陉县"),)
    )
    assert decode_draft(encode_draft(draft)) == draft


@pytest.mark.parametrize(
    ("field", "row"),
    [
        ("facts.severity", "severity"),
        ("input.facts.occurredAt", "occurred"),
        ("facts.localities[0]", "place"),
        ("facts.majorPolicy", "flags"),
        ("input.title", "title"),
        ("input.idempotencyKey", "commit"),
        (None, "commit"),
    ],
)
def test_a_refusal_finds_its_row(field: str | None, row: str) -> None:
    assert row_of(field) == row


def test_enter_leads_straight_to_the_commit_when_the_severity_is_known() -> None:
    draft = make_draft(severity="MAJOR")
    way = ["occurred"]
    while way[-1] != "commit":
        way.append(next_row(way[-1], draft))
    assert way == ["occurred", "kind", "severity", "place", "title", "commit"]


def test_enter_leads_by_the_casualties_when_it_is_not() -> None:
    draft = make_draft()
    assert next_row("severity", draft) == "deaths"
    assert next_row("loss", draft) == "severity"


@pytest.mark.parametrize("row", ROWS)
def test_enter_never_leads_nowhere(row: str) -> None:
    assert next_row(row, make_draft()) in ROWS


def test_a_digit_keeps_its_meaning_when_the_service_offers_more_kinds() -> None:
    offered = [
        Code(digit="1", code="MINE_FIRE", title="矿井火灾"),
        Code(digit="2", code="ACCIDENT", title="生产事故"),
    ]
    kinds = menu("kind").extended(offered)
    assert kinds.by_digit("2") == "ACCIDENT"
    assert kinds.title("ACCIDENT") == "生产事故"
    assert kinds.by_digit("9") == "MINE_FIRE"


def test_places_of_the_desks_own_territory_come_first() -> None:
    codes = ["36", "131127", "130121", "1307"]
    places = [Place(code=code, name=code) for code in codes]
    assert [p.code for p in nearest_first(places, "1301")] == ["130121", "131127", "1307", "36"]
    assert [p.code for p in nearest_first(places, "")] == codes
