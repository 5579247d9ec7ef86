"""Journals and reports: what a clerk reads, takes away as a file, and may not see."""

import base64
import hashlib
import re
from collections.abc import AsyncIterator
from io import BytesIO
from typing import Any
from urllib.parse import unquote

import docx
import orjson
import pytest
import pytest_asyncio
from python_calamine import CalamineWorkbook

from services.kit.clock import ManualClock
from tests.deadlines.desk import CHIEF, COUNTY, ELSEWHERE, OFFICER, VENDOR, Desk, Who, serving
from tests.deadlines.leads import report
from tests.deadlines.test_lifecycle import adopted

DAY = "2026-11-21"
JOURNAL = (
    "query J($unit: String, $on: Date!) { journal(unit: $unit, on: $on) { title text drill } }"
)
SPECIAL = "query S($id: ID!) { specialReport(incident: $id) { title text json sha256 drill } }"
MONITORING = """query M($unit: String, $from: Date!, $to: Date!) {
  monitoringReport(unit: $unit, firstDay: $from, lastDay: $to) { title text } }"""
NUMBER = "13912345678"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def night(desk: Desk) -> AsyncIterator[dict[str, Any]]:
    """A night: leads from a vendor, an incident of one of them, a referral, a release, a call."""
    lead = (await report(desk, title="正定县一工厂爆炸", source={"platform": "微博"}))["lead"]["id"]
    await report(
        desk, title=f"=停水 电话{NUMBER}", source={"platform": "抖音"}, localityCode="130121"
    )
    false = (await report(desk, title="旧闻重发", localityCode="130123001"))["lead"]["id"]
    given = {"lead": false, "reason": "系去年旧闻"}
    await desk.act("dismissLead", "lead { id }", given)
    made = await desk.act(
        "promoteLead", "incident { id number }", {"lead": lead, "title": "正定县工厂爆炸"}
    )
    incident = made["incident"]
    opened = {"incident": incident["id"]}
    asked = {"unit": "130123-YJGLJ", "request": "请核实处置", **opened}
    await desk.act("refer", "referral { id }", asked)
    call = {"number": "H-1", "kind": "COMPLAINT", "summary": f"孩子被困，联系{NUMBER}", **opened}
    await desk.act(
        "linkHotlineTicket", "ticket { id }", {**call, "receivedAt": "2026-11-21T02:50:00+08:00"}
    )
    await desk.approve(incident["id"], decidedAt="2026-11-21T02:58:30+08:00")
    website = {"channelKind": "WEBSITE", "url": "https://www.example.gov.cn/a/13912345678.html"}
    told = {
        "form": "STATEMENT",
        "conclusive": False,
        "title": "情况通报",
        "publications": [website],
    }
    await desk.act("recordRelease", "release { id }", {**told, **opened})
    day = {"unit": "1301", "day": "2026-11-20", "calls": 120, "answered": 110, "answeredInTime": 96}
    patrol = {"unit": "1301", "channels": ["微博", "抖音"], "result": "NOTHING_FOUND"}
    await desk.act("recordPatrol", "patrol { id }", patrol)
    stated = {"source": "市12345热线平台", "rows": [day]}
    await desk.act("importCallStatistics", "new", stated)
    yield incident


async def text_of(desk: Desk, query: str, field: str, who: Who = OFFICER, **given: Any) -> str:
    """Return a document's text with its broken lines joined."""
    text: str = (await desk.ask(query, who, **given))[field]["text"]
    return text.replace("\n", "")


async def file_of(
    desk: Desk, path: str, who: Who | None = OFFICER
) -> tuple[int, dict[str, str], bytes]:
    headers = {"authorization": f"Bearer {desk.token(who)}"} if who else {}
    async with desk.session.get(f"{desk.url}/documents/{path}", headers=headers) as answer:
        return answer.status, {k.lower(): v for k, v in answer.headers.items()}, await answer.read()


@pytest.mark.requirement(66)
async def test_the_journal_tells_a_day_and_says_what_did_not_happen(
    desk: Desk, night: dict[str, Any]
) -> None:
    text = await text_of(desk, JOURNAL, "journal", on=DAY)
    for told in (
        "石家庄市人民政府舆情日志（2026年11月21日）",
        "本日收到线索3条，其中外部监测3条",
        "新登记事件1起，办结0起，目前在办1起",
        "OFFICER@1301  微博、抖音  未发现",
        "本日无漏巡",
        "系去年旧闻",
        f"转为事件 {night['number']}",
        "石家庄市人民政府转正定县应急",
        "投诉工单H-1：孩子被困",
        "领导审定口径",
        "权威信息：情况通报",
    ):
        assert told in text
    before = await text_of(desk, JOURNAL, "journal", on="2026-11-19")
    assert before.count("本日无") == 11
    assert "日终在办0起" in before


async def test_the_journal_tells_what_a_policy_owes_that_day(
    desk: Desk, module_clock: ManualClock
) -> None:
    law = adopted("city-monitoring.toml", "1301")
    async with serving(desk.database, module_clock, law=law) as here:
        policy = {"unit": "1301-JYJ", "title": "某办法", "major": True, "vitalInterests": True}
        planned = {"plannedAt": "2026-11-21T18:00:00+08:00"}
        await here.act("announcePolicy", "policy { id }", {**policy, **planned})
        text = await text_of(here, JOURNAL, "journal", on=DAY)
    assert re.search(r"某办法 +\S", text)


@pytest.mark.requirement(66)
async def test_the_special_report_tells_what_happened_was_owed_and_is_open(
    desk: Desk, night: dict[str, Any]
) -> None:
    report_ = (await desk.ask(SPECIAL, id=night["id"]))["specialReport"]
    assert hashlib.sha256(report_["json"].encode()).hexdigest() == report_["sha256"]
    for told in (
        "关于“正定县工厂爆炸”的舆情专报",
        "死亡人数不明",
        "已办（按",
        "https://www.example.gov.cn/a/139",
        "投诉工单H-1",
        "尚未回复",
        "待签收",
    ):
        assert told in report_["text"]
    assert "石政办发〔2019〕5号 四第1段" in report_["json"]
    assert "合规" not in report_["text"]


@pytest.mark.requirement(146)
async def test_the_monitoring_report_states_numbers_as_their_sources(
    desk: Desk, night: dict[str, Any]
) -> None:
    given: Any = {"from": "2026-11-01", "to": DAY}
    text = " ".join((await text_of(desk, MONITORING, "monitoringReport", **given)).split())
    for told in ("市12345热线", "120 110 96 91.7% 80.0%", "本系统未作核", "漏报"):
        assert told in text
    none: Any = {"from": "2026-10-01", "to": "2026-10-31"}
    empty = await text_of(desk, MONITORING, "monitoringReport", **none)
    assert empty.count("本期无") == 7


async def test_files_hold_the_same_and_their_digest(desk: Desk, night: dict[str, Any]) -> None:
    status, headers, body = await file_of(desk, f"journal.docx?on={DAY}")
    assert status == 200
    name = unquote(headers["content-disposition"].partition("UTF-8''")[2])
    assert name == "石家庄市人民政府舆情日志（2026年11月21日）-20261121.docx"
    digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
    assert headers["repr-digest"] == f"sha-256=:{digest}:"
    lines = [paragraph.text for paragraph in docx.Document(BytesIO(body)).paragraphs]
    assert lines[1] == "石家庄市人民政府舆情日志（2026年11月21日）"
    _, _, body = await file_of(desk, f"special.xlsx?incident={night['id']}")
    book = CalamineWorkbook.from_filelike(BytesIO(body))
    proof = book.get_sheet_by_name("证据清单").to_python()
    places = [row[2:4] for row in proof if row[0] == "发布渠道"]
    assert places == [["情况通报", f"https://www.example.gov.cn/a/{NUMBER}.html"]]
    period = f"firstDay=2026-11-01&lastDay={DAY}"
    _, _, body = await file_of(desk, f"monitoring.xlsx?{period}")
    book = CalamineWorkbook.from_filelike(BytesIO(body))
    leads = book.get_sheet_by_name("线索清单").to_python()
    assert [row[1] for row in leads] == [
        "线索",
        "正定县一工厂爆炸",
        "=停水 电话139****5678",
        "旧闻重发",
    ]


async def test_no_telephone_number_leaves_in_any_form(desk: Desk, night: dict[str, Any]) -> None:
    for path in (
        f"journal.txt?on={DAY}",
        f"special.json?incident={night['id']}",
        f"monitoring.json?firstDay={DAY}&lastDay={DAY}",
    ):
        text = (await file_of(desk, path))[2].decode()
        assert "139****5678" in text
        assert NUMBER not in text.replace(f"{NUMBER}.html", "")  # an address of the net stays


async def test_a_drill_is_marked_and_counts_in_no_journal(
    desk: Desk, night: dict[str, Any]
) -> None:
    drill = await desk.open(drill=True)
    told = (await desk.ask(SPECIAL, id=drill["id"]))["specialReport"]
    assert told["drill"] is True
    assert "【演练】" in told["text"]
    assert drill["number"] not in await text_of(desk, JOURNAL, "journal", on=DAY)


@pytest.mark.parametrize(
    ("path", "who", "status", "code", "field"),
    [
        (f"journal.txt?on={DAY}", None, 401, "UNAUTHENTICATED", None),
        (f"journal.txt?on={DAY}", VENDOR, 403, "FORBIDDEN", None),
        (f"journal.txt?on={DAY}&unit=1404", OFFICER, 404, "NOT_FOUND", "unit"),
        (f"journal.txt?on={DAY}&unit=1301", COUNTY, 404, "NOT_FOUND", "unit"),
        (f"journal.pdf?on={DAY}", OFFICER, 404, "NOT_FOUND", "form"),
        ("journal.txt", OFFICER, 422, "MISSING", "on"),
        ("journal.txt?on=21/11", OFFICER, 422, "BAD_DATE", "on"),
        ("journal.txt?on=2026-11-22", OFFICER, 422, "DAY_IN_FUTURE", "on"),
        ("journal.txt?on=0001-01-01", OFFICER, 422, "DAY_TOO_EARLY", "on"),
        ("special.txt?incident=x", OFFICER, 422, "BAD_ID", "incident"),
        (f"monitoring.txt?firstDay={DAY}&lastDay=2026-11-01", OFFICER, 422, "BAD_DAYS", "lastDay"),
        (f"monitoring.txt?firstDay=2020-01-01&lastDay={DAY}", OFFICER, 422, "BAD_DAYS", "lastDay"),
    ],
)
async def test_what_cannot_be_had_is_refused(
    desk: Desk, path: str, who: Who | None, status: int, code: str, field: str | None
) -> None:
    got, _, body = await file_of(desk, path, who)
    error = orjson.loads(body)["errors"][0]
    assert (got, error["extensions"]["code"]) == (status, code)
    assert error["extensions"]["field"] == field


async def test_what_lies_elsewhere_is_in_no_report(desk: Desk, night: dict[str, Any]) -> None:
    refused = await desk.send(SPECIAL, ELSEWHERE, id=night["id"])
    assert refused["errors"][0]["extensions"]["code"] == "NOT_FOUND"
    assert night["number"] not in await text_of(desk, JOURNAL, "journal", ELSEWHERE, on=DAY)
    county = await text_of(desk, JOURNAL, "journal", CHIEF, on=DAY, unit="130123")
    assert night["number"] in county
    assert "停水" not in county


@pytest.mark.requirement(46)
async def test_a_bulletin_states_how_each_number_is_counted_and_what_it_counted(
    desk: Desk, night: dict[str, Any]
) -> None:
    asked = f"period=2026H2&incidents={night['number']}"
    text = (await file_of(desk, f"bulletin.txt?{asked}"))[2].decode()
    assert f"筛选条件：事件：{night['number']}。" in text
    assert "超期未办清单\n　　本期无" in text
    book = CalamineWorkbook.from_filelike(
        BytesIO((await file_of(desk, f"bulletin.xlsx?{asked}"))[2])
    )
    known = {row[0] for row in book.get_sheet_by_name("指标口径").to_python()[1:]}
    proofs = [row[:2] for row in book.get_sheet_by_name("凭据清单").to_python()[1:]]
    for name in ("总体情况（暂定）", "总体情况（法定无时限）"):
        heads, row = book.get_sheet_by_name(name).to_python()
        assert {str(head).partition("(")[0] for head in heads[1:]} <= known
        assert row[heads.index("应办")] == proofs.count(["应办事项", row[0]])
    _, _, body = await file_of(desk, f"bulletin.docx?{asked}")
    assert "指标口径" in [
        p.text.partition("、")[2] for p in docx.Document(BytesIO(body)).paragraphs
    ]
    status, _, told = await file_of(desk, "bulletin.docx?modalities=MAYBE")
    assert (status, b"UNKNOWN_MODALITY" in told) == (422, True)


@pytest.mark.requirement(46)
async def test_an_issued_report_is_the_same_file_whatever_comes_after(
    desk: Desk, night: dict[str, Any]
) -> None:
    stated = {"kind": "BULLETIN", "period": "2026H2", "number": "石政办通〔2026〕9号"}
    made = await desk.act("issueBulletin", "bulletin { id sha256 }", stated, CHIEF)
    path = f"issued.docx?id={made['bulletin']['id']}"
    _, _, first = await file_of(desk, path)
    await desk.open()
    assert (await file_of(desk, path))[2] == first
    lines = [paragraph.text for paragraph in docx.Document(BytesIO(first)).paragraphs]
    assert lines[1] == "石政办通〔2026〕9号"
    assert any(made["bulletin"]["sha256"] in line for line in lines)
    status, _, _ = await file_of(desk, path, ELSEWHERE)
    assert status == 404


async def test_an_assessment_has_a_part_for_each_scheme(desk: Desk, night: dict[str, Any]) -> None:
    schemes = (await desk.ask("{ assessmentSchemes { id title } }"))["assessmentSchemes"]
    text = (await file_of(desk, "assessment.txt?year=2026"))[2].decode()
    assert all(scheme["title"] in text for scheme in schemes)
    one = (await file_of(desk, f"assessment.txt?year=2026&schemes={schemes[0]['id']}"))[2].decode()
    assert schemes[1]["title"] not in one
    assert (await file_of(desk, "assessment.txt?year=MMXXVI"))[0] == 422
    assert (await file_of(desk, "assessment.txt?year=2026&schemes=none"))[0] == 422
