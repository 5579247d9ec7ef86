"""The live board over graphql-transport-ws."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from unittest.mock import AsyncMock

import aiohttp
import pytest

from services.deadlines.graphql import board as graphql_board
from services.kit import poller
from tests.deadlines.desk import COUNTY, ELSEWHERE, JOB, OFFICER, Desk, Who

BOARD = """subscription B($after: String) { board(after: $after) {
  kind cursor at changes { entity id incident version kind text } } }"""


class Line:
    """One websocket with one subscription on it."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket

    async def event(self) -> dict[str, Any]:
        """Return the next event, or the error's payload."""
        while True:
            message = await self.socket.receive_json(timeout=5)
            if message["type"] == "next" and "errors" not in message["payload"]:
                found: dict[str, Any] = message["payload"]["data"]["board"]
                return found
            if message["type"] in ("error", "next"):
                return {"errors": message["payload"]}

    async def pending(self) -> bool:
        """Take the next event if one comes within half a second; tell whether it did."""
        try:
            await self.socket.receive_json(timeout=0.5)
        except TimeoutError:
            return False
        return True


@asynccontextmanager
async def line(desk: Desk, who: Who = OFFICER, after: str | None = None) -> AsyncIterator[Line]:
    async with desk.session.ws_connect(
        f"{desk.url}/graphql", protocols=["graphql-transport-ws"]
    ) as socket:
        hello = {"authorization": f"Bearer {desk.token(who)}"}
        await socket.send_json({"type": "connection_init", "payload": hello})
        assert (await socket.receive_json(timeout=5))["type"] == "connection_ack"
        payload = {"query": BOARD, "variables": {"after": after}}
        await socket.send_json({"id": "1", "type": "subscribe", "payload": payload})
        yield Line(socket)


async def changes(line: Line, wanted: str) -> dict[str, Any]:
    """Wait for the event that holds a change of that kind; returns the change."""
    while True:
        event = await line.event()
        for change in event["changes"]:
            if change["kind"] == wanted:
                found: dict[str, Any] = change
                return found


async def test_a_change_reaches_the_board_with_its_sentence(desk: Desk) -> None:
    async with line(desk) as board:
        assert (await board.event())["kind"] == "HEARTBEAT"
        incident = await desk.open()
        opened = await changes(board, "OPENED")
        assert (opened["entity"], opened["id"]) == ("Incident", incident["id"])
        id_ = incident["by"]["FIRST_RELEASE"]["id"]
        await desk.act("acknowledge", "replayed", {"obligation": id_, "by": "王某"})
        taken = await changes(board, "ACKNOWLEDGED")
        assert (taken["id"], taken["incident"]) == (id_, incident["id"])
        assert taken["text"] == "首次发布：王某已受理"


async def test_a_board_goes_on_where_it_was_cut(desk: Desk) -> None:
    async with line(desk) as board:
        cursor = (await board.event())["cursor"]
    incident = await desk.open()
    async with line(desk, after=cursor) as board:
        await board.event()
        assert (await changes(board, "OPENED"))["id"] == incident["id"]


async def test_others_hear_nothing_of_it(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graphql_board, "HEARTBEAT_SECONDS", 0.3)
    async with line(desk, ELSEWHERE) as far, line(desk, COUNTY) as near:
        assert (await far.event())["kind"] == (await near.event())["kind"] == "HEARTBEAT"
        await desk.open()
        assert (await changes(near, "OPENED"))["entity"] == "Incident"
        beat = await far.event()
        assert (beat["kind"], beat["changes"]) == ("HEARTBEAT", [])


async def test_silence_is_broken_by_a_heartbeat(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(graphql_board, "HEARTBEAT_SECONDS", 0.2)
    async with line(desk) as board:
        await board.event()
        async with asyncio.timeout(3):
            assert (await board.event())["kind"] == "HEARTBEAT"


async def test_no_heartbeat_comes_while_the_log_cannot_be_read(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(graphql_board, "HEARTBEAT_SECONDS", 0.1)
    async with line(desk) as board:
        await board.event()
        with monkeypatch.context() as away:
            away.setattr(poller, "changes_after", AsyncMock(side_effect=OSError("away")))
            while await board.pending():
                pass
            assert not await board.pending()
        assert (await board.event())["kind"] == "HEARTBEAT"


async def test_a_place_too_far_back_asks_for_everything_anew(desk: Desk) -> None:
    async with line(desk, after="999999999") as board:
        await board.event()
        assert (await board.event())["kind"] == "RESYNC"


@pytest.mark.parametrize(("who", "after"), [(JOB, None), (OFFICER, "x")])
async def test_a_board_not_to_be_had_is_an_error(desk: Desk, who: Who, after: str | None) -> None:
    async with line(desk, who, after) as board:
        assert "errors" in await board.event()


async def test_the_change_feed_has_what_the_board_heard(desk: Desk) -> None:
    incident = await desk.open()
    query = """query C($after: String) { changes(after: $after, first: 1000) {
      changes { cursor entity id kind body } cursor hasMore } }"""
    page = (await desk.ask(query))["changes"]
    assert incident["id"] in {change["id"] for change in page["changes"]}
    rest = (await desk.ask(query, after=page["cursor"]))["changes"]
    assert (rest["changes"], rest["hasMore"]) == ([], False)
    assert (await desk.ask(query, ELSEWHERE))["changes"]["changes"] == []
