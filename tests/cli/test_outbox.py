"""``huiying outbox``: what the desk kept is listed, sent and let go without a desk."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest_asyncio

from clients.tui.outbox import KeptAct, Outbox
from tests.cli.running import Line, line_of
from tests.support.desk_rows import NOW, raw_row
from tests.tui.stand_in import StandIn, serve_stand_in

OWNER = "1301-ZFB 虚构子"  # of a token that names no account


@pytest_asyncio.fixture(loop_scope="module")
async def services() -> AsyncIterator[tuple[StandIn, str]]:
    rows = {id_: raw_row(id_, acknowledgedAt=None) for id_ in ("ob-1", "ob-2")}
    service = StandIn(rows=rows, lifetime=timedelta(days=3650))
    async with serve_stand_in(service) as url:
        yield service, url


def keep(home: Path, key: str, duty: str, owner: str = OWNER) -> Outbox:
    """Put an acceptance into the outbox as the desk does."""
    outbox = Outbox(home / ".local" / "state" / "huiying" / "outbox")
    outbox.folder.mkdir(parents=True, exist_ok=True)
    given = {"obligation": duty, "idempotencyKey": key}
    outbox.add(
        KeptAct(
            key=key,
            operation="acknowledge",
            variables={"input": given},
            acted_at=NOW,
            kept_at=NOW,
            owner=owner,
            sentence=f"受理：{duty}",
        )
    )
    return outbox


async def test_what_waits_is_listed_and_sent_under_its_key(
    services: tuple[StandIn, str], tmp_path: Path
) -> None:
    service, url = services
    line: Line = line_of(tmp_path, url, url, "hy_right")
    keep(tmp_path, "aaaa1111", "ob-1")
    assert "aaaa1111  待发" in (await line.run("outbox", "list")).out
    away = await line.run("outbox", "send", HUIYING_DEADLINES_URL="http://127.0.0.1:1")
    assert away.code == 75
    done = await line.run("outbox", "send", "aaaa")
    assert (done.code, "已送出" in done.out) == (0, True), done.err
    sent = [asked for name, asked in service.asked if name == "Acknowledge"]
    assert sent == [{"input": {"obligation": "ob-1", "idempotencyKey": "aaaa1111"}}]
    again = await line.run("outbox", "send", "aaaa")
    assert again.code == 1


async def test_another_persons_act_is_neither_sent_nor_dropped(
    services: tuple[StandIn, str], tmp_path: Path
) -> None:
    _, url = services
    line = line_of(tmp_path, url, url, "hy_right")
    outbox = keep(tmp_path, "bbbb2222", "ob-2", owner="somebody else")
    assert (await line.run("outbox", "send", "bbbb")).code == 1
    assert (await line.run("outbox", "drop", "bbbb", "--yes")).code == 1
    keep(tmp_path, "cccc3333", "ob-2")
    assert "CONFIRMATION_NEEDED" in (await line.run("outbox", "drop", "cccc")).err
    assert (await line.run("outbox", "drop", "cccc", "--yes")).code == 0
    assert [act.key for act in outbox.acts()] == ["bbbb2222"]
