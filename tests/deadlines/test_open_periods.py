"""The job of the periods over HTTP: once each, with their true periods, and what counts."""

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid5

import pytest
import pytest_asyncio

from services.deadlines.domain.mirror import Images
from services.deadlines.domain.scopes import Scope
from services.deadlines.law.loading import parse_pack
from services.deadlines.law.selection import PackSet
from services.deadlines.packs import pack_texts
from services.deadlines.store.feed import apply_images
from services.deadlines.usecases.previews import Law
from services.kit.clock import ManualClock
from services.kit.database import Database
from tests.deadlines.desk import JOB, NAMESPACE, OFFICER, Desk, Who, mirror_world, serving

_GATES = re.compile(r"\[\[gate\]\].*?(?=\n\[\[)", re.DOTALL)
PROVINCIAL, SHIJIAZHUANG = (
    _GATES.sub("", pack_texts()[name]).replace(
        "applies_to = { text_scope", 'applies_to = { divisions = ["13"], text_scope'
    )
    for name in ("province-2013.toml", "shijiazhuang-2019.toml")
)
PACKS = Law(
    PackSet.of([parse_pack(PROVINCIAL, "province"), parse_pack(SHIJIAZHUANG, "shijiazhuang")])
)
MAY = datetime(2026, 5, 20, 1, tzinfo=UTC)
PROVINCE = Who(unit="13-FGW", level=2, code="13")
RAN = "opened fulfilled standing hasMore busy since asOf"
PERIODS = """query P($filter: PeriodFilter) { periods(first: 100, filter: $filter) { edges { node {
  period rule progress counted target id obligation number unit { code }
  kind title state dueAt outcome basis { clause assumption }
  acts { title counts reason number }
} } } }"""


@pytest_asyncio.fixture(loop_scope="module")
async def spring(clean_deadlines: None, deadlines_db: Database) -> AsyncIterator[Desk]:
    """The province's department and news office on 20 May, under two packs with periods."""
    clock = ManualClock(MAY)
    await mirror_world(deadlines_db, clock)
    await add_units(deadlines_db, clock)
    async with serving(deadlines_db, clock, law=PACKS) as desk:
        yield desk


async def add_units(database: Database, clock: ManualClock, *tags: str) -> None:
    images = Images()
    for code, kind in (("13-FGW", "DEPARTMENT"), ("13-XWB", "NEWS_OFFICE")):
        id_ = str(uuid5(NAMESPACE, code))
        scope = Scope.of_code(code)
        images.units[id_] = {
            "id": id_,
            "version": 2 if tags else 1,
            "code": code,
            "name": "省发改委" if kind == "DEPARTMENT" else "省政府新闻办",
            "short_name": code,
            "initials": "x",
            "kind": kind,
            "level": "PROVINCE",
            "division": "13",
            "parent": "13",
            "supervising": None,
            "management": "TERRITORIAL",
            "tags": list(tags) or (["重点发布部门"] if kind == "DEPARTMENT" else []),
            "told_at": clock.now().isoformat(),
            **{f"scope{level}": scope.at(level) for level in range(1, 7)},
        }
    person = str(uuid5(NAMESPACE, "虚构寅卯"))
    images.persons[person] = {"id": person, "version": 1, "name": "虚构寅卯", "phone": None}
    images.posts[person] = {
        "id": person,
        "version": 1,
        "unit": "13-FGW",
        "person_id": person,
        "person": "虚构寅卯",
        "post": "HEAD",
        "title": "主任",
        "begins": "2026-01-01T00:00:00+08:00",
        "ends": None,
    }
    async with database.transaction() as conn:
        assert await apply_images(conn, images, clock.now()) == []


async def run(desk: Desk, **given: Any) -> dict[str, Any]:
    payload: dict[str, Any] = await desk.act("openPeriods", RAN, given, JOB)
    return payload


async def periods(desk: Desk, who: Who = PROVINCE, **wanted: Any) -> list[dict[str, Any]]:
    answer = await desk.ask(PERIODS, who, filter=wanted or None)
    return [edge["node"] for edge in answer["periods"]["edges"]]


async def of_department(desk: Desk, period: str, kind: str) -> dict[str, Any]:
    rows = await periods(desk, unit="13-FGW", period=period)
    return next(row for row in rows if row["kind"] == kind)


async def held(desk: Desk, who: Who = PROVINCE, **given: Any) -> Any:
    act = {
        "kind": "CONFERENCE",
        "title": "一季度经济形势发布会",
        "heldAt": (desk.clock.now() - timedelta(hours=1)).isoformat(),
        "unit": "13-FGW",
        **given,
    }
    return await desk.act("recordPeriodicAct", "periods { progress kind state outcome }", act, who)


async def test_each_period_is_opened_once_however_often_the_job_runs(spring: Desk) -> None:
    first = await run(spring)
    again = await run(spring)
    assert first["opened"] > 10
    assert (again["opened"], again["standing"], again["hasMore"]) == (0, first["opened"], False)
    row = await of_department(spring, "2026Q2", "DEPARTMENT_CONFERENCE")
    assert row["dueAt"] == "2026-06-30T15:59:59.999999+00:00"
    assert row["progress"] == "0/1"
    assert row["basis"][0]["assumption"]


@pytest.mark.requirement(47)
async def test_the_offices_of_city_and_county_see_their_bulletin_on_the_board(spring: Desk) -> None:
    await run(spring)
    owners = {row["unit"]["code"] for row in await periods(spring, OFFICER, period="2026H1")}
    assert owners == {"1301-ZFB", "1301-XWB", "130121-ZFB", "130123-ZFB", "130123-XWB"}


async def test_batches_open_everything_between_them(spring: Desk) -> None:
    opened: list[dict[str, Any]] = []
    while not opened or opened[-1]["hasMore"]:
        opened.append(await run(spring, limit=5))
    assert {batch["opened"] for batch in opened[:-1]} == {5}
    assert (await run(spring))["opened"] == 0


async def test_several_runners_open_each_period_once(spring: Desk) -> None:
    await asyncio.gather(*(run(spring) for _ in range(4)))
    await run(spring)
    rows = await periods(spring)
    keys = [(row["unit"]["code"], row["rule"], row["period"]) for row in rows]
    assert len(keys) == len(set(keys)) > 10


async def test_missed_periods_are_opened_late_with_their_true_limits(spring: Desk) -> None:
    await run(spring)
    spring.clock.advance(days=230)
    await run(spring)
    rows = await periods(spring, unit="13-FGW", rule="province-2013/department-conference")
    assert [row["period"] for row in rows] == ["2027Q1", "2026Q4", "2026Q3", "2026Q2"]
    assert rows[2]["dueAt"] == "2026-09-30T15:59:59.999999+00:00"


async def test_a_moment_before_the_last_run_is_refused(spring: Desk) -> None:
    await run(spring)
    refused = await run(spring, asOf=(MAY - timedelta(days=1)).isoformat())
    assert refused["code"] == "CLOCK_BACKWARDS"
    ahead = await run(spring, asOf=(MAY + timedelta(days=1)).isoformat())
    assert ahead["code"] == "TIME_IN_FUTURE"


@pytest.mark.requirement(131, 129)
async def test_a_conference_meets_the_departments_quarter_and_tells_why_not_the_heads_year(
    spring: Desk,
) -> None:
    await run(spring)
    await held(spring, attendees=[{"unit": "13-FGW", "person": "虚构寅卯"}])
    quarter = await of_department(spring, "2026Q2", "DEPARTMENT_CONFERENCE")
    assert (quarter["progress"], quarter["outcome"]) == ("1/1", "ON_TIME")
    year = await of_department(spring, "2026", "HEAD_ATTENDANCE")
    assert year["progress"] == "0/1"
    assert year["acts"][0]["reason"] == "不是省政府新闻办公室主办的新闻发布会"
    await held(spring, host="13-XWB", attendees=[{"unit": "13-FGW", "person": "虚构寅卯"}])
    year = await of_department(spring, "2026", "HEAD_ATTENDANCE")
    assert year["state"] == "FULFILLED"


@pytest.mark.requirement(141)
async def test_one_interview_of_two_is_shown_as_one_of_two(spring: Desk) -> None:
    await run(spring)
    await held(spring, kind="ONLINE_INTERVIEW")
    row = await of_department(spring, "2026", "ONLINE_INTERVIEW_DEPARTMENT")
    assert (row["progress"], row["state"]) == ("1/2", "OPEN")
    await held(spring, kind="ONLINE_INTERVIEW")
    row = await of_department(spring, "2026", "ONLINE_INTERVIEW_DEPARTMENT")
    assert (row["progress"], row["state"]) == ("2/2", "FULFILLED")


async def test_a_late_bulletin_counts_for_the_half_year_it_names(spring: Desk) -> None:
    await run(spring)
    rows = await periods(spring, OFFICER, unit="1301-ZFB", period="2026H1")
    spring.clock.advance(days=60)
    late = {"kind": "BULLETIN", "title": "上半年通报", "unit": "1301-ZFB", "number": "石政办函8号"}
    named = await held(spring, OFFICER, occasion=rows[0]["id"], **late)
    assert named["periods"][0]["outcome"] == "LATE"


async def test_a_bulletin_without_its_number_is_refused(spring: Desk) -> None:
    refused = await held(spring, OFFICER, kind="BULLETIN", unit="1301-ZFB")
    assert (refused["code"], refused["field"]) == ("MISSING", "input.number")


async def test_an_act_of_a_unit_elsewhere_is_refused(spring: Desk) -> None:
    refused = await held(spring, OFFICER, unit="13-FGW")
    assert refused["code"] == "NOT_FOUND"


async def test_what_was_done_before_the_job_came_by_counts_at_once(spring: Desk) -> None:
    await held(spring)
    ran = await run(spring)
    assert ran["fulfilled"] == 1
    row = await of_department(spring, "2026Q2", "DEPARTMENT_CONFERENCE")
    assert row["outcome"] == "ON_TIME"


@pytest.mark.requirement(163)
async def test_a_bulletin_without_a_period_is_untimed_and_the_next_follows_the_last(
    spring: Desk,
) -> None:
    await run(spring)
    rule = "province-2013/bulletin"
    row = (await periods(spring, rule=rule))[0]
    assert (row["period"], row["dueAt"]) == ("第1次", None)
    now = spring.clock.now().isoformat()
    await held(spring, kind="BULLETIN", unit="13-XWB", number="冀新发1号", heldAt=now)
    spring.clock.advance(days=1)
    await run(spring)
    rows = await periods(spring, rule=rule)
    assert [(row["period"], row["state"]) for row in rows] == [
        ("第2次", "OPEN"),
        ("第1次", "FULFILLED"),
    ]


async def test_a_department_tagged_midway_owes_from_the_next_quarter(spring: Desk) -> None:
    async with spring.database.transaction() as conn:
        await conn.execute(
            "update mirror_unit set tags = '[]', tagged = '{}' where code = '13-FGW'"
        )
    await add_units(spring.database, spring.clock, "重点发布部门")
    await run(spring)
    rule = "province-2013/department-conference"
    assert await periods(spring, rule=rule) == []
    spring.clock.advance(days=50)
    await run(spring)
    rows = await periods(spring, unit="13-FGW", rule=rule)
    assert [row["period"] for row in rows] == ["2026Q3"]


async def test_an_interview_recorded_as_a_release_counts_and_one_of_an_exercise_does_not(
    spring: Desk,
) -> None:
    await run(spring)
    now = spring.clock.now().isoformat()
    for drill in (False, True):
        facts = {"knownAt": now, "localities": ["1301"], "units": ["1301-JYJ"], "drill": drill}
        opened = await spring.act("openIncident", "incident { id }", {"facts": facts})
        release = {
            "incident": opened["incident"]["id"],
            "form": "ONLINE_INTERVIEW",
            "conclusive": False,
            "title": "做客政府网站",
            "unit": "1301-JYJ",
        }
        done = await spring.act("recordRelease", "release { id }", release)
        assert done["__typename"] == "RecordReleasePayload", done
    rows = await periods(spring, OFFICER, unit="1301-JYJ", period="2026")
    assert rows[0]["progress"] == "1/2"
    assert sorted(act["reason"] for act in rows[0]["acts"]) == ["演练不计入", "计入"]
