"""Filings over real HTTP: what opens one, what joins it, its receipt, and how far a copy is behind.

Rows of 某省 2013: 一 spokespersons, 七 政务微博 and 政务微信, 十 expert pools.
"""

import asyncio
import itertools
from typing import Any

import pytest
import pytest_asyncio

from services.kit.clock import ManualClock
from services.kit.database import Database
from tests.registry.api import Api

FILING = (
    "FilingPayload { filing { id state filedOn receiptNumber snapshotDigest version"
    " changes { what name } recipient { code } snapshot { name facts { key value } } } }"
)
OPEN = """
query ($under: String!, $subject: FilingSubject) {
  filings(under: $under, subject: $subject, first: 100) {
    edges { node { id state subject recipientKind recipient { code } version openedBy
      recipientTrace changes { what entity name } unit { code } } }
  }
}
"""
DIFF = """
query ($unit: String!, $subject: FilingSubject!, $on: Date) {
  filedDiff(unit: $unit, subject: $subject, on: $on) {
    state behind sentence digest filed { receiptNumber } open { id }
    added { name } removed { name } changed { facts after { name } }
  }
}
"""
_NUMBERS = itertools.count(1)


@pytest_asyncio.fixture(scope="module", loop_scope="module", autouse=True)
async def offices(api: Api) -> None:
    """Give 石家庄市 a news office and a 网信办; 正定县 has neither."""
    for short, kind in (("XWB", "NEWS_OFFICE"), ("WXB", "CYBERSPACE")):
        given: dict[str, Any] = {
            "code": f"1301-{short}",
            "name": short,
            "kind": kind,
            "parent": "1301",
        }
        await api.act("createUnit", "UnitPayload { replayed }", **given)


async def bureau(api: Api, parent: str = "1301") -> str:
    """Return the code of a new bureau."""
    code = f"{parent}-JU{next(_NUMBERS)}"
    given: dict[str, Any] = {
        "code": code,
        "name": f"{code}局",
        "kind": "DEPARTMENT",
        "parent": parent,
    }
    await api.act("createUnit", "UnitPayload { replayed }", **given)
    return code


async def spokesperson(api: Api, unit: str, name: str, **given: Any) -> dict[str, str]:
    """Appoint a new person; return the ids of both."""
    person = await api.act("createPerson", "PersonPayload { person { id } }", unit=unit, name=name)
    told = {"post": "SPOKESPERSON", "title": "新闻发言人", "startsOn": "2026-01-01"} | given
    made = await api.act(
        "appoint",
        "AppointmentPayload { appointment { id } }",
        unit=unit,
        personId=person["person"]["id"],
        **told,
    )
    return {"person": person["person"]["id"], "appointment": made["appointment"]["id"]}


async def expert(api: Api, unit: str, name: str) -> str:
    given: dict[str, Any] = {"unit": unit, "name": name, "fields": ["安全生产"]}
    made = await api.act("addExpert", "ExpertPayload { expert { id } }", **given)
    found: str = made["expert"]["id"]
    return found


async def filings(api: Api, unit: str, subject: str | None = None) -> list[dict[str, Any]]:
    data = await api.ask(OPEN, {"under": unit, "subject": subject})
    return [edge["node"] for edge in data["filings"]["edges"]]


async def diff(api: Api, unit: str, subject: str, on: str | None = None) -> dict[str, Any]:
    data = await api.ask(DIFF, {"unit": unit, "subject": subject, "on": on})
    found: dict[str, Any] = data["filedDiff"]
    return found


async def record(api: Api, filing: str, **given: Any) -> dict[str, Any]:
    told = {"receiptNumber": "石新备〔2026〕1号", "filedOn": "2026-11-21"} | given
    return await api.act("recordFiling", FILING, filing=filing, **told)


@pytest.mark.requirement(124)
async def test_each_change_of_the_spokespersons_joins_one_filing(api: Api) -> None:
    unit = await bureau(api)
    one = await spokesperson(api, unit, "某甲")
    await api.act("updatePerson", "PersonPayload { replayed }", id=one["person"], name="某乙")
    ended: dict[str, Any] = {"id": one["appointment"], "endsOn": "2026-11-01"}
    await api.act("endAppointment", "AppointmentPayload { replayed }", **ended)
    (found,) = await filings(api, unit)
    assert (found["state"], found["subject"], found["version"]) == ("OPEN", "SPOKESPERSONS", 3)
    assert (found["recipientKind"], found["recipient"]) == ("NEWS_OFFICE", {"code": "1301-XWB"})
    assert [(one["what"], one["name"]) for one in found["changes"]] == [
        ("ADDED", "某甲"),
        ("CHANGED", "某乙"),
        ("REMOVED", "某乙"),
    ]


@pytest.mark.requirement(156)
async def test_a_pool_set_up_or_adjusted_is_filed_with_the_news_office(api: Api) -> None:
    unit = await bureau(api)
    one = await expert(api, unit, "某专家")
    steps: list[tuple[str, dict[str, Any]]] = [
        ("setExpertAvailability", {"available": False}),
        ("updateExpert", {"fields": ["药品安全"]}),
        ("removeExpert", {"removedOn": "2026-11-21"}),
    ]
    for field, given in steps:
        await api.act(field, "ExpertPayload { replayed }", id=one, **given)
    (found,) = await filings(api, unit, "EXPERT_POOL")
    assert found["recipient"] == {"code": "1301-XWB"}
    assert [one["what"] for one in found["changes"]] == ["ADDED", "CHANGED", "REMOVED"]


@pytest.mark.requirement(144)
async def test_weibo_and_wechat_are_filed_with_the_cyberspace_office(api: Api) -> None:
    unit = await bureau(api)
    for kind in ("WEIBO", "WECHAT", "HOTLINE"):
        given: dict[str, Any] = {"unit": unit, "kind": kind, "platform": "平台", "name": kind}
        made = await api.act(
            "openChannel", "ChannelPayload { channel { id } }", openedOn="2026-11-01", **given
        )
        closing: dict[str, Any] = {"id": made["channel"]["id"], "closedOn": "2026-11-20"}
        await api.act("closeChannel", "ChannelPayload { replayed }", **closing)
    (found,) = await filings(api, unit)
    assert (found["recipientKind"], found["recipient"]) == ("CYBERSPACE", {"code": "1301-WXB"})
    assert [(one["what"], one["name"]) for one in found["changes"]] == [
        ("ADDED", "WEIBO"),
        ("REMOVED", "WEIBO"),
        ("ADDED", "WECHAT"),
        ("REMOVED", "WECHAT"),
    ]


async def test_of_an_account_its_name_is_filed_and_not_who_watches_it(api: Api) -> None:
    unit = await bureau(api)
    given: dict[str, Any] = {"unit": unit, "kind": "WEIBO", "platform": "微博", "name": "某发布"}
    made = await api.act(
        "openChannel", "ChannelPayload { channel { id } }", openedOn="2026-11-01", **given
    )
    changes: list[dict[str, Any]] = [
        {"group": "政务微博微信群"},
        {"reach": 1000, "reachSource": "平台后台"},
        {"name": "某某发布"},
    ]
    for change in changes:
        told = {"id": made["channel"]["id"], **change}
        await api.act("updateChannel", "ChannelPayload { replayed }", **told)
    (found,) = await filings(api, unit)
    assert [(one["what"], one["name"]) for one in found["changes"]] == [
        ("ADDED", "某发布"),
        ("CHANGED", "某某发布"),
    ]


async def test_where_the_level_has_no_such_office_the_filing_opens_without_one(api: Api) -> None:
    unit = await bureau(api, "130123")
    await expert(api, unit, "某专家")
    (found,) = await filings(api, unit)
    assert (found["state"], found["recipient"]) == ("OPEN", None)
    assert found["recipientTrace"][-1] == "正定县人民政府当日没有新闻办公室，不越级认定。"


async def test_a_liaison_and_a_spokesperson_told_as_filed_open_none(api: Api) -> None:
    unit = await bureau(api)
    await spokesperson(api, unit, "某甲", post="LIAISON")
    await spokesperson(api, unit, "某乙", filedOn="2026-01-15")
    assert await filings(api, unit) == []
    assert (await diff(api, unit, "SPOKESPERSONS"))["state"] == "CURRENT"


@pytest.mark.requirement(124)
async def test_a_receipt_closes_the_filing_and_freezes_the_list(api: Api) -> None:
    unit = await bureau(api)
    one = await spokesperson(api, unit, "某甲", rank="副处级")
    (opened,) = await filings(api, unit)
    digest = (await diff(api, unit, "SPOKESPERSONS"))["digest"]
    told = {"fileSha256": "A" * 64, "fileName": "名单.pdf", "expectedDigest": digest}
    filed = (await record(api, opened["id"], **told))["filing"]
    assert (filed["state"], filed["filedOn"]) == ("FILED", "2026-11-21")
    assert filed["snapshotDigest"] == digest
    await api.act("updatePerson", "PersonPayload { replayed }", id=one["person"], name="某乙")
    again = await api.ask(
        "query ($id: ID!) { node(id: $id) { ... on Filing { snapshot { name facts { key value } } "
        "} } }",
        {"id": opened["id"]},
    )
    (entry,) = again["node"]["snapshot"]
    assert entry["name"] == "某甲"
    assert {"key": "rank", "value": "副处级"} in entry["facts"]


async def test_recording_marks_those_on_the_list_as_filed(api: Api) -> None:
    unit = await bureau(api)
    one = await spokesperson(api, unit, "某甲")
    (opened,) = await filings(api, unit)
    await record(api, opened["id"])
    node = "query ($id: ID!) { node(id: $id) { ... on Appointment { filedOn version } } }"
    data = await api.ask(node, {"id": one["appointment"]})
    assert data["node"] == {"filedOn": "2026-11-21", "version": 2}


async def test_the_next_change_opens_another_filing(api: Api) -> None:
    unit = await bureau(api)
    await expert(api, unit, "某专家")
    (opened,) = await filings(api, unit)
    await record(api, opened["id"])
    await expert(api, unit, "又一专家")
    assert [one["state"] for one in await filings(api, unit)] == ["FILED", "OPEN"]


async def test_the_filed_copy_tells_in_how_many_places_it_is_behind(api: Api) -> None:
    unit = await bureau(api)
    people = [await spokesperson(api, unit, name) for name in ("某甲", "某乙")]
    never = await diff(api, unit, "SPOKESPERSONS")
    (opened,) = await filings(api, unit)
    await record(api, opened["id"])
    current = await diff(api, unit, "SPOKESPERSONS")
    ended: dict[str, Any] = {"id": people[0]["appointment"], "endsOn": "2026-11-20"}
    await api.act("endAppointment", "AppointmentPayload { replayed }", **ended)
    await api.act("updatePerson", "PersonPayload { replayed }", id=people[1]["person"], name="丁")
    await spokesperson(api, unit, "某丙")
    behind = await diff(api, unit, "SPOKESPERSONS")
    assert never["sentence"] == "名单从未备案，现有 2 项待报送。"
    assert (current["state"], current["behind"]) == ("CURRENT", 0)
    assert behind["sentence"] == "已备案版本（2026-11-21）落后 3 处：新增 1、调出 1、变更 1。"
    assert (behind["added"], behind["removed"]) == ([{"name": "某丙"}], [{"name": "某甲"}])
    assert behind["changed"] == [{"facts": ["姓名或名称"], "after": {"name": "丁"}}]


async def test_a_term_that_ends_by_its_day_puts_the_copy_behind(api: Api) -> None:
    unit = await bureau(api)
    await spokesperson(api, unit, "某甲", endsOn="2026-12-31")
    (opened,) = await filings(api, unit)
    await record(api, opened["id"])
    on = {day: await diff(api, unit, "SPOKESPERSONS", day) for day in ("2026-12-31", "2027-01-01")}
    assert [found["behind"] for found in on.values()] == [0, 1]


async def test_a_list_that_nobody_changed_can_be_filed(api: Api, world: Database) -> None:
    unit = await bureau(api)
    await expert(api, unit, "某专家")
    async with world.transaction() as conn:
        await conn.execute("delete from filing where unit = $1", unit)
    given: dict[str, Any] = {"unit": unit, "subject": "EXPERT_POOL"}
    made = await api.act("openFiling", FILING, **given)
    again = await api.act("openFiling", FILING, **given)
    assert made["filing"]["changes"] == [{"what": "ADDED", "name": "某专家"}]
    assert again["filing"]["id"] == made["filing"]["id"]
    await record(api, made["filing"]["id"])
    refused = await api.act("openFiling", FILING, **given)
    assert (refused["code"], refused["field"]) == ("LIST_IS_FILED", "subject")


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"filedOn": "2026-11-22"}, "FILED_IN_FUTURE", "filedOn"),
        ({"filedOn": "2026-11-20"}, "FILED_BEFORE_CHANGE", "filedOn"),
        ({"receiptNumber": " "}, "EMPTY_TEXT", "receiptNumber"),
        ({"fileSha256": "A" * 63}, "BAD_SHA256", "fileSha256"),
        ({"expectedDigest": "0" * 64}, "LIST_CHANGED", "expectedDigest"),
    ],
)
async def test_a_faulty_receipt_is_refused(
    api: Api, given: dict[str, str], code: str, field: str
) -> None:
    unit = await bureau(api)
    await expert(api, unit, "某专家")
    (opened,) = await filings(api, unit)
    refused = await record(api, opened["id"], **given)
    assert (refused["code"], refused["field"]) == (code, field)
    assert [one["state"] for one in await filings(api, unit)] == ["OPEN"]


async def test_a_filing_is_recorded_once(api: Api) -> None:
    unit = await bureau(api)
    await expert(api, unit, "某专家")
    (opened,) = await filings(api, unit)
    answers = await asyncio.gather(*(record(api, opened["id"]) for _ in range(2)))
    codes = sorted(one.get("code", "recorded") for one in answers)
    assert codes == ["ALREADY_FILED", "recorded"]


async def test_changes_made_at_once_join_one_filing(api: Api) -> None:
    unit = await bureau(api)
    await asyncio.gather(*(expert(api, unit, f"专家{number}") for number in range(5)))
    (found,) = await filings(api, unit)
    assert {one["name"] for one in found["changes"]} == {f"专家{number}" for number in range(5)}


async def test_the_feed_tells_each_step_of_a_filing_whole(
    api: Api, module_clock: ManualClock
) -> None:
    unit = await bureau(api)
    feed = (
        "query ($after: String) { changes(after: $after, first: 1000)"
        " { cursor changes { entity kind version body } } }"
    )
    before = (await api.ask(feed))["changes"]["cursor"]
    one = await expert(api, unit, "某专家")
    await expert(api, unit, "又一专家")
    (opened,) = await filings(api, unit)
    await record(api, opened["id"])
    found = (await api.ask(feed, {"after": before}))["changes"]["changes"]
    told = [entry for entry in found if entry["entity"] == "filing"]
    assert [entry["kind"] for entry in told] == ["opened", "extended", "recorded"]
    body = told[2]["body"]
    assert (body["unit"], body["subject"], body["recipient"]) == (unit, "EXPERT_POOL", "1301-XWB")
    assert body["opened_at"].startswith(module_clock.now().strftime("%Y-%m-%d"))
    assert [entry["what"] for entry in body["changes"]] == ["ADDED", "ADDED"]
    assert len(body["snapshot"]) == 2
    assert len(body["snapshot_digest"]) == 64
    assert one
