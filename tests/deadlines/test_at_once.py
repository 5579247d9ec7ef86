"""Several people acting on one incident in the same moment."""

import asyncio
from typing import Any
from uuid import UUID

from services.deadlines.store.incidents import lock_incident, save_seen_by
from services.kit.graphql.ids import from_global_id
from tests.deadlines.desk import COUNTY, ELSEWHERE, OFFICER, Desk, Who

PHONES = """query P($id: ID!) { incident(id: $id) {
  parties { unit { code } person { phone } speaker { phone } }
  obligations { owner { code } person { phone } speaker { phone } }
  timeline { text } } }"""


def acts(incident: dict[str, Any], turn: int) -> list[tuple[str, dict[str, Any]]]:
    by, id_ = incident["by"], incident["id"]
    release = {
        "incident": id_,
        "form": "STATEMENT",
        "conclusive": False,
        "title": "情况通报",
        "releasedAt": "2026-11-21T03:02:00+08:00",
    }
    severity = ("LARGER", "PARTICULARLY_MAJOR")[turn % 2]
    return [
        ("assessIncident", {"incident": id_, "facts": {"severity": severity}, "reason": "复核"}),
        ("recordRelease", release),
        ("waiveObligation", {"obligation": by["CONSULTATION"]["id"], "reason": "已会商"}),
        ("acknowledge", {"obligation": by["PRESS_CONFERENCE"]["id"], "by": "王某"}),
        ("acknowledge", {"obligation": by["FINAL_OUTCOME"]["id"], "by": "李某"}),
    ]


async def test_acts_at_once_are_done_one_by_one_or_refused_by_name(desk: Desk) -> None:
    incident = await desk.open(approved=True)
    given = [act for turn in range(3) for act in acts(incident, turn)]
    answers = await asyncio.gather(*(desk.act(name, "replayed", what) for name, what in given))
    codes = {answer.get("code") for answer in answers if answer["__typename"] == "Refusal"}
    assert codes <= {"OBLIGATION_NOT_OPEN", "ALREADY_ACKNOWLEDGED", "BUSY"}, codes
    async with desk.database.reading() as conn:
        jumps = await conn.fetchval(
            """
            select count(*)
            from obligation o
            where o.version <> (
                select count(*) from change c
                where c.id = o.id and c.kind <> 'ALERTED'
            )
            """
        )
        gaps = await conn.fetchval(
            """
            select count(*)
            from obligation o
            where o.due_version <> (select count(*) from due_version d where d.obligation = o.id)
            """
        )
        queue = await conn.fetchval(
            """
            select count(*)
            from obligation o
            full join obligation_wake w on w.obligation = o.id
            where (o.state = 'OPEN' and o.owed and o.due_at is not null)
                is distinct from (w.obligation is not null)
            """
        )
    assert (jumps, gaps, queue) == (0, 0, 0)


async def phones(desk: Desk, id_: str, who: Who) -> dict[str, set[bool]]:
    """For each unit, whether its numbers were shown whole."""
    incident = (await desk.ask(PHONES, who, id=id_))["incident"]
    found: dict[str, set[bool]] = {}
    for row in (*incident["parties"], *incident["obligations"]):
        code = (row.get("unit") or row.get("owner"))["code"]
        for person in (row["person"], row["speaker"]):
            if person and person["phone"]:
                found.setdefault(code, set()).add("*" not in person["phone"])
    assert not any("1390000" in row["text"] for row in incident["timeline"])
    return found


async def test_a_county_that_is_out_of_it_looks_on_without_the_others_numbers(desk: Desk) -> None:
    before = Who(unit="130121", level=4, code="130121")
    incident = await desk.open(localities=["130121"])
    given = {"incident": incident["id"], "facts": {"localities": ["130123"]}, "reason": "更正"}
    await desk.act("assessIncident", "replayed", given)
    seen = await phones(desk, incident["id"], before)
    assert seen["130123"] == {False}
    assert all(shown == {code.startswith("130121")} for code, shown in seen.items()), seen
    assert (await phones(desk, incident["id"], COUNTY))["130123"] == {True}
    assert (await phones(desk, incident["id"], OFFICER))["130123"] == {True}


async def test_the_feed_and_the_nodes_of_others_stay_closed(desk: Desk) -> None:
    incident = await desk.open()
    ids = [incident["id"], *(row["id"] for row in incident["obligations"])]
    query = "query N($ids: [ID!]!) { nodes(ids: $ids) { id } }"
    assert set((await desk.ask(query, ELSEWHERE, ids=ids[:8]))["nodes"]) == {None}
    query = "{ changes(first: 1000) { changes { id body } } }"
    feed = (await desk.ask(query, ELSEWHERE))["changes"]["changes"]
    assert not any(row["id"] in ids or row["body"]["incident"] in ids for row in feed)


async def test_a_stored_answer_and_the_log_hold_no_telephone_number(desk: Desk) -> None:
    await desk.open()
    async with desk.database.reading() as conn:
        for table, column in (("idempotency", "answer"), ("change", "body")):
            sql = f"select count(*) from {table} where {column}::text ~ '1[3-9][0-9]{{9}}'"  # noqa: S608 - ours
            assert await conn.fetchval(sql) == 0, table


async def test_who_waited_for_the_lock_sees_the_codes_added_meanwhile(desk: Desk) -> None:
    incident: UUID = from_global_id((await desk.open())["id"], "Incident")

    async def second() -> tuple[str, ...]:
        async with desk.database.transaction() as conn:
            file = await lock_incident(conn, incident, None)
            assert file is not None
            return file.seen_by

    async with desk.database.transaction() as conn:
        await lock_incident(conn, incident, None)
        waiting = asyncio.create_task(second())
        await asyncio.sleep(0.3)
        await save_seen_by(conn, incident, ["1404"])
    assert "1404" in await waiting
