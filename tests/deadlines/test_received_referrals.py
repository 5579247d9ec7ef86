"""What was referred into a territory from elsewhere is listed there until it is answered for."""

from typing import Any

from services.kit.clock import ManualClock
from tests.deadlines.desk import CHIEF, COUNTY, ELSEWHERE, OFFICER, VENDOR, Desk, Who

RECEIVED = """query ($first: Int, $after: String) { referrals(first: $first, after: $after) {
    edges { node {
      id request state incident { number title } opened { number }
      sender { code } receiver { code }
    } }
    pageInfo { hasNextPage endCursor } totalCount } }"""
SCHOOLS = Who(unit="130123-JYJ", level=6, code="130123-JYJ")


async def received(desk: Desk, who: Who, **given: Any) -> list[dict[str, Any]]:
    page = (await desk.ask(RECEIVED, who, first=100, **given))["referrals"]
    return [edge["node"] for edge in page["edges"]]


async def refer(desk: Desk, unit: str, who: Who = OFFICER, **given: Any) -> str:
    incident = await desk.open()
    stated = {"incident": incident["id"], "unit": unit, "request": "请核实处置", **given}
    made = await desk.act("refer", "referral { id }", stated, who)
    id_: str = made["referral"]["id"]
    return id_


async def step(desk: Desk, referral: str, name: str, note: str | None = None) -> None:
    given = {"referral": referral, "step": name, "note": note}
    await desk.act("answerReferral", "replayed", given)


async def test_a_referral_is_seen_where_it_arrived_and_not_where_it_was_sent(desk: Desk) -> None:
    made = await refer(desk, "130123-JYJ")
    (there,) = [one for one in await received(desk, SCHOOLS) if one["id"] == made]
    assert (there["sender"]["code"], there["receiver"]["code"]) == ("1301", "130123-JYJ")
    assert there["incident"]["title"]
    assert made in [one["id"] for one in await received(desk, COUNTY)]
    assert made not in [one["id"] for one in await received(desk, OFFICER)]
    assert made not in [one["id"] for one in await received(desk, ELSEWHERE)]


async def test_what_is_returned_or_completed_waits_no_more(desk: Desk) -> None:
    back, done = await refer(desk, "130123-JYJ"), await refer(desk, "130123-JYJ")
    await step(desk, back, "RETURN", "不属本局职责")
    for name in ("SIGN", "FEEDBACK"):
        await step(desk, done, name, "系旧闻")
        assert done in [one["id"] for one in await received(desk, SCHOOLS)]
    await step(desk, done, "COMPLETE")
    assert {back, done}.isdisjoint(one["id"] for one in await received(desk, SCHOOLS))


async def test_the_incident_that_was_opened_from_it_is_named(desk: Desk) -> None:
    made = await refer(desk, "130123-JYJ")
    facts = {"localities": ["130123"], "units": ["130123-JYJ"]}
    given = {"facts": facts, "referral": made}
    own = await desk.act("openIncident", "incident { number }", given, SCHOOLS)
    (there,) = [one for one in await received(desk, SCHOOLS) if one["id"] == made]
    assert there["opened"] == {"number": own["incident"]["number"]}


async def test_those_that_came_first_stand_first_page_by_page(
    desk: Desk, module_clock: ManualClock
) -> None:
    made = []
    for _ in range(3):
        module_clock.advance(minutes=1)
        made.append(await refer(desk, "1404"))
    assert [one["id"] for one in await received(desk, ELSEWHERE)] == made
    first = (await desk.ask(RECEIVED, ELSEWHERE, first=2))["referrals"]
    assert first["pageInfo"]["hasNextPage"]
    assert first["totalCount"] == 3
    (last,) = await received(desk, ELSEWHERE, after=first["pageInfo"]["endCursor"])
    assert last["id"] == made[2]


async def test_whoever_reads_cases_reads_them_and_a_vendor_does_not(desk: Desk) -> None:
    assert "errors" not in await desk.send(RECEIVED, CHIEF, first=1)
    refused = await desk.send(RECEIVED, VENDOR, first=1)
    assert refused["errors"][0]["extensions"]["code"] == "FORBIDDEN"


async def test_the_waiting_ones_are_found_by_their_index(desk: Desk) -> None:
    async with desk.database.transaction() as conn:
        incident = await conn.fetchval("select id from incident limit 1")
        await conn.execute(
            """
            insert into referral (id, incident, request, sender, receiver, received_at, state,
                recorded_at, recorded_by, version)
            select gen_random_uuid(), $1, '核实', '{"code": "14"}',
                jsonb_build_object('code', '1301' || n % 90 + 10), now(),
                case when n % 50 = 0 then 'SIGNED' else 'COMPLETED' end, now(), '某人', 1
            from generate_series(1, 20000) as n
            """,
            incident,
        )
        await conn.execute("analyze referral")
        rows = await conn.fetch(
            """
            explain select id from referral r
            where r.receiver_code >= '130123' and r.receiver_code < '130124'
            and r.state in ('REFERRED', 'SIGNED', 'ANSWERED')
            and (r.sender_code < '130123' or r.sender_code >= '130124')
            order by r.received_at, r.id limit 21
            """
        )
        await conn.execute("delete from referral where recorded_by = '某人'")
    told = "\n".join(row[0] for row in rows)
    assert "referral_waiting" in told
    assert "Seq Scan" not in told
