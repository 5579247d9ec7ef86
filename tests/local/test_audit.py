"""`huiying audit verify` on real databases: what it says and how it ends."""

import asyncio
from pathlib import Path

import asyncpg
import pytest
from typer.testing import CliRunner

from clients.cli import audit_commands
from services.deadlines.app import SEALED
from services.kit.audit.checkpoints import checkpoint_file
from services.kit.audit.sealer import Sealer
from services.kit.clock import ManualClock
from services.kit.database import Database
from services.local import audit
from services.local.databases import addresses_of_running
from services.local.home import Home
from tests.kit.test_audit import act, tamper


@pytest.fixture
def folder(
    tmp_path: Path, registry_dsn: str, deadlines_dsn: str, monkeypatch: pytest.MonkeyPatch
) -> Path:
    monkeypatch.setenv("HUIYING_REGISTRY_DSN", registry_dsn)
    monkeypatch.setenv("HUIYING_DEADLINES_DSN", deadlines_dsn)
    monkeypatch.setenv("HUIYING_AUDIT_FOLDER", str(tmp_path / "audit"))
    return tmp_path / "audit"


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = audit.main(list(arguments))
    ended = capsys.readouterr()
    return code, ended.out + ended.err


async def seal(dsn: str, clock: ManualClock, folder: Path) -> None:
    """Record, show a number, and put both under seal and signature."""
    database = await Database.connect(dsn, size=1)
    await act(database, clock.now(), 7)
    async with database.transaction() as conn:
        await conn.execute(
            "insert into phone_reveal (at, actor, operation, persons) values ($1, 'x', 'y', '{}')",
            clock.now(),
        )
    sealer = Sealer(database, clock, SEALED, checkpoint_file(folder, None, "deadlines"))
    await sealer.seal()
    await sealer.sign()
    await database.close()


def test_what_was_shown_of_numbers_is_sealed_too_and_an_altered_row_ends_with_one(
    deadlines_dsn: str, clock: ManualClock, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert told(capsys, "--registry") == (0, "登记服务：还没有封存过任何记录。\n")
    asyncio.run(seal(deadlines_dsn, clock, folder))
    code, said = told(capsys)
    assert code == 0
    assert "时限服务：8 条记录、2 批封存逐条核对，与封存时一致" in said
    assert "库外签名 1 处相符，最近一处签于 2026-11-21 03:02:00，到第 2 批为止" in said
    asyncio.run(tamper(deadlines_dsn, "update phone_reveal set actor = 'nobody'"))
    code, said = told(capsys, "--deadlines")
    assert code == 1
    assert "号码查看记录第 1 号（phones shown to x）在封存后被改动（第 2 批）。" in said


def test_without_the_right_key_nothing_is_believed(
    deadlines_dsn: str, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder.mkdir()
    signed = folder / "deadlines.checkpoints"
    signed.write_bytes(b"e30.e30." + b"A" * 86 + b"\n")
    code, said = told(capsys, "--deadlines")
    assert (code, said) == (2, "有签名文件而没有公钥：请用 --key 指明公钥文件。\n")
    checkpoint_file(folder, None, "deadlines")
    code, said = told(capsys, "--deadlines")
    assert code == 1
    assert f"签名文件 {signed} 第 1 行" in said


def test_a_database_that_is_away_is_another_ending(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HUIYING_DEADLINES_DSN", "postgresql://u@127.0.0.1:1/none")
    assert told(capsys, "--deadlines") == (75, "数据库连不上，请稍候再试。\n")
    monkeypatch.delenv("HUIYING_DEADLINES_DSN")
    code, said = told(capsys, "--deadlines")
    assert code == 2
    assert "HUIYING_DEADLINES_DSN" in said


def test_the_command_hands_everything_on(monkeypatch: pytest.MonkeyPatch) -> None:
    handed: list[tuple[str, ...]] = []
    monkeypatch.setattr(audit_commands, "become", lambda *words: handed.append(words))
    words = ["--registry", "--checkpoints", "a"]
    CliRunner().invoke(audit_commands.audit, words)
    assert handed == [("services.local.audit", "--registry", "--checkpoints", "a")]


async def test_a_running_system_is_found_by_its_folder(deadlines_dsn: str, tmp_path: Path) -> None:
    assert addresses_of_running(Home(tmp_path)) == {}
    conn = await asyncpg.connect(deadlines_dsn)
    data = Path(await conn.fetchval("show data_directory"))
    await conn.close()
    home = Home(tmp_path)
    home.database.parent.mkdir(parents=True)
    home.database.symlink_to(data)
    home.database.with_name("data.password").write_text("pw")
    found = addresses_of_running(home)["deadlines"]
    assert found.startswith("postgresql://postgres:pw@127.0.0.1:")
