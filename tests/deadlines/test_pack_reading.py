"""Packs read through the service: a text checked, two compared, one tried on what was."""

from typing import Any

import pytest

from services.deadlines.packs import pack_texts
from tests.deadlines.desk import ELSEWHERE, VENDOR, Desk

CITY = pack_texts()["shijiazhuang-2019.toml"]
STRICTER = CITY.replace('within = "1h"', 'within = "30m"', 1)
CHECK = "query C($text: String!) { checkPack(text: $text) { pack { id } faults { path message } } }"
DIFFER = """query D($old: PackChoiceInput!, $new: PackChoiceInput!) {
  packDifferences(old: $old, new: $new) { path table before after } }"""
COMPARE = """query C($packs: [String!]) {
  packComparison(packs: $packs) { id question same packs { pack answers { clause text } } } }"""
REPLAY = """query R($pack: PackChoiceInput!, $from: DateTime!, $to: DateTime!, $first: Int,
    $after: String) {
  replay(pack: $pack, from: $from, to: $to, first: $first, after: $after) {
    examined endCursor hasMore
    changed { number changes { before { kind dueAt } after { kind dueAt } } } } }"""
SPAN: dict[str, Any] = {"from": "2026-11-01T00:00:00Z", "to": "2026-12-01T00:00:00Z"}


async def test_a_text_is_checked_and_every_fault_told_at_once(desk: Desk) -> None:
    good = (await desk.ask(CHECK, text=CITY))["checkPack"]
    assert good == {"pack": {"id": "shijiazhuang-2019"}, "faults": []}
    bad = CITY.replace('clause = "四¶1"\n', "", 2)
    found = (await desk.ask(CHECK, text=bad))["checkPack"]
    assert found["pack"] is None
    assert [fault["path"].rpartition(".")[2] for fault in found["faults"]] == ["clause", "clause"]


async def test_two_packs_are_compared_value_by_value_and_question_by_question(desk: Desk) -> None:
    loaded, text = {"id": "shijiazhuang-2019"}, {"text": STRICTER}
    (found,) = (await desk.ask(DIFFER, old=loaded, new=text))["packDifferences"]
    assert (found["before"], found["after"]) == ("1h", "30m")
    rows = (await desk.ask(COMPARE, packs=["shijiazhuang-2019", "jixi-response"]))["packComparison"]
    assert len(rows) == 14
    assert [pack["pack"] for pack in rows[0]["packs"]] == ["shijiazhuang-2019", "jixi-response"]


async def test_a_stricter_text_moves_the_dues_of_what_was_and_writes_nothing(desk: Desk) -> None:
    opened = await desk.open()
    answer = (await desk.ask(REPLAY, pack={"text": STRICTER}, **SPAN))["replay"]
    (changed,) = [row for row in answer["changed"] if row["number"] == opened["number"]]
    (change,) = changed["changes"]
    due = opened["by"]["FIRST_RELEASE"]["dueAt"]
    assert change["before"] == {"kind": "FIRST_RELEASE", "dueAt": due}
    assert change["after"]["dueAt"] < due
    assert await desk.file(opened["id"]) == opened


async def test_the_pack_as_it_is_changes_nothing_and_a_span_is_read_page_by_page(
    desk: Desk,
) -> None:
    for _ in range(3):
        await desk.open()
    seen, after = 0, None
    while True:
        found = await desk.ask(
            REPLAY, pack={"id": "shijiazhuang-2019"}, **SPAN, first=2, after=after
        )
        seen, after = seen + found["replay"]["examined"], found["replay"]["endCursor"]
        assert found["replay"]["changed"] == []
        if not found["replay"]["hasMore"]:
            break
    assert seen >= 3
    other = (await desk.ask(REPLAY, ELSEWHERE, pack={"text": STRICTER}, **SPAN))["replay"]
    assert other["changed"] == []


@pytest.mark.parametrize(
    ("variables", "code", "field"),
    [
        ({"pack": {}, **SPAN}, "MISSING", "pack"),
        ({"pack": {"id": "a", "text": "b"}, **SPAN}, "MISSING", "pack"),
        ({"pack": {"id": "nobody"}, **SPAN}, "UNKNOWN_PACK", "pack.id"),
        ({"pack": {"text": "x"}, **SPAN}, "FAULTY_PACK", "pack.text"),
        ({"pack": {"text": "[" * 60_000}, **SPAN}, "FAULTY_PACK", "pack.text"),
        ({"pack": {"text": "x" * 65_537}, **SPAN}, "TOO_LONG", "pack.text"),
        ({"pack": {"text": CITY}, "from": SPAN["to"], "to": SPAN["from"]}, "BAD_SPAN", "to"),
    ],
)
async def test_what_cannot_be_tried_is_refused_by_name(
    desk: Desk, variables: dict[str, Any], code: str, field: str
) -> None:
    answer = await desk.send(REPLAY, **variables)
    (error,) = answer["errors"]
    assert (error["extensions"]["code"], error["extensions"]["field"]) == (code, field)


async def test_a_vendor_tries_no_pack_on_incidents(desk: Desk) -> None:
    answer = await desk.send(REPLAY, VENDOR, pack={"text": CITY}, **SPAN)
    assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN"
