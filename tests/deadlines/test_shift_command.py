"""``huiying shift`` as a process against the service."""

import asyncio
import os
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from clients.cli.rosters import BadTable, rows_of
from tests.deadlines.desk import Desk, Who
from tests.deadlines.duty import CHIEF, LI, ZHANG
from tests.deadlines.test_pack_command import Entrance
from tests.support.servers import serve_app

ROOT = Path(__file__).parents[2]
TABLE = """角色,姓名,上班,下班
主班,虚构张,2026-11-20 20:00,2026-11-21 04:00
MAIN,虚构李,2026/11/21 04:00,2026-11-21 12:00
主班,虚构张,2026-11-21 13:00,2026-11-21 20:00
"""


@dataclass(frozen=True, slots=True)
class Terminal:
    env: dict[str, str]

    async def run(self, *arguments: str) -> tuple[int | None, str]:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "clients.cli", "shift", *arguments),
            env=self.env,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        out, _ = await process.communicate()
        return process.returncode, out.decode()


@asynccontextmanager
async def sitting(desk: Desk, who: Who, folder: Path) -> AsyncIterator[Terminal]:
    """A terminal at which this person has signed in."""
    home = folder / who.name
    home.mkdir()
    secret = home / "secret"
    secret.write_text("hy_right\n")
    secret.chmod(0o600)
    async with serve_app(Entrance(token=desk.token(who)).app()) as entrance:
        env = {"PATH": os.environ["PATH"], "HOME": str(home), "PYTHONPATH": str(ROOT)}
        env |= {"HUIYING_REGISTRY_URL": entrance, "HUIYING_DEADLINES_URL": desk.url}
        yield Terminal(env | {"HUIYING_SECRET_FILE": str(secret)})


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("姓名,上班\n", "表头缺少：角色、下班。"),
        ("角色,姓名,上班,下班\n,,,\n", "表中没有班次。"),
        ("角色,姓名,上班,下班\n主班,甲,四点,五点\n", "第2行“上班”不是时间：四点；"),
    ],
)
def test_a_bad_table_is_told_by_its_line(table: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "班表.csv"
    file.write_text(table, encoding="utf-8-sig")
    with pytest.raises(BadTable, match=re.escape(said)):
        rows_of(file)


async def test_a_table_is_planned_and_a_desk_handed_over(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "班表.csv"
    file.write_text(TABLE, encoding="gb18030")
    async with sitting(desk, CHIEF, tmp_path) as chief:
        code, out = await chief.run("plan", str(file), "--unit", "1301")
        assert (code, "无人值班：11-21 12:00 至 11-21 13:00" in out) == (0, True), out
        first = next(line for line in out.splitlines() if "11-20 20:00" in line).split()[-1]
        code, out = await chief.run("list", "--unit", "1301", "--from", "2026-11-20", "--days", "2")
        assert (code, "未到岗" in out, "无人值班：11-20 00:00" in out) == (0, True, True), out
    async with sitting(desk, ZHANG, tmp_path) as zhang:
        code, out = await zhang.run("start", first)
        assert (code, out) == (0, "已到岗：主班 虚构张，至 11-21 04:00\n")
        code, out = await zhang.run("hand-over", first, "--note", "省厅九点来电")
        assert (code, "等主班 虚构李签字。" in out) == (0, True), out
    async with sitting(desk, LI, tmp_path) as li:
        code, out = await li.run("sign", first)
        assert (code, out.splitlines()[0]) == (0, "已交接（11-21 03:02）"), out
        code, out = await li.run("sheet", first, "--width", "60")
        assert (code, "省厅九点来电" in out, "接班人：虚构李" in out) == (0, True, True), out
