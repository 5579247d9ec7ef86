"""kill -9 of the service while vendors report: every acknowledged lead is there, once."""

import asyncio
import json
import os
import random
import signal
from typing import Any
from uuid import uuid4

import aiohttp
import pytest

from services.kit.auth import Role, TokenIssuer
from services.kit.clock import SystemClock
from services.kit.database import Database
from services.kit.signing import new_signing_key
from tests.faults.test_kill import Service, nursery

WRITERS, EACH, KILLS = 4, 50, 5
REPORT = """mutation R($input: ReportLeadInput!) { reportLead(input: $input) {
    __typename ... on ReportLeadPayload { lead { id } } ... on Refusal { code message }
} }"""
AGAIN = {"IDEMPOTENCY_IN_PROGRESS", "BUSY"}


def told(key: str, number: int) -> dict[str, object]:
    """Every second report is of one address that all vendors share."""
    address = "viral" if number % 2 else key
    source = {"alertId": key, "url": f"https://w.example/{address}"}
    return {"source": source, "localityCode": "130123", "idempotencyKey": key}


async def tell(port: int, token: str, answered: dict[str, str], odd: list[object]) -> None:
    """Report one after another; a key is repeated until an answer to it has arrived."""
    headers = {"authorization": f"Bearer {token}"}
    timeout = aiohttp.ClientTimeout(total=5)
    async with aiohttp.ClientSession(headers=headers, timeout=timeout) as session:
        for number in range(EACH):
            key = str(uuid4())
            body = {"query": REPORT, "variables": {"input": told(key, number)}}
            while key not in answered:
                result = await _answer(session, port, body)
                if result and result.get("__typename") == "ReportLeadPayload":
                    answered[key] = result["lead"]["id"]
                elif result and result.get("code") not in AGAIN:
                    odd.append(result)
                    return
                await asyncio.sleep(0.01)


async def _answer(session: aiohttp.ClientSession, port: int, body: object) -> Any:
    try:
        async with session.post(f"http://127.0.0.1:{port}/graphql", json=body) as response:
            answer = await response.json(content_type=None)
    except (aiohttp.ClientError, ConnectionError, TimeoutError):
        return None
    return (answer.get("data") or {}).get("reportLead") or answer


async def under_fire(
    service: Service, token: str, answered: dict[str, str], odd: list[object]
) -> None:
    dice, pid = random.Random(7203), await service.start()
    vendors = [
        asyncio.create_task(tell(service.port, token, answered, odd)) for _ in range(WRITERS)
    ]
    for life in range(KILLS):
        while len(answered) < (life + 1) * 20 and not odd:
            await asyncio.sleep(0.01)
        await asyncio.sleep(dice.uniform(0, 0.03))
        os.kill(pid, signal.SIGKILL)
        pid = await service.start()
    await asyncio.wait_for(asyncio.gather(*vendors), 60)
    os.kill(pid, signal.SIGKILL)


@pytest.mark.timeout(180)
async def test_what_vendors_were_told_is_taken_survives_every_kill_once(
    deadlines_dsn: str, deadlines_db: Database
) -> None:
    key, answered, odd = new_signing_key(), dict[str, str](), list[object]()
    token = TokenIssuer(key, "huiying-registry").issue(
        subject="vendor",
        name="某某舆情",
        role=Role.VENDOR,
        unit="1301",
        scope_level=3,
        scope_code="1301",
        now=SystemClock().now(),
    )
    async with nursery(deadlines_dsn, json.dumps(key.as_dict(private=True))) as service:
        await under_fire(service, token, answered, odd)
    assert odd == []
    async with deadlines_db.reading() as conn:
        seen = await conn.fetch(
            "select alert_id, count(*) as times from sighting group by alert_id"
        )
        counted = await conn.fetchrow(
            """
            select sum(sightings) as sightings, count(*) as leads,
                count(*) filter (where url = 'https://w.example/viral') as viral
            from lead
            """
        )
        assert counted is not None
        logged = await conn.fetchval("select count(*) from change where entity = 'lead'")
    assert {row["alert_id"] for row in seen} == answered.keys()
    assert {row["times"] for row in seen} == {1}
    everything = WRITERS * EACH
    assert (counted["sightings"], counted["leads"], counted["viral"], logged) == (
        everything,
        everything // 2 + 1,
        1,
        everything,
    )
