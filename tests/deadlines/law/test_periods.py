"""Periods: natural ones of China's calendar, who owes them, what counts, and what does not."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.deadlines.law.directory import Directory, Holder, Unit
from services.deadlines.law.loading import PackFaults, parse_pack
from services.deadlines.law.pack import Duty, RulePack
from services.deadlines.law.periods import (
    CHINA,
    Candidate,
    Owing,
    Period,
    owing,
    period_of,
    periods_between,
    required_of,
)
from services.deadlines.law.tallies import PeriodicAct, Present, Tally, tally
from services.deadlines.law.words import ActKind, DueClass, Every, Post
from services.deadlines.packs import pack_texts
from tests.deadlines.law.law import packs, world

MARCH = datetime(2026, 3, 10, 9, tzinfo=CHINA)
PROVINCIAL = pack_texts()["province-2013.toml"].replace(
    "applies_to = { text_scope", 'applies_to = { divisions = ["13"], text_scope'
)
ADOPTED = parse_pack(PROVINCIAL, "province-2013")
KEY_DEPARTMENT = Unit(
    code="13-FGW",
    name="河北省发展和改革委员会",
    kind="DEPARTMENT",
    level="PROVINCE",
    division="13",
    parent="13",
    tags=frozenset({"重点发布部门"}),
)


def owed_by(pack: RulePack, *units: Unit, at: datetime = MARCH, **about: Any) -> list[Owing]:
    return list(owing([pack], [Candidate(unit=unit, **about) for unit in units], at, at))


def kinds(found: list[Owing]) -> dict[str, str]:
    return {one.duty.kind: one.period.key for one in found}


@given(st.integers(0, 27 * 366 * 86400), st.sampled_from(Every))
def test_a_moment_lies_in_its_period_and_the_next_begins_where_it_ends(
    seconds: int, every: Every
) -> None:
    at = datetime(2013, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    period = period_of(every, at)
    assert period.ends is not None
    assert period.begins <= at < period.ends
    assert period_of(every, period.ends).begins == period.ends


def test_the_limit_is_the_end_of_the_last_day_in_china_inclusive() -> None:
    period = period_of(Every.QUARTER, MARCH)
    assert (period.key, period.title) == ("2026Q1", "2026年第1季度")
    assert period.due_at == datetime(2026, 3, 31, 23, 59, 59, 999999, tzinfo=CHINA)


def test_new_year_in_china_comes_eight_hours_before_that_of_greenwich() -> None:
    assert period_of(Every.YEAR, datetime(2026, 12, 31, 16, tzinfo=UTC)).key == "2027"
    assert period_of(Every.HALF_YEAR, datetime(2026, 6, 30, 15, 59, tzinfo=UTC)).key == "2026H1"


def test_missed_periods_are_all_found_however_late_one_looks() -> None:
    found = periods_between(Every.QUARTER, MARCH, MARCH + timedelta(days=300))
    assert [one.key for one in found] == ["2026Q1", "2026Q2", "2026Q3", "2026Q4", "2027Q1"]


@pytest.mark.requirement(47, 48)
def test_the_four_offices_of_a_city_and_its_counties_owe_each_half_year_and_each_year() -> None:
    found = owed_by(packs("shijiazhuang-2019")[0], *world().units.values())
    owners = {one.unit.code for one in found if one.duty.kind == "BULLETIN"}
    assert {"1301-ZFB", "1301-XWB", "130123-ZFB", "130123-XWB"} <= owners
    assert not {"1301", "1301-JYJ", "1404-ZFB", "13"} & owners
    assert kinds(found) == {"BULLETIN": "2026H1", "INSPECTION": "2026"}
    assert {one.period.due_at for one in found if one.duty.kind == "INSPECTION"} == {
        datetime(2026, 12, 31, 23, 59, 59, 999999, tzinfo=CHINA)
    }


@pytest.mark.requirement(102, 103)
def test_the_bureaus_office_inspects_without_a_figure_and_assesses_each_year() -> None:
    found = owed_by(packs("changzhi-energy")[0], *world().units.values())
    assert {one.unit.code for one in found} == {"1404-NYJ-BGS"}
    duties = {one.duty.kind: required_of(one, None) for one in found}
    assert duties["INSPECTION"].due_at is None
    assert duties["INSPECTION"].due_class is DueClass.STATUTORY_UNTIMED
    assert duties["ANNUAL_ASSESSMENT"].due_class is DueClass.STATUTORY_TIMED


@pytest.mark.requirement(121)
def test_jixi_assesses_each_year() -> None:
    found = owed_by(packs("jixi-response")[0], *world().units.values())
    assert [(one.unit.code, one.period.key) for one in found] == [("341824-ZFB", "2026")]


@pytest.mark.requirement(128)
def test_the_quantified_duties_bind_tagged_departments_alone() -> None:
    quantified = {"HEAD_ATTENDANCE", "SPOKESPERSON_ATTENDANCE", "DEPARTMENT_CONFERENCE"}
    plain = Unit(code="13-SLT", name="省水利厅", kind="DEPARTMENT", level="PROVINCE", division="13")
    assert quantified <= set(kinds(owed_by(ADOPTED, KEY_DEPARTMENT)))
    assert not quantified & set(kinds(owed_by(ADOPTED, plain)))


def test_a_unit_tagged_midway_owes_from_the_next_period_unless_the_pack_says_otherwise() -> None:
    tagged = {"重点发布部门": MARCH - timedelta(days=20)}
    assert "DEPARTMENT_CONFERENCE" not in kinds(owed_by(ADOPTED, KEY_DEPARTMENT, tagged=tagged))
    april = MARCH + timedelta(days=40)
    later = owed_by(ADOPTED, KEY_DEPARTMENT, at=april, tagged=tagged)
    assert kinds(later)["DEPARTMENT_CONFERENCE"] == "2026Q2"
    text = PROVINCIAL.replace(
        'counts = { acts = ["CONFERENCE"] }', 'counts = { acts = ["CONFERENCE"], midway = true }'
    )
    at_once = owed_by(parse_pack(text, "p"), KEY_DEPARTMENT, tagged=tagged)
    assert kinds(at_once)["DEPARTMENT_CONFERENCE"] == "2026Q1"


@pytest.mark.requirement(123, 155, 138)
def test_the_dates_of_2013_end_with_their_day_and_bind_who_lacks_what_is_asked() -> None:
    at = datetime(2013, 11, 1, tzinfo=CHINA)
    found = owed_by(ADOPTED, KEY_DEPARTMENT, at=at)
    dues = {one.duty.id: one.period.due_at for one in found if one.duty.limit and one.duty.limit.on}
    end = datetime(2013, 11, 30, 23, 59, 59, 999999, tzinfo=CHINA)
    assert dues == {
        "spokespersons-set-up": end,
        "experts-set-up": end,
        "work-report": datetime(2013, 12, 31, 23, 59, 59, 999999, tzinfo=CHINA),
    }
    report = next(required_of(one, None) for one in found if one.duty.id == "work-report")
    assert report.recipients == ("省政府办公厅",)
    has = owed_by(ADOPTED, KEY_DEPARTMENT, at=at, posts=frozenset({Post.SPOKESPERSON}))
    assert "spokespersons-set-up" not in {one.duty.id for one in has}


def test_a_date_long_past_opens_nothing_anew() -> None:
    assert not [one for one in owed_by(ADOPTED, KEY_DEPARTMENT) if one.duty.kind == "SET_UP"]


@pytest.mark.requirement(163)
def test_a_bulletin_without_a_figure_has_no_due_until_the_place_sets_its_own() -> None:
    office = Unit(
        code="13-ZFB", name="省府办公厅", kind="GOVERNMENT_OFFICE", level="PROVINCE", division="13"
    )
    untimed = [o for o in owed_by(ADOPTED, office) if o.duty.kind == "BULLETIN"]
    assert [required_of(one, None).due_at for one in untimed] == [None]
    own = PROVINCIAL.replace(
        'levels = ["PROVINCE"] }\ncounts = { acts = ["BULLETIN"] }',
        'levels = ["PROVINCE"] }\ncounts = { acts = ["BULLETIN"] }\n'
        'due = { every = "QUARTER", stated = false, internal = true,'
        ' assumption = "本省自定,条文未写明" }',
    )
    set_here = [o for o in owed_by(parse_pack(own, "p"), office) if o.duty.kind == "BULLETIN"]
    assert [required_of(one, None).due_class for one in set_here] == [DueClass.INTERNAL_TARGET]
    assert required_of(set_here[0], None).basis[0].assumption == "本省自定,条文未写明"


def test_a_rule_is_owed_by_the_version_in_force_on_the_periods_last_day() -> None:
    ended = PROVINCIAL.replace(
        "effective_from = 2013-10-01", "effective_from = 2013-10-01\neffective_to = 2026-03-31"
    )
    assert "DEPARTMENT_CONFERENCE" not in kinds(owed_by(parse_pack(ended, "p"), KEY_DEPARTMENT))


def test_a_unit_that_ends_before_its_period_does_owes_it_not() -> None:
    gone = datetime(2026, 3, 20, tzinfo=CHINA)
    assert "DEPARTMENT_CONFERENCE" not in kinds(owed_by(ADOPTED, KEY_DEPARTMENT, active_to=gone))


# what counts

HEADS = Directory.of(
    [],
    [
        Holder(
            unit="13-FGW",
            post=Post.HEAD,
            person="虚构甲",
            ends=datetime(2026, 2, 15, tzinfo=CHINA),
        ),
        Holder(
            unit="13-FGW",
            post=Post.HEAD,
            person="虚构乙",
            begins=datetime(2026, 2, 15, tzinfo=CHINA),
        ),
        Holder(unit="13-FGW", post=Post.SPOKESPERSON, person="虚构丙"),
    ],
)


def duty(id_: str, pack: RulePack = ADOPTED) -> Duty:
    return next(one for one in pack.duties if one.id == id_)


def make_act(**changes: Any) -> PeriodicAct:
    return PeriodicAct(
        **{
            "id": "1",
            "kind": ActKind.CONFERENCE,
            "title": "一季度经济形势",
            "held_at": MARCH,
            "unit": "13-FGW",
            "host": "13-XWB",
            "host_kind": "NEWS_OFFICE",
            "host_level": "PROVINCE",
            "present": (Present(unit="13-FGW", person="虚构乙"),),
            **changes,
        }
    )


def weighed(id_: str, *acts: PeriodicAct, every: Every = Every.QUARTER, **more: Any) -> Tally:
    period = period_of(every, MARCH)
    return tally(duty(id_), "13-FGW", period, acts, HEADS, **more)


@pytest.mark.requirement(129)
def test_the_heads_attendance_counts_at_the_provincial_news_office_by_who_is_head_that_day() -> (
    None
):
    ours = make_act(host="13-FGW", host_kind="DEPARTMENT")
    january = make_act(held_at=MARCH - timedelta(days=50))
    found = weighed("head-attendance", ours, january, make_act(), every=Every.YEAR)
    assert [(line.counts, line.reason) for line in found.lines] == [
        (False, "当日在任的主要负责人没有出席"),
        (False, "不是省政府新闻办公室主办的新闻发布会"),
        (True, "主要负责人虚构乙出席"),
    ]
    assert (found.counted, found.target) == (1, 1)


@pytest.mark.requirement(130)
def test_the_spokespersons_or_another_leaders_attendance_counts_for_the_quarter() -> None:
    spoke = make_act(present=(Present(unit="13-FGW", person="虚构丙"),))
    nobody = make_act(present=(Present(unit="13-JYT", person="虚构丙"),))
    assert weighed("spokesperson-attendance", spoke).counted == 1
    assert weighed("spokesperson-attendance", make_act()).counted == 1
    assert weighed("spokesperson-attendance", nobody).counted == 0


@pytest.mark.requirement(131)
def test_whether_an_emergency_or_a_joint_conference_counts_is_an_option_of_the_pack() -> None:
    crisis, shared = make_act(emergency=True), make_act(unit="13-JYT", joint=("13-FGW",))
    assert weighed("department-conference", crisis, shared).counted == 2
    text = PROVINCIAL.replace(
        'counts = { acts = ["CONFERENCE"] }',
        'counts = { acts = ["CONFERENCE"], emergency = false, joint = false }',
    )
    strict = duty("department-conference", parse_pack(text, "p"))
    period = period_of(Every.QUARTER, MARCH)
    found = tally(strict, "13-FGW", period, [crisis, shared], HEADS)
    assert [line.reason for line in found.lines] == [
        "突发事件发布会，本规则包不计入",
        "联合举办，本规则包只计主办单位",
    ]


@pytest.mark.requirement(141)
def test_two_interviews_are_asked_for_and_one_is_shown_as_one_of_two() -> None:
    first = make_act(kind=ActKind.ONLINE_INTERVIEW)
    found = weighed("department-interview", first, every=Every.YEAR)
    assert (found.counted, found.target, found.reached_at) == (1, 2, None)
    second = make_act(id="2", kind=ActKind.ONLINE_INTERVIEW, held_at=MARCH + timedelta(days=1))
    assert weighed("department-interview", second, first, every=Every.YEAR).reached_at == (
        second.held_at
    )


@pytest.mark.requirement(140)
def test_the_head_of_a_government_takes_part_in_an_interview_each_year() -> None:
    town = Unit(code="130123", name="正定县", kind="GOVERNMENT", level="COUNTY", division="130123")
    assert kinds(owed_by(ADOPTED, town)) == {"ONLINE_INTERVIEW_HEAD": "2026"}
    heads = Directory.of([], [Holder(unit="130123", post=Post.HEAD, person="虚构丁")])
    act = make_act(
        kind=ActKind.ONLINE_INTERVIEW,
        unit="130123",
        present=(Present(unit="130123", person="虚构丁"),),
    )
    period = period_of(Every.YEAR, MARCH)
    assert tally(duty("head-interview"), "130123", period, [act], heads).counted == 1


def test_an_exercise_and_what_was_held_in_another_period_do_not_count() -> None:
    drill, old = make_act(drill=True), make_act(held_at=MARCH - timedelta(days=99))
    found = weighed("department-conference", drill, old)
    assert [line.reason for line in found.lines] == ["不在本期内", "演练不计入"]


def test_a_late_bulletin_counts_for_the_period_that_it_names() -> None:
    sjz = packs("shijiazhuang-2019")[0]
    half = period_of(Every.HALF_YEAR, MARCH)
    july = datetime(2026, 7, 9, tzinfo=CHINA)
    late = make_act(kind=ActKind.BULLETIN, unit="1301-ZFB", held_at=july, occasion="this")
    found = tally(duty("half-year-bulletin", sjz), "1301-ZFB", half, [late], HEADS, "this")
    assert (found.counted, found.reached_at) == (1, july)
    other = tally(duty("half-year-bulletin", sjz), "1301-ZFB", half, [late], HEADS, "that")
    assert other.lines[0].reason == "登记为另一周期的事项"


def test_a_period_without_an_end_takes_whatever_comes_after_it_began() -> None:
    period = Period(key="", title="", begins=MARCH, ends=None)
    act = make_act(kind=ActKind.BULLETIN, unit="13-ZFB", held_at=MARCH + timedelta(days=400))
    assert tally(duty("bulletin"), "13-ZFB", period, [act], HEADS).counted == 1


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ('on = "PERIOD"', 'on = "INCIDENT"', "duty.0.applies_to_units"),
        ("applies_to_units = { kinds", "xapplies = { kinds", "duty.0.xapplies"),
        ('counts = { acts = ["BULLETIN"] }', "", "duty.0.counts"),
        ('every = "HALF_YEAR", ', 'every = "HALF_YEAR", from = "KNOWN", ', "duty.0.due.from"),
        ('every = "HALF_YEAR", ', "on = 2013-11-30, ", "duty.0.due.from"),
    ],
)
def test_a_faulty_period_is_refused_with_its_path(old: str, new: str, path: str) -> None:
    text = pack_texts()["shijiazhuang-2019.toml"]
    head = text[: text.index("[[question]]")]
    row = text[text.index('[[duty]]\nid = "half-year-bulletin"') :]
    row = row[: row.index("[[duty]]", 10)]
    with pytest.raises(PackFaults) as refused:
        parse_pack(head + row.replace(old, new), "p")
    assert path in {fault.path for fault in refused.value.faults}


@pytest.mark.requirement(139)
def test_the_nine_fields_of_the_province_stand_beside_those_of_jixi() -> None:
    ours, theirs = (
        packs(name)[0].code_lists["fields"] for name in ("province-2013", "jixi-response")
    )
    assert len(ours) == 9
    assert len(theirs) == 4
    assert ours["WORK_SAFETY"] == theirs["WORK_SAFETY"] == "安全生产"
    assert any(question.id == "fields" for question in packs("jixi-response")[0].questions)
