"""Units over real HTTP: creating, changing, refusals with the field named."""

import asyncio
from typing import Any

import pytest

from services.kit.auth import Role
from tests.registry.api import Api
from tests.registry.world import make_principal

UNIT = "UnitPayload { replayed unit { code name initials level kind parent { code } version } }"
SYSTEM = make_principal(Role.SYSTEM, unit="0", scope_level=1, scope_code="0")


def department(abbreviation: str, **overrides: Any) -> dict[str, Any]:
    told = {
        "code": f"1301-{abbreviation}",
        "name": "石家庄市某某局",
        "kind": "DEPARTMENT",
        "parent": "1301",
    }
    return told | overrides


async def test_a_created_unit_is_found_by_its_code(api: Api) -> None:
    made = await api.act("createUnit", UNIT, **department("YJGLJ", name="石家庄市应急管理局"))
    found = await api.ask('{ unit(code: "1301-YJGLJ") { name initials parent { name } } }')
    assert made["unit"]["version"] == 1
    assert found["unit"] == {
        "name": "石家庄市应急管理局",
        "initials": "sjzsyjglj",
        "parent": {"name": "石家庄市人民政府"},
    }


async def test_the_same_key_creates_once_and_another_request_under_it_is_a_conflict(
    api: Api,
) -> None:
    given = department("JYJ")
    first = await api.act("createUnit", UNIT, key="one", **given)
    again = await api.act("createUnit", UNIT, key="one", **given)
    other = await api.act("createUnit", UNIT, key="one", **(given | {"name": "别的名称"}))
    assert (first["replayed"], again["replayed"]) == (False, True)
    assert first["unit"] == again["unit"]
    assert (other["code"], other["field"]) == ("IDEMPOTENCY_CONFLICT", "idempotencyKey")


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        (department("A", parent="9999"), "UNKNOWN_UNIT", "parent"),
        (department("A", supervising="1301-NONE"), "UNKNOWN_UNIT", "supervising"),
        (department("A", code="130121"), "DUPLICATE_CODE", "code"),
        (department("A", code="1301-a"), "BAD_CODE", "code"),
        (department("A", code="130122-A"), "CODE_OUTSIDE_PARENT", "code"),
        (department("A", management="VERTICAL"), "VERTICAL_WITHOUT_SUPERVISOR", "supervising"),
        (department("A", name=" "), "EMPTY_TEXT", "name"),
        (department("A", name="局" * 101), "TEXT_TOO_LONG", "name"),
        (department("A", name="局\u0007"), "BAD_TEXT", "name"),
        (department("A", tags=["标"] * 21), "TOO_MANY", "tags"),
        (department("A", parent="13", code="13-A"), "OUT_OF_SCOPE", "parent"),
    ],
)
async def test_bad_input_is_refused_with_its_field_and_writes_nothing(
    api: Api, given: dict[str, Any], code: str, field: str
) -> None:
    refusal = await api.act("createUnit", UNIT, **given)
    assert (refusal["code"], refusal["field"]) == (code, field)
    assert refusal["message"].endswith("。")
    found = await api.ask('{ unit(code: "1301-A") { code } }')
    assert found["unit"] is None


async def test_two_at_once_cannot_close_a_circle_of_supervision(api: Api) -> None:
    for name in ("XA", "XB"):
        await api.act("createUnit", UNIT, **department(name))
    answers = await asyncio.gather(
        api.act("updateUnit", UNIT, code="1301-XA", supervising="1301-XB"),
        api.act("updateUnit", UNIT, code="1301-XB", supervising="1301-XA"),
    )
    kinds = sorted(answer["__typename"] for answer in answers)
    refused = next(answer for answer in answers if answer["__typename"] == "Refusal")
    assert kinds == ["Refusal", "UnitPayload"]
    assert (refused["code"], refused["field"]) == ("SUPERVISION_CYCLE", "supervising")


@pytest.mark.requirement(84, 85)
async def test_a_leading_group_and_sections_stand_below_a_bureau(api: Api) -> None:
    await api.act("createUnit", UNIT, **department("NYJ", name="石家庄市能源局"))
    group = await api.act(
        "createUnit",
        UNIT,
        code="1301-NYJ-LDXZ",
        name="政务公开工作领导小组",
        kind="LEADING_GROUP",
        parent="1301-NYJ",
    )
    section = await api.act(
        "createUnit",
        UNIT,
        code="1301-NYJ-DLK",
        name="电力科",
        kind="DIVISION",
        parent="1301-NYJ",
    )
    assert [made["unit"]["level"] for made in (group, section)] == ["INTERNAL", "INTERNAL"]
    below = await api.ask('{ units(under: "1301-NYJ") { edges { node { kind } } } }')
    kinds = [edge["node"]["kind"] for edge in below["units"]["edges"]]
    assert kinds == ["DEPARTMENT", "DIVISION", "LEADING_GROUP"]


async def test_a_tag_finds_its_units(api: Api) -> None:
    await api.act("createUnit", UNIT, **department("WJW", tags=["民生密切"]))
    found = await api.ask('{ units(tag: "民生密切") { edges { node { code tags } } } }')
    assert [edge["node"]["code"] for edge in found["units"]["edges"]] == ["1301-WJW"]


async def test_an_officer_changes_no_unit(api: Api) -> None:
    answer = await api.send(
        "mutation ($input: CreateUnitInput!) { createUnit(input: $input) { __typename } }",
        {"input": {"idempotencyKey": "k", **department("Z")}},
        caller=make_principal(Role.OFFICER),
    )
    assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN"


async def test_an_end_before_the_beginning_is_refused(api: Api) -> None:
    await api.act("createUnit", UNIT, **department("END", activeFrom="2026-01-01"))
    refusal = await api.act("updateUnit", UNIT, code="1301-END", activeTo="2025-12-31")
    assert (refusal["code"], refusal["field"]) == ("DATES_REVERSED", "activeTo")


async def test_one_of_id_and_code_is_asked_for(api: Api) -> None:
    answer = await api.send("{ unit { code } }")
    assert answer["errors"][0]["extensions"] == {"code": "ONE_OF_ID_AND_CODE", "field": "id"}


async def test_a_node_is_what_its_id_says(api: Api) -> None:
    asked = await api.ask('{ unit(code: "1301") { id } }')
    node = await api.ask(
        "query ($id: ID!) { node(id: $id) { __typename ... on Unit { code } } }",
        {"id": asked["unit"]["id"]},
    )
    assert node["node"] == {"__typename": "Unit", "code": "1301"}


async def test_a_work_body_is_named_changed_and_removed(api: Api) -> None:
    payload = "UnitPayload { unit { workBody } }"
    made = await api.act("createUnit", payload, **department("GZJG", workBody="办公室"))
    changed = await api.act("updateUnit", payload, code="1301-GZJG", workBody="新闻科")
    removed = await api.act("updateUnit", payload, code="1301-GZJG", workBody="")
    bodies = [answer["unit"]["workBody"] for answer in (made, changed, removed)]
    assert bodies == ["办公室", "新闻科", None]


async def test_nobody_is_appointed_to_a_unit_that_is_not_there_that_day(api: Api) -> None:
    await api.act("createUnit", UNIT, **department("XINJ", activeFrom="2026-06-01"))
    person = await api.act(
        "createPerson", "PersonPayload { person { id } }", unit="1301-XINJ", name="甲"
    )
    refusal = await api.act(
        "appoint",
        "AppointmentPayload { replayed }",
        unit="1301-XINJ",
        personId=person["person"]["id"],
        post="HEAD",
        title="局长",
        startsOn="2026-05-31",
    )
    assert (refusal["code"], refusal["field"]) == ("UNIT_NOT_ACTIVE", "startsOn")
