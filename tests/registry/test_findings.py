"""The audit: each gap with its unit, since when and what to do, and gone once it is mended."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import pytest_asyncio

from services.kit.auth import Role
from services.kit.clock import ManualClock
from services.kit.database import Database
from services.kit.graphql.ids import to_global_id
from services.registry.domain.findings import Finding, FindingKind, Found, plan_audit
from tests.registry.api import Api
from tests.registry.world import NOW, make_principal, save_person

ADMIN = make_principal(Role.ROSTER_ADMIN)
JOB = make_principal(Role.JOB, unit="0", scope_level=1, scope_code="0")
SYSTEM = make_principal(Role.SYSTEM, unit="0", scope_level=1, scope_code="0")
TODAY = date(2026, 11, 21)  # in China at NOW
UNIT = "1301-JYJ"
LIST = """query ($under: String, $kind: FindingKind) {
  rosterFindings(under: $under, kind: $kind, first: 100) {
    edges { node { kind text advice clause since unit { code } resolvedAt } }
  }
}"""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def kept(api: Api, world: Database) -> AsyncIterator[Api]:
    """石家庄市 has an administrator of its roster, and one department."""
    account: dict[str, Any] = {
        "login": "admin",
        "name": "管理员",
        "role": "ROSTER_ADMIN",
        "unit": "1301",
    }
    await api.act("createAccount", "CreateAccountPayload { secret }", **account)
    department: dict[str, Any] = {
        "code": UNIT,
        "name": "教育局",
        "kind": "DEPARTMENT",
        "parent": "1301",
    }
    await api.act("createUnit", "UnitPayload { replayed }", **department, tags=["民生密切"])
    yield api


async def audit(api: Api) -> dict[str, int]:
    shape = "AuditRostersPayload { audit { units opened resolved standing } }"
    answer = await api.act("auditRosters", shape, caller=JOB)
    found: dict[str, int] = answer["audit"]
    return found


async def found(api: Api, kind: str | None = None, unit: str = UNIT) -> list[dict[str, Any]]:
    answer = await api.ask(LIST, {"under": unit, "kind": kind}, caller=SYSTEM)
    return [edge["node"] for edge in answer["rosterFindings"]["edges"]]


async def person(world: Database, name: str) -> UUID:
    async with world.transaction() as conn:
        return (await save_person(conn, UNIT, name)).id


async def appoint(api: Api, id_: UUID, post: str, **given: Any) -> str:
    told = {"title": "处长", "startsOn": "2026-01-01", **given}
    made = await api.act(
        "appoint",
        "AppointmentPayload { appointment { id } }",
        unit=UNIT,
        personId=to_global_id("Person", id_),
        post=post,
        **told,
    )
    appointment: str = made["appointment"]["id"]
    return appointment


@pytest.mark.requirement(43, 77, 80, 122, 160)
async def test_a_unit_without_its_people_is_found_once_and_gone_once_they_serve(
    kept: Api, world: Database
) -> None:
    await audit(kept)
    missing = {one["kind"] for one in await found(kept)}
    assert missing == {
        "NO_HEAD",
        "NO_DEPUTY",
        "NO_SPOKESPERSON",
        "NO_LIAISON",
        "NO_WEIBO_OR_WECHAT",
        "NO_RESPONSE_RULES",
    }
    assert (await audit(kept))["opened"] == 0
    for post in ("HEAD", "DEPUTY", "SPOKESPERSON", "LIAISON"):
        await appoint(kept, await person(world, post), post)
    assert (await audit(kept))["resolved"] == 4
    assert {one["kind"] for one in await found(kept)} >= {"NO_WORK_BODY", "UNFILED_CHANGES"}


async def test_a_finding_says_what_is_wrong_by_which_clause_and_what_to_do(kept: Api) -> None:
    await audit(kept)
    (one,) = await found(kept, "NO_WEIBO_OR_WECHAT")
    assert one["text"].startswith("与民生联系密切")
    assert one["advice"].startswith("开通")
    assert (one["clause"], one["unit"]["code"]) == ("某市制度 (十)", UNIT)


@pytest.mark.requirement(117, 118)
async def test_a_channel_that_nobody_watches_is_found(kept: Api) -> None:
    channel: dict[str, Any] = {
        "unit": UNIT,
        "kind": "WEIBO",
        "platform": "微博",
        "name": "石家庄教育",
    }
    await kept.act("openChannel", "ChannelPayload { replayed }", **channel, openedOn="2026-01-01")
    await audit(kept)
    (one,) = await found(kept, "CHANNEL_WITHOUT_MONITOR")
    assert one["text"] == "渠道“石家庄教育”没有监测人。"
    assert await found(kept, "NO_WEIBO_OR_WECHAT") == []


async def test_a_term_that_ends_within_thirty_days_is_found_unless_somebody_follows(
    kept: Api, world: Database
) -> None:
    for post, days in (("MONITOR", 30), ("COLLECTOR", 31)):
        last = str(TODAY + timedelta(days=days))
        await appoint(kept, await person(world, f"某{days}"), post, endsOn=last)
    await audit(kept)
    (one,) = await found(kept, "ENDING_SOON")
    assert one["text"] == "某30的任期 2026-12-21 结束，之后无人接任。"
    follower = await person(world, "接任")
    await appoint(kept, follower, "MONITOR", startsOn=str(TODAY + timedelta(days=1)))
    await audit(kept)
    assert await found(kept, "ENDING_SOON") == []


async def test_leave_without_a_stand_in_is_found_while_it_lasts(
    kept: Api, world: Database, module_clock: ManualClock
) -> None:
    away, other = await person(world, "请假人"), await person(world, "代班人")
    await appoint(kept, away, "LIAISON", startsOn="2026-02-01")
    leave: dict[str, Any] = {
        "personId": to_global_id("Person", away),
        "startsAt": "2026-11-20T00:00:00Z",
    }
    await kept.act("setAvailability", "AvailabilityPayload { replayed }", **leave)
    await audit(kept)
    (one,) = await found(kept, "LEAVE_WITHOUT_STAND_IN")
    assert (one["text"], one["since"]) == ("请假人请假，没有在岗的代班人。", "2026-11-20")
    instead = {**leave, "standInPersonId": to_global_id("Person", other)}
    module_clock.advance(minutes=1)
    await kept.act("setAvailability", "AvailabilityPayload { replayed }", **instead)
    await audit(kept)
    assert await found(kept, "LEAVE_WITHOUT_STAND_IN") == []


async def test_who_left_and_still_stands_on_the_filed_list_is_found(
    kept: Api, world: Database
) -> None:
    leaver = await person(world, "离任人")
    appointment = await appoint(kept, leaver, "SPOKESPERSON", startsOn="2026-03-01")
    filing = await kept.ask(
        'query { filings(under: "1301-JYJ", subject: SPOKESPERSONS, state: OPEN, first: 1) '
        "{ edges { node { id } } } }"
    )
    await kept.act(
        "recordFiling",
        "FilingPayload { replayed }",
        filing=filing["filings"]["edges"][0]["node"]["id"],
        receiptNumber="新办备〔2026〕1号",
        filedOn=str(TODAY),
    )
    await kept.act(
        "endAppointment",
        "AppointmentPayload { replayed }",
        id=appointment,
        endsOn=str(TODAY - timedelta(days=1)),
    )
    await audit(kept)
    (one,) = await found(kept, "EXPIRED_BUT_LISTED")
    assert one["text"] == "离任人的任期已于 2026-11-20 结束，备案名单上仍有其名。"
    assert one["since"] == str(TODAY)


@pytest.mark.requirement(40)
async def test_who_was_never_trained_is_found_until_a_training_is_on_record(
    kept: Api, world: Database
) -> None:
    deputy = await person(world, "分管人")
    await appoint(kept, deputy, "DEPUTY", startsOn="2026-02-01")
    await audit(kept)
    assert "分管人没有培训记录。" in {one["text"] for one in await found(kept, "UNTRAINED")}
    attendee = {"personId": to_global_id("Person", deputy), "staffKind": "DEPUTY_IN_CHARGE"}
    await kept.act(
        "recordTraining",
        "TrainingPayload { replayed }",
        organiser="1301",
        topic="政务舆情回应轮训",
        heldOn="2026-11-01",
        attendees=[attendee],
    )
    await audit(kept)
    assert "分管人没有培训记录。" not in {one["text"] for one in await found(kept, "UNTRAINED")}


async def record(api: Api, unit: str, kind: str, **given: Any) -> dict[str, Any]:
    told = {"title": "政务舆情回应制度", "dated": "2026-01-01", **given}
    shape = "StandingDocumentPayload { document { id title dated withdrawnOn version } }"
    return await api.act("recordDocument", shape, unit=unit, kind=kind, **told)


@pytest.mark.requirement(55, 132, 145)
async def test_each_unit_must_have_its_own_rules_on_file(kept: Api) -> None:
    await audit(kept)
    wanted = {"NO_RESPONSE_RULES", "NO_CHANNEL_PROCEDURE"}
    assert {one["kind"] for one in await found(kept)} >= wanted
    assert await found(kept, "NO_LEADER_RELEASE_RULES", "1301")
    made = await record(kept, UNIT, "RESPONSE_RULES", number="石教办〔2026〕1号")
    await record(kept, UNIT, "CHANNEL_PROCEDURE")
    await record(kept, "1301", "LEADER_RELEASE_RULES")
    await audit(kept)
    assert wanted.isdisjoint({one["kind"] for one in await found(kept)})
    assert not await found(kept, "NO_LEADER_RELEASE_RULES", "1301")
    gone = {"id": made["document"]["id"], "withdrawnOn": str(TODAY)}
    shape = "StandingDocumentPayload { document { withdrawnOn version } }"
    ended = await kept.act("withdrawDocument", shape, **gone)
    assert ended["document"] == {"withdrawnOn": str(TODAY), "version": 2}
    await audit(kept)
    (one,) = await found(kept, "NO_RESPONSE_RULES")
    assert one["since"] == str(TODAY)


@pytest.mark.requirement(110)
async def test_a_government_without_a_website_is_found(kept: Api) -> None:
    await audit(kept)
    assert {one["unit"]["code"] for one in await found(kept, "NO_GOVERNMENT_WEBSITE", "1301")} >= {
        "1301",
        "130123",
    }
    site: dict[str, Any] = {
        "kind": "GOVERNMENT_WEBSITE",
        "platform": "门户网站",
        "name": "市政府网站",
    }
    await kept.act(
        "openChannel",
        "ChannelPayload { replayed }",
        unit="1301",
        openedOn="2010-01-01",
        **site,
    )
    await audit(kept)
    left = {one["unit"]["code"] for one in await found(kept, "NO_GOVERNMENT_WEBSITE", "1301")}
    assert "1301" not in left


@pytest.mark.requirement(96, 97)
async def test_offices_to_work_with_need_a_liaison_and_divisions_a_collector(kept: Api) -> None:
    for abbreviation, kind in (
        ("XCB", "PUBLICITY"),
        ("WXB", "CYBERSPACE"),
        ("JYJ-BGS", "DIVISION"),
    ):
        parent = "1301-JYJ" if kind == "DIVISION" else "1301"
        unit: dict[str, Any] = {"code": f"1301-{abbreviation}", "name": abbreviation, "kind": kind}
        await kept.act("createUnit", "UnitPayload { replayed }", parent=parent, **unit)
    await audit(kept)
    without = {one["unit"]["code"] for one in await found(kept, "NO_LIAISON", "1301")}
    assert without >= {"1301-XCB", "1301-WXB"}
    (one,) = await found(kept, "NO_COLLECTOR")
    assert one["unit"]["code"] == "1301-JYJ-BGS"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"dated": "2026-11-22"}, "DATED_IN_FUTURE"),
        ({"fileSha256": "abc"}, "BAD_DIGEST"),
        ({"title": " "}, "EMPTY_TEXT"),
        ({"url": "javascript:alert(1)"}, "BAD_URL"),
    ],
)
async def test_a_bad_document_is_refused(kept: Api, given: dict[str, Any], code: str) -> None:
    refused = await record(kept, UNIT, "RESPONSE_RULES", **given)
    assert refused["code"] == code


async def test_a_unit_that_nobody_keeps_here_has_no_gaps(kept: Api) -> None:
    await audit(kept)
    everything = await kept.ask(LIST, {"under": "0"}, caller=make_principal(Role.SYSTEM, **NATION))
    codes = {edge["node"]["unit"]["code"] for edge in everything["rosterFindings"]["edges"]}
    assert all(code.startswith("1301") for code in codes)


NATION: dict[str, Any] = {
    "unit": "0",
    "scope_level": 1,
    "scope_code": "0",
}


async def test_the_gaps_of_another_territory_are_not_told(kept: Api) -> None:
    near = make_principal(Role.ROSTER_ADMIN, unit="130121", scope_level=4, scope_code="130121")
    answer = await kept.send(LIST, {"under": UNIT}, caller=near)
    assert answer["errors"][0]["extensions"]["code"] == "OUT_OF_SCOPE"
    own = await kept.ask(LIST, {}, caller=near)
    assert {edge["node"]["unit"]["code"] for edge in own["rosterFindings"]["edges"]} <= {"130121"}


async def test_a_reader_sees_how_fresh_the_findings_are(
    kept: Api, module_clock: ManualClock
) -> None:
    await audit(kept)
    last = await kept.ask("{ rosterAudit { at units standing } }", caller=ADMIN)
    assert last["rosterAudit"]["at"].startswith(f"{module_clock.now():%Y-%m-%dT%H:%M}")
    below = await kept.ask('{ units(under: "1301", first: 1) { totalCount } }')
    assert last["rosterAudit"]["units"] == below["units"]["totalCount"]


@pytest.mark.requirement(127)
async def test_departments_of_a_province_need_a_plan_of_releases_and_an_expert_pool(
    kept: Api,
) -> None:
    account: dict[str, Any] = {"login": "keeper-13", "name": "省管理员", "unit": "13"}
    await kept.act(
        "createAccount",
        "CreateAccountPayload { secret }",
        caller=SYSTEM,
        role="ROSTER_ADMIN",
        **account,
    )
    unit: dict[str, Any] = {"code": "13-KJT", "name": "科技厅", "kind": "DEPARTMENT"}
    await kept.act("createUnit", "UnitPayload { replayed }", caller=SYSTEM, parent="13", **unit)
    await audit(kept)
    assert len(await found(kept, "NO_ROUTINE_RELEASE_PLAN", "13")) == 1
    assert len(await found(kept, "NO_EXPERT_POOL", "13")) == 1
    await record(kept, "13-KJT", "ROUTINE_RELEASE_PLAN", caller=SYSTEM)
    expert: dict[str, Any] = {"unit": "13-KJT", "name": "专家", "fields": ["科技"]}
    await kept.act("addExpert", "ExpertPayload { replayed }", caller=SYSTEM, **expert)
    await audit(kept)
    assert await found(kept, "NO_ROUTINE_RELEASE_PLAN", "13") == []
    assert await found(kept, "NO_EXPERT_POOL", "13") == []


def make_found(kind: FindingKind = FindingKind.NO_HEAD, **given: Any) -> Found:
    return Found(**{"kind": kind, "unit": "1301", **given})


def test_what_is_found_again_keeps_its_first_sight_and_takes_the_new_words() -> None:
    first = plan_audit([make_found()], {}, NOW, uuid4).opened
    standing: dict[Any, Finding] = {one.found.key: one for one in first}
    again = make_found(since=date(2026, 1, 1))
    later = plan_audit([again], standing, NOW + timedelta(days=1), uuid4)
    assert (later.opened, later.resolved) == ([], [])
    (changed,) = later.changed
    assert (changed.first_seen_at, changed.since, changed.version) == (NOW, date(2026, 1, 1), 2)


def test_every_kind_has_its_words() -> None:
    for kind in FindingKind:
        (one,) = plan_audit([make_found(kind, who="甲", day=TODAY)], {}, NOW, uuid4).opened
        assert one.text.endswith("。")
        assert one.advice.endswith("。")
        assert "{" not in one.text
