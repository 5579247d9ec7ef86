"""A place adopts a rule pack: from then on it binds there, nobody else, and no open incident."""

from typing import Any

import pytest

from services.kit.auth import Role
from tests.deadlines.desk import CHIEF, COUNTY, ELSEWHERE, JOB, OFFICER, Desk, Who

PROVINCE, CITY = "province-2013", "city-monitoring"
NATION = Who(role=Role.LEADER, unit="0", level=1, code="0")
ADOPTION = "adoption { id pack packVersion unit effectiveFrom effectiveTo told } replayed"
TODAY = "2026-11-21"  # in China, where the clock says 03:02
PREVIEW = """query P($facts: IncidentFactsInput!) { previewIncident(facts: $facts) {
    obligations { kind basis { pack assumption } } } }"""
LISTED = "{ packAdoptions { edges { node { id pack unit effectiveFrom told withdrawnBy } } } }"


async def adopt(desk: Desk, who: Who = CHIEF, **given: Any) -> Any:
    wanted = {"pack": CITY, "unit": "130123", "effectiveFrom": TODAY, **given}
    return await desk.act("adoptPack", ADOPTION, wanted, who)


async def withdraw(desk: Desk, adopted: Any, day: str = TODAY) -> Any:
    given = {"adoption": adopted["adoption"]["id"], "effectiveFrom": day, "reason": "登记有误"}
    return await desk.act("withdrawAdoption", ADOPTION, given, CHIEF)


async def basis(desk: Desk, who: Who = OFFICER, **facts: Any) -> dict[str, str | None]:
    """Preview an incident of 正定县; returns what each pack's lines assume."""
    given = {"knownAt": "2026-11-21T03:02:00+08:00", "localities": ["130123"], **facts}
    answer = await desk.ask(PREVIEW, who, facts=given)
    lines = [line for row in answer["previewIncident"]["obligations"] for line in row["basis"]]
    return {line["pack"]: line["assumption"] for line in lines}


@pytest.mark.requirement(54)
async def test_a_pack_without_a_place_binds_where_it_is_adopted_and_says_by_whom(
    desk: Desk,
) -> None:
    assert CITY not in await basis(desk)
    adopted = await adopt(desk, document="正政发〔2026〕9号")
    told = "按正定县人民政府决定采用(正政发〔2026〕9号)，自2026年11月21日起"
    assert adopted["adoption"]["told"] == told
    assert (await basis(desk))[CITY] == told
    below: dict[str, Any] = {"units": ["130123-JYJ"], "severity": "GENERAL", "emergency": False}
    assert CITY in await basis(desk, **below)
    beside: dict[str, Any] = {"localities": ["130121"]}
    assert CITY not in await basis(desk, **beside)
    before: dict[str, Any] = {"knownAt": "2026-11-20T10:00:00+08:00"}
    assert CITY not in await basis(desk, **before)
    ended = await withdraw(desk, adopted)
    assert ended["adoption"]["effectiveTo"] == TODAY
    assert CITY not in await basis(desk)


async def test_what_is_open_keeps_its_packs_and_what_is_opened_after_has_the_new(
    desk: Desk,
) -> None:
    old = await desk.open()
    adopted = await adopt(desk, unit="1301", pack=PROVINCE)
    assert f"{PROVINCE}@1" in (await desk.open())["packs"]
    again = {"incident": old["id"], "facts": {"severity": "MAJOR"}, "reason": "核实"}
    await desk.act("assessIncident", "replayed", again)
    assert (await desk.file(old["id"]))["packs"] == old["packs"]
    moved = {"incident": old["id"], "facts": {"localities": ["1301"]}, "reason": "地点有误"}
    await desk.act("assessIncident", "replayed", moved)
    assert (await desk.file(old["id"]))["packs"] == old["packs"]
    await withdraw(desk, adopted)


async def test_the_nearest_places_decision_stands_where_two_adopt_the_same(desk: Desk) -> None:
    far, near = await adopt(desk, unit="1301"), await adopt(desk)
    assert "正定县" in ((await basis(desk))[CITY] or "")
    assert "石家庄市" in ((await basis(desk, localities=["130121"]))[CITY] or "")
    for adopted in (far, near):
        await withdraw(desk, adopted)


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"pack": "no-such"}, "UNKNOWN_PACK", "input.pack"),
        ({"version": "77"}, "UNKNOWN_PACK", "input.pack"),
        ({"unit": "130123-WU"}, "UNKNOWN_UNIT", "input.unit"),
        ({"unit": "1404"}, "NOT_FOUND", "input.unit"),
        ({"unit": "13"}, "NOT_FOUND", "input.unit"),
        ({"pack": "shijiazhuang-2019"}, "PACK_BINDS_ALREADY", "input.unit"),
        ({"effectiveFrom": "2026-11-20"}, "REASON_WANTED", "input.reason"),
        ({"effectiveFrom": "2206-11-20"}, "BAD_DATE", "input.effectiveFrom"),
        ({"unit": "1301"}, "ALREADY_ADOPTED", "input.unit"),
        ({"unit": "1301", "effectiveFrom": "2027-01-01"}, "ALREADY_ADOPTED", "input.unit"),
    ],
)
async def test_what_cannot_be_adopted_is_refused(
    desk: Desk, given: dict[str, Any], code: str, field: str
) -> None:
    standing = await adopt(desk, unit="1301")
    refused = await adopt(desk, **given)
    await withdraw(desk, standing)
    assert (refused["code"], refused["field"]) == (code, field), refused


async def test_one_that_reaches_back_says_why_and_binds_from_then(desk: Desk) -> None:
    adopted = await adopt(desk, effectiveFrom="2026-11-01", reason="补登十月三十日的决定")
    assert CITY in await basis(desk, knownAt="2026-11-02T10:00:00+08:00")
    assert (await withdraw(desk, adopted, "2026-10-31"))["code"] == "BAD_SPAN"
    await withdraw(desk, adopted, "2026-11-01")
    assert (await withdraw(desk, adopted))["code"] == "ALREADY_WITHDRAWN"
    assert CITY not in await basis(desk, knownAt="2026-11-02T10:00:00+08:00")


async def test_a_repeated_call_decides_once_and_the_log_tells_it(desk: Desk) -> None:
    given = {"pack": CITY, "unit": "130123", "effectiveFrom": TODAY, "idempotencyKey": "once"}
    first = await desk.act("adoptPack", ADOPTION, given, CHIEF)
    again = await desk.act("adoptPack", ADOPTION, given, CHIEF)
    assert (first["replayed"], again["replayed"]) == (False, True)
    assert again["adoption"] == first["adoption"]
    await withdraw(desk, first)
    query = "{ changes(first: 1000) { changes { entity kind } } }"
    told = (await desk.ask(query))["changes"]["changes"]
    kinds = [row["kind"] for row in told if row["entity"] == "pack_adoption"]
    assert kinds[-2:] == ["ADOPTED", "WITHDRAWN"]


async def test_adoptions_are_seen_below_their_place_and_decided_by_no_lone_officer(
    desk: Desk,
) -> None:
    adopted = await adopt(desk, unit="1301")

    async def seen(who: Who) -> list[str]:
        rows = (await desk.ask(LISTED, who))["packAdoptions"]["edges"]
        return [row["node"]["unit"] for row in rows if row["node"]["withdrawnBy"] is None]

    assert [await seen(who) for who in (OFFICER, COUNTY, NATION)] == [["1301"]] * 3
    assert await seen(ELSEWHERE) == []
    chief_of_county = Who(role=Role.DUTY_CHIEF, unit="130123", level=4, code="130123")
    given = {"adoption": adopted["adoption"]["id"], "effectiveFrom": TODAY, "reason": "不同意"}
    refused = await desk.act("withdrawAdoption", ADOPTION, given, chief_of_county)
    assert refused["code"] == "NOT_FOUND"
    query = "mutation M($i: AdoptPackInput!) { adoptPack(input: $i) { __typename } }"
    wanted = {"pack": CITY, "unit": "130123", "effectiveFrom": TODAY, "idempotencyKey": "lone"}
    answer = await desk.send(query, OFFICER, i=wanted)
    assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    await withdraw(desk, adopted)


async def province_periods(desk: Desk) -> list[Any]:
    while (await desk.act("openPeriods", "opened hasMore", {}, JOB))["hasMore"]:
        pass
    query = """{ periods(first: 100) { edges { node {
        rule period unit { code } basis { assumption } } } } }"""
    found = [edge["node"] for edge in (await desk.ask(query))["periods"]["edges"]]
    return [row for row in found if row["rule"].startswith(PROVINCE)]


async def test_periods_of_an_adopted_pack_begin_with_the_next_one_and_are_owed_once(
    desk: Desk,
) -> None:
    """The year runs already when it is adopted; of two decisions over a unit comes one duty."""
    midway = await adopt(desk, pack=PROVINCE)
    assert await province_periods(desk) == []
    await withdraw(desk, midway)
    back: dict[str, Any] = {
        "pack": PROVINCE,
        "effectiveFrom": "2026-01-01",
        "reason": "补登年初的决定",
    }
    both = [await adopt(desk, unit=unit, **back) for unit in ("1301", "130123")]
    owed = await province_periods(desk)
    names = [(row["unit"]["code"], row["rule"], row["period"]) for row in owed]
    assert len(names) == len(set(names))
    assert ("130123", f"{PROVINCE}/head-interview", "2026") in names
    said = {row["unit"]["code"]: row["basis"][0]["assumption"] for row in owed}
    assert said["130123"].startswith("按正定县人民政府决定采用，自2026年1月1日起")
    assert said["1301"].startswith("按石家庄市人民政府决定采用")
    for adopted in both:
        await withdraw(desk, adopted)
