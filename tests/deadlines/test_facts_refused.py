"""Bad facts: each refused with its code and field, and nothing written."""

from typing import Any

import pytest

from tests.deadlines.desk import Desk, make_facts

BAD: list[tuple[dict[str, Any], str, str]] = [
    ({"occurredAt": "2026-11-21T03:03:00+08:00"}, "OCCURRED_AFTER_KNOWN", "facts.occurredAt"),
    ({"knownAt": "2026-11-21T03:08:00+08:00"}, "TIME_IN_FUTURE", "facts.knownAt"),
    ({"occurredAt": "2026-11-21T03:08:00+08:00"}, "TIME_IN_FUTURE", "facts.occurredAt"),
    ({"occurredAt": "0202-11-21T03:08:00+08:00"}, "TIME_TOO_EARLY", "facts.occurredAt"),
    ({"severity": "HUGE"}, "UNKNOWN_SEVERITY", "facts.severity"),
    ({"kind": "FIRE"}, "UNKNOWN_KIND", "facts.kind"),
    ({"categories": ["NOPE"]}, "UNKNOWN_CATEGORY", "facts.categories"),
    ({"fields": ["随便什么"]}, "UNKNOWN_FIELD", "facts.fields"),
    ({"veracity": "MAYBE"}, "UNKNOWN_VERACITY", "facts.veracity"),
    ({"responseValue": "MAYBE"}, "UNKNOWN_RESPONSE_VALUE", "facts.responseValue"),
    ({"localities": ["正定"]}, "BAD_LOCALITY", "facts.localities"),
    ({"localities": ["999999"]}, "BAD_LOCALITY", "facts.localities"),
    ({"localities": ["13012"]}, "BAD_LOCALITY", "facts.localities"),
    ({"units": ["1301-NOPE"]}, "UNKNOWN_UNIT", "facts.units"),
    ({"units": ["'; drop table"]}, "UNKNOWN_UNIT", "facts.units"),
    ({"mentionedUnits": ["1301-NOPE"]}, "UNKNOWN_UNIT", "facts.mentionedUnits"),
    ({"deaths": -1}, "NEGATIVE", "facts.deaths"),
    ({"directLoss": -0.5}, "NEGATIVE", "facts.directLoss"),
    ({"directLoss": 1e18}, "TOO_LARGE", "facts.directLoss"),
    ({"sourceUrl": "javascript:alert(1)"}, "BAD_URL", "facts.sourceUrl"),
    ({"sourcePlatform": "x" * 101}, "TOO_LONG", "facts.sourcePlatform"),
    ({"sourcePlatform": "a\u0007b"}, "BAD_TEXT", "facts.sourcePlatform"),
    ({"localities": [f"1301{n:02}" for n in range(51)]}, "TOO_MANY", "facts.localities"),
]


@pytest.mark.parametrize(("given", "code", "field"), BAD)
async def test_a_bad_fact_is_refused_and_nothing_is_written(
    desk: Desk, given: dict[str, Any], code: str, field: str
) -> None:
    async with desk.database.reading() as conn:
        before = await conn.fetchval("select count(*) from incident")
    refusal = await desk.act("openIncident", "replayed", {"facts": make_facts(**given)})
    assert (refusal["__typename"], refusal["code"], refusal["field"]) == ("Refusal", code, field)
    async with desk.database.reading() as conn:
        assert await conn.fetchval("select count(*) from incident") == before


async def test_a_preview_refuses_with_the_same_code_as_an_error(desk: Desk) -> None:
    query = "query P($f: IncidentFactsInput!) { previewIncident(facts: $f) { asOf } }"
    answer = await desk.send(query, f=make_facts(severity="HUGE"))
    assert answer["errors"][0]["extensions"] == {
        "code": "UNKNOWN_SEVERITY",
        "field": "facts.severity",
    }


async def test_five_minutes_ahead_are_forgiven(desk: Desk) -> None:
    incident = await desk.open(knownAt="2026-11-21T03:07:00+08:00")
    assert incident["facts"]["knownAt"] == "2026-11-20T19:07:00+00:00"


@pytest.mark.parametrize(
    ("written", "code"), [("130123000000", "130123"), ("130100", "1301"), (" 130123 ", "130123")]
)
async def test_a_division_code_is_understood_in_each_of_its_writings(
    desk: Desk, written: str, code: str
) -> None:
    incident = await desk.open(localities=[written])
    assert incident["facts"]["localities"] == [code]


async def test_an_unknown_fact_word_in_chinese_names_the_list(desk: Desk) -> None:
    refusal = await desk.act("openIncident", "replayed", {"facts": make_facts(severity="特大")})
    assert refusal["message"].endswith("请从列表中选择。")
