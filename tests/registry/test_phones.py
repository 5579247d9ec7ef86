"""Who sees a telephone number: whole, with its middle hidden, or not at all."""

from typing import Any

import pytest
import pytest_asyncio

from services.kit.auth import Principal, Role
from services.kit.phones import masked
from tests.registry.api import Api
from tests.registry.world import make_principal

NUMBER = "13900000001"
HIDDEN = "139****0001"
NEIGHBOUR: dict[str, Any] = {"unit": "130121", "scope_level": 4, "scope_code": "130121"}
OWN: dict[str, Any] = {"unit": "130123", "scope_level": 4, "scope_code": "130123"}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def person(api: Api) -> str:
    made = await api.act(
        "createPerson", "PersonPayload { person { id } }", unit="130123", name="甲", phone=NUMBER
    )
    found: str = made["person"]["id"]
    return found


@pytest.mark.parametrize(
    ("caller", "seen"),
    [
        (make_principal(Role.OFFICER), NUMBER),
        (make_principal(Role.OFFICER, **OWN), NUMBER),
        (make_principal(Role.OFFICER, **NEIGHBOUR), HIDDEN),
        (make_principal(Role.DUTY_CHIEF, **NEIGHBOUR), HIDDEN),
        (make_principal(Role.LEADER, **OWN), NUMBER),
        (make_principal(Role.LEADER), HIDDEN),
        (make_principal(Role.APPROVER), HIDDEN),
        (make_principal(Role.SYSTEM, unit="0", scope_level=1, scope_code="0"), NUMBER),
    ],
)
async def test_a_number_is_whole_only_within_role_and_scope(
    api: Api, person: str, caller: Principal, seen: str
) -> None:
    query = "query ($id: ID!) { person(id: $id) { phone } }"
    data = await api.ask(query, {"id": person}, caller=caller)
    assert data["person"] == {"phone": seen}


@pytest.mark.parametrize("role", [Role.VENDOR, Role.JOB])
async def test_machines_read_no_people(api: Api, person: str, role: Role) -> None:
    query = "query ($id: ID!) { person(id: $id) { name } }"
    answer = await api.send(query, {"id": person}, caller=make_principal(role))
    assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN"


async def test_a_stored_answer_holds_no_number(api: Api, person: str) -> None:
    given: dict[str, Any] = {"id": person, "phone": "13900000002"}
    fields = "PersonPayload { replayed person { name phone } }"
    await api.act("updatePerson", fields, key="phone", **given)
    await api.act("updatePerson", fields, phone=NUMBER, id=person)
    again = await api.act("updatePerson", fields, key="phone", **given)
    assert again["replayed"]
    assert again["person"]["phone"] == NUMBER


async def test_a_number_that_is_none_is_refused(api: Api) -> None:
    for phone in ("12", "139-0000-abcd", "1" * 20):
        refusal = await api.act(
            "createPerson", "PersonPayload { replayed }", unit="1301", name="乙", phone=phone
        )
        assert (refusal["code"], refusal["field"]) == ("BAD_PHONE", "phone")


def test_a_short_number_is_hidden_whole() -> None:
    assert (masked(NUMBER), masked("12345"), masked(None)) == (HIDDEN, "****", None)
