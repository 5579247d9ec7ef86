"""统一社会信用代码: what is one, and that it names one unit."""

import asyncio
from typing import Any

import pytest

from services.kit.auth import Role
from services.registry.domain.credit_codes import check_sign, fault_of, normal
from tests.registry.api import Api
from tests.registry.world import make_credit_code, make_principal

SYSTEM = make_principal(Role.SYSTEM, unit="0", scope_level=1, scope_code="0")
UNIT = "UnitPayload { unit { code creditCode version } }"
SEARCH = "query S($s: String!) { units(search: $s) { edges { node { code } } totalCount } }"


def department(abbreviation: str, **told: Any) -> dict[str, Any]:
    given = {"code": f"1301-{abbreviation}", "name": f"石家庄市{abbreviation}局"}
    return {**given, "kind": "DEPARTMENT", "parent": "1301", **told}


def test_the_example_of_the_standard_is_a_code() -> None:
    assert fault_of("91350100M000100Y43") is None
    assert check_sign("91350100M000100Y4") == "3"


def test_it_is_kept_in_capitals_without_blanks() -> None:
    assert normal(" 9135 0100m000100y43\n") == "91350100M000100Y43"


@pytest.mark.parametrize(
    ("code", "word"),
    [
        ("91350100M000100Y4", "17 位"),
        ("91350100M000100Y433", "19 位"),
        ("91350100M000100Y44", "校验位"),
        ("19350100M000100Y43", "校验位"),  # two signs changed places
        ("91350100M00O100Y43", "不含 I、O"),
        ("9135010XM000100Y43", "第 3 至 8 位"),
    ],
)
def test_what_is_no_code_is_told_why(code: str, word: str) -> None:
    assert word in (fault_of(code) or "")


async def test_a_unit_bears_a_code_and_is_found_by_it(api: Api) -> None:
    code = make_credit_code("1")
    made = await api.act("createUnit", UNIT, **department("XYA", creditCode=f" {code.lower()} "))
    assert made["unit"]["creditCode"] == code
    found = (await api.ask(SEARCH, {"s": code}))["units"]
    assert found == {"edges": [{"node": {"code": "1301-XYA"}}], "totalCount": 1}
    nobody = (await api.ask(SEARCH, {"s": make_credit_code("99")}))["units"]
    assert nobody == {"edges": [], "totalCount": 0}


async def test_a_code_is_given_kept_taken_away_and_given_to_another(api: Api) -> None:
    code = make_credit_code("2")
    for name in ("XYB", "XYC"):
        await api.act("createUnit", UNIT, **department(name))
    given = await api.act("updateUnit", UNIT, code="1301-XYB", creditCode=code)
    kept = await api.act("updateUnit", UNIT, code="1301-XYB", tags=["民生密切"], creditCode=code)
    assert given["unit"]["creditCode"] == kept["unit"]["creditCode"] == code
    refused = await api.act("updateUnit", UNIT, code="1301-XYC", creditCode=code)
    assert (refused["code"], refused["field"]) == ("DUPLICATE_CREDIT_CODE", "creditCode")
    assert "1301-XYB" in refused["message"]
    gone = await api.act("updateUnit", UNIT, code="1301-XYB", creditCode="")
    assert gone["unit"]["creditCode"] is None
    passed = await api.act("updateUnit", UNIT, code="1301-XYC", creditCode=code)
    assert passed["unit"]["creditCode"] == code


async def test_of_two_who_take_one_code_at_once_one_gets_it(api: Api) -> None:
    code = make_credit_code("3")
    answers = await asyncio.gather(
        *(api.act("createUnit", UNIT, **department(f"XZ{n}", creditCode=code)) for n in range(4))
    )
    refused = [answer for answer in answers if answer["__typename"] == "Refusal"]
    assert {one["code"] for one in refused} == {"DUPLICATE_CREDIT_CODE"}
    assert len(refused) == 3


async def test_a_wrong_code_is_refused_and_writes_nothing(api: Api) -> None:
    refused = await api.act(
        "createUnit", UNIT, **department("XYD", creditCode="91350100M000100Y44")
    )
    assert (refused["code"], refused["field"]) == ("BAD_CREDIT_CODE", "creditCode")
    assert (await api.ask('{ unit(code: "1301-XYD") { code } }'))["unit"] is None


async def test_the_change_log_tells_the_code(api: Api) -> None:
    code = make_credit_code("4")
    await api.act("createUnit", UNIT, **department("XYE", creditCode=code))
    feed = "{ changes(first: 1000) { changes { entity body } } }"
    bodies = [one["body"] for one in (await api.ask(feed, caller=SYSTEM))["changes"]["changes"]]
    assert code in {body.get("credit_code") for body in bodies}
