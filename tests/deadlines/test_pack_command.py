"""``huiying pack`` as a process against the service: what a person who keeps the rules reads."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest_asyncio

from services.deadlines.packs import pack_texts
from tests.cli.stand_in import StandIn
from tests.deadlines.desk import OFFICER, Desk
from tests.support.servers import serve_app

ROOT = Path(__file__).parents[2]
CITY = pack_texts()["shijiazhuang-2019.toml"]


@dataclass(slots=True)
class Entrance(StandIn):
    """Signs in as the registry does; its tokens are good at the deadlines service."""

    token: str = ""

    def _sign_in(self, variables: dict[str, Any]) -> dict[str, Any]:
        return StandIn._sign_in(self, variables) | {"accessToken": self.token}


@dataclass(frozen=True, slots=True)
class Terminal:
    env: dict[str, str]
    folder: Path

    async def run(self, *arguments: str) -> tuple[int | None, str, str]:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "clients.cli", "pack", *arguments),
            env=self.env,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        out, err = await process.communicate()
        return process.returncode, out.decode(), err.decode()


@pytest_asyncio.fixture(loop_scope="module")
async def terminal(desk: Desk, tmp_path: Path) -> AsyncIterator[Terminal]:
    secret = tmp_path / "secret"
    secret.write_text("hy_right\n")
    secret.chmod(0o600)
    async with serve_app(Entrance(token=desk.token(OFFICER)).app()) as entrance:
        env = {
            "PATH": os.environ["PATH"],
            "HOME": str(tmp_path),
            "PYTHONPATH": str(ROOT),
            "HUIYING_REGISTRY_URL": entrance,
            "HUIYING_DEADLINES_URL": desk.url,
            "HUIYING_SECRET_FILE": str(secret),
        }
        yield Terminal(env, tmp_path)


async def test_packs_are_listed_shown_and_compared_with_their_clauses(terminal: Terminal) -> None:
    _, listed, _ = await terminal.run("list")
    assert "shijiazhuang-2019@1  石家庄2019  石政办发〔2019〕5号" in listed
    assert "（未核对原文）" in listed
    _, shown, _ = await terminal.run("show", "shijiazhuang-2019")
    assert "四¶1　首次发布　1小时　事件登记" in shown
    assert "推定：条文未写明24小时的起算点" in shown
    _, compared, _ = await terminal.run("compare", "shijiazhuang-2019", "jixi-response")
    assert compared.startswith("D1 首次发布何时？")
    assert "D14 有哪些重点领域？" in compared
    assert "未规定" in compared


async def test_a_file_is_checked_compared_and_tried_before_anybody_is_bound_by_it(
    desk: Desk, terminal: Terminal
) -> None:
    opened = await desk.open()
    file = terminal.folder / "新规.toml"
    file.write_text(CITY.replace('within = "1h"', 'within = "30m"', 1), encoding="utf-8")
    code, said, _ = await terminal.run("lint", str(file))
    assert (code, said.startswith("shijiazhuang-2019@1")) == (0, True)
    _, differing, _ = await terminal.run("diff", "shijiazhuang-2019", str(file))
    assert differing == "应办事项 duty.first-release.due.within：“1h” 改为 “30m”\n"
    span = ("--from", "2026-11-01", "--to", "2026-11-30")
    _, replayed, _ = await terminal.run("replay", str(file), *span)
    assert opened["number"] in replayed
    assert "首次发布：2026-11-21 03:40前（原则上" in replayed
    assert "→ 2026-11-21 03:10前" in replayed
    assert replayed.endswith("未写入任何内容。\n")


async def test_a_faulty_file_ends_with_1_and_its_faults(terminal: Terminal) -> None:
    file = terminal.folder / "坏.toml"
    file.write_text(CITY.replace('clause = "四¶1"\n', "", 2), encoding="utf-8")
    code, out, err = await terminal.run("lint", str(file))
    assert (code, out) == (1, "")
    assert err.endswith("共2处错误。\n")
    assert (await terminal.run("show", "nobody"))[1].startswith("没有规则包“nobody”")
    missing = await terminal.run("diff", "shijiazhuang-2019", "nobody.toml")
    assert (missing[0], "无法读写" in missing[2]) == (1, True)
