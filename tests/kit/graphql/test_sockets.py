"""graphql-transport-ws over a real socket: frames, close codes, limits and the token's end."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidStatus
from websockets.typing import Subprotocol

from services.kit.clock import ManualClock
from tests.kit.graphql.demo import START, Town
from tests.kit.graphql.serving import make_app
from tests.support.servers import serve_app

PROTOCOL = Subprotocol("graphql-transport-ws")
FOREVER = "subscription { ticks(to: 1, forever: true) { title } }"
OFFICER = {"authorization": "Bearer officer"}


class Wire:
    """One connection; JSON in and out."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection

    async def send(self, **message: Any) -> None:
        await self.connection.send(json.dumps(message))

    async def take(self) -> Any:
        async with asyncio.timeout(5):
            frame = await self.connection.recv()
        assert isinstance(frame, str)
        return json.loads(frame)

    async def init(self) -> None:
        await self.send(type="connection_init", payload=OFFICER)
        assert await self.take() == {"type": "connection_ack"}

    async def subscribe(self, id: str, query: str, **more: Any) -> None:  # noqa: A002 - its word
        await self.send(id=id, type="subscribe", payload={"query": query, **more})

    async def closed(self) -> int | None:
        """Read to the end and return the close code."""
        async with asyncio.timeout(5):
            await self.connection.wait_closed()
        return self.connection.close_code


@asynccontextmanager
async def wire(
    *, town: Town | None = None, clock: ManualClock | None = None, **limits: Any
) -> AsyncIterator[Wire]:
    app = make_app(town, clock, **limits)
    async with serve_app(app) as url, dial(url) as connection:
        yield Wire(connection)


def dial(url: str, **more: Any) -> connect:
    return connect(f"{url.replace('http', 'ws')}/graphql", subprotocols=[PROTOCOL], **more)


async def test_a_subscription_sends_its_events_and_completes() -> None:
    async with wire() as line:
        await line.init()
        await line.subscribe(
            "1", "subscription T($n: Int!) { ticks(to: $n) { title } }", variables={"n": 2}
        )
        for number in (0, 1):
            data = {"ticks": {"title": f"task {number}"}}
            assert await line.take() == {"id": "1", "type": "next", "payload": {"data": data}}
        assert await line.take() == {"id": "1", "type": "complete"}


async def test_queries_and_mutations_run_here_too() -> None:
    async with wire() as line:
        await line.init()
        await line.subscribe("q", "{ hello }")
        assert (await line.take())["payload"] == {"data": {"hello": "hello"}}
        assert (await line.take())["type"] == "complete"


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("{", "SYNTAX"),
        ("{ nope }", "INVALID_DOCUMENT"),
        ("", "SYNTAX"),
        ("query A { hello } query B { hello }", "BAD_REQUEST"),
        ("query($n: Int!) { log(first: $n) { id } }", "BAD_INPUT"),
        ("{ __schema { types { name } } }", "FORBIDDEN"),
    ],
)
async def test_a_bad_operation_fails_alone(query: str, code: str) -> None:
    async with wire() as line:
        await line.init()
        await line.subscribe("good", FOREVER)
        assert (await line.take())["type"] == "next"
        await line.subscribe("bad", query)
        message = await line.take()
        assert (message["id"], message["type"]) == ("bad", "error")
        assert message["payload"][0]["extensions"]["code"] == code
        await line.subscribe("bad", "{ hello }")  # its id is free again, and the line is open
        assert (await line.take())["type"] == "next"


async def test_a_source_that_breaks_ends_with_an_error_message() -> None:
    async with wire() as line:
        await line.init()
        await line.subscribe("1", "subscription { failing }")
        assert (await line.take())["payload"] == {"data": {"failing": "one"}}
        message = await line.take()
        assert (message["type"], message["payload"][0]["message"]) == ("error", "内部错误")
        await line.send(type="ping")
        assert await line.take() == {"type": "pong"}


async def test_complete_stops_the_source() -> None:
    town = Town()
    async with wire(town=town) as line:
        await line.init()
        await line.subscribe("1", FOREVER)
        await line.take()
        await line.send(id="1", type="complete")
        await line.subscribe("1", "{ hello }")
        assert (await line.take())["payload"] == {"data": {"hello": "hello"}}
        assert town.closed == ["ticks"]


async def test_leaving_stops_every_source() -> None:
    town = Town()
    async with wire(town=town) as line:
        await line.init()
        for number in range(3):
            await line.subscribe(str(number), FOREVER)
            await line.take()
    assert town.closed == ["ticks"] * 3


MALFORMED = [
    "", "x", "null", "5", "[]", '"text"', "[" * 5000, '{"type": 5}', '{"type": "start"}', "{}",
    '{"type": "ping", "payload": []}',
    '{"type": "complete", "id": 1}',
    '{"type": "subscribe", "id": 1, "payload": {"query": "{ hello }"}}',
    '{"type": "subscribe", "id": "", "payload": {"query": "{ hello }"}}',
    '{"type": "subscribe", "id": ["a"], "payload": {"query": "{ hello }"}}',
    '{"type": "subscribe", "id": "1"}',
    '{"type": "subscribe", "id": "1", "payload": []}',
    '{"type": "subscribe", "id": "1", "payload": {"query": 5}}',
    '{"type": "subscribe", "id": "1", "payload": {"query": null}}',
    '{"type": "subscribe", "id": "1", "payload": {"query": "{ hello }", "variables": []}}',
    '{"type": "subscribe", "id": "1", "payload": {"query": "{ hello }", "operationName": 1}}',
    '{"type": "subscribe", "id": "1", "payload": {"query": "{ hello }", "extensions": 1}}',
]  # fmt: skip


@pytest.mark.parametrize("frame", [*MALFORMED, b'{"type": "ping"}'])
async def test_a_malformed_frame_closes_with_4400(frame: str | bytes) -> None:
    async with wire() as line:
        await line.init()
        await line.connection.send(frame)
        assert await line.closed() == 4400


@pytest.mark.parametrize("payload", [[], "x", 5, {"authorization": 5}])
async def test_a_malformed_init_closes_with_4400(payload: Any) -> None:
    async with wire() as line:
        await line.send(type="connection_init", payload=payload)
        assert await line.closed() == 4400


async def test_subscribing_before_the_acknowledgement_closes_with_4401() -> None:
    async with wire() as line:
        await line.subscribe("1", "{ hello }")
        assert await line.closed() == 4401


@pytest.mark.parametrize(
    "payload", [None, {}, {"authorization": "Bearer x"}, {"authorization": "officer"}]
)
async def test_a_token_that_does_not_hold_closes_with_4403(payload: Any) -> None:
    async with wire() as line:
        await line.send(type="connection_init", payload=payload)
        assert await line.closed() == 4403


async def test_no_init_in_time_closes_with_4408() -> None:
    async with wire(init_wait=0.05) as line:
        assert await line.closed() == 4408


async def test_an_id_in_use_closes_with_4409() -> None:
    async with wire() as line:
        await line.init()
        await line.subscribe("1", FOREVER)
        await line.subscribe("1", FOREVER)
        assert await line.closed() == 4409


async def test_a_second_init_closes_with_4429() -> None:
    async with wire() as line:
        await line.init()
        await line.send(type="connection_init", payload=OFFICER)
        assert await line.closed() == 4429


async def test_the_token_may_come_in_the_header() -> None:
    async with serve_app(make_app()) as url, dial(url, additional_headers=OFFICER) as connection:
        line = Wire(connection)
        await line.send(type="connection_init")
        assert await line.take() == {"type": "connection_ack"}


async def test_pings_are_answered_up_to_a_rate() -> None:
    async with wire(pings=2) as line:
        await line.init()
        await line.send(type="ping", payload={"at": 1})
        assert await line.take() == {"type": "pong", "payload": {"at": 1}}
        for _ in range(5):
            await line.send(type="ping")
        assert await line.closed() == 4429


async def test_a_flood_of_messages_closes_with_4429() -> None:
    async with wire(messages=5) as line:
        await line.init()
        for number in range(20):
            await line.send(type="complete", id=str(number))
        assert await line.closed() == 4429


async def test_one_operation_too_many_is_refused_alone() -> None:
    async with wire(operations=2) as line:
        await line.init()
        for id_ in ("1", "2"):
            await line.subscribe(id_, FOREVER)
            assert (await line.take())["id"] == id_
        await line.subscribe("3", FOREVER)
        message = await line.take()
        assert (message["id"], message["type"]) == ("3", "error")
        assert message["payload"][0]["extensions"]["code"] == "LIMIT_EXCEEDED"


async def test_one_connection_too_many_closes_and_a_closed_one_counts_no_more() -> None:
    async with serve_app(make_app(connections=1)) as url:
        async with dial(url) as first:
            await Wire(first).init()
            async with dial(url) as second:
                await Wire(second).send(type="connection_init", payload=OFFICER)
                assert await Wire(second).closed() == 4429
        await asyncio.sleep(0.05)
        async with dial(url) as third:
            await Wire(third).init()


async def test_the_connection_ends_with_its_token() -> None:
    clock = ManualClock(START)
    async with wire(clock=clock, expiry_check=0.01) as line:
        await line.init()
        await line.subscribe("1", FOREVER)
        assert (await line.take())["type"] == "next"
        clock.advance(minutes=15)
        assert await line.closed() == 4403


@pytest.mark.parametrize("offered", [["graphql-ws"], ["soap"], None])
async def test_another_subprotocol_is_not_spoken(offered: Any) -> None:
    async with serve_app(make_app()) as url:
        address = f"{url.replace('http', 'ws')}/graphql"
        async with connect(address, subprotocols=offered) as connection:
            assert await Wire(connection).closed() == 4406


async def test_a_page_of_a_strange_origin_gets_no_handshake() -> None:
    async with serve_app(make_app()) as url:
        with pytest.raises(InvalidStatus) as refused:
            async with dial(url, origin="https://evil.example"):
                pass
        assert refused.value.response.status_code == 403
        async with dial(url, origin=url) as connection:
            await Wire(connection).init()


async def test_a_client_that_does_not_read_is_let_go() -> None:
    town = Town()
    fields = " ".join(f"a{number}: title" for number in range(15))
    text = f"subscription {{ ticks(to: 1000000, padding: 20000) {{ {fields} }} }}"
    app = make_app(town, send_wait=0.2)
    async with serve_app(app) as url, dial(url, max_queue=1, compression=None) as connection:
        line = Wire(connection)
        await line.init()
        await line.subscribe("1", text)
        async with asyncio.timeout(20):
            while not town.closed:
                await asyncio.sleep(0.05)
        connection.transport.abort()
    assert town.closed == ["ticks"]
