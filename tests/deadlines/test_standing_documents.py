"""What must be on file is owed while it is not, without a limit, until the registry says it is."""

from typing import Any
from uuid import uuid5

import pytest

from services.deadlines.domain.mirror import FeedPage
from services.deadlines.usecases.mirror import sync_registry
from services.kit.auth import Role
from tests.deadlines.desk import CHIEF, JOB, LAW, NAMESPACE, Desk, Who
from tests.deadlines.occasions import EDITOR

NATION = Who(role=Role.DUTY_CHIEF, unit="0", level=1, code="0")
OWED = """{ obligations(first: 100, filter: {kind: ["STANDING_DOCUMENT"], state: [OPEN, FULFILLED]})
  { edges { node { title state dueAt dueClass doneAt owner { code } basis { clause assumption }
    occasion { kind kindTitle } } } } }"""


def document(unit: str, kind: str, version: int = 1, **changes: Any) -> dict[str, Any]:
    body = {
        "id": str(uuid5(NAMESPACE, f"{unit} {kind}")),
        "unit": unit,
        "kind": kind,
        "title": "本单位制度",
        "number": "发〔2026〕7号",
        "dated": "2026-11-20",
        "withdrawn_on": None,
        "url": None,
        "file_sha256": None,
        "recorded_at": "2026-11-20T20:00:00+00:00",
        "recorded_by": "管理员",
        **changes,
    }
    place = f"{unit} {kind} {version}"
    told = {"cursor": place, "entity": "standing_document", "kind": "recorded"}
    return {**told, "version": version, "body": body}


async def told(desk: Desk, *changes: dict[str, Any]) -> None:
    """Let a sync bring what the registry changed."""

    class Link:
        async def changes(self, after: str | None, limit: int, now: Any) -> FeedPage:
            cursor = changes[-1]["cursor"]
            return FeedPage(after=after, changes=changes, cursor=cursor, has_more=False)

    link: Any = Link()
    now, key = desk.clock.now(), str(changes[-1]["cursor"])
    await sync_registry(desk.database, LAW, link, EDITOR, 100, key, now)


async def opened(desk: Desk) -> None:
    while (await desk.act("openPeriods", "opened hasMore", {}, JOB))["hasMore"]:
        pass


async def owed(desk: Desk, clause: str, state: str = "OPEN") -> dict[str, Any]:
    """Return the duties of a clause by their owners."""
    rows = [e["node"] for e in (await desk.ask(OWED, NATION))["obligations"]["edges"]]
    chosen = [r for r in rows if r["state"] == state and r["basis"][0]["clause"] == clause]
    return {row["owner"]["code"]: row for row in chosen}


@pytest.mark.requirement(55)
async def test_each_unit_of_a_city_that_adopted_its_rules_owes_its_own_until_it_has_them(
    desk: Desk,
) -> None:
    adopted = {"pack": "city-monitoring", "unit": "130123", "effectiveFrom": "2026-11-21"}
    await desk.act("adoptPack", "replayed", adopted, CHIEF)
    await told(desk, document("130123-JYJ", "RESPONSE_RULES"))
    await opened(desk)
    rows = await owed(desk, "(二)")
    assert {"130123", "130123-ZFB", "130123-YJGLJ"} <= set(rows)
    assert "130123-JYJ" not in rows  # it has them on file
    assert not any(code.startswith("130121") for code in rows)
    row = rows["130123-ZFB"]
    assert (row["dueAt"], row["dueClass"]) == (None, "STATUTORY_UNTIMED")
    assert row["occasion"] == {"kind": "STANDING", "kindTitle": "常设事项"}
    assert "按正定县人民政府决定采用" in row["basis"][0]["assumption"]

    await opened(desk)
    assert len(await owed(desk, "(二)")) == len(rows)
    await told(desk, document("130123-ZFB", "RESPONSE_RULES"))
    assert "130123-ZFB" not in await owed(desk, "(二)")
    done = (await owed(desk, "(二)", "FULFILLED"))["130123-ZFB"]
    assert done["doneAt"] is not None

    gone = {"withdrawn_on": "2026-11-21"}
    await told(desk, document("130123-ZFB", "RESPONSE_RULES", 2, **gone))
    await opened(desk)
    assert "130123-ZFB" in await owed(desk, "(二)")  # withdrawn: owed again


@pytest.mark.requirement(127, 132, 145)
async def test_a_province_that_adopted_its_text_asks_departments_cities_and_channels(
    desk: Desk,
) -> None:
    async with desk.database.transaction() as conn:
        await conn.execute(
            """
            insert into mirror_unit (
                id, version, code, name, short_name, initials, kind, level, division, parent,
                management, tags, scope1, scope2
            )
            values ($1, 1, '13-FGW', '省发改委', '省发改委', '', 'DEPARTMENT', 'PROVINCE', '13',
                '13', 'TERRITORIAL', '[]', '0', '13')
            """,
            uuid5(NAMESPACE, "13-FGW"),
        )
        await conn.execute(
            """
            insert into mirror_channel (id, version, unit, kind, name)
            values ($1, 1, '130121-JYJ', 'WEIBO', '井陉教育')
            """,
            uuid5(NAMESPACE, "weibo"),
        )
    adopted = {"pack": "province-2013", "unit": "13", "effectiveFrom": "2026-11-21"}
    await desk.act("adoptPack", "replayed", adopted, NATION)
    await opened(desk)
    assert set(await owed(desk, "2")) == {"13-FGW", "1301"}
    assert set(await owed(desk, "7")) == {"130121-JYJ"}
    await told(
        desk,
        document("13-FGW", "RESPONSE_RULES"),  # another one than is asked for
        document("1301", "LEADER_RELEASE_RULES"),
        document("130121-JYJ", "CHANNEL_PROCEDURE"),
    )
    assert set(await owed(desk, "2")) == {"13-FGW"}
    assert await owed(desk, "7") == {}
