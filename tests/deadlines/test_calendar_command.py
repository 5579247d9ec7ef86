"""``huiying calendar`` as a process against the service."""

import asyncio
import re
import sys
from pathlib import Path

import pytest

from clients.cli.calendars import BadNotice, notice_in
from tests.deadlines.desk import Desk
from tests.deadlines.duty import CHIEF
from tests.deadlines.test_shift_command import Terminal, sitting

NOTICE = """
year = 2027
document = "国办发明电〔2026〕7号"
working_days = [2027-02-13]
[[holiday]]
name = "元旦"
begins = 2027-01-01
ends = 2027-01-03
[[holiday]]
name = "春节"
begins = 2027-02-05
ends = 2027-02-11
"""
TABLE = """节日,开始,结束
元旦,2027-01-01,2027.1.3
春节,2027年2月5日,2027-02-11
上班,2027/2/13,
"""


async def run(terminal: Terminal, *arguments: str) -> tuple[int | None, str]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "clients.cli", "calendar", *arguments),
        env=terminal.env,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    out, _ = await process.communicate()
    return process.returncode, out.decode()


def written(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    file = folder / name
    file.write_text(text, encoding=encoding)
    return file


def test_a_table_and_a_toml_file_say_the_same(tmp_path: Path) -> None:
    toml = notice_in(written(tmp_path, "a.toml", NOTICE), None, None, None)
    table = written(tmp_path, "a.csv", TABLE, "gb18030")
    assert notice_in(table, "国办发明电〔2026〕7号", None, None) == toml


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.csv", "节日,开始\n", "表头缺少：结束。"),
        ("a.csv", "节日,开始,结束\n上班,2027-02-13,\n", "表中没有放假日期。"),
        ("a.csv", "节日,开始,结束\n元旦,年初,\n", "第2行“开始”不是日期：年初；"),
        ("a.csv", "节日,开始,结束\n元旦,2027-01-01,\n", "缺少通知文号"),
        ("a.toml", "year = ", "文件不是 TOML："),
        ("a.toml", "year = 2027\n", "文件里缺少或写错：'holiday'"),
    ],
)
def test_a_bad_file_says_where(name: str, text: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(BadNotice, match=re.escape(said)):
        notice_in(written(tmp_path, name, text), None, None, None)


async def test_a_notice_is_tried_entered_and_shown(desk: Desk, tmp_path: Path) -> None:
    file = str(written(tmp_path, "2027.toml", NOTICE))
    async with sitting(desk, CHIEF, tmp_path) as chief:
        _, out = await run(chief, "show", "2026")
        assert "2026年：248个工作日，依据随软件附带的放假安排\n" in out
        assert "2026-01-04 周日  上班  元旦\n" in out
        code, out = await run(chief, "import", file, "--dry-run")
        assert (code, "未写入（--dry-run）。" in out, "周六  上班" in out) == (0, True, True), out
        _, out = await run(chief, "show", "2027")
        assert "放假安排尚未录入，暂按周一至周五计" in out
        for word in ("已录入", "此前已录入"):
            code, out = await run(chief, "import", file)
            assert (code, out) == (0, f"{word}：2027年放假安排，国办发明电〔2026〕7号，第1版\n")
        _, out = await run(chief, "show", "2027")
        assert out.startswith("2027年：")
        assert "依据国办发明电〔2026〕7号（虚构长录入）" in out
        code, out = await run(chief, "import", file, "--url", "https://gov.example/7")
        assert (code, "REASON_WANTED" in out) == (1, True), out
