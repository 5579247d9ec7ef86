"""What is loaded before the first paint, and what `--plain` prints."""

import subprocess
import sys
from pathlib import Path

from clients.tui.config import Config, read_config
from clients.tui.plain import board_text
from tests.support.desk_rows import NOW, make_board, night_rows, raw_board, raw_row
from tests.tui.stand_in import StandIn, serve_stand_in

# the board is painted when the first refresh has been; the feeds start after it
PROBE = """
import asyncio, sys
from tests.support.scenes import make_desk
from clients.tui.widgets.lines import Lines
async def main():
    app = make_desk()
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        assert app.duty.query_one("#brand", Lines).text()
        print(" ".join(sorted(m.partition(".")[0] for m in sys.modules)))
asyncio.run(main())
"""


def modules(program: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def test_no_client_library_is_loaded_before_the_first_paint() -> None:
    heavy = {
        "gql",
        "graphql",
        "aiohttp",
        "websockets",
        "httpx",
        "pydantic",
        "pypinyin",
        "strawberry",
    }
    assert modules(PROBE) & heavy == set()


def test_plain_text_needs_no_terminal_library() -> None:
    program = "import sys, clients.tui.plain; print(*{m.partition('.')[0] for m in sys.modules})"
    assert modules(program) & {"textual", "gql", "graphql", "aiohttp", "websockets"} == set()


CONFIG = Config(
    deadlines_url="http://d", registry_url="http://r", secret=None, state_home=Path("/nowhere")
)


def test_plain_text_tells_each_duty_with_its_clause_and_reckoning() -> None:
    text = board_text(make_board(night_rows()), NOW, CONFIG)
    first = next(line for line in text.splitlines() if line.startswith("急!?"))
    assert "首次发布（原则上）" in first
    assert "[石家庄市政务舆情回应实施办法 四第1段]" in first
    assert "11-21 02:12 + 1小时 = 11-21 03:12" in first
    untimed = next(line for line in text.splitlines() if line.startswith("即!"))
    assert "已 0:24  无时限" in untimed
    assert text.splitlines()[-1].startswith(
        "时限服务 http://d  登记服务 http://r  数据 11-21 03:04:12"
    )


async def test_plain_reads_the_service_and_exits_zero(tmp_path: Path) -> None:
    import asyncio

    service = StandIn(rows={"ob-1": raw_row("ob-1")})
    async with serve_stand_in(service) as url:
        done = await asyncio.to_thread(run_plain, url, tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "井陉县化工园区爆炸" in done.stdout
    assert service.names() == ["Board"]


def test_plain_with_the_service_down_says_so_and_exits_75(tmp_path: Path) -> None:
    done = run_plain("http://127.0.0.1:1", tmp_path)
    assert (done.returncode, done.stdout) == (75, "")
    assert "时限服务没有应答" in done.stderr


def run_plain(url: str, home: Path) -> subprocess.CompletedProcess[str]:
    env = {"HUIYING_DEADLINES_URL": url, "HUIYING_REGISTRY_URL": url, "HOME": str(home)}
    command = [sys.executable, "-m", "clients.tui", "--plain"]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False)


def test_the_environment_is_read_once(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("hy_x\n")
    config = read_config({"HUIYING_SECRET_FILE": str(secret), "HOME": "/home/duty"})
    assert config.secret == "hy_x"  # noqa: S105 - no real secret
    assert config.snapshot_path == Path("/home/duty/.local/state/huiying/board.json")


def test_an_empty_board_is_said() -> None:
    from clients.tui.models import BoardAnswer, decode

    text = board_text(decode(raw_board([]), BoardAnswer), NOW, CONFIG)
    assert text.startswith("现在没有应办事项。\n")
