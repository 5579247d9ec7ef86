"""What stands in the packs: numbers only where the text has them, and nobody real."""

import re
import tomllib
from typing import Any

import pytest

from services.deadlines.law.pack import Duty
from services.deadlines.packs import pack_texts, world_text
from tests.deadlines.law.law import PACK_IDS, packs, shipped

# A figure with a unit of time; 第一时间 has no unit.
SPAN = re.compile(r"[0-9〇一二三四五六七八九十百两几]+\s*个?(工作日|小时|分钟|天|日|周|月|年)")
FIGURES = {"1": "一小时", "5": "5小时", "24": "24小时", "48": "48小时"}

DUTIES = [
    pytest.param(duty, id=f"{pack.id}/{duty.id}")
    for pack in shipped().packs
    for duty in pack.duties
]


@pytest.mark.parametrize("duty", DUTIES)
def test_the_words_of_a_duty_name_hours_exactly_where_its_clause_has_them(duty: Duty) -> None:
    words = f"{duty.title} {duty.gist} {duty.note or ''}"
    limit = duty.limit

    if limit is not None and limit.on is not None:
        assert f"{limit.on.year}年{limit.on.month}月底前" in words
    elif limit is None or limit.within is None:
        assert not SPAN.search(words)
    else:
        hours = str(int(limit.within.total_seconds()) // 3600)
        assert FIGURES[hours] in words or f"{hours}小时" in words


@pytest.mark.parametrize("duty", DUTIES)
def test_a_start_that_the_text_leaves_open_is_an_assumption_that_names_the_gap(duty: Duty) -> None:
    if duty.limit is not None and not duty.limit.stated:
        assert duty.limit.assumption is not None
        assert "未写明" in duty.limit.assumption


def test_three_of_the_five_texts_have_no_figure_for_an_incident() -> None:
    without = {
        p.id
        for p in shipped().packs
        if p.verified and not any(d.limit and d.limit.of_incidents for d in p.duties)
    }

    assert without == {"city-monitoring", "jixi-response", "province-2013"}


def test_the_figures_of_the_packs_are_those_of_the_texts() -> None:
    found = {
        f"{pack.id}/{duty.id}": duty.limit.within.total_seconds() / 3600
        for pack in shipped().packs
        for duty in pack.duties
        if duty.limit is not None and duty.limit.within is not None
    }

    assert found == {
        "shijiazhuang-2019/first-release": 1,
        "shijiazhuang-2019/press-conference": 24,
        "shijiazhuang-2019/response": 48,
        "changzhi-energy/first-release": 1,
        "changzhi-energy/press-conference": 24,
        "changzhi-energy/response": 48,
        "guoban-2016-61/press-conference": 24,
        "guoban-2016-61/response": 48,
        "guoban-2016-80/first-release": 5,
        "guoban-2016-80/press-conference": 24,
    }


@pytest.mark.parametrize("name", PACK_IDS)
def test_every_duty_and_rule_cites_its_clause_in_words_of_its_own(name: str) -> None:
    (pack,) = packs(name)

    cited = [(d.clause, d.gist) for d in pack.duties]
    cited += [(r.clause, r.gist) for r in pack.responsibility]
    cited += [(g.clause, g.gist) for g in pack.gates]
    cited += [(c.clause, c.gist) for c in pack.checks]
    for clause, gist in cited:
        assert clause
        assert 4 <= len(gist) <= 60


@pytest.mark.parametrize("name", PACK_IDS)
def test_every_pack_answers_what_its_text_leaves_open(name: str) -> None:
    assert packs(name)[0].questions


def test_every_person_of_the_worked_cases_is_fictitious() -> None:
    world: dict[str, Any] = tomllib.loads(world_text())

    assert all(holder["person"].startswith("虚构") for holder in world["holder"])
    assert not any("phone" in holder for holder in world["holder"])


def test_no_pack_sets_a_span_outside_a_limit_or_a_ladder() -> None:
    for text in pack_texts().values():
        for line in text.splitlines():
            if re.search(r'"[0-9]+[mhd]"', line):
                assert line.startswith(("due = {", "before = ", "after = ", "climb = "))
