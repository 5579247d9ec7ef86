"""Packs beside one another: what differs is told by its place, where texts part is told whole."""

import re

import pytest

from services.deadlines.domain.pack_comparison import Disagreement, compare
from services.deadlines.domain.pack_differences import differences
from services.deadlines.law.loading import PackFaults, parse_pack
from services.deadlines.law.pack import RulePack
from services.deadlines.law.selectors import SELECTOR_TITLES, SELECTORS
from services.deadlines.packs import pack_texts
from tests.deadlines.law.law import packs

CITY = pack_texts()["shijiazhuang-2019.toml"]
FIVE = (
    "shijiazhuang-2019",
    "city-monitoring",
    "changzhi-energy",
    "jixi-response",
    "province-2013",
)


def city() -> RulePack:
    return packs("shijiazhuang-2019")[0]


def edited(old: str, new: str) -> RulePack:
    assert CITY.count(old) >= 1
    return parse_pack(CITY.replace(old, new, 1), "edited")


def answers(question: str, *ids: str) -> Disagreement:
    return next(row for row in compare(packs(*(ids or FIVE))) if row.id == question)


def test_a_pack_does_not_differ_from_itself() -> None:
    assert differences(city(), parse_pack(CITY, "again")) == ()


def test_a_changed_limit_is_told_by_the_duty_and_not_by_its_number_in_the_file() -> None:
    (found,) = differences(city(), edited('within = "1h"', 'within = "30m"'))
    assert (found.path, found.before, found.after) == ("duty.first-release.due.within", "1h", "30m")
    assert found.table == "应办事项"


def test_a_duty_that_is_gone_is_told_value_by_value_with_nothing_after() -> None:
    row = re.search(r'\[\[duty\]\]\nid = "directed"\n(?:.+\n)+', CITY)
    assert row is not None
    found = differences(city(), edited(row[0], ""))
    assert {each.path.split(".")[:2] == ["duty", "directed"] for each in found} == {True}
    assert {each.after for each in found} == {None}


def test_every_disagreement_of_the_five_texts_is_put_to_each_of_them() -> None:
    rows = compare(packs(*FIVE))
    assert [row.id for row in rows] == [f"D{number}" for number in range(1, 15)]
    assert {tuple(each.pack for each in row.packs) for row in rows} == {FIVE}


@pytest.mark.parametrize(
    ("question", "pack", "said"),
    [
        ("D1", "shijiazhuang-2019", "自事件发生起1小时"),
        ("D1", "changzhi-energy", "无时限"),
        ("D2", "shijiazhuang-2019", "条文未写明，推定"),
        ("D3", "shijiazhuang-2019", "最迟，自事件发生起24小时"),
        ("D3", "changzhi-energy", "原则上"),
        ("D4", "changzhi-energy", "48小时"),
        ("D5", "city-monitoring", "无时限"),
        ("D6", "shijiazhuang-2019", "所在地政府"),
        ("D7", "jixi-response", "政府"),
        ("D7", "shijiazhuang-2019", "涉事责任部门"),
        ("D8", "shijiazhuang-2019", "上级主管部门"),
        ("D9", "shijiazhuang-2019", "公安机关、国家安全机关、网络监管部门"),
        ("D10", "shijiazhuang-2019", "政府办公室、宣传部门"),
        ("D11", "province-2013", "保密"),
        ("D13", "shijiazhuang-2019", "6类"),
    ],
)
def test_each_text_answers_in_its_own_words(question: str, pack: str, said: str) -> None:
    (found,) = (each for each in answers(question).packs if each.pack == pack)
    assert any(said in answer.text for answer in found.answers), found.answers


def test_a_silent_text_gives_no_answer_and_is_no_disagreement() -> None:
    silent = {each.pack for each in answers("D13").packs if not each.answers}
    assert "jixi-response" in silent
    assert answers("D13", "shijiazhuang-2019", "jixi-response").same
    assert not answers("D1", "shijiazhuang-2019", "changzhi-energy").same


def test_every_selector_has_its_name() -> None:
    assert SELECTOR_TITLES.keys() == SELECTORS.keys()


def test_brackets_without_end_are_a_fault_and_no_crash() -> None:
    with pytest.raises(PackFaults, match="deep"):
        parse_pack("x = " + "[" * 20_000, "deep")
