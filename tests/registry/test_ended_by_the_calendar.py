"""What nobody does: a day that ends a term or a unit, and what the next audit makes of it."""

from datetime import timedelta
from typing import Any

import pytest_asyncio

from services.kit.clock import ManualClock
from tests.registry.api import Api
from tests.registry.entrance import login_of, new_person, sign_in
from tests.registry.test_filings import bureau, filings, record, spokesperson
from tests.registry.test_findings import audit, found
from tests.registry.test_succession import MERGED

KEPT = "CreateAccountPayload { secret }"
KEEPER: dict[str, Any] = {"login": "keeper", "name": "管理员", "role": "ROSTER_ADMIN"}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def kept(api: Api) -> Api:
    """石家庄市 has an administrator of its roster."""
    await api.act("createAccount", KEPT, unit="1301", **KEEPER)
    return api


async def waiting(api: Api, unit: str) -> list[dict[str, Any]]:
    return [one for one in await filings(api, unit) if one["state"] == "OPEN"]


async def test_a_list_that_the_calendar_changed_is_to_be_filed(
    kept: Api, module_clock: ManualClock
) -> None:
    ends, stays = await bureau(kept), await bureau(kept)
    await spokesperson(kept, ends, "某甲", endsOn="2026-11-22")
    await spokesperson(kept, ends, "某乙", startsOn="2026-11-23")
    await spokesperson(kept, stays, "某丙", endsOn="2026-11-23")
    for unit in (ends, stays):
        (opened,) = await waiting(kept, unit)
        await record(kept, opened["id"])
    await audit(kept)
    assert [await waiting(kept, unit) for unit in (ends, stays)] == [[], []]
    module_clock.advance(days=2)  # to 2026-11-23 in China
    await audit(kept)
    await audit(kept)
    (gone,), none = [await waiting(kept, unit) for unit in (ends, stays)]
    assert gone["changes"] == [{"what": "REMOVED", "entity": "appointment", "name": "某甲"}]
    assert none == []
    assert [one["kind"] for one in await found(kept, "UNFILED_CHANGES", ends)] == [
        "UNFILED_CHANGES"
    ]


async def test_an_account_outlives_its_unit_and_reaches_nothing_new(
    kept: Api, module_clock: ManualClock
) -> None:
    old, new = await bureau(kept), await bureau(kept)
    who = await new_person(kept, role="ROSTER_ADMIN", unit=old)
    today = str((module_clock.now() + timedelta(hours=8)).date())
    given: dict[str, Any] = {"from": [old], "into": new, "effectiveOn": today}
    await kept.act("mergeUnits", MERGED, **given)
    token = (await sign_in(kept, who["login"], who["password"]))["accessToken"]
    assert await login_of(kept, token) == who["login"]
    change = """mutation ($input: UpdateUnitInput!) { updateUnit(input: $input) {
        ... on Refusal { code field } } }"""
    asked = {"input": {"idempotencyKey": "k", "code": new, "tags": ["我的"]}}
    answer = await kept.send(change, asked, token=token)
    assert answer["data"]["updateUnit"] == {"code": "OUT_OF_SCOPE", "field": "code"}
    await audit(kept)
    (one,) = await found(kept, "ACCOUNT_OF_RETIRED_UNIT", old)
    assert who["login"] in one["text"]
    assert "承继单位" in one["advice"]
    assert one["since"] == today
    await kept.act("revoke", "RevokePayload { replayed }", accountId=who["id"])
    await audit(kept)
    assert await found(kept, "ACCOUNT_OF_RETIRED_UNIT", old) == []
