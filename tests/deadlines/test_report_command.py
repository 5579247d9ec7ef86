"""``huiying report`` and ``huiying hotline`` as processes against the service."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import docx
import pytest
import pytest_asyncio

from tests.deadlines.desk import OFFICER, Desk
from tests.deadlines.test_pack_command import Entrance
from tests.support.servers import serve_app

ROOT = Path(__file__).parents[2]
Run = Callable[..., Awaitable[tuple[int | None, str, str]]]


@pytest_asyncio.fixture(loop_scope="module")
async def run(desk: Desk, tmp_path: Path) -> AsyncIterator[Run]:
    secret = tmp_path / "secret"
    secret.write_text("hy_right\n")
    secret.chmod(0o600)
    async with serve_app(Entrance(token=desk.token(OFFICER)).app()) as entrance:
        env = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
        env |= {"HUIYING_REGISTRY_URL": entrance, "HUIYING_DEADLINES_URL": desk.url}
        env |= {"HUIYING_SECRET_FILE": str(secret)}

        async def command(*arguments: str) -> tuple[int | None, str, str]:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                *("-m", "clients.cli", *arguments),
                env=env,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
            )
            out, err = await process.communicate()
            return process.returncode, out.decode(), err.decode()

        yield command


@pytest.mark.requirement(66)
async def test_documents_are_printed_or_kept_as_files(desk: Desk, run: Run, tmp_path: Path) -> None:
    incident = await desk.open()
    code, told, _ = await run("report", "journal", "--on", "2026-11-21")
    assert (code, "舆情日志（2026年11月21日）" in told) == (0, True)
    word, sheet = tmp_path / "专报.docx", tmp_path / "专报.xlsx"
    given = ("report", "special", incident["number"], "--docx", str(word), "--xlsx", str(sheet))
    code, told, said = await run(*given)
    assert (code, told, said) == (0, "", f"已写入 {word}\n已写入 {sheet}\n")
    assert "舆情专报" in docx.Document(str(word)).paragraphs[1].text
    assert sheet.read_bytes()[:2] == b"PK"
    code, _, said = await run("report", "special", "2026-9999")
    assert (code, said) == (1, "NOT_FOUND：没有事件 2026-9999，或不在您的范围内。（incident）\n")


@pytest.mark.requirement(146)
async def test_statistics_come_from_a_file_and_a_fault_names_its_line(
    run: Run, tmp_path: Path
) -> None:
    file = tmp_path / "接听.csv"
    file.write_text("单位代码,日期,来电数,接通数,及时接通数\n1301,2026-11-19,120,110,96\n")
    given = ("hotline", "import", str(file), "--source", "市热线办")
    assert await run(*given) == (0, "新增1条，更正0条，无变化0条。\n", "")
    period = ("--from", "2026-11-01", "--to", "2026-11-21")
    code, told, _ = await run("report", "monitoring", *period)
    assert (code, "120 110 96 91.7% 80.0%" in " ".join(told.split())) == (0, True)
    file.write_text("单位代码,日期,来电数,接通数\n\n1301,2026-11-19,120,121\n")
    code, _, said = await run(*given)
    assert (code, said) == (
        1,
        "MORE_THAN_CALLS：第3行：接通数大于来电数，请与来源核对。（input.rows.0.answered）\n",
    )
