"""Who is told: at once, one by one, upward while nobody answers, and in one after a standstill."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
import pytest_asyncio

from services.kit.auth import Role
from services.kit.database import Database
from tests.deadlines.alerting import (
    NATION,
    acknowledge,
    night,
    notices,
    route,
    status,
    sweep,
    tick,
)
from tests.deadlines.desk import CHIEF, COUNTY, OFFICER, Desk
from tests.deadlines.occasions import open_occasion


@pytest_asyncio.fixture(loop_scope="module")
async def desk(clean_deadlines: None, deadlines_db: Database) -> Any:
    async with night(deadlines_db) as desk:
        yield desk


@pytest.mark.requirement(8)
async def test_a_rung_tells_each_of_its_people_once(desk: Desk) -> None:
    await desk.open()
    await sweep(desk)
    first = await notices(desk)
    told = [(n["told"], n["unit"]) for n in first]
    assert ("RESPONSIBLE_PERSON", "130123") in told
    assert next(n["person"] for n in first if n["unit"] == "130123") is not None
    assert ("DUTY_OFFICER", "1301") in told
    assert len({(*one, n["text"]) for one, n in zip(told, first, strict=True)}) == len(first)
    assert all("内部提醒" in n["text"] for n in first)
    assert (await sweep(desk))["notices"] == 0
    assert await notices(desk) == first


async def test_the_gravest_stands_first_and_the_desk_sees_its_own_territory(desk: Desk) -> None:
    await desk.open()
    desk.clock.advance(minutes=2)
    await sweep(desk)
    desk.clock.advance(minutes=2)
    await tick(desk, 32)
    found = await notices(desk)
    order = ["RED", "ORANGE", "YELLOW", "BLUE"]
    ranks = [order.index(n["colour"]) for n in found]
    assert ranks == sorted(ranks)
    assert len(set(ranks)) > 1
    assert {n["unit"] for n in await notices(desk, COUNTY)} == {"130123"}
    assert {n["unit"] for n in await notices(desk, unit="1301")} == {"1301"}


async def test_one_acknowledgement_does_not_silence_another(desk: Desk) -> None:
    await desk.open()
    await sweep(desk)
    before = await notices(desk)
    mine = next(n for n in before if n["told"] == "DUTY_OFFICER")
    done = await acknowledge(desk, mine["id"], OFFICER)
    assert done["notice"]["acknowledgedBy"] == OFFICER.name
    assert done["notice"]["climbAt"] is None
    after = await notices(desk)
    assert {n["id"] for n in before} - {n["id"] for n in after} == {mine["id"]}
    again = await acknowledge(desk, mine["id"], OFFICER)
    assert again["code"] == "ALREADY_ACKNOWLEDGED"


async def test_a_person_is_acknowledged_for_only_with_how_he_was_reached(desk: Desk) -> None:
    await desk.open()
    await sweep(desk)
    head = next(n for n in await notices(desk) if n["person"])
    refusal = await acknowledge(desk, head["id"], OFFICER)
    assert (refusal["code"], refusal["field"]) == ("MISSING", "input.means")
    assert head["person"] in refusal["message"]
    done = await acknowledge(desk, head["id"], OFFICER, means="电话")
    assert done["notice"]["acknowledgedMeans"] == "电话"


async def test_what_nobody_acknowledges_climbs_to_the_top_and_no_further(desk: Desk) -> None:
    await desk.open()
    await sweep(desk)
    officer = next(n for n in await notices(desk) if n["told"] == "DUTY_OFFICER")
    assert officer["climbAt"] is not None
    await tick(desk, 10)
    climbs = [n for n in await notices(desk) if n["climbedFrom"] == officer["id"]]
    assert [n["told"] for n in climbs] == ["DUTY_CHIEF"]
    assert "前一级至今未确认" in climbs[0]["text"]
    assert climbs[0]["climbAt"] is None, "the chief is the top of this rung"
    refusal = await acknowledge(desk, climbs[0]["id"], OFFICER)
    assert refusal["code"] == "NOT_YOURS"
    assert "notice" in await acknowledge(desk, climbs[0]["id"], CHIEF)


async def test_what_is_acknowledged_or_done_does_not_climb(desk: Desk) -> None:
    incident = await desk.open()
    await sweep(desk)
    for row in incident["obligations"]:
        if row["dueAt"]:
            given = {"obligation": row["id"], "reason": "演练结束"}
            await desk.act("waiveObligation", "replayed", given)
    await tick(desk, 12)
    assert [n for n in await notices(desk) if n["kind"] == "CLIMB"] == []


async def test_whoever_takes_a_duty_on_has_read_his_desks_notice_of_it(desk: Desk) -> None:
    incident = await desk.open()
    await sweep(desk)
    duty = incident["by"]["FIRST_RELEASE"]["id"]
    await desk.act("acknowledge", "replayed", {"obligation": duty})
    about = f'{{ noticesAbout(obligation: "{duty}") {{ told acknowledgedBy }} }}'
    told = {n["told"]: n["acknowledgedBy"] for n in (await desk.ask(about))["noticesAbout"]}
    assert told == {"DUTY_OFFICER": OFFICER.name, "RESPONSIBLE_PERSON": None}


async def test_after_a_standstill_each_person_gets_one_digest_with_the_true_times(
    desk: Desk,
) -> None:
    await sweep(desk)
    for _ in range(3):
        await desk.open()
    desk.clock.advance(hours=6)
    payload = await sweep(desk)
    assert payload["backlog"] == 0
    assert payload["catchUp"]["begins"] < payload["catchUp"]["ends"] == payload["asOf"]
    found = await notices(desk)
    keys = [(n["unit"], n["told"], n["person"]) for n in found]
    assert len(keys) == len(set(keys)), "one a person"
    assert {n["kind"] for n in found} == {"DIGEST"}
    officer = next(n for n in found if n["told"] == "DUTY_OFFICER")
    assert officer["items"] > 3
    assert max(t["lateBySeconds"] for t in officer["tells"]) > 5 * 3600
    assert "迟发" in officer["text"]
    assert (await status(desk))["catchUp"] == payload["catchUp"]
    await tick(desk)
    assert [n["kind"] for n in await notices(desk)].count("DIGEST") == len(found)


async def test_a_standstill_worked_off_in_parts_is_still_one_digest(desk: Desk) -> None:
    await sweep(desk)
    for _ in range(6):
        await desk.open()
    desk.clock.advance(hours=30)
    parts = [await sweep(desk, limit=2) for _ in range(7)]
    assert [part["backlog"] > 0 for part in parts] == [True] * 5 + [False] * 2
    assert all(part["notices"] == 0 for part in parts[:5])
    assert len({part["catchUp"]["begins"] for part in parts[:6] if part["catchUp"]}) == 1
    found = await notices(desk)
    keys = [(n["unit"], n["told"], n["person"]) for n in found]
    assert len(keys) == len(set(keys))
    assert (await status(desk))["delivery"]["held"] == 0


async def unanswered_for_a_day(desk: Desk, incidents: int) -> set[str]:
    """Leave notices unacknowledged, then let the sweep stand still; returns their ids."""
    for _ in range(incidents):
        await desk.open()
    await sweep(desk)
    before = {n["id"] for n in await notices(desk)}
    desk.clock.advance(hours=24)
    return before


async def told_since(desk: Desk, before: set[str]) -> list[dict[str, Any]]:
    return [n for n in await notices(desk) if n["id"] not in before]


async def test_what_should_have_climbed_while_nobody_swept_is_in_the_one_digest(
    desk: Desk,
) -> None:
    before = await unanswered_for_a_day(desk, 3)
    await sweep(desk)
    told = await told_since(desk, before)
    assert {n["kind"] for n in told} == {"DIGEST"}
    keys = [(n["unit"], n["person"] or n["told"]) for n in told]
    assert len(keys) == len(set(keys)), "one a person"
    chief = next(n for n in told if n["told"] == "DUTY_CHIEF")
    climbed = [t for t in chief["tells"] if "无人确认" in t["rungTitle"]]
    assert len({t["obligation"] for t in climbed}) == len(climbed) >= 3
    assert min(t["lateBySeconds"] for t in climbed) >= 24 * 3600, "the rung's true time"
    await desk.open(knownAt=desk.clock.now().isoformat(), occurredAt=None)
    await tick(desk, 12)
    since = {n["id"]: n for n in await told_since(desk, before | {n["id"] for n in told})}
    climbs = [n for n in since.values() if n["kind"] == "CLIMB"]
    assert climbs, "what comes from then on climbs as usual"
    assert {n["climbedFrom"] for n in climbs} <= since.keys()


async def test_more_climbs_than_one_run_takes_are_still_one_digest_a_person(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.deadlines.usecases.notices.MOST_CLIMBS", 5)
    before = await unanswered_for_a_day(desk, 4)
    runs = [await sweep(desk)]
    while runs[-1]["backlog"]:
        assert (runs[-1]["notices"], await told_since(desk, before)) == (0, [])
        runs.append(await sweep(desk))
    assert 1 < len(runs) < 9
    told = await told_since(desk, before)
    keys = [(n["kind"], n["unit"], n["person"] or n["told"]) for n in told]
    assert len(keys) == len(set(keys))
    assert {n["kind"] for n in told} == {"DIGEST"}
    assert (await status(desk))["delivery"]["held"] == 0


async def test_a_planned_silence_holds_and_drops_nothing(desk: Desk) -> None:
    given = {"until": "2026-11-21T05:00:00+08:00", "reason": "机房割接"}
    held = await desk.act("holdNotices", "scope until replayed", given, CHIEF)
    assert held["scope"] == "1301"
    await desk.open()
    await tick(desk, 3)
    assert await notices(desk) == []
    now = await status(desk)
    assert now["delivery"]["held"] > 0
    assert now["holds"] == [{"scope": "1301", "reason": "机房割接"}]
    await desk.act("releaseNotices", "scope", {}, CHIEF)
    await tick(desk)
    found = await notices(desk)
    assert {n["kind"] for n in found} == {"DIGEST"}
    assert sum(n["items"] for n in found) == now["delivery"]["held"]


@pytest.mark.parametrize("until", ["2026-11-21T03:00:00+08:00", "2026-11-22T04:00:00+08:00"])
async def test_a_silence_ends_within_a_day(desk: Desk, until: str) -> None:
    refusal = await desk.act("holdNotices", "until", {"until": until, "reason": "维护"}, CHIEF)
    assert (refusal["code"], refusal["field"]) == ("BAD_UNTIL", "input.until")


async def test_a_silence_that_was_forgotten_ends_by_itself(desk: Desk) -> None:
    given = {"until": "2026-11-21T03:04:00+08:00", "reason": "维护"}
    await desk.act("holdNotices", "until", given, CHIEF)
    await desk.open()
    await tick(desk)
    assert await notices(desk) == []
    await tick(desk)
    assert await notices(desk) != []


async def test_a_notice_without_a_way_out_is_counted_until_there_is_one(desk: Desk) -> None:
    await desk.open()
    await sweep(desk)
    found = await notices(desk)
    assert all(n["unrouted"] for n in found)
    assert (await status(desk))["delivery"]["unrouted"] == len(found)


async def test_a_drill_is_marked_and_is_not_missed_where_no_route_takes_it(desk: Desk) -> None:
    await desk.open(drill=True)
    await sweep(desk)
    found = await notices(desk)
    assert found
    assert all(n["drill"] and n["subject"].startswith("【演练】") for n in found)
    assert (await status(desk))["delivery"]["unrouted"] == 0


async def test_an_untimed_duty_is_never_called_overdue(desk: Desk) -> None:
    incident = await desk.open()
    untimed = {row["id"] for row in incident["obligations"] if row["dueAt"] is None}
    assert untimed
    await tick(desk, 5)
    desk.clock.advance(days=2)
    await sweep(desk)
    told = {t["obligation"] for n in await notices(desk) for t in n["tells"]}
    assert told.isdisjoint(untimed), "the pack brings no rung of elapsed time"


async def test_a_duty_of_an_occasion_is_told_to_the_unit_it_is_of(desk: Desk) -> None:
    await open_occasion(desk)
    await sweep(desk)
    found = await notices(desk)
    assert {(n["unit"], n["told"]) for n in found} >= {("1301-ZFB", "DUTY_OFFICER")}
    assert "2026年下半年" in found[0]["subject"]


async def test_a_leader_answers_for_himself_and_his_unit_alone(desk: Desk) -> None:
    await desk.open()
    await sweep(desk)
    head = next(n for n in await notices(desk) if n["person"])
    stranger = replace(CHIEF, role=Role.LEADER)
    assert (await acknowledge(desk, head["id"], stranger, means="见面"))["code"] == "NOT_YOURS"
    own = replace(COUNTY, role=Role.LEADER)
    assert "notice" in await acknowledge(desk, head["id"], own, means="本人")


async def test_a_notice_is_a_node_and_only_in_its_territory(desk: Desk) -> None:
    await desk.open()
    await sweep(desk)
    (first, *_) = await notices(desk)
    query = "query ($id: ID!) { node(id: $id) { id ... on Notice { subject } } }"
    assert (await desk.ask(query, NATION, id=first["id"]))["node"]["subject"] == first["subject"]
    elsewhere = replace(CHIEF, unit="1404", code="1404")
    assert (await desk.ask(query, elsewhere, id=first["id"]))["node"] is None
    at = datetime.fromisoformat(first["dueAt"])
    assert at.tzinfo is not None


async def test_addresses_that_would_reach_inside_are_refused(desk: Desk) -> None:
    for target, code in (
        ("http://127.0.0.1:5432/", "HOST_NOT_ALLOWED"),
        ("https://169.254.169.254/latest", "HOST_NOT_ALLOWED"),
        ("https://qyapi.weixin.qq.com@10.0.0.1/", "BAD_TARGET"),
        ("https://qyapi.weixin.qq.com:8443/x", "HOST_NOT_ALLOWED"),
        ("http://qyapi.weixin.qq.com/x", "HOST_NOT_ALLOWED"),
        ("file:///etc/passwd", "BAD_TARGET"),
        ("https://open.feishu.cn/a b", "BAD_TARGET"),
        ("https://open.feishu.cn\\@10.0.0.1/", "BAD_TARGET"),
        ("https://[::1", "BAD_TARGET"),
    ):
        refusal = await route(desk, target)
        assert (refusal["code"], refusal["field"]) == (code, "input.target"), target
    refusal = await route(desk, "duty@example.cn", kind="EMAIL")
    assert refusal["code"] == "NO_MAIL_SERVER"
    payload = await route(desk, "https://open.feishu.cn/hook/KEY?k=SECRET", kind="FEISHU")
    assert payload["route"]["place"] == "open.feishu.cn"
    refusal = await route(desk, "https://open.feishu.cn/x", CHIEF, unit="1404")
    assert refusal["code"] == "NOT_FOUND"
