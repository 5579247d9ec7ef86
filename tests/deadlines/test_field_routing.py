"""Which department answers for a field: a place's own table, where the text only counts fields."""

from typing import Any

import pytest

from services.kit.auth import Role
from tests.deadlines.desk import OFFICER, Desk, Who

COUNTY = "341824"
ADMIN = Who(role=Role.ROSTER_ADMIN, unit=COUNTY, level=4, code=COUNTY)
WRITER = Who(unit=COUNTY, level=4, code=COUNTY)
SHOWN = "responsibility { field title department departmentName version } replayed"
PREVIEW = """query P($facts: IncidentFactsInput!) { previewIncident(facts: $facts) {
    responsibility { rule clause outcome reason } parties { role unit { code } person { name } }
} }"""


async def put(desk: Desk, field: str, department: str | None, **given: Any) -> Any:
    wanted = {"unit": COUNTY, "field": field, "department": department, **given}
    return await desk.act("setFieldResponsibility", SHOWN, wanted, ADMIN)


async def answered(desk: Desk, *fields: str, **facts: Any) -> tuple[list[str], str, list[str]]:
    """Preview; returns the subjects, the reason of 第七条, and who coordinates."""
    given = {"localities": [COUNTY], "fields": list(fields), "emergency": False, **facts}
    found = (await desk.ask(PREVIEW, WRITER, facts=given))["previewIncident"]
    (line,) = (row for row in found["responsibility"] if row["rule"] == "key-field")
    roles = [(party["role"], party["unit"]["code"]) for party in found["parties"]]
    subjects = [code for role, code in roles if role.endswith("RESPONDENT")]
    reason = f"{line['outcome']} {line['clause']} {line['reason']}"
    return subjects, reason, [code for role, code in roles if role.endswith("COORDINATOR")]


@pytest.mark.requirement(114, 115)
async def test_a_field_leads_to_its_department_and_the_trace_says_by_which_table(
    desk: Desk,
) -> None:
    subjects, reason, _ = await answered(desk, "WORK_SAFETY")
    assert reason.startswith("OWNER_MISSING 第七条")
    assert subjects == [COUNTY]

    await put(desk, "WORK_SAFETY", f"{COUNTY}-YJGLJ")
    subjects, reason, coordinators = await answered(desk, "WORK_SAFETY")
    assert subjects == [f"{COUNTY}-YJGLJ"]
    assert reason == "FIRED 第七条 条件符合；按重点领域分工：安全生产→绩溪县应急管理局"
    assert coordinators == [f"{COUNTY}-YJGLJ", f"{COUNTY}-XCB"]

    beside = {"units": [f"{COUNTY}-CZJ"]}
    assert (await answered(desk, "WORK_SAFETY", **beside))[0] == [
        f"{COUNTY}-YJGLJ",
        f"{COUNTY}-CZJ",
    ]
    subjects, reason, _ = await answered(desk, "BUDGET", **beside)
    assert (subjects, "重点领域分工未登记" in reason) == ([f"{COUNTY}-CZJ"], True)


async def test_a_field_that_the_text_only_counts_can_be_stated_once_it_is_set(
    desk: Desk,
) -> None:
    facts = {"localities": [COUNTY], "fields": ["RURAL_REVIVAL"]}
    answer = await desk.send(PREVIEW, WRITER, facts=facts)
    assert answer["errors"][0]["extensions"]["code"] == "UNKNOWN_FIELD"
    refused = await put(desk, "RURAL_REVIVAL", f"{COUNTY}-CZJ")
    assert (refused["code"], refused["field"]) == ("MISSING", "input.title")

    await put(desk, "RURAL_REVIVAL", f"{COUNTY}-CZJ", title="乡村振兴")
    subjects, reason, _ = await answered(desk, "RURAL_REVIVAL")
    assert (subjects, "乡村振兴→绩溪县财政局" in reason) == ([f"{COUNTY}-CZJ"], True)
    menu = "{ codeLists { fields { code title } } }"
    assert {"code": "RURAL_REVIVAL", "title": "乡村振兴"} in (await desk.ask(menu, WRITER))[
        "codeLists"
    ]["fields"]
    elsewhere = (await desk.ask(menu, OFFICER))["codeLists"]["fields"]
    assert "RURAL_REVIVAL" not in {row["code"] for row in elsewhere}

    opened = await desk.act(
        "openIncident", "incident { parties { role unit { code } } }", {"facts": facts}, WRITER
    )
    first = opened["incident"]["parties"][0]
    assert (first["role"], first["unit"]["code"]) == ("FIRST_RESPONDENT", f"{COUNTY}-CZJ")

    stopped = await put(desk, "RURAL_REVIVAL", None)
    assert (stopped["responsibility"]["department"], stopped["responsibility"]["version"]) == (
        None,
        2,
    )
    listed = "query F($unit: String!) { fieldResponsibilities(unit: $unit) { field } }"
    rows = (await desk.ask(listed, WRITER, unit=COUNTY))["fieldResponsibilities"]
    assert "RURAL_REVIVAL" not in {row["field"] for row in rows}


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"field": "安全"}, "BAD_FIELD", "input.field"),
        ({"department": f"{COUNTY}-WU"}, "UNKNOWN_UNIT", "input.department"),
        ({"department": "1301-JYJ"}, "DEPARTMENT_ELSEWHERE", "input.department"),
        ({"unit": f"{COUNTY}-CZJ"}, "NOT_A_GOVERNMENT", "input.unit"),
        ({"unit": "1301"}, "NOT_FOUND", "input.unit"),
    ],
)
async def test_what_cannot_be_set_is_refused(
    desk: Desk, given: dict[str, Any], code: str, field: str
) -> None:
    wanted = {"unit": COUNTY, "field": "BUDGET", "department": f"{COUNTY}-CZJ", **given}
    refused = await desk.act("setFieldResponsibility", SHOWN, wanted, ADMIN)
    assert (refused["code"], refused["field"]) == (code, field), refused
