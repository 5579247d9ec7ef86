"""Appointments and trainings over real HTTP: full or part time, races, who was trained."""

import asyncio
from typing import Any

import pytest
import pytest_asyncio

from services.kit.database import Database
from services.registry.store.units import lock_unit
from tests.registry.api import Api

APPOINTMENT = "AppointmentPayload { appointment { id post employment endReason endsOn } }"
TRAINING = (
    "TrainingPayload { training { id heldOn hours organiser { code }"
    " attendees { staffKind person { name unit { code } } } } }"
)


async def person(api: Api, name: str, unit: str = "1301") -> str:
    made = await api.act("createPerson", "PersonPayload { person { id } }", unit=unit, name=name)
    found: str = made["person"]["id"]
    return found


async def appoint(api: Api, person_id: str, **given: Any) -> dict[str, Any]:
    told = {"unit": "1301", "post": "LIAISON", "title": "职务", "startsOn": "2026-01-01"} | given
    return await api.act("appoint", APPOINTMENT, personId=person_id, **told)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def section(api: Api) -> str:
    """Return the code of a section of a bureau of 石家庄市."""
    for code, name, kind in (("1301-JU", "局", "DEPARTMENT"), ("1301-JU-KE", "科", "DIVISION")):
        given = {"code": code, "name": name, "kind": kind, "parent": code.rpartition("-")[0]}
        await api.act("createUnit", "UnitPayload { replayed }", **given)  # type: ignore[arg-type]
    return "1301-JU-KE"


@pytest.mark.requirement(78)
async def test_staff_work_full_or_part_time_or_nobody_told(api: Api) -> None:
    told: list[str | None] = ["FULL_TIME", "PART_TIME", None]
    for number, employment in enumerate(told):
        who = await person(api, f"人{number}")
        made = await appoint(api, who, post="COLLECTOR", employment=employment)
        assert made["appointment"]["employment"] == employment


async def test_each_section_names_its_collector(api: Api, section: str) -> None:
    who = await person(api, "某收集员", section)
    made = await appoint(api, who, unit=section, post="COLLECTOR")
    assert made["appointment"]["post"] == "COLLECTOR"
    query = (
        f'{{ appointments(unit: "{section}", post: COLLECTOR) {{ edges {{ node {{ id }} }} }} }}'
    )
    assert len((await api.ask(query))["appointments"]["edges"]) == 1


async def test_of_heads_appointed_in_two_running_transactions_one_is_refused(
    api: Api, world: Database
) -> None:
    people = [await person(api, name) for name in ("某丙", "某丁")]
    async with world.transaction() as conn:
        await lock_unit(conn, "130121")  # both wait here, so both have begun before either ends
        racing = [
            asyncio.create_task(appoint(api, who, unit="130121", post="HEAD")) for who in people
        ]
        await asyncio.sleep(0.3)
        assert not any(task.done() for task in racing)
    answers = await asyncio.gather(*racing)
    assert sorted(answer.get("code", "made") for answer in answers) == ["OVERLAPPING_HEAD", "made"]


async def test_an_end_keeps_its_reason_and_the_start(api: Api) -> None:
    made = await appoint(api, await person(api, "某戊"), rank="副处级")
    ended = await api.act(
        "endAppointment",
        "AppointmentPayload { appointment { startsOn endsOn endReason rank } }",
        id=made["appointment"]["id"],
        endsOn="2026-11-30",
        reason="调任",
    )
    assert ended["appointment"] == {
        "startsOn": "2026-01-01",
        "endsOn": "2026-11-30",
        "endReason": "调任",
        "rank": "副处级",
    }


async def test_nobody_is_appointed_to_a_unit_before_it_is_there(api: Api) -> None:
    given = {"code": "1301-XIN", "name": "新局", "kind": "DEPARTMENT", "parent": "1301"}
    later: dict[str, Any] = {**given, "activeFrom": "2026-12-01"}
    await api.act("createUnit", "UnitPayload { replayed }", **later)
    refused = await appoint(api, await person(api, "某己"), unit="1301-XIN")
    assert (refused["code"], refused["field"]) == ("UNIT_NOT_ACTIVE", "startsOn")


def attended(*people: tuple[str, str]) -> list[dict[str, str]]:
    return [{"personId": who, "staffKind": kind} for who, kind in people]


async def train(api: Api, attendees: list[dict[str, str]], **given: Any) -> dict[str, Any]:
    told = {"organiser": "1301", "topic": "政务舆情回应", "heldOn": "2026-11-01"} | given
    return await api.act("recordTraining", TRAINING, attendees=attendees, **told)


@pytest.mark.requirement(41)
async def test_the_news_office_of_a_county_trains_people_of_its_departments(
    api: Api, section: str
) -> None:
    office = {"code": "130123-XWB", "name": "新闻办", "kind": "NEWS_OFFICE", "parent": "130123"}
    bureau = {"code": "130123-JU", "name": "局", "kind": "DEPARTMENT", "parent": "130123"}
    for unit in (office, bureau):
        await api.act("createUnit", "UnitPayload { replayed }", **unit)  # type: ignore[arg-type]
    deputy = await person(api, "某副局长", "130123-JU")
    speaker = await person(api, "某发言人", "130123-JU")
    who = attended((deputy, "DEPUTY_IN_CHARGE"), (speaker, "SPOKESPERSON"))
    made = (await train(api, who, organiser="130123-XWB", hours=6.5))["training"]
    assert (made["organiser"]["code"], made["hours"]) == ("130123-XWB", 6.5)
    assert {(one["staffKind"], one["person"]["unit"]["code"]) for one in made["attendees"]} == {
        ("DEPUTY_IN_CHARGE", "130123-JU"),
        ("SPOKESPERSON", "130123-JU"),
    }


@pytest.mark.requirement(79, 162)
async def test_trainings_are_listed_by_kind_of_staff(api: Api) -> None:
    kinds = [
        "DISCLOSURE_STAFF",
        "SPOKESPERSON",
        "WEBSITE_STAFF",
        "SOCIAL_MEDIA_STAFF",
        "RELEASE_STAFF",
        "COLLECTION_STAFF",
        "RESPONSE_STAFF",
    ]
    made = {
        kind: (await train(api, attended((await person(api, f"学员{number}"), kind))))["training"]
        for number, kind in enumerate(kinds)
    }
    query = (
        'query ($k: StaffKind) { trainings(staffKind: $k, unit: "1301", last: 1) {'
        " edges { node { id } } } }"
    )
    for kind in kinds:
        (edge,) = (await api.ask(query, {"k": kind}))["trainings"]["edges"]
        assert edge["node"]["id"] == made[kind]["id"]


@pytest.mark.requirement(42)
async def test_a_person_tells_the_days_since_the_last_training_and_no_period(api: Api) -> None:
    who = await person(api, "某学员")
    query = "query ($id: ID!) { person(id: $id) { lastTrainedOn daysSinceTrained } }"
    never = await api.ask(query, {"id": who})
    for day in ("2026-11-01", "2025-05-01"):
        await train(api, attended((who, "SPOKESPERSON")), heldOn=day)
    last = await api.ask(query, {"id": who})
    assert never["person"] == {"lastTrainedOn": None, "daysSinceTrained": None}
    assert last["person"] == {"lastTrainedOn": "2026-11-01", "daysSinceTrained": 20}
    listed = await api.ask(
        'query ($id: ID!) { trainings(person: $id, since: "2026-01-01") { edges { node { heldOn } '
        "} } }",
        {"id": who},
    )
    assert [edge["node"]["heldOn"] for edge in listed["trainings"]["edges"]] == ["2026-11-01"]


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"heldOn": "2026-11-22"}, "TRAINING_IN_FUTURE", "heldOn"),
        ({"hours": 0}, "BAD_HOURS", "hours"),
        ({"topic": " "}, "EMPTY_TEXT", "topic"),
        ({"organiser": "9999"}, "UNKNOWN_UNIT", "organiser"),
        ({"attendees": []}, "NO_ATTENDEES", "attendees"),
        (
            {
                "attendees": attended(
                    (
                        "UGVyc29uOjAwMDAwMDAwLTAwMDAtMDAwMC0wMDAwLTAwMDAwMDAwMDAwMA==",
                        "SPOKESPERSON",
                    )
                )
            },
            "UNKNOWN_PERSON",
            "attendees",
        ),
    ],
)
async def test_a_faulty_training_is_refused(
    api: Api, given: dict[str, Any], code: str, field: str
) -> None:
    who = attended((await person(api, "某学员"), "SPOKESPERSON"))
    refused = await train(api, given.pop("attendees", who), **given)
    assert (refused["code"], refused["field"]) == (code, field)


async def test_somebody_told_twice_is_there_once_as_each_kind(api: Api) -> None:
    who = await person(api, "某学员")
    twice = attended((who, "SPOKESPERSON"), (who, "SPOKESPERSON"), (who, "RELEASE_STAFF"))
    made = (await train(api, twice))["training"]
    kinds = sorted(one["staffKind"] for one in made["attendees"])
    assert kinds == ["RELEASE_STAFF", "SPOKESPERSON"]
