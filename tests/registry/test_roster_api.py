"""People, appointments, leave, channels and experts over real HTTP."""

import asyncio
from typing import Any

import pytest
import pytest_asyncio

from services.registry.domain.channels import ChannelKind
from tests.registry.api import Api

APPOINTMENT = "AppointmentPayload { appointment { id endsOn post person { name } unit { code } } }"
AVAILABILITY = "AvailabilityPayload { availability { present standIn { name } } }"
CHANNEL = "ChannelPayload { channel { id kind platform closedOn monitor { name } } }"
EXPERT = "ExpertPayload { expert { id fields available } }"
PERSON = "PersonPayload { person { id name phone } }"


async def person(api: Api, name: str = "某甲", **given: Any) -> str:
    made = await api.act("createPerson", PERSON, **({"unit": "1301", "name": name} | given))
    found: str = made["person"]["id"]
    return found


@pytest_asyncio.fixture(loop_scope="module")
async def somebody(api: Api) -> str:
    return await person(api)


def post(person_id: str, **overrides: Any) -> dict[str, Any]:
    told = {
        "unit": "1301",
        "personId": person_id,
        "post": "LIAISON",
        "title": "联络员",
        "startsOn": "2026-01-01",
    }
    return told | overrides


@pytest.mark.requirement(122)
async def test_spokesperson_and_liaison_of_a_unit_are_listed_by_day(
    api: Api, somebody: str
) -> None:
    for kind in ("SPOKESPERSON", "LIAISON"):
        given = post(somebody, unit="130123", post=kind, endsOn="2026-12-31")
        await api.act("appoint", APPOINTMENT, **given)
    query = """
    query ($on: Date) {
      appointments(unit: "130123", on: $on) { edges { node { post } } }
      spokespersons(unit: "130123", on: $on) { edges { node { person { name } } } }
    }
    """
    then = await api.ask(query, {"on": "2026-12-31"})
    later = await api.ask(query, {"on": "2027-01-01"})
    assert [edge["node"]["post"] for edge in then["appointments"]["edges"]] == [
        "SPOKESPERSON",
        "LIAISON",
    ]
    assert then["spokespersons"]["edges"][0]["node"]["person"]["name"] == "某甲"
    assert later["appointments"]["edges"] == []


@pytest.mark.requirement(125)
async def test_an_appointment_tells_rank_and_fitness(api: Api, somebody: str) -> None:
    given = post(somebody, post="SPOKESPERSON", rank="副处级", qualification="熟悉本系统情况")
    payload = "AppointmentPayload { appointment { title rank qualification } }"
    made = await api.act("appoint", payload, **given)
    assert made["appointment"] == {
        "title": "联络员",
        "rank": "副处级",
        "qualification": "熟悉本系统情况",
    }


async def test_of_two_heads_appointed_at_once_one_is_refused(api: Api) -> None:
    one, other = await person(api, "某乙"), await person(api, "某丙")
    answers = await asyncio.gather(
        *(
            api.act("appoint", APPOINTMENT, **post(who, unit="130121", post="HEAD"))
            for who in (one, other)
        )
    )
    refused = [answer for answer in answers if answer["__typename"] == "Refusal"]
    assert [(one["code"], one["field"]) for one in refused] == [("OVERLAPPING_HEAD", "startsOn")]


async def test_a_head_follows_the_day_after_the_last_one_ends(api: Api) -> None:
    first, second = await person(api, "某丁"), await person(api, "某戊")
    made = await api.act("appoint", APPOINTMENT, **post(first, post="HEAD"))
    held = {"id": made["appointment"]["id"]}
    await api.act("endAppointment", APPOINTMENT, endsOn="2026-06-30", **held)
    same_day = post(second, post="HEAD", startsOn="2026-06-30")
    next_day = post(second, post="HEAD", startsOn="2026-07-01")
    refused = await api.act("appoint", APPOINTMENT, **same_day)
    taken = await api.act("appoint", APPOINTMENT, **next_day)
    assert (refused["__typename"], taken["__typename"]) == ("Refusal", "AppointmentPayload")
    past = await api.ask(
        '{ appointments(unit: "1301", post: HEAD, on: "2026-03-14")'
        " { edges { node { person { name } } } } }"
    )
    assert past["appointments"]["edges"][0]["node"]["person"]["name"] == "某丁"


async def test_faulty_appointments_are_refused_with_their_field(api: Api, somebody: str) -> None:
    cases = {
        "unit": post(somebody, unit="9999"),
        "endsOn": post(somebody, endsOn="2025-12-31"),
        "title": post(somebody, title=""),
        "personId": post("UGVyc29uOjAwMDAwMDAwLTAwMDAtMDAwMC0wMDAwLTAwMDAwMDAwMDAwMA=="),
    }
    answers = {
        field: await api.act("appoint", APPOINTMENT, **given) for field, given in cases.items()
    }
    assert {field: answer["field"] for field, answer in answers.items()} == {
        field: field for field in cases
    }
    assert [answer["code"] for answer in answers.values()] == [
        "UNKNOWN_UNIT",
        "DATES_REVERSED",
        "EMPTY_TEXT",
        "UNKNOWN_PERSON",
    ]


async def test_an_id_of_another_type_is_refused(api: Api) -> None:
    unit = await api.ask('{ unit(code: "1301") { id } }')
    refusal = await api.act("appoint", APPOINTMENT, **post(unit["unit"]["id"]))
    assert (refusal["code"], refusal["field"]) == ("BAD_ID", "personId")


async def test_leave_names_a_stand_in(api: Api, somebody: str) -> None:
    other = await person(api, "某己")
    given: dict[str, Any] = {"personId": somebody, "startsAt": "2026-11-20T08:00:00+08:00"}
    made = await api.act("setAvailability", AVAILABILITY, standInPersonId=other, **given)
    assert made["availability"] == {"present": False, "standIn": {"name": "某己"}}
    own = await api.act("setAvailability", AVAILABILITY, standInPersonId=somebody, **given)
    ends = await api.act(
        "setAvailability", AVAILABILITY, endsAt="2026-11-20T08:00:00+08:00", **given
    )
    assert (own["code"], own["field"]) == ("OWN_STAND_IN", "standInPersonId")
    assert (ends["code"], ends["field"]) == ("DATES_REVERSED", "endsAt")


@pytest.mark.requirement(37, 57, 98)
async def test_a_channel_of_every_kind_the_texts_name_can_be_opened(
    api: Api, somebody: str
) -> None:
    kinds = [kind.value for kind in ChannelKind]
    for kind in kinds:
        given: dict[str, Any] = {"unit": "130123", "kind": kind, "platform": "平台", "name": kind}
        made = await api.act("openChannel", CHANNEL, openedOn="2020-01-01", **given)
        assert made["channel"]["kind"] == kind
    listed = await api.ask('{ channels(unit: "130123", first: 100) { edges { node { kind } } } }')
    assert [edge["node"]["kind"] for edge in listed["channels"]["edges"]] == kinds


async def test_a_channel_names_who_watches_it(api: Api, somebody: str) -> None:
    given: dict[str, Any] = {
        "unit": "1301",
        "kind": "WEIBO",
        "platform": "微博",
        "name": "某某发布",
    }
    made = await api.act(
        "openChannel",
        CHANNEL,
        monitorPersonId=somebody,
        openedOn="2020-01-01",
        url="https://weibo.example/u/1",
        **given,
    )
    assert made["channel"]["monitor"] == {"name": "某甲"}
    closed = await api.act("closeChannel", CHANNEL, id=made["channel"]["id"], closedOn="2026-11-21")
    again = await api.act("closeChannel", CHANNEL, id=made["channel"]["id"], closedOn="2026-11-22")
    assert closed["channel"]["closedOn"] == "2026-11-21"
    assert again["code"] == "ALREADY_CLOSED"


@pytest.mark.parametrize(
    "url", ["weibo.example", "ftp://a.example/", "https://", "http://a b/", "https://[", "x" * 501]
)
async def test_what_is_no_web_address_is_refused(api: Api, url: str) -> None:
    given: dict[str, Any] = {
        "unit": "1301",
        "kind": "WEIBO",
        "platform": "微博",
        "name": "某某发布",
    }
    refusal = await api.act("openChannel", CHANNEL, openedOn="2020-01-01", url=url, **given)
    assert (refusal["code"] in {"BAD_URL", "TEXT_TOO_LONG"}, refusal["field"]) == (True, "url")


@pytest.mark.requirement(76, 157)
async def test_experts_are_found_by_field_until_they_leave_the_pool(api: Api) -> None:
    given: dict[str, Any] = {"unit": "1301", "name": "某专家", "fields": ["食品安全", "药品安全"]}
    made = await api.act("addExpert", EXPERT, **given)
    query = '{ experts(field: "药品安全") { edges { node { name unit { code } } } } }'
    found = await api.ask(query)
    assert found["experts"]["edges"] == [{"node": {"name": "某专家", "unit": {"code": "1301"}}}]
    await api.act("removeExpert", EXPERT, id=made["expert"]["id"], removedOn="2026-11-21")
    assert (await api.ask(query))["experts"]["edges"] == []


async def test_an_expert_without_a_field_is_refused(api: Api) -> None:
    refusal = await api.act("addExpert", EXPERT, unit="1301", name="某专家", fields=[])
    assert (refusal["code"], refusal["field"]) == ("NO_FIELDS", "fields")


async def test_who_speaks_follows_the_roster(api: Api) -> None:
    one, other = await person(api, "某庚", unit="130121"), await person(api, "某辛")
    given = post(one, unit="130121", post="SPOKESPERSON", filedOn="2026-01-02")
    await api.act("appoint", APPOINTMENT, **given)
    query = """
    {
      whoSpeaks(unit: "130121", at: "2026-11-21T03:02:00+08:00") {
        unit { code } speaker { name } standIn filed candidates { chosen outcome person { name } }
      }
    }
    """
    before = await api.ask(query)
    leave: dict[str, Any] = {"startsAt": "2026-11-20T00:00:00+08:00", "standInPersonId": other}
    await api.act("setAvailability", AVAILABILITY, personId=one, **leave)
    after = await api.ask(query)
    assert before["whoSpeaks"]["speaker"] == {"name": "某庚"}
    assert after["whoSpeaks"] == {
        "unit": {"code": "130121"},
        "speaker": {"name": "某辛"},
        "standIn": True,
        "filed": True,
        "candidates": [
            {"chosen": False, "outcome": "ABSENT_WITH_STAND_IN", "person": {"name": "某庚"}},
            {"chosen": True, "outcome": "STAND_IN", "person": {"name": "某辛"}},
        ],
    }


async def test_who_speaks_for_an_unknown_unit_is_refused(api: Api) -> None:
    answer = await api.send('{ whoSpeaks(unit: "9999") { reason } }')
    assert answer["errors"][0]["extensions"] == {"code": "UNKNOWN_UNIT", "field": "unit"}
