"""Renaming a unit with its day: what was before keeps the old name."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kit.database import Database
from services.kit.ids import new_id
from services.registry.domain.unit_names import UnitName, bearing, name_on, rename
from services.registry.domain.units import UnitPatch
from services.registry.usecases.units import apply_due_names
from tests.registry.api import Api
from tests.registry.test_unit_api import department
from tests.registry.world import NOW, make_department

TODAY = date(2026, 11, 21)
RENAMED = "UnitPayload { unit { name shortName initials version } }"
NAMES = """
query ($c: String!, $d: Date!) {
  unit(code: $c) { name nameOn(date: $d) names { fromDay name } }
}
"""


async def named(api: Api, code: str, on: date) -> dict[str, Any]:
    unit: dict[str, Any] = (await api.ask(NAMES, {"c": code, "d": on.isoformat()}))["unit"]
    return unit


@pytest.mark.parametrize("days", [0, -30])
async def test_a_rename_leaves_the_days_before_it_alone(api: Api, days: int) -> None:
    code, since = f"1301-GM{-days}", TODAY + timedelta(days)
    await api.act("createUnit", RENAMED, **department(f"GM{-days}", name="石家庄市甲局"))
    given: dict[str, Any] = {"effectiveOn": since.isoformat()} if days else {}
    done = await api.act("updateUnit", RENAMED, code=code, name="石家庄市乙局", **given)
    assert (done["unit"]["name"], done["unit"]["initials"]) == ("石家庄市乙局", "sjzsyj")
    assert done["unit"]["shortName"] == "石家庄市乙局"
    assert (await named(api, code, since - timedelta(1)))["nameOn"] == "石家庄市甲局"
    after = await named(api, code, since)
    assert after["nameOn"] == after["name"] == "石家庄市乙局"
    assert after["names"] == [
        {"fromDay": None, "name": "石家庄市甲局"},
        {"fromDay": since.isoformat(), "name": "石家庄市乙局"},
    ]


async def test_a_name_of_a_later_day_is_borne_from_then_on(api: Api, world: Database) -> None:
    day = TODAY + timedelta(10)
    await api.act("createUnit", RENAMED, **department("HG", name="石家庄市甲局"))
    told: dict[str, Any] = {
        "code": "1301-HG",
        "name": "石家庄市丙局",
        "effectiveOn": day.isoformat(),
    }
    assert (await api.act("updateUnit", RENAMED, **told))["unit"]["name"] == "石家庄市甲局"
    assert (await named(api, "1301-HG", day))["nameOn"] == "石家庄市丙局"
    counts = []
    for now in (NOW + timedelta(9), NOW + timedelta(10), NOW + timedelta(10)):
        async with world.transaction() as conn:
            counts.append(await apply_due_names(conn, now))
    assert counts == [0, 1, 0]
    assert (await named(api, "1301-HG", TODAY))["name"] == "石家庄市丙局"
    assert (await named(api, "1301-HG", TODAY))["nameOn"] == "石家庄市甲局"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"effectiveOn": "2027-01-01"}, "EFFECTIVE_NAME_ONLY"),
        ({"effectiveOn": "2027-01-01", "name": "乙", "tags": []}, "EFFECTIVE_NAME_ONLY"),
        ({"effectiveOn": "2019-12-31", "name": "乙"}, "EFFECTIVE_BEFORE_UNIT"),
        ({"effectiveOn": "2031-01-01", "name": "乙"}, "UNIT_NOT_ACTIVE"),
    ],
)
async def test_a_day_that_cannot_be_is_refused(api: Api, given: dict[str, Any], code: str) -> None:
    told = department("RQ", activeFrom="2020-01-01")
    await api.act("createUnit", RENAMED, key="made", **told)
    await api.act("updateUnit", RENAMED, key="ends", code="1301-RQ", activeTo="2030-12-31")
    refusal = await api.act("updateUnit", RENAMED, code="1301-RQ", **given)
    assert (refusal["code"], refusal["field"]) == (code, "effectiveOn")
    assert len((await named(api, "1301-RQ", TODAY))["names"]) == 1


async def test_a_name_told_again_for_its_day_corrects_it(api: Api) -> None:
    await api.act("createUnit", RENAMED, **department("GZ", activeFrom="2020-01-01", name="甲句"))
    first: dict[str, Any] = {"name": "甲局", "effectiveOn": "2020-01-01"}
    await api.act("updateUnit", RENAMED, code="1301-GZ", **first)
    for name in ("乙句", "乙局"):
        await api.act("updateUnit", RENAMED, code="1301-GZ", name=name)
    found = await named(api, "1301-GZ", date(2019, 1, 1))
    assert [one["name"] for one in found["names"]] == ["甲局", "乙局"]
    assert found["nameOn"] is None


@given(st.lists(st.tuples(st.integers(-400, 400), st.sampled_from("甲乙丙丁")), max_size=8))
def test_any_renames_in_any_order_read_as_a_list_of_days_would(told: list[tuple[int, str]]) -> None:
    unit = make_department()
    history: dict[Any, UnitName] = {}
    expected: dict[date, str] = {}
    for offset, name in told:
        day = TODAY + timedelta(offset)
        patch = UnitPatch(code=unit.code, name=name, effective_on=day)
        if name != name_on(unit, list(history.values()), day):
            expected[day] = name
        for one in rename(unit, list(history.values()), patch, TODAY, new_id):
            history[one.id] = one
    for offset in range(-401, 402):
        day = TODAY + timedelta(offset)
        since = max((one for one in expected if one <= day), default=None)
        wanted = expected[since] if since else unit.name
        assert name_on(unit, list(history.values()), day) == wanted
    assert bearing(unit, list(history.values()), TODAY).name == name_on(
        unit, list(history.values()), TODAY
    )
