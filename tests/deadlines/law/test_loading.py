"""Packs that cannot be used are refused, with the path of every fault at once."""

import pytest

from services.deadlines.law.loading import Fault, PackFaults, parse_pack
from services.deadlines.law.selection import PackSet
from services.deadlines.packs import pack_texts
from tests.deadlines.law.law import PACK_IDS, packs, shipped

HEAD = """
[pack]
id = "demo"
version = "1"
title = "示例"
document = "示例文件"
issuer = "示例机关"
effective_from = 2026-01-01
verified = true
applies_to = { divisions = ["13"] }
"""
DUTY = """
[[duty]]
id = "first"
kind = "FIRST_RELEASE"
clause = "一"
gist = "首次发布"
modality = "SHALL"
"""
TIMED = DUTY + 'due = { within = "1h", from = "OCCURRED", stated = true }\n'
RULE = """
[[responsibility]]
id = "local"
clause = "二"
gist = "属地"
subject = "LOCAL_GOVERNMENT"
"""
RUNG = '[[ladder]]\nname = "A"\ntitle = "近"\nbefore = "1h"\n'


def faults(text: str) -> list[Fault]:
    with pytest.raises(PackFaults) as refused:
        parse_pack(text, "demo.toml")
    assert refused.value.source == "demo.toml"
    return refused.value.faults


def changed(base: str, old: str, new: str) -> str:
    assert old in base
    return HEAD + base.replace(old, new, 1)


@pytest.mark.parametrize(
    ("text", "path", "message"),
    [
        (changed(DUTY, 'clause = "一"\n', ""), "duty.0.clause", "required"),
        (changed(DUTY, 'clause = "一"', 'clause = " "'), "duty.0.clause", "at least 1"),
        (changed(DUTY, "SHALL", "PERHAPS"), "duty.0.modality", "Input should be"),
        (changed(DUTY, "FIRST_RELEASE", "MY_OWN"), "duty.0.title", "needs a title"),
        (HEAD + DUTY + "when = { weather = true }", "duty.0.when.weather", "no such fact"),
        (HEAD + DUTY + "when = { emergency = 1 }", "duty.0.when.emergency", "true or false"),
        (HEAD + DUTY + 'when = { severity = "MAJOR" }', "duty.0.when.severity", "list of codes"),
        (HEAD + DUTY + 'when = { severity = ["MAJR"] }', "duty.0.when.severity", "code: MAJR"),
        (HEAD + DUTY + 'when = { fields = ["X"] }', "duty.0.when.fields", "no such code: X"),
        (HEAD + DUTY + "when = { any_field = true }", "duty.0.when.any_field", "no fields"),
        (
            HEAD + DUTY + 'on = "STANDING"\napplies_to_units = {}',
            "duty.0.document",
            "wanted on STANDING",
        ),
        (HEAD + DUTY + "when = { units_min = 0 }", "duty.0.when.units_min", "number from 1"),
        (HEAD + DUTY + "when = { any_of = [] }", "duty.0.when.any_of", "list of conditions"),
        (
            HEAD + DUTY + "when = { any_of = [{ all_of = [{ sky = true }] }] }",
            "duty.0.when.any_of.0.all_of.0.sky",
            "no such fact",
        ),
        (HEAD + DUTY + 'owner = "NOBODY"', "duty.0.owner", "no such selector: NOBODY"),
        (HEAD + DUTY + "each_recipient = true", "duty.0.to", "needs recipients"),
        (HEAD + DUTY + 'otherwise = ["gone"]', "duty.0.otherwise", "no such duty: gone"),
        (HEAD + DUTY + 'otherwise = ["first"]', "duty.0.otherwise", "circle"),
        (HEAD + DUTY + 'owed_after = ["GONE"]', "duty.0.owed_after", "no such kind: GONE"),
        (HEAD + TIMED + 'owed_after = ["RESPONSE"]', "duty.0.owed_after", "from its start"),
        (HEAD + DUTY + "hours = 3", "duty.0.hours", "Extra inputs"),
        (changed(TIMED, ', from = "OCCURRED"', ""), "duty.0.due.from", "required"),
        (changed(TIMED, "stated = true", "stated = false"), "duty.0.due.assumption", "unstated"),
        (changed(TIMED, "stated = true", 'stated = "yes"'), "duty.0.due.stated", "boolean"),
        (changed(TIMED, '"1h"', '"1 hour"'), "duty.0.due.within", "match pattern"),
        (changed(TIMED, '"1h"', "1"), "duty.0.due.within", "valid string"),
        (changed(TIMED, 'within = "1h", ', ""), "duty.0.due", "exactly one of"),
        (changed(TIMED, "OCCURRED", "PREVIOUS_RELEASE"), "duty.0.due.from", "cannot start"),
        (changed(TIMED, "OCCURRED", "REPORTED"), "duty.0.due.from", "cannot start"),
        (changed(TIMED, "OCCURRED", "PERIOD"), "duty.0.due.from", "cannot start"),
        (changed(TIMED, "due =", 'on = "POLICY"\ndue ='), "duty.0.due.from", "cannot start"),
        (changed(RULE, "LOCAL_GOVERNMENT", "KING"), "responsibility.0.subject", "selector: KING"),
        (HEAD + RULE + 'person_of = "KING"', "responsibility.0.person_of", "selector: KING"),
        (HEAD + RULE + 'person = ["CHIEF"]', "responsibility.0.person.0", "Input should be"),
        (
            HEAD + RULE + 'coordinators = [{ role = "COORDINATOR", unit = "KING" }]',
            "responsibility.0.coordinators.0.unit",
            "selector: KING",
        ),
        (HEAD + RUNG + 'after = "1h"', "ladder.0", "not both"),
        (HEAD + DUTY + DUTY, "duty.1.id", "first stands twice"),
        (HEAD + RULE + RULE, "responsibility.1.id", "local stands twice"),
        (HEAD + RUNG + RUNG, "ladder.1.name", "A stands twice"),
        (HEAD + "[duty]\nid = 'x'", "duty", "array of tables"),
        (HEAD + "[weather]\nrain = 1", "weather", "no such table"),
        (DUTY, "pack", "table is missing"),
        (HEAD.replace("2026-01-01", '"2026-01-01"'), "pack.effective_from", "valid date"),
        (HEAD.replace("verified = true", 'verified = "yes"'), "pack.verified", "boolean"),
        (HEAD.replace('"13"', '"石家庄"'), "pack.applies_to.divisions.0", "match pattern"),
        (HEAD + "effective_to = 2026-01-01", "pack.effective_to", "after effective_from"),
        ("[pack", "", "Expected ']'"),
    ],
)
def test_a_fault_is_refused_with_its_path(text: str, path: str, message: str) -> None:
    found = faults(text)

    assert [fault.path for fault in found] == [path]
    assert message in found[0].message


def test_every_fault_of_a_file_is_reported_at_once() -> None:
    text = HEAD.replace("verified = true", 'verified = "yes"')
    text += DUTY.replace('clause = "一"\n', "")
    text += DUTY.replace('"first"', '"second"') + 'owner = "NOBODY"\n'
    text += "when = { sky = true, any_of = [{ sea = 1 }] }\n"
    text += TIMED.replace('"first"', '"third"').replace("stated = true", "stated = false")
    text += RULE + 'person_of = "KING"\nwhen = { emergency = "no" }\n'
    text += "[weather]\nrain = 1"

    assert {fault.path for fault in faults(text)} == {
        "weather",
        "pack.verified",
        "duty.0.clause",
        "duty.1.owner",
        "duty.1.when.sky",
        "duty.1.when.any_of.0.sea",
        "duty.2.due.assumption",
        "responsibility.0.person_of",
        "responsibility.0.when.emergency",
    }


def test_a_row_that_cannot_be_read_brings_forth_no_other_fault() -> None:
    text = HEAD + DUTY.replace('clause = "一"\n', "")
    text += DUTY.replace('"first"', '"second"') + 'otherwise = ["first"]'

    assert [fault.path for fault in faults(text)] == ["duty.0.clause"]


def test_a_circle_of_duties_is_refused_at_each_of_its_members() -> None:
    text = HEAD
    for name, other in (("a", "b"), ("b", "c"), ("c", "a")):
        text += DUTY.replace('"first"', f'"{name}"') + f'otherwise = ["{other}"]\n'

    assert [f.path for f in faults(text)] == [f"duty.{i}.otherwise" for i in range(3)]


def test_the_message_of_the_refusal_names_the_file_and_every_path() -> None:
    with pytest.raises(PackFaults, match=r"demo\.toml: duty\.0\.owner: no such selector: NOBODY"):
        parse_pack(HEAD + DUTY + 'owner = "NOBODY"', "demo.toml")


def test_two_versions_in_force_on_one_day_are_refused() -> None:
    one = parse_pack(HEAD + DUTY, "one")
    two = parse_pack(HEAD.replace('version = "1"', 'version = "2"') + DUTY, "two")

    with pytest.raises(PackFaults) as refused:
        PackSet.of([one, two])
    assert refused.value.faults[0].path == "demo.effective_from"


@pytest.mark.parametrize(("earlier", "later"), [("1", "2"), ("2", "1")])
def test_a_version_may_begin_on_the_day_that_another_ends(earlier: str, later: str) -> None:
    before = HEAD.replace('version = "1"', f'version = "{earlier}"')
    after = HEAD.replace('version = "1"', f'version = "{later}"')
    after = after.replace("2026-01-01", "2026-07-01")
    ending = parse_pack(before + "effective_to = 2026-07-01\n" + DUTY, "before")

    assert len(PackSet.of([ending, parse_pack(after + DUTY, "after")]).packs) == 2


@pytest.mark.requirement(2)
def test_versions_that_follow_each_other_are_taken_and_the_newest_is_found() -> None:
    one = parse_pack(HEAD + "effective_to = 2026-07-01\n" + DUTY, "one")
    newer = HEAD.replace('version = "1"', 'version = "2"').replace("2026-01-01", "2026-07-01")
    both = PackSet.of([parse_pack(newer + DUTY, "two"), one])

    assert [p.version for p in both.packs] == ["1", "2"]
    assert both.get("demo") is both.packs[1]
    assert both.get("demo", "1") is both.packs[0]
    assert both.get("demo", "3") is None


def test_the_pack_may_add_codes_and_kinds_of_its_own() -> None:
    head = HEAD + '[pack.lists.severities]\nHUGE = "巨大"\n[pack.lists.fields]\nTAX = "税收"\n'
    duty = DUTY.replace("FIRST_RELEASE", "OWN") + 'title = "自有"\n'

    pack = parse_pack(head + duty + 'when = { severity = ["HUGE"], fields = ["TAX"] }', "own")

    assert (pack.duties[0].kind, pack.duties[0].title) == ("OWN", "自有")
    assert pack.code_lists["severities"] == {"HUGE": "巨大"}


@pytest.mark.parametrize("name", PACK_IDS)
def test_every_shipped_pack_loads_and_carries_its_own_id(name: str) -> None:
    assert parse_pack(pack_texts()[f"{name}.toml"], name).id == name


def test_a_pack_names_the_documents_that_it_carries_out() -> None:
    (pack,) = packs("shijiazhuang-2019")

    assert pack.derives_from == (
        "国办发〔2016〕61号",
        "冀政办发〔2016〕29号",
        "石政办发〔2017〕37号",
    )


@pytest.mark.requirement(2)
def test_a_text_that_was_not_compared_with_its_original_says_so() -> None:
    doubtful = {p.id for p in shipped().packs if not p.verified}

    assert doubtful == {"guoban-2013-100", "guoban-2016-61", "guoban-2016-80"}
    assert all(p.notes for p in shipped().packs if not p.verified)
