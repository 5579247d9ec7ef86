"""Notices leave the house: signed, in order, again and again until somebody takes them."""

import json
from collections import Counter
from collections.abc import AsyncIterator
from typing import Any

import pytest_asyncio

from services.deadlines.domain.messengers import signature
from services.kit.database import Database
from tests.deadlines.alerting import (
    deliver,
    night,
    notices,
    route,
    status,
    sweep,
    tick,
)
from tests.deadlines.desk import Desk
from tests.support.sinks import MailSink, Sink, http_sink, mail_sink

Told = tuple[Desk, Sink, MailSink]


@pytest_asyncio.fixture(loop_scope="module")
async def told(clean_deadlines: None, deadlines_db: Database) -> AsyncIterator[Told]:
    """A night whose settings allow one HTTP receiver and one mail server, both of ours."""
    async with (
        http_sink() as sink,
        mail_sink() as mail,
        night(
            deadlines_db,
            webhook_hosts=(sink.url,),
            smtp_url=f"smtp://127.0.0.1:{mail.port}",
            delivery_seconds=0.3,
        ) as desk,
    ):
        yield desk, sink, mail


async def opened(desk: Desk, **given: Any) -> None:
    await desk.open(**given)
    await sweep(desk)


async def test_a_webhook_is_signed_and_knows_each_notice_by_one_id(told: Told) -> None:
    desk, sink, _ = told
    await route(desk, f"{sink.url}/hook", secret="s3cret")
    await opened(desk)
    assert (await deliver(desk))["failed"] == 0
    (_, headers, body), *_ = (each for each in sink.got if each[0] == "/hook")
    raw = json.dumps(body, separators=(",", ":"), ensure_ascii=False).encode()
    assert headers["x-huiying-signature"] == signature("s3cret", raw, desk.clock.now())
    assert headers["idempotency-key"] == body["id"]
    assert body["internal"] is True
    mine = await notices(desk, unit="1301")
    assert {each[2]["subject"] for each in sink.got} == {n["subject"] for n in mine}
    (fare,) = mine[0]["deliveries"]
    assert (fare["routeKind"], fare["attempts"], fare["stuck"]) == ("WEBHOOK", 1, False)
    assert fare["deliveredAt"] is not None
    assert mine[0]["unrouted"] is False


async def test_a_receiver_that_fails_in_every_way_gets_each_notice_in_the_end(told: Told) -> None:
    desk, sink, _ = told
    await route(desk, f"{sink.url}/bad")
    await opened(desk)
    for mood in ("drop", "stall", 500, 302, "late", 429):
        sink.moods["/bad"] = mood
        assert (await deliver(desk))["failed"] == 1, mood
        desk.clock.advance(minutes=11)
    assert (await status(desk))["delivery"]["stuck"] == 0
    del sink.moods["/bad"]
    for _ in range(3):
        await deliver(desk)
        desk.clock.advance(minutes=11)
    waiting = {n["id"]: n["deliveries"] for n in await notices(desk, unit="1301")}
    assert all(fare["deliveredAt"] for fares in waiting.values() for fare in fares)
    counted = Counter(sink.ids("/bad"))
    assert len(counted) == len(waiting), "the receiver tells repetitions by the id"
    assert max(counted.values()) > 1


async def test_what_fails_again_and_again_is_shown_and_never_given_up(told: Told) -> None:
    desk, sink, _ = told
    sink.moods["/gone"] = 500
    await route(desk, f"{sink.url}/gone")
    await opened(desk)
    for _ in range(9):
        await deliver(desk)
        desk.clock.advance(minutes=11)
    assert (await status(desk))["delivery"]["stuck"] == 1
    fares = [fare for n in await notices(desk, unit="1301") for fare in n["deliveries"]]
    stuck = next(fare for fare in fares if fare["stuck"])
    assert (stuck["deliveredAt"], stuck["error"]) == (None, "NotTaken: status 500")
    sink.moods.clear()
    await deliver(desk)
    assert (await status(desk))["delivery"]["stuck"] == 0


async def test_one_that_never_answers_holds_up_no_other_and_the_gravest_goes_first(
    told: Told,
) -> None:
    desk, sink, _ = told
    sink.moods["/mute"] = "stall"
    await route(desk, f"{sink.url}/mute")
    await route(desk, f"{sink.url}/well")
    await opened(desk)
    desk.clock.advance(minutes=2)
    await tick(desk, 35)
    done = await deliver(desk)
    assert done["failed"] == 1
    order = ["RED", "ORANGE", "YELLOW", "BLUE"]
    ranks = [order.index(body["colour"]) for path, _, body in sink.got if path == "/well"]
    assert ranks == sorted(ranks)
    assert len(set(ranks)) > 1


async def test_a_drill_goes_only_where_drills_are_welcome(told: Told) -> None:
    desk, sink, _ = told
    await route(desk, f"{sink.url}/real")
    await route(desk, f"{sink.url}/drills", acceptsDrills=True)
    await opened(desk, drill=True)
    await deliver(desk)
    assert sink.ids("/real") == []
    assert sink.ids("/drills") != []
    assert all(body["subject"].startswith("【演练】") and body["drill"] for _, _, body in sink.got)


async def test_mail_is_handed_in_and_retried_under_one_message_id(told: Told) -> None:
    desk, _, mail = told
    await route(desk, "duty@example.cn", kind="EMAIL")
    mail.busy = True
    await opened(desk)
    assert (await deliver(desk))["failed"] == 1
    mail.busy = False
    desk.clock.advance(minutes=1)
    while (await deliver(desk))["waiting"]:  # a slow machine's run ends before its last letter
        desk.clock.advance(minutes=1)
    assert len(mail.mails) == len(await notices(desk, unit="1301"))
    assert "Message-ID: <" in mail.mails[0]
    assert "To: duty@example.cn" in mail.mails[0]


async def test_a_route_that_is_stopped_loses_nothing(told: Told) -> None:
    desk, sink, _ = told
    await route(desk, f"{sink.url}/old")
    await opened(desk)
    assert (await status(desk))["delivery"]["unrouted"] == len(await notices(desk, unit="130123"))
    await route(desk, f"{sink.url}/old", active=False)
    mine = await notices(desk, unit="1301")
    assert all(n["unrouted"] for n in mine)
    payload = await route(desk, f"{sink.url}/new")
    assert payload["caughtUp"] == len(mine)
    await deliver(desk)
    assert len(sink.ids("/new")) == len(mine)
    assert sink.ids("/old") == []


async def test_a_robot_that_answers_200_with_an_error_has_not_taken_it(told: Told) -> None:
    desk, sink, _ = told
    sink.moods["/robot"] = "code"
    await route(desk, f"{sink.url}/robot", kind="WECOM")
    await opened(desk)
    assert (await deliver(desk))["failed"] == 1
    sink.moods.clear()
    desk.clock.advance(minutes=1)
    assert (await deliver(desk))["failed"] == 0
    assert sink.got[-1][2]["msgtype"] == "text"


async def test_the_health_address_wants_sweep_canary_and_outbox(told: Told) -> None:
    desk, _, _ = told

    async def health() -> tuple[int, str]:
        async with desk.session.get(f"{desk.url}/health/sweep") as response:
            body = await response.json()
            return response.status, body["status"]

    await sweep(desk)
    assert await health() == (503, "lost"), "no canary has come through yet"
    await deliver(desk)
    assert await health() == (200, "swept")
    await tick(desk, 4)
    assert await health() == (503, "lost"), "swept, and nobody delivers"
    await deliver(desk)
    assert await health() == (200, "swept")
    desk.clock.advance(minutes=4)
    assert await health() == (503, "silent")
    async with desk.session.get(f"{desk.url}/metrics") as response:
        page = await response.text()
    assert "huiying_sweep_age_seconds 240.0" in page
    assert "huiying_outbox_stuck 0.0" in page
