"""Handing the desk over: what the sheet tells, who signs, what is refused, what stays visible."""

import json
from base64 import b64decode
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from math import ceil
from typing import Any

import asyncpg
import pytest
import pytest_asyncio

from services.kit.clock import ManualClock
from tests.deadlines.desk import JOB, VENDOR, Desk, Who
from tests.deadlines.duty import CHIEF, LI, WANG, ZHANG, at, line, plan, start
from tests.support.moments import AT_THREE_IN_THE_MORNING

SIGNED = """handover { id number stateTitle sha256 intact json
    outgoing { person at } incoming { person at accepted remark }
    changes { kindTitle what } shift { stateTitle unhanded } } replayed"""
SHEET = """query H($shift: ID!, $number: Int) { handover(shift: $shift, number: $number) {
    id number state stateTitle sha256 intact madeAt json text docx
    changes { kindTitle what } incomingShift { person } } }"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Night:
    """张's night, begun at 03:02, and 李's day after it; each test has a day of its own."""

    day: int
    first: str
    second: str
    clock: ManualClock

    def move_to(self, hours: float) -> None:
        """Move to so many hours after 08:00."""
        self.clock.advance(seconds=round((self.at(hours) - self.clock.now()).total_seconds()))

    async def open(self, desk: Desk, **facts: Any) -> dict[str, Any]:
        """Write an incident down that happened 22 minutes ago."""
        now = self.clock.now()
        occurred = (now - timedelta(minutes=22)).isoformat()
        return await desk.open(
            ZHANG, **{"knownAt": now.isoformat(), "occurredAt": occurred, **facts}
        )

    def at(self, hours: float) -> datetime:
        return at(24 * self.day + hours)


@pytest_asyncio.fixture(loop_scope="module")
async def night(desk: Desk, module_clock: ManualClock) -> "Night":
    async with desk.database.transaction() as conn:
        await conn.execute("set local session_replication_role = replica")
        for table in ("handover_signature", "handover", "shift", "duty_rules", "patrol"):
            await conn.execute(f"delete from {table}")  # noqa: S608 - the words above
    day = ceil((module_clock.now() - AT_THREE_IN_THE_MORNING) / timedelta(days=1))
    passed = AT_THREE_IN_THE_MORNING + timedelta(days=day) - module_clock.now()
    module_clock.advance(seconds=round(passed.total_seconds()))
    begins = 24 * day
    made = await plan(
        desk,
        line("虚构张", begins - 12, begins),
        line("虚构李", begins, begins + 12),
    )
    first, second = (row["id"] for row in made["shifts"])
    begun = await start(desk, first, ZHANG)
    assert begun["__typename"] == "StartShiftPayload", begun
    return Night(day=day, first=first, second=second, clock=module_clock)


async def sheet(desk: Desk, shift: str, who: Who = ZHANG, number: int | None = None) -> Any:
    return (await desk.ask(SHEET, who, shift=shift, number=number))["handover"]


async def hand_over(desk: Desk, shift: str, who: Who = ZHANG, **more: Any) -> Any:
    return await desk.act("handOver", SIGNED, {"shift": shift, **more}, who)


async def sign(desk: Desk, handover: str, who: Who = LI, **more: Any) -> Any:
    return await desk.act("signHandover", SIGNED, {"handover": handover, **more}, who)


RULES = {
    "unit": "1301",
    "reason": "试行",
    "patrols": [
        {"at": "05:00", "tolerance": 20, "channels": ["微博", "论坛"]},
        {"at": "06:00", "tolerance": 20, "channels": ["微博"]},
        {"at": "12:00", "tolerance": 20, "channels": ["微博"]},
    ],
    "expectations": [{"kind": "VENDOR", "subject": VENDOR.name, "within": 120}],
}
LEAD = {"source": {"platform": "微博", "alertId": "1"}, "localityCode": "130123"}


async def full(desk: Desk, night: Night) -> dict[str, Any]:
    """A night with two accidents, a drill, a lead, a waiver, an override and half a patrol."""
    await desk.act("setDutyRules", "replayed", RULES, CHIEF)
    incident = await night.open(desk)
    await night.open(desk, drill=True, severity="GENERAL")
    await night.open(desk, severity=None, localities=["130121"])
    await desk.act("reportLead", "replayed", {**LEAD, "title": "有烟"}, VENDOR)
    night.clock.advance(minutes=40)
    await desk.act("sweepObligations", "notices", {}, JOB)
    past = {"incident": incident["id"], "form": "STATEMENT", "reason": "口头请示"}
    await desk.act("overrideGate", "replayed", past, CHIEF)
    rolling = incident["by"]["ROLLING_UPDATE"]["id"]
    await desk.act("waiveObligation", "replayed", {"obligation": rolling, "reason": "并入"}, ZHANG)
    night.move_to(-2.9)
    looked = {"unit": "1301", "channels": ["微博"], "result": "NOTHING_FOUND"}
    await desk.act("recordPatrol", "replayed", looked, ZHANG)
    night.move_to(-5 / 60)
    return incident


async def test_an_empty_night_says_so_of_every_part(desk: Desk, night: Night) -> None:
    night.move_to(-5 / 60)
    draft = await sheet(desk, night.first)
    assert (draft["id"], draft["stateTitle"], draft["changes"]) == (None, "未签", None)
    assert draft["incomingShift"] == {"person": "虚构李"}
    assert draft["text"].count("本班无") == 11  # all but the next hours and the silent jobs
    assert "接班：主班 虚构李（11-21 08:00 至 11-21 20:00，未到岗）" in draft["text"]
    assert b64decode(draft["docx"]).startswith(b"PK")


async def test_a_full_night_is_told_whole(desk: Desk, night: Night) -> None:
    await full(desk, night)
    draft = await sheet(desk, night.first)
    told = json.loads(draft["json"])
    dues = [line["due_at"] for line in told["duties"]]
    assert dues == sorted(dues)
    first = told["duties"][0]
    assert (first["title"], first["remaining"], first["clause"]) == ("首次发布", -15300, "四¶1")
    assert {"overdue": 2, "drills": 3}.items() <= told["tally"].items()
    assert any(line["provisional"] for line in told["duties"])
    assert {line["unrouted"] for line in told["notices"]} == {True, False}
    assert [line["title"] for line in told["waived"]] == ["动态发布"]
    (over,) = told["overrides"]
    assert (over["gate"], over["reason"], over["made_good_at"]) == (
        "领导审定口径",
        "口头请示",
        None,
    )
    silent = {each["kind"] for each in told["sources"] if each["silent"]}
    assert silent == {"REGISTRY", "SWEEP", "DELIVERY", "VENDOR"}
    missed = [(line["partly"], line["lacking"]) for line in told["missed_patrols"]]
    assert missed == [(True, ["论坛"]), (False, ["微博"])]
    kinds = [line["kind"] for line in told["ahead"]]
    assert kinds == ["SHIFT_ENDS", "SHIFT_BEGINS", "PATROL"]
    assert (len(told["leads"]), len(told["opened"])) == (1, 3)
    for words in (
        "已超4时15分",
        "【暂定】",
        "【演练】首次发布",
        "待补审批",
        "缺渠道",
        "无处可送16条",
    ):
        assert words in draft["text"], draft["text"]


async def test_two_sign_and_the_second_sees_what_changed(desk: Desk, night: Night) -> None:
    incident = await night.open(desk)
    night.move_to(-5 / 60)
    made = (await hand_over(desk, night.first, note="省厅九点来电"))["handover"]
    assert (made["stateTitle"], made["number"], made["intact"]) == ("待接班人签字", 1, True)
    assert sha256(made["json"].encode()).hexdigest() == made["sha256"]
    assert made["shift"]["stateTitle"] == "交接中"
    night.clock.advance(minutes=3)
    report = incident["by"]["UPWARD_REPORT"]["id"]
    await desk.act("waiveObligation", "replayed", {"obligation": report, "reason": "已报"}, ZHANG)
    await night.open(desk, localities=["130121"])
    assert {"已免办", "新增事件", "新增事项"} <= await changed(desk, night.first)
    taken = (await sign(desk, made["id"], remark="已核对"))["handover"]
    assert (taken["stateTitle"], taken["intact"]) == ("已交接", True)
    assert taken["json"] == made["json"]
    assert taken["shift"] == {"stateTitle": "已交接", "unhanded": False}
    assert taken["outgoing"]["person"] == "虚构张"
    assert (taken["incoming"]["person"], taken["incoming"]["remark"]) == ("虚构李", "已核对")
    night.clock.advance(minutes=1)
    await night.open(desk)
    later = await sheet(desk, night.first)
    assert {c["what"] for c in later["changes"]} == {c["what"] for c in taken["changes"]}
    assert "交班人：虚构张  时间：2026-11-2" in later["text"]
    # the next sheet tells of what came since this one, and its shift has begun with the signature
    following = await sheet(desk, night.second, LI)
    told = json.loads(following["json"])
    assert (told["after_handover"], told["since"]) == (True, iso(night.at(-5 / 60)))
    assert len(told["opened"]) == 2
    assert told["shift"]["started_at"] == iso(night.at(-2 / 60))


async def test_a_gate_passed_by_stands_in_each_sheet_until_it_is_made_good(
    desk: Desk, night: Night
) -> None:
    incident = await night.open(desk)
    past = {"incident": incident["id"], "form": "STATEMENT", "reason": "口头请示"}
    await desk.act("overrideGate", "replayed", past, CHIEF)
    night.move_to(-5 / 60)
    made = (await hand_over(desk, night.first))["handover"]
    await sign(desk, made["id"])
    night.move_to(1)
    numbers = {line["number"] for line in await overrides(desk, night)}
    assert incident["number"] in numbers
    owed = (await desk.file(incident["id"]))["by"]["AFTER_APPROVAL"]["id"]
    await desk.approve(incident["id"], obligation=owed)
    assert {line["number"] for line in await overrides(desk, night)} == numbers - {
        incident["number"]
    }


async def overrides(desk: Desk, night: Night) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((await sheet(desk, night.second, LI))["json"])[
        "overrides"
    ]
    return found


async def test_nobody_signs_for_another(desk: Desk, night: Night) -> None:
    early = await hand_over(desk, night.first)
    assert (early["code"], early["field"]) == ("TOO_EARLY", "input.shift")
    night.move_to(-5 / 60)
    assert (await hand_over(desk, night.first, WANG))["code"] == "NOT_YOURS"
    assert (await hand_over(desk, night.second, LI))["code"] == "NOT_STARTED"
    made = (await hand_over(desk, night.first))["handover"]
    assert (await hand_over(desk, night.first))["code"] == "SHEET_WAITS"
    assert (await sign(desk, made["id"], WANG))["code"] == "NOT_YOURS"
    assert (await sign(desk, made["id"], CHIEF))["code"] == "NOT_YOURS"
    assert (await sign(desk, made["id"], ZHANG))["code"] == "SAME_PERSON"
    unsaid = await sign(desk, made["id"], accept=False)
    assert (unsaid["code"], unsaid["field"]) == ("MISSING", "input.remark")
    # who stands in for the incoming one signs in his place
    ill = {"shift": night.second, "person": "虚构王", "reason": "李发热"}
    await desk.act("replaceOnShift", "replayed", ill, ZHANG)
    assert (await sign(desk, made["id"], LI))["code"] == "NOT_YOURS"
    taken = await sign(desk, made["id"], WANG)
    assert taken["handover"]["incoming"]["person"] == "虚构王"
    assert (await sign(desk, made["id"], WANG))["code"] == "ALREADY_SIGNED"


async def test_a_sheet_for_a_shift_that_was_cancelled_is_followed_by_another(
    desk: Desk, night: Night
) -> None:
    night.move_to(-5 / 60)
    made = (await hand_over(desk, night.first))["handover"]
    cancelled = {"shift": night.second, "reason": "李调离"}
    await desk.act("cancelShift", "replayed", cancelled, CHIEF)
    assert (await sign(desk, made["id"], LI))["code"] == "SHIFT_GONE"
    assert (await hand_over(desk, night.first))["code"] == "NOBODY_TAKES_OVER"
    begins = 24 * night.day
    await plan(desk, line("虚构王", begins, begins + 12))
    again = (await hand_over(desk, night.first))["handover"]
    assert again["number"] == 2
    taken = (await sign(desk, again["id"], WANG))["handover"]
    assert taken["stateTitle"] == "已交接"


async def test_a_refused_sheet_stays_and_another_is_made(desk: Desk, night: Night) -> None:
    night.move_to(-5 / 60)
    made = (await hand_over(desk, night.first))["handover"]
    given = {"handover": made["id"], "accept": False, "remark": "线索没有交代"}
    no = await desk.act("signHandover", SIGNED, {**given, "idempotencyKey": "no"}, LI)
    again = await desk.act("signHandover", SIGNED, {**given, "idempotencyKey": "no"}, LI)
    assert (no["handover"]["stateTitle"], again["replayed"]) == ("接班人拒签", True)
    assert no["handover"]["shift"]["stateTitle"] == "在班"
    assert (await sheet(desk, night.first))["state"] == "DRAFT"
    second = (await hand_over(desk, night.first))["handover"]
    assert second["number"] == 2
    first = await sheet(desk, night.first, number=1)
    assert "接班人拒签：线索没有交代" in first["text"]
    await sign(desk, second["id"])
    assert (await sheet(desk, night.first))["number"] == 2


async def test_a_shift_that_was_not_handed_over_stands_in_the_next_sheet(
    desk: Desk, night: Night
) -> None:
    night.move_to(0.5)
    begun = await start(desk, night.second, LI)
    assert begun["shifts"][0]["stateTitle"] == "在班"
    draft = await sheet(desk, night.second, LI)
    told = json.loads(draft["json"])
    assert [line["person"] for line in told["unhanded"]] == ["虚构张"]
    assert (told["incoming"], "接班：无人（之后没有排班）" in draft["text"]) == (None, True)
    night.move_to(11.9)
    nobody = await hand_over(desk, night.second, LI)
    assert (nobody["code"], nobody["field"]) == ("NOBODY_TAKES_OVER", "input.to")


async def test_neither_sheet_nor_signature_is_ever_edited(desk: Desk, night: Night) -> None:
    night.move_to(-5 / 60)
    await hand_over(desk, night.first)
    for sql in (
        "update handover set sha256 = ''",
        "delete from handover",
        "update handover_signature set person = '某'",
        "delete from patrol",
        "update duty_rules set reason = ''",
    ):
        with pytest.raises(asyncpg.PostgresError):
            async with desk.database.transaction() as conn:
                await conn.execute(sql)


async def changed(desk: Desk, shift: str) -> set[str]:
    return {change["kindTitle"] for change in (await sheet(desk, shift))["changes"]}


def iso(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")
