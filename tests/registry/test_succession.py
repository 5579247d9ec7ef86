"""Merging, splitting and retiring units over real HTTP: what ends, what goes over, what stays."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio

from services.kit.auth import Role
from services.kit.clock import ManualClock
from services.kit.database import Database
from services.registry.usecases.acting import Act
from services.registry.usecases.moving import apply_due_moves
from tests.registry.api import Api
from tests.registry.test_changes import feed
from tests.registry.test_unit_api import department
from tests.registry.world import NOW, make_credit_code, make_principal

JOB = make_principal(Role.SYSTEM, unit="0", scope_level=1, scope_code="0")
MERGED = """MergeUnitsPayload { replayed endedAppointments movedPersons movedChannels movedExperts
    supervisedUnits movesOn unit { code version } predecessors { code activeTo } }"""
SPLIT = """SplitUnitPayload { endedAppointments remainingPersons remainingAppointments
    remainingChannels remainingExperts unit { activeTo }
    successors { code activeFrom predecessors { kind predecessor { code } } } }"""
RETIRED = "RetireUnitPayload { endedAppointments unit { activeTo version } }"
TODAY, YESTERDAY, NEXT_WEEK = "2026-11-21", "2026-11-20", "2026-11-28"


async def found(api: Api, letters: str, **overrides: Any) -> str:
    """Create a bureau of 石家庄市 and return its code."""
    made = await api.act(
        "createUnit", "UnitPayload { unit { code } }", **department(letters, **overrides)
    )
    code: str = made["unit"]["code"]
    return code


async def staffed(api: Api, letters: str) -> str:
    """Create a bureau with a head, a spokesperson, a 微博, a hotline and an expert."""
    unit = await found(api, letters)
    for post in ("HEAD", "SPOKESPERSON"):
        made = await api.act(
            "createPerson", "PersonPayload { person { id } }", unit=unit, name=post
        )
        who = {"personId": made["person"]["id"], "startsOn": "2026-01-01", "title": post}
        await api.act("appoint", "AppointmentPayload { replayed }", unit=unit, post=post, **who)
    for kind in ("WEIBO", "HOTLINE"):
        told: dict[str, Any] = {
            "kind": kind,
            "platform": kind,
            "name": f"{kind}号",
            "openedOn": "2026-01-01",
        }
        await api.act("openChannel", "ChannelPayload { replayed }", unit=unit, **told)
    expert: dict[str, Any] = {"name": "专家", "fields": ["能源"]}
    await api.act("addExpert", "ExpertPayload { replayed }", unit=unit, **expert)
    return unit


async def merge(api: Api, old: str, new: str) -> dict[str, Any]:
    """Let one bureau become part of another from today on."""
    given: dict[str, Any] = {"from": [old], "into": new, "effectiveOn": TODAY}
    return await api.act("mergeUnits", MERGED, **given)


async def roster(api: Api, unit: str) -> dict[str, int]:
    data = await api.ask(
        """query ($u: String!) {
          channels(unit: $u) { totalCount } experts(unit: $u) { totalCount }
          appointments(unit: $u, on: "2026-11-21") { totalCount } }""",
        {"u": unit},
    )
    return {name: one["totalCount"] for name, one in data.items()}


async def refused(api: Api, field: str, payload: str, **given: Any) -> tuple[str, str]:
    answer = await api.act(field, payload, **given)
    assert answer["__typename"] == "Refusal", answer
    assert answer["message"].endswith("。")
    return answer["code"], answer["field"]


async def test_a_merger_of_today_ends_the_old_and_hands_over_all(api: Api) -> None:
    old, new = await staffed(api, "HA"), await found(api, "HB")
    before = (await feed(api))["cursor"]
    done = await merge(api, old, new)
    assert done["predecessors"] == [{"code": old, "activeTo": YESTERDAY}]
    names = ("endedAppointments", "movedPersons", "movedChannels", "movedExperts", "movesOn")
    assert [done[name] for name in names] == [2, 2, 2, 1, None]
    assert await roster(api, old) == {"channels": 0, "experts": 0, "appointments": 0}
    assert await roster(api, new) == {"channels": 2, "experts": 1, "appointments": 0}
    told = [(one["entity"], one["kind"]) for one in (await feed(api, before))["changes"]]
    assert told.count(("appointment", "ended")) == told.count(("channel", "moved")) == 2
    assert {("unit", "merged"), ("unit_succession", "moved"), ("expert", "moved")} <= set(told)
    assert told.count(("filing", "opened")) + told.count(("filing", "extended")) == 5


async def test_what_was_before_a_merger_stays_readable(api: Api) -> None:
    old, new = await staffed(api, "RA"), await found(api, "RB")
    await merge(api, old, new)
    data = await api.ask(
        """query ($u: String!) {
          unit(code: $u) { name nameOn(date: "2026-11-21")
            successors { kind effectiveOn successor { code } } }
          appointments(unit: $u, on: "2026-11-20") { edges { node { post endsOn } } } }""",
        {"u": old},
    )
    assert data["unit"]["name"] == data["unit"]["nameOn"]
    came_after = {"kind": "MERGED", "effectiveOn": TODAY, "successor": {"code": new}}
    assert data["unit"]["successors"] == [came_after]
    served = {
        edge["node"]["post"]: edge["node"]["endsOn"] for edge in data["appointments"]["edges"]
    }
    assert served == {"HEAD": YESTERDAY, "SPOKESPERSON": YESTERDAY}


async def test_a_merger_of_a_later_day_moves_when_it_comes(api: Api, world: Database) -> None:
    old, new = await staffed(api, "LA"), await found(api, "LB")
    led = await found(api, "LC", supervising=old, management="VERTICAL")
    given: dict[str, Any] = {
        "from": [old],
        "into": new,
        "effectiveOn": NEXT_WEEK,
        "movePersons": False,
    }
    done = await api.act("mergeUnits", MERGED, **given)
    assert (done["movedChannels"], done["movesOn"]) == (0, NEXT_WEEK)
    assert (await roster(api, old))["channels"] == 2
    counts = []
    for days in (6, 7, 8):
        act = Act(principal=JOB, operation="mergeUnits", key="-", now=NOW + timedelta(days))
        async with world.transaction() as conn:
            counts.append(await apply_due_moves(conn, act))
    assert counts == [0, 1, 0]
    assert (await roster(api, new))["channels"] == 2
    data = await api.ask(f'{{ unit(code: "{led}") {{ supervising {{ code }} }} }}')
    assert data["unit"]["supervising"] == {"code": new}


async def test_those_led_by_the_old_are_led_by_the_new(api: Api) -> None:
    old, new = await found(api, "SA"), await found(api, "SB")
    led = await found(api, "SC", supervising=old, management="VERTICAL")
    done = await merge(api, old, new)
    assert done["supervisedUnits"] == 1
    data = await api.ask(f'{{ unit(code: "{led}") {{ supervising {{ code }} }} }}')
    assert data["unit"]["supervising"] == {"code": new}


async def test_a_merger_that_would_close_a_circle_of_supervision_is_refused(api: Api) -> None:
    old = await found(api, "CA")
    middle = await found(api, "CB", supervising=old)
    new = await found(api, "CC", supervising=middle)
    given: dict[str, Any] = {"from": [old], "into": new, "effectiveOn": TODAY}
    assert await refused(api, "mergeUnits", MERGED, **given) == ("SUPERVISION_CYCLE", "into")
    data = await api.ask(f'{{ unit(code: "{old}") {{ activeTo version }} }}')
    assert data["unit"] == {"activeTo": None, "version": 1}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def odd(api: Api) -> None:
    """Bureaus that cannot be merged or ended, each for a reason of its own."""
    await found(api, "OK")
    await found(api, "YOUNG", activeFrom="2026-11-21")
    await found(api, "ENDED", activeFrom="2020-01-01")
    await api.act("retireUnit", RETIRED, code="1301-ENDED", on="2026-01-31", reason="改革")
    await found(api, "ABOVE")
    await found(api, "KE", code="1301-ABOVE-KE", parent="1301-ABOVE", kind="DIVISION")
    await found(api, "LEADS")
    await found(api, "LED", supervising="1301-LEADS", management="VERTICAL")
    unit = await found(api, "AHEAD")
    made = await api.act("createPerson", "PersonPayload { person { id } }", unit=unit, name="甲")
    who: dict[str, Any] = {
        "personId": made["person"]["id"],
        "startsOn": "2027-01-01",
        "title": "局长",
    }
    await api.act("appoint", "AppointmentPayload { replayed }", unit=unit, post="HEAD", **who)


@pytest.mark.parametrize(
    ("sources", "into", "code", "field"),
    [
        ([], "OK", "NO_UNITS", "from"),
        (["OK"] * 2, "LED", "SAME_UNIT_TWICE", "from"),
        (["OK"], "OK", "MERGE_INTO_ITSELF", "into"),
        (["NONE"], "OK", "UNKNOWN_UNIT", "from"),
        (["OK"], "NONE", "UNKNOWN_UNIT", "into"),
        (["OK"], "ENDED", "UNIT_NOT_ACTIVE", "into"),
        (["ENDED"], "OK", "UNIT_NOT_ACTIVE", "from"),
        (["YOUNG"], "OK", "EFFECTIVE_BEFORE_UNIT", "from"),
        (["ABOVE"], "OK", "UNITS_BELOW", "from"),
        (["AHEAD"], "OK", "APPOINTMENTS_AHEAD", "from"),
    ],
)
async def test_a_merger_that_cannot_be_is_refused_and_writes_nothing(
    api: Api, odd: None, sources: list[str], into: str, code: str, field: str
) -> None:
    before = (await feed(api))["cursor"]
    given: dict[str, Any] = {"from": [f"1301-{one}" for one in sources], "into": f"1301-{into}"}
    answer = await refused(api, "mergeUnits", MERGED, effectiveOn=TODAY, **given)
    assert answer == (code, field)
    assert (await feed(api, before))["changes"] == []


@pytest.mark.parametrize(
    ("unit", "on", "code", "field"),
    [
        ("ABOVE", TODAY, "UNITS_BELOW", "on"),
        ("AHEAD", TODAY, "APPOINTMENTS_AHEAD", "on"),
        ("YOUNG", YESTERDAY, "EFFECTIVE_BEFORE_UNIT", "on"),
        ("ENDED", TODAY, "UNIT_NOT_ACTIVE", "on"),
        ("LEADS", TODAY, "VERTICAL_WITHOUT_SUPERVISOR", "code"),
    ],
)
async def test_an_end_that_cannot_be_is_refused(
    api: Api, odd: None, unit: str, on: str, code: str, field: str
) -> None:
    given: dict[str, Any] = {"code": f"1301-{unit}", "on": on, "reason": "改革"}
    assert await refused(api, "retireUnit", RETIRED, **given) == (code, field)
    if field == "on":
        changed = await api.act(
            "updateUnit", "UnitPayload { replayed }", code=f"1301-{unit}", activeTo=on
        )
        assert changed["__typename"] == ("Refusal" if unit != "ENDED" else "UnitPayload")


async def test_units_outside_the_own_territory_are_not_merged(api: Api, odd: None) -> None:
    given: dict[str, Any] = {"from": ["13"], "into": "1301-OK", "effectiveOn": TODAY}
    assert await refused(api, "mergeUnits", MERGED, **given) == ("OUT_OF_SCOPE", "from")


async def test_a_division_tells_what_stays_and_ends_the_old_where_asked(api: Api) -> None:
    old = await staffed(api, "DA")
    new = [
        {"code": f"1301-D{one}", "name": one, "kind": "DEPARTMENT", "parent": "1301"}
        for one in "XY"
    ]
    given: dict[str, Any] = {"code": old, "into": new, "retire": True, "effectiveOn": TODAY}
    done = await api.act("splitUnit", SPLIT, **given)
    assert done["unit"]["activeTo"] == YESTERDAY
    stays = ("Persons", "Appointments", "Channels", "Experts")
    assert [done[f"remaining{name}"] for name in stays] == [2, 0, 2, 1]
    assert done["endedAppointments"] == 2
    whence = [{"kind": "SPLIT", "predecessor": {"code": old}}]
    assert [one["activeFrom"] for one in done["successors"]] == [TODAY, TODAY]
    assert [one["predecessors"] for one in done["successors"]] == [whence, whence]


async def test_the_parts_of_a_division_bear_credit_codes_and_no_two_the_same(api: Api) -> None:
    old, code = await staffed(api, "DC"), make_credit_code("31")
    parts = [
        {**department(f"DC{one}"), "creditCode": bears}
        for one, bears in zip("XYZ", (code, make_credit_code("32"), None), strict=True)
    ]
    split: dict[str, Any] = {"code": old, "effectiveOn": TODAY}
    payload = "SplitUnitPayload { successors { creditCode } }"
    twice = [parts[0], {**parts[1], "creditCode": code}]
    refusal = await refused(api, "splitUnit", payload, **split, into=twice)
    assert refusal == ("DUPLICATE_CREDIT_CODE", "into.1.creditCode")
    done = await api.act("splitUnit", payload, **split, into=parts)
    assert [one["creditCode"] for one in done["successors"]] == [p["creditCode"] for p in parts]


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"code": "1301-OK"}, "DUPLICATE_CODE", "into.0.code"),
        ({"code": "1301-LED-A", "parent": "1301-LED"}, "UNIT_NOT_ACTIVE", "into.0.parent"),
        ({"management": "VERTICAL"}, "VERTICAL_WITHOUT_SUPERVISOR", "into.0.supervising"),
    ],
)
async def test_a_division_into_what_cannot_be_is_refused(
    api: Api, odd: None, given: dict[str, Any], code: str, field: str
) -> None:
    new: dict[str, Any] = {
        "code": "1301-NEW",
        "name": "新",
        "kind": "DIVISION",
        "parent": "1301",
        **given,
    }
    split: dict[str, Any] = {
        "code": "1301-LED",
        "into": [new],
        "retire": True,
        "effectiveOn": TODAY,
    }
    assert await refused(api, "splitUnit", SPLIT, **split) == (code, field)


async def test_a_retired_unit_is_not_succeeded_and_its_end_can_be_put_off(api: Api) -> None:
    unit, other = await staffed(api, "TA"), await found(api, "TB")
    retired = await api.act("retireUnit", RETIRED, code=unit, on=TODAY, reason="改革")
    assert (retired["endedAppointments"], retired["unit"]["activeTo"]) == (2, TODAY)
    payload = "UnitPayload { unit { activeTo } }"
    later = await api.act("updateUnit", payload, code=unit, activeTo=NEXT_WEEK)
    assert later["unit"]["activeTo"] == NEXT_WEEK
    await merge(api, unit, other)
    given: dict[str, Any] = {"code": unit, "activeTo": NEXT_WEEK}
    assert await refused(api, "updateUnit", payload, **given) == ("ALREADY_SUCCEEDED", "activeTo")


async def test_nothing_comes_below_a_unit_while_it_ends(api: Api) -> None:
    unit = await found(api, "GA")
    section = department("GB", code=f"{unit}-KE", parent=unit, kind="DIVISION")
    answers = await asyncio.gather(
        api.act("createUnit", "UnitPayload { unit { code } }", **section),
        api.act("retireUnit", RETIRED, code=unit, on=YESTERDAY, reason="改革"),
    )
    refusals = [one["code"] for one in answers if one["__typename"] == "Refusal"]
    assert refusals in (["UNIT_NOT_ACTIVE"], ["UNITS_BELOW"])


async def test_the_same_key_merges_once(api: Api) -> None:
    old, new = await staffed(api, "KA"), await found(api, "KB")
    given: dict[str, Any] = {"from": [old], "into": new, "effectiveOn": TODAY}
    first = await api.act("mergeUnits", MERGED, key="merge", **given)
    again = await api.act("mergeUnits", MERGED, key="merge", **given)
    assert (first.pop("replayed"), again.pop("replayed")) == (False, True)
    assert first == again


async def test_the_roster_audit_lets_a_due_merger_come_true(api: Api) -> None:
    old, new = await staffed(api, "JA"), await found(api, "JB")
    given: dict[str, Any] = {"from": [old], "into": new, "effectiveOn": NEXT_WEEK}
    await api.act("mergeUnits", MERGED, **given)
    job = make_principal(Role.JOB, unit="0", scope_level=1, scope_code="0")
    assert isinstance(api.clock, ManualClock)
    api.clock.advance(days=7)  # the last test here, for a clock does not run backwards
    payload = "AuditRostersPayload { __typename }"
    done = await api.act("auditRosters", payload, caller=job)
    assert done["__typename"] == "AuditRostersPayload"
    assert await roster(api, new) == {"channels": 2, "experts": 1, "appointments": 0}
