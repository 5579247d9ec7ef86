"""``huiying roster`` as a process, at the real registry: a clerk's morning."""

import asyncio
import os
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest_asyncio

from services.kit.auth import Role
from services.kit.database import Database
from services.registry.domain.accounts import NewAccount
from services.registry.usecases.accounts import found_account
from tests.registry.imports.clerk import Clerk
from tests.registry.samples import make
from tests.registry.world import NOW

ROOT = Path(__file__).parents[3]
SAMPLES = Path(make.__file__).parent


@dataclass(frozen=True, slots=True)
class Ended:
    code: int | None
    out: str
    err: str


@dataclass(frozen=True, slots=True)
class Command:
    env: dict[str, str]
    folder: Path

    async def run(self, *arguments: str) -> Ended:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "clients.cli", "roster", *arguments),
            env=self.env,
            cwd=self.folder,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        out, err = await process.communicate()
        return Ended(process.returncode, out.decode(), err.decode())


@pytest_asyncio.fixture(loop_scope="module")
async def command(clerk: Clerk, registry_db: Database, tmp_path: Path) -> Command:
    account = NewAccount(login="clerk", name="虚构", role=Role.ROSTER_ADMIN, unit="1301")
    made = await found_account(registry_db, account, NOW)
    secret = tmp_path / "secret"
    secret.write_text(made.secret)
    secret.chmod(0o600)
    url = str(clerk.api.http._base_url).rstrip("/")
    env = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "PYTHONPATH": str(ROOT),
        "HUIYING_REGISTRY_URL": url,
        "HUIYING_SECRET_FILE": str(secret),
    }
    return Command(env, tmp_path)


async def test_a_clerk_tries_imports_exports_and_undoes(command: Command) -> None:
    roster = str(SAMPLES / "good/全套名录.xlsx")
    tried = await command.run("import", roster, "--dry-run")
    assert (tried.code, tried.err) == (0, "")
    assert tried.out.startswith(
        "试导入（没有写入）：新增 5 行，变更 1 行，无变化 0 行，退回 0 行。"
    )
    done = await command.run("import", roster)
    assert done.out.startswith("导入完成：新增 5 行")
    import_id = done.out.partition("导入编号：")[2].partition("（")[0]
    exported = await command.run("export", "-o", "出.xlsx")
    assert (exported.code, exported.out) == (0, "已导出到 出.xlsx\n")
    again = await command.run("import", "出.xlsx")
    assert "新增 0 行，变更 0 行，无变化 9 行，退回 0 行" in again.out
    listed = await command.run("imports")
    assert import_id in listed.out
    undone = await command.run("undo", import_id)
    assert (undone.code, undone.out) == (0, "已整体撤销该次导入。\n")


async def test_rejected_rows_are_told_saved_and_end_with_three(command: Command) -> None:
    bad = str(SAMPLES / "bad/日期不存在.xlsx")
    ended = await command.run("import", bad, "--rejected", "退回.csv")
    assert ended.code == 3
    assert "任职名单 第 3 行" in ended.out
    assert "2026-02-30”不存在" in ended.out
    assert "原因" in (command.folder / "退回.csv").read_text("utf-8-sig")


async def test_a_file_that_is_refused_ends_with_one(command: Command) -> None:
    refused = await command.run("import", str(SAMPLES / "bad/有密码.xlsx"))
    assert (refused.code, refused.out) == (1, "")
    assert refused.err.startswith("ENCRYPTED_OR_OLD_FORMAT：")
    missing = await command.run("import", "没有.xlsx")
    assert (missing.code, "没有.xlsx" in missing.err) == (1, True)


async def test_an_export_to_standard_output_is_csv(command: Command) -> None:
    shown = await command.run("export", "--kind", "单位", "-o", "-")
    assert shown.code == 0
    assert "单位代码,单位名称" in shown.out
