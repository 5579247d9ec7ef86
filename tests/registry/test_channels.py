"""Channels over real HTTP: who watches them, their groups, how many they reach, whose they are."""

import itertools
from typing import Any

import pytest

from tests.registry.api import Api

CHANNEL = (
    "ChannelPayload { channel { id name url owner own group reach reachSource version"
    " monitor { name } } }"
)
_NUMBERS = itertools.count(1)


async def bureau(api: Api, **given: Any) -> str:
    code = f"1301-QD{next(_NUMBERS)}"
    told = {"code": code, "name": f"{code}局", "kind": "DEPARTMENT", "parent": "1301"} | given
    await api.act("createUnit", "UnitPayload { replayed }", **told)
    return code


async def channel(api: Api, unit: str, **given: Any) -> dict[str, Any]:
    told = {"kind": "WEIBO", "platform": "微博", "name": "某发布", "openedOn": "2020-01-01"} | given
    made = await api.act("openChannel", CHANNEL, unit=unit, **told)
    found: dict[str, Any] = made.get("channel", made)
    return found


async def update(api: Api, one: dict[str, Any], **given: Any) -> dict[str, Any]:
    made = await api.act("updateChannel", CHANNEL, id=one["id"], **given)
    found: dict[str, Any] = made.get("channel", made)
    return found


async def person(api: Api, name: str = "某监测员") -> str:
    made = await api.act("createPerson", "PersonPayload { person { id } }", unit="1301", name=name)
    found: str = made["person"]["id"]
    return found


async def listed(api: Api, **given: Any) -> list[str]:
    query = """query ($unit: String, $group: String, $watched: Boolean) {
      channels(unit: $unit, group: $group, watched: $watched, first: 100) {
        edges { node { name } } } }"""
    data = await api.ask(query, given)
    return [edge["node"]["name"] for edge in data["channels"]["edges"]]


@pytest.mark.requirement(118)
@pytest.mark.parametrize("kind", ["GOVERNMENT_WEBSITE", "WECHAT", "WEIBO", "HOTLINE"])
async def test_a_channel_nobody_watches_is_listed_until_it_is_given_a_monitor(
    api: Api, kind: str
) -> None:
    unit = await bureau(api)
    one = await channel(api, unit, kind=kind)
    assert await listed(api, unit=unit, watched=False) == ["某发布"]
    given = await update(api, one, monitorPersonId=await person(api))
    assert given["monitor"] == {"name": "某监测员"}
    assert await listed(api, unit=unit, watched=False) == []
    assert (await update(api, one, monitorPersonId=""))["monitor"] is None


async def test_accounts_are_managed_in_groups(api: Api) -> None:
    units = [await bureau(api, tags=["民生密切"]) for _ in range(2)]
    for unit in units:
        one = await channel(api, unit, name=unit)
        assert (await update(api, one, group="市政务微博微信群"))["group"] == "市政务微博微信群"
    assert await listed(api, group="市政务微博微信群") == units


@pytest.mark.requirement(120)
@pytest.mark.parametrize("kind", ["NEWSPAPER", "NEWS_WEBSITE", "COMMERCIAL_WEBSITE", "BROADCAST"])
async def test_the_press_and_other_sites_are_used_and_not_owned(api: Api, kind: str) -> None:
    unit = await bureau(api)
    press = await channel(api, unit, kind=kind, owner="某报社(虚构)")
    site = await channel(api, unit, kind="GOVERNMENT_WEBSITE")
    assert (press["own"], press["owner"], site["own"]) == (False, "某报社(虚构)", True)


async def test_what_is_not_told_stays_and_an_empty_text_removes(api: Api) -> None:
    one = await channel(api, await bureau(api), url="https://a.example/", owner="甲公司")
    changed = await update(api, one, name="新名")
    emptied = await update(api, one, url="", owner="")
    assert (changed["name"], changed["url"], changed["owner"]) == (
        "新名",
        "https://a.example/",
        "甲公司",
    )
    assert (emptied["name"], emptied["url"], emptied["owner"]) == ("新名", None, None)
    assert emptied["version"] == 3


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"reach": 5}, "REACH_WITHOUT_SOURCE", "reachSource"),
        ({"reach": -1, "reachSource": "x"}, "BAD_REACH", "reach"),
        ({"reachSource": "x"}, "BAD_REACH", "reach"),
        ({"name": " "}, "EMPTY_TEXT", "name"),
        ({"url": "ftp://a.example"}, "BAD_URL", "url"),
    ],
)
async def test_a_faulty_change_is_refused(
    api: Api, given: dict[str, Any], code: str, field: str
) -> None:
    one = await channel(api, await bureau(api))
    refused = await update(api, one, **given)
    assert (refused["code"], refused["field"]) == (code, field)


async def test_a_reach_goes_with_its_source(api: Api) -> None:
    one = await channel(api, await bureau(api), reach=5, reachSource="平台后台")
    counted = await update(api, one, reach=7)
    gone = await update(api, one, reachSource="")
    assert (counted["reach"], counted["reachSource"]) == (7, "平台后台")
    assert (gone["reach"], gone["reachSource"]) == (None, None)


async def test_a_closed_channel_is_not_changed(api: Api) -> None:
    one = await channel(api, await bureau(api))
    await api.act("closeChannel", CHANNEL, id=one["id"], closedOn="2026-11-01")
    assert (await update(api, one, name="新名"))["code"] == "ALREADY_CLOSED"


@pytest.mark.requirement(37)
async def test_who_speaks_offers_channels_by_reach_and_experts_one_may_ask_first(api: Api) -> None:
    unit = await bureau(api)
    for name, reach in (("小", 10), ("未知", None), ("大", 1000)):
        source = "平台后台" if reach else None
        await channel(api, unit, name=name, reach=reach, reachSource=source)
    for name in ("甲", "乙"):
        given: dict[str, Any] = {"unit": unit, "name": name, "fields": ["食品安全"]}
        made = await api.act("addExpert", "ExpertPayload { expert { id } }", **given)
        if name == "甲":
            away = {"id": made["expert"]["id"], "available": False}
            await api.act("setExpertAvailability", "ExpertPayload { replayed }", **away)
    data = await api.ask(
        f'{{ whoSpeaks(unit: "{unit}", field: "食品安全") {{'
        " channels { name } experts { name available } } }"
    )
    told = data["whoSpeaks"]
    assert [one["name"] for one in told["channels"]] == ["大", "小", "未知"]
    assert [(one["name"], one["available"]) for one in told["experts"]] == [
        ("乙", True),
        ("甲", False),
    ]
