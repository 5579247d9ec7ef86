"""``huiying lead`` as a process against the service."""

import asyncio
import os
import sys
from pathlib import Path

from tests.deadlines.desk import OFFICER, Desk
from tests.deadlines.test_pack_command import Entrance
from tests.support.servers import serve_app

ROOT = Path(__file__).parents[2]


async def run(env: dict[str, str], *arguments: str) -> tuple[int | None, str]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "clients.cli", "lead", *arguments),
        env=env,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    out, _ = await process.communicate()
    return process.returncode, out.decode()


async def test_a_lead_is_told_listed_promoted_and_another_dismissed(
    desk: Desk, tmp_path: Path
) -> None:
    secret = tmp_path / "secret"
    secret.write_text("hy_right\n")
    secret.chmod(0o600)
    async with serve_app(Entrance(token=desk.token(OFFICER)).app()) as entrance:
        env = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
        env |= {"HUIYING_REGISTRY_URL": entrance, "HUIYING_DEADLINES_URL": desk.url}
        env |= {"HUIYING_SECRET_FILE": str(secret)}
        where = ("--locality", "130123", "--occurred", "2026-11-21T02:40:00+08:00")
        code, told = await run(env, "report", "县里有烟", "--platform", "微博", *where)
        assert (code, "暂定  首次发布  11-21 03:40前  四¶1" in told) == (0, True), told
        _, listed = await run(env, "list")
        assert "待处理  1次  130123  微博  县里有烟" in listed
        id_ = listed.split()[-1]
        code, told = await run(env, "promote", id_, "--severity", "MAJOR")
        assert (code, told.startswith("已转为事件 2026-")) == (0, True), told
        code, told = await run(env, "dismiss", id_, "--reason", "无关")
        assert (code, told) == (1, "LEAD_DECIDED：线索已转为事件，不能再次处理。（input.lead）\n")
